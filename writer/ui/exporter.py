"""File ▸ Export: the document as a web page, an e-book, a Word or OpenDocument file, or a PDF."""

from __future__ import annotations

import os
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QMarginsF, QObject, Signal
from PySide6.QtGui import (
    QFont,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtWidgets import QFileDialog, QWidget

from writer.documents.atomic import replace_file
from writer.documents.export import ExportKind, export_document, export_html
from writer.documents.problems import Doing, describe
from writer.errors import WriterError
from writer.ui.background import Background
from writer.ui.document_controller import DocumentController
from writer.ui.questions import Questions
from writer.ui.translation import plain_sentence

STOPPING_WAIT_S = 0.2
MARGIN_MM = 25.0
POINTS = 11


class Format(Enum):
    """What can be exported to; the value is the file name's end."""

    HTML = ".html"
    EPUB = ".epub"
    DOCX = ".docx"
    ODT = ".odt"
    PDF = ".pdf"


class Exporter(QObject):
    """Takes the text now, writes the file in another thread, and says when it is there."""

    exported = Signal(object)
    """The ``Path``."""

    def __init__(self, documents: DocumentController, face: str, window: QWidget) -> None:
        """``face`` is the text face of PDF."""
        super().__init__(window)
        self._documents = documents
        self._face = face
        self._window = window
        self._questions = Questions(window)
        self._background = Background("exporter", self)

    def export(self, kind: Format) -> None:
        """Ask where to, and write."""
        if self._documents.says_not_yet():
            return
        suggested = self._suggestion(kind)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Export"), str(suggested), f"*{kind.value}"
        )
        if not chosen:
            return
        path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(kind.value)
        if self._documents.shows(path):
            self._questions.say(
                self.tr("“{name}” is the document itself. Export under another name.").format(
                    name=path.name
                )
            )
            return
        self._background.submit(
            partial(
                write_export,
                kind,
                path,
                self._documents.text(),
                markdown=self._documents.is_markdown,
                title=Path(self._documents.name).stem,
                face=self._face,
            ),
            lambda _: self._done(path),
            lambda error: self._failed(error),
        )

    def close(self) -> None:
        """The window has closed; a long export goes on until it is done or the process ends."""
        self._background.stop(STOPPING_WAIT_S)

    def _suggestion(self, kind: Format) -> Path:
        path = self._documents.path
        return (path or Path.home() / self._documents.name).with_suffix(kind.value)

    def _done(self, path: Path) -> None:
        self._documents.notified.emit(
            self.tr("Exported as “{name}” in {folder}.").format(name=path.name, folder=path.parent)
        )
        self.exported.emit(path)

    def _failed(self, error: WriterError) -> None:
        self._questions.say(plain_sentence(error))


def write_export(
    kind: Format, path: Path, text: str, *, markdown: bool, title: str, face: str
) -> None:
    """Write ``text`` as ``kind``; may be called in any thread.

    Raises:
        DocumentError: it could not be written; a file that was there is as it was.
    """
    if kind is not Format.PDF:
        export_document(path, text, ExportKind(kind.value), markdown=markdown, title=title)
        return
    document = QTextDocument()
    font = QFont(face, POINTS)
    font.setStyleHint(QFont.StyleHint.Serif)
    document.setDefaultFont(font)
    document.setHtml(export_html(text, markdown=markdown, title=title))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    _print(document, buffer, title)
    _replace(path, bytes(buffer.data().data()))


def _print(document: QTextDocument, buffer: QBuffer, title: str) -> None:
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Writer")
    metric = QLocale.system().measurementSystem() is QLocale.MeasurementSystem.MetricSystem
    size = QPageSize.PageSizeId.A4 if metric else QPageSize.PageSizeId.Letter
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    portrait = QPageLayout.Orientation.Portrait
    layout = QPageLayout(QPageSize(size), portrait, margins, QPageLayout.Unit.Millimeter)
    writer.setPageLayout(layout)
    document.print_(writer)


def _replace(path: Path, data: bytes) -> None:
    target = Path(os.path.realpath(path))
    try:
        like = target.stat() if target.exists() else None
        replace_file(target, data, like=like, mode=0o666)
    except OSError as error:
        raise describe(error, path, Doing.SAVING) from error
