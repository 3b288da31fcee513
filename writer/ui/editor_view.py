"""The editor: a page that takes text, and reports what happens to it.

Every change is told once, after Qt has carried it out, as one of four facts: text was typed at
the caret, the text or the caret changed in another way, the selection came or went, the focus
or a composition came or went. Ghost text is lifted out of the line before any change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QWidget

from writer.completion.context import start_of_context
from writer.completion.events import Change
from writer.documents.long_lines import LONGEST_LINE, break_long_lines, longest_line
from writer.ui.ghost_layer import GhostLayer
from writer.ui.line_states import LineStates
from writer.ui.marks import Marks
from writer.ui.page_view import PageView
from writer.ui.undo_steps import LOOKED_AT, UndoSteps, new_step

STANDARD = QKeySequence.StandardKey
PARAGRAPH_SEPARATOR = "\u2029"
SHIFT = Qt.KeyboardModifier.ShiftModifier
MENU_REASONS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
LAST_WORD = re.compile(r"[\w'’-]+\Z")
MODIFIER_KEYS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R,
}
TAB_KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
DELETE_KEYS = (
    STANDARD.Delete,
    STANDARD.DeleteStartOfWord,
    STANDARD.DeleteEndOfWord,
    STANDARD.DeleteEndOfLine,
    STANDARD.DeleteCompleteLine,
    STANDARD.Cut,
)


class EditorView(PageView):
    """A page of prose. Knows nothing of suggestions but how to show one."""

    typed = Signal(str)
    changed = Signal(object)
    """A ``Change``."""
    selection_changed = Signal(bool)
    focus_changed = Signal(bool)
    composition_changed = Signal(bool)
    lines_broken = Signal()
    """A text with very long lines was pasted; they are shorter now."""
    escape_pressed = Signal()
    """Esc was pressed, and there was no suggestion to dismiss."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ghost = GhostLayer(self)
        self.marks = Marks(self, self.ghost)
        self.key_handler: Callable[[QKeyEvent], bool] | None = None
        """Gets every key first; ``True`` means that the key was used."""
        self.press_tab: Callable[[QKeyEvent], bool] = lambda _event: False
        """Gets Tab and Shift+Tab before that."""
        self.refine_typing: Callable[[str], str] = lambda typed: typed
        """Called after text was typed; may replace it, and returns what stands there now."""
        self.break_line: Callable[[], str | None] = lambda: None
        """Called at Return: what it inserted ("" if it took something away), or ``None``."""
        self.menu_additions: list[Callable[[QMenu, int], None]] = []
        """Put items into the context menu for a position in the document."""
        self.window_keys: frozenset[QKeySequence] = frozenset()
        """Keys that a person gave to commands of the window: here they do nothing of their own."""
        self.retired_keys: frozenset[QKeySequence] = frozenset()
        """Keys that a person took away from commands: they do nothing at all."""
        self._undo_steps = UndoSteps()
        self._bracket = 0
        self._composing = False
        self._selecting = False
        self.setObjectName("editor")
        self.setAccessibleName(self.tr("Text"))
        self.setCursorWidth(2)
        self.setCenterOnScroll(False)
        self.document().contentsChange.connect(self._contents_changed)
        self.lines = LineStates(self.document(), self)
        """What each line has to know of those before it."""
        self.cursorPositionChanged.connect(self._caret_moved)
        self.selectionChanged.connect(self._selection_may_have_changed)

    # -- what the controller reads and does ----------------------------------------------

    def text_around_caret(self, before_limit: int, after_limit: int) -> tuple[str, str]:
        """The text before and after the caret, at most so many UTF-16 units of each."""
        caret = self.textCursor().position()
        start = start_of_context(caret, before_limit)
        end = min(self.document().characterCount() - 1, caret + after_limit)
        return self._text_between(start, caret), self._text_between(caret, end)

    def caret_is_in_sight(self) -> bool:
        """Whether the caret's line is on the screen; Tab must not insert what cannot be seen."""
        return self.viewport().rect().intersects(self.cursorRect())

    def paragraph_length(self) -> int:
        """The length of the caret's paragraph, in UTF-16 units."""
        return self.textCursor().block().length()

    def line_after_caret(self) -> str:
        """The rest of the caret's paragraph (at most 200 characters)."""
        cursor = self.textCursor()
        block = cursor.block()
        end = min(block.position() + block.length() - 1, cursor.position() + 200)
        return self._text_between(cursor.position(), end)

    def word_before_caret(self) -> str:
        """The letters that stand right before the caret; empty after a space."""
        before, _ = self.text_around_caret(60, 0)
        match = LAST_WORD.search(before)
        return match.group() if match else ""

    def _text_between(self, start: int, end: int) -> str:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        text = cursor.selectedText().replace(PARAGRAPH_SEPARATOR, "\n")
        # A start in the middle of a surrogate pair would leave half a character.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")

    def insert_suggestion(self, text: str) -> None:
        """Insert exactly ``text`` at the caret as one undo step of its own."""
        if self.isReadOnly():
            return
        with self._bracketed():
            cursor = self.textCursor()
            cursor.beginEditBlock()
            # Qt merges an insertion with the typing that follows it into one undo step. An
            # edit block that ends with a deletion is never merged, so a space goes in and out.
            cursor.insertText(text + " ")
            cursor.deletePreviousChar()
            cursor.endEditBlock()
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def replace_before_caret(self, length: int, text: str) -> None:
        """Put ``text`` in place of so many UTF-16 units, as one undo step; nobody is told."""
        with self._bracketed():
            cursor = self.textCursor()
            cursor.beginEditBlock()
            for _ in range(length):
                cursor.deletePreviousChar()
            cursor.insertText(text + " ")  # for the reason given in insert_suggestion
            cursor.deletePreviousChar()
            cursor.endEditBlock()
            self.setTextCursor(cursor)

    def undo_change(self) -> None:
        """Undo the last step and say so."""
        if self.isReadOnly():
            return
        with self._bracketed():
            self.undo()
        self.changed.emit(Change.UNDONE)

    def redo_change(self) -> None:
        """Redo the last undone step and say so."""
        if self.isReadOnly():
            return
        with self._bracketed():
            self.redo()
        self.changed.emit(Change.REDONE)

    # -- what happens to the text ---------------------------------------------------------

    @contextmanager
    def _bracketed(self) -> Iterator[None]:
        """Changes inside are expected: the ghost is lifted first, and nobody else is told."""
        self.ghost.lift()
        self._bracket += 1
        try:
            yield
        finally:
            self._bracket -= 1

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and QKeySequence(event.keyCombination()) in self.window_keys
        ):
            # Qt's editor would claim its own keys (undo, copy, word by word) before any menu.
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        used = event.key() in TAB_KEYS and self.press_tab(event)
        if used or (self.key_handler is not None and self.key_handler(event)):
            event.accept()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
            return
        if event.key() in MODIFIER_KEYS:
            super().keyPressEvent(event)
            return
        if QKeySequence(event.keyCombination()) in self.retired_keys:
            event.ignore()
            return
        if event.matches(STANDARD.Undo):
            self.undo_change()
            return
        if event.matches(STANDARD.Redo):
            self.redo_change()
            return
        plain = event.modifiers() & ~(SHIFT | Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not plain:
            # Qt's Shift+Enter inserts U+2028, which no plain-text file means by a new line.
            if not event.modifiers() & SHIFT and self._broke_line():
                return
            event = QKeyEvent(event.type(), Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r")
        with self.one_repaint(self.textCursor().block()) if self.ghost.text else nullcontext():
            self._edit(event)

    def _edit(self, event: QKeyEvent) -> None:
        """Let Qt carry out a key, and tell what became of it."""
        shown = self.ghost.text
        revision = self.document().revision()
        before = self.textCursor().position()
        with self._bracketed(), self._undo_step(event):
            super().keyPressEvent(event)
        after = self.textCursor().position()
        if self.document().revision() == revision:
            if after != before:
                self.changed.emit(Change.CARET_MOVED)
            elif shown and not self.textCursor().hasSelection():
                self.ghost.show(shown)
            return
        if event.matches(STANDARD.Paste):
            self.changed.emit(Change.PASTED)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) or any(
            event.matches(key) for key in DELETE_KEYS
        ):
            self.changed.emit(Change.DELETED)
        else:
            self._tell_typed(event.text(), after)

    def _undo_step(self, event: QKeyEvent) -> AbstractContextManager[None]:
        """A new undo step where what is typed begins one."""
        cursor = self.textCursor()
        at = cursor.position()
        begins = self._undo_steps.begins(event, self._text_between(max(0, at - LOOKED_AT), at))
        is_plain = not (cursor.hasSelection() or self.isReadOnly() or self.overwriteMode())
        if begins and is_plain and self.document().isUndoAvailable():
            return new_step(cursor)
        return nullcontext()

    def _broke_line(self) -> bool:
        with self._bracketed():
            inserted = self.break_line()
        if inserted:
            self.typed.emit(inserted)
        elif inserted is not None:
            self.changed.emit(Change.DELETED)
        return inserted is not None

    def _tell_typed(self, key_text: str, caret: int) -> None:
        typed = "\n" if key_text in ("\r", "\n") else key_text
        length = len(typed.encode("utf-16-le", "surrogatepass")) // 2
        if typed and self._text_between(max(0, caret - length), caret) == typed:
            self.typed.emit(self.refine_typing(typed))
        else:
            self.changed.emit(Change.REPLACED)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        composing = bool(event.preeditString())
        if not (composing or self._composing or event.commitString() or event.replacementLength()):
            # Input methods send empty events at any time: nothing changes, the ghost stays.
            shown = self.ghost.text
            with self._bracketed():
                super().inputMethodEvent(event)
            self.ghost.show(shown)
            return
        if composing and not self._composing:
            self._composing = True
            self.ghost.lift()
            self.composition_changed.emit(True)
        committed = event.commitString()
        with self._bracketed():
            super().inputMethodEvent(event)
        if self._composing and not composing:
            self._composing = False
            self.composition_changed.emit(False)
        if committed:
            self._tell_typed(committed, self.textCursor().position())

    def insertFromMimeData(self, source: QMimeData) -> None:
        source = self._bearable(source)
        with self._bracketed():
            super().insertFromMimeData(source)
        if not self._bracket:
            self.changed.emit(Change.PASTED)

    def _bearable(self, source: QMimeData) -> QMimeData:
        """What is pasted or dropped, with lines broken where the paragraph would be too long."""
        text = source.text()
        room = LONGEST_LINE - self.paragraph_length()
        if len(text) <= room or longest_line(text) <= room:
            return source
        shorter = QMimeData()
        shorter.setText(break_long_lines(text, max(0, room)))
        self.lines_broken.emit()
        return shorter

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Qt would take the preedit area for a composition and throw its formats away.
        if self.ghost.text:
            self.ghost.lift()
            self.changed.emit(Change.CARET_MOVED)
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        cursor = self.textCursor() if by_key else self.cursorForPosition(event.pos())
        for add in self.menu_additions:
            add(menu, cursor.position())
        below = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
        menu.popup(below if by_key else event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in MENU_REASONS:
            self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() in MENU_REASONS:
            # A menu opens: its items are about what is on the screen now.
            super().focusOutEvent(event)
            return
        self.ghost.lift()
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def _contents_changed(self, position: int, _removed: int, added: int) -> None:
        # A change that no handler announced: a menu, drag and drop, a program.
        if not self._bracket:
            self.ghost.sweep(position, added)
            self.changed.emit(Change.REPLACED)

    def _caret_moved(self) -> None:
        if not self._bracket:
            self.ghost.lift()
            self.changed.emit(Change.CARET_MOVED)

    def _selection_may_have_changed(self) -> None:
        selecting = self.textCursor().hasSelection()
        if selecting != self._selecting:
            self._selecting = selecting
            if selecting:
                self.ghost.lift()
            self.selection_changed.emit(selecting)
