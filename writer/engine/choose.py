"""Which engine a model folder needs; reads ``config.json`` only, and imports lazily."""

from __future__ import annotations

from pathlib import Path

from writer.completion.protocol import Engine
from writer.completion.word_filter import WordFilter
from writer.engine.config import read_json


def engine_for(
    folder: Path,
    *,
    threads: int | None = None,
    precision: str = "auto",
    word_filter: WordFilter | None = None,
) -> Engine:
    """An engine that is not loaded yet; raises ``ModelError`` for a folder without a model."""
    if read_json(folder / "config.json").get("model_type") == "gpt2":
        from writer.engine.torch_engine import TorchEngine

        return TorchEngine(folder, threads=threads, precision=precision, word_filter=word_filter)
    from writer.engine.transformers_engine import TransformersEngine

    return TransformersEngine(folder, threads=threads, word_filter=word_filter)
