"""Saving: the file on disk is afterwards the whole new text or the whole old one."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from writer.documents.atomic import Replaced, replace_file, sweep
from writer.documents.files import TextFormat, encode_document, is_writable
from writer.documents.filesystem import REAL, FileSystem, read_all, write_all
from writer.documents.problems import (
    Doing,
    FileChangedError,
    NeedsInPlaceWrite,
    describe,
)
from writer.documents.stamp import FileStamp, stamp_of
from writer.errors import DocumentError, system_words
from writer.sentence import Sentence

#: A new document gets these permission bits, less the umask.
_NEW_FILE_MODE = 0o666
_NO_NEW_FILE = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.EXDEV)


@dataclass(frozen=True)
class SaveResult:
    """A finished save.

    Keep ``stamp`` and ``format`` for the next save of this document. If ``durable`` is False the
    disk did not confirm the new name: keep the journal until a later save says True.
    """

    stamp: FileStamp
    format: TextFormat
    notices: tuple[Sentence, ...]
    durable: bool


def save_document(
    path: Path,
    text: str,
    text_format: TextFormat,
    expected: FileStamp | None,
    *,
    filesystem: FileSystem = REAL,
) -> SaveResult:
    """Write ``text`` to ``path`` in one step.

    Args:
        path: where; symbolic links are followed, and stay links.
        text: the text from :func:`~writer.documents.files.text_from_editor`.
        text_format: the format it was read with, or ``TextFormat()`` for a new document.
        expected: the stamp from reading or from the last save; None means that no such file
            exists yet. To overwrite a file that the user chose to overwrite, pass the stamp from
            :func:`~writer.documents.stamp.read_stamp`.
        filesystem: where the calls go.

    Raises:
        FileChangedError: the file is not the expected one; nothing was written.
        NeedsInPlaceWrite: the folder takes no new file; ask, then call :func:`save_in_place`.
        UnencodableError: a character does not exist in the file's encoding.
        DocumentError: anything else; the file on disk is as it was, nothing is left beside it.
    """
    data, new_format, notices = encode_document(text, text_format)
    try:
        target = _resolve(path)
        like = _check_expected(path, target, expected, filesystem)
        replaced = _replace(path, target, data, like, filesystem)
    except OSError as error:
        raise describe(error, path, Doing.SAVING) from error
    sweep(target.parent, filesystem=filesystem)
    if not replaced.durable:
        notices.append(
            Sentence("Saved, but the disk has not confirmed it yet; the journal is kept.")
        )
    stamp = stamp_of(replaced.stat, data)
    return SaveResult(stamp, new_format, (*notices, *replaced.notices), replaced.durable)


def _replace(
    path: Path, target: Path, data: bytes, like: os.stat_result | None, filesystem: FileSystem
) -> Replaced:
    def last_look() -> None:
        """Somebody may have written while the new file was; a save must not hide that."""
        if _identity(target, filesystem) != (None if like is None else _identity_of(like)):
            raise FileChangedError(
                "“{name}” was changed by another program just now. It was not overwritten and "
                "your text is still in the window. Compare the two before saving again.",
                name=path.name,
            )

    try:
        return replace_file(
            target,
            data,
            like=like,
            mode=_NEW_FILE_MODE,
            last_look=last_look,
            filesystem=filesystem,
        )
    except OSError as error:
        if like is None or error.errno not in _NO_NEW_FILE:
            raise
        raise NeedsInPlaceWrite(
            "The folder of “{name}” allows no new file beside it ({reason}), so a save cannot be "
            "made safe by replacing the file. The file is as it was. Write into it directly? A "
            "copy of both versions is kept until that has worked.",
            name=path.name,
            reason=system_words(error),
        ) from error


def _identity_of(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _identity(path: Path, filesystem: FileSystem) -> tuple[int, int, int] | None:
    try:
        return _identity_of(filesystem.stat(path))
    except FileNotFoundError:
        return None


def save_in_place(
    path: Path,
    text: str,
    text_format: TextFormat,
    expected: FileStamp,
    *,
    keep_in: Path,
    filesystem: FileSystem = REAL,
) -> SaveResult:
    """Write into the file itself, after the user agreed; both versions are first put in safety.

    The part that makes the file longer is written first: a full disk is met while every old byte
    is still there. Copies of the old and the new bytes lie in ``keep_in`` until it has worked.

    Raises:
        FileChangedError: the file is not the expected one; nothing was written.
        UnencodableError: a character does not exist in the file's encoding.
        DocumentError: it failed; the message says where the two copies are if the file could not
            be brought back.
    """
    data, new_format, notices = encode_document(text, text_format)
    try:
        target = _resolve(path)
        _check_expected(path, target, expected, filesystem)
        old = _read(target, filesystem)
        key = hashlib.sha256(os.fsencode(target)).hexdigest()[:16]
        copies = (keep_in / f"{key}.before", keep_in / f"{key}.after")
        for copy, content in zip(copies, (old, data), strict=True):
            replace_file(copy, content, filesystem=filesystem)
        fd = filesystem.open(target, os.O_RDWR)
    except OSError as error:
        raise describe(error, path, Doing.SAVING) from error
    try:
        _overwrite(fd, old, data, filesystem)
        status = filesystem.fstat(fd)
    except OSError as error:
        raise _undo(fd, old, error, path, copies, filesystem) from error
    finally:
        filesystem.close(fd)
    _remove(copies, filesystem)
    return SaveResult(stamp_of(status, data), new_format, tuple(notices), durable=True)


def _overwrite(fd: int, old: bytes, data: bytes, filesystem: FileSystem) -> None:
    view = memoryview(data)
    if len(data) > len(old):
        filesystem.seek(fd, len(old))
        write_all(filesystem, fd, view[len(old) :])
    filesystem.seek(fd, 0)
    write_all(filesystem, fd, view[: len(old)])
    filesystem.truncate(fd, len(data))
    filesystem.fsync(fd)


def _undo(
    fd: int,
    old: bytes,
    error: OSError,
    path: Path,
    copies: tuple[Path, Path],
    filesystem: FileSystem,
) -> DocumentError:
    """Bring the old bytes back after a failed write in place; the error to raise."""
    try:
        filesystem.seek(fd, 0)
        write_all(filesystem, fd, old)
        filesystem.truncate(fd, len(old))
        filesystem.fsync(fd)
    except OSError:
        return DocumentError(
            "“{name}” was only partly written ({reason}) and could not be brought back. Both "
            "versions are kept: the old one in {old}, the new one in {new}. Your text is still in "
            "the window; save a copy in another place.",
            name=path.name,
            reason=system_words(error),
            old=copies[0],
            new=copies[1],
        )
    _remove(copies, filesystem)
    return describe(error, path, Doing.SAVING)


def _remove(copies: tuple[Path, Path], filesystem: FileSystem) -> None:
    for copy in copies:
        with contextlib.suppress(OSError):
            filesystem.unlink(copy)


def _resolve(path: Path) -> Path:
    """The real file behind any symbolic links; ``OSError`` (``ELOOP``) for a loop."""
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def _check_expected(
    path: Path, target: Path, expected: FileStamp | None, filesystem: FileSystem
) -> os.stat_result | None:
    """The status of the file to replace, or None for a new one; refuses what is not expected."""
    try:
        status = filesystem.stat(target)
    except FileNotFoundError:
        if expected is None:
            return None
        raise FileChangedError(
            "“{name}” was deleted or moved since it was opened. Your text is still in the window. "
            "Save it again under this name, or choose another.",
            name=path.name,
        ) from None
    if stat.S_ISDIR(status.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(
            "“{name}” is a device or a pipe, not a file. Nothing was written. Your text is still "
            "in the window; save it under another name.",
            name=path.name,
        )
    if expected is None:
        raise FileChangedError(
            "“{name}” exists already. It was not overwritten and your text is still in the "
            "window. Choose another name, or confirm that it may be replaced.",
            name=path.name,
        )
    if status.st_size != expected.size or _digest(target, status, filesystem) != expected.sha256:
        raise FileChangedError(
            "“{name}” was changed by another program. It was not overwritten and your text is "
            "still in the window. Compare the two, then keep yours, theirs, or both.",
            name=path.name,
        )
    if not is_writable(status, target):
        raise DocumentError(
            "“{name}” is read-only. It was not overwritten and your text is still in the window. "
            "Save a copy in another place, or allow writing to the file.",
            name=path.name,
        )
    return status


def _digest(target: Path, status: os.stat_result, filesystem: FileSystem) -> str:
    return stamp_of(status, _read(target, filesystem)).sha256


def _read(target: Path, filesystem: FileSystem) -> bytes:
    fd = filesystem.open(target, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        return read_all(filesystem, fd, filesystem.fstat(fd).st_size)
    finally:
        filesystem.close(fd)
