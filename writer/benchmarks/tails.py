"""How far apart the slowest of two kinds of keys are, and how sure that is; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from writer.benchmarks.figures import percentile

TAIL = 0.99
DRAWS = 1000
LOW, HIGH = 0.05, 0.95

Turns = Sequence[Sequence[float]]
"""Values in the turns in which they were measured, in the order of the run."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Of two p99; 90 of 100 lie between ``low`` and ``high``."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:+.1f} ({self.low:+.1f} to {self.high:+.1f})"


def flat(turns: Turns) -> list[float]:
    """All values of all turns."""
    return [value for turn in turns for value in turn]


def tail_difference(turns: Turns, base: Turns) -> Difference | None:
    """How much more the p99 of ``turns`` is than that of ``base``; ``None`` if one has no values.

    The spread is that of a bootstrap of whole rounds: turn n of both kinds is one round, because
    what disturbs a machine for a second disturbs both (Efron and Tibshirani, An Introduction to
    the Bootstrap, 1993, chapter 8). The draws are the same at every call.
    """
    if not (flat(turns) and flat(base)):
        return None
    count = min(len(turns), len(base))
    generator = np.random.default_rng(0)
    drawn = []
    for chosen in generator.integers(0, count, (DRAWS, count)).tolist():
        some, others = ([kind[n] for n in chosen] for kind in (turns, base))
        if any(some) and any(others):
            drawn.append(_tail(some) - _tail(others))
    low, high = percentile(drawn, LOW), percentile(drawn, HIGH)
    return Difference(_tail(turns) - _tail(base), low, high)


def _tail(turns: Turns) -> float:
    return percentile(flat(turns), TAIL)
