"""Words of a suggestion."""

from __future__ import annotations

import pytest

from writer.completion.words import count_words, first_word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" the old man", " the"),
        ("leman of", "leman"),
        ("end.", "end."),
        (" ", " "),
        ("", ""),
        (" “Yes,” he", " “Yes,”"),
        (" café au", " café"),
    ],
)
def test_the_first_word_brings_its_leading_space(text: str, expected: str) -> None:
    """Accepting a word takes the space before it and the punctuation that touches it."""
    assert first_word(text) == expected


@pytest.mark.parametrize("text", [" the old man", "a", " b  c\td", "é 😀 x"])
def test_words_taken_one_by_one_give_the_whole(text: str) -> None:
    """Taking word after word inserts exactly the suggestion, byte for byte."""
    rest, taken = text, ""
    while rest:
        word = first_word(rest)
        taken, rest = taken + word, rest[len(word) :]
    assert taken == text


def test_words_are_runs_of_anything_but_white_space() -> None:
    """A dash between words without spaces joins them; white space alone is no word."""
    assert count_words("well-known — and\nso on") == 5
    assert count_words("   ") == 0
