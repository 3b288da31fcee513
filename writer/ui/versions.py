"""Earlier versions of a document: a list, what each would change, and bringing one back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QListWidgetItem, QPushButton, QWidget

from writer.documents.diff import Stretch
from writer.documents.keeping import Places
from writer.documents.snapshots import Snapshot, list_snapshots, read_snapshot
from writer.errors import WriterError
from writer.ui.background import Background
from writer.ui.diff_view import DiffView, stretches
from writer.ui.document_controller import DocumentController
from writer.ui.locale_words import locale_here, moment_words
from writer.ui.quiet_dialog import QuietDialog
from writer.ui.translation import plain_sentence

STOPPING_WAIT_S = 0.2


class Versions(QObject):
    """Shows the versions of one window's document."""

    def __init__(self, documents: DocumentController, places: Places, window: QWidget) -> None:
        super().__init__(window)
        self._documents = documents
        self._places = places
        self._window = window

    def show(self) -> None:
        """Open the dialog, or say why there is nothing to show."""
        if self._documents.says_not_yet():
            return
        path = self._documents.path
        found = list_snapshots(self._places.versions, path) if path else []
        if not found:
            self._documents.notified.emit(
                self.tr("There is no earlier version yet: one is kept with every save.")
            )
            return
        dialog = VersionsDialog(found, self._documents, self._window)
        dialog.open()


class VersionsDialog(QuietDialog):
    """The text itself changes only with Restore, and undo takes that back."""

    shown = Signal()
    """The version that is selected is on the screen."""

    def __init__(
        self, found: list[Snapshot], documents: DocumentController, parent: QWidget
    ) -> None:
        title = QCoreApplication.translate("VersionsDialog", "Versions of “{name}”")
        super().__init__("versions_dialog", title.format(name=documents.name), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._documents = documents
        self._current = documents.text()
        self._text: str | None = None
        self._background = Background("version-reader", self)
        self.about = QLabel(self)
        self.about.setWordWrap(True)
        self.diff = DiffView(self)
        self.list = self.add_list_beside(self.about, self.diff, self.tr("Versions, newest first"))
        for snapshot in reversed(found):
            item = QListWidgetItem(self._label(snapshot), self.list)
            item.setData(Qt.ItemDataRole.UserRole, snapshot)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.restore = QPushButton(self.tr("&Restore This Version"), self)
        self.restore.setToolTip(self.tr("The text becomes what it was then; undo takes that back"))
        buttons.addButton(self.restore, QDialogButtonBox.ButtonRole.ActionRole)
        self.column.addWidget(buttons)
        self.resize(840, 540)
        buttons.rejected.connect(self.reject)
        self.restore.clicked.connect(self._restore)
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        self.finished.connect(lambda _: self._background.stop(STOPPING_WAIT_S))
        self.list.setCurrentRow(0)

    def _show_current(self) -> None:
        snapshot = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
        self._text = None
        self.restore.setEnabled(False)
        self.diff.clear()
        self.about.setText(self.tr("Reading…"))
        self._background.submit(
            partial(_compare, snapshot, self._current),
            partial(self._compared, snapshot),
            partial(self._unreadable, snapshot),
        )

    def _label(self, snapshot: Snapshot) -> str:
        units = QLocale.DataSizeFormat.DataSizeSIFormat
        size = locale_here().formattedDataSize(snapshot.size, 1, units)
        return f"{moment_words(snapshot.at_s)}\n{size}"

    def _is_current(self, snapshot: Snapshot) -> bool:
        item = self.list.currentItem()
        return item is not None and bool(item.data(Qt.ItemDataRole.UserRole) == snapshot)

    def _compared(self, snapshot: Snapshot, found: tuple[str, tuple[Stretch, ...]]) -> None:
        if not self._is_current(snapshot):
            return
        self._text, changes = found
        differs = self._text != self._current
        self.diff.show_stretches(changes)
        self.about.setText(
            self.tr("Restoring it would change your text so: {summary}.").format(
                summary=self.diff.summary(changes)
            )
            if differs
            else self.tr("Your text is the same as this version.")
        )
        self.restore.setEnabled(differs and self._documents.may_write)
        self.shown.emit()

    def _unreadable(self, snapshot: Snapshot, error: WriterError) -> None:
        if self._is_current(snapshot):
            self.about.setText(plain_sentence(error))
            self.shown.emit()

    def _restore(self) -> None:
        if self._text is not None:
            self._documents.restore(self._text)
        self.accept()


def _compare(snapshot: Snapshot, current: str) -> tuple[str, tuple[Stretch, ...]]:
    """In another thread: the version's text, and what leads to it from the current one."""
    text, _, _ = read_snapshot(snapshot)
    return text, stretches(current, text)
