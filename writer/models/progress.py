"""How far a download is, how fast, and how long it will take. The clock is passed in."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum

from writer.sentence import Sentence

WINDOW_S = 8.0
"""The speed is that of the last seconds: a connection that became slow says so soon."""
LEAST_S = 0.5


class Phase(Enum):
    """What is happening to a model that is being fetched."""

    LOOKING = "looking"
    RECEIVING = "receiving"
    WAITING = "waiting"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` bytes; ``message`` says why it waits."""

    phase: Phase
    done: int = 0
    total: int = 0
    message: Sentence | None = None


class Rate:
    """Bytes per second over the last seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def add(self, now_s: float, done: int) -> None:
        """``done`` bytes were there at ``now_s``; fewer than before starts over."""
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((now_s, done))
        while now_s - self._seen[0][0] > WINDOW_S and len(self._seen) > 2:
            self._seen.popleft()

    @property
    def bytes_per_s(self) -> float | None:
        """``None`` until there is enough to say it."""
        if len(self._seen) < 2:
            return None
        (first_s, first), (last_s, last) = self._seen[0], self._seen[-1]
        if last_s - first_s < LEAST_S:
            return None
        return (last - first) / (last_s - first_s)

    def left_s(self, total: int) -> float | None:
        """Seconds until ``total`` bytes are there; ``None`` if nobody can say."""
        speed = self.bytes_per_s
        if not speed or not self._seen:
            return None
        return max(0.0, (total - self._seen[-1][1]) / speed)


def size_text(count: int) -> Sentence:
    """Bytes as people say them, in powers of ten: 354 MB."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            value = count / size
            if value < 10:
                return Sentence("{value:.1f} {unit}", value=value, unit=unit)
            return Sentence("{value:.0f} {unit}", value=value, unit=unit)
    return Sentence("{count} bytes", count=count)


def time_text(seconds: float) -> Sentence:
    """A duration that is only guessed, so rounded: 40 s, 3 min, 2 h."""
    if seconds < 60:
        return Sentence("{count} s", count=max(1, round(seconds)))
    if seconds < 3600:
        return Sentence("{count} min", count=round(seconds / 60))
    return Sentence("{count:.1f} h", count=seconds / 3600)


def line(progress: Progress, rate: Rate) -> str:
    """One line for a person: what happens, how far, how fast, how long."""
    if progress.phase is Phase.LOOKING:
        return "Asking the hub what there is…"
    if progress.phase is Phase.WAITING:
        return progress.message or ""
    share = f"{size_text(progress.done)} of {size_text(progress.total)}"
    if progress.phase is Phase.CHECKING:
        return f"Checking every byte: {share}"
    speed, left = rate.bytes_per_s, rate.left_s(progress.total)
    text = share
    if speed:
        text += f", {size_text(round(speed))}/s"
    if left is not None:
        text += f", {time_text(left)} left"
    return text
