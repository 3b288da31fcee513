"""Getting, importing, checking and removing models, each in a thread, told in the window's."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from writer.errors import ModelError, WriterError, system_words
from writer.log import get_logger
from writer.models.download import Download, DownloadStoppedError, Source
from writer.models.importing import import_folder, name_for, verify
from writer.models.progress import Phase, Progress, Rate
from writer.models.store import Kind, Store
from writer.ui.translation import plain_sentence

log = get_logger(__name__)

TELL_EVERY_S = 0.1
BEGINNING = Progress(Phase.LOOKING)
Key = tuple[Kind, str]
MakeDownload = Callable[[Source, Store], Download]
Report = Callable[[Progress], None]


class Doing(Enum):
    """What is done to a model."""

    GETTING = auto()
    IMPORTING = auto()
    CHECKING = auto()
    REMOVING = auto()


class Status(Enum):
    """How it stands."""

    RUNNING = auto()
    STOPPING = auto()
    PAUSED = auto()
    FAILED = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class Task:
    """Work on one model; ``sentence`` says why it ended. Seconds and bytes per second."""

    key: Key
    doing: Doing
    status: Status = Status.RUNNING
    progress: Progress = BEGINNING
    bytes_per_s: float | None = None
    left_s: float | None = None
    sentence: str = ""

    @property
    def is_active(self) -> bool:
        """Whether a thread works on it."""
        return self.status in (Status.RUNNING, Status.STOPPING)


class _Run:
    """The thread of a task, and how it is stopped."""

    def __init__(self, download: Download | None = None) -> None:
        self.download = download
        self.stopped = threading.Event()
        self.discard = False
        self.rate = Rate()
        self.thread: threading.Thread | None = None

    def stop(self, *, discard: bool) -> None:
        self.discard = self.discard or discard
        self.stopped.set()
        if self.download is not None:
            self.download.stop(discard=discard)


class ModelTasks(QObject):
    """At most one task for each model or adapter; lives in the window's thread."""

    changed = Signal(object)
    """A key: its task is another, or is gone."""
    stored = Signal(object)
    """A key: what is on the disk has changed."""
    said = Signal(str)
    """A sentence about something that has no place in the list."""
    _progressed = Signal(object, object)
    _ended = Signal(object, object)

    def __init__(
        self, store: Store, make_download: MakeDownload = Download, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._make_download = make_download
        self._tasks: dict[Key, Task] = {}
        self._runs: dict[Key, _Run] = {}
        self._sources: dict[Key, Source] = {}
        self._progressed.connect(self._relay_progress, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._relay_end, Qt.ConnectionType.QueuedConnection)

    def task(self, key: Key) -> Task | None:
        """What is done to this model, or was done to it last."""
        return self._tasks.get(key)

    @property
    def keys(self) -> list[Key]:
        """The models that something is done to."""
        return list(self._tasks)

    def source(self, key: Key) -> Source | None:
        """Where a model came from that was asked for since Writer was started."""
        return self._sources.get(key)

    # -- commands ----------------------------------------------------------------------------

    def get(self, source: Source) -> None:
        """Download a model, or go on where an earlier download ended."""
        key = (Kind.MODEL, source.name)
        self._sources[key] = source
        download = self._make_download(source, self._store)
        self._start(key, Doing.GETTING, lambda report: download.run(report), _Run(download))

    def pause(self, key: Key) -> None:
        """Stop a download; what has arrived is kept."""
        self._stop(key, discard=False)

    def cancel(self, key: Key) -> None:
        """Stop what is done; of a download nothing stays."""
        task = self._tasks.get(key)
        if task is not None and task.is_active:
            self._stop(key, discard=True)
            return
        kind, name = key
        self._start(key, Doing.REMOVING, lambda _: self._store.discard(name, kind))

    def import_model(self, folder: Path) -> Key:
        """Take in a model that lies in a folder; returns where it will be."""
        name = name_for(folder)
        key = (Kind.MODEL, name)
        self._start(
            key,
            Doing.IMPORTING,
            lambda report: import_folder(folder, self._store, name=name, report=report),
        )
        return key

    def take_adapter(self, folder: Path, take: Callable[[], object]) -> Key:
        """Take in an adapter; ``take`` checks it and keeps a copy."""
        key = (Kind.ADAPTER, name_for(folder))
        self._start(key, Doing.IMPORTING, lambda _: take())
        return key

    def check(self, key: Key) -> None:
        """Read every byte of an installed model again."""
        self._start(key, Doing.CHECKING, lambda report: verify(self._store, key[1], report))

    def remove(self, key: Key) -> None:
        """Delete an installed model or adapter."""
        kind, name = key
        self._start(key, Doing.REMOVING, lambda _: self._store.remove(name, kind))

    def forget(self, key: Key) -> None:
        """The outcome was read."""
        task = self._tasks.get(key)
        if task is not None and not task.is_active:
            del self._tasks[key]
            self.changed.emit(key)

    def stop(self, timeout_s: float) -> bool:
        """End everything; downloads go on at the next start. ``False`` when one could not end."""
        runs = list(self._runs.values())
        for run in runs:
            run.stop(discard=False)
        end = time.monotonic() + timeout_s
        for run in runs:
            if run.thread is not None:
                run.thread.join(max(0.0, end - time.monotonic()))
        return not any(run.thread and run.thread.is_alive() for run in runs)

    # -- the window's thread -----------------------------------------------------------------

    def _start(
        self, key: Key, doing: Doing, work: Callable[[Report], object], run: _Run | None = None
    ) -> None:
        if key in self._runs:
            return
        run = run or _Run()
        self._runs[key] = run
        self._tasks[key] = Task(key, doing)
        run.thread = threading.Thread(
            target=self._run, args=(key, run, work), name=f"model-{doing.name.lower()}", daemon=True
        )
        run.thread.start()
        self.changed.emit(key)

    def _stop(self, key: Key, *, discard: bool) -> None:
        run = self._runs.get(key)
        if run is not None:
            self._tasks[key] = replace(self._tasks[key], status=Status.STOPPING)
            run.stop(discard=discard)
            self.changed.emit(key)

    def _relay_progress(self, key: Key, progress: Progress) -> None:
        run = self._runs.get(key)
        if run is None:
            return
        if progress.phase is not self._tasks[key].progress.phase:
            run.rate = Rate()
        run.rate.add(time.monotonic(), progress.done)
        self._tasks[key] = replace(
            self._tasks[key],
            progress=progress,
            bytes_per_s=run.rate.bytes_per_s,
            left_s=run.rate.left_s(progress.total),
        )
        self.changed.emit(key)

    def _relay_end(self, key: Key, error: WriterError | None) -> None:
        run, task = self._runs.pop(key), self._tasks[key]
        stopped = isinstance(error, DownloadStoppedError)
        if error is None:
            self._tasks[key] = replace(task, status=Status.DONE)
        elif stopped and not run.discard:
            self._tasks[key] = replace(task, status=Status.PAUSED)
        elif not stopped:
            self._tasks[key] = replace(task, status=Status.FAILED, sentence=plain_sentence(error))
        gone = stopped and run.discard
        if gone or (error is None and task.doing is Doing.REMOVING):
            del self._tasks[key]
        if task.doing is Doing.IMPORTING and error is not None:
            self._tasks.pop(key, None)  # there is no row that could say why
            if not stopped:
                self.said.emit(plain_sentence(error))
        if task.doing is not Doing.CHECKING:
            self.stored.emit(key)
        self.changed.emit(key)

    # -- the threads -------------------------------------------------------------------------

    def _run(self, key: Key, run: _Run, work: Callable[[Report], object]) -> None:
        told_at, told = float("-inf"), BEGINNING.phase

        def report(progress: Progress) -> None:
            nonlocal told_at, told
            if run.stopped.is_set():
                raise DownloadStoppedError("It was stopped.")
            now = time.monotonic()
            if progress.phase is not told or now - told_at >= TELL_EVERY_S:
                told_at, told = now, progress.phase
                self._progressed.emit(key, progress)

        error: WriterError | None = None
        try:
            work(report)
        except WriterError as problem:
            error = problem
        except Exception as problem:
            log.exception("%s could not be finished", run.thread)
            error = ModelError(
                "Something went wrong that Writer did not foresee ({reason}). What was installed "
                "before works as it did; try again.",
                reason=system_words(problem),
            )
        try:
            self._ended.emit(key, error)
        except RuntimeError:  # the window went away; nobody waits for this
            log.debug("nobody hears how %s ended", run.thread)
