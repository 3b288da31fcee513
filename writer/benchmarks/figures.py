"""Figures that noise does not move far: medians, quartiles, percentiles; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, inf, isinf
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Sample:
    """The values of one peer in one row; ``inf`` stands for what never came."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return float(median(self.values))

    @property
    def least(self) -> float:
        """The smallest: what the machine can do when nothing disturbs it."""
        return min(self.values)

    @property
    def spread(self) -> float:
        """The distance between the quartiles; 0 for fewer than four values."""
        if len(self.values) < 4:
            return 0.0
        return percentile(self.values, 0.75) - percentile(self.values, 0.25)

    def as_json(self) -> dict[str, object]:
        """All values, and what the table shows of them."""
        finite = [value for value in self.values if not isinf(value)]
        return {
            "median": None if isinf(self.median) else self.median,
            "spread": None if isinf(self.spread) else self.spread,
            "least": min(finite, default=None),
            "values": [None if isinf(value) else value for value in self.values],
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, in which unit, for every peer.

    ``compare`` says that less is better and that ratios make sense.
    """

    name: str
    unit: str
    cells: dict[str, Sample] = field(default_factory=dict)
    compare: bool = True

    def ratio(self, peer: str, to: str) -> float | None:
        """How many times as long ``to`` takes as ``peer``; ``None`` where that has no answer."""
        if not self.compare or peer not in self.cells or to not in self.cells:
            return None
        mine, theirs = self.cells[peer].median, self.cells[to].median
        if isinf(mine) or isinf(theirs) or mine <= 0:
            return None
        return theirs / mine


def single(value: float | None) -> Sample:
    """A cell that was measured once; ``None`` is a value that never came."""
    return Sample((inf if value is None else value,))
