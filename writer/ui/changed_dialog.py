"""Two texts of one document: mine in the window, theirs on the disk. Which shall it be?"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QWidget

from writer.ui.diff_view import DiffView, stretches
from writer.ui.quiet_dialog import QuietDialog


class Choice(Enum):
    """What the user decided."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    LATER = "later"


class ChangedDialog(QuietDialog):
    """Shows what would be gained and lost; nothing happens until a button says so."""

    def __init__(self, sentence: str, mine: str, theirs: str, parent: QWidget) -> None:
        title = QCoreApplication.translate("ChangedDialog", "Changed by another program")
        super().__init__("changed_dialog", title, parent)
        self.choice = Choice.LATER
        self.sentence = QLabel(sentence, self)
        self.sentence.setWordWrap(True)
        changes = stretches(mine, theirs)
        diff = DiffView(self)
        diff.show_stretches(changes)
        legend = QLabel(
            self.tr("From your text to theirs: {summary}.").format(summary=diff.summary(changes)),
            self,
        )
        buttons = QDialogButtonBox(self)
        buttons.setObjectName("choices")
        role = QDialogButtonBox.ButtonRole
        for choice, text, place in (
            (Choice.MINE, self.tr("Keep &Mine"), role.DestructiveRole),
            (Choice.THEIRS, self.tr("Take &Theirs"), role.AcceptRole),
            (Choice.BOTH, self.tr("Open &Both"), role.ActionRole),
        ):
            button = buttons.addButton(text, place)
            button.setObjectName(f"choose_{choice.value}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, choice=choice: self._choose(choice))
        later = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        later.setText(self.tr("Decide Later"))
        later.setDefault(True)
        buttons.rejected.connect(self.reject)
        self.column.addWidget(self.sentence)
        self.column.addWidget(legend)
        self.column.addWidget(diff, 1)
        self.column.addWidget(buttons)
        self.resize(720, 480)
        later.setFocus()

    def _choose(self, choice: Choice) -> None:
        self.choice = choice
        self.accept()
