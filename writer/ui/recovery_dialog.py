"""After a crash: what was not saved, next to what is in the file, and what to do with it."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from writer.documents.recovery import Recoverable, Situation
from writer.ui.diff_view import DiffView, stretches


class RecoveryDialog(QDialog):
    """Lists what can be recovered; each is decided about by itself, or later."""

    recover_chosen = Signal(object)
    both_chosen = Signal(object)
    discard_chosen = Signal(object)
    """A ``Recoverable`` each."""

    def __init__(self, found: Sequence[Recoverable], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("recovery_dialog")
        self.setWindowTitle(self.tr("Unsaved text was kept"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        intro = QLabel(
            self.tr(
                "Writer ended before these documents were saved. What you wrote is here; nothing "
                "has been changed on the disk."
            ),
            self,
        )
        intro.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setObjectName("recovery_list")
        self.list.setAccessibleName(self.tr("Documents with unsaved text"))
        for one in found:
            item = QListWidgetItem(f"{name_of(one)}\n{_when(one.edited_s)}", self.list)
            item.setData(Qt.ItemDataRole.UserRole, one)
        self.about = QLabel(self)
        self.about.setObjectName("recovery_about")
        self.about.setWordWrap(True)
        self.diff = DiffView(self)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.about)
        column.addWidget(self.diff, 1)
        splitter = QSplitter(self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([210, 550])
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
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        layout.addWidget(intro)
        layout.addWidget(splitter, 1)
        layout.addLayout(row)
        self.resize(820, 520)
        for button, signal in (
            (self.recover, self.recover_chosen),
            (self.both, self.both_chosen),
            (self.discard, self.discard_chosen),
        ):
            button.clicked.connect(lambda _=False, signal=signal: self._decide(signal))
        self.recover.setDefault(True)
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
        changes = stretches(one.on_disk.text if one.on_disk else "", one.text)
        self.diff.show_stretches(changes)
        self.about.setText(f"{self._situation(one)} {self.diff.summary(changes)}.")

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
        return f"{sentence} {one.trouble}".strip()

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
    return one.document.name if one.document else one.title or "Untitled"


def _when(edited_s: float) -> str:
    moment = time.localtime(edited_s)
    today = time.localtime()
    same_day = moment[:3] == today[:3]
    return time.strftime("%H:%M" if same_day else "%d %B, %H:%M", moment)
