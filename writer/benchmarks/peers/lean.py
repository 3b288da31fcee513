"""Writer's own engine, below the judgement: tokens in, tokens out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from writer.benchmarks.peer import Listener
from writer.completion.request import CancelledError, CancelToken
from writer.engine.choose import AUTO
from writer.engine.config import read_config
from writer.engine.converted_copy import CopyOf
from writer.engine.lean_session import LeanSession
from writer.engine.onnx_engine import chosen, copies_beside
from writer.engine.onnx_model import OnnxModel
from writer.engine.onnx_products import Product, exact, fine, rough
from writer.engine.precision import PRECISIONS
from writer.engine.session_engine import return_memory
from writer.engine.threads import threads_for

BYTES: dict[Product, float] = {exact: 4.0, fine: 1.0, rough: 0.5}
"""Bytes of one weight that a step reads."""


class LeanPeer:
    """A :class:`LeanSession` driven greedily."""

    def __init__(
        self, folder: Path, threads: int, precision: str, store: Path | None = None
    ) -> None:
        self._model = OnnxModel(folder, precision, threads=threads, store=store)
        return_memory()
        self._session = LeanSession(self._model)
        kept = PRECISIONS[precision]
        self.block_bytes = BYTES[kept.layers]
        self.head_bytes = BYTES[kept.step_head]

    def forget(self) -> None:
        self._session = LeanSession(self._model)

    def complete(self, ids: Sequence[int], count: int, listener: Listener) -> None:
        session, node = self._session, -1
        try:
            logits = session.prefill(ids, listener)
            for left in range(count - 1, -1, -1):
                token = int(logits.argmax())
                if not listener.hear(token) or not left:
                    break
                (node,), rows = session.expand([node], [token], listener, likeliest=True)
                logits = rows[0]
        except CancelledError:
            pass
        session.keep(node)

    def branches(self, ids: Sequence[int], firsts: Sequence[int], count: int) -> list[list[int]]:
        go = CancelToken()
        session = self._session
        session.prefill(ids, go)
        nodes, tokens = [-1] * len(firsts), list(firsts)
        rows: list[list[int]] = [[] for _ in firsts]
        for _ in range(count):
            nodes, logits = session.expand(nodes, tokens, go, likeliest=True)
            tokens = logits.argmax(axis=-1).tolist()
            for row, token in zip(rows, tokens, strict=True):
                row.append(token)
        session.keep(-1)
        return rows

    def close(self) -> None:
        del self._session, self._model


def open_peer(folder: Path, cache: Path, threads: int, precision: str = AUTO) -> LeanPeer:
    """Load ``folder`` as the application does.

    That takes no more than the ``threads`` that are good for the model, the precision that the
    first start measured, and what was calibrated then: both are kept in ``cache``.
    """
    config = read_config(folder)
    threads = min(threads, threads_for(config))
    memory = precision_memory(cache)
    if precision == AUTO:
        precision = chosen(folder, config, memory, threads)
    store = copies_beside(memory)
    if PRECISIONS[precision].quick_head is not None:
        source = CopyOf(folder, precision)
        if not source.paths(store)[0].exists():
            # A start with a copy needs nothing of what makes it.
            from writer.engine.calibration import calibrate

            calibrate(source, store, threads)
    return LeanPeer(folder, threads, precision, store)


def precision_memory(cache: Path) -> Path:
    """The file in which the measured precision is remembered."""
    return cache / "precision.json"
