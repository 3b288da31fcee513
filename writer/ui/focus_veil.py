"""Focus: what is not being written is veiled in the colour of the paper.

The veil is painted over the text, so it costs nothing in the document, dims every colour alike
and leaves ghost text, which belongs to the sentence at the caret, as it is.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QColor, QPainter, QPalette, QRegion

from writer.completion.sentences import sentence_around
from writer.documents.edits import first_units, units
from writer.ui.page_view import PageView

VEIL = 0.68
"""How much of the paper's colour lies over the text out of focus."""


class FocusVeil(QObject):
    """Belongs to one editor; off until told otherwise."""

    def __init__(self, editor: PageView) -> None:
        super().__init__(editor)
        self._editor = editor
        self._mode = "off"
        self._shown: tuple[int, int] | None = None
        editor.cursorPositionChanged.connect(self._follow)

    def set_mode(self, mode: str) -> None:
        """'off', 'sentence', 'line' or 'paragraph'."""
        if mode == self._mode:
            return
        self._mode = mode
        if mode != "off" and self._paint not in self._editor.overlays:
            self._editor.overlays.append(self._paint)
        if mode == "off" and self._paint in self._editor.overlays:
            self._editor.overlays.remove(self._paint)
        self._editor.viewport().update()

    def focused(self) -> tuple[int, int]:
        """Start and end of what is not veiled, in the document."""
        caret = self._editor.textCursor()
        block, at = caret.block(), caret.positionInBlock()
        start, end = 0, block.length() - 1
        if self._mode == "sentence":
            text = block.text()
            first, last = sentence_around(text, len(first_units(text, at)))
            start, end = units(text[:first]), units(text[:last])
        elif self._mode == "line":
            self._editor.blockBoundingRect(block)  # lays the paragraph out, if that is due
            layout = block.layout()
            line = layout.lineForTextPosition(at)
            ghost = units(layout.preeditAreaText())
            if line.isValid() and not ghost:
                start, end = line.textStart(), line.textStart() + line.textLength()
            elif line.isValid():
                start = min(at, line.textStart())
                end = max(at, min(end, line.textStart() + line.textLength() - ghost))
        return block.position() + start, block.position() + end

    def _follow(self) -> None:
        if self._mode == "off":
            return
        start, _ = self.focused()
        now = (self._editor.textCursor().blockNumber(), start)
        if now != self._shown:
            self._shown = now
            self._editor.viewport().update()

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        editor = self._editor
        veiled = QRegion(rect.toAlignedRect())
        veiled -= QRegion(editor.cursorRect().adjusted(-1, -1, 2, 1))
        for clear in editor.rects_between(*self.focused(), with_ghost=True):
            veiled -= QRegion(clear.adjusted(-1, -1, 1, 1).toAlignedRect())
        color = QColor(editor.palette().color(QPalette.ColorRole.Base))
        color.setAlphaF(VEIL)
        painter.setClipRegion(veiled)
        painter.fillRect(rect, color)
