"""How near a model in a coarser precision stays to itself in fp32: figures that lie beside it.

``writer eval TEXTS --precisions`` measures them on held-out text and writes ``precisions.json``
into the model's folder. A precision that they speak against is never chosen by itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from writer.engine.checkpoint import fingerprint

FIDELITY_FILE = "precisions.json"
CALIBRATED = "{} calibrated"
"""What a precision's figures are called where they are those of a calibrated copy."""
LEAST_AGREEMENT = 0.99
"""The least share of positions whose likeliest token is that of fp32."""
MOST_PERPLEXITY_CHANGE = 0.005
MOST_DIVERGENCE = 3e-4
"""Nats. The starter model is at 1.2e-4 in w8a14; activations in 8 bits, not 14, made it 7e-4."""


@dataclass(frozen=True, slots=True)
class Fidelity:
    """One precision beside fp32 on ``positions`` positions of held-out text.

    ``agreement`` is the share with the same likeliest token, ``divergence`` the mean
    KL(fp32 || precision) in nats (the likeliest tokens each by itself, all others together),
    ``perplexity_ratio`` its perplexity over that of fp32.
    """

    agreement: float
    divergence: float
    perplexity_ratio: float
    positions: int

    @property
    def passes(self) -> bool:
        """Whether a person could not tell the difference."""
        return (
            self.agreement >= LEAST_AGREEMENT
            and abs(self.perplexity_ratio - 1.0) <= MOST_PERPLEXITY_CHANGE
            and self.divergence <= MOST_DIVERGENCE
        )


def write_fidelity(folder: Path, figures: Mapping[str, Fidelity]) -> Path:
    """Write the figures of the weights that are in ``folder`` now; may raise ``OSError``."""
    path = folder / FIDELITY_FILE
    data = {
        "version": 1,
        "weights": fingerprint(folder),
        "precisions": {name: asdict(figure) for name, figure in figures.items()},
    }
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    return path


def read_fidelity(folder: Path) -> dict[str, Fidelity]:
    """The figures by the name of the precision; none where they are missing, damaged, or those of
    other weights."""
    try:
        data = json.loads((folder / FIDELITY_FILE).read_text(encoding="utf-8"))
        if data["version"] != 1 or data["weights"] != fingerprint(folder):
            return {}
        return {
            str(name): Fidelity(
                float(figure["agreement"]),
                float(figure["divergence"]),
                float(figure["perplexity_ratio"]),
                int(figure["positions"]),
            )
            for name, figure in data["precisions"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
