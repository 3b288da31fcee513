"""Tells a screen reader what is suggested: once, politely, when it has settled."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

SETTLED_MS = 700
"""How long a suggestion must stand unchanged: nobody wants to hear every stage of it."""


class Announcer(QObject):
    """Follows the ghost text of one editor."""

    def __init__(self, speaker: QWidget) -> None:
        """``speaker`` is the widget in whose name it is said."""
        super().__init__(speaker)
        self._speaker = speaker
        self._text = ""
        self._said = ""
        self._timer = QTimer(self)
        self._timer.setObjectName("suggestion-announcement")
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self._settled)

    def follow(self, text: str) -> None:
        """The ghost text is ``text`` now (empty: there is none)."""
        self._text = text
        if not text:
            self._timer.stop()
            self._said = ""
        elif self._said.endswith(text):
            self._said = text  # typed or taken up to here: this was heard already
            self._timer.stop()
        else:
            self._timer.start()

    def _settled(self) -> None:
        self._said = self._text
        self.say(self.tr("Suggestion: {text}").format(text=self._text.strip()))

    def say(self, sentence: str) -> None:
        """Hand a sentence to the screen reader, which says it when it has nothing else to say."""
        event = QAccessibleAnnouncementEvent(self._speaker, sentence)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)
