"""Forward only: a typewriter. What is written stays, and the caret stays behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor

from writer.ui.editor_view import DELETE_KEYS, STANDARD, EditorView

BLOCKED_KEYS = {
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}
BLOCKED_SEQUENCES = (*DELETE_KEYS, STANDARD.Undo, STANDARD.Redo, STANDARD.SelectAll)
BLOCKED_EVENTS = {
    QEvent.Type.ContextMenu,
    QEvent.Type.DragEnter,
    QEvent.Type.DragMove,
    QEvent.Type.Drop,
}


class ForwardOnly(QObject):
    """Belongs to one editor; off until told otherwise.

    Keys that delete or move are swallowed, unless they are about a suggestion; whoever else moves
    the caret finds it back at the end. Nothing can be selected, so typing replaces nothing.
    """

    def __init__(self, editor: EditorView) -> None:
        super().__init__(editor)
        self._editor = editor
        self._on = False
        self._holding = False
        editor.installEventFilter(self)
        editor.viewport().installEventFilter(self)
        editor.cursorPositionChanged.connect(self._hold)
        editor.selectionChanged.connect(self._hold)

    @property
    def is_on(self) -> bool:
        """Whether the caret is held at the end."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Begin or end it; beginning takes the caret to the end."""
        self._on = on
        self._hold()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not self._on:
            return False
        if event.type() in BLOCKED_EVENTS:
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._is_blocked(event)
        return False

    def _is_blocked(self, event: QKeyEvent) -> bool:
        if event.key() not in BLOCKED_KEYS and not any(
            event.matches(keys) for keys in BLOCKED_SEQUENCES
        ):
            return False
        if self._editor.key_handler is not None:
            self._editor.key_handler(event)
        return True

    def _hold(self) -> None:
        if not self._on or self._holding:
            return
        cursor = self._editor.textCursor()
        if cursor.atEnd() and not cursor.hasSelection():
            return
        self._holding = True
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self._editor.setTextCursor(cursor)
        self._holding = False
