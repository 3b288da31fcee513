"""What every engine does around its model: threads, prompts, silence, the decode loop."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch

from writer.completion.reasons import Reason
from writer.completion.request import CancelToken, Chunk, CompletionRequest, EngineInfo
from writer.engine.decode import Decoding
from writer.engine.healing import Session
from writer.engine.prompt import build_prompt, reserved
from writer.engine.shaping import Features
from writer.engine.vocabulary import Vocabulary
from writer.errors import ModelError
from writer.log import get_logger

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A model that was read: how to run it, and what to say about it."""

    session: Session
    vocabulary: Vocabulary
    positions: int
    parameters: int
    precision: str


class SessionEngine:
    """Implements ``writer.completion.protocol.Engine`` over a ``Session``.

    ``threads`` is how many threads torch may use (None: a number that suits the machine).
    ``features`` switches parts of the judgement off, for measurements.
    """

    def __init__(
        self, folder: Path, *, threads: int | None = None, features: Features | None = None
    ) -> None:
        self._folder = folder
        self._threads = threads
        self._features = features or Features()
        self._opened: Opened | None = None

    def _open(self) -> Opened:
        """Read the folder; raises ``ModelError``."""
        raise NotImplementedError

    def load(self) -> EngineInfo:
        """Read the folder; raises ``ModelError`` with a sentence when it cannot be used."""
        started = time.perf_counter()
        torch.set_num_threads(self._threads or default_threads())
        try:
            opened = self._open()
        except MemoryError as error:
            raise ModelError(
                f"There is not enough memory for the model in {self._folder}. Close other "
                "programs, or choose a smaller model."
            ) from error
        self._opened = opened
        info = EngineInfo(
            name=self._folder.name,
            parameters=opened.parameters,
            context_tokens=opened.positions,
            precision=opened.precision,
            load_ms=(time.perf_counter() - started) * 1000.0,
        )
        log.info("loaded %s (%s) in %.0f ms", info.name, info.precision, info.load_ms)
        return info

    def stream(self, request: CompletionRequest, cancel: CancelToken) -> Iterator[Chunk]:
        """Yield chunks for a request; see the protocol. Raises ``ModelError`` when not loaded."""
        opened = self._opened
        if opened is None:
            raise ModelError("No model is loaded. Choose a model first.")
        prompt = build_prompt(
            request.prefix,
            opened.vocabulary.tokenizer,
            opened.positions,
            healing=self._features.healing,
        )
        silence = Reason.EMPTY_TEXT if not prompt.ids else _nothing_to_add(request)
        if silence is not None:
            for index in range(max(1, request.options.alternatives)):
                yield Chunk(index, "", 0.0, silence)
            return
        yield from Decoding(
            opened.session,
            opened.vocabulary,
            prompt,
            request,
            cancel,
            token_limit=reserved(opened.positions),
            features=self._features,
        ).chunks()

    def close(self) -> None:
        """Free the model and its caches."""
        self._opened = None


def _nothing_to_add(request: CompletionRequest) -> Reason | None:
    """Inside a word, all that fits is what stands there already."""
    inside = request.prefix[-1:].isalnum() and request.suffix[:1].isalnum()
    return Reason.MEETS_SUFFIX if inside else None


def default_threads() -> int:
    """All cores of a small machine; on larger ones, half of what is there, at most eight."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    count = cores or 1
    return count if count <= 2 else min(8, max(2, count // 2))
