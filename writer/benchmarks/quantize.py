"""int8 as the usual converters make it: what the peers of eight bits are given."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from writer.engine.checkpoint import Array


def quantized(weight: Array, axis: int) -> tuple[NDArray[np.int8], Array]:
    """Symmetric int8 with a scale for each output; ``axis`` is the one that is summed over."""
    scales: Any = np.maximum(np.abs(weight).max(axis=axis, keepdims=True), 1e-8) / 127.0
    return np.round(weight / scales).astype(np.int8), scales.astype(np.float32)
