"""Every limit of words lies in one of the presets."""

from __future__ import annotations

import pytest

from writer.completion.lengths import preset_of
from writer.settings.schema import BY_KEY


@pytest.mark.parametrize(
    ("words", "preset"), [(1, 4), (4, 4), (5, 8), (8, 8), (12, 16), (16, 16), (17, 32), (64, 32)]
)
def test_a_limit_belongs_to_a_preset(words: int, preset: int) -> None:
    """Values that were set by hand stay, and the menu marks where they lie."""
    assert preset_of(words) == preset


def test_the_usual_length_is_a_preset() -> None:
    """Nothing is marked that nobody chose."""
    usual = BY_KEY["completions.max_words"].default
    assert preset_of(int(usual)) == usual
