"""Suggestions, Models: what there is, what can be got, and what happens to it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QWidget,
)

from writer.errors import WriterError
from writer.models.overview import Item
from writer.ui.model_details import BOX, Act, ModelDetailsView
from writer.ui.model_tasks import Key
from writer.ui.model_words import row_words, size_words
from writer.ui.models_list_view import ModelsListView
from writer.ui.quiet_dialog import QuietDialog
from writer.ui.translation import plain_sentence

if TYPE_CHECKING:
    from writer.ui.models_desk import ModelsDesk


class ModelsDialog(QuietDialog):
    """Not modal: one writes on while a model is downloaded, and after it is closed as well."""

    def __init__(self, desk: ModelsDesk, parent: QWidget) -> None:
        super().__init__("models_dialog", "", parent)
        self.setWindowTitle(self.tr("Models"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._removing: Key | None = None
        self._told: Item | None = None
        self.list = ModelsListView(self)
        self.list.setAccessibleName(self.tr("Models and adapters"))
        self.details = ModelDetailsView(self)
        splitter = QSplitter(self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(self.details)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([270, 590])
        self.column.addWidget(splitter, 1)

        self.other = QLineEdit(self)
        self.other.setPlaceholderText(self.tr("Another model of the hub: owner/name"))
        self.other.setAccessibleName(self.tr("Another model of the hub: owner/name"))
        self.other.setClearButtonEnabled(True)
        self.other.setMinimumWidth(270)
        self.get_other = QPushButton(self.tr("G&et It"), self)
        self.import_button = QPushButton(self.tr("&Import Folder…"), self)
        self.import_button.setToolTip(
            self.tr("A model or an adapter that lies in a folder on this machine")
        )
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.other)
        line.addWidget(self.get_other)
        line.addStretch(1)
        line.addWidget(self.import_button)
        line.addWidget(close)
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setStyleSheet(BOX)
        self.said.hide()
        self.disk = QLabel(self)
        self.column.addWidget(self.said)
        self.column.addLayout(line)
        self.column.addWidget(self.disk)
        self.resize(900, 600)

        for button in (self.get_other, self.import_button):
            button.setAutoDefault(False)
        self.get_other.clicked.connect(self._get_other)
        self.other.returnPressed.connect(self._get_other)
        self.other.textChanged.connect(lambda text: self.get_other.setEnabled(bool(text.strip())))
        self.get_other.setEnabled(False)
        self.import_button.clicked.connect(self._choose_folder)
        close.rejected.connect(self.reject)
        self.list.currentRowChanged.connect(lambda _: self._chosen())
        self.details.clicked.connect(self._act)
        desk.changed.connect(self.refresh)
        desk.said.connect(self.say)
        self.follow_colours_of(parent)
        self.refresh()

    def refresh(self) -> None:
        """Show what is true now."""
        desk = self._desk
        rows = [(item, row_words(item, desk.task(item), desk.switch)) for item in desk.items]
        self.list.show_rows(rows)
        self._show_details()
        used = sum(item.on_disk for item in desk.items)
        text = self.tr("No model was downloaded yet.")
        if used:
            text = self.tr("Models take {used} of the disk.").format(used=size_words(used))
        with suppress(OSError):
            free = shutil.disk_usage(desk.folder).free
            text += " " + self.tr("{free} are free.").format(free=size_words(free))
        self.disk.setText(text)

    def say(self, sentence: str) -> None:
        """Something that belongs to no row."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def choose(self, name: str) -> None:
        """Go to this model."""
        self.list.choose(name)

    def act(self, act: Act) -> None:
        """What a click on this button does."""
        self.details.button(act).click()

    # -- the chosen model --------------------------------------------------------------------

    def _chosen(self) -> None:
        self._removing = None
        self._show_details()

    def _show_details(self) -> None:
        item = self.list.chosen()
        if item is None:
            return
        removing = self._removing == item.key
        self.details.show_task(
            item,
            self._desk.task(item),
            self._desk.switch,
            removing=removing,
            source_is_known=self._desk.source_of(item) is not None,
        )
        if item != self._told:  # a page that is being read is not scrolled back
            self._told = item
            self.details.facts.show_model(self._desk.about(item))

    def _act(self, act: Act) -> None:
        item = self.list.chosen()
        if item is None:
            return
        self.say("")
        self._removing = item.key if act is Act.REMOVE else None
        match act:
            case Act.GET | Act.RESUME | Act.RETRY:
                self._desk.get(item)
            case Act.PAUSE:
                self._desk.tasks.pause(item.key)
            case Act.CANCEL:
                self._desk.tasks.cancel(item.key)
            case Act.USE | Act.WITHOUT:
                self._desk.use(item, self)
            case Act.CHECK:
                self._desk.tasks.check(item.key)
            case Act.REALLY_REMOVE:
                self._remove(item)
        self._show_details()

    def _remove(self, item: Item) -> None:
        self._desk.tasks.remove(item.key)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is not in the list -------------------------------------------------------------

    def _get_other(self) -> None:
        wanted = self.other.text().strip()
        if not wanted:
            return
        try:
            name = self._desk.get_other(wanted)
        except WriterError as error:
            self.say(plain_sentence(error))
            return
        self.say("")
        self.other.clear()
        self.refresh()
        self.choose(name)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("The folder of a model or an adapter"), str(Path.home())
        )
        if chosen:
            self.import_folder(Path(chosen))

    def import_folder(self, folder: Path) -> None:
        """Take in what is in a folder."""
        self.say("")
        name = self._desk.import_folder(folder)
        self.refresh()
        self.choose(name)
