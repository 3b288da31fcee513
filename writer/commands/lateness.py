"""How late a timer of the window is: what keeps its thread from the next event."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

TICK_MS = 5


def lateness(done: Callable[[], bool], limit_s: float) -> list[float]:
    """How late each tick of a timer in the window's thread is, in milliseconds."""
    late: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append(max(0.0, (now - last) * 1000 - TICK_MS))
        last = now

    timer = QTimer()
    timer.setObjectName("bench-tick")
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(TICK_MS)
    end = last + limit_s
    while not done() and time.perf_counter() < end:
        QApplication.processEvents()
        time.sleep(0.0002)
    timer.stop()
    return late
