"""The engine that the application uses: a GPT-2-family folder, run by ONNX Runtime on the CPU."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from writer.engine.choose import AUTO
from writer.engine.config import GPT2Config, read_config
from writer.engine.converted_copy import CopyOf, tidy
from writer.engine.fidelity import CALIBRATED, read_fidelity
from writer.engine.lean_engine import LeanEngine
from writer.engine.onnx_model import OnnxModel
from writer.engine.precision import PRECISIONS, SAFE
from writer.engine.probe import choose_for
from writer.engine.threads import is_light, threads_for


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


Calibrate = Callable[[CopyOf, Path], None]
"""Sees to it that there is a calibrated copy of a model in a folder at some later start."""


def copies_beside(memory: Path) -> Path:
    """The folder for converted models, beside the file in which precisions are remembered."""
    return memory.with_name("converted")


class OnnxEngine(LeanEngine):
    """A folder on the CPU; imports neither torch nor transformers.

    ``precision`` is one of ``writer.engine.precision.PRECISIONS``, or "auto": fp32 for a light
    model; for others, with a file ``memory``, what measures best here, which is remembered in that
    file, and fp32 without. Beside the file are kept the models that were converted, and
    where one is not calibrated, ``calibrate`` is told. ``more`` is what every :class:`LeanEngine`
    takes.
    """

    def __init__(
        self,
        folder: Path,
        *,
        precision: str = AUTO,
        memory: Path | None = None,
        calibrate: Calibrate | None = None,
        **more: Any,
    ) -> None:
        super().__init__(folder, **more)
        if precision != AUTO and precision not in PRECISIONS:
            names = ", ".join((AUTO, *PRECISIONS))
            raise ValueError(f"unknown precision {precision!r}; one of {names}")
        self._precision = precision
        self._memory = memory
        self._calibrate = calibrate

    def _read(self) -> tuple[OnnxModel, str]:
        config = read_config(self._folder)
        threads = self._threads or threads_for(config)
        precision = self._precision
        if precision == AUTO:
            precision = chosen(self._folder, config, self._memory, threads, self._adapter)
        store = None if self._memory is None else copies_beside(self._memory)
        if store is not None:
            tidy(store)
        model = OnnxModel(
            self._folder, precision, threads=threads, adapter=self._adapter, store=store
        )
        if store is not None and self._calibrate and model.rough_logits and not model.calibrated:
            known = read_fidelity(self._folder).get(CALIBRATED.format(precision))
            if known is None or known.passes:
                self._calibrate(CopyOf(self._folder, precision, self._adapter), store)
        return model, precision
