"""Which sentence of a paragraph a place is in."""

from __future__ import annotations

import re

from writer.completion.stopping import CLOSERS, ends_sentence

_BREAK = re.compile(rf"[.!?。！？][{re.escape(CLOSERS)}]*(\s+)")


def sentence_around(text: str, place: int) -> tuple[int, int]:
    """Start and end of the sentence in ``text`` that ``place`` is in, in characters.

    The white space between two sentences belongs to the second: who has typed a full stop and a
    space has begun a new sentence.

    >>> sentence_around("One. Two three. Four.", 8)
    (5, 15)
    """
    start = 0
    for match in _BREAK.finditer(text):
        if not ends_sentence(text[max(0, match.start(1) - 40) : match.start(1)]):
            continue
        if match.start(1) >= place:
            return start, match.start(1)
        start = match.end(1)
    return min(start, place), len(text)
