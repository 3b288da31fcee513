"""What was open comes back: documents, carets, the window's place, and what was not saved yet."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QTimer, Signal

from writer.documents.keeping import Places
from writer.documents.long_lines import LONGEST_LINE, longest_line
from writer.documents.recovery import (
    Recoverable,
    Situation,
    find_recoverable,
    settle,
    tidy,
)
from writer.documents.session import OpenDocument, Session, load_session, save_session
from writer.errors import DocumentError
from writer.ui.background import Background
from writer.ui.main_window import MainWindow
from writer.ui.translation import plain_sentence

QUIETLY = (Situation.FILE_AS_BEFORE, Situation.FILE_MISSING, Situation.NEVER_SAVED)
"""A text that was left on purpose comes back without a question unless its file has changed."""
GRACE_S = 0.3
"""Journals that are read this soon are there before the first window is."""
STOPPING_WAIT_S = 0.5
Opener = Callable[[Path | None], MainWindow]


class SessionKeeper(QObject):
    """Writes down what is open, and opens it again at the next start."""

    notified = Signal(str)

    def __init__(self, places: Places, windows: Sequence[MainWindow], open_window: Opener) -> None:
        """``windows`` is the living list of all windows; ``open_window`` shows a file in one."""
        super().__init__()
        self._places = places
        self._windows = windows
        self._open = open_window
        self._left: list[OpenDocument] = []
        """Windows closed with unsaved text while others stayed open."""
        self._gone: list[OpenDocument] = []
        """Windows closed because Writer ends."""
        self._quitting = False
        self._is_restoring = self._has_ended = False
        self._front: MainWindow | None = None
        self._active, self._geometry = 0, ""
        self._disk = Background("session-writer", self)
        self._soon = QTimer(self)
        self._soon.setObjectName("session-write")
        self._soon.setSingleShot(True)
        self._soon.setInterval(100)
        self._soon.timeout.connect(self.write)

    # -- at the start ----------------------------------------------------------------------

    def restore(self, then: Callable[[list[Recoverable]], None]) -> None:
        """Open what was open, then tell what a crash left behind and nobody has decided about.

        The journals are read in the background; usually all is done when this returns. Until then
        nothing is written over the last session.
        """
        self._is_restoring = True
        self._disk.submit(partial(_look_back, self._places), partial(self._restore, then))
        self._disk.wait(GRACE_S)

    def say_looking(self) -> None:
        """It takes longer than a moment."""
        self.notified.emit(self.tr("Looking for text that was not saved…"))

    def _restore(self, then: Callable[[list[Recoverable]], None], past: _Past) -> None:
        if self._has_ended:
            return  # the next start does it
        found, session = dict(past.found), past.session
        self._is_restoring = False
        front: MainWindow | None = None
        for number, document in enumerate(session.documents):
            window = self._bring(document, found)
            if window is not None and number == session.active:
                front = window
        if front is not None:
            if session.geometry:
                front.restoreGeometry(QByteArray.fromBase64(session.geometry.encode()))
            front.activateWindow()
        then(list(found.values()))

    def _bring(self, document: OpenDocument, found: dict[str, Recoverable]) -> MainWindow | None:
        kept = found.get(document.journal)
        window: MainWindow | None = None
        if kept is not None and kept.situation in QUIETLY:
            del found[document.journal]
            return bring_back(
                kept, self._open, then=lambda shown: shown.documents.memory.show_place(document)
            )
        if document.path and os.path.lexists(document.path):
            window = self._open(Path(document.path))
            window.documents.memory.show_place(document)
        return window

    # -- while it runs -----------------------------------------------------------------------

    def follow(self, window: MainWindow) -> None:
        """Write the session down when this window shows another document."""
        window.documents.file_changed.connect(self._soon.start)

    def window_closed(self, window: MainWindow) -> None:
        """Remember what a closed window has left unsaved; of the last ones, remember everything.

        Call it when ``windows`` does not have it any more.
        """
        remembered = window.documents.memory.remembered()
        if self._quitting or not self._windows:
            if _counts(remembered):
                self._gone.append(remembered)
            if window is self._front or not self._geometry:
                self._active, self._geometry = max(0, len(self._gone) - 1), _geometry(window)
        elif remembered.journal:
            self._left.append(remembered)
        if self._windows:
            self._soon.start()
        else:
            self._has_ended = True
            documents = (*self._gone, *self._left)
            self._write(Session(documents, self._active, self._geometry), at_once=True)

    def quitting(self) -> None:
        """All windows are about to be closed, one by one: all of them belong to the session."""
        self._quitting = True
        self._front = next((w for w in self._windows if w.isActiveWindow()), None)

    def stayed(self) -> None:
        """A window did not close after all; what the others left unsaved can be reopened."""
        self._quitting, self._front, self._geometry = False, None, ""
        self._left += [one for one in self._gone if one.journal]
        self._gone.clear()
        self._soon.start()

    def write(self) -> None:
        """Write down what is open now."""
        self._write(self._session())

    def reopen(self) -> bool:
        """Open the document again that was closed last; ``False`` if there is none."""
        if not self._left:
            return False
        document = self._left.pop()

        def bring(found: list[Recoverable]) -> None:
            self._bring(document, {one.journal.name: one for one in found})

        self._disk.submit(partial(find_recoverable, self._places.journals), bring)
        self._disk.wait(GRACE_S)
        return True

    def keep_everything(self, timeout_s: float) -> bool:
        """Leave all unsaved text in the journals, without a question; whether that worked."""
        end = time.monotonic() + timeout_s
        kept = [
            bool(window.documents.keep(max(0.05, end - time.monotonic())))
            for window in self._windows
            if window.documents.is_modified
        ]
        self._write(self._session(), at_once=True)
        return all(kept)

    def stop(self) -> None:
        """End the thread."""
        self._has_ended = True
        self._soon.stop()
        self._disk.stop(STOPPING_WAIT_S)

    # -- the file --------------------------------------------------------------------------

    def _session(self) -> Session:
        open_now = [(w, w.documents.memory.remembered()) for w in self._windows]
        shown = [(window, document) for window, document in open_now if _counts(document)]
        active = next((n for n, (window, _) in enumerate(shown) if window.isActiveWindow()), 0)
        documents = [document for _, document in shown] + self._left
        geometry = _geometry(shown[active][0]) if shown else ""
        return Session(tuple(documents), active, geometry)

    def _write(self, session: Session, *, at_once: bool = False) -> None:
        if self._is_restoring:
            return  # the last session is still to be opened; new text is in its journals
        work = partial(save_session, self._places.session, session)
        if not at_once:
            self._disk.submit(work, failed=lambda error: self.notified.emit(plain_sentence(error)))
            return
        self._soon.stop()
        self._disk.wait(STOPPING_WAIT_S)
        with suppress(DocumentError):  # the text itself is in its journals
            work()


@dataclass(frozen=True)
class _Past:
    """What the last Writer left: what can be recovered, by the journal's name, and its session."""

    found: dict[str, Recoverable]
    session: Session


