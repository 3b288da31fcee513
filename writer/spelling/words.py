"""The words of a text that a dictionary can judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NOT_PROSE = re.compile(
    r"`[^`]*`"  # code
    r"|<[^>\s][^>]*>"  # a tag, or an address in angle brackets
    r"|(?<=\])\([^)]*\)"  # where a link leads
    r"|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # mail
    r"|\b(?:https?://|www\.)\S+"
    r"|[^\s\W]*[\d_][\w'’]*"  # 3rd, snake_case
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it begins, counted in the characters of the text."""

    start: int
    text: str


def words_of(text: str) -> Iterator[Word]:
    """The words that are prose: no code, addresses, or anything with digits.

    >>> [word.text for word in words_of("See `x_y` at www.a.org, it's 3rd")]
    ['See', 'at', "it's"]
    """
    skipped = _NOT_PROSE.finditer(text)
    gap = next(skipped, None)
    for match in _WORD.finditer(text):
        while gap is not None and gap.end() <= match.start():
            gap = next(skipped, None)
        if gap is None or match.end() <= gap.start():
            yield Word(match.start(), match.group())


def utf16_offset(text: str, index: int) -> int:
    """Where the character ``index`` of ``text`` stands in the units Qt counts in."""
    return index + sum(character > "\uffff" for character in text[:index])
