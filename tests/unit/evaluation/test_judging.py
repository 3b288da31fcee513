"""What counts as right, and what is wrong with a text: every rule on examples made by hand."""

from __future__ import annotations

import pytest

from writer.evaluation import judging
from writer.evaluation.judging import KnownWords, known_words


@pytest.mark.parametrize(
    ("before", "shown", "target", "right"),
    [
        ("the old ", "man", "man went home.", True),
        ("the old ", "man went", "man went home.", True),
        ("the old ", "man went home.", "man went home.", True),
        ("the old ", "man went home. He", "man went home.", True),
        ("the old", " man", " man went home.", True),
        ("the old ", "ma", "man went home.", False),
        ("the old ", "man wen", "man went home.", False),
        ("the old ", "man came", "man went home.", False),
        ("the old ", "Man", "man went home.", False),
        ("the old", "man", " man went home.", False),
        ("the old", "  man", " man went home.", True),
        ("the old ", " man", "man went home.", True),
        ("the old ", "man  went", "man went home.", True),
        ("the gent", "leman", "leman met her", True),
        ("the gent", "lemanly", "leman met her", False),
        ("he said", ",", ", and", True),
        ("I do", "n't", "n't know", True),
        ("I don", "'t know", "'t know him", True),
        ("I ", "don", "don't know", False),
        ("a ", "well", "well-known man", True),
        ("the old ", "", "man", False),
        ("the old ", " ", "man", False),
        ("the old ", "man", "", False),
    ],
)
def test_right(before: str, shown: str, target: str, right: bool) -> None:
    """Equal, starting with the target, or its beginning up to the end of a word."""
    assert judging.is_right(before, shown, [target]) is right


def test_one_of_several_targets_is_enough() -> None:
    """Cases written by hand may allow several continuations."""
    assert judging.is_right("The ", "end", ["start", "end"])


@pytest.mark.parametrize(
    ("before", "shown", "after", "name"),
    [
        ("the captain", "She", "", "glued capital"),
        ("the ", " old", "", "double space"),
        ("the ", ", old", "", "space before sign"),
        ("he said,", "and", "", "glued after sign"),
        ("the", " old", "man", "glued to text after"),
        ("the", " o\ufffd", "", "broken character"),
        ("the", " old", " man", None),
        ("the captain", "'s wife", "", None),
        ("“", "She", "", None),
        ("Mc", "Donald", "", "glued capital"),
        ("3.", "14", "", None),
        ("well ", "-- yes", "", None),
        ("the", "", "x", None),
    ],
)
def test_seams(before: str, shown: str, after: str, name: str | None) -> None:
    """What may not stand at either end of a suggestion."""
    assert judging.seam_error(before, shown, after) == name


@pytest.mark.parametrize(
    ("before", "shown", "loop"),
    [
        ("", "and the man and the man", True),
        ("he went to the ", "house and he went to the house", True),
        ("he went to the", " river and he went", False),
        ("one by one by", " one by one", True),
        ("so", " so so", True),
        ("so so", " much", False),
        ("dearest, dearest, deare", "st,", False),
        ("big", ", big, big", True),
        ("very ", "very good", False),
        ("the man and the wo", "man and the woman", True),
        ("the man and the wo", "man and the child", False),
        ("he had", " had enough", False),
        ("the sea. the sea. the", " sea.", True),
    ],
)
def test_loops(before: str, shown: str, loop: bool) -> None:
    """Three words again, in the suggestion or just before it; or one word three times."""
    assert judging.is_loop(before, shown) is loop


@pytest.mark.parametrize(
    ("shown", "after", "duplicate"),
    [
        ("old man went", " man went home", True),
        ("old", " man went home", False),
        ("old man", " man went home", False),
        ("end", " end", True),
        ("he said,", ", and", True),
        ("he said", ", and", False),
        ("of the sea was calm.", "\n\nThe sea was calm. And", True),
        ("the sea was", "\n\nThe sea was calm. And", False),
        ("", " man", False),
        ("old", "", False),
        ("old", "\n\n", False),
    ],
)
def test_duplicates(shown: str, after: str, duplicate: bool) -> None:
    """Text that stands right after the caret already, said again."""
    assert judging.is_duplicate(shown, after) is duplicate


@pytest.mark.parametrize(
    ("before", "shown", "word"),
    [
        ("the gent", "leman met", "gentleman"),
        ("the gent", " of", None),
        ("the ", "gentleman", None),
        ("I do", "n't", "don't"),
        ("well-kno", "wn", "known"),
        ("“unbe", "liever’s", "unbeliever’s"),
        ("3", "rd", None),
    ],
)
def test_finished_words(before: str, shown: str, word: str | None) -> None:
    """The word around the caret, once it is whole."""
    assert judging.finished_word(before, shown) == word


def test_real_words() -> None:
    """Case and possessives do not matter; invention does."""
    known = KnownWords(known_words(["The Gentleman’s hat isn't old."]))
    assert known.has("gentleman")
    assert known.has("GENTLEMAN'S")
    assert known.has("Isn’t")
    assert known.has("hat's")
    assert not known.has("Johnness")
