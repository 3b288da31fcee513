"""The list of alternatives under the caret. It shows and tells; it decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPlainTextEdit

WIDEST = 560
"""The widest the list gets, in pixels; longer alternatives end in an ellipsis."""
LEADING_SPACE = "\u2423"
"""An open box in place of nothing: how an alternative of white space alone looks."""

FIGURE_SPACE = "\u2007"
"""As wide as a digit."""


class AlternativesView(QListWidget):
    """A light list that never takes the keyboard from the editor."""

    number_clicked = Signal(int)

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor.viewport())
        self._editor = editor
        self.setObjectName("alternatives")
        self.setAccessibleName(self.tr("Suggestions"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(lambda item: self.number_clicked.emit(self.row(item)))
        self.hide()

    def show_texts(self, texts: Sequence[str], selected: int, word: str = "") -> None:
        """Show these, numbered from 1, with one marked, under the caret (or above it).

        ``word`` is the unfinished word before the caret: an alternative that goes on with it
        is shown with it, so that "er" after "old" reads "older", and "," reads "old,".
        """
        self.clear()
        font = QFont(self._editor.font())
        font.setFeature(QFont.Tag("tnum"), 1)  # digits of one width: the texts begin in one line
        self.setFont(font)
        for number, text in enumerate(texts, start=1):
            label = text.strip() or LEADING_SPACE
            if word and not text[:1].isspace():
                label = word + label
            item = QListWidgetItem(f"{number if number <= 9 else FIGURE_SPACE}   {label}")
            item.setData(Qt.ItemDataRole.UserRole, text)
            self.addItem(item)
        self.setCurrentRow(selected)
        self._place()
        self.show()
        self.raise_()

    def texts(self) -> list[str]:
        """What is in the list, exactly as it would be inserted."""
        return [self.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.count())]

    def _place(self) -> None:
        frame = 2 * self.frameWidth() + 8
        row = self.sizeHintForRow(0)
        width = min(self.sizeHintForColumn(0) + frame + 16, WIDEST)
        height = min(self.count(), 9) * row + frame
        viewport = self._editor.viewport().rect()
        caret = self._editor.cursorRect()
        # The ghost may wrap onto more lines than the caret's: the list goes below the paragraph.
        block = self._editor.textCursor().block()
        paragraph = self._editor.blockBoundingGeometry(block).translated(
            self._editor.contentOffset()
        )
        top = max(caret.bottom(), int(paragraph.bottom())) + 6
        if top + height > viewport.bottom():
            top = max(viewport.top(), caret.top() - height - 6)
        left = min(caret.left(), viewport.right() - width)
        self.setGeometry(QRect(QPoint(max(viewport.left(), left), top), self.size()))
        self.resize(min(width, viewport.width()), height)
