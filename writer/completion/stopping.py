"""Where a suggestion may end: words, sentences and repetition, told from text alone.

These functions look at text that a model wrote and at a little of what stands before it.
They keep no state and know no model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

CLOSERS = "\"'”’»)]}*_"
"""What may stand between the end of a sentence and the space after it."""

ENDS_AFTER = ",;:!?…%" + CLOSERS
"""Besides letters and digits: what a shown text may end with, apart from full stops."""

_ABBREVIATIONS = """
mr mrs ms mx dr prof st sr jr hon rev fr gen col maj capt lt sgt cpl messrs mme mlle esq
vs etc cf al ca viz ibid op e.g i.e a.m p.m u.s u.k vol vols figs ch pp eds approx dept est
inc ltd co corp ave rd blvd mt jan feb apr aug sept oct nov dec
"""
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
"""Words, without their last full stop, after which a sentence goes on."""

_LAST_WORD = re.compile(r"[^\s\"'“”‘’«»(\[{—–/-]+$")
_WORDS = re.compile(r"\w+(?:[’'-]\w+)*")


def words_of(text: str) -> list[str]:
    """The words of a text, case folded, without punctuation."""
    return [match.group().casefold() for match in _WORDS.finditer(text)]


def count_words(text: str) -> int:
    """Runs of visible characters that hold a letter or digit."""
    return sum(any(c.isalnum() for c in run) for run in text.split())


def is_word_end(text: str, index: int) -> bool:
    """Whether a suggestion may end at ``index``: after a whole word or its punctuation.

    ``text[index]`` must exist: whether a word is whole shows only in what follows it.
    """
    if not 0 < index < len(text):
        return False
    last, following = text[index - 1], text[index]
    if last.isspace():
        return False
    if following.isspace():
        return last.isalnum() or last in ENDS_AFTER or last == "." or not last.isascii()
    if last.isalnum():
        if following in '—…;:!?)]}"”»':
            return True
        # A full stop or comma inside a number, or a letter's full stop, may go on.
        return following in ".," and last.isalpha() and not _single_letter(text, index)
    return False


def _single_letter(text: str, index: int) -> bool:
    """Whether the letter before ``index`` stands alone, as in "e.g." or "J. S."."""
    return index < 2 or not text[index - 2].isalnum()


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends a sentence, given that white space follows it.

    Knows abbreviations (Mr., e.g.), initials (J. S. Bach), numbers in lists (1.) and the
    ellipsis, after which a sentence may go on; closing quotes and brackets may follow.
    """
    bare = text.rstrip(CLOSERS)
    if not bare:
        return False
    last = bare[-1]
    if last in "!?。！？":
        return True
    if last != "." or bare.endswith(".."):
        return False
    match = _LAST_WORD.search(bare[:-1])
    if match is None:
        return False
    word = match.group()
    if word.casefold() in ABBREVIATIONS:
        return False
    if len(word) == 1 and word.isupper() and word != "I":
        return False
    at_line_start = match.start() == 0 or bare[match.start() - 1] == "\n"
    return not (word.isdigit() and len(word) <= 3 and at_line_start)


def repeated_words(words: Sequence[str]) -> int:
    """How many of the last words stand in the same order somewhere before.

    The earlier place may overlap. A word that directly repeats the one before it counts as
    2, and as 3 where the one before that is the same too: it is how loops begin.
    """
    longest = 0
    end = len(words)
    for other in range(end - 1, 0, -1):
        length = 0
        while length < other and words[other - 1 - length] == words[end - 1 - length]:
            length += 1
        longest = max(longest, length)
    if end >= 2 and words[-1] == words[-2]:
        longest = max(longest, 3 if end >= 3 and words[-3] == words[-1] else 2)
    return longest
