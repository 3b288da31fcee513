"""The document behind one window: which file it is, how it is written, whether it may be left."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from writer.documents.files import LoadedDocument, TextFormat, real_path_of
from writer.documents.importing import is_importable
from writer.documents.keeping import Places
from writer.documents.long_lines import LONGEST_LINE
from writer.documents.markdown_lines import words_of_heading
from writer.documents.problems import Doing, describe
from writer.documents.recovery import Recoverable, Situation
from writer.documents.saving import SaveResult
from writer.documents.stamp import FileStamp, read_stamp
from writer.errors import DocumentError
from writer.settings.store import Settings
from writer.ui.background import Background
from writer.ui.document_memory import DocumentMemory
from writer.ui.editor_text import change_text, whole_text
from writer.ui.editor_view import EditorView
from writer.ui.file_filters import file_filter
from writer.ui.file_hold import FileHold
from writer.ui.importer import Importer
from writer.ui.journal_keeper import JournalKeeper
from writer.ui.opening import Opening
from writer.ui.outside_changes import OutsideChanges
from writer.ui.outside_watch import OutsideWatch
from writer.ui.questions import Leaving, Questions
from writer.ui.saver import Saver, SaveRequest
from writer.ui.translation import plain_sentence
from writer.ui.undo_bound import MOST_STEPS, bound_undo

CLOSING_WAIT_S = 10.0
"""So long a window that closes waits for its save; then it says so and stays."""
KEEPING_WAIT_S = 2.0
STOPPING_WAIT_S = 0.5
NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""What some file system does not take."""
LONGEST_NAME = 60
"""In characters; of a heading."""
MARKDOWN = (".md", ".markdown", "")


