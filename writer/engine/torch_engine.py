"""A GPT-2-family folder on a graphics processor, run by torch."""

from __future__ import annotations

from pathlib import Path

from writer.completion.word_filter import WordFilter
from writer.engine.device import this_device
from writer.engine.gpt2 import GPT2, KVCache
from writer.engine.prompt_cache import MEMORY_LIMIT, LeanSession
from writer.engine.session_engine import Opened
from writer.engine.shaping import Features
from writer.engine.tokenizer import load_tokenizer
from writer.engine.torch_threads import TorchThreads
from writer.engine.vocabulary import Vocabulary
from writer.log import get_logger

log = get_logger(__name__)


class TorchEngine(TorchThreads):
    """One GPT-2-family folder through the lean forward pass; imports no transformers.

    ``adapter`` is the folder of a LoRA adapter that is added to the weights, or ``None``.
    ``device`` is torch's name of the device, or ``None`` for what this machine has; a model that
    does not fit there, or does not run, stays on the CPU. ``cache_bytes`` bounds the memory of the
    prompt cache. Nothing is read before ``load``.
    """

    keeps_several_texts = True

    def __init__(
        self,
        folder: Path,
        *,
        threads: int | None = None,
        device: str | None = None,
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
        self._device = device
        self._cache_bytes = cache_bytes
        self._lean: LeanSession[KVCache] | None = None

    def _open(self) -> Opened:
        model = self._read(self._device or this_device())
        tokenizer = load_tokenizer(self._folder)
        if tokenizer.end_token is None:
            tokenizer.end_token = model.config.end_token
        vocabulary = Vocabulary(tokenizer, model.config.vocab_size)
        self._lean = LeanSession(model, self._cache_bytes)
        return Opened(
            session=self._lean,
            vocabulary=vocabulary,
            positions=model.config.positions,
            parameters=model.config.parameters,
            precision="fp32" if model.device == "cpu" else f"fp32, {model.device}",
            adapter=self._adapter.name if self._adapter else "",
        )

    def _read(self, device: str) -> GPT2:
        """The model on ``device``, or on the CPU where it does not fit or does not run."""
        if device != "cpu":
            try:
                return GPT2(self._folder, self._adapter, device)
            except (RuntimeError, NotImplementedError) as error:
                log.warning("the model stays on the CPU: %s", str(error).split("\n")[0])
        return GPT2(self._folder, self._adapter)

    @property
    def fed_tokens(self) -> int:
        """Tokens that went through the model since it was loaded: what the cache saves shows."""
        return 0 if self._lean is None else self._lean.fed_tokens

    def close(self) -> None:
        """Free the model and its caches."""
        super().close()
        self._lean = None
