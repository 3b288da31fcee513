"""What writers of Markdown want done for them: the next list item, marks around words, links.

Everything is about one line and counted in its characters; a change is a few small ones, so that
undo and the journal see no more than what happened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from writer.documents.markdown_inline import Style
from writer.documents.markdown_lines import START, Line, LineState

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.|mailto:)\S+", re.IGNORECASE)
_LINK = re.compile(r"(?P<before>!?\[)(?P<words>[^\[\]]*)(?P<behind>\]\([^()\s]*\))")
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Change:
    """``removed`` characters at ``at`` give way to ``inserted``."""

    at: int
    removed: int
    inserted: str


@dataclass(frozen=True, slots=True)
class Edited:
    """What to change, first to last and counted in the line as it was; what is selected then."""

    changes: tuple[Change, ...]
    start: int
    end: int


def next_line(text: str, line: Line, caret: int, before: LineState = START) -> Change | None:
    """What Return does in a list or a quote; ``None`` for nothing special.

    An item is followed by the next one. Where there is nothing but its marker, it moves out of the
    item that it is in; the outermost marker goes away. Text right under text would still belong to
    the list or the quote (CommonMark's lazy continuation), so a line stays free between them.
    """
    item = line.item
    free = "\n" * (before.paragraph and len(line.after.containers) == 1)
    if item is not None and caret >= item.end:
        if not text[item.end :].strip():
            columns = indent_step(line, before, deeper=False)
            out = moved(text, line, -columns) if columns else None
            start = item.start if text[: item.start].strip() else 0
            return out or Change(start, len(text) - start, free)
        marker = item.marker
        if marker[:-1].isdigit():
            marker = f"{int(marker[:-1]) + 1}{marker[-1]}"
        space = re.sub(r"\[[xX]\]", "[ ]", text[item.start + len(item.marker) : item.end])
        return Change(caret, 0, f"\n{_lead(text, line, item.start)}{marker}{space or ' '}")
    quotes = [mark.end for mark in line.marks if mark.style & Style.QUOTE]
    if item is None and quotes and not line.fenced and caret >= quotes[-1]:
        if not text[quotes[-1] :].strip():
            start = next(mark.start for mark in line.marks if mark.style & Style.QUOTE)
            return Change(start, len(text) - start, free)
        lead = text[: quotes[-1]] + " " * text.startswith(" ", quotes[-1])
        return Change(caret, 0, "\n" + lead)
    return None


def _lead(text: str, line: Line, end: int) -> str:
    """What stands before an item: quotes as they are, and space in place of other markers."""
    lead = list(text[:end])
    for start, stop, style in line.marks:
        if stop <= end and not style & Style.QUOTE:
            lead[start:stop] = " " * (stop - start)
    return "".join(lead)


# -- marks around words -------------------------------------------------------------------------


def _has(count: int, mark: str) -> bool:
    """Whether a run of ``count`` marks makes what ``mark`` makes; three make both."""
    return count >= 3 or count == len(mark)


def _runs(text: str, start: int, end: int, mark: str) -> int:
    """How many marks of one kind stand right before ``start`` and as well right after ``end``."""
    kinds = "*_" if mark[0] in "*_" else mark[0]
    kind = text[start - 1 : start]
    if not kind or kind not in kinds or text[end : end + 1] != kind:
        return 0
    before = start - len(text[:start].rstrip(kind))
    after = len(text) - end - len(text[end:].lstrip(kind))
    return min(before, after)


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the white space at its ends."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, max(start, start + len(words.strip()))


def is_marked(text: str, start: int, end: int, mark: str) -> bool:
    """Whether ``mark`` stands around the stretch, or at its ends."""
    return _inner(text, *stripped(text, start, end), mark) is not None


def _inner(text: str, start: int, end: int, mark: str) -> tuple[int, int] | None:
    """The words that ``mark`` stands around; the stretch may hold the marks or not."""
    if _has(_runs(text, start, end, mark), mark):
        return start, end
    words = text[start:end]
    kind = words[:1]
    if kind and kind in ("*_" if mark[0] in "*_" else mark[0]):
        inner = words.strip(kind)
        first = start + len(words) - len(words.lstrip(kind))
        if inner and _has(_runs(text, first, first + len(inner), mark), mark):
            return first, first + len(inner)
    return None


def mark_words(text: str, start: int, end: int, mark: str, *, on: bool) -> Edited:
    """Put ``mark`` around a stretch, or take it away; the words are selected afterwards."""
    start, end = stripped(text, start, end)
    size = len(mark)
    inner = _inner(text, start, end, mark)
    if on == (inner is not None) or start == end:
        return Edited((), start, end)
    if inner is None:
        changes = (Change(start, 0, mark), Change(end, 0, mark))
        return Edited(changes, start + size, end + size)
    first, last = inner
    changes = (Change(first - size, size, ""), Change(last, size, ""))
    return Edited(changes, first - size, last - size)


def mark_here(text: str, caret: int, mark: str) -> Edited:
    """The same where nothing is selected: for the word, for what is typed next, or its end."""
    word = word_around(text, caret)
    if word is not None:
        done = mark_words(text, *word, mark, on=not is_marked(text, *word, mark))
        moved = sum(len(c.inserted) - c.removed for c in done.changes if c.at <= word[0])
        return Edited(done.changes, caret + moved, caret + moved)
    size, between = len(mark), _runs(text, caret, caret, mark)
    if between and _has(between, mark):
        return Edited((Change(caret - size, 2 * size, ""),), caret - size, caret - size)
    behind = len(text) - caret - len(text[caret:].lstrip(mark[0]))
    if behind and _has(behind, mark) and text[:caret].count(mark) % 2:
        return Edited((), caret + size, caret + size)
    return Edited((Change(caret, 0, mark + mark),), caret + size, caret + size)


def word_around(text: str, caret: int) -> tuple[int, int] | None:
    """The word that the caret is inside of; at its ends it is not."""
    if not (_LETTER.match(text[caret - 1 : caret]) and _LETTER.match(text, caret)):
        return None
    start, end = caret, caret
    while start and (_LETTER.match(text, start - 1) or text[start - 1] in "'’-"):
        start -= 1
    while end < len(text) and (_LETTER.match(text, end) or text[end] in "'’-"):
        end += 1
    return start, end


def link_words(text: str, start: int, end: int) -> Edited:
    """Make a link of a stretch, of the word at the caret, or of nothing; unmake the one there."""
    for match in _LINK.finditer(text):
        if match.start() <= start and end <= match.end():
            first, words = match.start(), match["words"]
            opening = len(match["before"])
            changes = (
                Change(first, opening, ""),
                Change(match.start("behind"), len(match["behind"]), ""),
            )
            return Edited(changes, first, first + len(words))
    start, end = stripped(text, start, end) if start < end else (start, end)
    if start == end:
        start, end = word_around(text, start) or (start, end)
    if _ADDRESS.fullmatch(text, start, end):
        return Edited((Change(start, 0, "[]("), Change(end, 0, ")")), start + 1, start + 1)
    where = end + 3 if start < end else start + 1
    return Edited((Change(start, 0, "["), Change(end, 0, "]()")), where, where)


# -- lists ---------------------------------------------------------------------------------------


def indent_step(line: Line, before: LineState, *, deeper: bool) -> int:
    """So many columns a list item moves to be inside the item before it, or out of its own.

    0 when there is nothing to move into, or out of.
    """
    if line.item is None:
        return 0
    depth = len(line.after.containers) - 1
    if deeper:
        return before.containers[depth] if len(before.containers) > depth else 0
    return line.after.containers[depth - 1] if depth else 0


def box(text: str, line: Line) -> int | None:
    """Where in a line the inside of its task box is, a space or an x; ``None`` for no box."""
    item = line.item
    return text.index("[", item.start) + 1 if item is not None and item.task else None


def ticked(text: str, line: Line, *, on: bool) -> Change | None:
    """Tick the task box of a line, or clear it; ``None`` where it is so already, or is no box."""
    at = box(text, line)
    if at is None or (text[at] != " ") == on:
        return None
    return Change(at, 1, "x" if on else " ")


def given_box(text: str, line: Line) -> Change | None:
    """Make a task of a list item; ``None`` for what is no item, or is a task."""
    item = line.item
    if item is None or item.task:
        return None
    space = "" if text[item.start + len(item.marker) : item.end] else " "
    return Change(item.end, 0, f"{space}[ ] ")


def counted_anew(line: Line, before: LineState) -> tuple[Change, ...]:
    """What makes a number of 1 where an item is the first in the item before it.

    A list with another number cannot begin right under a paragraph.
    """
    item = line.item
    first = len(before.containers) == len(line.after.containers)
    if item is None or not first or not item.marker[:-1].isdigit() or item.marker[:-1] == "1":
        return ()
    return (Change(item.start, len(item.marker) - 1, "1"),)


def moved(text: str, line: Line, columns: int) -> Change | None:
    """Move a line by so many columns (negative: to the left); ``None`` if it cannot move."""
    quotes = [mark.end for mark in line.marks if mark.style & Style.QUOTE]
    start = quotes[-1] + text.startswith(" ", quotes[-1]) if quotes else 0
    if not text[start:].strip():
        return None
    if columns > 0:
        return Change(start, 0, " " * columns)
    spaces = len(text[start:]) - len(text[start:].lstrip(" "))
    return Change(start, min(spaces, -columns), "") if spaces else None
