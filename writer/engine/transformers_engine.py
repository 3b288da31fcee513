"""The general path: any causal model that transformers can read, with the same judgement.

Slower to import and to run than :mod:`writer.engine.onnx_engine`; it is there so that other
families work at all. Safetensors only, local files only, never code from a model folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from writer.completion.request import CancelledError, CancelToken
from writer.engine.checkpoint import weight_files
from writer.engine.config import read_json
from writer.engine.model import CHUNK_TOKENS
from writer.engine.numerics import Floats
from writer.engine.prompt_cache import common_prefix
from writer.engine.session_engine import Opened
from writer.engine.tokenizer import load_tokenizer
from writer.engine.torch_threads import TorchThreads
from writer.engine.vocabulary import Vocabulary
from writer.errors import ModelError

MOST_POSITIONS = 2048
"""Longer contexts cost memory and time that a suggestion does not repay."""


class TransformersSession:
    """A ``Session`` over one KV cache: rows of a tree are fed one after the other."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._cache: Any = None
        self._cached: list[int] = []
        self._prompt: list[int] = []
        self._paths: list[list[int]] = []

    def prefill(self, ids: Sequence[int], cancel: CancelToken) -> Floats:
        """Logits [V] after a prompt."""
        self._prompt = list(ids)
        self._paths = []
        return self._logits(self._prompt, cancel)

    def expand(
        self,
        parents: Sequence[int],
        ids: Sequence[int],
        cancel: CancelToken,
        *,
        likeliest: bool = False,
    ) -> tuple[list[int], Floats]:
        """Logits [R, V] after each parent's text and one more token."""
        del likeliest  # all of them are good
        first = len(self._paths)
        for parent, token in zip(parents, ids, strict=True):
            self._paths.append([*(self._paths[parent] if parent >= 0 else []), token])
        rows = [self._logits(self._prompt + path, cancel) for path in self._paths[first:]]
        return list(range(first, len(self._paths))), np.stack(rows)

    def keep(self, node: int) -> None:
        """Nothing to do: the cache holds the text that was fed last."""

    @torch.inference_mode()
    def _logits(self, ids: list[int], cancel: CancelToken) -> Floats:
        start = self._cropped(min(common_prefix(self._cached, ids), len(ids) - 1))
        logits: Floats = np.empty(0, np.float32)
        while start < len(ids):
            if cancel.cancelled:
                raise CancelledError
            part = ids[start : start + CHUNK_TOKENS]
            out = self._model(
                torch.tensor([part]),
                past_key_values=self._cache,
                use_cache=True,
                logits_to_keep=1,
            )
            self._cache = out.past_key_values
            self._cached = ids[: start + len(part)]
            start += len(part)
            logits = out.logits[0, -1].float().numpy()
        return logits

    def _cropped(self, length: int) -> int:
        """Shorten the cache to ``length`` tokens; 0, and none, where the family cannot.

        A sliding window that is full has forgotten what would come back: transformers 5.23 raises
        RuntimeError there.
        """
        if length == len(self._cached):
            return length
        if length == 0:
            self._cache = None
        elif self._cache is not None:
            try:
                self._cache.crop(length)
            except (ValueError, AttributeError, NotImplementedError, RuntimeError):
                self._cache, length = None, 0
        self._cached = self._cached[:length]
        return length


class TransformersEngine(TorchThreads):
    """Implements the engine protocol for a folder of any causal family."""

    def _open(self) -> Opened:
        folder = self._folder
        weight_files(folder)  # refuses pickles and empty folders with a sentence
        family = read_json(folder / "config.json").get("model_type")
        from transformers import AutoModelForCausalLM

        try:
            model: Any = AutoModelForCausalLM.from_pretrained(
                folder,
                local_files_only=True,
                trust_remote_code=False,
                use_safetensors=True,
                dtype=torch.float32,
            )
            model.eval()
        except Exception as error:  # transformers raises many kinds; all mean the same here
            raise ModelError(
                "The model in {folder} (family {family}) cannot be loaded: {reason} Download it "
                "again, or choose a GPT-2-family model.",
                folder=folder,
                family=repr(family),
                reason=str(error).splitlines()[0] if str(error) else type(error).__name__,
            ) from error
        tokenizer = load_tokenizer(folder)
        if tokenizer.end_token is None and isinstance(model.config.eos_token_id, int):
            tokenizer.end_token = model.config.eos_token_id
        positions = getattr(model.config, "max_position_embeddings", None) or MOST_POSITIONS
        return Opened(
            session=TransformersSession(model),
            vocabulary=Vocabulary(tokenizer, model.get_output_embeddings().weight.shape[0]),
            positions=min(positions, MOST_POSITIONS),
            parameters=sum(p.numel() for p in model.parameters()),
            precision="fp32",
        )
