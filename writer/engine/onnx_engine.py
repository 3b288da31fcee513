"""The engine that the application uses: a GPT-2-family folder, run by ONNX Runtime on the CPU."""

from __future__ import annotations

from pathlib import Path

from writer.completion.word_filter import WordFilter
from writer.engine.choose import AUTO
from writer.engine.config import GPT2Config, read_config
from writer.engine.onnx_model import OnnxCache, OnnxModel
from writer.engine.precision import PRECISIONS, SAFE
from writer.engine.probe import choose_for
from writer.engine.prompt_cache import MEMORY_LIMIT, LeanSession
from writer.engine.session_engine import Opened, SessionEngine
from writer.engine.shaping import Features
from writer.engine.threads import is_light, threads_for
from writer.engine.tokenizer import load_tokenizer
from writer.engine.vocabulary import Vocabulary


def chosen(
    folder: Path,
    config: GPT2Config,
    memory: Path | None,
    threads: int,
    adapter: Path | None = None,
) -> str:
    """What "auto" is for a model on this machine: see :class:`OnnxEngine`."""
    if memory is None or is_light(config):
        return SAFE
    return choose_for(folder, config, memory, threads, adapter)


class OnnxEngine(SessionEngine):
    """One GPT-2-family folder; imports neither torch nor transformers.

    ``adapter`` is the folder of a LoRA adapter that is added to the weights, or ``None``.
    ``precision`` is one of ``writer.engine.precision.PRECISIONS``, or "auto": fp32 for a
    light model; for others, with a file ``memory``, what measures best here, which is remembered in
    that file, and fp32 without.
    ``cache_bytes`` bounds the memory of the prompt cache. Nothing is read before ``load``.
    """

    keeps_several_texts = True

    def __init__(
        self,
        folder: Path,
        *,
        threads: int | None = None,
        precision: str = AUTO,
        features: Features | None = None,
        cache_bytes: int = MEMORY_LIMIT,
        word_filter: WordFilter | None = None,
        adapter: Path | None = None,
        notice: str = "",
        memory: Path | None = None,
    ) -> None:
        super().__init__(
            folder, threads=threads, features=features, word_filter=word_filter, notice=notice
        )
        if precision != AUTO and precision not in PRECISIONS:
            names = ", ".join((AUTO, *PRECISIONS))
            raise ValueError(f"unknown precision {precision!r}; one of {names}")
        self._adapter = adapter
        self._precision = precision
        self._cache_bytes = cache_bytes
        self._memory = memory
        self._lean: LeanSession[OnnxCache] | None = None

    def _open(self) -> Opened:
        config = read_config(self._folder)
        threads = self._threads or threads_for(config)
        precision = self._precision
        if precision == AUTO:
            precision = chosen(self._folder, config, self._memory, threads, self._adapter)
        model = OnnxModel(self._folder, precision, threads=threads, adapter=self._adapter)
        tokenizer = load_tokenizer(self._folder)
        if tokenizer.end_token is None:
            tokenizer.end_token = model.config.end_token
        self._lean = LeanSession(model, self._cache_bytes)
        return Opened(
            session=self._lean,
            vocabulary=Vocabulary(tokenizer, model.config.vocab_size),
            positions=model.config.positions,
            parameters=model.config.parameters,
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
