"""After a crash: what was not saved, next to what is in the file, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from writer.documents.diff import Stretch
from writer.documents.recovery import Recoverable, Situation
from writer.ui.background import Background
from writer.ui.diff_view import DiffView, stretches
from writer.ui.locale_words import moment_words
from writer.ui.quiet_dialog import QuietDialog
from writer.ui.translation import plain_sentence

STOPPING_WAIT_S = 0.2


class RecoveryDialog(QuietDialog):
    """Lists what can be recovered; each is decided about by itself, or later."""

    recover_chosen = Signal(object)
    both_chosen = Signal(object)
    discard_chosen = Signal(object)
    """A ``Recoverable`` each."""
    compared = Signal()
    """What was kept stands beside what is in the file."""

    def __init__(self, found: Sequence[Recoverable], parent: QWidget) -> None:
        title = QCoreApplication.translate("RecoveryDialog", "Unsaved text was kept")
        super().__init__("recovery_dialog", title, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        intro = QLabel(
            self.tr(
                "Writer ended before these documents were saved. What you wrote is here; nothing "
                "has been changed on the disk."
            ),
            self,
        )
        intro.setWordWrap(True)
        self.column.addWidget(intro)
        self.about = QLabel(self)
        self.about.setObjectName("recovery_about")
        self.about.setWordWrap(True)
        self.diff = DiffView(self)
        spoken = self.tr("Documents with unsaved text")
        self.list = self.add_list_beside(self.about, self.diff, spoken)
        for one in found:
            item = QListWidgetItem(f"{name_of(one)}\n{moment_words(one.edited_s)}", self.list)
            item.setData(Qt.ItemDataRole.UserRole, one)
        self.recover = QPushButton(self.tr("&Recover"), self)
        self.both = QPushButton(self.tr("Open &Both"), self)
        self.discard = QPushButton(self.tr("&Discard"), self)
        self.recover.setToolTip(self.tr("Show the kept text in its document; undo takes it back"))
        self.both.setToolTip(self.tr("Show the file as it is, and the kept text beside it"))
        self.discard.setToolTip(self.tr("Give the kept text up; it stays aside for a month"))
        later = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        later.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Decide Later"))
        row = QHBoxLayout()
        row.addWidget(self.discard)
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(self.both)
        row.addWidget(self.recover)
        self.column.addLayout(row)
        self.resize(820, 520)
        for button, signal in (
            (self.recover, self.recover_chosen),
            (self.both, self.both_chosen),
            (self.discard, self.discard_chosen),
        ):
            button.clicked.connect(lambda _=False, signal=signal: self._decide(signal))
        self.recover.setDefault(True)
        self._background = Background("recovery-comparer", self)
        self.finished.connect(lambda _: self._background.stop(STOPPING_WAIT_S))
        later.rejected.connect(self.reject)
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        self.list.setCurrentRow(0)

    def current(self) -> Recoverable | None:
        """The one that is being looked at."""
        item = self.list.currentItem()
        one = item.data(Qt.ItemDataRole.UserRole) if item else None
        return one if isinstance(one, Recoverable) else None

    def _show_current(self) -> None:
        one = self.current()
        if one is None:
            return
        readable = one.situation is not Situation.UNREADABLE
        self.recover.setEnabled(readable)
        self.both.setEnabled(readable and one.on_disk is not None)
        if not readable:
            self.diff.clear()
            self.about.setText(self._situation(one))
            return
        self.diff.clear()
        self.about.setText(f"{self._situation(one)} {self.tr('Comparing…')}")
        on_disk = one.on_disk.text if one.on_disk else ""
        self._background.submit(partial(stretches, on_disk, one.text), partial(self._compared, one))

    def _compared(self, one: Recoverable, changes: tuple[Stretch, ...]) -> None:
        if one is not self.current():
            return  # another one is being looked at
        self.diff.show_stretches(changes)
        self.about.setText(f"{self._situation(one)} {self.diff.summary(changes)}.")
        self.compared.emit()

    def _situation(self, one: Recoverable) -> str:
        sentence = {
            Situation.FILE_AS_BEFORE: self.tr("The file is as you last saved it."),
            Situation.FILE_CHANGED: self.tr(
                "The file has been changed since, by another program: “Open Both” shows the two "
                "side by side."
            ),
            Situation.FILE_MISSING: self.tr("The file was deleted or moved."),
            Situation.NEVER_SAVED: self.tr("This document was never saved."),
            Situation.UNREADABLE: self.tr("What was kept cannot be read."),
        }.get(one.situation, "")
        return f"{sentence} {plain_sentence(one.trouble or '')}".strip()

    def _decide(self, signal: Signal) -> None:
        one = self.current()
        if one is None:
            return
        self.list.takeItem(self.list.currentRow())
        signal.emit(one)  # type: ignore[attr-defined]
        if not self.list.count():
            self.accept()


def name_of(one: Recoverable) -> str:
    """What a recovered document is called."""
    untitled = QCoreApplication.translate("RecoveryDialog", "Untitled")
    return one.document.name if one.document else one.title or untitled
