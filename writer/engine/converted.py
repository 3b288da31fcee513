"""A model in the form in which ONNX Runtime takes it: a graph, and the numbers beside it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from writer.engine.checkpoint import Array
from writer.engine.gpt2_weights import GPT2Weights
from writer.engine.onnx_graph import fits_half, write_graph
from writer.engine.precision import Precision

THREADS = 2
"""That read and convert weights. Most of it runs outside of Python's lock."""


@dataclass(frozen=True, slots=True)
class Converted:
    """One model in one precision.

    ``graph`` is written by :mod:`writer.engine.onnx_graph` and ``large`` are its constants by their
    names. ``tokens`` [V, E] and ``places`` [P, E] are the embeddings, ``rows`` [V, E] those of the
    head; in fp16 where that is enough, and the same memory where they are the same numbers.
    """

    graph: bytes
    large: Mapping[str, NDArray[Any]]
    tokens: NDArray[np.floating[Any]]
    rows: NDArray[np.floating[Any]]
    places: Array


def convert(weights: GPT2Weights, precision: Precision) -> Converted:
    """Bring weights to a precision: a second for DistilGPT2's."""
    # One row is read per token, and some where the head is not exact.
    kept = np.asarray if precision.exact_head else _small
    own_rows = not (weights.config.tied_head or precision.exact_head)
    with ThreadPoolExecutor(THREADS, thread_name_prefix="convert") as pool:
        written = pool.submit(lambda: write_graph(weights, precision))
        tokens = pool.submit(lambda: kept(weights.tokens()))
        rows = pool.submit(lambda: kept(weights.head())) if own_rows else tokens
        graph, large = written.result()
        return Converted(graph, large, tokens.result(), rows.result(), weights.places())


def _small(rows: Array) -> NDArray[np.floating[Any]]:
    """Rows in fp16 where they fit."""
    return rows.astype(np.float16) if fits_half(rows) else rows
