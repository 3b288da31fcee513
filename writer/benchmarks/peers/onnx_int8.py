"""ONNX Runtime with dynamically quantized int8 layers.

The cache is one buffer that is read and written in place, so that cropping it costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from writer.benchmarks.peer import Listener, continue_greedily
from writer.engine.config import GPT2Config, read_config
from writer.engine.prompt_cache import common_prefix
from writer.engine.runtime import ort

FILE_NAME = "int8.onnx"


class OnnxPeer:
    """One session, one cache buffer for a single row and one for several."""

    block_bytes = 1.0
    head_bytes = 1.0

    def __init__(self, path: Path, config: GPT2Config, threads: int) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._config = config
        self._cache = self._allocate(1)
        self._several: list[Any] = []
        self._ids: list[int] = []

    def _allocate(self, rows: int) -> list[Any]:
        c = self._config
        shape = (rows, c.heads, c.positions, c.head_width)
        return [
            ort.OrtValue.ortvalue_from_numpy(np.zeros(shape, np.float32))
            for _ in range(2 * c.layers)
        ]

    def forget(self) -> None:
        self._ids = []

    def _run(self, rows: Sequence[Sequence[int]], start: int, cache: list[Any]) -> Any:
        """Feed ``rows`` after ``start`` cached tokens; logits [B, V]."""
        count = len(rows[0])
        binding = self._session.io_binding()
        ids = np.array(rows, np.int64)
        binding.bind_cpu_input("ids", ids)
        binding.bind_cpu_input(
            "where", np.broadcast_to(np.arange(start, start + count), ids.shape).copy()
        )
        binding.bind_cpu_input("lengths", np.full(len(rows), start + count - 1, np.int32))
        binding.bind_cpu_input("total", np.array([start + count], np.int32))
        binding.bind_output("logits.out")  # outputs come back in the order of binding
        names = [f"{kind}{i}" for i in range(self._config.layers) for kind in "kv"]
        for name, value in zip(names, cache, strict=True):
            binding.bind_ortvalue_input(name, value)
            binding.bind_ortvalue_output(f"{name}.out", value)
        self._session.run_with_iobinding(binding)
        return binding.get_outputs()[0].numpy()[:, 0]

    def _feed(self, ids: Sequence[int]) -> Any:
        logits = self._run([ids], len(self._ids), self._cache)
        self._ids.extend(ids)
        return logits

    def _read(self, ids: Sequence[int]) -> Any:
        shared = min(common_prefix(self._ids, ids), len(ids) - 1)
        del self._ids[shared:]
        return self._feed(ids[shared:])

    def complete(self, ids: Sequence[int], count: int, listener: Listener) -> None:
        continue_greedily(self._read(ids), self._feed, count, listener)

    def branches(self, ids: Sequence[int], firsts: Sequence[int], count: int) -> list[list[int]]:
        self._read(ids)
        if not self._several or self._several[0].shape()[0] != len(firsts):
            self._several = self._allocate(len(firsts))
        start = len(ids)
        for several, one in zip(self._several, self._cache, strict=True):
            several.numpy()[:, :, :start] = one.numpy()[:, :, :start]
        tokens = list(firsts)
        rows: list[list[int]] = [[] for _ in firsts]
        for step in range(count):
            logits = self._run([[t] for t in tokens], start + step, self._several)
            tokens = logits.argmax(axis=-1).tolist()
            for row, token in zip(rows, tokens, strict=True):
                row.append(token)
        return rows

    def close(self) -> None:
        del self._session, self._cache, self._several


def open_peer(folder: Path, cache: Path, threads: int) -> OnnxPeer:
    """Convert ``folder`` where that was not done before, and load it."""
    path = cache / FILE_NAME
    if not path.is_file():
        # A start with a copy needs nothing of what writes it.
        from writer.benchmarks.peers.onnx_int8_graph import write

        write(folder, path)
    return OnnxPeer(path, read_config(folder), threads)
