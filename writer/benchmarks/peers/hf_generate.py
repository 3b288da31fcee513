"""transformers' ``generate`` with a streamer: what most programs would call.

It reads the whole text again for every request, which is how it is meant to be called.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import GPT2LMHeadModel
from transformers.generation.stopping_criteria import StoppingCriteriaList

from writer.benchmarks.peer import Listener


class _Ears:
    """A streamer: passes tokens on to the listener; the first call brings the prompt."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._prompt = True

    def put(self, value: torch.Tensor) -> None:
        if not self._prompt:
            self._listener.hear(int(value))
        self._prompt = False

    def end(self) -> None:
        pass


class _Enough:
    """A stopping criterion: the listener has what it wants."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def __call__(self, input_ids: torch.Tensor, *_: Any, **__: Any) -> torch.Tensor:
        return torch.full((input_ids.shape[0],), self._listener.cancelled)


class GeneratePeer:
    """``GPT2LMHeadModel`` in fp32."""

    block_bytes = 4.0
    head_bytes = 4.0

    def __init__(self, folder: Path, threads: int) -> None:
        torch.set_num_threads(threads)
        # from_pretrained has switched training off already.
        self._model: Any = GPT2LMHeadModel.from_pretrained(folder)
        self._model.generation_config.eos_token_id = None
        self._model.generation_config.pad_token_id = 0

    def forget(self) -> None:
        """Nothing is kept between requests."""

    def _generate(self, rows: list[list[int]], count: int, **more: Any) -> torch.Tensor:
        ids = torch.tensor(rows)
        with torch.inference_mode():
            out: torch.Tensor = self._model.generate(
                ids,
                attention_mask=torch.ones_like(ids),
                max_new_tokens=count,
                do_sample=False,
                **more,
            )
        return out[:, ids.shape[1] :]

    def complete(self, ids: Sequence[int], count: int, listener: Listener) -> None:
        self._generate(
            [list(ids)],
            count,
            streamer=_Ears(listener),
            stopping_criteria=StoppingCriteriaList([_Enough(listener)]),
        )

    def branches(self, ids: Sequence[int], firsts: Sequence[int], count: int) -> list[list[int]]:
        found: list[list[int]] = self._generate([[*ids, f] for f in firsts], count).tolist()
        return found

    def close(self) -> None:
        del self._model


def open_peer(folder: Path, cache: Path, threads: int) -> GeneratePeer:
    """Load ``folder``; needs no converted copy."""
    del cache
    return GeneratePeer(folder, threads)
