"""How sure a suggestion must be before it is shown, in three words that a person can choose.

Every model is sure of itself in its own way, so the thresholds belong to the model: they are
calibrated on held-out text (``writer eval --calibrate``) and lie in ``judgement.json`` beside its
weights. Without that file the defaults below are used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from types import MappingProxyType

JUDGEMENT_FILE = "judgement.json"


class Eagerness(Enum):
    """The value is the name in the settings and in ``judgement.json``."""

    CALM = "calm"
    BALANCED = "balanced"
    EAGER = "eager"


DEFAULT_THRESHOLDS: Mapping[Eagerness, float] = MappingProxyType(
    {Eagerness.CALM: 0.6, Eagerness.BALANCED: 0.4, Eagerness.EAGER: 0.2}
)
"""The least probability (0 to 1) of all text shown, for a model that was never calibrated."""


def read_thresholds(folder: Path) -> Mapping[Eagerness, float]:
    """The thresholds of the model in ``folder``; the defaults where the file says nothing usable.

    A damaged file is no reason to do without suggestions: it is as if it were not there.
    """
    thresholds = dict(DEFAULT_THRESHOLDS)
    try:
        data = json.loads((folder / JUDGEMENT_FILE).read_text(encoding="utf-8"))
        chosen = data["min_confidence"]
        for eagerness in Eagerness:
            value = float(chosen[eagerness.value])
            if 0 <= value <= 1:
                thresholds[eagerness] = value
    except (OSError, ValueError, KeyError, TypeError):
        return DEFAULT_THRESHOLDS
    return MappingProxyType(thresholds)
