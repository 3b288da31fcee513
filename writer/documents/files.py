"""Opening and saving documents: text for the editor, and the very same bytes back to the disk.

What a user interface must hand back: ``document().toRawText()`` passed through
:func:`text_from_editor`. Never ``toPlainText()``, which turns no-break spaces into spaces.

Both functions may be slow (a network folder, a sleeping disk): call them off the GUI thread with
the text taken beforehand. They share nothing, so any thread will do.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from writer.documents import encoding as codec
from writer.documents import lineends
from writer.documents.encoding import Encoding
from writer.documents.filesystem import REAL, FileSystem, read_all
from writer.documents.lineends import LineEnds
from writer.documents.long_lines import longest_line
from writer.documents.looks import not_text
from writer.documents.problems import (
    Doing,
    NotTextError,
    TooLargeError,
    describe,
)
from writer.documents.stamp import FileStamp, stamp_of
from writer.errors import DocumentError
from writer.sentence import Sentence

#: The largest file that is opened, in bytes. A long novel is 2 MB; the editor widget needs about
#: twenty times a file's size in memory.
LARGEST_BYTES = 64_000_000


@dataclass(frozen=True)
class TextFormat:
    """How a text is written to disk: everything that is in the file and not on the screen.

    A last line without an end is part of the text (it does not end in "\\n"), not of the format.
    The default is what a new document gets: UTF-8 without a mark, LF.
    """

    encoding: Encoding = field(default_factory=Encoding)
    line_ends: LineEnds = field(default_factory=LineEnds)

    def as_utf8(self) -> TextFormat:
        """The same document in UTF-8 without a mark: the way out of ``UnencodableError``."""
        return TextFormat(self.encoding.as_utf8(), self.line_ends)

    @property
    def label(self) -> str:
        """For the status bar: "UTF-8 · LF"."""
        return f"{self.encoding.label} · {self.line_ends.name}"


@dataclass(frozen=True)
class LoadedDocument:
    """A document as read.

    ``path`` is the name asked for; ``real_path`` is where symbolic links lead. ``notices`` are
    whole sentences for the user. ``longest_line`` is in characters (see ``long_lines``).
    """

    path: Path
    real_path: Path
    text: str
    format: TextFormat
    stamp: FileStamp
    read_only: bool
    notices: tuple[Sentence, ...]
    longest_line: int


def text_from_editor(raw: str) -> str:
    """The text of a ``QTextDocument``, from its ``toRawText()``: line ends become "\\n"."""
    # For 5 MB, str.translate holds the interpreter for 270 ms, and the window with it; this, for 7.
    return raw.replace("\u2029", "\n").replace("\u2028", "\n")


def decode_document(data: bytes) -> tuple[str, TextFormat]:
    """The text that ``data`` holds and how to write it back; any bytes will do."""
    raw, encoding = codec.decode(data)
    text, line_ends = lineends.split(raw)
    return text, TextFormat(encoding, line_ends)


def encode_document(text: str, text_format: TextFormat) -> tuple[bytes, TextFormat, list[Sentence]]:
    """The bytes for ``text``, the format that describes them from now on, and notices.

    Raises:
        UnencodableError: a character does not exist in the file's encoding.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    raw, line_ends = lineends.join(text_from_editor(text), text_format.line_ends)
    data, lost = codec.encode(raw, text_format.encoding)
    notices = []
    if lost:
        one = Sentence("1 damaged character was saved as “\ufffd”.")
        several = Sentence("{lost:,} damaged characters were saved as “\ufffd”.", lost=lost)
        notices.append(one if lost == 1 else several)
    return data, TextFormat(text_format.encoding, line_ends), notices


