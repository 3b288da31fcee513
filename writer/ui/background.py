"""Work that may be slow, off the window's thread: one named thread, first come, first served."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from writer.errors import DocumentError, WriterError, system_words
from writer.log import get_logger

log = get_logger(__name__)

WAIT_S = 1.0
"""The bound on every wait for work; the thread then looks whether it should end."""


@dataclass(frozen=True)
class _Job:
    work: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Callable[[WriterError], None] | None


class Background(QObject):
    """Carries out jobs in order; their answers come in the window's thread.

    The thread begins with the first job. It is a daemon: a disk that does not answer must not
    keep the process from ending.
    """

    _answered = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._changed = threading.Condition()
        # Guarded by the condition's lock:
        self._jobs: deque[_Job] = deque()
        self._answers: deque[Callable[[], None]] = deque()
        self._working = False
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[WriterError], None] | None = None,
    ) -> None:
        """Do ``work`` in the thread, then ``done(result)`` or ``failed(error)`` in the window's."""
        with self._changed:
            if self._stopping:
                return
            self._jobs.append(_Job(work, done, failed))
            self._changed.notify_all()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self.objectName(), daemon=True)
            self._thread.start()

    def wait(self, timeout_s: float) -> bool:
        """Until all jobs are done, with their answers delivered; ``False`` when time ran out."""
        with self._changed:
            finished = self._changed.wait_for(
                lambda: not (self._jobs or self._working), timeout=timeout_s
            )
        self._deliver()
        return finished

    def stop(self, timeout_s: float) -> bool:
        """End the thread after the jobs it has; ``False`` when it could not end in time."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread is None:
            return True
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _deliver(self) -> None:
        while True:
            with self._changed:
                if not self._answers:
                    return
                answer = self._answers.popleft()
            answer()

    # -- the thread ----------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._jobs:
                    if self._stopping:
                        return
                    self._changed.wait(WAIT_S)
                job = self._jobs.popleft()
                self._working = True
            answer = _carry_out(job)
            with self._changed:
                self._working = False
                self._answers.append(answer)
                self._changed.notify_all()
            try:
                self._answered.emit()
            except RuntimeError:  # the window went away; nobody waits for this answer
                return


def _carry_out(job: _Job) -> Callable[[], None]:
    """Do the work; returns what is to be called in the window's thread."""
    done, failed = job.done, job.failed
    problem: WriterError
    try:
        result = job.work()
        return (lambda: done(result)) if done else (lambda: None)
    except WriterError as error:
        problem = error
    except Exception as error:
        log.exception("a job failed in a way that nobody foresaw")
        problem = DocumentError(
            "Something went wrong that Writer did not foresee ({reason}).",
            reason=system_words(error),
        )
    return (lambda: failed(problem)) if failed else (lambda: None)
