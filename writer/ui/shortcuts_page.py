"""All commands with their keys, and a place to change them. A conflict is said, never made."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from writer.ui.actions import NATIVE, PORTABLE, Actions

NAME = Qt.ItemDataRole.UserRole
AIR = 8
"""Pixels between two lines."""


class ShortcutsPage(QWidget):
    """A page of the preferences."""

    def __init__(self, commands: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self._refused = QKeySequence()
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Commands and their keys"))
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Key")])
        self.list.setRootIsDecorated(False)
        self.list.setIndentation(14)
        self.list.setUniformRowHeights(True)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._tops: dict[str, QTreeWidgetItem] = {}
        self._fill()

        self.edit = QKeySequenceEdit(self)
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName(self.tr("New key"))
        self.edit.setAccessibleDescription(
            self.tr("Press the key for the chosen command; the list has the keyboard again then")
        )
        # It takes every key, Tab as well: nobody must come here on the way to something else.
        self.edit.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        caption = QLabel(self.tr("&New key:"), self)
        caption.setBuddy(self.edit)
        self.no_key = QPushButton(self.tr("No &Key"), self)
        self.usual = QPushButton(self.tr("&Default"), self)
        self.reset_all = QPushButton(self.tr("&All to Default"), self)
        line = QHBoxLayout()
        line.addWidget(caption)
        line.addWidget(self.edit, 1)
        for button in (self.no_key, self.usual, self.reset_all):
            button.setAutoDefault(False)
            line.addWidget(button)
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.take = QPushButton(self.tr("&Use It Here Instead"), self)
        self.take.setAutoDefault(False)
        self.take.hide()
        below = QHBoxLayout()
        below.addWidget(self.message, 1)
        below.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addLayout(line)
        column.addLayout(below)

        self.list.currentItemChanged.connect(lambda *_: self._chosen())
        self.list.itemActivated.connect(lambda *_: self.edit.setFocus())
        self.edit.keySequenceChanged.connect(self._pressed)
        self.edit.editingFinished.connect(self.list.setFocus)
        self.no_key.clicked.connect(lambda: self._give(QKeySequence()))
        self.usual.clicked.connect(lambda: self._pressed(self._usual_keys()))
        self.take.clicked.connect(self._take_away)
        self.reset_all.clicked.connect(self._reset_all)
        commands.key_changed.connect(self._refresh)
        self.list.setCurrentItem(next(iter(self._items.values())))
        self._refresh()

    @property
    def current(self) -> str:
        """The name of the chosen command, or nothing."""
        item = self.list.currentItem()
        return str(item.data(0, NAME) or "") if item else ""

    def choose(self, name: str) -> None:
        """Mark a command."""
        self.list.setCurrentItem(self._items[name])

    def shown_keys(self, name: str) -> str:
        """What stands in the list beside a command."""
        return self._items[name].text(1)

    def search(self, words: str) -> bool:
        """Show only what has all the words; whether there is any."""
        wanted = words.casefold().split()
        for name, item in self._items.items():
            text = " ".join((*self._commands.path(name), item.text(0), item.text(1))).casefold()
            item.setHidden(not all(word in text for word in wanted))
        for top in self._tops.values():
            below = [item for item in self._items.values() if item.parent() is top]
            top.setHidden(all(item.isHidden() for item in below))
        return any(not item.isHidden() for item in self._items.values())

    def _fill(self) -> None:
        row = QSize(0, self.list.fontMetrics().height() + AIR)
        for name in self._commands:
            path = self._commands.path(name)
            top = self._tops.get(path[0])
            if top is None:
                top = self._tops[path[0]] = QTreeWidgetItem(self.list, [path[0]])
                top.setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = top.font(0)
                font.setBold(True)
                top.setFont(0, font)
                top.setSizeHint(0, row)
                top.setExpanded(True)
            title = " ▸ ".join((*path[1:], self._commands.title(name)))
            item = QTreeWidgetItem(top, [title])
            item.setData(0, NAME, name)
            item.setSizeHint(0, row)
            self._items[name] = item

    def _refresh(self) -> None:
        for name, item in self._items.items():
            keys = self._commands.keys(name)
            others = [other for other in self._commands.sharing(keys) if other != name]
            shown = keys.toString(NATIVE)
            if others:
                shown += "   ⚠ " + self.tr("also {names}").format(names=self._titles(others))
            item.setText(1, shown)
            font = item.font(1)
            font.setBold(keys != self._commands.usual_keys(name))
            item.setFont(1, font)
        self.usual.setEnabled(bool(self.current) and self._keys() != self._usual_keys())
        self.no_key.setEnabled(not self._keys().isEmpty())

    def _keys(self) -> QKeySequence:
        return self._commands.keys(self.current) if self.current else QKeySequence()

    def _usual_keys(self) -> QKeySequence:
        return self._commands.usual_keys(self.current) if self.current else QKeySequence()

    def _titles(self, names: list[str]) -> str:
        return ", ".join(self._commands.title(name) for name in names)

    def _chosen(self) -> None:
        self.edit.clear()
        self.edit.setEnabled(bool(self.current))
        self._say("")
        self._refresh()

    def _say(self, sentence: str, *, refused: QKeySequence | None = None) -> None:
        self.message.setText(sentence)
        self._refused = refused or QKeySequence()
        self.take.setVisible(refused is not None)

    def _pressed(self, keys: QKeySequence) -> None:
        if not self.current or keys.isEmpty():
            return
        others = [name for name in self._commands.sharing(keys) if name != self.current]
        if _types_text(keys):
            self._say(self.tr("A key that writes a letter cannot be a command as well."))
        elif others:
            self._say(
                self.tr("{key} is the key of {names}.").format(
                    key=keys.toString(NATIVE), names=self._titles(others)
                ),
                refused=keys,
            )
        else:
            self._give(keys)

    def _give(self, keys: QKeySequence) -> None:
        name = self.current
        self._commands.set_keys(name, keys)
        shown = keys.toString(NATIVE) or self.tr("no key")
        self._say(self.tr("{command}: {key}").format(command=self._commands.title(name), key=shown))
        self._refresh()

    def _take_away(self) -> None:
        keys = self._refused
        for name in self._commands.sharing(keys):
            if name != self.current:
                self._commands.set_keys(name, QKeySequence())
        self._give(keys)

    def _reset_all(self) -> None:
        for name in self._commands:
            self._commands.set_keys(name, None)
        self.edit.clear()
        self._say(self.tr("Every command has its usual key again."))
        self._refresh()


def _types_text(keys: QKeySequence) -> bool:
    """Whether pressing this writes a character: such a key belongs to the text."""
    key = keys.toString(PORTABLE).removeprefix("Shift+")
    return len(key) == 1 or key == "Space"
