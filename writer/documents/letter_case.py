"""Capitals and small letters: of prose only, so that no address and no code is changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby

_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)*")


def capitalized(text: str) -> str:
    """Every word with a capital; its other letters stay as they are.

    >>> capitalized("don't call McCoy — état 3rd")
    "Don't Call McCoy — État 3rd"
    """
    return _WORD.sub(lambda word: word[0][:1].upper() + word[0][1:], text)


def recased(
    text: str, prose: str, start: int, end: int, change: Callable[[str], str]
) -> Iterator[tuple[int, str, str]]:
    """Where in ``text[start:end]`` letters change, with what they were and what they become.

    ``prose`` is the same line with spaces in place of what is to stay (``prose_of``).
    """
    for is_prose, group in groupby(range(start, end), lambda at: text[at] == prose[at]):
        places = list(group)
        old = text[places[0] : places[-1] + 1]
        if is_prose and change(old) != old:
            yield places[0], old, change(old)
