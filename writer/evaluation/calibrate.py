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
TARGET_PRECISION: Mapping[Eagerness, float] = {Eagerness.CALM: 0.65, Eagerness.BALANCED: 0.50}
LEAST_COVERAGE = 0.20
MOST_WRONG_SHOWN = 0.15
EAGER_FACTOR = 2.0
"""Eager shows at least so many times as often as Balanced."""
EAGER_MARGIN = 1.05
LEAST_SHOWN = 20
"""A precision from fewer shown texts says nothing."""


def choose(cases: Sequence[Case]) -> dict[Eagerness, float]:
    """The lowest gates that meet the targets on ``cases``.

    Calm and Balanced: the lowest gate from which on every gate has the target precision (and,
    for Balanced, a small enough wrong-show rate). Eager: the highest gate that shows twice as
    much as Balanced; it is 0 when even that shows less.
    """
    points = sweep(cases)
    calm = _lowest(points, TARGET_PRECISION[Eagerness.CALM], MOST_WRONG_SHOWN)
    balanced = _lowest(points, TARGET_PRECISION[Eagerness.BALANCED], MOST_WRONG_SHOWN)
    coverage = next(p.rates.coverage for p in points if p.gate == balanced)
    wanted = coverage * EAGER_FACTOR * EAGER_MARGIN
    eager = max((p.gate for p in points if p.rates.coverage >= wanted), default=0.0)
    return {
        Eagerness.CALM: max(calm, balanced),
        Eagerness.BALANCED: balanced,
        Eagerness.EAGER: min(eager, balanced),
    }


def _lowest(points: Sequence[Point], precision: float, wrong: float) -> float:
    """Walk down from the highest gate while the rates stay good."""
    chosen = points[-1].gate
    for point in reversed(points):
        rates = point.rates
        if rates.shown >= LEAST_SHOWN and (
            rates.precision < precision + MARGIN or rates.wrong_show_rate > wrong
        ):
            break
        chosen = point.gate
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