def _look_back(places: Places) -> _Past:
    """In another thread."""
    found: dict[str, Recoverable] = {}
    for one in find_recoverable(places.journals):
        if one.situation is Situation.NOTHING_LOST:
            settle(one)
        else:
            found[one.journal.name] = one
    tidy(places.journals)
    return _Past(found, load_session(places.session))


def _nothing(_window: MainWindow) -> None:
    """What is done then, usually."""


def bring_back(
    found: Recoverable,
    open_window: Opener,
    *,
    beside: bool = False,
    then: Callable[[MainWindow], None] = _nothing,
) -> MainWindow:
    """Show a recovered text: over its file as an edit that can be undone, or in its own window.

    ``beside`` leaves the file's window alone. So does a file that cannot be written here, or that
    somebody has begun to change. ``then`` gets the window that has the text, when it has it; what
    is returned is the one to look at meanwhile.
    """

    def show_in(window: MainWindow) -> MainWindow:
        window.documents.recover(found)
        then(window)
        return window

    if found.document is None or beside or longest_line(found.text) > LONGEST_LINE:
        return show_in(open_window(None))
    window = open_window(found.document)
    documents = window.documents

    def show_over_file() -> None:
        here = documents.path is not None and not documents.is_modified and documents.may_write
        show_in(window if here else open_window(None))

    documents.when_open(show_over_file)
    return window


def _counts(document: OpenDocument) -> bool:
    return bool(document.path or document.journal)


def _geometry(window: MainWindow) -> str:
    return bytes(window.saveGeometry().toBase64().data()).decode()