def read_document(
    path: Path,
    *,
    even_if_not_text: bool = False,
    limit_bytes: int = LARGEST_BYTES,
    progress: Callable[[float], None] | None = None,
    filesystem: FileSystem = REAL,
) -> LoadedDocument:
    """Read a text file; saving it back unedited gives the same bytes, whatever they are.

    Never waits for a pipe or a device: those are refused before anything is read. ``progress``
    hears how much of it was read, from 0 to 1.

    Raises:
        TooLargeError: it is larger than ``limit_bytes``.
        NotTextError: it is a picture, an archive, ...; ``even_if_not_text`` opens it anyway.
        DocumentError: it cannot be read; the message says why.
    """
    try:
        fd = filesystem.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            status = filesystem.fstat(fd)
            require_regular(status, path)
            if status.st_size > limit_bytes:
                raise _too_large(path, status.st_size, limit_bytes)
            told = None if progress is None else partial(_tell, progress, status.st_size)
            data = read_all(filesystem, fd, limit_bytes, told=told)
        finally:
            filesystem.close(fd)
        real_path = Path(os.path.realpath(path))
    except IsADirectoryError:
        raise _is_folder(path) from None
    except OSError as error:
        raise describe(error, path, Doing.OPENING) from error
    except ValueError:  # a NUL in the name
        raise DocumentError(
            "“{path}” is not a file name. Nothing was changed.", path=repr(path)
        ) from None
    if len(data) > limit_bytes:
        raise _too_large(path, len(data), limit_bytes)
    kind = None if even_if_not_text else not_text(data)
    if kind is not None:
        raise NotTextError(
            "“{name}” is {kind}, not text. Nothing was changed. You can open it anyway and look "
            "at it; it stays as it is unless you save.",
            name=path.name,
            kind=kind,
        )
    text, text_format = decode_document(data)
    return LoadedDocument(
        path=path,
        real_path=real_path,
        text=text,
        format=text_format,
        stamp=stamp_of(status, data),
        read_only=not is_writable(status, real_path),
        notices=tuple(_notices(text_format, text, status)),
        longest_line=longest_line(text),
    )


def _tell(progress: Callable[[float], None], size: int, so_far: int) -> None:
    progress(min(1.0, so_far / max(1, size)))


def real_path_of(path: Path) -> Path:
    """Where symbolic links lead. Unlike ``Path.resolve``, never raises: a loop is its own end."""
    return Path(os.path.realpath(path))


def is_missing(path: Path) -> bool:
    """Whether there is nothing of this name, for certain.

    ``False`` also for what cannot be looked at (no permission, a name that is too long, a loop of
    links), where ``Path.exists`` raises: opening it says why.
    """
    try:
        os.lstat(path)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return False


def is_writable(status: os.stat_result, path: Path) -> bool:
    """Whether this user means to be able to write: a file without any write bit says no to all."""
    return bool(status.st_mode & 0o222) and os.access(path, os.W_OK)


def require_regular(status: os.stat_result, path: Path) -> None:
    """Raise ``DocumentError`` for folders, pipes and devices."""
    if stat.S_ISREG(status.st_mode):
        return
    if stat.S_ISDIR(status.st_mode):
        raise _is_folder(path)
    kind = Sentence("a pipe") if stat.S_ISFIFO(status.st_mode) else Sentence("a device")
    raise DocumentError(
        "“{name}” is {kind}, not a file. Nothing was read. Choose a text file.",
        name=path.name,
        kind=kind,
    )


def _is_folder(path: Path) -> DocumentError:
    return DocumentError(
        "“{name}” is a folder. Choose a text file inside it.", name=path.name or path
    )


def _too_large(path: Path, size: int, limit: int) -> TooLargeError:
    return TooLargeError(
        "“{name}” has {size:,.0f} MB; Writer opens text up to {limit:,.0f} MB. Nothing was "
        "changed. Split it, or open it in an editor made for large files.",
        name=path.name,
        size=size / 1e6,
        limit=limit / 1e6,
    )


def _notices(text_format: TextFormat, text: str, status: os.stat_result) -> list[Sentence]:
    notices = []
    encoding, line_ends = text_format.encoding, text_format.line_ends
    if encoding.name == codec.WINDOWS_1252:
        notices.append(Sentence("Read as Windows-1252, because it is not valid UTF-8."))
    elif encoding.label != "UTF-8":
        notices.append(
            Sentence("Read as {encoding}; it is saved the same way.", encoding=encoding.label)
        )
    bad = sum(text.count(shown) for shown, was in encoding.standins if "\ud800" <= was < "\ue000")
    if bad:
        one = Sentence("1 damaged character is shown as a box; saving keeps the bytes.")
        several = Sentence(
            "{bad:,} damaged characters are shown as boxes; saving keeps the bytes.", bad=bad
        )
        notices.append(one if bad == 1 else several)
    if line_ends.mixed:
        notices.append(
            Sentence(
                "Line ends are mixed ({counts}); each line keeps its own.",
                counts=line_ends.counts(),
            )
        )
    if status.st_nlink > 1:
        notices.append(
            Sentence(
                "This file has {names} names (hard links). Saving changes this one only.",
                names=status.st_nlink,
            )
        )
    return notices
