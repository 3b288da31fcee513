"""Counts what is written: this session, today, and how much of it was taken from suggestions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from writer.documents.edits import units
from writer.documents.writing_log import (
    Day,
    Log,
    add_to_log,
    clear_log,
    load_log,
    streak,
    words_begun,
)
from writer.settings.store import Settings
from writer.ui.background import Background
from writer.ui.editor_view import EditorView
from writer.ui.suggestion_controller import SuggestionController
from writer.ui.translation import plain_sentence

SAVE_AFTER_MS = 5000
STOPPING_WAIT_S = 0.5


@dataclass(frozen=True, slots=True)
class Progress:
    """Words written, and the goals (0: none)."""

    session: int
    session_goal: int
    today: int
    daily_goal: int
    streak_days: int

    @property
    def share(self) -> float | None:
        """How far the goal is reached, 0 to 1; the day's stands before the session's."""
        if self.daily_goal:
            return min(1.0, self.today / self.daily_goal)
        return min(1.0, self.session / self.session_goal) if self.session_goal else None


class WritingCounts(QObject):
    """One per window. A word counts when it is begun, and stays counted when it is deleted."""

    progressed = Signal(object)
    """A ``Progress``."""
    notified = Signal(str)

    def __init__(
        self,
        path: Path,
        editor: EditorView,
        suggestions: SuggestionController,
        settings: Settings,
        parent: QObject,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._editor = editor
        self._settings = settings
        self._today = today
        self._session = 0
        self._pending: dict[date, Day] = {}
        self._log: Log = {}
        self._disk = Background("writing-log", self)
        self._soon = QTimer(self)
        self._soon.setObjectName("writing-log-save")
        self._soon.setSingleShot(True)
        self._soon.setInterval(SAVE_AFTER_MS)
        self._soon.timeout.connect(self.save)
        editor.typed.connect(self._typed)
        suggestions.accepted.connect(self._accepted)
        end = settings.on_change(lambda key: self.tell() if key.startswith("goals.") else None)
        self.destroyed.connect(lambda: end())
        self._disk.submit(partial(load_log, path), self._saved)

    @property
    def log(self) -> dict[date, Day]:
        """Every day, with what is not on the disk yet."""
        days = {*self._log, *self._pending}
        return {d: self._log.get(d, Day()) + self._pending.get(d, Day()) for d in sorted(days)}

    def progress(self) -> Progress:
        """How it stands."""
        goal = self._settings.integer("goals.daily_words")
        log, today = self.log, self._today()
        return Progress(
            session=self._session,
            session_goal=self._settings.integer("goals.session_words"),
            today=log.get(today, Day()).written,
            daily_goal=goal,
            streak_days=streak(log, today, goal),
        )

    def tell(self) -> None:
        """Say how it stands."""
        self.progressed.emit(self.progress())

    def save(self) -> None:
        """Write down what was counted."""
        pending, self._pending = self._pending, {}
        if pending:
            self._log = {d: self._log.get(d, Day()) + w for d, w in pending.items()} | {
                d: w for d, w in self._log.items() if d not in pending
            }
            work = partial(add_to_log, self._path, pending)
            self._disk.submit(
                work, self._saved, lambda error: self.notified.emit(plain_sentence(error))
            )

    def clear(self) -> None:
        """Forget every day, and this session."""
        self._pending, self._log, self._session = {}, {}, 0
        self._disk.submit(
            partial(clear_log, self._path),
            self._saved,
            lambda error: self.notified.emit(plain_sentence(error)),
        )
        self.tell()

    def close(self) -> None:
        """The window has closed."""
        self._soon.stop()
        self.save()
        self._disk.stop(STOPPING_WAIT_S)

    def wait(self, timeout_s: float) -> bool:
        """Until everything is on the disk."""
        return self._disk.wait(timeout_s)

    def _typed(self, text: str) -> None:
        self._count(text, accepted=False)

    def _accepted(self, text: str) -> None:
        self._count(text, accepted=True)

    def _count(self, text: str, *, accepted: bool) -> None:
        length = units(text)
        place = self._editor.textCursor().position() - length - 1
        before = self._editor.document().characterAt(place) if place >= 0 else ""
        words = words_begun(before, text)
        if not words:
            return
        day = self._today()
        more = Day(words, words if accepted else 0)
        self._pending[day] = self._pending.get(day, Day()) + more
        self._session += words
        if not self._soon.isActive():
            self._soon.start()
        self.tell()

    def _saved(self, log: Log) -> None:
        self._log = log
        self.tell()
