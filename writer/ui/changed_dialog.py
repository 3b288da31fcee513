"""Two texts of one document: mine in the window, theirs on the disk. Which shall it be?"""

from __future__ import annotations

from enum import Enum

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from writer.ui.diff_view import DiffView, stretches


class Choice(Enum):
    """What the user decided."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"
    LATER = "later"


class ChangedDialog(QDialog):
    """Shows what would be gained and lost; nothing happens until a button says so."""

    def __init__(self, sentence: str, mine: str, theirs: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("changed_dialog")
        self.setWindowTitle(self.tr("Changed by another program"))
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self.sentence)
        layout.addWidget(legend)
        layout.addWidget(diff, 1)
        layout.addWidget(buttons)
        self.resize(720, 480)
        later.setFocus()

    def _choose(self, choice: Choice) -> None:
        self.choice = choice
        self.accept()
