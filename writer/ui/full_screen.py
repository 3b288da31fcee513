"""Full screen without distraction: nothing but the page until somebody reaches for more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMainWindow, QMenu

from writer.ui.editor_view import EditorView

EDGE = 2
"""So near to the edge the mouse calls a bar back, in pixels."""
AWAY = 24
"""So far from a bar the mouse sends it away again, in pixels."""


class FullScreen(QObject):
    """Hides the menu bar and the status bar of one window while it fills the screen.

    The mouse at the upper or the lower edge brings them back, Alt or F10 the menus.
    """

    def __init__(self, window: QMainWindow, editor: EditorView) -> None:
        super().__init__(window)
        self._window = window
        self._editor = editor
        self._on = False
        self._alone = False
        for watched in (editor, editor.viewport()):
            watched.installEventFilter(self)

    def set_on(self, on: bool) -> None:
        """Fill the screen, or be a window again."""
        if on:
            self._window.showFullScreen()
        else:
            self._window.showNormal()

    def leave(self) -> None:
        """Be a window again, if it fills the screen."""
        if self._on:
            self.set_on(False)

    def follow(self) -> None:
        """The state of the window has changed: the bars go, or come back."""
        on = self._window.isFullScreen()
        if on == self._on:
            return
        self._on = on
        self._show_menus(not on)
        self._window.statusBar().setVisible(not on)
        for widget in (self._editor, self._editor.viewport()):
            widget.setMouseTracking(on)
        for menu in self._window.menuBar().findChildren(QMenu):
            if on:
                menu.aboutToHide.connect(self._menu_closed, Qt.ConnectionType.UniqueConnection)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self._on:
            if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
                self._mouse_at(event.globalPosition())
            elif isinstance(event, QKeyEvent):
                return self._key(event)
        return False

    def _mouse_at(self, point: QPointF) -> None:
        y = self._window.mapFromGlobal(point).y()
        menus, status = self._window.menuBar(), self._window.statusBar()
        if y <= EDGE:
            self._show_menus(True)
        elif y > menus.height() + AWAY and menus.activeAction() is None:
            self._show_menus(False)
        if y >= self._window.height() - 1 - EDGE:
            status.show()
        elif y < self._window.height() - status.height() - AWAY:
            status.hide()

    def _key(self, event: QKeyEvent) -> bool:
        """Alt alone, pressed and let go, or F10."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            # Of the keys of a command, such as Alt+Up, nothing but the override comes here.
            self._alone = event.key() == Qt.Key.Key_Alt
        if event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_F10 and not event.modifiers():
                self._to_the_menus()
                return True
        elif (
            self._alone and event.type() == QEvent.Type.KeyRelease and event.key() == Qt.Key.Key_Alt
        ):
            self._to_the_menus()
            return True
        return False

    def _to_the_menus(self) -> None:
        menus = self._window.menuBar()
        self._show_menus(True)
        menus.setFocus(Qt.FocusReason.MenuBarFocusReason)
        menus.setActiveAction(menus.actions()[0])

    def _menu_closed(self) -> None:
        if self._on and not self._window.menuBar().underMouse():
            self._show_menus(False)

    def _show_menus(self, on: bool) -> None:
        self._window.menuBar().setVisible(on)
