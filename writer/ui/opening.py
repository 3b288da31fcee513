"""A file on its way into the window: read in another thread, put into the editor piece by piece."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor

from writer.documents.files import LoadedDocument, read_document
from writer.documents.long_lines import LONGEST_LINE, break_long_lines, longest_line
from writer.documents.problems import NotTextError
from writer.errors import WriterError
from writer.ui.background import Background
from writer.ui.editor_view import EditorView
from writer.ui.journal_keeper import JournalKeeper
from writer.ui.locale_words import number_words
from writer.ui.questions import Questions
from writer.ui.translation import plain_sentence

GRACE_S = 0.2
"""A file that is there this soon is shown at once; the window is alive while others come."""
AT_ONCE_CHARS = 1_000_000
"""So much text goes into the editor in one step; 25 ms (PySide6 6.11)."""
PIECE_CHARS = 400_000
READ_SHARE = 0.3
"""Of the progress of a long file; the rest is the editor's."""


class Opening(QObject):
    """Opens one file at a time. Meanwhile the page is empty or half full, and takes no keys."""

    progressed = Signal(float)
    """How far it is, 0 to 1."""
    loaded = Signal(object)
    """The text of this ``LoadedDocument`` is in the editor."""
    copied = Signal(object, str)
    """The file has lines too long for the editor: its path, and its text in shorter ones."""
    changed = Signal()
    """A file is on its way, or is not any more."""
    notified = Signal(str)
    """A sentence for the status bar; an empty one takes the last one back."""
    _part_read = Signal(float)

    def __init__(
        self, editor: EditorView, keeper: JournalKeeper, disk: Background, questions: Questions
    ) -> None:
        super().__init__(questions)
        self._editor = editor
        self._keeper = keeper
        self._disk = disk
        self._questions = questions
        self.path: Path | None = None
        """The file that is being opened."""
        self._announced = False
        self._reading = False
        self._waiting: list[Callable[[], None]] = []
        self._was_read_only = False
        self._at = 0
        self._loaded: LoadedDocument | None = None
        self._next = QTimer(self)
        self._next.setObjectName("opening-next-piece")
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._fill)
        self._part_read.connect(self._have_part)

    @property
    def is_busy(self) -> bool:
        """Whether a file is on its way."""
        return self.path is not None

    def read(self, path: Path) -> None:
        """Begin; a small file on a quick disk is in the editor when this returns."""
        self.path = path
        self._was_read_only = self._editor.isReadOnly()
        self._editor.setReadOnly(True)
        self._read(even_if_not_text=False)
        self._disk.wait(GRACE_S)
        if self.is_busy:
            self._announced = True
            self.changed.emit()
            self.notified.emit(self.tr("Opening “{name}”…").format(name=path.name))

    def when_done(self, then: Callable[[], None]) -> None:
        """Do ``then`` when no file is on its way (any more)."""
        if self.is_busy:
            self._waiting.append(then)
        else:
            then()

    def says_not_yet(self) -> bool:
        """Whether half a text may be in the editor, which is said then."""
        if self.path is not None:
            sentence = self.tr("“{name}” is still being opened.")
            self.notified.emit(sentence.format(name=self.path.name))
        return self.is_busy

    def bearable(self, text: str) -> str:
        """``text``, with lines that are too long for the editor broken, and that said."""
        if longest_line(text) <= LONGEST_LINE:
            return text
        self._editor.lines_broken.emit()
        return break_long_lines(text)

    def stop(self) -> None:
        """The window has closed: what still comes is not wanted."""
        self._next.stop()
        self._reading = False
        self.path = self._loaded = None

    def _read(self, *, even_if_not_text: bool) -> None:
        path = self.path
        assert path is not None
        self._reading = True
        self._disk.submit(
            partial(
                read_document, path, even_if_not_text=even_if_not_text, progress=self._tell_part
            ),
            partial(self._have_read, path),
            partial(self._not_read, path),
        )

    def _tell_part(self, share: float) -> None:
        """In the disk's thread."""
        with suppress(RuntimeError):  # the window went away
            self._part_read.emit(share)

    def _have_part(self, share: float) -> None:
        if self._reading:  # it may come late
            self.progressed.emit(READ_SHARE * share)

    def _have_read(self, path: Path, loaded: LoadedDocument) -> None:
        if path is not self.path:
            return
        self._reading = False
        if loaded.longest_line > LONGEST_LINE:
            self.progressed.emit(1.0)  # a question is no progress
            self._offer_copy(loaded)
            return
        self._loaded, self._at = loaded, 0
        self._editor.ghost.lift()
        if len(loaded.text) <= AT_ONCE_CHARS:
            with self._keeper.paused():
                self._editor.setPlainText(loaded.text)
            self._finish()
            return
        with self._keeper.paused():
            self._editor.clear()
        self._editor.document().setUndoRedoEnabled(False)
        self._next.start(0)

    def _fill(self) -> None:
        """One piece more; keys, paints and other windows come in between."""
        if self._loaded is None:
            return
        text = self._loaded.text
        piece = text[self._at : self._at + PIECE_CHARS]
        with self._keeper.paused():
            cursor = QTextCursor(self._editor.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText(piece)
        self._at += len(piece)
        self.progressed.emit(READ_SHARE + (1 - READ_SHARE) * self._at / len(text))
        if self._at < len(text):
            self._next.start(0)
            return
        self._editor.document().setUndoRedoEnabled(True)
        self._editor.moveCursor(QTextCursor.MoveOperation.Start)
        self._finish()

    def _finish(self) -> None:
        loaded, self._loaded = self._loaded, None
        self.path = None
        self._editor.document().setModified(False)
        self._editor.setReadOnly(False)
        self._end_of_wait()
        self.loaded.emit(loaded)
        self._go_on()

    def _not_read(self, path: Path, error: WriterError) -> None:
        if path is not self.path:
            return
        sentence = plain_sentence(error)
        self._reading = False
        self.progressed.emit(1.0)
        if isinstance(error, NotTextError):
            if self._questions.confirm(sentence, self.tr("Open anyway")) and self.is_busy:
                self._read(even_if_not_text=True)
                return
        else:
            self._questions.say(sentence)
        self._give_up()

    def _give_up(self) -> None:
        if not self.is_busy:
            return  # the window was closed meanwhile
        self.path = None
        self._editor.setReadOnly(self._was_read_only)
        self._end_of_wait()
        self._go_on()

    def _end_of_wait(self) -> None:
        if self._announced:
            self._announced = False
            self.progressed.emit(1.0)
            self.notified.emit("")
        self.changed.emit()

    def _go_on(self) -> None:
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()

    # -- lines that the editor cannot bear -----------------------------------------------------

    def _offer_copy(self, loaded: LoadedDocument) -> None:
        sentence = self.tr("“{name}” has a line of {length} characters.").format(
            name=loaded.path.name, length=number_words(loaded.longest_line)
        )
        more = self.tr(
            "In lines longer than {limit} every key would have to wait, so the file is not opened "
            "here; it is as it was.\n\nWriter can open a copy in which such lines are broken at "
            "the ends of sentences."
        ).format(limit=number_words(LONGEST_LINE))
        wanted = self._questions.offer(sentence, more, self.tr("Open a Copy"))
        if not (wanted and self.is_busy):
            self._give_up()
            return
        self._disk.submit(
            partial(break_long_lines, loaded.text), partial(self._have_broken, loaded.path)
        )

    def _have_broken(self, path: Path, text: str) -> None:
        if not self.is_busy:
            return
        self._give_up()
        self.copied.emit(path, text)
