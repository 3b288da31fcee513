"""Reading a journal that a crash may have left in any state. Never raises, never writes."""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from writer.documents.edits import Edit
from writer.documents.filelock import try_lock
from writer.documents.files import TextFormat
from writer.documents.filesystem import REAL, FileSystem, read_all
from writer.documents.journal_file import (
    BASE,
    EDIT,
    EDIT_HEAD,
    HEADER,
    SAVING,
    SUFFIX,
    TAKEN_OVER,
    Header,
)
from writer.documents.problems import cause
from writer.documents.records import Tail, scan
from writer.documents.stored_format import load_format
from writer.sentence import Sentence

#: More than the base and the edits of any session; a file beyond it is not read.
_LARGEST_BYTES = 1 << 30


class Condition(Enum):
    """How much of a journal can be used."""

    WHOLE = "whole"
    TORN = "torn"  # all but an unfinished last record
    DAMAGED = "damaged"  # all up to a damaged record
    USELESS = "useless"  # not even what it was for
    IN_USE = "in use"  # its process is alive


@dataclass(frozen=True)
class JournalContent:
    """What a journal says.

    ``text`` and ``text_format`` are from before the ``edits``. ``saves`` are the digests of saves
    made or attempted by its process; ``taken_over`` names the
    journals of which it has everything; ``lost_bytes`` at the end could not be
    used; ``trouble`` is a sentence about them.
    """

    path: Path
    condition: Condition
    header: Header | None
    text: str
    text_format: TextFormat
    edits: tuple[Edit, ...]
    saves: tuple[str, ...]
    taken_over: tuple[str, ...]
    modified_s: float
    lost_bytes: int
    trouble: Sentence | None


def read_journal(path: Path, *, filesystem: FileSystem = REAL) -> JournalContent:
    """The journal at ``path``, as far as it can be trusted."""
    try:
        fd = filesystem.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            modified_s = filesystem.fstat(fd).st_mtime
            if not try_lock(fd):
                return _without(path, Condition.IN_USE, Sentence("It belongs to a running Writer."))
            data = read_all(filesystem, fd, _LARGEST_BYTES)
        finally:
            filesystem.close(fd)
    except OSError as error:
        return _without(
            path, Condition.USELESS, Sentence("It could not be read. {cause}.", cause=cause(error))
        )
    return parse_journal(path, data, modified_s)


def parse_journal(path: Path, data: bytes, modified_s: float = 0.0) -> JournalContent:
    """The journal that ``data`` is; any bytes will do."""
    found = scan(data)
    try:
        (first, head), (second, packed) = found.records[:2]
        if (first, second) != (HEADER, BASE):
            raise ValueError("not a journal's first records")
        header = Header(**json.loads(head))
        names = (header.document, header.title, header.base_sha256, header.continues)
        if not all(isinstance(name, str) for name in names):
            raise TypeError("a name that is no text")
        text = zlib.decompress(packed).decode("utf-8", "surrogatepass")
        text_format = load_format(header.text_format, text)
    except (
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        zlib.error,
        MemoryError,
        RecursionError,
    ):
        return _without(path, Condition.USELESS, Sentence("It stops before anything was noted."))
    edits: list[Edit] = []
    saves: list[str] = []
    taken_over: list[str] = []
    condition = {Tail.COMPLETE: Condition.WHOLE, Tail.TORN: Condition.TORN}.get(
        found.tail, Condition.DAMAGED
    )
    try:
        for kind, body in found.records[2:]:
            if kind == EDIT:
                position, removed = EDIT_HEAD.unpack_from(body)
                added = body[EDIT_HEAD.size :].decode("utf-8", "surrogatepass")
                edits.append(Edit(position, removed, added))
            elif kind == SAVING:
                saves.append(body.decode())
            elif kind == TAKEN_OVER:
                taken_over.append(body.decode())
            # Other kinds belong to a later version; what they add is not needed to rebuild.
    except (ValueError, ArithmeticError):
        condition = Condition.DAMAGED
    trouble = {
        Condition.WHOLE: None,
        Condition.TORN: Sentence("The very last edit was not finished."),
    }.get(condition, Sentence("Its last {lost:,} bytes are damaged.", lost=found.lost_bytes))
    return JournalContent(
        path,
        condition,
        header,
        text,
        text_format,
        tuple(edits),
        tuple(saves),
        tuple(taken_over),
        modified_s,
        found.lost_bytes,
        trouble,
    )


def list_journals(folder: Path) -> list[Path]:
    """The journals in a folder, oldest name first; an unreadable folder holds none."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == SUFFIX)
    except OSError:
        return []


def _without(path: Path, condition: Condition, trouble: Sentence) -> JournalContent:
    return JournalContent(path, condition, None, "", TextFormat(), (), (), (), 0.0, 0, trouble)
