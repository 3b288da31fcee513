"""The weights of a model folder as numpy arrays, by the names of the public checkpoint.

The converters of the peers read these; a linear weight is [inputs, outputs], as stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from writer.engine.checkpoint import Checkpoint, head_weight
from writer.engine.config import GPT2Config, read_config

Array = NDArray[np.float32]


class Source:
    """One open checkpoint."""

    def __init__(self, config: GPT2Config, checkpoint: Checkpoint) -> None:
        self.config = config
        self._checkpoint = checkpoint

    def __call__(self, name: str, *shape: int) -> Array:
        """The tensor of this name and shape, fp32."""
        return self._checkpoint.tensor(name, shape)

    def head(self) -> Array:
        """The output layer, [V, E]."""
        return head_weight(self._checkpoint, self.config)

    def linears(self, layer: int) -> dict[str, tuple[Array, Array]]:
        """Weight [inputs, outputs] and bias [outputs] of the four products of a layer."""
        e, inner = self.config.width, self.config.inner
        shapes = {
            "attn.c_attn": (e, 3 * e),
            "attn.c_proj": (e, e),
            "mlp.c_fc": (e, inner),
            "mlp.c_proj": (inner, e),
        }
        return {
            name: (self(f"h.{layer}.{name}.weight", i, o), self(f"h.{layer}.{name}.bias", o))
            for name, (i, o) in shapes.items()
        }

    def norm(self, name: str) -> tuple[Array, Array]:
        """Gain and offset of a layer norm, [E] each."""
        e = self.config.width
        return self(f"{name}.weight", e), self(f"{name}.bias", e)


@contextmanager
def opened(folder: Path) -> Iterator[Source]:
    """The weights of ``folder``; raises ``ModelError`` when it holds no GPT-2."""
    config = read_config(folder)
    with Checkpoint(folder) as checkpoint:
        yield Source(config, checkpoint)


def quantized(weight: Array, axis: int) -> tuple[NDArray[np.int8], Array]:
    """Symmetric int8 with a scale for each output; ``axis`` is the one that is summed over."""
    scales: Any = np.maximum(np.abs(weight).max(axis=axis, keepdims=True), 1e-8) / 127.0
    return np.round(weight / scales).astype(np.int8), scales.astype(np.float32)
