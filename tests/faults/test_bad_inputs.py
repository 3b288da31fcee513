"""Strange files: opened and given back byte for byte, or refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.bad_inputs import BAD_INPUTS, BadInput, outcome


@pytest.mark.parametrize("bad", BAD_INPUTS, ids=lambda bad: bad.name)
def test_a_bad_input_harms_nothing(tmp_path: Path, bad: BadInput) -> None:
    """No strange file crashes, hangs or changes: the user sees its text or reads why not."""
    outcome(bad, tmp_path)
