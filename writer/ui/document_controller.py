"""The document behind one window: which file it is, how it is written, whether it may be left."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from writer.documents.files import TextFormat, read_document, text_from_editor
from writer.documents.problems import (
    FileChangedError,
    NeedsInPlaceWrite,
    NotTextError,
    UnencodableError,
)
from writer.documents.saving import SaveResult, save_document, save_in_place
from writer.documents.stamp import FileStamp, read_stamp
from writer.errors import DocumentError
from writer.ui.editor_view import EditorView

FILTER = "Text and Markdown (*.md *.markdown *.txt *.text);;All files (*)"
UNTITLED = "Untitled"


class DocumentController(QObject):
    """Opens, saves and asks; the text itself lives in the editor's document."""

    document_changed = Signal()
    """Another file, another name, or another state of being modified."""
    notified = Signal(str)
    """A sentence that deserves the status bar."""

    def __init__(self, editor: EditorView, window: QWidget, keep_in: Path) -> None:
        """``keep_in`` is where copies lie while a file is written in place."""
        super().__init__(window)
        self._editor = editor
        self._window = window
        self._keep_in = keep_in
        self.path: Path | None = None
        self._format = TextFormat()
        self._stamp: FileStamp | None = None
        editor.document().modificationChanged.connect(lambda _: self.document_changed.emit())

    @property
    def name(self) -> str:
        """The file's name, or 'Untitled'."""
        return self.path.name if self.path else UNTITLED

    @property
    def is_modified(self) -> bool:
        """Whether there is anything that a save would change."""
        return self._editor.document().isModified()

    @property
    def is_blank(self) -> bool:
        """A new document in which nothing was written: opening a file may take its place."""
        return self.path is None and not self.is_modified and self._editor.document().isEmpty()

    def text(self) -> str:
        """The document's text, exactly; ghost text is never part of it."""
        return text_from_editor(self._editor.document().toRawText())

    def open(self, path: Path) -> bool:
        """Show the file; on failure say why, and leave everything as it was."""
        try:
            self._load(path)
        except NotTextError as error:
            if self._confirm(str(error), self.tr("Open anyway")):
                try:
                    self._load(path, even_if_not_text=True)
                except DocumentError as second:
                    self._say(str(second))
                    return False
                return True
            return False
        except DocumentError as error:
            self._say(str(error))
            return False
        return True

    def begin(self, path: Path) -> None:
        """A new document that will be saved as ``path``, a file that does not exist yet."""
        self.path = path.absolute()
        self.document_changed.emit()
        self.notified.emit(self.tr("New file: it is made when you save."))

    def _load(self, path: Path, *, even_if_not_text: bool = False) -> None:
        loaded = read_document(path.absolute(), even_if_not_text=even_if_not_text)
        self._editor.ghost.lift()
        self._editor.setPlainText(loaded.text)
        self._editor.document().setModified(False)
        self._editor.setReadOnly(loaded.read_only)
        self.path = loaded.path
        self._format, self._stamp = loaded.format, loaded.stamp
        self.document_changed.emit()
        notices = list(loaded.notices)
        if loaded.read_only:
            notices.append(self.tr("Read-only: this file cannot be written."))
        if notices:
            self.notified.emit(" ".join(notices))

    def save(self) -> bool:
        """Save under the document's name; asks for one if it has none."""
        if self.path is None:
            return self.save_as()
        return self._write(self.path, self._stamp)

    def save_as(self) -> bool:
        """Ask for a name and save under it."""
        suggested = str(self.path or Path.home() / f"{UNTITLED}.md")
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save as"), suggested, FILTER)
        if not chosen:
            return False
        path = Path(chosen)
        try:
            # The file dialog has asked about replacing: take what is there now as expected.
            stamp = read_stamp(path) if path.exists() else None
        except (DocumentError, OSError) as error:
            self._say(str(error))
            return False
        return self._write(path, stamp)

    def _write(self, path: Path, stamp: FileStamp | None) -> bool:
        try:
            result = save_document(path, self.text(), self._format, stamp)
        except FileChangedError as error:
            if not self._confirm(str(error), self.tr("Save mine over it")):
                return False
            try:
                current = read_stamp(path) if path.exists() else None
            except (DocumentError, OSError) as second:
                self._say(str(second))
                return False
            return self._write(path, current)
        except NeedsInPlaceWrite as error:
            if stamp is None or not self._confirm(str(error), self.tr("Write into the file")):
                return False
            try:
                result = save_in_place(
                    path, self.text(), self._format, stamp, keep_in=self._keep_in
                )
            except DocumentError as second:
                self._say(str(second))
                return False
        except UnencodableError as error:
            if not self._confirm(str(error), self.tr("Save as UTF-8")):
                return False
            self._format = self._format.as_utf8()
            return self._write(path, stamp)
        except DocumentError as error:
            self._say(str(error))
            return False
        self._saved(path, result)
        return True

    def _saved(self, path: Path, result: SaveResult) -> None:
        self.path = path
        self._format, self._stamp = result.format, result.stamp
        self._editor.document().setModified(False)
        self.document_changed.emit()
        self.notified.emit(" ".join((self.tr("Saved."), *result.notices)))

    def may_close(self) -> bool:
        """Ask about unsaved changes; ``False`` when the window must stay."""
        if not self.is_modified:
            return True
        button = QMessageBox.StandardButton
        box = QMessageBox(self._window)
        box.setObjectName("unsaved_dialog")
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self.tr("Save the changes to “{name}”?").format(name=self.name))
        box.setInformativeText(self.tr("Without saving, what you wrote since then is lost."))
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.setDefaultButton(button.Save)
        answer = box.exec()
        if answer == button.Save:
            return self.save()
        return bool(answer == button.Discard)

    def _say(self, sentence: str) -> None:
        box = QMessageBox(self._window)
        box.setObjectName("problem_dialog")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(sentence)
        box.exec()

    def _confirm(self, sentence: str, yes: str) -> bool:
        box = QMessageBox(self._window)
        box.setObjectName("confirm_dialog")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(sentence)
        accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is accept
