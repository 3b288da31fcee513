"""Replace a file in one step: afterwards it holds all of the new bytes or all of the old ones."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from writer.documents.filesystem import REAL, FileSystem, write_all
from writer.sentence import Sentence

_PREFIX, _SUFFIX = ".writer-", ".tmp"
_ABANDONED_S = 3600.0


@dataclass(frozen=True)
class Replaced:
    """What became of a replaced file.

    ``durable`` is False if the disk did not confirm the new name: the file is whole either way,
    but a power cut now could bring the old one back. ``notices`` are sentences for the user.
    """

    stat: os.stat_result
    durable: bool
    notices: tuple[Sentence, ...]


def replace_file(
    target: Path,
    data: bytes,
    *,
    like: os.stat_result | None = None,
    mode: int = 0o600,
    last_look: Callable[[], None] | None = None,
    filesystem: FileSystem = REAL,
) -> Replaced:
    """Write ``data`` beside ``target``, flush it to the disk, and rename it over ``target``.

    Args:
        target: the real file; symbolic links must be resolved already.
        data: all bytes of the new file.
        like: the file being replaced; its mode, owner and extended attributes are carried over.
        mode: permission bits of a file that does not exist yet (the umask applies).
        last_look: called just before the rename; whatever it raises stops the replacement.
        filesystem: where the calls go.

    Raises:
        OSError: at any step up to the rename; ``target`` is untouched and nothing is left behind.
    """
    temporary = target.with_name(f"{_PREFIX}{secrets.token_hex(6)}{_SUFFIX}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    fd = filesystem.open(temporary, flags, mode if like is None else 0o600)
    try:
        try:
            write_all(filesystem, fd, data)
            notices = _carry_over(filesystem, fd, target, like)
            filesystem.fsync(fd)
            written = filesystem.fstat(fd)
            if written.st_size != len(data):
                raise OSError(errno.EIO, "the file came out shorter than what was written")
        finally:
            filesystem.close(fd)
        if last_look is not None:
            last_look()
        filesystem.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            filesystem.unlink(temporary)
        raise
    try:
        filesystem.sync_folder(target.parent)
        durable = True
    except OSError:
        durable = False
    return Replaced(written, durable, notices)


def _carry_over(
    filesystem: FileSystem, fd: int, target: Path, like: os.stat_result | None
) -> tuple[Sentence, ...]:
    """Give the new file the old one's owner, attributes and mode; say what could not be kept."""
    if like is None:
        return ()
    notices = []
    new = filesystem.fstat(fd)
    if (new.st_uid, new.st_gid) != (like.st_uid, like.st_gid):
        try:
            filesystem.chown(fd, like.st_uid, like.st_gid)
        except OSError:
            notices.append(
                Sentence("The file belongs to you now: its former owner could not be kept.")
            )
    lost = _copy_attributes(target, fd)
    if lost:
        notices.append(
            Sentence("Extended attributes could not be kept: {lost}.", lost=", ".join(lost))
        )
    # Last, since a change of owner clears bits. Some file systems have no modes at all.
    try:
        filesystem.chmod(fd, stat.S_IMODE(like.st_mode))
    except OSError:
        notices.append(
            Sentence("The file's permissions could not be kept; only you can read it now.")
        )
    if like.st_nlink > 1:
        notices.append(
            Sentence("The file had other names (hard links); they keep the version before this.")
        )
    return tuple(notices)


def _copy_attributes(target: Path, fd: int) -> list[str]:
    """Copy extended attributes (on Linux also access lists); the names of those that would not."""
    if not hasattr(os, "listxattr"):
        return []
    try:
        names = os.listxattr(target)
    except OSError:
        return []
    lost = []
    for name in names:
        try:
            os.setxattr(fd, name, os.getxattr(target, name))
        except OSError:
            if not name.startswith("security."):  # set by the system itself, for every file
                lost.append(name)
    return lost


def sweep(folder: Path, *, now_s: float | None = None, filesystem: FileSystem = REAL) -> int:
    """Remove temporary files that a killed process left here over an hour ago; how many.

    Never raises: a folder that cannot be tidied is no reason not to open a document.
    """
    removed = 0
    limit = (time.time() if now_s is None else now_s) - _ABANDONED_S
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX):
                with contextlib.suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < limit:
                        filesystem.unlink(Path(entry.path))
                        removed += 1
    return removed
