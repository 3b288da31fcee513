"""A pause has an end, and the end can be said."""

from __future__ import annotations

from datetime import datetime

import pytest

from writer.completion.pausing import Pause, end_of, read_end

EVENING = datetime(2026, 5, 1, 22, 55)
NIGHT = datetime(2026, 5, 2, 1, 30)


@pytest.mark.parametrize(
    ("pause", "now", "end"),
    [
        (Pause.TEN_MINUTES, EVENING, datetime(2026, 5, 1, 23, 5)),
        (Pause.HALF_AN_HOUR, EVENING, datetime(2026, 5, 1, 23, 25)),
        (Pause.TOMORROW, EVENING, datetime(2026, 5, 2, 4, 0)),
        (Pause.TOMORROW, NIGHT, datetime(2026, 5, 2, 4, 0)),
    ],
)
def test_when_a_pause_ends(pause: Pause, now: datetime, end: datetime) -> None:
    """Minutes from now, or early in the morning after the next sleep."""
    assert end_of(pause, now) == end


def test_what_is_no_time_is_no_pause() -> None:
    """A settings file may hold anything."""
    assert read_end(EVENING.isoformat()) == EVENING
    assert read_end("") is read_end("soon") is None
