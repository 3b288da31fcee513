"""Finding and replacing in a text. Pure: a text and a question in, places out.

Places are in UTF-16 units, as the editor counts them. A pattern comes from a person and may be
one that never ends: matching lets go of the interpreter and stops after ``PATIENCE_S``.
"""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from math import prod

import regex

from writer.documents.edits import Edit
from writer.errors import WriterError

PATIENCE_S = 2.0
"""Of the processor's time. The 62,496 "the" of a text of 560,000 words are found in 0.2 s."""
MOST_REPEATS = 100_000
"""``(a{1000}){1000}`` needs 280 MB and 3 s, one level more all memory (regex 2026.11)."""
LOOK_UP_EVERY = 256
"""So many matches are found between two looks at whether anybody still waits for them."""

FLAGS = regex.VERSION1 | regex.MULTILINE
REPEAT = regex.compile(r"\{(\d+)")
ASTRAL = regex.compile("[\U00010000-\U0010ffff]")
CURLY = {"'": "['’‘]", '"': '["“”„]'}
"""In plain text a straight quote stands for the typesetter's as well."""


class Trouble(Enum):
    """What is wrong with a pattern or with what is to take its place."""

    UNFINISHED = "unfinished"
    NO_GROUP = "no_group"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    HALF_A_CHARACTER = "half_a_character"


PLAIN_WORDS: dict[Trouble, str] = {
    Trouble.UNFINISHED: "This pattern is not finished, or has a slip; look at place {place}.",
    Trouble.NO_GROUP: "What is to take its place is not finished, or names a group that the "
    "pattern does not have.",
    Trouble.TOO_LARGE: "This pattern repeats more often than Writer can count.",
    Trouble.TOO_SLOW: "This pattern takes too long in this text. Nothing was changed; try a "
    "simpler one.",
    Trouble.HALF_A_CHARACTER: "There is half a character in this text, so places in it cannot be "
    "counted. Nothing was changed.",
}


