"""What moves with a line, and over what, on plain strings (the window: gui/test_paragraphs.py)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer.documents.letter_case import capitalized, recased
from writer.documents.markdown_lines import START, Line, prose_of, read_line
from writer.documents.moving_lines import (
    Stretch,
    above,
    below,
    numbered_anew,
    stands_free,
    whole,
)


class Page:
    """A text by its lines."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.read: list[Line] = []
        before = START
        for one in self.lines:
            self.read.append(read_line(one, before))
            before = self.read[-1].after

    @property
    def count(self) -> int:
        return len(self.lines)

    def text(self, number: int) -> str:
        return self.lines[number]

    def line(self, number: int) -> Line:
        return self.read[number]


def moved(text: str, *, up: bool) -> str | None:
    """The text after the line that ends with ``|`` has moved; ``None`` where it stays."""
    plain = text.replace("|", "")
    page = Page(plain)
    at = next(n for n, line in enumerate(text.split("\n")) if line.endswith("|"))
    unit = whole(page, at, at)
    if unit is None:
        return None
    other = above(page, unit) if up else below(page, unit)
    if other is None:
        return None
    upper, lower = (other, unit) if up else (unit, other)
    lines = [*page.lines]
    for one in numbered_anew(page, upper, lower):
        line = lines[one.line]
        lines[one.line] = line[: one.at] + one.number + line[one.at + len(one.number) :]
    return "\n".join(
        [
            *lines[: upper.first],
            *lines[lower.first : lower.last + 1],
            *lines[upper.last + 1 : lower.first],
            *lines[upper.first : upper.last + 1],
            *lines[lower.last + 1 :],
        ]
    )


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a|\nb", "b\na"),
        ("a|\n\n\nb\n", "b\n\n\na\n"),
        ("a|\n\nb\nc\n- d\n\ne", "b\nc\n- d\n\na\n\ne"),
        ("a|", None),
        ("a|\n\n", None),
        ("|\na", None),
        ("# T|\n\na", "a\n\n# T"),
        ("T|\n===\n\na", "a\n\nT\n==="),
        ("a|\n\nT\n===", "T\n===\n\na"),
        # Lists: an item takes along what is in it, and stays among its brothers.
        ("- a|\n  - b\n- c\n  - d", "- c\n  - d\n- a\n  - b"),
        ("- a\n  - b|\n  - c\n- d", "- a\n  - c\n  - b\n- d"),
        ("- a\n  - b|\n- d", None),
        ("- a|\n\n  more\n\n- b", "- b\n\n- a\n\n  more"),
        ("- a\n- b|\n\npara", "- a\npara\n\n- b"),
        ("para|\n\n- a\n- b\n\nend", "- a\n- b\n\npara\n\nend"),
        ("1. a|\n2. b\n3. c", "1. b\n2. a\n3. c"),
        ("1. a|\n   - x\n2. b\n   - y", "1. b\n   - y\n2. a\n   - x"),
        ("9. a|\n10. b", "10. b\n9. a"),
        ("- [ ] a|\n- [x] b", "- [x] b\n- [ ] a"),
        ("> - a|\n> - b", "> - b\n> - a"),
        # Code is moved over, and moves, whole; a line in it stays in it.
        ("a|\n\n```\nx\n\ny\n```\n", "```\nx\n\ny\n```\n\na\n"),
        ("```|\nx\n```\n\na", "a\n\n```\nx\n```"),
        ("```\nx|\n\ny\n```", "```\n\nx\ny\n```"),
        ("```\nx|\n```\na", None),
    ],
)
def test_down_and_up_again(text: str, after: str | None) -> None:
    """What goes down comes back with the other key, and nothing is lost on the way."""
    assert moved(text, up=False) == after
    if after is not None:
        plain = text.replace("|", "")
        assert sorted(plain.replace("\n", "")) == sorted(after.replace("\n", ""))


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a\n\nb|", "b\n\na"),
        ("a|\nb", None),
        ("\n\na|", None),
        ("- a\n  - b\n- c|", "- c\n- a\n  - b"),
        ("- a\n  - b|", None),
        ("- a\n\n  more\n- b|", "- b\n- a\n\n  more"),
        ("para\n\n- a|\n- b", "- a\n\npara\n- b"),
        ("- a\n- b\n\npara|", "para\n\n- a\n- b"),
        ("1. a\n2. b\n3. c|", "1. a\n2. c\n3. b"),
        ("> q\n\n- a|", "- a\n\n> q"),
        # What stands between two empty lines is moved over whole; a line among lines, line by line.
        ("x\n\nFor tea:\n- a\n- b\n\npara|", "x\n\npara\n\nFor tea:\n- a\n- b"),
        ("# T\na\n```\nx\n```\n\npara|\n", "para\n\n# T\na\n```\nx\n```\n"),
        ("a\nb\n\nc|\nd", "a\nc\n\nb\nd"),
        ("T\n---\n\na|", "a\n\nT\n---"),
        ("```\nx\n```\n\na|", "a\n\n```\nx\n```"),
        ("```\nx\ny|\n```", "```\ny\nx\n```"),
        ("a\n\n```\nx\n```|", "```\nx\n```\n\na"),
    ],
)
def test_up(text: str, after: str | None) -> None:
    """The same the other way round."""
    assert moved(text, up=True) == after


PARAGRAPHS = st.lists(st.sampled_from(["one", "two", "# three", "four 😀"]), min_size=2, max_size=5)


@given(PARAGRAPHS, st.data())
def test_paragraphs_come_back_where_they_were(words: list[str], data: st.DataObject) -> None:
    """Down and up is no change, wherever in a text one begins."""
    at = data.draw(st.integers(0, len(words) - 2))
    marked = [f"{word}|" if n == at else word for n, word in enumerate(words)]
    down = moved("\n\n".join(marked), up=False)
    assert down is not None
    paragraphs = down.split("\n\n")
    assert paragraphs[at + 1] == words[at]
    paragraphs[at + 1] += "|"
    assert moved("\n\n".join(paragraphs), up=True) == "\n\n".join(words)


def test_several_lines_move_as_one() -> None:
    """Empty ones at their ends do not count; what is in the last item belongs to them."""
    assert whole(Page("a\n\nb\n\nc"), 1, 3) == Stretch(2, 2)
    assert whole(Page("- a\n- b\n  - c\n- d"), 0, 1) == Stretch(0, 2)
    assert whole(Page("a\n```\nx\n```\nb"), 0, 2) == Stretch(0, 3)


@pytest.mark.parametrize(
    ("text", "free"),
    [("a", True), ("a\n", True), ("a\nb", False), ("a\n\nb", True), ("- a\n\n- b", False)],
)
def test_where_paragraphs_have_empty_lines_between_them(text: str, free: bool) -> None:
    """So a copy gets one too; items of lists and lines of verse do not."""
    assert stands_free(Page(text), Stretch(0, 0)) is free


def test_code_and_addresses_keep_their_letters() -> None:
    """Only prose is changed, word by word."""
    text = "see `x y` and [the site](http://a.b) now"
    prose = prose_of(text, read_line(text))
    changes = list(recased(text, prose, 0, len(text), str.upper))
    for at, old, new in reversed(changes):
        text = text[:at] + new + text[at + len(old) :]
    assert text == "SEE `x y` AND [THE SITE](http://a.b) NOW"
    assert list(recased("ABC", "ABC", 0, 3, str.upper)) == []
    assert capitalized("o'neill's état, 3rd") == "O'neill's État, 3rd"
