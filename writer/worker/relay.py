"""Hands on to the window what the engine's thread made: after a key is painted, once a frame."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from writer.worker.coalescer import Coalescer
from writer.worker.results import ChunkResult, RequestResult


class Relay(QObject):
    """Lives in the window's thread."""

    chunk_ready = Signal(object)
    """A ``ChunkResult``."""
    request_finished = Signal(object)
    """A ``RequestResult``, after all chunks of its request."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.coalescer = Coalescer()
        self._waiting: list[ChunkResult | RequestResult] = []
        self._delivery = self._timer("suggestion-delivery", 0)
        self._delivery.timeout.connect(self._deliver)
        self._frame = self._timer("suggestion-frame", round(self.coalescer.frame_s * 1000))
        self._frame.timeout.connect(self._release_held)

    def _timer(self, name: str, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setObjectName(name)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setInterval(interval_ms)
        return timer

    def take(self, made: ChunkResult | RequestResult) -> None:
        """Qt paints what waits to be painted before it looks at timers: if this came together with
        a key, the key's letter is on the screen before the suggestion costs anything."""
        self._waiting.append(made)
        if not self._delivery.isActive():
            self._delivery.start()

    def _deliver(self) -> None:
        waiting, self._waiting = self._waiting, []
        for made in waiting:
            if isinstance(made, ChunkResult):
                self._add(made)
            else:
                self._release_held()
                self.request_finished.emit(made)

    def _add(self, chunk: ChunkResult) -> None:
        for released in self.coalescer.add(chunk, time.perf_counter()):
            self.chunk_ready.emit(released)
        if self.coalescer.holding and not self._frame.isActive():
            self._frame.start()

    def _release_held(self) -> None:
        self._frame.stop()
        for released in self.coalescer.flush(time.perf_counter()):
            self.chunk_ready.emit(released)
