"""How many words were written on which day: numbers only, in the state folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from writer.documents.atomic import replace_file
from writer.documents.problems import cause
from writer.errors import DocumentError

_VERSION = 1
_LARGEST_BYTES = 1 << 20
MOST_DAYS = 1100
WORDS_PER_MINUTE = 238
"""Silent reading of English prose (Brysbaert 2019, doi.org/10.1016/j.jml.2019.104047)."""


@dataclass(frozen=True, slots=True)
class Day:
    """Words that came into being on one day; ``accepted`` of them were suggestions."""

    written: int = 0
    accepted: int = 0

    def __add__(self, other: Day) -> Day:
        return Day(self.written + other.written, self.accepted + other.accepted)


Log = Mapping[date, Day]


def words_begun(before: str, text: str) -> int:
    """How many words begin in ``text`` when it stands behind the character ``before``.

    >>> words_begun("", "one two"), words_begun("o", "ne two"), words_begun("e", " ")
    (2, 1, 0)
    """
    count, inside = 0, bool(before) and not before.isspace()
    for character in text:
        space = character.isspace()
        count += not space and not inside
        inside = not space
    return count


def reading_minutes(words: int) -> int:
    """How long a person reads, in whole minutes; at least one where there is anything."""
    return max(1, round(words / WORDS_PER_MINUTE)) if words else 0


def streak(log: Log, today: date, goal: int) -> int:
    """On how many days in a row the goal was reached (1 word where there is none).

    Today counts when it is reached already, and breaks nothing while it is not.
    """
    wanted = max(1, goal)

    def reached(day: date) -> bool:
        return log.get(day, Day()).written >= wanted

    day = today if reached(today) else today - timedelta(days=1)
    length = 0
    while reached(day):
        length += 1
        day -= timedelta(days=1)
    return length


def load_log(path: Path) -> dict[date, Day]:
    """The log; an empty one if there is none or it cannot be used. Never raises."""
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            return {}
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw["version"] != _VERSION:
            return {}
        return {
            date.fromisoformat(day): Day(max(0, int(written)), max(0, int(accepted)))
            for day, (written, accepted) in raw["days"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def add_to_log(path: Path, written: Log) -> dict[date, Day]:
    """Add to what the file holds now (another window may have written); returns the whole.

    Raises:
        DocumentError: it could not be saved; the former log is as it was.
    """
    log = load_log(path)
    for day, words in written.items():
        log[day] = log.get(day, Day()) + words
    log = {day: log[day] for day in sorted(log)[-MOST_DAYS:]}
    _save(path, log)
    return log


def clear_log(path: Path) -> dict[date, Day]:
    """Forget every day. Raises :class:`DocumentError` if that cannot be written."""
    _save(path, {})
    return {}


def _save(path: Path, log: Log) -> None:
    days = {day.isoformat(): [words.written, words.accepted] for day, words in log.items()}
    try:
        replace_file(path, json.dumps({"version": _VERSION, "days": days}).encode())
    except OSError as error:
        raise DocumentError(
            "The count of written words could not be saved. {cause}. Your text is not concerned.",
            cause=cause(error),
        ) from error
