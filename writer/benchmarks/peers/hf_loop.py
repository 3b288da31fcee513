"""transformers' model in a loop of our own, with the keys and values of the last text reused."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import DynamicCache, GPT2LMHeadModel

from writer.benchmarks.peer import Listener, continue_greedily
from writer.engine.prompt_cache import common_prefix


class LoopPeer:
    """``GPT2LMHeadModel`` in fp32 and a ``DynamicCache`` that is cropped to what still holds."""

    block_bytes = 4.0
    head_bytes = 4.0

    def __init__(self, folder: Path, threads: int) -> None:
        torch.set_num_threads(threads)
        # from_pretrained has switched training off already.
        self._model: Any = GPT2LMHeadModel.from_pretrained(folder)
        self.forget()

    def forget(self) -> None:
        self._cache: Any = DynamicCache()
        self._ids: list[int] = []

    def _feed(self, ids: Sequence[int]) -> torch.Tensor:
        with torch.inference_mode():
            logits: torch.Tensor = self._model(
                torch.tensor([list(ids)]),
                past_key_values=self._cache,
                use_cache=True,
                logits_to_keep=1,
            ).logits[:, -1]
        self._ids.extend(ids)
        return logits

    def _read(self, ids: Sequence[int]) -> torch.Tensor:
        shared = min(common_prefix(self._ids, ids), len(ids) - 1)
        if shared < len(self._ids):
            self._cache.crop(shared - len(self._ids))  # a negative number: how many to remove
            del self._ids[shared:]
        return self._feed(ids[shared:])

    def complete(self, ids: Sequence[int], count: int, listener: Listener) -> None:
        continue_greedily(self._read(ids), self._feed, count, listener)

    def branches(self, ids: Sequence[int], firsts: Sequence[int], count: int) -> list[list[int]]:
        self._read(ids)
        cache = copy.deepcopy(self._cache)
        cache.batch_repeat_interleave(len(firsts))
        tokens = list(firsts)
        rows: list[list[int]] = [[] for _ in firsts]
        for _ in range(count):
            with torch.inference_mode():
                logits = self._model(
                    torch.tensor(tokens)[:, None], past_key_values=cache, use_cache=True
                ).logits[:, -1]
            tokens = logits.argmax(dim=-1).tolist()
            for row, token in zip(rows, tokens, strict=True):
                row.append(token)
        return rows

    def close(self) -> None:
        del self._model, self._cache


def open_peer(folder: Path, cache: Path, threads: int) -> LoopPeer:
    """Load ``folder``; needs no converted copy."""
    del cache
    return LoopPeer(folder, threads)
