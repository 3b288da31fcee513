"""What a suggestion shares with the text around it: the text after the caret, a loop."""

from __future__ import annotations

import re

from writer.completion.stopping import repeated_words, words_of

_UNITS = re.compile(r"\w+|[^\w\s]")
SUFFIX_CHARACTERS = 200
LOOP_WORDS = 3
"""A run of this many words that comes again is a loop; a shorter one is held back."""
LOOP_CONTEXT_WORDS = 8


def meets_suffix(text: str, suffix: str) -> tuple[int | None, bool]:
    """Where ``text`` starts to say what ``suffix`` says, and whether that is certain.

    Two words in the same order are certain, one is when the suffix has no more or when it is
    punctuation; on a later line it takes four. ``(index, False)``: it may be, as far as the
    text goes. ``(None, False)``: no.
    """
    nearby = suffix[:SUFFIX_CHARACTERS]
    same_line = nearby.lstrip(" \t")[:1] not in ("", "\n", "\r")
    after = [m.group().casefold() for m in _UNITS.finditer(nearby)]
    if not after:
        return None, False
    needed = min(2 if same_line else 4, len(after))
    if same_line and not after[0].isalnum():
        needed = 1
    spans = [(m.start(), m.group().casefold()) for m in _UNITS.finditer(text)]
    for first, (index, _) in enumerate(spans):
        mine = [unit for _, unit in spans[first : first + needed]]
        if mine == after[: len(mine)]:
            return index, len(mine) == needed
    return None, False


def loop_words(before: str, text: str) -> int:
    """How many words at the end of ``text`` repeat words of it, or words just before it."""
    joined = before[-80:] + text
    mine = len(words_of(text))
    words = words_of(joined)[-(mine + LOOP_CONTEXT_WORDS) :]
    return min(repeated_words(words), mine)
