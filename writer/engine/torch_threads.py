"""How many threads torch gets while an engine loads, and in whichever thread then decodes."""

from __future__ import annotations

import threading
from collections.abc import Callable

import torch

from writer.completion.request import EngineInfo
from writer.engine.session_engine import SessionEngine
from writer.engine.threads import physical_cores, tune
from writer.log import get_logger

log = get_logger(__name__)


class TorchThreads(SessionEngine):
    """A ``SessionEngine`` whose model is run by torch."""

    _torch_threads = 0
    _settled_in = 0

    def load(self) -> EngineInfo:
        """Read the folder; raises ``ModelError`` with a sentence when it cannot be used."""
        torch.set_num_threads(self._threads or physical_cores())
        info = super().load()
        self._torch_threads = torch.get_num_threads()
        self._settled_in = threading.get_ident()
        log.info("torch uses %d threads", self._torch_threads)
        return info

    def _choose_threads(self, step: Callable[[], object]) -> None:
        if self._threads is None:
            tune(step, torch.set_num_threads)
        else:
            step()

    def _settle(self) -> None:
        """In another thread than the one that loaded: OpenMP keeps a number of threads for each."""
        if threading.get_ident() != self._settled_in:
            torch.set_num_threads(self._torch_threads)
            self._settled_in = threading.get_ident()
