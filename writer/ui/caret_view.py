"""The smooth caret: it glides along the line and fades instead of blinking."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractAnimation,
    QEasingCurve,
    QPropertyAnimation,
    QRect,
    Qt,
    QTimer,
    QVariantAnimation,
)
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from writer.ui.page_view import PageView

GLIDE_MS, FADE_MS = 70, 160
WIDTH = 2


class CaretView(QWidget):
    """A bar over the page in the caret's place; Qt's own caret is hidden while it is on."""

    def __init__(self, editor: PageView) -> None:
        super().__init__(editor.viewport())
        self.setObjectName("caret")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._editor = editor
        self._opacity = 1.0
        self._on = False
        self._glide = QPropertyAnimation(self, b"geometry", self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(FADE_MS)
        self._fade.valueChanged.connect(self._set_opacity)
        self._blink = QTimer(self)
        self._blink.setObjectName("caret-blink")
        self._blink.timeout.connect(self._turn)
        editor.cursorPositionChanged.connect(self.follow)
        editor.updateRequest.connect(lambda _rect, dy: self.follow(glides=not dy))
        self.hide()

    def set_on(self, on: bool) -> None:
        """Take the place of Qt's caret, or give it back."""
        self._on = on
        self._editor.setCursorWidth(0 if on else WIDTH)
        self.setVisible(on)
        if on:
            self.follow(glides=False)
        else:
            self._blink.stop()

    def follow(self, *, glides: bool = True) -> None:
        """Go to the caret; along a line it glides, anywhere else it is there at once."""
        if not self._on:
            return
        rect = self._editor.cursorRect()
        target = QRect(rect.left(), rect.top(), WIDTH, rect.height())
        gliding = self._glide.state() == QAbstractAnimation.State.Running
        if target == (self._glide.endValue() if gliding else self.geometry()):
            return
        self._glide.stop()
        if glides and self.isVisible() and target.top() == self.y():
            self._glide.setStartValue(self.geometry())
            self._glide.setEndValue(target)
            self._glide.start()
        else:
            self.setGeometry(target)
        self._solid()

    def _solid(self) -> None:
        self._fade.stop()
        self._set_opacity(1.0)
        flash_ms = QGuiApplication.styleHints().cursorFlashTime()
        if flash_ms > 0:
            self._blink.start(flash_ms // 2)
        else:
            self._blink.stop()

    def _turn(self) -> None:
        if not self._editor.hasFocus():
            return
        self._fade.setStartValue(self._opacity)
        self._fade.setEndValue(0.0 if self._opacity > 0.5 else 1.0)
        self._fade.start()

    def _set_opacity(self, opacity: float) -> None:
        self._opacity = float(opacity)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._editor.hasFocus() or self._editor.isReadOnly():
            return
        painter = QPainter(self)
        painter.setOpacity(self._opacity)
        painter.fillRect(self.rect(), QColor(self._editor.palette().color(QPalette.ColorRole.Text)))
        painter.end()
