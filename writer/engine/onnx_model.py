"""The forward pass of the GPT-2 family on ONNX Runtime: what the CPU runs.

Shapes in comments are those of :mod:`writer.engine.onnx_graph`. Importing this costs a tenth of
what importing torch costs, in time and in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from writer.completion.request import CancelToken
from writer.engine.config import GPT2Config
from writer.engine.converted import Converted, convert
from writer.engine.converted_copy import CopyOf, read_copy, write_copy_later
from writer.engine.gpt2_weights import GPT2Weights, opened
from writer.engine.numerics import Floats
from writer.engine.onnx_graph import cache_names
from writer.engine.onnx_session import Session, open_session, run_until
from writer.engine.precision import PRECISIONS, READING
from writer.engine.probe import works
from writer.engine.runtime import ort
from writer.log import get_logger

log = get_logger(__name__)

CHUNK_TOKENS = 128
"""Tokens fed at once in a prefill: large enough for the products, small enough to keep what was
fed when it is cancelled."""
LAST_TOKENS = 8
"""The end of a prompt, which is fed as steps are where its beginning is only read: rounding what
is far away changes a prediction by less than rounding what is near."""
LEAST_READ = 32
"""A beginning that is shorter costs more to be read than to be fed as steps are."""
HIDDEN = np.float32(-np.inf)


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
        self.calibrated = False
        with opened(folder, adapter) as weights:
            self.config = weights.config
            source = CopyOf(folder, precision, adapter)
            if store is None or self.precision.exact_head:
                made = convert(weights, self.precision)
                self._session, self._reader = _sessions(made, threads)
            else:
                made, (self._session, self._reader) = self._from_copy(
                    weights, source, store, threads
                )
        self._tokens, self._rows, self._places = made.tokens, made.rows, made.places
        self._bound_rows = ort.OrtValue.ortvalue_from_numpy(self._rows)  # no copy

    def _from_copy(
        self, weights: GPT2Weights, source: CopyOf, store: Path, threads: int
    ) -> tuple[Converted, tuple[Session, Session | None]]:
        """What was calibrated or converted before, or is converted now and then kept."""
        calibrated, plain = source.paths(store)
        for path in (calibrated, plain):
            made = read_copy(path)
            if made is None:
                continue
            try:
                sessions = _sessions(made, threads)
            except MemoryError:
                raise
            except Exception as error:  # the runtime has many kinds, and all say that it cannot
                log.warning("the copy %s cannot be used (%s)", path.name, error)
                continue
            self.calibrated = path == calibrated
            return made, sessions
        made = convert(weights, self.precision)
        sessions = _sessions(made, threads)
        write_copy_later(plain, made, source)
        return made, sessions

    def new_cache(self) -> OnnxCache:
        """An empty cache for this model."""
        return OnnxCache(self.config)

    def prefill(self, ids: Sequence[int], cache: OnnxCache, cancel: CancelToken) -> Floats:
        """Feed a text of any length in chunks; logits [V] after its last token."""
        logits = np.empty((1, 0), np.float32)
        first = len(ids) - LAST_TOKENS
        if self._reader is None or first < LEAST_READ:
            first = 0
        chunks = -(-first // CHUNK_TOKENS)
        for number in range(chunks):
            begin, end = first * number // chunks, first * (number + 1) // chunks
            self._read(self._reader, ids[begin:end], cache, cancel)
        for begin in range(first, len(ids), CHUNK_TOKENS):
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

    def _read(
        self, reader: Session, ids: Sequence[int], cache: OnnxCache, cancel: CancelToken
    ) -> None:
        """Feed S tokens after what ``cache`` holds, for their keys and values only."""
        past, total = cache.length, cache.length + len(ids)
        places = np.arange(past, total)
        x = self._embedded(ids, places)
        mask = np.zeros((1, 1, len(ids), total), np.float32)
        mask[0, 0][np.arange(total) > places[:, None]] = HIDDEN
        cache.reserve(total)
        binding, names = reader.io_binding(), cache_names(self.config)
        for name, part in zip(names[:-2], cache.data, strict=False):
            binding.bind_ortvalue_input(name, ort.OrtValue.ortvalue_from_numpy(part[None]))
        binding.bind_cpu_input("x", x)
        binding.bind_cpu_input("past", np.array([past]))
        binding.bind_cpu_input("mask", mask)
        for name in names:
            binding.bind_output(f"new {name}")
        run_until(reader, binding, cancel)
        for part, new in zip(cache.data, binding.get_outputs(), strict=True):
            part[:, past:total] = new.numpy()[0]
        cache.length = total

    def _embedded(self, ids: Sequence[int], places: Sequence[int] | NDArray[np.intp]) -> Floats:
        """The sums of token and position rows [1, S, E]."""
        last = int(max(places))
        if last >= self.config.positions:
            limit = self.config.positions
            raise ValueError(f"position {last} is outside the {limit} of the model")
        sums: Floats = self._tokens[list(ids)] + self._places[list(places)]
        return sums[None]

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
        x = self._embedded(ids, where)
        mask = np.zeros((1, 1, count, total), np.float32)
        if visible is not None:
            mask[0, 0][~visible] = HIDDEN
        cache.reserve(total)  # first: it makes new bindings
        binding = cache.bound_to(self._session)
        binding.bind_cpu_input("x", x)
        binding.bind_cpu_input("last", np.array([total - 1], np.int32))
        binding.bind_cpu_input("total", np.array([total], np.int32))
        binding.bind_cpu_input("mask", mask)
        binding.bind_cpu_input("wanted", np.array(wanted, np.int64))
        head = "near" if likeliest and self.rough_logits else "logits"
        if not self.precision.exact_head:
            binding.bind_ortvalue_input("rows", self._bound_rows)
        rows = {head: len(wanted)}
        if self.rough_logits:
            rows = {"logits": 0, "near": 0, **rows}
            binding.bind_cpu_input("every", np.arange(rows["logits"]))
            binding.bind_cpu_input("likeliest", np.arange(rows["near"]))
        found = {
            name: np.empty((1, some, self.config.vocab_size), np.float32)
            for name, some in rows.items()
        }
        for name, values in found.items():
            # The runtime writes there, without a copy.
            binding.bind_ortvalue_output(name, ort.OrtValue.ortvalue_from_numpy(values))
        run_until(self._session, binding, cancel)
        cache.length = total
        logits: Floats = found[head][0]
        return logits


def _sessions(made: Converted, threads: int) -> tuple[Session, Session | None]:
    """For steps, and for reading the beginning of a long prompt, where this machine does that
    right: the copy may have come from another one."""
    steps = open_session(*made.steps, threads)
    if made.reading is None or not works(READING.layers):
        return steps, None
    return steps, open_session(*made.reading, threads)
