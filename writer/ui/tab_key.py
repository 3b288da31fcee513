"""What Tab does where no suggestion is taken, and Shift+Tab.

Behind words nobody means a tab, which is a hole in the sentence: there Tab asks for a suggestion.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from writer.settings.store import Settings
from writer.ui.code_places import in_fence
from writer.ui.editor_view import EditorView
from writer.ui.markdown_typing import MarkdownTyping
from writer.ui.suggestion_controller import SuggestionController

SETTING = "completions.tab"
TAB = QKeySequence(Qt.Key.Key_Tab)
READ_S, DOUBLE_MS = 0.2, 400
"""What was asked for with Tab must stand so long before Tab takes it, and that Tab must come so
long after the first: the second of two quick ones was pressed before anybody could read."""


class TabKey(QObject):
    """Belongs to one editor."""

    said = Signal(str)
    """A sentence for the status bar."""

    def __init__(
        self,
        editor: EditorView,
        suggestions: SuggestionController,
        typing: MarkdownTyping,
        settings: Settings,
    ) -> None:
        super().__init__(editor)
        self._editor = editor
        self._suggestions = suggestions
        self._typing = typing
        self._settings = settings
        self._asked = False
        """Whether what is shown, or on its way, was asked for with Tab."""
        self._shown_at_s = float("-inf")
        self._asked_at_ms = 0
        """When that Tab was pressed, by the keyboard's clock; 0 if it did not say."""
        self.clock: Callable[[], float] = time.monotonic
        suggestions.latency_measured.connect(self._first_ink)
        suggestions.accepted.connect(self._forget)
        editor.typed.connect(self._forget)
        editor.press_tab = self._press

    def _first_ink(self, _latency_ms: float) -> None:
        self._shown_at_s = self.clock()

    def _forget(self, _text: str) -> None:
        self._asked = False

    def _press(self, event: QKeyEvent) -> bool:
        """Whether the key was used; if not, it takes a suggestion or is a tab."""
        if self._editor.isReadOnly():
            return False
        if event.key() == Qt.Key.Key_Backtab:
            return self._move_item(deeper=False)
        if event.modifiers():
            return False
        if self._suggestions.shown_text and not self._editor.textCursor().hasSelection():
            return self._asked and self._is_hasty(event)
        if self._suggestions.state.gathering is not None and self._takes:
            return True  # it is about what is on its way
        if self._move_item(deeper=True):
            return True
        if not self._asks_here():
            return False
        if not event.isAutoRepeat():
            self._asked, self._asked_at_ms = True, event.timestamp()
            self._suggestions.ask()
        return True

    @property
    def _takes(self) -> bool:
        """Whether Tab is the key that takes a suggestion."""
        return self._suggestions.keys["accept"] == TAB

    def _is_hasty(self, event: QKeyEvent) -> bool:
        """Whether nobody can have read yet what is shown. By the time of the key, too: the window
        may have been busy showing it when the key was pressed."""
        double = self._asked_at_ms and event.timestamp() - self._asked_at_ms < DOUBLE_MS
        unread = self.clock() - self._shown_at_s < READ_S
        return event.isAutoRepeat() or bool(double) or unread

    def _asks_here(self) -> bool:
        """Whether a tab is no good here, and a suggestion might be."""
        if self._settings.text(SETTING) != "ask" or not self._takes:
            return False
        if not self._suggestions.may_come or self._suggestions.state.composing:
            return False
        cursor = self._editor.textCursor()
        if in_fence(self._editor.lines, cursor.block()):
            return False
        before = cursor.block().text()[: cursor.positionInBlock()]
        return cursor.hasSelection() or bool(before.strip())

    def _move_item(self, *, deeper: bool) -> bool:
        """Move a list item in or out, where Tab is pressed before its first word."""
        if not (self._typing.continues_lists and self._typing.is_item_here(anywhere=not deeper)):
            return False
        if deeper:
            moved = self._typing.indent()
        elif self._settings.flag("modes.forward_only"):
            return True
        else:
            moved = self._typing.outdent()
        if not moved:
            nowhere = self.tr("There is no item above that this one could move into.")
            out = self.tr("This item is in no other one.")
            self.said.emit(nowhere if deeper else out)
        return True
