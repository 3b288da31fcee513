"""Saving: the text is taken in an instant, the disk is another thread's affair."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal
from PySide6.QtGui import QTextDocument

from writer.documents.files import TextFormat, read_document
from writer.documents.journal import Journal
from writer.documents.keeping import Places, save_and_keep
from writer.documents.problems import FileChangedError, NeedsInPlaceWrite, UnencodableError
from writer.documents.saving import SaveResult
from writer.documents.stamp import FileStamp, read_stamp
from writer.errors import DocumentError, WriterError, system_words
from writer.ui.background import Background
from writer.ui.changed_dialog import Choice
from writer.ui.editor_text import whole_text
from writer.ui.journal_keeper import JournalKeeper
from writer.ui.questions import Questions
from writer.ui.translation import plain_sentence


@dataclass(frozen=True)
class SaveRequest:
    """Save as ``path``, which must still be what ``expected`` says (None: not there).

    ``over_theirs`` and ``in_place`` are what the user answered.
    """

    path: Path
    format: TextFormat
    expected: FileStamp | None
    over_theirs: bool = False
    in_place: bool = False


class Saver(QObject):
    """One save at a time. Until it is done the document counts as modified."""

    saved = Signal(object, object)
    """The ``Path`` and the ``SaveResult``."""
    theirs_chosen = Signal(object)
    """The file was changed by somebody else: its ``LoadedDocument`` shall be shown instead."""
    both_chosen = Signal(object)
    """The same, but beside the text in the window."""
    failed = Signal()
    """It was not saved, and the user knows."""
    settled = Signal()
    """Nothing is being saved any more, whatever came of it."""

    def __init__(
        self,
        document: QTextDocument,
        keeper: JournalKeeper,
        disk: Background,
        questions: Questions,
        places: Places,
    ) -> None:
        super().__init__(questions)
        self._document = document
        self._keeper = keeper
        self._disk = disk
        self._questions = questions
        self._places = places
        self.is_saving = False

    def save(self, request: SaveRequest) -> None:
        """Begin to save what is in the editor now; edits made from here on are later ones."""
        self.is_saving = True
        text = whole_text(self._document)
        journal = self._keeper.journal
        journal.mark()
        # Undo back to this state shall be unmodified; a failure takes it back.
        self._document.setModified(False)
        self._disk.submit(
            partial(_save, request, text, journal, self._places),
            partial(self._done, request),
            partial(self._failed, request),
        )

    def finish(self, timeout_s: float) -> bool:
        """Until nothing is being saved, with the window alive; ``False`` when time ran out."""
        if self.is_saving:
            loop = QEventLoop()
            timer = QTimer()
            timer.setObjectName("save-bound")
            timer.setSingleShot(True)
            timer.timeout.connect(loop.quit)
            self.settled.connect(loop.quit)
            timer.start(int(timeout_s * 1000))
            loop.exec()
        return not self.is_saving

    def _done(self, request: SaveRequest, result: SaveResult) -> None:
        self.is_saving = False
        self.saved.emit(request.path, result)
        self.settled.emit()

    def _failed(self, request: SaveRequest, error: WriterError) -> None:
        self._document.setModified(True)
        again: SaveRequest | None = None
        if isinstance(error, FileChangedError):
            self._compare(request, plain_sentence(error))
            return
        if isinstance(error, NeedsInPlaceWrite):
            if self._questions.confirm(plain_sentence(error), self.tr("Write into the file")):
                again = replace(request, in_place=True)
        elif isinstance(error, UnencodableError):
            if self._questions.confirm(plain_sentence(error), self.tr("Save as UTF-8")):
                again = replace(request, format=request.format.as_utf8())
        else:
            self._questions.say(plain_sentence(error))
        self._go_on(again)

    def _go_on(self, again: SaveRequest | None) -> None:
        if again is not None:
            self.save(again)
            return
        self.is_saving = False
        self.failed.emit()
        self.settled.emit()

    # -- the file is not what it was ---------------------------------------------------------

    def _compare(self, request: SaveRequest, sentence: str) -> None:
        """Show both texts before anything is overwritten."""
        read = partial(read_document, request.path, even_if_not_text=True)

        def found(theirs: object) -> None:
            self._choose(request, sentence, theirs)

        def gone(_error: WriterError) -> None:
            yes = self._questions.confirm(sentence, self.tr("Save mine"))
            self._go_on(replace(request, over_theirs=True) if yes else None)

        self._disk.submit(read, found, gone)

    def _choose(self, request: SaveRequest, sentence: str, theirs: object) -> None:
        mine = whole_text(self._document)
        choice = self._questions.changed(sentence, mine, getattr(theirs, "text", ""))
        if choice is Choice.MINE:
            self._go_on(replace(request, over_theirs=True))
            return
        self._go_on(None)
        if choice is Choice.THEIRS:
            self.theirs_chosen.emit(theirs)
        elif choice is Choice.BOTH:
            self.both_chosen.emit(theirs)


def _save(request: SaveRequest, text: str, journal: Journal, places: Places) -> SaveResult:
    """In the disk's thread."""
    try:
        expected = _what_is_there(request.path) if request.over_theirs else request.expected
    except DocumentError:
        journal.not_saved()
        raise
    return save_and_keep(
        request.path,
        text,
        request.format,
        expected,
        journal=journal,
        places=places,
        in_place=request.in_place,
    )


def _what_is_there(path: Path) -> FileStamp | None:
    try:
        return read_stamp(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DocumentError(
            "“{name}” cannot be read ({reason}), so it was not overwritten. Your text is still in "
            "the window; save a copy in another place.",
            name=path.name,
            reason=system_words(error),
        ) from error
