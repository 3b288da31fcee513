"""Thresholds for Calm, Balanced and Eager, chosen on held-out text and stored with the model."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from writer.completion.eagerness import JUDGEMENT_FILE, Eagerness
from writer.errors import WriterError
from writer.evaluation.curve import Point, sweep
from writer.evaluation.scorecard import Case, Rates

MARGIN = 0.02
"""Precision asked for above the target: other text than the one chosen on is a little harder."""
TARGET_PRECISION: Mapping[Eagerness, float] = {
    Eagerness.CALM: 0.65,
    Eagerness.BALANCED: 0.50,
    Eagerness.EAGER: 0.40,
}
LEAST_COVERAGE = 0.20
MOST_WRONG_SHOWN = 0.15
WRONG_MARGIN = 0.03
EAGER_FACTOR = 2.0
"""Eager shows at least so many times as often as Balanced."""
FACTOR_MARGIN = 1.05
CALM_SHARE = 0.5
"""Calm shows at most this share of the wrong texts that Balanced shows."""
LEAST_SHOWN = 20
"""A precision from fewer shown texts says nothing."""


def choose(cases: Sequence[Case]) -> dict[Eagerness, float]:
    """The gates for ``cases``; each is the lowest from which on every gate keeps its promise.

    Eager: precision 0.40. Balanced: precision 0.50, few wrong texts, and at most half of what
    Eager shows (but 0.20 of all positions are always allowed). Calm: precision 0.65, and half
    of the wrong texts of Balanced. Where half of Eager would be under 0.20, Eager gives way: it
    is the highest gate that shows twice as much as Balanced.
    """
    points = sweep(cases)
    eager = _lowest(points, Eagerness.EAGER, wrong=1.0)
    factor = EAGER_FACTOR * FACTOR_MARGIN
    most = max(eager.rates.coverage / factor, LEAST_COVERAGE * FACTOR_MARGIN)
    wrong = MOST_WRONG_SHOWN - WRONG_MARGIN
    balanced = _lowest(points, Eagerness.BALANCED, wrong=wrong, coverage=most)
    wrong = balanced.rates.wrong_show_rate * CALM_SHARE
    calm = _lowest(points, Eagerness.CALM, wrong=wrong)
    twice = [p for p in points if p.rates.coverage >= balanced.rates.coverage * factor]
    eager = min(eager, twice[-1] if twice else points[0], key=lambda point: point.gate)
    return {
        Eagerness.CALM: max(calm.gate, balanced.gate),
        Eagerness.BALANCED: balanced.gate,
        Eagerness.EAGER: min(eager.gate, balanced.gate),
    }


def _lowest(
    points: Sequence[Point], eagerness: Eagerness, *, wrong: float, coverage: float = 1.0
) -> Point:
    """Walk down from the highest gate while the rates stay good."""
    precision = TARGET_PRECISION[eagerness] + MARGIN
    chosen = points[-1]
    for point in reversed(points):
        rates = point.rates
        enough = rates.shown >= LEAST_SHOWN
        if enough and (rates.precision < precision or rates.wrong_show_rate > wrong):
            break
        if rates.coverage > coverage:
            break
        chosen = point
    return chosen


def verdicts(rates: Mapping[Eagerness, Rates]) -> list[tuple[str, bool]]:
    """Every target in words, and whether the rates meet it."""
    calm, balanced, eager = (rates[e] for e in Eagerness)
    return [
        (
            f"Balanced precision when shown {balanced.precision:.3f} >= 0.50",
            balanced.precision >= TARGET_PRECISION[Eagerness.BALANCED],
        ),
        (
            f"Balanced coverage {balanced.coverage:.3f} >= {LEAST_COVERAGE:.2f}",
            balanced.coverage >= LEAST_COVERAGE,
        ),
        (
            f"Balanced wrong-show rate {balanced.wrong_show_rate:.3f} <= {MOST_WRONG_SHOWN:.2f}",
            balanced.wrong_show_rate <= MOST_WRONG_SHOWN,
        ),
        (
            f"Calm precision when shown {calm.precision:.3f} >= 0.65",
            calm.precision >= TARGET_PRECISION[Eagerness.CALM],
        ),
        (
            f"Eager coverage {eager.coverage:.3f} >= 2 x Balanced {balanced.coverage:.3f}",
            eager.coverage >= EAGER_FACTOR * balanced.coverage,
        ),
    ]


def write_judgement(
    folder: Path,
    thresholds: Mapping[Eagerness, float],
    *,
    documents: Sequence[str],
    positions: int,
    held: Mapping[Eagerness, Rates],
) -> Path:
    """Write ``judgement.json`` into the model's folder; returns its path.

    ``documents`` are the ones chosen on and ``held`` the rates on the others.
    """
    path = folder / JUDGEMENT_FILE
    data = {
        "version": 1,
        "min_confidence": {e.value: round(thresholds[e], 4) for e in Eagerness},
        "calibrated_on": list(documents),
        "positions": positions,
        "on_other_documents": {e.value: held[e].as_json() for e in Eagerness},
    }
    temporary = path.with_suffix(".tmp")
    try:
        temporary.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise WriterError(
            f"The thresholds could not be written to {path} ({error.strerror}). "
            "The model's old ones, if it has any, are kept."
        ) from error
    return path
