"""Which sentence a place is in."""

from __future__ import annotations

import pytest

from writer.completion.sentences import sentence_around

TEXT = "One. Mr. Two said “three.” Four?  Five"


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (0, "One."),
        (4, "One."),
        (5, "Mr. Two said “three.”"),
        (8, "Mr. Two said “three.”"),
        (26, "Mr. Two said “three.”"),
        (28, "Four?"),
        (len(TEXT), "Five"),
    ],
)
def test_the_sentence_around_a_place(place: int, sentence: str) -> None:
    """Abbreviations end none; what stands right behind a full stop still belongs to it."""
    start, end = sentence_around(TEXT, place)
    assert TEXT[start:end] == sentence


def test_a_space_after_a_full_stop_begins_a_new_sentence() -> None:
    """Nothing is written of it yet: it begins at the caret."""
    assert sentence_around("One. ", 5) == (5, 5)
    assert sentence_around("One.  Two", 5) == (5, 9)
    assert sentence_around("", 0) == (0, 0)
