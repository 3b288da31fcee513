"""A page to try the three keys on: a real editor whose suggestions are written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QWidget

from writer.completion.words import first_word
from writer.ui.editor_view import EditorView


@dataclass(frozen=True, slots=True)
class Lesson:
    """A key to press, by the name of its command, and the suggestion that is there for it."""

    command: str
    ghost: str


OPENING = "It was a bright cold day"
LESSONS = (
    Lesson("accept", " in April, and the clocks"),
    Lesson("accept_word", " were striking twelve"),
    Lesson("dismiss", " striking twelve"),
)


class PracticeView(EditorView):
    """Emits ``lesson_changed`` with the number of the lesson; ``len(LESSONS)`` is the end."""

    lesson_changed = Signal(int)

    def __init__(self, keys: Mapping[str, QKeySequence], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("practice")
        self.setAccessibleName(self.tr("Try it here"))
        self._keys = keys
        self._rest = ""
        self.lesson = 0
        self.key_handler = self._key
        self.typed.connect(self._typed_through)
        self.focus_changed.connect(lambda on: self._show() if on else None)

    def start(self) -> None:
        """From the first lesson."""
        self.setTabChangesFocus(False)
        self.ghost.lift()
        self.setPlainText(OPENING)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._begin(0)

    def _begin(self, lesson: int) -> None:
        self.lesson = lesson
        done = lesson >= len(LESSONS)
        self._rest = "" if done else LESSONS[lesson].ghost
        # Nobody is kept in here: when there is nothing left to take, Tab goes on.
        self.setTabChangesFocus(done)
        self.lesson_changed.emit(lesson)
        # After the event: the editor clears ghost text while it handles a key.
        QTimer.singleShot(0, self, self._show)

    def _show(self) -> None:
        if not self.textCursor().hasSelection():
            self.ghost.show(self._rest)

    def _key(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        pressed = QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key())))
        if not self.ghost.text or self.lesson >= len(LESSONS):
            return False
        command = next((name for name, keys in self._keys.items() if keys == pressed), None)
        if command is None:
            return False
        taken = {"accept": self._rest, "accept_word": first_word(self._rest)}.get(command, "")
        if taken:
            self.insert_suggestion(taken)
        else:
            self.ghost.lift()
        self._rest = self._rest[len(taken) :] if taken else ""
        if command == LESSONS[self.lesson].command:
            self._begin(self.lesson + 1)
        else:
            self._again()
        return True

    def _typed_through(self, text: str) -> None:
        if self._rest.startswith(text):
            self._rest = self._rest[len(text) :]
        elif self.lesson < len(LESSONS):
            self._rest = ""
        self._again()

    def _again(self) -> None:
        """Another key than the lesson's was pressed: what is left of the ghost, or a new one."""
        if self.lesson >= len(LESSONS):
            return
        self._rest = self._rest or LESSONS[self.lesson].ghost
        QTimer.singleShot(0, self, self._show)
