"""A model in the form in which ONNX Runtime takes it: a graph, and the numbers beside it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from writer.engine.checkpoint import Array
from writer.engine.gpt2_weights import GPT2Weights
from writer.engine.onnx_graph import fits_half, write_graph
from writer.engine.onnx_nodes import Written
from writer.engine.onnx_reading import write_reading_graph
from writer.engine.precision import Precision

THREADS = 2
"""That read and convert weights. Most of it runs outside of Python's lock."""


@dataclass(frozen=True, slots=True)
class Converted:
    """One model in one precision.

    ``steps`` is its graph (:mod:`writer.engine.onnx_graph`), ``reading`` the one that reads the
    beginning of a long prompt (:mod:`writer.engine.onnx_reading`), where there is one; constants
    that have the same name in both are the same memory. ``tokens`` [V, E] and ``places`` [P, E] are
    the embeddings, ``rows`` [V, E] those of the head; in fp16 where that is enough, and the same
    memory where they are the same numbers.
    """

    steps: Written
    reading: Written | None
    tokens: NDArray[np.floating[Any]]
    rows: NDArray[np.floating[Any]]
    places: Array


def convert(weights: GPT2Weights, precision: Precision) -> Converted:
    """Bring weights to a precision: a second for DistilGPT2's."""
    # One row is read per token, and some where the head is not exact.
    kept = np.asarray if precision.exact_head else _small
    own_rows = not (weights.config.tied_head or precision.exact_head)
    with ThreadPoolExecutor(THREADS, thread_name_prefix="convert") as pool:
        written = pool.submit(lambda: _graphs(weights, precision))
        tokens = pool.submit(lambda: kept(weights.tokens()))
        rows = pool.submit(lambda: kept(weights.head())) if own_rows else tokens
        return Converted(*written.result(), tokens.result(), rows.result(), weights.places())


def _graphs(weights: GPT2Weights, precision: Precision) -> tuple[Written, Written | None]:
    worked_out: dict[str, Any] = {}
    steps = write_graph(weights, precision, worked_out)
    if precision.reading is None:
        return steps, None
    reading = write_reading_graph(weights, precision.reading, worked_out)
    return steps, Written(reading.graph, {**reading.large, **_shared(reading, steps)})


def _shared(one: Written, other: Written) -> dict[str, NDArray[Any]]:
    """The constants of both, as the other has them."""
    shared = {name: other.large[name] for name in one.large.keys() & other.large.keys()}
    for name, value in shared.items():
        if value is not one.large[name] and not np.array_equal(value, one.large[name]):
            raise ValueError(f"two graphs have different constants called {name}")
    return shared


def _small(rows: Array) -> NDArray[np.floating[Any]]:
    """Rows in fp16 where they fit."""
    return rows.astype(np.float16) if fits_half(rows) else rows
