"""Is this still the file that was read? The state of a file on disk, and how to compare it."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from writer.documents.filesystem import REAL, FileSystem, read_all


@dataclass(frozen=True)
class FileStamp:
    """A file as it was at one moment; ``sha256`` (hexadecimal) is what decides.

    Times alone would not do: two writes within one tick of the clock look the same.
    """

    size: int
    mtime_ns: int
    inode: int
    sha256: str


class Change(Enum):
    """What happened to a file since its stamp was taken."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    DELETED = "deleted"
    UNREADABLE = "unreadable"


def stamp_of(status: os.stat_result, data: bytes) -> FileStamp:
    """The stamp of a file whose status and bytes are known."""
    digest = hashlib.sha256(data).hexdigest()
    return FileStamp(len(data), status.st_mtime_ns, status.st_ino, digest)


def read_stamp(path: Path, *, filesystem: FileSystem = REAL) -> FileStamp:
    """The stamp of the file at ``path`` now, reading all of it.

    Raises:
        OSError: it cannot be read, or is no regular file (``ENXIO``).
    """
    fd = filesystem.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        status = filesystem.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.ENXIO, "not a regular file")
        return stamp_of(status, read_all(filesystem, fd, status.st_size + (1 << 20)))
    finally:
        filesystem.close(fd)


def compare(
    path: Path, expected: FileStamp, *, quick: bool = False, filesystem: FileSystem = REAL
) -> Change:
    """What happened to ``path`` since ``expected`` was taken; never raises.

    A file with the same bytes counts as unchanged, whoever wrote them and when: the editor's text
    is still right. With ``quick`` the file is not read where size, time and inode agree: good for
    a glance from the GUI thread, not for deciding to overwrite.
    """
    try:
        status = filesystem.stat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size != expected.size:
            return Change.CHANGED
        seen = (status.st_mtime_ns, status.st_ino)
        if quick and seen == (expected.mtime_ns, expected.inode):
            return Change.UNCHANGED
        now = read_stamp(path, filesystem=filesystem)
    except (FileNotFoundError, NotADirectoryError):
        return Change.DELETED
    except OSError:
        return Change.UNREADABLE
    return Change.UNCHANGED if now.sha256 == expected.sha256 else Change.CHANGED
