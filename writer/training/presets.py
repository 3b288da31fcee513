"""Sizes to choose from by name; no torch, so that ``--help`` stays quick."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    """Sizes that go together: the model, its batch and its vocabulary."""

    vocab_size: int
    context: int
    width: int
    layers: int
    heads: int
    rows: int
    short_context: int
    warmup: int
    evaluate_every: int
    quick_chars: int


PRESETS = {
    "starter": Preset(8192, 512, 256, 6, 4, 16, 256, 100, 250, 6000),
    "tiny": Preset(512, 64, 64, 2, 2, 8, 32, 5, 20, 1000),
}
