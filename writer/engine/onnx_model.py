"""The forward pass of the GPT-2 family on ONNX Runtime: what the CPU runs.

Shapes in comments are those of :mod:`writer.engine.onnx_graph`. Importing this costs a tenth of
what importing torch costs, in time and in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from writer.completion.request import CancelledError, CancelToken
from writer.engine.config import GPT2Config
from writer.engine.converted import Converted, convert
from writer.engine.converted_copy import CopyOf, read_copy, write_copy_later
from writer.engine.gpt2_weights import GPT2Weights, opened
from writer.engine.numerics import Floats
from writer.engine.onnx_graph import (
    EXACT_OF_NEAR,
    EXACT_TOKENS,
    cache_names,
)
from writer.engine.precision import PRECISIONS
from writer.engine.runtime import ort
from writer.log import get_logger

log = get_logger(__name__)

Session: TypeAlias = Any
"""``onnxruntime.InferenceSession``; the package has no types."""

CHUNK_TOKENS = 128
"""Tokens fed at once in a prefill: large enough for the products, small enough to keep what was
fed when it is cancelled."""
HIDDEN = np.float32(-np.inf)
QUIET = 4
"""Only what is fatal is printed: a run that was stopped is no error."""
NO_MEMORY = ("bad_alloc", "bad allocation", "Failed to allocate memory")
"""What the runtime's errors say, which have one type for everything."""


