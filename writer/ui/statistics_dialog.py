"""Help yourself to the numbers: this document, today, and the words of the last thirty days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from writer.documents.writing_log import Day, reading_minutes
from writer.ui.locale_words import locale_here, number_words
from writer.ui.quiet_dialog import QuietDialog
from writer.ui.writing_counts import WritingCounts

DAYS = 30
GAP, FOOT, HEAD = 0.3, 20, 18
"""Between the bars, as a share of their width; below and above them, in pixels."""


class DaysPlot(QWidget):
    """A bar a day; its lower, coloured part was taken from suggestions."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Words per day"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._days: list[tuple[date, Day]] = []

    def sizeHint(self) -> QSize:
        return QSize(560, 200)

    def show_days(self, log: Mapping[date, Day], today: date) -> None:
        """The last days up to ``today``."""
        first = today - timedelta(days=DAYS - 1)
        days = [first + timedelta(days=n) for n in range(DAYS)]
        self._days = [(day, log.get(day, Day())) for day in days]
        written = [words.written for _, words in self._days]
        self.setAccessibleDescription(
            self.tr("{total} words in the last {days} days, at most {most} in one day").format(
                total=number_words(sum(written)), days=DAYS, most=number_words(max(written))
            )
        )
        self.update()

    def bar(self, number: int) -> QRectF:
        """Where the bar of a day stands; empty on a day without words."""
        most = max((words.written for _, words in self._days), default=0) or 1
        width = self.width() / DAYS
        height = (self.height() - FOOT - HEAD) * self._days[number][1].written / most
        top = self.height() - FOOT - height
        return QRectF(number * width + width * GAP / 2, top, width * (1 - GAP), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, accent = self.palette().windowText().color(), self.palette().link().color()
        quiet = self.palette().windowText().color()
        quiet.setAlphaF(0.55)
        most = max((words.written for _, words in self._days), default=0)
        for number, (day, words) in enumerate(self._days):
            bar = self.bar(number)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(quiet)
            painter.drawRect(bar)
            if words.accepted:
                part = bar.height() * words.accepted / words.written
                painter.setBrush(accent)
                painter.drawRect(bar.adjusted(0, bar.height() - part, 0, 0))
            painter.setPen(ink)
            if words.written == most and most:
                left = min(max(0.0, bar.center().x() - 40), self.width() - 80.0)
                above = QRectF(left, bar.top() - HEAD, 80, HEAD)
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, number_words(most))
                most = -1  # once is enough
            if number % 7 == DAYS % 7 - 1:
                month = locale_here().monthName(day.month, QLocale.FormatType.ShortFormat)
                label = f"{day.day} {month}"
                left = min(max(0.0, bar.center().x() - 40), self.width() - 80.0)
                below = QRectF(left, self.height() - FOOT, 80, FOOT)
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, label)
        painter.drawLine(0, self.height() - FOOT, self.width(), self.height() - FOOT)
        painter.end()


class StatisticsDialog(QuietDialog):
    """Counted on this machine, kept on this machine, cleared here."""

    def __init__(
        self, document: Mapping[str, str], counts: WritingCounts, today: date, parent: QWidget
    ) -> None:
        """``document`` are the lines about the document, by what they are called."""
        super().__init__("statistics_dialog", "", parent)
        self.setWindowTitle(self.tr("Statistics"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._counts = counts
        self._today = today
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(28)
        self._grid.setColumnStretch(3, 1)
        self._values: dict[str, QLabel] = {}
        for row, (name, value) in enumerate(document.items()):
            self._line(row, 0, name, value)
        for row, name in enumerate(
            (
                self.tr("Today"),
                self.tr("This session"),
                self.tr("Days in a row"),
                self.tr("Taken from suggestions"),
            )
        ):
            self._line(row, 2, name, "")
        self.column.addLayout(self._grid)
        heading = QLabel(
            self.tr("Words per day; the coloured part was taken from suggestions"), self
        )
        self.column.addWidget(heading)
        self.plot = DaysPlot(self)
        self.column.addWidget(self.plot, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.clear = QPushButton(self.tr("&Forget These Numbers"), self)
        self.clear.setToolTip(self.tr("Words per day, for all documents; the text is not touched"))
        buttons.addButton(self.clear, QDialogButtonBox.ButtonRole.ResetRole)
        self.column.addWidget(buttons)
        buttons.rejected.connect(self.reject)
        self.clear.setAutoDefault(False)
        self.clear.clicked.connect(self._forget)
        self._asked = False
        counts.progressed.connect(self._refresh)
        self.resize(640, 420)
        self._refresh()

    def value(self, name: str) -> str:
        """What stands beside a name."""
        return self._values[name].text()

    def _forget(self) -> None:
        """The first click asks, the second one means it."""
        if self._asked:
            self._counts.clear()
        self._asked = not self._asked
        self.clear.setText(
            self.tr("&Forget Them for Good?") if self._asked else self.tr("&Forget These Numbers")
        )

    def _line(self, row: int, column: int, name: str, value: str) -> None:
        label = QLabel(value, self)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setAccessibleName(name)
        self._values[name] = label
        self._grid.addWidget(QLabel(name, self), row, column)
        self._grid.addWidget(label, row, column + 1)

    def _refresh(self) -> None:
        progress, log = self._counts.progress(), self._counts.log
        total = sum((words.written for words in log.values()), 0)
        accepted = sum((words.accepted for words in log.values()), 0)
        share = f"{100 * accepted / total:.0f} %" if total else "–"
        today = _of_goal(progress.today, progress.daily_goal)
        session = _of_goal(progress.session, progress.session_goal)
        values = (today, session, number_words(progress.streak_days), share)
        for label, value in zip(list(self._values.values())[-4:], values, strict=True):
            label.setText(value)
        self.plot.show_days(log, self._today)
        self.clear.setEnabled(bool(total))


def document_lines(words: int, characters: int, paragraphs: int) -> tuple[str, ...]:
    """The numbers of a document, as they are shown."""
    counts = tuple(number_words(count) for count in (words, characters, paragraphs))
    return *counts, f"{number_words(reading_minutes(words))} min"


def _of_goal(done: int, goal: int) -> str:
    return f"{number_words(done)} / {number_words(goal)}" if goal else number_words(done)
