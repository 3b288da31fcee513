"""What both engines of the GPT-2 family do around the model that they run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from writer.completion.word_filter import WordFilter
from writer.engine.lean_session import LeanSession
from writer.engine.model import CausalModel
from writer.engine.prompt_cache import MEMORY_LIMIT
from writer.engine.session_engine import Opened, SessionEngine
from writer.engine.shaping import Features
from writer.engine.tokenizer import load_tokenizer
from writer.engine.vocabulary import Vocabulary


class LeanEngine(SessionEngine):
    """One GPT-2-family folder behind a prompt cache; a subclass reads the model.

    ``adapter`` is the folder of a LoRA adapter that is added to the weights, or ``None``.
    ``cache_bytes`` bounds the memory of the prompt cache. Nothing is read before ``load``.
    """

    keeps_several_texts = True

    def __init__(
        self,
        folder: Path,
        *,
        threads: int | None = None,
        features: Features | None = None,
        cache_bytes: int = MEMORY_LIMIT,
        word_filter: WordFilter | None = None,
        adapter: Path | None = None,
        notice: str = "",
    ) -> None:
        super().__init__(
            folder, threads=threads, features=features, word_filter=word_filter, notice=notice
        )
        self._adapter = adapter
        self._cache_bytes = cache_bytes
        self._lean: LeanSession[Any] | None = None

    def _read(self) -> tuple[CausalModel[Any], str]:
        """The model, and what to call its precision; raises ``ModelError``."""
        raise NotImplementedError

    def _open(self) -> Opened:
        model, precision = self._read()
        config = model.config
        tokenizer = load_tokenizer(self._folder)
        if tokenizer.end_token is None:
            tokenizer.end_token = config.end_token
        vocabulary = Vocabulary(tokenizer, config.vocab_size)
        self._lean = LeanSession(model, self._cache_bytes)
        return Opened(
            session=self._lean,
            vocabulary=vocabulary,
            positions=config.positions,
            parameters=config.parameters,
            precision=precision,
            adapter=self._adapter.name if self._adapter else "",
        )

    @property
    def fed_tokens(self) -> int:
        """Tokens that went through the model since it was loaded: what the cache saves shows."""
        return 0 if self._lean is None else self._lean.fed_tokens

    def close(self) -> None:
        """Free the model and its caches."""
        self._lean = None
        super().close()
