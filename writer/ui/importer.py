"""Opening a word processor's file: read in the background, shown as a new Markdown document."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from writer.documents.importing import import_document
from writer.documents.office import Imported
from writer.ui.background import Background
from writer.ui.questions import Questions
from writer.ui.translation import plain_sentence

if TYPE_CHECKING:
    from writer.ui.document_controller import DocumentController


class Importer(QObject):
    """The file is only read. Whatever is written in the window meanwhile stays in it."""

    def __init__(
        self, documents: DocumentController, disk: Background, questions: Questions
    ) -> None:
        super().__init__(documents)
        self._documents = documents
        self._disk = disk
        self._questions = questions

    def read(self, path: Path) -> None:
        """Begin to read; the text comes into this window if it is blank then, else into its own."""
        self._documents.notified.emit(self.tr("Reading “{name}”…").format(name=path.name))
        self._disk.submit(
            partial(import_document, path.absolute()),
            partial(self._show, path.absolute()),
            lambda error: self._questions.say(plain_sentence(error)),
        )

    def _show(self, path: Path, found: Imported) -> None:
        if self._documents.is_blank:
            self._documents.begin_copy(path.stem, found.text, path.parent)
        else:
            self._documents.copy_requested.emit(path.stem, found.text)
        sentence = self.tr(
            "“{name}” came in as Markdown, as a new document; the file itself is as it was."
        ).format(name=path.name)
        self._documents.notified.emit(" ".join((sentence, *map(plain_sentence, found.notices))))
