"""The file of a journal: what its records mean, and how they get there whole."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import struct
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from writer.documents.edits import Edit
from writer.documents.filelock import try_lock
from writer.documents.filesystem import FileSystem, write_all
from writer.documents.records import MARK, pack

SUFFIX = ".journal"
HEADER, BASE, EDIT, SAVING, TAKEN_OVER = 1, 2, 3, 4, 5
EDIT_HEAD = struct.Struct("<QQ")  # position, removed; then the added text in UTF-8


@dataclass(frozen=True)
class Header:
    """What a journal is for.

    ``document`` is the real path, or "" for a document never saved, which has only a ``title``.
    ``base_sha256`` is of the file's bytes ("" for a new document), ``text_format`` as
    :func:`dump_format` makes it. ``continues`` names the journal that this one is to replace; it
    has done so when a ``TAKEN_OVER`` record with that name follows.
    """

    document: str
    title: str
    base_sha256: str
    text_format: dict[str, Any]
    continues: str = ""


@dataclass(frozen=True)
class Saving:
    """The digest (SHA-256, hexadecimal) of bytes that are about to be saved."""

    sha256: str


@dataclass(frozen=True)
class TakenOver:
    """From here on this journal has all that the one of this name had."""

    name: str


Item = Edit | Saving | TakenOver


class JournalFile:
    """One file, locked while it is open, that only grows. Not safe for several threads.

    Every method may raise ``OSError``; what was appended before is then still whole.
    """

    def __init__(self, folder: Path, filesystem: FileSystem) -> None:
        self._folder, self._filesystem = folder, filesystem
        self._fd = -1
        self._good_end = 0
        self._checksum = 0
        self.path: Path | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a file that can be appended to."""
        return self._fd >= 0

    def create(self, header: Header, text: str, first: Iterable[Item] = ()) -> None:
        """A new file with the text that edits will be made to, readable by the user only."""
        path = self._folder / f"{secrets.token_hex(12)}{SUFFIX}"
        base = zlib.compress(text.encode("utf-8", "surrogatepass"), 1)
        head, checksum = pack(HEADER, json.dumps(asdict(header)).encode(), 0)
        body, self._checksum = pack(BASE, base, checksum)
        fd = self._filesystem.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try_lock(fd)
        self.path, self._fd, self._good_end = path, fd, 0
        try:
            self._write(MARK + head + body, self._checksum)
            self.append(first)
            self._filesystem.sync_folder(self._folder)
        except OSError:
            self.remove()
            raise

    def open_again(self) -> None:
        """Go on after :meth:`close`, if nobody else has taken the file meanwhile."""
        assert self.path is not None
        fd = self._filesystem.open(self.path, os.O_RDWR)
        if not try_lock(fd):
            self._filesystem.close(fd)
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        self._fd = fd

    def append(self, items: Iterable[Item]) -> None:
        """Hand the items to the operating system, all or none."""
        chunks, checksum = [], self._checksum
        for item in items:
            record, checksum = _record(item, checksum)
            chunks.append(record)
        self._write(b"".join(chunks), checksum)

    def sync(self) -> None:
        """Force all of it to the disk."""
        self._filesystem.fsync(self._fd)

    def close(self) -> None:
        """Let go of the file and keep it. Never raises."""
        fd, self._fd = self._fd, -1
        if fd >= 0:
            with contextlib.suppress(OSError):
                self._filesystem.close(fd)

    def remove(self) -> None:
        """Let go of the file and remove it. Never raises."""
        path, self.path = self.path, None
        if path is not None:
            with contextlib.suppress(OSError):
                self._filesystem.unlink(path)
        self.close()

    def _write(self, data: bytes, checksum: int) -> None:
        """All of ``data`` behind what is good; a failed try is written over by the next."""
        self._filesystem.seek(self._fd, self._good_end)
        try:
            write_all(self._filesystem, self._fd, data)
        except OSError:
            with contextlib.suppress(OSError):
                self._filesystem.truncate(self._fd, self._good_end)
            raise
        self._good_end += len(data)
        self._checksum = checksum


def _record(item: Item, previous: int) -> tuple[bytes, int]:
    match item:
        case TakenOver(name):
            return pack(TAKEN_OVER, name.encode(), previous)
        case Saving(sha256):
            return pack(SAVING, sha256.encode(), previous)
        case Edit(position, removed, added):
            head = EDIT_HEAD.pack(position, removed)
            return pack(EDIT, head + added.encode("utf-8", "surrogatepass"), previous)
