"""A GPT-2-family folder on a graphics processor, run by torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from writer.engine.device import this_device
from writer.engine.gpt2 import GPT2
from writer.engine.lean_engine import LeanEngine
from writer.engine.torch_threads import TorchThreads
from writer.log import get_logger

log = get_logger(__name__)


class TorchEngine(TorchThreads, LeanEngine):
    """A folder on torch's ``device`` (``None``: what this machine has); imports no transformers.

    A model that does not fit there, or does not run, stays on the CPU. ``more`` is what every
    :class:`LeanEngine` takes.
    """

    def __init__(self, folder: Path, *, device: str | None = None, **more: Any) -> None:
        super().__init__(folder, **more)
        self._device = device

    def _read(self) -> tuple[GPT2, str]:
        device = self._device or this_device()
        if device != "cpu":
            try:
                return GPT2(self._folder, self._adapter, device), f"fp32, {device}"
            except (RuntimeError, NotImplementedError) as error:
                log.warning("the model stays on the CPU: %s", str(error).split("\n")[0])
        return GPT2(self._folder, self._adapter), "fp32"
