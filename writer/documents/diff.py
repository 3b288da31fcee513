"""What changed, in words: for recovery, snapshots, and files changed by another program."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from writer.documents.matching import match

#: A word with its apostrophes and hyphens, a run of spaces, a line end, or one other character.
_TOKEN = re.compile(r"\w+(?:[’'\-]\w+)*|[^\S\n]+|\n|[^\w\s]")


class Kind(Enum):
    """What happened to a stretch of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Stretch:
    """A piece of text that stayed, went, or came."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Count:
    """How much changed, in words."""

    removed: int
    added: int


def diff_words(old: str, new: str) -> tuple[Stretch, ...]:
    """The stretches that lead from ``old`` to ``new``.

    Without the added ones they are exactly ``old``, without the removed ones exactly ``new``; a
    removed stretch comes before the added one in its place. Paragraphs are compared first and
    words only inside those that changed, so a book with a changed page takes milliseconds.
    """
    stretches: list[tuple[Kind, list[str]]] = []
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, a, b in _runs(old_lines, new_lines):
        if kind is Kind.SAME:
            _extend(stretches, Kind.SAME, a)
            continue
        for inner, gone, come in _runs(_tokens("".join(a)), _tokens("".join(b))):
            _extend(stretches, inner, gone)
            if inner is Kind.REMOVED:
                _extend(stretches, Kind.ADDED, come)
    return tuple(Stretch(kind, "".join(parts)) for kind, parts in stretches)


def count(stretches: Sequence[Stretch]) -> Count:
    """How many words were removed and added, for a summary line."""

    def words(kind: Kind) -> int:
        return sum(len(s.text.split()) for s in stretches if s.kind is kind)

    return Count(words(Kind.REMOVED), words(Kind.ADDED))


def excerpt(stretches: Sequence[Stretch], *, around: int = 60) -> tuple[Stretch, ...]:
    """The same, with long unchanged stretches cut to ``around`` characters beside each change."""
    short: list[Stretch] = []
    for at, stretch in enumerate(stretches):
        if stretch.kind is not Kind.SAME or len(stretch.text) <= 2 * around + 3:
            short.append(stretch)
            continue
        head = stretch.text[:around] if at > 0 else ""
        tail = stretch.text[-around:] if at < len(stretches) - 1 else ""
        short.append(Stretch(Kind.SAME, f"{head} … {tail}"))
    return tuple(short)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _runs(a: list[str], b: list[str]) -> Iterator[tuple[Kind, list[str], list[str]]]:
    """What both have, as ``(SAME, x, x)``, and what differs between, as ``(REMOVED, x, y)``."""
    at_a, at_b = 0, 0
    for i, j in [*match(a, b), (len(a), len(b))]:
        if i > at_a or j > at_b:
            yield Kind.REMOVED, a[at_a:i], b[at_b:j]
        if i < len(a):
            yield Kind.SAME, [a[i]], [b[j]]
        at_a, at_b = i + 1, j + 1


def _extend(stretches: list[tuple[Kind, list[str]]], kind: Kind, parts: list[str]) -> None:
    if not parts:
        return
    if stretches and stretches[-1][0] is kind:
        stretches[-1][1].extend(parts)
    else:
        stretches.append((kind, list(parts)))
