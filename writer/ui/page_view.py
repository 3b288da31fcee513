"""The page itself: a centred column with its spacing, and what is painted over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextLine,
    QWheelEvent,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from writer.documents.edits import units
from writer.ui.page_layout import PageLayout

Layer = Callable[[QPainter, QRectF], None]
"""Paints into the viewport; gets the rectangle that is painted now."""

WHEEL_STEP = 120
"""Qt's unit for one notch of a mouse wheel, in eighths of a degree."""
TOP_MARGIN, LEAST_SIDE = 28, 24


class PageView(QPlainTextEdit):
    """Where text stands and how it is spaced. Knows nothing of what happens to the text."""

    zoom_requested = Signal(int)
    """1 for larger, -1 for smaller."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        document = QTextDocument(self)
        self.page_layout = PageLayout(document)
        """Where lines and paragraphs stand."""
        document.setDocumentLayout(self.page_layout)
        self.setDocument(document)
        self.overlays: list[Layer] = []
        """Painted after the text."""
        self._column_chars = 70
        self._laid_out_width = -1
        self._wheel = 0
        self._top_margin = TOP_MARGIN
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        document.setDocumentMargin(8)
        document.clearUndoRedoStacks()  # to Qt, a margin is a step to undo, and a modification
        document.setModified(False)

    def set_page(
        self, font: QFont, column_chars: int, line_height: float, paragraph_spacing: float
    ) -> None:
        """The face, the column's width in average characters, and the spacing.

        ``line_height`` is in heights of the face's own line, ``paragraph_spacing`` in lines.
        """
        self.setFont(font)
        self._column_chars = column_chars
        self.page_layout.set_spacing(line_height, paragraph_spacing)
        self._place_column()

    def set_top_margin(self, height: int) -> bool:
        """The empty paper above the text, in pixels, at least what every page has.

        ``False`` when that is what there is already.
        """
        height = max(TOP_MARGIN, height)
        if height == self._top_margin:
            return False
        self._top_margin = height
        self._place_column()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_column()
        # Before the window is shown Qt reports a viewport that the margins made narrower with the
        # new size as the old one, and would keep the lines at the width before. Tell it the width
        # that the lines have (PySide6 6.11).
        size = self.viewport().size()
        laid_out = QSize(self._laid_out_width, event.oldSize().height())
        self._laid_out_width = size.width()
        super().resizeEvent(QResizeEvent(size, laid_out))

    def _place_column(self) -> None:
        metrics = QFontMetricsF(self.font())
        # The mean advance of running English prose; averageCharWidth leans on rare letters.
        sample = "The quick brown fox jumps over the lazy dog, and then he slept. "
        advance = metrics.horizontalAdvance(sample) / len(sample)
        wanted = advance * self._column_chars + 2 * self.document().documentMargin()
        scroll_bar = self.verticalScrollBar().sizeHint().width()
        side = max(LEAST_SIDE, int((self.width() - wanted) / 2))
        self.setViewportMargins(side, self._top_margin, max(LEAST_SIDE, side - scroll_bar), 0)

    # -- where things are --------------------------------------------------------------------

    def visible_blocks(self) -> Iterator[tuple[QTextBlock, float]]:
        """The paragraphs on the screen, and the top of each in the viewport."""
        block = self.firstVisibleBlock()
        if not block.isValid():
            return
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        bottom = self.viewport().height()
        while block.isValid() and top <= bottom:
            yield block, top
            top += self.blockBoundingRect(block).height()
            block = block.next()

    def rects_between(self, start: int, end: int, *, with_ghost: bool = False) -> Iterator[QRectF]:
        """Where the text between two positions is on the screen, a rectangle for each line.

        Ghost text in between, or before, is taken into account. ``with_ghost``: ghost text at
        either end belongs to it.
        """
        for block, top in self.visible_blocks():
            if block.position() > end:
                return
            if block.position() + block.length() > start:
                first, last = _in_layout(block, start, end, with_ghost=with_ghost)
                origin = QPointF(self.contentOffset().x(), top)
                yield from (rect.translated(origin) for rect in _rects_in(block, first, last))

    # -- painting ----------------------------------------------------------------------------

    @contextmanager
    def one_repaint(self, block: QTextBlock) -> Iterator[None]:
        """Whatever changes inside, in this paragraph, is painted once.

        Ghost text goes before a letter comes and is back after it, and the paragraph may have
        fewer lines in between: Qt would paint the whole page at every step, and adjust the
        scroll bar. Painted is the paragraph, and what is below it only if that moved.
        """
        if self.page_layout.signalsBlocked():
            yield
            return
        before = self._extent(position := block.position())
        revision = self.document().revision()
        self.page_layout.blockSignals(True)
        try:
            yield
        finally:
            self.page_layout.blockSignals(False)
            self._tell(position, before)
            if self.document().revision() != revision:
                self.ensureCursorVisible()

    def _extent(self, position: int) -> tuple[int, int, float]:
        """The paragraphs and lines of the document, and the height of the paragraph here."""
        document = self.document()
        height = self.blockBoundingRect(document.findBlock(position)).height()
        return document.blockCount(), document.lineCount(), height

    def _tell(self, position: int, before: tuple[int, int, float]) -> None:
        """Tell what the layout would have told since it was so, of the paragraph here."""
        layout, block = self.page_layout, self.document().findBlock(position)
        now = self._extent(position)
        if now[:2] != before[:2]:
            layout.documentSizeChanged.emit(layout.documentSize())
        if now == before:
            layout.updateBlock.emit(block)
        elif now[0] == before[0]:
            top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
            moved = self.viewport().rect()
            moved.setTop(max(moved.top(), int(top) - 1))
            self.viewport().update(moved)
            self.updateRequest.emit(moved, 0)
        else:
            layout.requestUpdate()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        for layer in self.overlays:
            painter = QPainter(self.viewport())
            layer(painter, QRectF(event.rect()))
            painter.end()

    # -- the mouse ---------------------------------------------------------------------------

    def cursorForPosition(self, position: QPoint) -> QTextCursor:
        """As Qt's, and right between two lines as well."""
        return super().cursorForPosition(self._onto_a_line(QPointF(position)).toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(self._moved_onto_a_line(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(self._moved_onto_a_line(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(self._moved_onto_a_line(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(self._moved_onto_a_line(event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._wheel += event.angleDelta().y()
        notches = int(self._wheel / WHEEL_STEP)
        self._wheel -= notches * WHEEL_STEP
        for _ in range(abs(notches)):
            self.zoom_requested.emit(1 if notches > 0 else -1)
        event.accept()

    def _onto_a_line(self, point: QPointF) -> QPointF:
        for block, top in self.visible_blocks():
            if point.y() < top + self.blockBoundingRect(block).height():
                y = self.page_layout.onto_a_line(block, point.y() - top) + top
                return QPointF(point.x(), y)
        return point

    def _moved_onto_a_line(self, event: QMouseEvent) -> QMouseEvent:
        point = self._onto_a_line(event.position())
        if point == event.position():
            return event
        return QMouseEvent(
            event.type(),
            point,
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
            event.pointingDevice(),
        )


def _in_layout(block: QTextBlock, start: int, end: int, *, with_ghost: bool) -> tuple[int, int]:
    """A stretch of the document as the paragraph's layout counts it, ghost text and all."""
    first = max(0, start - block.position())
    last = min(end - block.position(), block.length() - 1)
    ghost, at = units(block.layout().preeditAreaText()), block.layout().preeditAreaPosition()
    if not ghost:
        return first, last
    if first > at or (first == at and not with_ghost):
        first += ghost
    if last > at or (last == at and with_ghost):
        last += ghost
    return first, last


def _rects_in(block: QTextBlock, first: int, last: int) -> Iterator[QRectF]:
    """A rectangle for each line of what is between two positions of the paragraph's layout."""
    layout = block.layout()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        start, end = line.textStart(), line.textStart() + line.textLength()
        if end > first and start < last:
            left, right = _x_of(line, max(first, start)), _x_of(line, min(last, end))
            yield QRectF(left, line.y(), right - left, line.height())


def _x_of(line: QTextLine, position: int) -> float:
    # PySide hands back the position too: Qt may have moved it out of a character's middle.
    x: Any = line.cursorToX(position)
    return float(x[0] if isinstance(x, tuple) else x)
