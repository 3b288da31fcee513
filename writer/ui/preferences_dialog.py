"""The preferences: every setting of the schema and every key, with a search over all of them."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from writer.settings.schema import SECTIONS, SETTINGS
from writer.settings.store import Settings
from writer.ui.actions import Actions
from writer.ui.quiet_dialog import QuietDialog
from writer.ui.setting_row import SettingRow, tr_setting
from writer.ui.shortcuts_page import ShortcutsPage


class PreferencesDialog(QuietDialog):
    """Not modal: what is changed is seen at once on the page behind it."""

    def __init__(self, settings: Settings, commands: Actions, parent: QWidget) -> None:
        super().__init__("preferences_dialog", "", parent)
        self.setWindowTitle(self.tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search settings and keys"))
        self.search.setAccessibleName(self.tr("Search settings and keys"))
        self.search.setClearButtonEnabled(True)
        self.sections = QListWidget(self)
        self.sections.setAccessibleName(self.tr("Sections"))
        self.sections.setSpacing(3)
        self.sections.setFrameShape(QFrame.Shape.NoFrame)
        self.rows: dict[str, SettingRow] = {}
        self._headings: dict[str, QLabel] = {}
        self._page = QScrollArea(self)
        page = self._settings_page(settings, commands)
        self._page.setWidget(page)
        self._page.setWidgetResizable(True)
        # Wide enough for every language and any size of letters: nobody scrolls sideways.
        self._page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self._page.verticalScrollBar().sizeHint().width()
        self._page.setMinimumWidth(page.minimumSizeHint().width() + bar)
        self._page.setFrameShape(QFrame.Shape.NoFrame)
        self.shortcuts = ShortcutsPage(commands, self)
        self._nothing = QLabel(self.tr("Nothing is called so."), self)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        for page in (self._page, self.shortcuts, self._nothing):
            self._stack.addWidget(page)
        for group in self._headings:
            self.sections.addItem(_section(group))
        self.sections.addItem(self.tr("Keys"))
        self.sections.setFixedWidth(self.sections.sizeHintForColumn(0) + 30)

        body = QHBoxLayout()
        body.setSpacing(18)
        body.addWidget(self.sections)
        body.addWidget(self._stack, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setAutoDefault(False)  # Enter ends a field or chooses a command, it closes nothing
        self.column.addWidget(self.search)
        self.column.addLayout(body, 1)
        self.column.addWidget(buttons)
        self.resize(780, 600)
        self.search.textChanged.connect(self._filter)
        self.sections.currentRowChanged.connect(self._go_to)
        self.sections.setCurrentRow(0)
        self.search.setFocus()
        end = settings.on_change(self._changed)
        self.destroyed.connect(lambda: end())
        self.follow_colours_of(parent)

    def show_keys(self) -> None:
        """Turn to the page of the keys."""
        self.sections.setCurrentRow(self.sections.count() - 1)

    def _settings_page(self, settings: Settings, commands: Actions) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(0)
        order = list(SECTIONS)
        by_section = sorted(SETTINGS, key=lambda setting: order.index(setting.group))
        for group, members in groupby(by_section, key=lambda s: s.group):
            heading = QLabel(_section(group), page)
            font = heading.font()
            font.setPointSizeF(font.pointSizeF() * 1.3)
            heading.setFont(font)
            heading.setContentsMargins(0, 14 if self._headings else 0, 0, 6)
            column.addWidget(heading)
            self._headings[group] = heading
            for setting in members:
                names = commands.choice_names.get(setting.key)
                row = SettingRow(setting, settings, page, names)
                self.rows[setting.key] = row
                column.addWidget(row)
        column.addStretch(1)
        return page

    def _changed(self, key: str) -> None:
        if key in self.rows:
            self.rows[key].refresh()

    def _go_to(self, at: int) -> None:
        groups = list(self._headings)
        if at >= len(groups):
            self._stack.setCurrentWidget(self.shortcuts)
            return
        self._stack.setCurrentWidget(self._page)
        top = self._headings[groups[at]].y()
        self._page.verticalScrollBar().setValue(top)

    def _filter(self, text: str) -> None:
        wanted = text.casefold().split()
        found: set[str] = set()
        for row in self.rows.values():
            section = _section(row.setting.group).casefold()
            fits = all(word in row.words or word in section for word in wanted)
            row.setVisible(fits)
            if fits:
                found.add(row.setting.group)
        for group, heading in self._headings.items():
            heading.setVisible(group in found)
        keys = self.shortcuts.search(text)
        if not found and not keys:
            self._stack.setCurrentWidget(self._nothing)
        elif not found or (keys and self._stack.currentWidget() is self.shortcuts):
            self._stack.setCurrentWidget(self.shortcuts)
        else:
            self._stack.setCurrentWidget(self._page)


def _section(group: str) -> str:
    return tr_setting(SECTIONS[group])
