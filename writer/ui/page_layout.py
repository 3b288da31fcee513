"""Line height and paragraph spacing of a plain-text page, in the layout alone.

``QPlainTextDocumentLayout`` sets every line at its face's own height and knows no spacing between
paragraphs. A block format would be a change of the document: a step on the undo stack, a new
revision, a pass over every paragraph. Here lines are moved apart after Qt has broken them, at the
moment somebody asks for the paragraph's rectangle, which Qt does for what is on the screen only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLayout
from PySide6.QtWidgets import QPlainTextDocumentLayout


class PageLayout(QPlainTextDocumentLayout):
    """Belongs to one document, for good."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._line_height = 1.0
        self._paragraph_spacing = 0.0
        self.prepare: Callable[[QTextBlock], None] = lambda _block: None
        """Called with a paragraph before its lines are broken, or looked at."""
        self._hears = True

    def forget_lines(self, block: QTextBlock) -> None:
        """Other formats or ghost text are in a paragraph's layout: break its lines afresh when they
        are looked at next. Nobody is told.

        Qt counts such a change as the paragraph taken out and put in again, which reaches into the
        paragraphs behind it: it breaks their lines afresh too and paints the whole page (6.11).
        """
        self._hears = False
        self.document().markContentsDirty(block.position(), block.length())
        self._hears = True
        block.clearLayout()

    def documentChanged(self, position: int, removed: int, added: int) -> None:
        if self._hears:
            super().documentChanged(position, removed, added)

    def set_spacing(self, line_height: float, paragraph_spacing: float) -> None:
        """``line_height`` in heights of the face's own line, ``paragraph_spacing`` in lines."""
        if (line_height, paragraph_spacing) == (self._line_height, self._paragraph_spacing):
            return
        self._line_height, self._paragraph_spacing = line_height, paragraph_spacing
        self.documentSizeChanged.emit(self.documentSize())
        self.requestUpdate()

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        if block.isValid():
            self.prepare(block)
        rect = super().blockBoundingRect(block)
        layout = block.layout() if block.isValid() else None
        if layout is None or not layout.lineCount() or not block.isVisible():
            return rect
        first = layout.lineAt(0)
        if first.y() != self._gap(first.height()):
            # Qt has just broken the lines, or the spacing is another one now.
            self._move_apart(layout)
            rect = super().blockBoundingRect(block)
        if self._paragraph_spacing:
            height = first.height() * self._line_height * self._paragraph_spacing
            rect.setBottom(rect.bottom() + round(height))
        return rect

    def onto_a_line(self, block: QTextBlock, y: float) -> float:
        """``y`` in the paragraph's coordinates, moved out of the gap above a line.

        Qt takes a click between two lines for one at the end of the upper line, however far to
        the left it was.
        """
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            if y < line.y():
                return float(line.y() + 0.5)
            if y < line.y() + line.height():
                break
        return y

    def _gap(self, height: float) -> int:
        # Whole pixels: text stays crisp, and what Qt stores in 1/64 compares as equal.
        return round(height * (self._line_height - 1))

    def _move_apart(self, layout: QTextLayout) -> None:
        top = 0.0
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            top += self._gap(line.height())
            line.setPosition(QPointF(line.x(), top))
            top += line.height()
