"""A pause of suggestions in all windows, with an end."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from writer.completion.pausing import Pause, end_of, read_end
from writer.settings.store import Settings
from writer.ui.locale_words import end_words

LONGEST_TIMER_MS = 60_000
"""A computer that slept has lost time on its timers: look at the clock every minute."""


class SuggestionPause(QObject):
    """Follows the setting that holds the end of the pause, so it survives a new start."""

    changed = Signal(bool)
    """Whether suggestions are paused now."""

    KEY = "completions.paused_until"

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._timer = QTimer(self)
        self._timer.setObjectName("suggestion-pause")
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self.active = False
        self.look()
        end = settings.on_change(lambda key: self.look() if key == self.KEY else None)
        self.destroyed.connect(lambda: end())

    def begin(self, pause: Pause) -> None:
        """Pause from now on, in every window."""
        end = end_of(pause, datetime.now())
        self._settings.set(self.KEY, end.isoformat(timespec="seconds"))

    def end(self) -> None:
        """Go on at once."""
        self._settings.set(self.KEY, "")

    @property
    def ends_at(self) -> str:
        """The time of day at which it ends, or nothing."""
        end = read_end(self._settings.text(self.KEY))
        return end_words(end, datetime.now()) if self.active and end is not None else ""

    def look(self) -> None:
        """Compare the clock with the end of the pause."""
        end = read_end(self._settings.text(self.KEY))
        left_ms = 0.0 if end is None else (end - datetime.now()).total_seconds() * 1000
        if left_ms > 0:
            self._timer.start(int(min(left_ms, LONGEST_TIMER_MS)) + 1)
        else:
            self._timer.stop()
        if self.active != (left_ms > 0):
            self.active = left_ms > 0
            self.changed.emit(self.active)
        if end is not None and left_ms <= 0:
            self.end()
