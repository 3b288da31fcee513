"""Which engine a model folder needs; reads ``config.json`` only, and imports lazily."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from writer.completion.word_filter import WordFilter
from writer.engine.config import read_config, read_json
from writer.engine.device import device_for
from writer.engine.shaping import Features

if TYPE_CHECKING:
    from writer.engine.onnx_engine import Calibrate
    from writer.engine.session_engine import SessionEngine

HEAD_WIDTHS = 8
"""ONNX Runtime's attention wants heads of a multiple of this; GPT-2's have 64."""
AUTO = "auto"
"""The precision that is chosen by what measures best."""


def engine_for(
    folder: Path,
    *,
    threads: int | None = None,
    precision: str = AUTO,
    features: Features | None = None,
    word_filter: WordFilter | None = None,
    adapter: Path | None = None,
    notice: str = "",
    memory: Path | None = None,
    calibrate: Calibrate | None = None,
) -> SessionEngine:
    """An engine that is not loaded yet; raises ``ModelError`` for a folder without a model.

    ``adapter`` is the folder of a LoRA adapter; only models of the GPT-2 family take one. In
    ``memory`` is remembered which precision measured best (``None``: nothing is measured);
    ``calibrate`` is told of a model that would gain by it. A model of the GPT-2 family for which a
    ``precision`` is named stays on the CPU.
    """
    common: dict[str, Any] = {
        "threads": threads,
        "features": features,
        "word_filter": word_filter,
        "notice": notice,
    }
    if read_json(folder / "config.json").get("model_type") == "gpt2":
        config = read_config(folder)
        device = device_for(config) if precision == AUTO else "cpu"
        if device != "cpu" or config.head_width % HEAD_WIDTHS:
            from writer.engine.torch_engine import TorchEngine

            return TorchEngine(folder, device=device, adapter=adapter, **common)
        from writer.engine.onnx_engine import OnnxEngine

        return OnnxEngine(
            folder,
            precision=precision,
            memory=memory,
            calibrate=calibrate,
            adapter=adapter,
            **common,
        )
    if adapter is not None:
        from writer.engine.adapter import check_adapter

        check_adapter(adapter, folder)  # says that this family takes none
    from writer.engine.transformers_engine import TransformersEngine

    return TransformersEngine(folder, **common)