class OnnxCache:
    """Keys and values of one text: [2 L, H, C, D]; the first ``length`` slots are in use."""

    GROW = 256

    def __init__(self, config: GPT2Config) -> None:
        self._config = config
        self.length = 0
        self.data: Floats = self._allocate(self.GROW)
        self._bindings: dict[Session, Any] = {}

    def _allocate(self, slots: int) -> Floats:
        c = self._config
        return np.empty((2 * c.layers, c.heads, slots, c.head_width), np.float32)

    def bound_to(self, session: Session) -> Any:
        """What a session reads and writes, with this memory in it: made once for each."""
        found = self._bindings.get(session)
        if found is None:
            found = self._bindings[session] = session.io_binding()
            for name, part in zip(cache_names(self._config), self.data, strict=True):
                value = ort.OrtValue.ortvalue_from_numpy(part[None])  # [1, H, C, D], no copy
                found.bind_ortvalue_input(name, value)
                found.bind_ortvalue_output(f"new {name}", value)
        return found

    def reserve(self, slots: int) -> None:
        """Make room for ``slots`` tokens in all; what is cached stays."""
        if slots <= self.data.shape[2]:
            return
        grown = self._allocate(-(-slots // self.GROW) * self.GROW)
        grown[:, :, : self.length] = self.data[:, :, : self.length]
        self.data = grown
        self._bindings = {}

    def crop(self, length: int) -> None:
        """Forget everything from slot ``length`` on."""
        self.length = min(self.length, length)

    def gather(self, start: int, slots: Sequence[int]) -> None:
        """Keep the slots before ``start`` and, after them, only ``slots`` in their order."""
        if list(slots) != list(range(start, start + len(slots))):
            self.data[:, :, start : start + len(slots)] = self.data[:, :, list(slots)]
        self.length = start + len(slots)

    def copy_from(self, other: OnnxCache, length: int) -> None:
        """Start as a copy of the first ``length`` tokens of another cache."""
        self.length = 0
        self.reserve(length)
        self.data[:, :, :length] = other.data[:, :, :length]
        self.length = length

    @property
    def bytes(self) -> int:
        """Memory held, in bytes."""
        return self.data.nbytes


class OnnxModel:
    """A loaded model; implements ``writer.engine.model.CausalModel``. One thread owns it."""

    def __init__(
        self,
        folder: Path,
        precision: str,
        *,
        threads: int,
        adapter: Path | None = None,
        store: Path | None = None,
    ) -> None:
        """Read a folder, and an adapter that is added to its weights.

        ``precision`` names one of ``PRECISIONS``. In the folder ``store`` is kept what was
        converted (``None``: nowhere). Raises ``ModelError`` with a sentence when the folder or the
        adapter cannot be used.
        """
        self.precision = PRECISIONS[precision]
        self.rough_logits = self.precision.quick_head is not None
        with opened(folder, adapter) as weights:
            self.config = weights.config
            source = CopyOf(folder, precision, adapter)
            if store is None or self.precision.exact_head:
                made = convert(weights, self.precision)
                self._session = open_session(made.graph, made.large, threads)
            else:
                made, self._session = _from_copy(weights, source, store, threads)
        self._tokens, self._rows, self._places = made.tokens, made.rows, made.places
        self._bound_rows = ort.OrtValue.ortvalue_from_numpy(self._rows)  # no copy

    def new_cache(self) -> OnnxCache:
        """An empty cache for this model."""
        return OnnxCache(self.config)

    def prefill(self, ids: Sequence[int], cache: OnnxCache, cancel: CancelToken) -> Floats:
        """Feed a text of any length in chunks; logits [V] after its last token."""
        logits = np.empty((1, 0), np.float32)
        for begin in range(0, len(ids), CHUNK_TOKENS):
            part = ids[begin : begin + CHUNK_TOKENS]
            wanted = [len(part) - 1] if begin + len(part) == len(ids) else []
            logits = self._logits(part, cache, wanted=wanted, cancel=cancel)
        last: Floats = logits[0]
        return last

    def forward(
        self,
        ids: Sequence[int],
        cache: OnnxCache,
        *,
        positions: Sequence[int] | None = None,
        visible: NDArray[np.bool_] | None = None,
        likeliest: bool = False,
        cancel: CancelToken | None = None,
    ) -> Floats:
        """Logits [S, V]: see :class:`writer.engine.model.CausalModel`."""
        return self._logits(
            ids,
            cache,
            wanted=range(len(ids)),
            positions=positions,
            visible=visible,
            likeliest=likeliest,
            cancel=cancel,
        )

    def _logits(
        self,
        ids: Sequence[int],
        cache: OnnxCache,
        *,
        wanted: Sequence[int],
        positions: Sequence[int] | None = None,
        visible: NDArray[np.bool_] | None = None,
        likeliest: bool = False,
        cancel: CancelToken | None = None,
    ) -> Floats:
        """Feed S tokens after what ``cache`` holds; logits [N, V] after the ``wanted`` ones."""
        count = len(ids)
        total = cache.length + count
        where = range(cache.length, total) if positions is None else positions
        if max(where) >= self.config.positions:
            limit = self.config.positions
            raise ValueError(f"position {max(where)} is outside the {limit} of the model")
        x = self._tokens[list(ids)] + self._places[list(where)]  # [S, E]
        mask = np.zeros((1, 1, count, total), np.float32)
        if visible is not None:
            mask[0, 0][~visible] = HIDDEN
        cache.reserve(total)  # first: it makes new bindings
        binding = cache.bound_to(self._session)
        binding.bind_cpu_input("x", x[None])
        binding.bind_cpu_input("last", np.array([total - 1], np.int32))
        binding.bind_cpu_input("total", np.array([total], np.int32))
        binding.bind_cpu_input("mask", mask)
        binding.bind_cpu_input("wanted", np.array(wanted, np.int64))
        quick = likeliest and self.rough_logits
        results = self._results(len(wanted), quick)
        if not self.precision.exact_head:
            binding.bind_ortvalue_input("rows", self._bound_rows)
        if self.rough_logits:
            for name, head in (("every", "logits"), ("likeliest", "near")):
                binding.bind_cpu_input(name, np.arange(results[head].shape[1]))
        for name, values in results.items():
            # The runtime writes there, without a copy.
            binding.bind_ortvalue_output(name, ort.OrtValue.ortvalue_from_numpy(values))
        run_until(self._session, binding, cancel)
        cache.length = total
        head = "near" if quick else "logits"
        found: Floats = results[head][0]
        if not self.precision.exact_head:
            at, exact = results[f"{head} at"][0], results[f"{head} exact"][0]
            found[np.arange(len(found))[:, None], at] = exact
        return found

    def _results(self, count: int, quick: bool) -> dict[str, NDArray[Any]]:
        """Memory for what a run gives by its name: for so many positions of the one head, and
        for none of the other."""
        size, results = self.config.vocab_size, {}
        heads = {"logits": EXACT_TOKENS}
        if self.rough_logits:
            heads["near"] = EXACT_OF_NEAR
        for head, looked_at in heads.items():
            rows = count if quick == (head == "near") else 0
            results[head] = np.empty((1, rows, size), np.float32)
            if not self.precision.exact_head:
                shape = (1, rows, min(looked_at, size))
                results[f"{head} at"] = np.empty(shape, np.int64)
                results[f"{head} exact"] = np.empty(shape, np.float32)
        return results


def _from_copy(
    weights: GPT2Weights, source: CopyOf, store: Path, threads: int
) -> tuple[Converted, Session]:
    """What was converted before, or is now and will then be there; with its session."""
    path = source.path(store)
    made = read_copy(path)
    if made is not None:
        try:
            return made, open_session(made.graph, made.large, threads)
        except MemoryError:
            raise
        except Exception as error:  # the runtime has many kinds, and all say that it cannot
            log.warning("the converted copy %s cannot be used (%s)", path.name, error)
    made = convert(weights, PRECISIONS[source.precision])
    session = open_session(made.graph, made.large, threads)
    write_copy_later(path, made, source)
    return made, session


def open_session(written: bytes, large: Mapping[str, NDArray[Any]], threads: int) -> Session:
    """A session of a graph that was written by :mod:`writer.engine.onnx_graph`."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = QUIET
    # The graph is written as it should run. One norm for a sum and its norm costs a prefill 4 ms.
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # An arena would keep what the longest prefill needed: 40 MiB of DistilGPT2's, and no quicker.
    options.enable_cpu_mem_arena = False
    # Threads that wait for the next product of a run spin. After it they sleep: a step would be
    # 0.15 ms quicker if they went on, and every suggestion cost 30 ms of processor more.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    options.add_external_initializers(
        list(large), [ort.OrtValue.ortvalue_from_numpy(value) for value in large.values()]
    )
    try:
        return ort.InferenceSession(written, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        _raise_if_full(error)
        raise


def _raise_if_full(error: Exception) -> None:
    """Raise ``MemoryError`` where that is what an error of the runtime says."""
    if any(words in str(error) for words in NO_MEMORY):
        raise MemoryError(str(error)) from error


def run_until(session: Session, binding: Any, cancel: CancelToken | None) -> None:
    """Run; raises ``CancelledError`` when ``cancel`` stops it, which may be between two nodes."""
    options = ort.RunOptions()
    options.log_severity_level = QUIET
    # The wrapper asks for this; where there is none, an error takes 0.05 ms of every run.
    options.add_run_config_entry("gpu_graph_id", "0")

    def stop() -> None:
        options.terminate = True

    with cancel.stopping(stop) if cancel is not None else nullcontext():
        try:
            session.run_with_iobinding(binding, options)
        except Exception as error:  # the runtime has no type of its own for a run that was stopped
            if cancel is not None and cancel.cancelled:
                raise CancelledError from None
            _raise_if_full(error)
            raise
