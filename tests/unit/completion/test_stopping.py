"""Suggestions end where words and sentences end, and loops are seen."""

from __future__ import annotations

import pytest

from writer.completion import stopping


@pytest.mark.parametrize(
    "text",
    [
        "He left.",
        "Did he leave?",
        "“Come in.”",
        "(He left.)",
        'She said "no."',
        "It was I.",
        "The year was 1984.",
        "He paid 3.14.",
        "Stop!",
        "He sat.",
    ],
)
def test_sentence_ends(text: str) -> None:
    """A full stop, question or exclamation mark ends a sentence, closing quotes included."""
    assert stopping.ends_sentence(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mr.",
        "He met Dr.",
        "coffee, e.g.",
        "that is, i.e.",
        "J.",
        "by J. S.",
        "at 10 a.m.",
        "He thought...",
        "He thought…",
        "a word",
        "a comma,",
        "",
        "”",
        "1.",
        "First line\n2.",
    ],
)
def test_sentence_goes_on(text: str) -> None:
    """Abbreviations, initials, list numbers and the ellipsis do not end a sentence."""
    assert not stopping.ends_sentence(text)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        (" the man,", [4, 8]),
        ("leman met ", [5, 9]),
        (" 3.14 pounds ", [5, 12]),
        (" e.g. this ", [5, 10]),
        (" don’t go ", [6, 9]),
        (" well-known ", [11]),
        (" “Go,” he ", [4, 6, 9]),
        (" (he ", [4]),
        (" - ", []),
    ],
)
def test_word_ends(text: str, ends: list[int]) -> None:
    """A shown text ends after a whole word or its punctuation, never inside or before it."""
    found = [i for i in range(len(text)) if stopping.is_word_end(text, i)]
    assert found == [e for e in ends if e < len(text)]


def test_words_are_counted_by_what_stands_between_spaces() -> None:
    """Punctuation alone is no word; a hyphenated word is one."""
    assert stopping.count_words(" the well-known — man, 3.14 ") == 4
    assert stopping.words_of("Don’t well-known, X") == ["don’t", "well-known", "x"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a b c", 0),
        ("of the man of the", 2),
        ("he said he said he", 3),
        ("so so", 2),
        ("so so so", 3),
        ("big so big so big", 3),
        ("so so so so", 3),
        ("one two three one two three", 3),
        ("", 0),
    ],
)
def test_repeated_words(text: str, count: int) -> None:
    """The longest run of last words that stood there before is what makes a loop."""
    assert stopping.repeated_words(text.split()) == count
