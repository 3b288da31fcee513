"""``writer bench-ui``: how late the window is while the model loads and decodes, and key to paint.

Everything runs in the real window with the real engine. A 5 ms timer in the window's thread says
how long that thread could not run; a key is timed from the event to the end of the paint that
shows it. Figures are medians and percentiles; machines are noisy, compare columns of one run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from writer import log
from writer.commands.arguments import add_model_argument
from writer.errors import WriterError

if TYPE_CHECKING:
    from writer.app import WriterApp
    from writer.ui.main_window import MainWindow

TICK_MS = 5
WORDS = "the old man stood at the window and looked out over the sea for a long time "


def main(argv: Sequence[str]) -> int:
    """Run the command; raises :class:`WriterError`."""
    parser = argparse.ArgumentParser(
        prog="writer bench-ui",
        description="Measure the window: how late its thread is while the model loads and "
        "decodes, and how long a key takes to be painted.",
    )
    parser.add_argument("--keys", type=int, default=200, help="keys to time (default 200)")
    parser.add_argument(
        "--seconds", type=float, default=4.0, help="how long the decoding is watched (default 4)"
    )
    parser.add_argument("--words", type=int, default=1000, help="words in the document")
    add_model_argument(parser)
    parser.add_argument("--debug", action="store_true", help="log everything to standard error")
    args = parser.parse_args(argv)
    log.configure(debug=args.debug)
    if sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="writer-bench-") as folder:
        _measure(Path(folder), args.model, args.keys, args.words, args.seconds)
    return 0


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def wait_ms(duration_ms: int) -> None:
    """Let the window work for so long. ``QTest.qWait`` will not do: it keeps Python's lock while
    it sleeps, so the engine's thread would stand still (1 run in 500 ms instead of 309)."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(duration_ms, loop.quit)
    loop.exec()


def _row(name: str, values_ms: Sequence[float]) -> str:
    return (
        f"{name:34}{len(values_ms):7d}{statistics.median(values_ms):9.2f}"
        f"{percentile(values_ms, 0.99):9.2f}{max(values_ms):9.2f}"
    )


def _measure(folder: Path, model: str | None, keys: int, words: int, seconds: float) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QTextCursor
    from PySide6.QtWidgets import QApplication

    from writer.app import WriterApp, chosen_engine
    from writer.paths import Profile
    from writer.settings.store import Settings

    profile = Profile.under(folder)
    profile.create()
    settings = Settings(None)
    settings.override("completions.debounce_ms", 0)
    if model is not None:
        settings.override("completions.model", model)
    application = QApplication.instance() or QApplication(["writer"])
    app = WriterApp(settings, profile, chosen_engine(settings, profile))
    ready: list[object] = []
    failures: list[str] = []
    app.worker.engine_ready.connect(ready.append)
    app.worker.engine_failed.connect(failures.append)
    app.start([])
    window = app.windows[0]
    editor = window.editor
    lateness: list[float] = []
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        lateness.append(max(0.0, (now - last[0]) * 1000 - TICK_MS))
        last[0] = now

    timer = QTimer()
    timer.setObjectName("bench-tick")
    from PySide6.QtCore import Qt

    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(TICK_MS)

    def collect(done: Callable[[], bool], limit_s: float) -> list[float]:
        lateness.clear()
        last[0] = time.perf_counter()
        end = last[0] + limit_s
        while not done() and time.perf_counter() < end:
            application.processEvents()
            time.sleep(0.0002)
        return list(lateness)

    print(f"{'ms':34}{'n':>7}{'median':>9}{'p99':>9}{'max':>9}")
    loading = collect(lambda: bool(ready or failures), 60)
    if failures or not ready:
        raise WriterError(failures[0] if failures else "The model did not load in a minute.")
    print(_row("timer late: torch and model load", loading))
    print(_row("timer late: idle", collect(lambda: False, seconds / 2)))
    editor.setPlainText((WORDS * (words // 16 + 1)).strip().replace("sea", "sea.\n"))
    editor.moveCursor(QTextCursor.MoveOperation.End)
    print(_row("timer late: decoding without end", _decoding(app, window, collect, seconds)))
    timer.stop()
    for name, enabled in (("off", False), ("on", True)) * 2:
        window.suggestions.set_enabled(enabled)
        times = _key_to_paint(window, keys, application.processEvents, wait_ms)
        print(_row(f"key to painted letter, {name}", times))
    window.suggestions.set_enabled(True)
    times = _key_to_ghost(window, max(20, keys // 10), wait_ms)
    if times:
        print(_row("key to painted ghost", times))
    else:
        print("key to painted ghost: no ghost text was shown")
    editor.document().setModified(False)
    app.quit()
    app.shut_down()


def _decoding(
    app: WriterApp,
    window: MainWindow,
    collect: Callable[[Callable[[], bool], float], list[float]],
    seconds: float,
) -> list[float]:
    """Lateness while the engine decodes one long request after the other."""
    from writer.completion.request import CompletionOptions, CompletionRequest, Trigger

    number = [10_000_000]

    def next_request(*_: object) -> None:
        number[0] += 1
        app.worker.submit(
            CompletionRequest(
                id=number[0],
                revision=0,
                prefix=window.documents.text()[-4000:] + f" {number[0]}",
                trigger=Trigger.EXPLICIT,
                options=CompletionOptions(max_words=64, stop_at_sentence=False),
            )
        )

    app.worker.request_finished.connect(next_request)
    next_request()
    values = collect(lambda: False, seconds)
    app.worker.request_finished.disconnect(next_request)
    return values


def _key_to_paint(
    window: MainWindow,
    keys: int,
    process: Callable[[], None],
    wait: Callable[[int], None],
) -> list[float]:
    """From the key event to the end of the paint that shows its letter."""
    from PySide6.QtTest import QTest

    times = []
    for index in range(keys):
        start = time.perf_counter()
        QTest.keyClicks(window.editor, WORDS[index % len(WORDS)])
        window.editor.viewport().repaint()
        times.append((time.perf_counter() - start) * 1000)
        process()
        wait(20)
    return times


def _key_to_ghost(window: MainWindow, keys: int, wait: Callable[[int], None]) -> list[float]:
    """From the key event to the end of the paint that shows ghost text, where there is any."""
    from PySide6.QtTest import QTest

    times = []
    for index in range(keys * len("the end ")):
        window.suggestions.dismiss()
        start = time.perf_counter()
        QTest.keyClicks(window.editor, WORDS[index % len(WORDS)])
        while window.suggestions.state.pending is not None:
            wait(1)
            if window.suggestions.shown_text:
                window.editor.viewport().repaint()
                times.append((time.perf_counter() - start) * 1000)
                break
        if len(times) >= keys:
            break
    return times
