"""Line ends follow their lines through an edit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer.documents.lineends import LineEnds, join, split

_ENDS = st.sampled_from(["\n", "\r\n", "\r", "\u2028", "\u2029"])


def _numbered(ends: list[str]) -> str:
    return "".join(f"line {n}{end}" for n, end in enumerate(ends)) + "last"


@given(st.lists(_ENDS, max_size=12))
def test_unedited_text_is_the_same(ends: list[str]) -> None:
    """Splitting and joining again gives the same characters, for any mixture."""
    raw = _numbered(ends)
    assert join(*split(raw))[0] == raw


@given(st.lists(_ENDS, min_size=1, max_size=12), st.data())
def test_edits_within_lines_keep_every_end(ends: list[str], data: st.DataObject) -> None:
    """Changing words in any number of lines changes no line end."""
    raw = _numbered(ends)
    text, line_ends = split(raw)
    for n in data.draw(st.sets(st.integers(0, len(ends)))):
        name = f"line {n}" if n < len(ends) else "last"
        text = text.replace(name, f"changed {name}", 1)
        raw = raw.replace(name, f"changed {name}", 1)
    assert join(text, line_ends)[0] == raw


@given(st.lists(_ENDS, min_size=1, max_size=9), st.data())
def test_new_and_deleted_lines_leave_the_others_alone(ends: list[str], data: st.DataObject) -> None:
    """Wherever lines come or go, every line that stays keeps its own end."""
    text, line_ends = split(_numbered(ends))
    lines = text.split("\n")[:-1]
    gone = data.draw(st.sets(st.integers(0, len(lines) - 1)))
    kept = [n for n in range(len(lines)) if n not in gone]
    edited: list[str] = []
    for n in kept:
        edited += [f"new {n}"] * data.draw(st.integers(0, 2)) + [lines[n]]
    raw, again = join("\n".join([*edited, "last"]), line_ends)
    for n in kept:
        assert f"line {n}{ends[n]}" in raw
    assert join(*split(raw))[0] == raw
    assert join(split(raw)[0], again)[0] == raw


@pytest.mark.parametrize(
    ("before", "edited", "after"),
    [
        ("a\r\nb\nc", "a\nx\nb\nc", "a\r\nx\r\nb\nc"),  # new below a CRLF line
        ("a\r\nbb\nc\r\n", "a\nb\nb\nc\n", "a\r\nb\r\nb\nc\r\n"),  # Enter in the middle of bb
        ("a\r\nb\nc\r\n", "ab\nc\n", "ab\nc\r\n"),  # Delete at the end of a
        ("a\nb\r\nc\r", "a\nc\n", "a\nc\r"),  # line b removed
        ("a\u2028b\nc", "a\nx\nb\nc", "a\u2028x\nb\nc"),  # a separator is not imitated
        ("a\r\nb\n", "", ""),
    ],
)
def test_where_new_ends_come_from(before: str, edited: str, after: str) -> None:
    """A new line ends as the line above it; a split line's end stays with its second half."""
    assert join(edited, split(before)[1])[0] == after


def test_one_style_is_kept_for_new_lines() -> None:
    """A CRLF file stays a CRLF file."""
    text, line_ends = split("a\r\nb\r\n")
    assert line_ends == LineEnds("\r\n")
    assert join(text + "c\n", line_ends)[0] == "a\r\nb\r\nc\r\n"


def test_large_mixed_files_are_quick_to_follow() -> None:
    """A line moved through 50,000 lines keeps its end, without comparing all with all."""
    raw = "".join(f"line {n}" + ("\r\n" if n % 3 else "\n") for n in range(50_000))
    text, line_ends = split(raw)
    lines = text.split("\n")
    lines.insert(40_000, lines.pop(7))
    lines[20_000] = "changed"
    saved, _ = join("\n".join(lines), line_ends)
    assert saved.count("\r\n") == raw.count("\r\n")
    assert "line 7" in saved
