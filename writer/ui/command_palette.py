"""All commands in one list: type a few letters of a name, Enter carries it out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from writer.ui.actions import NATIVE, Actions
from writer.ui.fuzzy import fit
from writer.ui.quiet_dialog import QuietDialog

NAME = Qt.ItemDataRole.UserRole
MOVING_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
OWN_NAME = "command_palette"
IN_TITLE = 8
"""A command whose own name fits stands before those whose menu's name does."""
NEARLY = 0.5
"""What fits less than this part of the best is letters that happen to be there: it is left out."""
AIR = 8
"""Pixels between two lines."""


class CommandPaletteDialog(QuietDialog):
    """Commands used lately stand first; those that cannot be used now are grey."""

    def __init__(self, commands: Actions, parent: QWidget) -> None:
        super().__init__("command_palette_dialog", "", parent)
        self.setWindowTitle(self.tr("Commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setModal(True)
        self._commands = commands
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Type a few letters of a command"))
        self.search.setAccessibleName(self.tr("Command"))
        self.search.installEventFilter(self)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setColumnCount(3)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.column.setContentsMargins(14, 14, 14, 14)
        self.column.addWidget(self.search)
        self.column.addWidget(self.list)
        self.resize(min(620, max(360, parent.width() - 80)), min(420, parent.height() - 80))
        top = parent.mapToGlobal(parent.rect().topLeft())
        self.move(top.x() + (parent.width() - self.width()) // 2, top.y() + 60)
        self.search.textChanged.connect(self._fill)
        self.list.itemActivated.connect(lambda *_: self.run())
        self.list.itemClicked.connect(lambda *_: self.run())
        self.finished.connect(lambda _: parent.activateWindow())
        self._fill("")
        self.search.setFocus()

    def names(self) -> list[str]:
        """The commands that are listed, best first."""
        items = (self.list.topLevelItem(at) for at in range(self.list.topLevelItemCount()))
        return [str(item.data(0, NAME)) for item in items if item is not None]

    def run(self) -> None:
        """Carry out the chosen command, after the list is gone."""
        item = self.list.currentItem()
        if item is None:
            return
        action = self._commands[str(item.data(0, NAME))]
        if not action.isEnabled():
            return
        self.accept()
        action.trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that move in the list, and Enter, work while one types."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in MOVING_KEYS:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.run()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frameless window needs an edge of its own."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().placeholderText().color())
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _width_of(self, keys: str) -> int:
        return self.list.fontMetrics().horizontalAdvance(keys) + 2 * AIR

    def _fill(self, typed: str) -> None:
        self.list.clear()
        recent = {name: -at for at, name in enumerate(self._commands.recent)}
        found = []
        for at, name in enumerate(self._commands):
            path = self._commands.path(name)
            title = self._commands.title(name)
            score = fit(typed, f"{title} {' '.join(path)}")
            if score is not None and fit(typed, title) is not None:
                score += IN_TITLE
            if score is not None and name != OWN_NAME:
                found.append((-score, -recent.get(name, -1000), at, name))
        least = NEARLY * max((-score for score, *_ in found), default=0)
        height = self.list.fontMetrics().height() + AIR
        for score, _, _, name in sorted(found):
            if -score < least:
                break
            where = " ▸ ".join(self._commands.path(name))
            keys = self._commands.keys(name).toString(NATIVE)
            item = QTreeWidgetItem(self.list, [self._commands.title(name), where, keys])
            item.setData(0, NAME, name)
            item.setSizeHint(2, QSize(self._width_of(keys), height))
            if not self._commands[name].isEnabled():
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            for column in (1, 2):
                item.setForeground(column, self.palette().placeholderText())
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
