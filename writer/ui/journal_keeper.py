"""Every edit of one document goes into its journal within a second, and typing never waits.

The edits are what ``QTextDocument.contentsChange`` says. Ghost text is in no edit, because it is
not in the document. The disk is another thread's affair; one timer asks the pure rule of
:mod:`writer.documents.flushing` what is due.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextDocument

from writer.documents.edits import Edit, units
from writer.documents.files import TextFormat
from writer.documents.flushing import FlushState, Step, next_step
from writer.documents.journal import Journal
from writer.documents.recovery import Recoverable, settle
from writer.errors import WriterError
from writer.ui.background import Background
from writer.ui.editor_text import text_between
from writer.ui.translation import plain_sentence


class JournalKeeper(QObject):
    """Owns the journal of what is in one editor; a new one for every document shown there."""

    troubled = Signal(str)
    """The journal cannot be written; a sentence. Once, until it works again."""

    def __init__(
        self,
        document: QTextDocument,
        folder: Path,
        parent: QObject | None = None,
        *,
        make_journal: Callable[..., Journal] = Journal,
    ) -> None:
        """``folder`` is where journals lie. ``make_journal`` is for tests with a broken disk."""
        super().__init__(parent)
        self._document = document
        self._folder = folder
        self._make_journal = make_journal
        self._background = Background("journal-writer", self)
        self._state = FlushState()
        self._writing = False
        self._in_trouble = False
        self._paused = 0
        self._length = document.characterCount() - 1
        self._timer = QTimer(self)
        self._timer.setObjectName("journal-flush")
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self.journal = make_journal(folder, None)
        """Gets the edits now. Its slow methods are for other threads."""
        document.contentsChange.connect(self._contents_changed)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Changes inside are no edits: another document is being put into the editor."""
        self._paused += 1
        try:
            yield
        finally:
            self._paused -= 1
            self._length = self._document.characterCount() - 1

    def follow(
        self,
        document: Path | None,
        text: str = "",
        text_format: TextFormat | None = None,
        sha256: str = "",
        title: str = "",
    ) -> None:
        """Forget the former document (its edits are safe or given up) and begin a new journal.

        ``document`` is the real path, None for one that has no name. The rest is as
        :class:`~writer.documents.journal.Journal` takes it.
        """
        self.give_up()
        self.journal = self._make_journal(
            self._folder, document, text=text, text_format=text_format, sha256=sha256, title=title
        )
        self._state = FlushState()
        self._timer.stop()
        self._writing = False

    def take_over(self, recovered: Recoverable) -> None:
        """The journal begins with a recovered text; once it is on the disk, the old one goes."""
        journal = self.journal
        journal.replaces(recovered.journal)

        def work() -> None:
            journal.begin()
            settle(recovered)

        self._background.submit(work, failed=self._failed)

    def begin(self) -> None:
        """Put the whole text on the disk now: the file it came from went away."""
        self._background.submit(self.journal.begin, failed=self._failed)

    def give_up(self) -> None:
        """Remove the journal: its edits are in a file, or not wanted."""
        self._background.submit(self.journal.discard)
        self._timer.stop()
        self._state = FlushState()

    def keep(self, timeout_s: float) -> str:
        """Force everything to the disk; the journal's name, "" if that failed or took too long."""
        failures: list[WriterError] = []
        self._background.submit(self.journal.sync, failed=failures.append)
        in_time = self._background.wait(timeout_s)
        path = self.journal.path
        return path.name if in_time and not failures and path is not None else ""

    def let_go(self) -> None:
        """Leave the journal to the next start. Edits made later are in none."""
        self._timer.stop()
        self._background.submit(self.journal.close)

    @property
    def is_written(self) -> bool:
        """Whether every edit so far has been handed to the operating system."""
        return self._state.unwritten_since_s is None and not self._writing

    @property
    def last_edit_s(self) -> float:
        """When the text was last changed here, on the monotonic clock."""
        return self._state.last_edit_s

    def stop(self, timeout_s: float) -> bool:
        """End the thread; ``False`` when the disk does not answer."""
        self._timer.stop()
        return self._background.stop(timeout_s)

    def wait(self, timeout_s: float) -> bool:
        """Until what was asked of the disk is done."""
        return self._background.wait(timeout_s)

    # -- edits -----------------------------------------------------------------------------

    def _contents_changed(self, position: int, removed: int, added: int) -> None:
        if self._paused:
            return
        end = self._document.characterCount() - 1
        # Qt counts the invisible end of the document too when all of it changes.
        removed = max(0, min(removed, self._length - position))
        text = text_between(self._document, position, min(position + added, end))
        if self._length - removed + units(text) != end:
            # Half a character: Qt counts it, and Python never gets to see it. From one wrong
            # letter on the journal would be wrong for good, so it gets the whole text.
            position, removed, text = 0, self._length, text_between(self._document, 0, end)
            end = units(text)
        self._length = end
        self.journal.append(Edit(position, removed, text))
        waiting = self._state.unwritten_since_s is not None
        self._state = self._state.edited(time.monotonic())
        if not waiting:
            self._look()

    # -- the disk --------------------------------------------------------------------------

    def _look(self) -> None:
        if self._writing:
            return  # its answer looks again
        step, wait_s = next_step(self._state, time.monotonic())
        if step is Step.NOTHING:
            if wait_s is not None:
                self._timer.start(int(wait_s * 1000) + 1)
            return
        self._state = self._state.begun(step)
        self._writing = True
        journal = self.journal
        self._background.submit(
            journal.sync if step is Step.SYNC else journal.write,
            partial(self._written, journal),
            partial(self._not_written, journal),
        )

    def _written(self, journal: Journal, _result: object) -> None:
        if journal is not self.journal:
            return
        self._writing = False
        self._in_trouble = False
        self._look()

    def _not_written(self, journal: Journal, error: WriterError) -> None:
        if journal is not self.journal:
            return
        self._writing = False
        self._failed(error)

    def _failed(self, error: WriterError) -> None:
        self._state = self._state.failed(time.monotonic())
        if not self._in_trouble:
            self._in_trouble = True
            self.troubled.emit(plain_sentence(error))
        self._look()
