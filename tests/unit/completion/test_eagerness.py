"""Thresholds belong to the model; a damaged file does no harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from writer.completion.eagerness import (
    DEFAULT_THRESHOLDS,
    JUDGEMENT_FILE,
    Eagerness,
    read_thresholds,
)


def test_the_models_own_thresholds_are_used(tmp_path: Path) -> None:
    """What calibration wrote beside the weights decides."""
    values = {"calm": 0.5, "balanced": 0.25, "eager": 0.1}
    (tmp_path / JUDGEMENT_FILE).write_text(json.dumps({"min_confidence": values}))
    assert read_thresholds(tmp_path) == {Eagerness(name): v for name, v in values.items()}


@pytest.mark.parametrize(
    "content", [None, "", "not json", "[]", '{"min_confidence": 3}', '{"min_confidence": {}}']
)
def test_without_a_usable_file_the_defaults_hold(tmp_path: Path, content: str | None) -> None:
    """No file, or a damaged one, is no reason to do without suggestions."""
    if content is not None:
        (tmp_path / JUDGEMENT_FILE).write_text(content)
    assert read_thresholds(tmp_path) == DEFAULT_THRESHOLDS


def test_a_calm_writer_sees_only_surer_suggestions_than_an_eager_one() -> None:
    """The order of the three words."""
    calm, balanced, eager = (DEFAULT_THRESHOLDS[e] for e in Eagerness)
    assert calm > balanced > eager
