"""Ghost text in the caret's line, drawn by Qt itself: the line layout's preedit area.

The preedit area is where input methods show text that is not in the document yet. Text put
there is wrapped and shaped with the line, and the document, its revision and its undo stack
never see it. It has to be taken out before anything is inserted into the line (``lift``).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import (
    QColor,
    QTextBlock,
    QTextCursor,
    QTextFormat,
    QTextLayout,
)

from writer.documents.edits import units
from writer.ui.format_ranges import closed, format_range, opened, style_at
from writer.ui.page_view import PageView

GHOST_PROPERTY = int(QTextFormat.Property.UserProperty) + 0x61
"""Marks our format range among those of others."""


class GhostLayer:
    """Shows at most one ghost text in one editor, at the caret."""

    def __init__(self, editor: PageView) -> None:
        self._editor = editor
        # A cursor, not a QTextBlock: a block that was removed cannot be told from a live one.
        self._anchor: QTextCursor | None = None
        self._text = ""
        self._color = QColor(128, 128, 128)
        self.on_change: Callable[[], None] = lambda: None
        """Called after ghost text came, changed or went."""

    @property
    def text(self) -> str:
        """What is on the screen now, exactly; empty when there is no ghost text."""
        return self._text

    @property
    def color(self) -> QColor:
        """The ink of ghost text."""
        return self._color

    def set_color(self, color: QColor) -> None:
        """The ink of ghost text; what is shown is drawn again."""
        self._color = color
        text = self._text
        self.lift()
        self.show(text)

    def show(self, text: str) -> None:
        """Show ``text`` at the caret, in place of what was shown."""
        cursor = self._editor.textCursor()
        in_place = self._anchor is not None and self._anchor.position() == cursor.position()
        if in_place and text == self._text:
            return
        if not text or (self._anchor is not None and self._anchor.block() != cursor.block()):
            self.lift()
        if not text:
            return
        with self._editor.one_repaint(cursor.block()):
            self._put(text, cursor)

    def _put(self, text: str, cursor: QTextCursor) -> None:
        block = cursor.block()
        position = cursor.positionInBlock()
        layout = block.layout()
        others = _formats_of_others(layout)
        layout.setPreeditArea(position, text)
        length = units(text)
        ink = style_at(others, position)
        ink.setForeground(self._color)
        ink.setProperty(GHOST_PROPERTY, True)
        ghost_range = format_range(position, length, ink)
        layout.setFormats([*opened(others, position, length), ghost_range])
        anchor = QTextCursor(block)
        anchor.setPosition(cursor.position())
        anchor.setKeepPositionOnInsert(True)
        self._anchor, self._text = anchor, text
        self._mark_dirty(block)

    def lift(self) -> None:
        """Take the ghost text out of the line; does nothing when there is none."""
        anchor, self._anchor, self._text = self._anchor, None, ""
        if anchor is not None:
            self._clean(anchor.block())

    def sweep(self, position: int, length: int) -> None:
        """Take ghost text out of every line that a change nobody announced has touched."""
        if self._anchor is None:
            return
        self.lift()
        document = self._editor.document()
        block = document.findBlock(max(0, position - 1))
        while block.isValid() and block.position() <= position + length + 1:
            self._clean(block)
            block = block.next()

    def _clean(self, block: QTextBlock) -> None:
        layout = block.layout()
        if layout.preeditAreaText():
            with self._editor.one_repaint(block):
                others = _formats_of_others(layout)
                layout.setPreeditArea(-1, "")
                layout.setFormats(others)
                self._mark_dirty(block)

    def _mark_dirty(self, block: QTextBlock) -> None:
        self._editor.page_layout.forget_lines(block)
        self.on_change()


def _formats_of_others(layout: QTextLayout) -> list[QTextLayout.FormatRange]:
    """Where they stand without the text in the preedit area."""
    others = [r for r in layout.formats() if not r.format.hasProperty(GHOST_PROPERTY)]
    length = units(layout.preeditAreaText())
    return closed(others, layout.preeditAreaPosition(), length) if length else others
