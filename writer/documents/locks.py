"""One writer per file: who has a document open, and a lock that dies with its owner.

The operating system's own file lock decides (see :mod:`writer.documents.filelock`), so a lock
left behind by ``kill -9`` or a power cut is free at once; what is written in the lock file only
says who holds it. Lock files lie in the state folder, not beside the document: they guard against
a second Writer of the same user. Other people and programs are met when saving, by the digest.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from writer.documents.filelock import try_lock
from writer.documents.filesystem import REAL, FileSystem, read_all, write_all
from writer.sentence import Sentence

_TRIES = 10


@dataclass(frozen=True)
class Owner:
    """A process that holds a document.

    ``since_s`` is when it took it (seconds since 1970); ``started_ticks`` tells it from a later
    process with the same number. A ``pid`` of 0 is an owner that could not say who it is.
    """

    pid: int
    host: str
    since_s: float
    started_ticks: int = 0

    def sentence(self) -> Sentence:
        """Who has it, since when."""
        since = time.strftime("%H:%M", time.localtime(self.since_s))
        elsewhere = self.host != socket.gethostname()
        return Sentence(
            "Another Writer window{here} has had this file open since {since}{process}.",
            here=Sentence(" on {host}", host=self.host) if elsewhere else "",
            since=since,
            process=Sentence(" (process {number})", number=self.pid) if self.pid else "",
        )


class FileLock:
    """A lock that is held; give it up with :meth:`release`, or by ending the process."""

    def __init__(self, path: Path, fd: int, filesystem: FileSystem) -> None:
        self._path, self._fd, self._filesystem = path, fd, filesystem

    def release(self) -> None:
        """Let others have the document. Calling it twice is harmless."""
        if self._fd < 0:
            return
        fd, self._fd = self._fd, -1
        with contextlib.suppress(OSError):
            self._filesystem.unlink(self._path)
        with contextlib.suppress(OSError):
            self._filesystem.close(fd)


def acquire(folder: Path, document: Path, *, filesystem: FileSystem = REAL) -> FileLock | Owner:
    """Lock ``document``, or say who has it. Never waits.

    A different spelling or a symbolic link to the same file is the same document; a hard link is
    not.

    Raises:
        OSError: the state folder cannot be written; open the document all the same, and say so.
    """
    path = lock_path(folder, document)
    for _ in range(_TRIES):
        fd = filesystem.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not try_lock(fd):
                return _owner(fd, filesystem)
            # The former owner may have removed the file between our open and our lock.
            if _same(filesystem, fd, path):
                _sign(fd, filesystem)
                lock, fd = FileLock(path, fd, filesystem), -1
                return lock
        finally:
            if fd >= 0:
                filesystem.close(fd)
    return Owner(0, socket.gethostname(), time.time())


def lock_path(folder: Path, document: Path) -> Path:
    """Where the lock of a document lies."""
    real = os.path.normcase(os.path.realpath(document))
    return folder / f"{hashlib.sha256(os.fsencode(real)).hexdigest()[:24]}.lock"


def _same(filesystem: FileSystem, fd: int, path: Path) -> bool:
    try:
        return os.path.samestat(filesystem.fstat(fd), filesystem.stat(path))
    except FileNotFoundError:
        return False


def _sign(fd: int, filesystem: FileSystem) -> None:
    """Write who we are; a full disk is no reason to refuse the lock."""
    owner = Owner(os.getpid(), socket.gethostname(), time.time(), _process_start())
    with contextlib.suppress(OSError):
        filesystem.truncate(fd, 0)
        write_all(filesystem, fd, json.dumps(asdict(owner)).encode())


def _owner(fd: int, filesystem: FileSystem) -> Owner:
    try:
        owner = Owner(**json.loads(read_all(filesystem, fd, 4096)))
        owner.sentence()
        return owner
    except (OSError, ValueError, TypeError, ArithmeticError, RecursionError):
        return Owner(0, socket.gethostname(), filesystem.fstat(fd).st_mtime)


def _process_start() -> int:
    """When this process started, in clock ticks since boot (Linux: proc(5), field 22), else 0."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        return int(fields[19])
    except (OSError, ValueError, IndexError):
        return 0
