"""What moves up or down with a line, and what it moves over.

A paragraph moves over what is between two empty lines, and those stay where they are. A list
item takes along what is in it and stays in its list. Fenced code moves whole, a line in it alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from writer.documents.markdown_inline import Style
from writer.documents.markdown_lines import Line

_NUMBER = re.compile(r"\d+")


class Lines(Protocol):
    """A document by its lines, counted from 0."""

    @property
    def count(self) -> int:
        """How many there are."""

    def text(self, number: int) -> str:
        """A line without its end."""

    def line(self, number: int) -> Line:
        """How it is built."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The lines from ``first`` to ``last``, both in it."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number at character ``at`` of ``line`` gives way to one of the same length."""

    line: int
    at: int
    number: str


def whole(lines: Lines, first: int, last: int) -> Stretch | None:
    """What belongs together with some lines; ``None`` where there is nothing."""
    while first < last and _is_blank(lines, first):
        first += 1
    while first < last and _is_blank(lines, last):
        last -= 1
    if _is_blank(lines, first) and not _in_code(lines, first):
        return None
    if lines.line(first).underlines and first:
        first -= 1
    if any(_is_fence(lines, number) for number in range(first, last + 1)):
        first, last = _fence_start(lines, first), _fence_end(lines, last)
    for number in range(first, last + 1):
        if lines.line(number).item is not None:
            last = max(last, _item_end(lines, number))
    return Stretch(first, _with_underline(lines, last))


def above(lines: Lines, unit: Stretch) -> Stretch | None:
    """What a unit moves over on its way up; ``None`` where it cannot move."""
    if _in_code(lines, unit.first):
        return _code_line(lines, unit.first - 1)
    last = unit.first - 1
    while last >= 0 and _is_blank(lines, last):
        last -= 1
    if last < 0:
        return None
    depth = _depth(lines, unit)
    if depth:
        sibling = _sibling_above(lines, last, _containers(lines, unit.first))
        if sibling is not None:
            return Stretch(sibling, last)
    return None if depth > 1 else _pieces(lines, last, -1, unit)


def below(lines: Lines, unit: Stretch) -> Stretch | None:
    """What a unit moves over on its way down; ``None`` where it cannot move."""
    if _in_code(lines, unit.first):
        return _code_line(lines, unit.last + 1)
    first = unit.last + 1
    while first < lines.count and _is_blank(lines, first):
        first += 1
    if first == lines.count:
        return None
    depth = _depth(lines, unit)
    if depth and lines.line(first).item is not None:
        around, other = _containers(lines, unit.first)[:-1], _containers(lines, first)
        if len(other) == depth and other[:-1] == around:
            return Stretch(first, _item_end(lines, first))
    return None if depth > 1 else _pieces(lines, first, 1, unit)


def numbered_anew(lines: Lines, upper: Stretch, lower: Stretch) -> tuple[Numbering, ...]:
    """What keeps the numbers of a list in order when two stretches of it change places.

    Nothing where a number would get longer or shorter: what is indented below it would not fit.
    """
    depth = _depth(lines, upper)
    if not depth or _depth(lines, lower) != depth:
        return ()
    was = [
        (number, item.start, found.group() if found else "")
        for number in (*_numbers(upper), *_numbers(lower))
        if (item := lines.line(number).item) and len(_containers(lines, number)) == depth
        for found in (_NUMBER.match(item.marker),)
    ]
    becomes = [place for place in was if place[0] >= lower.first]
    becomes += [place for place in was if place[0] < lower.first]
    pairs = list(zip(becomes, [number for *_, number in was], strict=True))
    if any(len(old) != len(new) for (*_, old), new in pairs):
        return ()
    return tuple(Numbering(line, at, new) for (line, at, old), new in pairs if old != new)


def stands_free(lines: Lines, unit: Stretch) -> bool:
    """Whether paragraphs have empty lines between them where a unit stands."""
    if lines.line(unit.first).item is not None or _in_code(lines, unit.first):
        return False
    if unit.first:
        return _is_blank(lines, unit.first - 1)
    return unit.last + 1 == lines.count or _is_blank(lines, unit.last + 1)


def _numbers(unit: Stretch) -> range:
    return range(unit.first, unit.last + 1)


def _is_blank(lines: Lines, number: int) -> bool:
    return not lines.text(number).strip()


def _containers(lines: Lines, number: int) -> tuple[int, ...]:
    return lines.line(number).after.containers


def _is_free(lines: Lines, number: int) -> bool:
    """Whether a line is in no list and no quote."""
    return not _containers(lines, number)


def _depth(lines: Lines, unit: Stretch) -> int:
    """In how many lists and quotes an item is, its own among them; 0 for what is no item."""
    is_item = lines.line(unit.first).item is not None
    return len(_containers(lines, unit.first)) if is_item else 0


# -- code ----------------------------------------------------------------------------------------


def _in_code(lines: Lines, number: int) -> bool:
    """Whether a line is between two fences."""
    line = lines.line(number)
    return line.fenced and bool(line.words & Style.CODE)


def _is_fence(lines: Lines, number: int) -> bool:
    return lines.line(number).fenced and not _in_code(lines, number)


def _code_line(lines: Lines, number: int) -> Stretch | None:
    inside = 0 <= number < lines.count and _in_code(lines, number)
    return Stretch(number, number) if inside else None


def _fence_start(lines: Lines, number: int) -> int:
    """The fence that opens the code which a line belongs to; the line itself if it is none."""
    while number and lines.line(number).fenced:
        if _is_fence(lines, number) and lines.line(number).after.fence:
            break
        number -= 1
    return number


def _fence_end(lines: Lines, number: int) -> int:
    """The last line of the code which a line belongs to; the line itself if it is none."""
    while lines.line(number).after.fence and number + 1 < lines.count:
        if not lines.line(number + 1).fenced:
            break
        number += 1
    return number


# -- lists ---------------------------------------------------------------------------------------


def _item_end(lines: Lines, number: int) -> int:
    """The last line of what is in the item that begins in a line."""
    containers, end = _containers(lines, number), number
    for other in range(number + 1, lines.count):
        if _is_blank(lines, other):
            continue
        inside = _containers(lines, other)
        if inside[: len(containers)] != containers:
            break
        if lines.line(other).item is not None and len(inside) == len(containers):
            break
        end = other
    return end


def _sibling_above(lines: Lines, number: int, containers: tuple[int, ...]) -> int | None:
    """Where the item before one with these containers begins, looked for from a line upwards."""
    depth = len(containers)
    for other in range(number, -1, -1):
        inside = _containers(lines, other)
        if len(inside) < depth or inside[: depth - 1] != containers[:-1] or not inside[depth - 1]:
            return None
        if lines.line(other).item is not None and len(inside) == depth:
            return other
    return None


# -- what is moved over --------------------------------------------------------------------------


def _pieces(lines: Lines, number: int, step: int, unit: Stretch) -> Stretch:
    """What begins (``step`` 1) or ends (-1) with a line. A unit with empty lines around it moves
    over all that has none in between."""
    whole_list = _is_free(lines, unit.first)
    piece = _piece(lines, number, step, whole_list=whole_list)
    first, last = piece.first, piece.last
    if not (_is_gap(lines, unit.first - 1) and _is_gap(lines, unit.last + 1)):
        return piece
    while not _is_gap(lines, first - 1) and step < 0:
        first = _piece(lines, first - 1, step, whole_list=whole_list).first
    while not _is_gap(lines, last + 1) and step > 0:
        last = _piece(lines, last + 1, step, whole_list=whole_list).last
    return Stretch(first, last)


def _is_gap(lines: Lines, number: int) -> bool:
    """Whether there is an empty line, or the end of the text."""
    return not 0 <= number < lines.count or _is_blank(lines, number)


def _piece(lines: Lines, number: int, step: int, *, whole_list: bool) -> Stretch:
    """What belongs together from a line on, downwards (``step`` 1) or upwards (-1)."""
    if lines.line(number).fenced:
        return Stretch(_fence_start(lines, number), _fence_end(lines, number))
    if whole_list and not _is_free(lines, number):
        end = [*_list_from(lines, number, step)][-1]
        return Stretch(min(number, end), max(number, end))
    first = number - 1 if lines.line(number).underlines and number else number
    return Stretch(first, _with_underline(lines, number))


def _with_underline(lines: Lines, number: int) -> int:
    has_one = number + 1 < lines.count and lines.line(number + 1).underlines
    return number + 1 if has_one else number


def _list_from(lines: Lines, number: int, step: int) -> Iterator[int]:
    """The lines of a list or a quote from one on, without the empty ones."""
    while 0 <= number < lines.count:
        if not _is_blank(lines, number):
            if _is_free(lines, number):
                return
            yield number
        number += step
