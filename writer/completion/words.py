"""The pieces of a suggestion that can be accepted one at a time."""

from __future__ import annotations

import re

_WORD = re.compile(r"\s*\S+")


def first_word(text: str) -> str:
    """The first word of ``text`` with the white space before it; all of it if there is no word.

    >>> first_word(" the old man")
    ' the'
    """
    match = _WORD.match(text)
    return match.group() if match else text


def count_words(text: str) -> int:
    """How many words are in ``text``: runs of anything but white space."""
    return len(text.split())
