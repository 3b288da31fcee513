"""The document behind one window: which file it is, how it is written, whether it may be left."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFileDialog, QWidget

from writer.documents.files import LoadedDocument, TextFormat, read_document
from writer.documents.importing import is_importable
from writer.documents.keeping import Places
from writer.documents.locks import FileLock, Owner, acquire
from writer.documents.problems import NotTextError
from writer.documents.recovery import Recoverable, Situation
from writer.documents.saving import SaveResult
from writer.documents.session import OpenDocument
from writer.documents.stamp import FileStamp, read_stamp
from writer.errors import DocumentError
from writer.settings.store import Settings
from writer.ui.background import Background
from writer.ui.editor_text import change_text, whole_text
from writer.ui.editor_view import EditorView
from writer.ui.importer import Importer
from writer.ui.journal_keeper import JournalKeeper
from writer.ui.outside_changes import OutsideChanges
from writer.ui.outside_watch import OutsideWatch
from writer.ui.questions import Leaving, Questions
from writer.ui.saver import Saver, SaveRequest

CLOSING_WAIT_S = 10.0
"""So long a window that closes waits for its save; then it says so and stays."""
KEEPING_WAIT_S = 2.0
STOPPING_WAIT_S = 0.5


def open_filter() -> str:
    """What the dialog that opens files shows."""
    return QCoreApplication.translate(
        "DocumentController",
        "Text, Markdown, Word and OpenDocument (*.md *.markdown *.txt *.text *.docx *.odt)"
        ";;All files (*)",
    )


def file_filter() -> str:
    """What the dialog that saves files shows."""
    return QCoreApplication.translate(
        "DocumentController", "Text and Markdown (*.md *.markdown *.txt *.text);;All files (*)"
    )


class DocumentController(QObject):
    """Opens, saves and asks; the text itself lives in the editor's document."""

    document_changed = Signal()
    """Another file, another name, or another state of being modified."""
    file_changed = Signal()
    """Another file, or another name."""
    notified = Signal(str)
    """A sentence that deserves the status bar."""
    copy_requested = Signal(str, str)
    """A title and a text to show in a window of its own, as a new document."""
    suggestions_remembered = Signal(bool)
    """Whether suggestions came by themselves in this document when it was open last."""
    smart_remembered = Signal(bool)
    """The same for smart punctuation."""

    def __init__(
        self, editor: EditorView, window: QWidget, places: Places, settings: Settings
    ) -> None:
        super().__init__(window)
        self._suggest = True
        self._smart = True
        self._editor = editor
        self._window = window
        self._places = places
        with suppress(OSError):  # what cannot be made is said when it is needed
            places.prepare()
        self._settings = settings
        self.path: Path | None = None
        self._title = ""
        self._folder = Path.home()
        """Where a document without a file is offered to be saved."""
        self._save_again = False
        self._format = TextFormat()
        self._stamp: FileStamp | None = None
        self._lock: FileLock | None = None
        self._coming_lock: FileLock | None = None
        """Of the name that is being saved under; it is ours when that has worked."""
        self._holder: Owner | None = None
        self.kept_journal = ""
        """The name of the journal that holds the unsaved text, after the window was closed."""
        self._questions = Questions(window)
        self._disk = Background("document-disk", self)
        self.keeper = JournalKeeper(editor.document(), places.journals, self)
        self.keeper.troubled.connect(self.notified)
        self._saver = Saver(editor.document(), self.keeper, self._disk, self._questions, places)
        self._saver.saved.connect(self._saved)
        self._saver.failed.connect(self._not_saved)
        self._saver.settled.connect(self._settled)
        self._saver.theirs_chosen.connect(self.take_theirs)
        self._saver.both_chosen.connect(self.show_beside)
        self._importer = Importer(self, self._disk, self._questions)
        self._watch = OutsideWatch(self._disk, self)
        self._outside = OutsideChanges(self, self._watch, self._questions)
        editor.document().modificationChanged.connect(lambda _: self.document_changed.emit())
        editor.focus_changed.connect(self._focus_changed)

    @property
    def name(self) -> str:
        """The file's name, or what a document without a file is called."""
        return self.path.name if self.path else self._title or self.tr("Untitled")

    @property
    def is_modified(self) -> bool:
        """Whether there is anything that is not in the file yet."""
        return self._editor.document().isModified() or self._saver.is_saving

    @property
    def is_saving(self) -> bool:
        """Whether a save is under way."""
        return self._saver.is_saving

    @property
    def is_blank(self) -> bool:
        """A new document in which nothing was written: opening a file may take its place."""
        return self.path is None and not self.is_modified and self._editor.document().isEmpty()

    @property
    def may_write(self) -> bool:
        """Whether the document can be changed here."""
        return not self._editor.isReadOnly()

    def shows(self, path: Path) -> bool:
        """Whether this is the document of ``path``, by whatever name or link."""
        return self.path is not None and self.path.resolve() == path.resolve()

    def text(self) -> str:
        """The document's text, exactly; ghost text is never part of it."""
        return whole_text(self._editor.document())

    # -- opening ---------------------------------------------------------------------------

    def open(self, path: Path) -> bool:
        """Show the file; on failure say why, and leave everything as it was.

        A word processor's file is read in the background and comes as a new Markdown document.
        """
        if is_importable(path):
            self._importer.read(path)
            return True
        try:
            try:
                loaded = read_document(path.absolute())
            except NotTextError as error:
                if not self._questions.confirm(str(error), self.tr("Open anyway")):
                    return False
                loaded = read_document(path.absolute(), even_if_not_text=True)
        except DocumentError as error:
            self._questions.say(str(error))
            return False
        self._show(loaded)
        return True

    def begin(self, path: Path) -> None:
        """A new document that will be saved as ``path``, a file that does not exist yet."""
        self.path = path.absolute()
        notices = [self.tr("New file: it is made when you save."), *self._hold(self.path)]
        self.keeper.follow(self.path.resolve())
        self.file_changed.emit()
        self.document_changed.emit()
        self.notified.emit(" ".join(notices))

    def begin_copy(self, title: str, text: str, folder: Path | None = None) -> None:
        """A new document with a text, not saved anywhere yet; ``folder`` is offered for that."""
        self._title = title
        self._folder = folder or self._folder
        self.keeper.follow(None, title=title)
        change_text(self._editor, text)
        self.document_changed.emit()

    def _show(self, loaded: LoadedDocument) -> None:
        self._editor.ghost.lift()
        notices = [*loaded.notices, *self._hold(loaded.real_path)]
        with self.keeper.paused():
            self._editor.setPlainText(loaded.text)
            self._editor.document().setModified(False)
        self._editor.setReadOnly(loaded.read_only or self._holder is not None)
        if loaded.read_only:
            notices.append(self.tr("Read-only: this file cannot be written."))
        self._now_is(loaded.path, loaded)
        if notices:
            self.notified.emit(" ".join(notices))

    def _now_is(self, path: Path, loaded: LoadedDocument) -> None:
        """The editor shows what is in the file."""
        self.path = path
        self._format, self._stamp = loaded.format, loaded.stamp
        self.keeper.follow(loaded.real_path, loaded.text, loaded.format, loaded.stamp.sha256)
        self._watch.watch(path, loaded.stamp)
        self.file_changed.emit()
        self.document_changed.emit()

    def _hold(self, path: Path) -> list[str]:
        """Lock the file for this window; what is to be said if somebody else has it."""
        self._let_go()
        try:
            got = acquire(self._places.locks, path)
        except OSError as error:
            return [
                self.tr("Whether another window has this file open is not known ({why}).").format(
                    why=error.strerror
                )
            ]
        if isinstance(got, FileLock):
            self._lock = got
            return []
        self._holder = got
        return [got.sentence(), self.tr("Here it can only be read.")]

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.release()
        self._lock = self._holder = None

    # -- saving ----------------------------------------------------------------------------

    def save(self) -> bool:
        """Begin to save under the document's name; asks for one if it has none."""
        if self._saver.is_saving:
            self._save_again = True
            return True
        if self.path is None or self._holder is not None:
            return self.save_as()
        self._saver.save(SaveRequest(self.path, self._format, self._stamp))
        return True

    def save_as(self) -> bool:
        """Ask for a name and begin to save under it."""
        suggested = str(self.path or self._folder / f"{self.name}.md")
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save as"), suggested, file_filter()
        )
        if not chosen or self._saver.is_saving:
            return False
        path = Path(chosen)
        if not self.shows(path) or self._holder is not None:
            try:
                other = acquire(self._places.locks, path)
            except OSError:
                other = None
            if isinstance(other, Owner):
                self._questions.say(
                    f"{other.sentence()} "
                    + self.tr("Nothing was overwritten; choose another name.")
                )
                return False
            self._coming_lock = other
        try:
            # The file dialog has asked about replacing: take what is there now as expected.
            stamp = read_stamp(path) if path.exists() else None
        except (DocumentError, OSError) as error:
            self._not_saved()
            self._questions.say(str(error))
            return False
        self._saver.save(SaveRequest(path, self._format, stamp))
        return True

    def finish_saving(self, timeout_s: float = CLOSING_WAIT_S) -> bool:
        """Until nothing is being saved; whether everything is in the file then."""
        return self._saver.finish(timeout_s) and not self._editor.document().isModified()

    def _saved(self, path: Path, result: SaveResult) -> None:
        if self._coming_lock is not None or not self.shows(path):
            self._let_go()
            self._lock, self._coming_lock = self._coming_lock, None
        self.path = path
        self._format, self._stamp = result.format, result.stamp
        self._editor.setReadOnly(False)
        self._watch.watch(path, result.stamp)
        self.file_changed.emit()
        self.document_changed.emit()
        self.notified.emit(" ".join((self.tr("Saved."), *result.notices)))

    def _not_saved(self) -> None:
        self._save_again = False
        if self._coming_lock is not None:
            self._coming_lock.release()
            self._coming_lock = None

    def _settled(self) -> None:
        self.document_changed.emit()
        again, self._save_again = self._save_again, False
        if again and self._editor.document().isModified() and self.path is not None:
            self.save()

    # -- recovering ------------------------------------------------------------------------

    def recover(self, found: Recoverable) -> None:
        """Put a recovered text over what is shown: its file, or nothing. Undo takes it back."""
        with self.keeper.paused():
            change_text(self._editor, found.text)
            self._editor.document().setModified(True)
        self._format = found.format
        self._title = found.title
        stamp = self._stamp.sha256 if self._stamp else ""
        real = self.path.resolve() if self.path else None
        self.keeper.follow(real, found.text, found.format, stamp, title=found.title)
        self.keeper.take_over(found)
        self.document_changed.emit()
        if found.situation is Situation.FILE_MISSING:
            self.notified.emit(
                self.tr("“{name}” was deleted or moved. Your text is here.").format(name=self.name)
            )

    def restore(self, text: str) -> None:
        """Make an earlier version the text, as an edit like any other."""
        change_text(self._editor, text)

    # -- other programs ----------------------------------------------------------------------

    def _focus_changed(self, focused: bool) -> None:
        if not focused:
            return
        if self._holder is not None and self.path is not None:
            self._hold(self.path.resolve())
            if self._lock is not None:
                self._editor.setReadOnly(False)
                self.notified.emit(self.tr("The other window has closed this file: write on."))
        self._watch.look()

    def take_theirs(self, theirs: LoadedDocument) -> None:
        """Show what is in the file now, as an edit that undo takes back."""
        with self.keeper.paused():
            change_text(self._editor, theirs.text)
            self._editor.document().setModified(False)
        self._now_is(self.path or theirs.path, theirs)

    def expect(self, stamp: FileStamp | None) -> None:
        """The user has seen the file as it is now, and the text here may replace it."""
        self._stamp = stamp
        self._watch.watch(self.path if stamp else None, stamp)

    def file_is_gone(self) -> None:
        """The text here is the only one left: it is unsaved, and into the journal with it."""
        self.expect(None)
        self._editor.document().setModified(True)
        self.keeper.begin()

    def show_beside(self, theirs: LoadedDocument) -> None:
        """Show the file in a window of its own, as a document without a name."""
        title = self.tr("{name} (on disk)").format(name=theirs.path.name)
        self.copy_requested.emit(title, theirs.text)

    # -- leaving ---------------------------------------------------------------------------

    def may_close(self) -> bool:
        """Keep what is not saved, or ask about it; ``False`` when the window must stay."""
        self.kept_journal = ""
        if not self._saver.finish(CLOSING_WAIT_S):
            self._questions.say(
                self.tr(
                    "“{name}” is still being saved; the disk is slow to answer. The window stays "
                    "open until that is done."
                ).format(name=self.name)
            )
            return False
        if not self.is_modified:
            return True
        if self._settings.flag("session.hot_exit") and self.keep():
            return True
        answer = self._questions.leaving(self.name)
        if answer is Leaving.SAVE:
            return self.save() and self.finish_saving()
        return answer is Leaving.DISCARD

    def keep(self, timeout_s: float = KEEPING_WAIT_S) -> bool:
        """Leave the unsaved text in its journal, where the next start finds it."""
        self.kept_journal = self.keeper.keep(timeout_s)
        return bool(self.kept_journal)

    def show_place(self, place: OpenDocument) -> None:
        """Put caret and page where they were; a text that became shorter is no problem."""
        self.suggestions_remembered.emit(place.suggest)
        self.smart_remembered.emit(place.smart)
        end = self._editor.document().characterCount() - 1
        cursor = self._editor.textCursor()
        cursor.setPosition(min(place.anchor, end))
        cursor.setPosition(min(place.caret, end), QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        block = self._editor.document().findBlockByNumber(place.scroll)
        self._editor.verticalScrollBar().setValue(max(0, block.firstLineNumber()))

    def remembered(self) -> OpenDocument:
        """This document for the session."""
        cursor = self._editor.textCursor()
        return OpenDocument(
            str(self.path or ""),
            self.kept_journal,
            cursor.position(),
            cursor.anchor(),
            self._editor.firstVisibleBlock().blockNumber(),
            self._suggest,
            self._smart,
        )

    def remember_suggestions(self, enabled: bool) -> None:
        """Keep with the session whether suggestions come by themselves in this document."""
        self._suggest = enabled

    def remember_smart_typing(self, on: bool) -> None:
        """Keep with the session whether this document wants smart punctuation."""
        self._smart = on

    def close(self) -> None:
        """The window has closed: let the file and the threads go."""
        self._watch.watch(None, None)
        if self.kept_journal:
            self.keeper.let_go()
        else:
            self.keeper.give_up()
        self.keeper.stop(STOPPING_WAIT_S)
        self._disk.stop(STOPPING_WAIT_S)
        self._let_go()
