"""How long suggestions may get, in presets that a person can choose."""

from __future__ import annotations

LENGTHS: dict[str, int] = {"2-4": 4, "4-8": 8, "8-16": 16, "16-32": 32}
"""The most words of a suggestion, for each preset; 4-8 is usual."""


def preset_of(max_words: int) -> int:
    """The preset that a limit lies in; a limit over all of them belongs to the longest."""
    return next((most for most in LENGTHS.values() if max_words <= most), max(LENGTHS.values()))
