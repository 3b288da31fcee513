"""The engine that the application uses: a GPT-2-family folder, run by torch on the CPU."""

from __future__ import annotations

from pathlib import Path

from writer.completion.word_filter import WordFilter
from writer.engine.gpt2 import GPT2
from writer.engine.prompt_cache import MEMORY_LIMIT, LeanSession
from writer.engine.session_engine import Opened, SessionEngine
from writer.engine.shaping import Features
from writer.engine.tokenizer import load_tokenizer
from writer.engine.vocabulary import Vocabulary


class TorchEngine(SessionEngine):
    """One GPT-2-family folder through the lean forward pass; imports no transformers.

    ``adapter`` is the folder of a LoRA adapter that is added to the weights, or ``None``.
    ``precision`` is one of ``writer.engine.weights.PREFERENCE``; ``cache_bytes`` bounds the
    memory of the prompt cache. Nothing is read before ``load``.
    """

    def __init__(
        self,
        folder: Path,
        *,
        threads: int | None = None,
        precision: str = "auto",
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
        self._precision = precision
        self._cache_bytes = cache_bytes
        self._lean: LeanSession | None = None

    def _open(self) -> Opened:
        model = GPT2(self._folder, self._precision, self._adapter)
        tokenizer = load_tokenizer(self._folder)
        if tokenizer.end_token is None:
            tokenizer.end_token = model.config.end_token
        vocabulary = Vocabulary(tokenizer, model.config.vocab_size)
        self._lean = LeanSession(model, self._cache_bytes)
        return Opened(
            session=self._lean,
            vocabulary=vocabulary,
            positions=model.config.positions,
            parameters=model.parameters,
            precision=model.precision.name,
            adapter=self._adapter.name if self._adapter else "",
        )

    @property
    def fed_tokens(self) -> int:
        """Tokens that went through the model since it was loaded: what the cache saves shows."""
        return 0 if self._lean is None else self._lean.fed_tokens

    def close(self) -> None:
        """Free the model and its caches."""
        super().close()
        self._lean = None
