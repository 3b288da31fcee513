"""What ``writer bench-ui`` measures in the real window, one thing a method."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from writer.benchmarks.tails import Turns
from writer.benchmarks.window_table import CONDITIONS, SizeResult
from writer.commands.lateness import lateness
from writer.commands.real_window import wait_ms, wait_until
from writer.completion.reasons import Reason
from writer.completion.request import (
    CancelToken,
    Chunk,
    CompletionOptions,
    CompletionRequest,
    EngineInfo,
    Trigger,
)
from writer.errors import WriterError

if TYPE_CHECKING:
    from writer.app import WriterApp
    from writer.ui.main_window import MainWindow

PAUSE_MS = 15
"""Between two keys; while one is streamed the next key comes after this."""
KEYS_IN_A_TURN = 12
MOST_KEYS_IN_A_TURN = 5 * KEYS_IN_A_TURN
"""Not every key finds the model at work, and a p99 of fewer keys is nearer to the slowest."""
ANSWER_LIMIT_S, SAVE_LIMIT_S, PAINT_LIMIT_S = 10.0, 60.0, 30.0
PIECE_S = 0.004
QUEUED = Path("/proc/thread-self/schedstat")
"""Nanoseconds with a processor and without one, and time slices (Linux, sched-stats.rst)."""


class SteadyEngine:
    """Says the same words at a steady pace: what the window costs, whatever the model."""

    def __init__(self, model: str | None = None, adapter: str | None = None) -> None:
        """It is the same whatever is chosen."""
        del model, adapter

    def load(self) -> EngineInfo:
        """Nothing is read."""
        return EngineInfo(
            name="scripted", parameters=0, context_tokens=1024, precision="scripted", load_ms=0.0
        )

    def stream(self, request: CompletionRequest, cancel: CancelToken) -> Iterator[Chunk]:
        """Eight pieces, 4 ms apart."""
        del request
        for number in range(8):
            time.sleep(PIECE_S)
            if cancel.cancelled:
                yield Chunk(0, "", 1.0, Reason.CANCELLED)
                return
            yield Chunk(0, " words"[: 6 if number else 3], 1.0)
        yield Chunk(0, "", 1.0, Reason.WORD_LIMIT)

    def prefill(self, prefix: str, cancel: CancelToken) -> None:
        """Reading takes it no time."""

    def close(self) -> None:
        """There is nothing to free."""


def write_document(path: Path, passage: str, words: int) -> None:
    """A file of so many words: the passage again and again, each paragraph with a number."""
    paragraphs = [one.replace("\n", " ") for one in passage.split("\n\n") if one.strip()]
    written, number = 0, 0
    with path.open("w", encoding="utf-8") as file:
        while written < words:
            paragraph = paragraphs[number % len(paragraphs)].split()[: words - written]
            file.write(" ".join(paragraph) + "\n\n")
            written, number = written + len(paragraph), number + 1


@dataclass(frozen=True, slots=True)
class KeyTimes:
    """One key, in milliseconds; see :class:`SizeResult`."""

    clock_ms: float
    busy_ms: float
    queued_ms: float | None


Measured = dict[str, list[list[KeyTimes]]]


def _one_time(measured: Measured, time_of: Callable[[KeyTimes], float | None]) -> dict[str, Turns]:
    """One of the times of all keys, where it is known."""
    return {
        condition: [[t for key in turn if (t := time_of(key)) is not None] for turn in turns]
        for condition, turns in measured.items()
    }


class WindowMeasures:
    """Drives one application; the figures come back as milliseconds."""

    def __init__(self, app: WriterApp, typed: str) -> None:
        self._app = app
        # QTest knows the keys of ASCII only.
        self._typed = " ".join(typed.encode("ascii", "ignore").decode().split())
        self._place = 0
        self._painted_at: float | None = None

    # -- documents ---------------------------------------------------------------------------

    def size(self, path: Path, words: int, keys: int) -> SizeResult:
        """Everything about a document of one size."""
        opened_in_ms = self._open(path)
        window = self._app.windows[-1]
        memory = memory_mb()
        measured = self._keys(window, keys)
        window.suggestions.set_enabled(False)
        saved_in_ms, held_ms = self._save(window)
        window.documents.close()
        window.editor.clear()
        window.editor.document().setModified(False)
        window.close()
        return SizeResult(
            words,
            _one_time(measured, lambda key: key.clock_ms),
            _one_time(measured, lambda key: key.busy_ms),
            _one_time(measured, lambda key: key.queued_ms),
            opened_in_ms,
            saved_in_ms,
            held_ms,
            memory,
        )

    def _open(self, path: Path) -> float:
        start = time.perf_counter()
        window = self._app.open(path)
        self._watch(window)
        self._until_painted()
        return (self._painted_or_now() - start) * 1000

    def _save(self, window: MainWindow) -> tuple[float, float]:
        start = time.perf_counter()
        window.documents.save()
        held = time.perf_counter()
        if not wait_until(lambda: not window.documents.is_saving, SAVE_LIMIT_S, 1):
            raise WriterError("The document was not saved in a minute.")
        return (time.perf_counter() - start) * 1000, (held - start) * 1000

    # -- keys --------------------------------------------------------------------------------

    def _watch(self, window: MainWindow) -> None:
        def painted(_painter: QPainter, _rect: QRectF) -> None:
            self._painted_at = time.perf_counter()

        window.editor.overlays.append(painted)

    def _until_painted(self) -> None:
        self._painted_at = None
        end = time.monotonic() + PAINT_LIMIT_S
        while self._painted_at is None:
            QApplication.processEvents()
            if time.monotonic() > end:
                raise WriterError("The window was not painted.")

    def _painted_or_now(self) -> float:
        return time.perf_counter() if self._painted_at is None else self._painted_at

    def _keys(self, window: MainWindow, keys: int) -> Measured:
        """Keys in the middle of the text, a few without suggestions and a few with, in turns."""
        cursor = window.editor.textCursor()
        cursor.setPosition(window.editor.document().characterCount() // 2)
        window.editor.setTextCursor(cursor)
        window.editor.setFocus()
        wait_ms(300)
        measured: Measured = {condition: [] for condition in CONDITIONS}
        rounds = max(1, round(keys / KEYS_IN_A_TURN))
        for number in range(rounds + 1):
            for shift in range(len(CONDITIONS)):
                condition = CONDITIONS[(number + shift) % len(CONDITIONS)]
                turn = self._turn(window, condition)
                if number:  # the first round warms everything up
                    measured[condition].append(turn)
        return measured

    def _turn(self, window: MainWindow, condition: str) -> list[KeyTimes]:
        window.suggestions.set_enabled(condition != "off")
        window.settings.override("completions.debounce_ms", 0 if condition == "streaming" else 40)
        self._next_paragraph(window)
        turn: list[KeyTimes] = []
        for _ in range(MOST_KEYS_IN_A_TURN):
            if len(turn) == KEYS_IN_A_TURN:
                break
            streams = window.suggestions.state.pending is not None
            if condition == "streaming" and not streams and window.suggestions.shown_text:
                # It was quicker than the keys, and may be right for a line: try elsewhere.
                self._next_paragraph(window)
            key = self._key(window)
            if streams == (condition == "streaming"):
                turn.append(key)
            wait_ms(PAUSE_MS)
            if condition == "on":
                wait_until(lambda: window.suggestions.state.pending is None, ANSWER_LIMIT_S, 2)
        wait_until(lambda: window.suggestions.state.pending is None, ANSWER_LIMIT_S, 2)
        window.suggestions.dismiss()
        return turn

    def _next_paragraph(self, window: MainWindow) -> None:
        """To the end of the next paragraph with text in it, so that none grows beyond measure;
        after the last one to the first."""
        cursor = window.editor.textCursor()
        while cursor.movePosition(QTextCursor.MoveOperation.NextBlock):
            if cursor.block().text():
                break
        else:
            cursor.movePosition(QTextCursor.MoveOperation.Start)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        window.editor.setTextCursor(cursor)
        # The next key is not to pay for the page that scrolled here.
        self._until_painted()
        wait_ms(PAUSE_MS)

    def _key(self, window: MainWindow) -> KeyTimes:
        letter = self._typed[self._place % len(self._typed)]
        self._place += 1
        queued = queued_ms()
        start, worked = time.perf_counter(), time.thread_time()
        QTest.keyClicks(window.editor, letter)
        self._until_painted()
        return KeyTimes(
            (self._painted_or_now() - start) * 1000,
            (time.thread_time() - worked) * 1000,
            None if queued is None else (queued_ms() or queued) - queued,
        )

    # -- lateness ----------------------------------------------------------------------------

    def decode_without_end(self, seconds: float) -> list[float]:
        """Lateness while the engine answers one long request after the other."""
        number = 10_000_000

        def next_request(*_: object) -> None:
            nonlocal number
            number += 1
            self._app.worker.submit(
                CompletionRequest(
                    id=number,
                    revision=0,
                    prefix=self._typed[-4000:] + f" {number}",
                    trigger=Trigger.EXPLICIT,
                    options=CompletionOptions(max_words=64, stop_at_sentence=False),
                )
            )

        self._app.worker.request_finished.connect(next_request)
        next_request()
        values = lateness(lambda: False, seconds)
        self._app.worker.request_finished.disconnect(next_request)
        return values


def queued_ms() -> float | None:
    """How long this thread has waited for a processor since it began; Linux only."""
    try:
        return int(QUEUED.read_text(encoding="ascii").split()[1]) / 1e6
    except (OSError, IndexError, ValueError):
        return None


def memory_mb() -> float | None:
    """What this process holds now; on macOS the most it ever held."""
    if sys.platform == "linux":
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    elif sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return None
