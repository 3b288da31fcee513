"""Controls for suggestions that are asked for: how bold, how long, which dice."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDockWidget,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)

from writer.settings.schema import BY_KEY
from writer.settings.store import Settings


class SamplingPanel(QDockWidget):
    """Edits four settings; suggestions that come by themselves ignore all but the length."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setObjectName("sampling_panel")
        self.setWindowTitle(self.tr("Suggestion Controls"))
        self.setAllowedAreas(
            Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.LeftDockWidgetArea
        )
        body = QWidget(self)
        form = QFormLayout(body)
        form.setContentsMargins(14, 12, 14, 12)
        form.setVerticalSpacing(10)
        self.temperature = self._real(
            "completions.temperature",
            0.1,
            self.tr("0 takes the likeliest words; around 0.8 is lively; above 1.2 is wild."),
        )
        self.top_p = self._real(
            "completions.top_p",
            0.05,
            self.tr("Only the likeliest words that together have this probability take part."),
        )
        self.length = self._whole(
            "completions.max_words", self.tr("The longest suggestion, in words.")
        )
        self.seed = self._whole(
            "completions.seed", self.tr("The same seed gives the same suggestions again.")
        )
        self.new_seed = QPushButton(self.tr("Throw the Dice"), body)
        self.new_seed.setObjectName("new_seed")
        self.new_seed.clicked.connect(lambda: self.seed.setValue(self.seed.value() + 1))
        form.addRow(self.tr("&Temperature"), self.temperature)
        form.addRow(self.tr("Top-&p"), self.top_p)
        form.addRow(self.tr("&Length, words"), self.length)
        form.addRow(self.tr("&Seed"), self.seed)
        form.addRow("", self.new_seed)
        note = QLabel(
            self.tr(
                "For suggestions you ask for with Ctrl+Space. Those that come while you type "
                "always take the likeliest words."
            ),
            body,
        )
        note.setWordWrap(True)
        note.setObjectName("sampling_note")
        form.addRow(note)
        self.setWidget(body)
        end = settings.on_change(self._show_value)
        self.destroyed.connect(lambda: end())

    def _real(self, key: str, step: float, tip: str) -> QDoubleSpinBox:
        setting = BY_KEY[key]
        box = QDoubleSpinBox(self)
        box.setObjectName(key)
        box.setDecimals(2)
        box.setSingleStep(step)
        box.setRange(setting.minimum or 0.0, setting.maximum or 1.0)
        box.setValue(self._settings.real(key))
        box.setToolTip(tip)
        box.valueChanged.connect(lambda value: self._settings.set(key, round(float(value), 2)))
        return box

    def _whole(self, key: str, tip: str) -> QSpinBox:
        setting = BY_KEY[key]
        box = QSpinBox(self)
        box.setObjectName(key)
        box.setRange(int(setting.minimum or 0), int(setting.maximum or 0))
        box.setValue(self._settings.integer(key))
        box.setToolTip(tip)
        box.valueChanged.connect(lambda value: self._settings.set(key, int(value)))
        return box

    def _show_value(self, key: str) -> None:
        """Another window or the preferences changed a value: show it."""
        box = self.findChild(QWidget, key)
        if isinstance(box, QDoubleSpinBox):
            box.setValue(self._settings.real(key))
        elif isinstance(box, QSpinBox):
            box.setValue(self._settings.integer(key))
