"""The thread that writes the journal, so that typing never waits for a disk."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol

from writer.documents.edits import Edit
from writer.documents.flushing import FlushState, Step, next_step
from writer.errors import DocumentError

_LONGEST_WAIT_S = 60.0


class Flushable(Protocol):
    """What the thread needs of a journal."""

    def append(self, edit: Edit) -> None:
        """Take note, quickly."""

    def write(self) -> None:
        """Hand over to the operating system; raises ``DocumentError``."""

    def sync(self) -> None:
        """Force to the disk; raises ``DocumentError``."""


class JournalKeeper:
    """Appends at once and writes in time (see :mod:`writer.documents.flushing`).

    Args:
        journal: whose edits these are.
        tell: called from the thread with a sentence when the journal cannot be written, once per
            trouble, and with "" when it can be again. Let it emit a queued signal.
    """

    def __init__(self, journal: Flushable, tell: Callable[[str], None]) -> None:
        self._journal, self._tell = journal, tell
        self._state = FlushState()
        self._changed = threading.Condition()
        self._stopping = False
        self._trouble = ""
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    def record(self, edit: Edit) -> None:
        """Note an edit; microseconds, for the GUI thread."""
        self._journal.append(edit)
        with self._changed:
            first = self._state.unwritten_since_s is None
            self._state = self._state.edited(time.monotonic())
            if first:  # otherwise the thread will wake for an earlier edit anyway
                self._changed.notify()

    def stop(self, timeout_s: float = 10.0) -> bool:
        """End the thread after a last sync; False if the disk did not answer in time."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            with self._changed:
                step, wait_s = next_step(self._state, time.monotonic())
                if self._stopping:
                    step = Step.SYNC
                elif step is Step.NOTHING:
                    self._changed.wait(min(wait_s or _LONGEST_WAIT_S, _LONGEST_WAIT_S))
                    continue
                self._state = self._state.begun(step)
            self._carry_out(step)
            if self._stopping and step is Step.SYNC:
                return

    def _carry_out(self, step: Step) -> None:
        try:
            if step is Step.SYNC:
                self._journal.sync()
            else:
                self._journal.write()
        except DocumentError as error:
            with self._changed:
                self._state = self._state.failed(time.monotonic())
            trouble = str(error)
        else:
            trouble = ""
        if trouble != self._trouble:
            self._trouble = trouble
            self._tell(trouble)
