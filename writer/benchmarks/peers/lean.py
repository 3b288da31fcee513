"""Writer's own engine, below the judgement: tokens in, tokens out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch

from writer.benchmarks.peer import Listener
from writer.completion.request import CancelledError, CancelToken
from writer.engine.config import read_config
from writer.engine.gpt2 import GPT2
from writer.engine.probe import choose_for
from writer.engine.prompt_cache import LeanSession
from writer.engine.session_engine import return_memory
from writer.engine.weights import step_bytes


class LeanPeer:
    """A :class:`LeanSession` driven greedily."""

    def __init__(self, folder: Path, threads: int, precision: str) -> None:
        torch.set_num_threads(threads)
        self._model = GPT2(folder, precision)
        return_memory()
        self._session = LeanSession(self._model)
        self.block_bytes = step_bytes(self._model.precision.blocks)
        self.head_bytes = step_bytes(self._model.precision.head)

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
                (node,), rows = session.expand([node], [token], listener)
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
            nodes, logits = session.expand(nodes, tokens, go)
            tokens = logits.argmax(axis=-1).tolist()
            for row, token in zip(rows, tokens, strict=True):
                row.append(token)
        session.keep(-1)
        return rows

    def close(self) -> None:
        del self._session, self._model


def open_peer(folder: Path, cache: Path, threads: int, precision: str = "auto") -> LeanPeer:
    """Load ``folder``; needs no converted copy, and ``cache`` remembers the precision."""
    if precision == "auto":
        precision = choose_for(folder, read_config(folder), cache / "precision.json")
    return LeanPeer(folder, threads, precision)
