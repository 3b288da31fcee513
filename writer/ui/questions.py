"""The few questions that a document asks, each a dialog in its own window."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMessageBox, QWidget

from writer.ui.changed_dialog import ChangedDialog, Choice


class Leaving(Enum):
    """What to do with unsaved changes."""

    SAVE = "save"
    DISCARD = "discard"
    STAY = "stay"


class Questions(QObject):
    """Asks; decides nothing."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def say(self, sentence: str) -> None:
        """Something that must not be overlooked."""
        box = self._box()
        box.setObjectName("problem_dialog")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(sentence)
        box.exec()

    def confirm(self, sentence: str, yes: str) -> bool:
        """A step that changes something on the disk; Cancel is the default."""
        box = self._box()
        box.setObjectName("confirm_dialog")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(sentence)
        accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is accept

    def offer(self, sentence: str, more: str, yes: str) -> bool:
        """A way on that does no harm, so it is the default."""
        box = self._box()
        box.setObjectName("offer_dialog")
        box.setIcon(QMessageBox.Icon.Information)
        box.setText(sentence)
        box.setInformativeText(more)
        accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(accept)
        box.exec()
        return box.clickedButton() is accept

    def leaving(self, name: str) -> Leaving:
        """Before unsaved changes would be gone."""
        button = QMessageBox.StandardButton
        box = self._box()
        box.setObjectName("unsaved_dialog")
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self.tr("Save the changes to “{name}”?").format(name=name))
        box.setInformativeText(self.tr("Without saving, what you wrote since then is lost."))
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.setDefaultButton(button.Save)
        answer = box.exec()
        if answer == button.Save:
            return Leaving.SAVE
        return Leaving.DISCARD if answer == button.Discard else Leaving.STAY

    def changed(self, sentence: str, mine: str, theirs: str) -> Choice:
        """The file on disk and the window differ, and both have something of their own."""
        dialog = ChangedDialog(sentence, mine, theirs, self._window)
        dialog.exec()
        return dialog.choice

    def _box(self) -> QMessageBox:
        return PlainBox(self._window)


class PlainBox(QMessageBox):
    """A message in the colours of its window; its sentences are never taken for HTML."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setTextFormat(Qt.TextFormat.PlainText)

    def showEvent(self, event: QShowEvent) -> None:
        # The window's style sheet keeps its palette from reaching the widgets of a dialog.
        for widget in (self, *self.findChildren(QWidget)):
            widget.setPalette(self._window.palette())
        super().showEvent(event)
