"""Is a shown text right, and what is wrong with it: each rule a function of text alone.

The rules here are written without the engine's own, so that a defect in those shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LOOP_WORDS = 3
LOOP_CONTEXT_WORDS = 8
SAME_LINE_WORDS = 2
OTHER_LINE_WORDS = 4
"""So many words of the text after the caret, said again, are a duplicate."""

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")


def fold(text: str) -> str:
    """White space folded: every run of it is one space, and none stands at the end."""
    return _SPACES.sub(" ", text).rstrip()


def words(text: str) -> list[str]:
    """The words of a text, case folded; punctuation is left out."""
    return [match.group().casefold() for match in _WORD.finditer(text)]


def words_as_written(text: str) -> list[str]:
    """The words of a text in their own case; punctuation is left out."""
    return _WORD.findall(text)


def is_right(before: str, shown: str, targets: Iterable[str]) -> bool:
    """Whether ``shown`` equals a target, starts with it, or is a beginning of it that ends at
    a word boundary; white space is folded, over the seam with the text before as well.
    """
    lead = before[-1:]
    said = fold(lead + shown)
    if not shown.strip():
        return False
    for target in targets:
        meant = fold(lead + target)
        if not target.strip():
            continue
        if said.startswith(meant) and (said == meant or ends_word(said, len(meant))):
            return True
        if meant.startswith(said) and ends_word(meant, len(said)):
            return True
    return False


def ends_word(text: str, index: int) -> bool:
    """Whether ``text[:index]`` ends between words (``index`` below the length)."""
    last, following = text[index - 1], text[index]
    if following in "'’":
        return not (text[index + 1 : index + 2].isalpha() and last.isalpha())
    return not (last.isalnum() and following.isalnum())


def first_words(text: str, count: int) -> list[str] | None:
    """The first ``count`` visible runs of ``text``, or None if it has fewer."""
    runs = text.split()
    return runs[:count] if len(runs) >= count else None


def seam_error(before: str, shown: str, after: str) -> str | None:
    """What is wrong where ``shown`` meets the text before or after it, or None.

    The names are counted apart: "double space", "space before sign", "glued capital",
    "glued after sign", "glued to text after", "broken character".
    """
    if not shown:
        return None
    last, first = before[-1:], shown[0]
    if "\ufffd" in shown or any(ord(c) < 32 and c not in "\n\t" for c in shown):
        return "broken character"
    if last.isspace() and first == " ":
        return "double space"
    if last == " " and first in ",;:!?)" and not shown.startswith((":)", ":(")):
        return "space before sign"
    if last.islower() and first.isupper():
        return "glued capital"
    if last and last in ",;!?" and first.isalpha():
        return "glued after sign"
    if shown[-1].isalnum() and after[:1].isalnum():
        return "glued to text after"
    return None


def is_loop(before: str, shown: str) -> bool:
    """Whether ``shown`` says three words in a row that stood in it or just before it already,
    or one word three times in a row.
    """
    said = words(shown)
    # The word that the caret stands in is finished by the suggestion, and counted there.
    lead = before[: len(before) - len(_tail(before))] if shown[:1].isalnum() else before
    if shown[:1].isalnum() and _tail(before):
        said = words(_tail(before) + shown)
    text = [*words(lead[-120:])[-LOOP_CONTEXT_WORDS:], *said]
    start = len(text) - len(said)
    seen: set[tuple[str, ...]] = set()
    for end in range(LOOP_WORDS, len(text) + 1):
        run = tuple(text[end - LOOP_WORDS : end])
        # Of a word said three times, two are the suggestion's: people write "dearest, dearest".
        if end > start and (run in seen or (len(set(run)) == 1 and end - 2 >= start)):
            return True
        seen.add(run)
    return False


def _tail(before: str) -> str:
    """The letters right before the caret: the beginning of an unfinished word."""
    return re.split(r"[^\w’']", before[-60:])[-1]


def is_duplicate(shown: str, after: str) -> bool:
    """Whether ``shown`` says what stands right after the caret.

    On the caret's line: its end is the first two words after the caret (or the only one left),
    or both have the same sign at the seam. On a later line: it holds the first four words there.
    """
    if not shown.strip() or not after.strip():
        return False
    line, _, rest = after.partition("\n")
    said = words(shown)
    if line.strip():
        sign = line.lstrip()[0]
        if not sign.isalnum():
            return shown.rstrip().endswith(sign) and sign not in "-—"
        return _contains(said, words(line), SAME_LINE_WORDS)
    return _contains(said, words(rest), OTHER_LINE_WORDS)


def _contains(said: Sequence[str], following: Sequence[str], count: int) -> bool:
    wanted = list(following[:count])
    size = len(wanted)
    return bool(wanted) and any(
        list(said[i : i + size]) == wanted for i in range(len(said) - size + 1)
    )


def finished_word(before: str, shown: str) -> str | None:
    """The word that the caret stands in, as ``shown`` finishes it; None between words."""
    tail = _tail(before).lstrip("’'")
    if not tail or not tail[-1].isalpha() or not shown[:1].isalpha():
        return None
    joined = tail + shown
    # The word around the seam.
    for match in _LETTERS.finditer(joined):
        if match.start() < len(tail) < match.end():
            return match.group()
    return None


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words that occur in real text, case folded."""

    words: frozenset[str]

    def has(self, word: str) -> bool:
        """Whether ``word``, or what it is the possessive of, is a real word."""
        plain = word.casefold().replace("’", "'")
        return plain in self.words or plain.removesuffix("'s") in self.words


def known_words(texts: Iterable[str]) -> frozenset[str]:
    """All words of some texts, case folded, with straight apostrophes."""
    found: set[str] = set()
    for text in texts:
        found.update(m.casefold().replace("’", "'") for m in _LETTERS.findall(text))
    return frozenset(found | {word.removesuffix("'s") for word in found})
