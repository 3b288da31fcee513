"""The quiet line at the bottom: why nothing is shown, words, the model, its last latency."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QToolButton, QWidget

from writer.ui.goal_mark import GoalMark
from writer.ui.late_progress_bar import LateProgressBar
from writer.ui.locale_words import number_words


class ElidedLabel(QLabel):
    """A line of text that gives way: too long, it ends in an ellipsis and keeps a tool tip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()


NOTICE_MS = 8000
"""How long a notice stands before the next one, or before the reason comes back."""


class WriterStatusBar(QStatusBar):
    """Shows facts; it decides nothing."""

    suggestions_clicked = Signal()
    words_clicked = Signal()
    model_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_bar")
        self.setSizeGripEnabled(False)
        self._sentence = ""
        self._work = ""
        self._notices: list[str] = []
        self._notice_timer = QTimer(self)
        self._notice_timer.setObjectName("status-notice")
        self._notice_timer.setSingleShot(True)
        self._notice_timer.setInterval(NOTICE_MS)
        self._notice_timer.timeout.connect(self._next_notice)
        self._reason = ElidedLabel(self)
        self._reason.setObjectName("status_reason")
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._reason.setContentsMargins(10, 0, 10, 0)
        self._latency = QLabel(self)
        self._latency.setToolTip(self.tr("From asking to the first word of the last suggestion"))
        self._model = QToolButton(self)
        self._model.setObjectName("model_in_use")
        self._model.setAutoRaise(True)
        self._model.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model.setToolTip(self.tr("The model that makes the suggestions: choose another"))
        self._model.clicked.connect(self.model_clicked)
        self.goal = GoalMark(self)
        self.progress = LateProgressBar(self)
        self._words = QToolButton(self)
        self._words.setObjectName("word_count")
        self._words.setAutoRaise(True)
        self._words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words.clicked.connect(self.words_clicked)
        self._switch = QToolButton(self)
        self._switch.setObjectName("suggestions_switch")
        self._switch.setAutoRaise(True)
        self._switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._switch.clicked.connect(self.suggestions_clicked)
        # The bar stands behind the sentence that says what it is about: nothing there moves it.
        work = QWidget(self)
        line = QHBoxLayout(work)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._reason)
        line.addWidget(self.progress)
        line.addStretch(1)
        self.addWidget(work, 1)
        for widget in (self._latency, self._model, self._switch, self.goal, self._words):
            self.addPermanentWidget(widget)
        self.set_words(0)

    def set_reason(self, sentence: str) -> None:
        """Why nothing, or nothing more, is shown; the full sentence is in the tool tip too."""
        self._sentence = sentence
        self._show_sentence()

    def reason(self) -> str:
        """What is being done, or the last sentence about suggestions; a notice may hide it."""
        return self._work or self._sentence

    def set_work(self, sentence: str) -> None:
        """What is being done; it stands until an empty one takes it back."""
        self._work = sentence
        self._show_sentence()

    def add_notice(self, sentence: str) -> None:
        """Something a person should read once: it stays for a while, whatever else is said."""
        self._notices.append(sentence)
        self._show_sentence()
        if not self._notice_timer.isActive():
            self._notice_timer.start()

    def notice(self) -> str:
        """The notice that is shown now, or nothing."""
        return self._notices[0] if self._notices else ""

    def _next_notice(self) -> None:
        del self._notices[:1]
        if self._notices:
            self._notice_timer.start()
        self._show_sentence()

    def _show_sentence(self) -> None:
        text = self.notice() or self.reason()
        if text == self._reason.text():
            return  # Qt would tell of a new tool tip at every key
        self._reason.setText(text)
        self._reason.setToolTip(text)

    def set_words(self, count: int) -> None:
        """Words in the document."""
        self._say_count(
            self.tr("1 word")
            if count == 1
            else self.tr("{count} words").format(count=number_words(count))
        )

    def set_selected(self, words: int, characters: int, total: int) -> None:
        """Words and characters in the selection, of so many words in the document."""
        self._say_count(
            self.tr("{words} of {total} words, {characters} characters").format(
                words=number_words(words),
                total=number_words(total),
                characters=number_words(characters),
            )
        )

    def _say_count(self, text: str) -> None:
        """Digits are not all equally wide: with room for the widest, nothing beside it moves while
        a number grows."""
        width = self._words.fontMetrics().horizontalAdvance
        widest = max("0123456789", key=width)
        self._words.setText(text)
        spare = width(re.sub(r"\d", widest, text)) - width(text)
        self._words.setMinimumWidth(self._words.sizeHint().width() + spare)

    def set_count_details(self, text: str) -> None:
        """More about the counts, for who rests the mouse on them."""
        self._words.setToolTip(text)

    def words(self) -> str:
        """What stands in the counts' place."""
        return self._words.text()

    def set_model(self, name: str) -> None:
        """The model in use, or what it is doing."""
        self._model.setText(name)

    def model(self) -> str:
        """What stands in the model's place."""
        return self._model.text()

    def set_latency_ms(self, latency_ms: float) -> None:
        """The last suggestion's time to first ink."""
        self._latency.setText(f"{latency_ms:.0f} ms")

    def suggestions_text(self) -> str:
        """What the switch says."""
        return self._switch.text()

    def set_suggestions(self, mode: str) -> None:
        """Whether suggestions come by themselves; a click changes it."""
        self._switch.setText(mode)
        self._switch.setToolTip(self.tr("Turn suggestions while typing on or off"))
