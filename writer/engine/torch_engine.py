"""The engine that the application uses: a GPT-2-family folder, run by torch on the CPU."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import torch

from writer.completion.reasons import Reason
from writer.completion.request import CancelToken, Chunk, CompletionRequest, EngineInfo
from writer.engine.decode import Decoding
from writer.engine.gpt2 import GPT2
from writer.engine.prompt import build_prompt, reserved
from writer.engine.prompt_cache import MEMORY_LIMIT, LeanSession
from writer.engine.shaping import Features
from writer.engine.tokenizer import load_tokenizer
from writer.engine.vocabulary import Vocabulary
from writer.errors import ModelError
from writer.log import get_logger

log = get_logger(__name__)


class TorchEngine:
    """Implements ``writer.completion.protocol.Engine`` for one model folder.

    ``threads`` is how many threads torch may use (None: a number that suits the machine);
    ``precision`` is one of ``writer.engine.weights.PREFERENCE``. ``features`` switches parts
    of the judgement off, for measurements. Nothing is read before ``load``.
    """

    def __init__(
        self,
        folder: Path,
        *,
        threads: int | None = None,
        precision: str = "auto",
        features: Features | None = None,
        cache_bytes: int = MEMORY_LIMIT,
    ) -> None:
        self._folder = folder
        self._threads = threads
        self._precision = precision
        self._features = features or Features()
        self._cache_bytes = cache_bytes
        self._session: LeanSession | None = None
        self._vocabulary: Vocabulary | None = None
        self._positions = 0

    def load(self) -> EngineInfo:
        """Read the folder; raises ``ModelError`` with a sentence when it cannot be used."""
        started = time.perf_counter()
        torch.set_num_threads(self._threads or default_threads())
        try:
            model = GPT2(self._folder, self._precision)
            tokenizer = load_tokenizer(self._folder)
            if tokenizer.end_token is None:
                tokenizer.end_token = model.config.end_token
            vocabulary = Vocabulary(tokenizer, model.config.vocab_size)
        except MemoryError as error:
            raise ModelError(
                f"There is not enough memory for the model in {self._folder}. Close other "
                "programs, or choose a smaller model."
            ) from error
        self._positions = model.config.positions
        self._session = LeanSession(model, self._cache_bytes)
        self._vocabulary = vocabulary
        info = EngineInfo(
            name=self._folder.name,
            parameters=model.parameters,
            context_tokens=self._positions,
            precision=model.precision,
            load_ms=(time.perf_counter() - started) * 1000.0,
        )
        log.info("loaded %s (%s) in %.0f ms", info.name, info.precision, info.load_ms)
        return info

    def stream(self, request: CompletionRequest, cancel: CancelToken) -> Iterator[Chunk]:
        """Yield chunks for a request; see the protocol. Raises ``ModelError`` when not loaded."""
        if self._session is None or self._vocabulary is None:
            raise ModelError("No model is loaded. Choose a model first.")
        silence = _nothing_to_do(request)
        prompt = build_prompt(
            request.prefix,
            self._vocabulary.tokenizer,
            self._positions,
            healing=self._features.healing,
        )
        if silence is None and not prompt.ids:
            silence = Reason.EMPTY_TEXT
        if silence is not None:
            for index in range(max(1, request.options.alternatives)):
                yield Chunk(index, "", 0.0, silence)
            return
        yield from Decoding(
            self._session,
            self._vocabulary,
            prompt,
            request,
            cancel,
            token_limit=reserved(self._positions),
            features=self._features,
        ).chunks()

    def close(self) -> None:
        """Free the model and its caches."""
        self._session = None
        self._vocabulary = None


def _nothing_to_do(request: CompletionRequest) -> Reason | None:
    """Why a request needs no model: inside a word, all that fits is what stands there."""
    inside = request.prefix[-1:].isalnum() and request.suffix[:1].isalnum()
    return Reason.MEETS_SUFFIX if inside else None


def default_threads() -> int:
    """All cores of a small machine; on larger ones, one is left to the window."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    count = cores or 1
    return count if count <= 2 else min(8, max(2, count // 2))