class DocumentController(QObject):
    """Opens, saves and asks; the text itself lives in the editor's document."""

    document_changed = Signal()
    """Another file, another name, or another state of being modified."""
    file_changed = Signal()
    """Another file, or another name."""
    notified = Signal(str)
    """A sentence that deserves the status bar."""
    noted = Signal(str)
    """A sentence that should stand there for a while, whatever else is said."""
    copy_requested = Signal(str, str)
    """A title and a text to show in a window of its own, as a new document."""

    def __init__(
        self, editor: EditorView, window: QWidget, places: Places, settings: Settings
    ) -> None:
        super().__init__(window)
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
        self._hold = FileHold(places.locks)
        self.most_undo_steps = MOST_STEPS
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
        self._opening = Opening(editor, self.keeper, self._disk, self._questions)
        self._opening.loaded.connect(self._show)
        self._opening.copied.connect(self._show_copy)
        self._opening.changed.connect(self.document_changed)
        self.opening_progressed = self._opening.progressed
        self.opening_said = self._opening.notified
        """How far a file is that is being opened, from 0 to 1."""
        self.when_open = self._opening.when_done
        self.says_not_yet = self._opening.says_not_yet
        self.memory = DocumentMemory(self, editor)
        self._importer = Importer(self, self._disk, self._questions)
        self._watch = OutsideWatch(self._disk, self)
        self._outside = OutsideChanges(self, self._watch, self._questions)
        editor.document().modificationChanged.connect(lambda _: self.document_changed.emit())
        editor.focus_changed.connect(self._focus_changed)

    @property
    def name(self) -> str:
        """The file's name, or what a document without a file is called."""
        path = self.coming_path
        return path.name if path else self._title or self.tr("Untitled")

    @property
    def coming_path(self) -> Path | None:
        """The file that is being opened, or else the one that is here."""
        return self._opening.path or self.path

    @property
    def is_modified(self) -> bool:
        """Whether there is anything that is not in the file yet."""
        return self._editor.document().isModified() or self._saver.is_saving

    @property
    def is_saving(self) -> bool:
        """Whether a save is under way."""
        return self._saver.is_saving

    @property
    def is_opening(self) -> bool:
        """Whether a file is on its way into the window."""
        return self._opening.is_busy

    @property
    def is_blank(self) -> bool:
        """A new document in which nothing was written: opening a file may take its place."""
        if self.is_opening:
            return False
        return self.path is None and not self.is_modified and self._editor.document().isEmpty()

    @property
    def is_markdown(self) -> bool:
        """Whether the name says so; a document without one is."""
        return self.path is None or self.path.suffix.lower() in MARKDOWN

    @property
    def may_write(self) -> bool:
        """Whether the document can be changed here."""
        return not self._editor.isReadOnly()

    def shows(self, path: Path) -> bool:
        """Whether this is the document of ``path``, by whatever name or link."""
        shown = self.coming_path
        return shown is not None and real_path_of(shown) == real_path_of(path)

    def text(self) -> str:
        """The document's text, exactly; ghost text is never part of it."""
        return whole_text(self._editor.document())

    # -- opening ---------------------------------------------------------------------------

    def open(self, path: Path) -> bool:
        """Show the file; on failure say why, and leave everything as it was.

        It is read in the background, and often there when this returns; ``False`` when it was
        refused already. A word processor's file comes as a new Markdown document.
        """
        if is_importable(path):
            self._importer.read(path)
            return True
        self._opening.read(path.absolute())
        return self.shows(path)

    def begin(self, path: Path) -> None:
        """A new document that will be saved as ``path``, a file that does not exist yet."""
        self.path = path.absolute()
        notices = [self.tr("New file: it is made when you save."), *self._hold.take(self.path)]
        self.keeper.follow(real_path_of(self.path))
        self.file_changed.emit()
        self.document_changed.emit()
        self.notified.emit(" ".join(notices))

    def begin_copy(self, title: str, text: str, folder: Path | None = None) -> None:
        """A new document with a text, not saved anywhere yet; ``folder`` is offered for that."""
        self._title = title
        self._folder = folder or self._folder
        self.keeper.follow(None, title=title)
        change_text(self._editor, self._opening.bearable(text))
        self.document_changed.emit()

    def _show_copy(self, path: Path, text: str) -> None:
        if self.is_blank:
            self.begin_copy(path.stem, text, path.parent)
        else:
            self.copy_requested.emit(path.stem, text)
        self.noted.emit(
            self.tr(
                "A copy of “{name}” with its long lines broken; the file itself is as it was."
            ).format(name=path.name)
        )

    def _show(self, loaded: LoadedDocument) -> None:
        notices = [*map(plain_sentence, loaded.notices), *self._hold.take(loaded.real_path)]
        self._editor.setReadOnly(loaded.read_only or self._hold.holder is not None)
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

    # -- saving ----------------------------------------------------------------------------

    def save(self) -> bool:
        """Begin to save under the document's name; asks for one if it has none."""
        if self.says_not_yet():
            return False
        if self._saver.is_saving:
            self._save_again = True
            return True
        if self.path is None or self._hold.holder is not None:
            return self.save_as()
        self._saver.save(SaveRequest(self.path, self._format, self._stamp))
        return True

    def _name_for_file(self) -> str:
        """What a document without a file is called, or else the heading that it begins with."""
        block = self._editor.document().firstBlock()
        line = self._editor.lines.line(block)
        heading = words_of_heading(block.text(), line) if line.level and not self._title else ""
        words = " ".join(NOT_IN_NAMES.sub(" ", heading).split())
        return words[:LONGEST_NAME].strip(". ") or self.name

    def save_as(self) -> bool:
        """Ask for a name and begin to save under it."""
        if self.says_not_yet():
            return False
        suggested = str(self.path or self._folder / f"{self._name_for_file()}.md")
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save as"), suggested, file_filter()
        )
        if not chosen or self._saver.is_saving:
            return False
        path = Path(chosen)
        if not self.shows(path) or self._hold.holder is not None:
            other = self._hold.take_coming(path)
            if other is not None:
                self._questions.say(
                    f"{plain_sentence(other.sentence())} "
                    + self.tr("Nothing was overwritten; choose another name.")
                )
                return False
        try:
            # The file dialog has asked about replacing: take what is there now as expected.
            stamp = read_stamp(path) if path.exists() else None
        except DocumentError as error:
            return self._refused(error)
        except OSError as error:
            return self._refused(describe(error, path, Doing.SAVING))
        self._saver.save(SaveRequest(path, self._format, stamp))
        return True

    def finish_saving(self, timeout_s: float = CLOSING_WAIT_S) -> bool:
        """Until nothing is being saved; whether everything is in the file then."""
        return self._saver.finish(timeout_s) and not self._editor.document().isModified()

    def _saved(self, path: Path, result: SaveResult) -> None:
        if self._hold.is_coming or not self.shows(path):
            self._hold.settle()
        self.path = path
        self._format, self._stamp = result.format, result.stamp
        self._editor.setReadOnly(False)
        self._watch.watch(path, result.stamp)
        self.file_changed.emit()
        self.document_changed.emit()
        sentences = [self.tr("Saved."), *map(plain_sentence, result.notices)]
        if bound_undo(self._editor.document(), self.most_undo_steps):
            sentences.append(self.tr("What was done before this save can no longer be undone."))
        self.notified.emit(" ".join(sentences))

    def _refused(self, error: DocumentError) -> bool:
        self._not_saved()
        self._questions.say(plain_sentence(error))
        return False

    def _not_saved(self) -> None:
        self._save_again = False
        self._hold.forget_coming()

    def _settled(self) -> None:
        self.document_changed.emit()
        again, self._save_again = self._save_again, False
        if again and self._editor.document().isModified() and self.path is not None:
            self.save()

    # -- recovering ------------------------------------------------------------------------

    def recover(self, found: Recoverable) -> None:
        """Put a recovered text over what is shown: its file, or nothing. Undo takes it back."""
        text = self._opening.bearable(found.text)
        with self.keeper.paused():
            change_text(self._editor, text)
            self._editor.document().setModified(True)
        self._format = found.format
        self._title = found.title
        stamp = self._stamp.sha256 if self._stamp else ""
        real = real_path_of(self.path) if self.path else None
        self.keeper.follow(real, text, found.format, stamp, title=found.title)
        self.keeper.take_over(found)
        self.document_changed.emit()
        if found.situation is Situation.FILE_MISSING:
            self.notified.emit(
                self.tr("“{name}” was deleted or moved. Your text is here.").format(name=self.name)
            )

    def restore(self, text: str) -> None:
        """Make an earlier version the text, as an edit like any other."""
        change_text(self._editor, self._opening.bearable(text))

    # -- other programs ----------------------------------------------------------------------

    def _focus_changed(self, focused: bool) -> None:
        if not focused:
            return
        if self._hold.holder is not None and self.path is not None:
            self._hold.take(real_path_of(self.path))
            if self._hold.is_held:
                self._editor.setReadOnly(False)
                self.document_changed.emit()
                self.notified.emit(self.tr("The other window has closed this file: write on."))
        self._watch.look()

    def take_theirs(self, theirs: LoadedDocument) -> None:
        """Show what is in the file now, as an edit that undo takes back."""
        if theirs.longest_line > LONGEST_LINE:
            self.show_beside(theirs)
            return
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

    def close(self) -> None:
        """The window has closed: let the file and the threads go."""
        self._opening.stop()
        self._watch.watch(None, None)
        if self.kept_journal:
            self.keeper.let_go()
        else:
            self.keeper.give_up()
        self.keeper.stop(STOPPING_WAIT_S)
        self._disk.stop(STOPPING_WAIT_S)
        self._hold.release()
