"""Disks that fail on purpose: a call that errs, a disk that fills up, a machine that stops."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from random import Random

from writer.documents.filesystem import RealFileSystem

PAGE = 4096
#: A folder in memory where the system has one: syncing a real disk thousands of times only waits.
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
ERRORS = ("EIO", "ENOSPC", "EACCES", "EROFS", "EDQUOT")


def failure(name: str) -> OSError:
    """The ``OSError`` (with its proper subclass) of an errno's name."""
    number = getattr(errno, name)
    return OSError(number, os.strerror(number))


class FailingCall(RealFileSystem):
    """The ``at``-th call of one method fails (counted from 1), and so do all later ones of it."""

    def __init__(self, method: str, error: OSError, at: int = 1) -> None:
        self.method, self.error, self.left = method, error, at
        self.failed = False

    def __getattribute__(self, name: str) -> object:
        found = super().__getattribute__(name)
        if name.startswith("_") or name != super().__getattribute__("method"):
            return found
        self.left -= 1
        if self.left > 0:
            return found

        def fail(*_: object, **__: object) -> object:
            self.failed = True
            raise self.error

        return fail


class SmallDisk(RealFileSystem):
    """Room for ``room`` bytes; a write that does not fit takes what fits, the next one fails.

    ``most`` bounds what a single write takes, as pipes and some network disks do.
    """

    def __init__(self, room: int, error: OSError, most: int = 1 << 40) -> None:
        self.room, self.error, self.most = room, error, most

    def write(self, fd: int, data: memoryview) -> int:
        if self.room <= 0:
            raise self.error
        count = super().write(fd, data[: min(self.room, self.most)])
        self.room -= count
        return count


class MachineStoppedError(BaseException):
    """The process or the machine ended here; nothing after this line happens."""


class StoppableMachine(RealFileSystem):
    """A process that can be killed, on a machine that can lose its power.

    ``kill`` closes every descriptor, as the kernel does. ``cut_power`` also takes back, from each
    file written and not synced, some of its last bytes; renames are kept, as file systems with
    ordered metadata do after the data was synced.
    """

    def __init__(self) -> None:
        self.open_files: dict[int, Path] = {}
        self.synced: dict[int, int] = {}
        self.calls_left = -1

    def _tick(self) -> None:
        if self.calls_left == 0:
            raise MachineStoppedError
        self.calls_left -= 1

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        self._tick()
        fd = super().open(path, flags, mode)
        self.open_files[fd] = path
        self.synced[fd] = os.fstat(fd).st_size
        return fd

    def close(self, fd: int) -> None:
        self.open_files.pop(fd, None)
        self.synced.pop(fd, None)
        super().close(fd)

    def write(self, fd: int, data: memoryview) -> int:
        if self.calls_left == 0 and len(data) > 1:  # a kill in the middle of a write
            super().write(fd, data[: len(data) // 2])
        self._tick()
        return super().write(fd, data)

    def fsync(self, fd: int) -> None:
        self._tick()
        super().fsync(fd)
        self.synced[fd] = os.fstat(fd).st_size

    def replace(self, source: Path, target: Path) -> None:
        self._tick()
        super().replace(source, target)

    def unlink(self, path: Path) -> None:
        self._tick()
        super().unlink(path)

    def kill(self) -> None:
        """End the process: its descriptors and locks are gone, its written bytes are not."""
        for fd in list(self.open_files):
            self.close(fd)
        self.calls_left = -1

    def cut_power(self, random: Random) -> None:
        """End the machine: bytes that were not synced may be gone, or be zeros."""
        for fd, durable in self.synced.items():
            size = os.fstat(fd).st_size
            if size > durable:
                kept = random.randint(durable, size)
                os.ftruncate(fd, kept)
                if random.random() < 0.3:
                    os.ftruncate(fd, size)  # the length was kept, the data was not
        self.kill()
