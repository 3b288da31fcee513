"""Typewriter scrolling: the line with the caret stays at one height, from the first line on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication

from writer.ui.page_view import TOP_MARGIN, PageView


class Typewriter(QObject):
    """Belongs to one editor; off until told otherwise.

    Qt centres the caret once there is a page's half of text above it. Before that, empty paper
    above the text takes the place of what is not written yet.
    """

    def __init__(self, editor: PageView) -> None:
        super().__init__(editor)
        self._editor = editor
        self._on = False
        self._placing = False
        editor.cursorPositionChanged.connect(self._follow)
        editor.installEventFilter(self)

    def set_on(self, on: bool) -> None:
        """Hold the caret's line in the middle, or scroll as usual."""
        if on == self._on:
            return
        self._on = on
        self._editor.setCenterOnScroll(on)
        if on:
            self.place()
        else:
            self._editor.set_top_margin(0)
            self._editor.ensureCursorVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._on:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Bring the caret's line to its height."""
        if self._placing:
            return
        self._placing = True
        editor = self._editor
        middle = (editor.height() - TOP_MARGIN) // 2
        # Another margin is another height for Qt to centre the caret in.
        for _ in range(3):
            editor.centerCursor()
            at_the_top = editor.verticalScrollBar().value() == 0
            below = editor.cursorRect().center().y()
            if not editor.set_top_margin(TOP_MARGIN + middle - below if at_the_top else 0):
                break
        self._placing = False

    def _follow(self) -> None:
        # A click must not pull the text away from under the mouse.
        if self._on and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.place()
