"""Edits: what was replaced by what, and a text with many of them applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_UNITS = "utf-16-le"
_UNIT_BYTES = 2
#: A paste longer than this (in characters) is not measured again for every letter typed after it.
_LONG = 4096


@dataclass(frozen=True)
class Edit:
    """``removed`` units at ``position`` gave way to ``added``.

    Positions and lengths are UTF-16 code units, as ``QTextDocument.contentsChange`` counts them:
    a character beyond U+FFFF is two. ``added`` has "\\n" between paragraphs.
    """

    position: int
    removed: int
    added: str


def units(text: str) -> int:
    """The length of ``text`` in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode(_UNITS, "surrogatepass")) // _UNIT_BYTES


def first_units(text: str, count: int) -> str:
    """The characters that the first ``count`` UTF-16 units of a text are."""
    if text.isascii():
        return text[:count]
    head = text.encode(_UNITS, "surrogatepass")[: _UNIT_BYTES * count]
    return head.decode(_UNITS, "ignore")


def merged(first: Edit, second: Edit) -> Edit | None:
    """Both edits as one, if the second goes on where the first stopped; else None.

    Typing on and deleting on are what this is for: a sentence becomes one edit, not fifty.
    """
    if len(first.added) > _LONG:
        return None
    if not second.removed and second.position == first.position + units(first.added):
        return Edit(first.position, first.removed, first.added + second.added)
    if first.added or second.added:
        return None
    if second.position + second.removed == first.position:  # Backspace
        return Edit(second.position, first.removed + second.removed, "")
    if second.position == first.position:  # Delete
        return Edit(first.position, first.removed + second.removed, "")
    return None


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """``text`` after ``edits`` in order.

    Cost: the size of the text once, then the distance between one edit and the next (a gap
    buffer), so that a day's typing in a long book takes a fraction of a second.

    Raises:
        ValueError: an edit starts beyond the end of the text it is for.
    """
    left = bytearray(text.encode(_UNITS, "surrogatepass"))
    right = bytearray()  # what follows the gap, last byte first
    for edit in edits:
        at = edit.position * _UNIT_BYTES
        if at < 0 or edit.removed < 0 or at > len(left) + len(right):
            raise ValueError(f"an edit at {edit.position} lies outside the text")
        if at < len(left):
            right += left[at:][::-1]
            del left[at:]
        elif at > len(left):
            move = at - len(left)
            left += right[-move:][::-1]
            del right[-move:]
        # Qt may count the invisible end of the document among what it removed: never more than is.
        gone = min(edit.removed * _UNIT_BYTES, len(right))
        if gone:
            del right[-gone:]
        left += edit.added.encode(_UNITS, "surrogatepass")
    return (left + right[::-1]).decode(_UNITS, "surrogatepass")


def edit_between(before: str, after: str) -> Edit | None:
    """One edit that turns ``before`` into ``after``; None if they are equal."""
    if before == after:
        return None
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    removed = before[start : len(before) - end]
    return Edit(units(before[:start]), units(removed), after[start : len(after) - end])


def _common(a: str, b: str) -> int:
    """The length of the longest common start, by halving: slices compare quickly, letters not."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
