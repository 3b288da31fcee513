"""Edits in UTF-16 units, against plain strings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer.documents.edits import (
    Edit,
    apply_edits,
    edit_between,
    first_units,
    merged,
    units,
)

_TEXT = st.text(alphabet="ab\né😀\u2028", max_size=12)


@given(_TEXT, st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), _TEXT), max_size=8))
def test_edits_do_what_they_say(text: str, steps: list[tuple[float, float, str]]) -> None:
    """Applying edits gives what cutting and pasting the string gives, emoji included."""
    edits, expected = [], text
    for where, how_much, added in steps:
        at = round(where * len(expected))
        removed = round(how_much * (len(expected) - at))
        edits.append(Edit(units(expected[:at]), units(expected[at : at + removed]), added))
        expected = expected[:at] + added + expected[at + removed :]
    assert apply_edits(text, edits) == expected


@given(_TEXT, st.data())
def test_merging_changes_nothing(text: str, data: st.DataObject) -> None:
    """Where two edits can be joined, the joined one does the same."""

    def draw(length: int) -> Edit:
        at = data.draw(st.integers(0, length))
        return Edit(at, data.draw(st.integers(0, min(2, length - at))), data.draw(st.text("xy")))

    length = units(text)
    first = draw(length)
    second = draw(length - first.removed + units(first.added))
    joined = merged(first, second)
    if joined is not None:
        assert apply_edits(text, [joined]) == apply_edits(text, [first, second])


def test_typing_and_deleting_on_are_one_edit() -> None:
    """A typed word, a held Backspace and a held Delete are one edit each."""
    assert merged(Edit(3, 0, "a"), Edit(4, 0, "b")) == Edit(3, 0, "ab")
    assert merged(Edit(3, 0, "😀"), Edit(5, 0, "b")) == Edit(3, 0, "😀b")
    assert merged(Edit(3, 1, ""), Edit(2, 1, "")) == Edit(2, 2, "")
    assert merged(Edit(3, 1, ""), Edit(3, 1, "")) == Edit(3, 2, "")
    assert merged(Edit(3, 0, "a"), Edit(9, 0, "b")) is None
    assert merged(Edit(0, 0, "a" * 5000), Edit(5000, 0, "b")) is None


def test_edits_that_do_not_fit() -> None:
    """An edit outside the text is refused; one that removes too much removes what there is."""
    with pytest.raises(ValueError, match="outside"):
        apply_edits("abc", [Edit(4, 0, "x")])
    assert apply_edits("abc", [Edit(1, 99, "x")]) == "ax"


@given(_TEXT, _TEXT)
def test_one_edit_between_two_texts(before: str, after: str) -> None:
    """The edit between two texts leads from the first to the second."""
    edit = edit_between(before, after)
    assert apply_edits(before, [edit] if edit else []) == after
    assert (edit is None) == (before == after)


def test_the_first_units_are_whole_characters() -> None:
    """Positions of the window count an emoji twice; half of one is none of it."""
    assert first_units("grey", 3) == "gre"
    assert first_units("a\U0001f600b", 3) == "a\U0001f600"
    assert first_units("a\U0001f600b", 2) == "a"
    assert units(first_units("naïve \U0001f600!", 8)) == 8
