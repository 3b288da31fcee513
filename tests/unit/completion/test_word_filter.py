"""Words that are never suggested; made-up ones stand in for them here."""

from __future__ import annotations

import pytest

from writer.completion.word_filter import WordFilter
from writer.paths import resources_dir

LIST = WordFilter(["# a comment", "", "grob", "Snarl ", "big  grobbler"])


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("a grob here", 2),
        ("A GROB!", 2),
        ("“grob”", 1),
        ("snarl", 0),
        ("a big grobbler", 2),
        ("a big\ngrobbler", 2),
        ("grobian and snarling", None),
        ("a regrob", None),
        ("grób", None),
        ("", None),
    ],
)
def test_words_are_found_whole_and_in_any_case(text: str, hit: int | None) -> None:
    """Only at word boundaries: a harmless word that contains one is harmless."""
    assert LIST.first_hit(text) == hit


def test_a_word_begun_before_the_caret_is_seen_whole() -> None:
    """The rest of a filtered word is not suggested after its beginning, unless it is more."""
    assert LIST.first_hit("ob now", lead="the gr") == 0
    assert LIST.first_hit("obian", lead="the gr") is None


def test_what_stands_before_the_caret_is_not_the_suggestions_fault() -> None:
    """A filtered word in the lead alone is no hit."""
    assert LIST.first_hit(" and on", lead="the grob") is None


def test_the_writers_own_word_is_allowed() -> None:
    """A word of the document may be suggested again, in any case; others still may not."""
    assert LIST.first_hit("a grob", document="My Grob is old") is None
    assert LIST.first_hit("a snarl", document="My Grob is old") == 2
    assert LIST.first_hit("a grob", document="grobian") == 2


def test_an_empty_list_lets_everything_pass() -> None:
    """Switched off is an empty list."""
    assert WordFilter([]).first_hit("grob") is None


def test_the_list_that_ships_is_a_list_of_words() -> None:
    """It is read whole, with its comments left out, and ordinary prose passes it."""
    lines = (resources_dir() / "filter" / "en.txt").read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert len(words) > 300
    shipped = WordFilter(lines)
    assert shipped.first_hit(f"you {words[0]} you") == 4
    prose = "The assistant from Scunthorpe passed the cocktail to Mr. Dickens with class."
    assert shipped.first_hit(prose) is None