class FindError(WriterError):
    """A question that cannot be answered."""

    def __init__(self, trouble: Trouble, place: int = 0) -> None:
        """``place`` counts the characters of the pattern from 1."""
        super().__init__(PLAIN_WORDS[trouble], place=place)
        self.trouble = trouble
        self.place = place


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for."""

    text: str
    match_case: bool = False
    whole_words: bool = False
    is_pattern: bool = False
    """Whether ``text`` is a regular expression; ``^`` and ``$`` then are of a paragraph."""


@dataclass(frozen=True, slots=True)
class Matches:
    """Where something was found: starts and ends, in the order of the text."""

    starts: array[int]
    ends: array[int]

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, number: int) -> tuple[int, int]:
        return self.starts[number], self.ends[number]

    def number_of(self, start: int, end: int) -> int | None:
        """Which match is exactly this stretch, from 0."""
        number = bisect_left(self.starts, start)
        while number < len(self) and self.starts[number] == start:
            if self.ends[number] == end:
                return number
            number += 1
        return None

    def after(self, position: int) -> int:
        """The first match that starts there or later; their number when there is none."""
        return bisect_left(self.starts, position)

    def before(self, position: int) -> int:
        """The last match that ends there or earlier; -1 when there is none."""
        return bisect_right(self.ends, position) - 1

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The matches of which a part, at least, stands between two positions."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return [self[number] for number in range(first, last)]

    def inside(self, start: int, end: int) -> Matches:
        """Those that stand between two positions as a whole."""
        first, last = bisect_left(self.starts, start), bisect_right(self.ends, end)
        return Matches(self.starts[first:last], self.ends[first:last])


NO_MATCHES = Matches(array("q"), array("q"))


def as_pattern(text: str) -> str:
    """A pattern that finds exactly ``text``."""
    return str(regex.escape(text, special_only=True, literal_spaces=True))


def find(text: str, query: Query, cancelled: Callable[[], bool] = lambda: False) -> Matches:
    """Every match of ``query`` in ``text``; what was found so far, once ``cancelled``.

    Raises:
        FindError: the pattern is none, or takes too long.
    """
    starts, ends = array("q"), array("q")
    places = _Places(text)
    for match in _matches(text, query, cancelled):
        start, end = match.span()
        starts.append(places.in_units(start))
        ends.append(places.in_units(end))
    return Matches(starts, ends)


def replacements(
    text: str,
    query: Query,
    new: str,
    within: tuple[int, int],
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Edit]:
    """What puts ``new`` in place of every match between two positions, in the order of the text.

    In a pattern's replacement ``\\1`` and ``\\g<name>`` are what its groups have found. The edits
    are all for the text as it is: carry them out from the last one to the first.

    Raises:
        FindError: the pattern or its replacement is none, or takes too long.
    """
    places = _Places(text)
    edits = []
    for match in _matches(text, query, cancelled):
        start, end = (places.in_units(place) for place in match.span())
        if within[0] <= start and end <= within[1]:
            edits.append(Edit(start, end - start, _filled(match, query, new)))
    return edits


def replacement_at(text: str, query: Query, new: str, at: tuple[int, int]) -> Edit | None:
    """What puts ``new`` in place of the one match there; ``None`` when there is none.

    Raises:
        FindError: as :func:`replacements`.
    """
    places = _Places(text)
    try:
        match = _compiled(query).match(
            text, places.in_characters(at[0]), concurrent=True, timeout=PATIENCE_S
        )
    except TimeoutError as error:
        raise FindError(Trouble.TOO_SLOW) from error
    if match is None or places.in_units(match.end()) != at[1]:
        return None
    return Edit(at[0], at[1] - at[0], _filled(match, query, new))


def _matches(text: str, query: Query, cancelled: Callable[[], bool]) -> Iterator[regex.Match[str]]:
    if not query.text:
        return
    pattern = _compiled(query)
    end = time.thread_time() + PATIENCE_S
    try:
        for number, match in enumerate(pattern.finditer(text, concurrent=True, timeout=PATIENCE_S)):
            yield match
            if not number % LOOK_UP_EVERY:
                if cancelled():
                    return
                if time.thread_time() > end:
                    raise FindError(Trouble.TOO_SLOW)
    except TimeoutError as error:
        raise FindError(Trouble.TOO_SLOW) from error


def _compiled(query: Query) -> regex.Pattern[str]:
    source = query.text
    if not query.is_pattern:
        source = "".join(CURLY.get(one) or regex.escape(one) for one in source)
    elif prod(int(count) or 1 for count in REPEAT.findall(source)) > MOST_REPEATS:
        raise FindError(Trouble.TOO_LARGE)
    try:
        # By itself first: a bracket too many must not close the one that is put around it.
        pattern = regex.compile(source, FLAGS if query.match_case else FLAGS | regex.IGNORECASE)
        if not query.whole_words:
            return pattern
        return regex.compile(rf"(?<!\w)(?:{source})(?!\w)", pattern.flags)
    except regex.error as error:
        raise FindError(Trouble.UNFINISHED, (error.pos or 0) + 1) from error
    except (RecursionError, OverflowError) as error:
        raise FindError(Trouble.TOO_LARGE) from error


def _filled(match: regex.Match[str], query: Query, new: str) -> str:
    if not query.is_pattern:
        return new
    try:
        return str(match.expand(new))
    except (regex.error, IndexError) as error:
        raise FindError(Trouble.NO_GROUP) from error


class _Places:
    """Between places in a Python text (characters) and in the editor (UTF-16 units)."""

    def __init__(self, text: str) -> None:
        # Where the characters of two units stand; most texts have none.
        self._long = [] if text.isascii() else [m.start() for m in ASTRAL.finditer(text)]
        self._long_units = [place + n for n, place in enumerate(self._long)]

    def in_units(self, place: int) -> int:
        return place + bisect_left(self._long, place) if self._long else place

    def in_characters(self, place: int) -> int:
        return place - bisect_left(self._long_units, place)
