"""A quiet mark of how far the goal is reached: a thin line that fills, and says no more."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from writer.ui.locale_words import number_words
from writer.ui.writing_counts import Progress

WIDTH, HEIGHT, LINE = 56, 14, 3


class GoalMark(QWidget):
    """Hidden while there is no goal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("goal_mark")
        self.setAccessibleName(self.tr("Writing goal"))
        self._share = 0.0
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def show_progress(self, progress: Progress) -> None:
        """Draw it, and say it in words in the tool tip."""
        share = progress.share
        self.setVisible(share is not None)
        if share is None:
            return
        self._share = share
        lines = []
        if progress.daily_goal:
            lines.append(
                self.tr("{done} of {goal} words today").format(
                    done=number_words(progress.today), goal=number_words(progress.daily_goal)
                )
            )
        if progress.session_goal:
            lines.append(
                self.tr("{done} of {goal} words in this session").format(
                    done=number_words(progress.session), goal=number_words(progress.session_goal)
                )
            )
        if progress.streak_days > 1:
            lines.append(self.tr("%n day(s) in a row", "", progress.streak_days))
        self.setToolTip("\n".join(lines))
        self.setAccessibleDescription("; ".join(lines))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self.window().palette()  # the status bar's style sheet hides it
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        line = QRectF(0, (self.height() - LINE) / 2, self.width(), LINE)
        ground = palette.placeholderText().color()
        ground.setAlphaF(0.35)
        painter.setBrush(ground)
        painter.drawRoundedRect(line, LINE / 2, LINE / 2)
        painter.setBrush(palette.link())
        line.setWidth(line.width() * self._share)
        painter.drawRoundedRect(line, LINE / 2, LINE / 2)
        painter.end()
