"""One setting in the preferences: its name, a fitting editor, what it does, back to default."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from writer.errors import SettingsError
from writer.settings.schema import Setting, Value
from writer.settings.store import Settings
from writer.ui.translation import plain_sentence

FONT_KEYS = ("editor.font_family",)
EDITOR_WIDTH = 220


def tr_setting(text: str) -> str:
    """A label, description or choice of the schema in the language of the interface."""
    return QCoreApplication.translate("Settings", text)


class SettingRow(QWidget):
    """Shows a setting and changes it at once."""

    def __init__(
        self,
        setting: Setting,
        settings: Settings,
        parent: QWidget,
        names: Mapping[str, str] | None = None,
    ) -> None:
        """``names`` are the values to choose from with what they are called."""
        super().__init__(parent)
        self.setting = setting
        self._settings = settings
        self.setObjectName(f"row_{setting.key}")
        title, description = tr_setting(setting.title), tr_setting(setting.description)
        self.words = f"{title} {description} {setting.key}".casefold()
        own = {one: tr_setting(one.capitalize()) for one in setting.choices}
        self._names = dict(names or own)
        self.editor, self._show = self._editor_for(setting)
        self.editor.setObjectName(setting.key)
        self.editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editor.installEventFilter(self)
        self.editor.setAccessibleName(title)
        self.editor.setAccessibleDescription(description)
        self.reset = QToolButton(self)
        self.reset.setText(self.tr("Default"))
        self.reset.setAutoRaise(True)
        self.reset.setToolTip(self.tr("Back to the default"))
        self.reset.setAccessibleName(self.tr("Back to the default: {name}").format(name=title))
        self.reset.clicked.connect(lambda: self._choose(setting.default))
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        self._problem.hide()
        about = QLabel(description, self)
        about.setWordWrap(True)
        small = about.font()
        small.setPointSizeF(small.pointSizeF() * 0.9)
        about.setFont(small)

        line = QHBoxLayout()
        line.setSpacing(12)
        if isinstance(self.editor, QCheckBox):
            self.editor.setText(title)
            line.addWidget(self.editor, 1)
        else:
            name = QLabel(title, self)
            name.setBuddy(self.editor)
            line.addWidget(name, 1)
            self.editor.setFixedWidth(EDITOR_WIDTH)
            line.addWidget(self.editor)
        line.addWidget(self.reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(3)
        column.addLayout(line)
        column.addWidget(about)
        column.addWidget(self._problem)
        self.refresh()

    def refresh(self) -> None:
        """Show the value in force."""
        with QSignalBlocker(self.editor):
            self._show()
        self.reset.setVisible(self._settings[self.setting.key] != self.setting.default)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel scrolls the page; it changes a value only where the keyboard is."""
        if event.type() == QEvent.Type.Wheel and not self.editor.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _choose(self, value: Value) -> None:
        try:
            self._settings.set(self.setting.key, value)
        except SettingsError as error:
            self._problem.setText(plain_sentence(error))
            self._problem.show()
            return
        self._problem.hide()
        self.refresh()

    def _editor_for(self, setting: Setting) -> tuple[QWidget, Callable[[], None]]:
        """The widget for this kind of value, and the function that shows the value in it."""
        key = setting.key
        if isinstance(setting.default, bool):
            box = QCheckBox(self)
            box.toggled.connect(lambda on: self._choose(bool(on)))
            return box, lambda: box.setChecked(self._settings.flag(key))
        if key in FONT_KEYS:
            families = {name: name for name in QFontDatabase.families()}
            return self._choices({"": self.tr("Best there is"), **self._names, **families})
        if self._names and isinstance(setting.default, str):
            return self._choices(self._names)
        if isinstance(setting.default, str):
            field = QLineEdit(self)
            field.editingFinished.connect(lambda: self._choose(field.text().strip()))
            return field, lambda: field.setText(self._settings.text(key))
        if isinstance(setting.default, int):
            whole = QSpinBox(self)
            whole.setRange(int(setting.minimum or 0), int(setting.maximum or 1_000_000))
            whole.valueChanged.connect(lambda value: self._choose(int(value)))
            return whole, lambda: whole.setValue(self._settings.integer(key))
        real = QDoubleSpinBox(self)
        real.setDecimals(2)
        real.setSingleStep(0.05)
        real.setRange(
            0.0 if setting.minimum is None else setting.minimum,
            1e6 if setting.maximum is None else setting.maximum,
        )
        real.valueChanged.connect(lambda value: self._choose(round(float(value), 2)))
        return real, lambda: real.setValue(self._settings.real(key))

    def _choices(self, names: Mapping[str, str]) -> tuple[QComboBox, Callable[[], None]]:
        box = QComboBox(self)
        for value, name in names.items():
            box.addItem(name, value)
        box.currentIndexChanged.connect(lambda at: self._choose(str(box.itemData(at))))

        def show() -> None:
            value = self._settings.text(self.setting.key)
            if box.findData(value) < 0:
                box.addItem(value, value)
            box.setCurrentIndex(box.findData(value))

        return box, show
