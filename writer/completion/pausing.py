"""A pause of suggestions: when it ends, and how that is said."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum


class Pause(Enum):
    """How long; the value is the name of its menu item."""

    TEN_MINUTES = "ten_minutes"
    HALF_AN_HOUR = "half_an_hour"
    TOMORROW = "tomorrow"


DAY_BEGINS_HOUR = 4
"""When "tomorrow" begins: who writes after midnight has not slept yet."""
MINUTES = {Pause.TEN_MINUTES: 10, Pause.HALF_AN_HOUR: 30}


def end_of(pause: Pause, now: datetime) -> datetime:
    """When a pause that begins at ``now`` (local time) ends."""
    if pause in MINUTES:
        return now + timedelta(minutes=MINUTES[pause])
    morning = now.replace(hour=DAY_BEGINS_HOUR, minute=0, second=0, microsecond=0)
    return morning if now < morning else morning + timedelta(days=1)


def read_end(text: str) -> datetime | None:
    """The end of the pause as the settings hold it; ``None`` for no pause or no such time."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
