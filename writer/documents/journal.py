"""The journal of one document: every edit since the last save, on disk within a second.

One file in the state folder holds the text and format that the document had when it was read or
saved (the *base*, tied to the file by its digest), then each edit as one record. It is only ever
appended to; a save starts a new file. The text is kept as it was shown, not as the file's bytes:
an edit can change how those bytes would be read the next time.

The file is locked while its process lives, so the next start can tell a crash from a neighbour.

``append`` costs microseconds and is for the GUI thread. ``write``, ``sync``, ``restart`` and
``discard`` touch the disk and are for another thread, driven by :mod:`writer.documents.flushing`.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import struct
import threading
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from writer.documents.edits import Edit, merged
from writer.documents.filelock import try_lock
from writer.documents.files import TextFormat
from writer.documents.filesystem import REAL, FileSystem, write_all
from writer.documents.problems import cause
from writer.documents.records import MARK, pack
from writer.documents.stored_format import dump_format
from writer.errors import DocumentError

SUFFIX = ".journal"
HEADER, BASE, EDIT, SAVING, TAKEN_OVER = 1, 2, 3, 4, 5
_TAKEN_OVER = "taken over"
EDIT_HEAD = struct.Struct("<QQ")


@dataclass(frozen=True)
class Header:
    """What a journal is for.

    ``document`` is the real path, or "" for a document never saved, which has only a ``title``.
    ``base_sha256`` is of the file's bytes ("" for a new document), ``text_format`` as
    :func:`dump_format` makes it. ``continues`` names the journal that this one takes over from;
    it has done so when a ``TAKEN_OVER`` record follows the edits made meanwhile.
    """

    document: str
    title: str
    base_sha256: str
    text_format: dict[str, Any]
    continues: str = ""


@dataclass(frozen=True)
class _Base:
    """The text before the edits of a journal."""

    text: str = ""
    text_format: TextFormat = field(default_factory=TextFormat)
    sha256: str = ""

    def packed(self) -> bytes:
        return zlib.compress(self.text.encode("utf-8", "surrogatepass"), 1)


class Journal:
    """Records the edits of one document; nothing is on disk before the first edit is written.

    Args:
        folder: where journals lie; must exist.
        document: the real path, None for a document that was never saved.
        text: the text that the edits will be made to.
        text_format: the format it was read or last saved in.
        sha256: the digest of the file on disk (``stamp.sha256``), "" if there is none.
        title: what to call the document if it has no path.
    """

    def __init__(
        self,
        folder: Path,
        document: Path | None,
        *,
        text: str = "",
        text_format: TextFormat | None = None,
        sha256: str = "",
        title: str = "",
        filesystem: FileSystem = REAL,
    ) -> None:
        self._folder = folder
        self._document = document
        self._title = title
        self._filesystem = filesystem
        self._base = _Base(text, text_format or TextFormat(), sha256)
        self._path: Path | None = None
        self._fd = -1
        self._good_end = 0
        self._checksum = 0
        self._pending: list[Edit | str] = []  # edits, digests of coming saves, _TAKEN_OVER
        self._since_save: list[Edit] | None = None
        self._ended = False
        self._short = threading.Lock()  # guards the two lists
        self._long = threading.Lock()  # guards the file

    @property
    def path(self) -> Path | None:
        """The journal's file; None before anything was written."""
        return self._path

    def begin(self, instead_of: Path | None = None) -> None:
        """Put the base on the disk now, though nothing was edited yet.

        For a text that is nowhere else: recovered, or from a file that went away. ``instead_of``
        is the journal it was recovered from; from here on that one is superfluous. Raises as
        ``sync``.
        """
        with self._long:
            try:
                if self._fd < 0:
                    self._create(continues=instead_of.name if instead_of else "")
                    record, checksum = pack(TAKEN_OVER, b"", self._checksum)
                    self._append(record, checksum)
                self._filesystem.fsync(self._fd)
            except OSError as error:
                raise self._problem(error) from error

    def append(self, edit: Edit) -> None:
        """Take note of an edit; it is safe only after the next ``write``. For the GUI thread."""
        with self._short:
            if self._ended:
                return
            last = self._pending[-1] if self._pending else None
            joined = merged(last, edit) if isinstance(last, Edit) else None
            if joined is not None:
                self._pending[-1] = joined
            else:
                self._pending.append(edit)
            if self._since_save is not None:
                self._since_save.append(edit)

    def mark(self) -> None:
        """The text is being taken for a save: edits from here on outlive it. For the GUI thread."""
        with self._short:
            self._since_save = []

    def saving(self, sha256: str) -> None:
        """Note the digest of the bytes that are about to be saved, and force it to the disk.

        If the program dies between the save and ``restart``, recovery knows the file for ours.
        Raises as ``sync``.
        """
        with self._short:
            self._pending.append(sha256)
        self.sync()

    def not_saved(self) -> None:
        """The save failed: the journal simply goes on."""
        with self._short:
            self._since_save = None

    def write(self) -> None:
        """Hand all edits so far to the operating system: they survive a crash of the program.

        Raises:
            DocumentError: it failed; the edits stay in memory for the next try.
        """
        with self._long:
            self._write()

    def sync(self) -> None:
        """Write, and force to the disk: the edits survive a power cut. Raises as ``write``."""
        with self._long:
            self._write()
            if self._fd >= 0:
                try:
                    self._filesystem.fsync(self._fd)
                except OSError as error:
                    raise self._problem(error) from error

    def restart(
        self, text: str, text_format: TextFormat, sha256: str, document: Path | None = None
    ) -> None:
        """After a save: begin anew from what was saved, with the edits made since ``mark``.

        The old journal is removed only when the new one is on the disk. ``document`` is the new
        path after Save As.

        Raises:
            DocumentError: the old journal is kept and goes on; nothing is lost.
        """
        with self._long:
            fresh = Journal(
                self._folder,
                document or self._document,
                text=text,
                text_format=text_format,
                sha256=sha256,
                title=self._title,
                filesystem=self._filesystem,
            )
            with self._short:
                if self._since_save is None:
                    raise RuntimeError("restart without mark: which edits are saved is unknown")
                since = list(self._since_save)
            try:
                if since:
                    fresh._create(continues=self._path.name if self._path else "")
                    fresh._pending = [*since, _TAKEN_OVER]
                    fresh.sync()
            except (OSError, DocumentError) as error:
                fresh._remove()
                raise error if isinstance(error, DocumentError) else self._problem(error) from error
            with self._short:
                later = (self._since_save or [])[len(since) :]
                self._pending = list(later)
                self._since_save = None
            self._remove()
            self._document, self._base = fresh._document, fresh._base
            self._path, self._fd = fresh._path, fresh._fd
            self._good_end, self._checksum = fresh._good_end, fresh._checksum

    def discard(self) -> None:
        """Remove the journal for good: its document is saved, or the user gave its edits up."""
        with self._long:
            with self._short:
                self._pending.clear()
                self._ended = True
            self._remove()

    def close(self) -> None:
        """Keep the file for the next start to find (hot exit). Raises as ``sync``.

        A later ``write`` opens it again, unless the next start was quicker.
        """
        try:
            self.sync()
        finally:
            with self._long:
                self._close()

    def _write(self) -> None:
        with self._short:
            taken, self._pending = self._pending, []
        if self._fd < 0 and not any(isinstance(item, Edit) for item in taken):
            with self._short:  # a save alone is nothing that could be recovered
                self._pending[:0] = taken
            return
        if not taken:
            return
        try:
            if self._fd < 0 and self._path is not None:
                self._open_again(self._path)
            elif self._fd < 0:
                self._create(continues="")
            chunks, checksum = [], self._checksum
            for item in taken:
                record, checksum = _record(item, checksum)
                chunks.append(record)
            self._append(b"".join(chunks), checksum)
        except OSError as error:
            with self._short:
                self._pending[:0] = taken
            raise self._problem(error) from error

    def _create(self, continues: str) -> None:
        path = self._folder / f"{secrets.token_hex(12)}{SUFFIX}"
        header = Header(
            str(self._document) if self._document else "",
            self._title,
            self._base.sha256,
            dump_format(self._base.text_format, self._base.text),
            continues,
        )
        first, checksum = pack(HEADER, json.dumps(asdict(header)).encode(), 0)
        second, checksum = pack(BASE, self._base.packed(), checksum)
        fd = self._filesystem.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try_lock(fd)
        self._path, self._fd, self._good_end = path, fd, 0
        try:
            self._append(MARK + first + second, checksum)
            self._filesystem.sync_folder(self._folder)
        except OSError:
            self._remove()
            raise
        self._base = _Base()  # on disk now; no need to hold it in memory

    def _open_again(self, path: Path) -> None:
        fd = self._filesystem.open(path, os.O_RDWR)
        if not try_lock(fd):
            self._filesystem.close(fd)
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        self._fd = fd

    def _append(self, data: bytes, checksum: int) -> None:
        """All of ``data`` at the end of what is good; a failed try is written over by the next."""
        self._filesystem.seek(self._fd, self._good_end)
        try:
            write_all(self._filesystem, self._fd, data)
        except OSError:
            with contextlib.suppress(OSError):
                self._filesystem.truncate(self._fd, self._good_end)
            raise
        self._good_end += len(data)
        self._checksum = checksum

    def _remove(self) -> None:
        path, self._path = self._path, None
        if path is not None:
            with contextlib.suppress(OSError):
                self._filesystem.unlink(path)
        self._close()

    def _close(self) -> None:
        fd, self._fd = self._fd, -1
        if fd >= 0:
            with contextlib.suppress(OSError):
                self._filesystem.close(fd)

    def _problem(self, error: OSError) -> DocumentError:
        name = self._document.name if self._document else self._title or "Untitled"
        return DocumentError(
            f"The safety copy of “{name}” could not be written. {cause(error)}. Your text is in "
            "the window; save it soon. Writer keeps trying."
        )


def _record(item: Edit | str, previous: int) -> tuple[bytes, int]:
    if item == _TAKEN_OVER:
        return pack(TAKEN_OVER, b"", previous)
    if isinstance(item, str):
        return pack(SAVING, item.encode(), previous)
    added = item.added.encode("utf-8", "surrogatepass")
    return pack(EDIT, EDIT_HEAD.pack(item.position, item.removed) + added, previous)
