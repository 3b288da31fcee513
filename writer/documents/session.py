"""Which documents were open, and where one was in them: so that the next start looks the same."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from writer.documents.atomic import replace_file
from writer.documents.filesystem import REAL, FileSystem, read_all
from writer.documents.problems import cause
from writer.errors import DocumentError

_VERSION = 1
_LARGEST_BYTES = 1 << 20


@dataclass(frozen=True)
class OpenDocument:
    """One document: its path ("" if never saved), or the file name of the journal that has it.

    ``caret`` and ``anchor`` are positions in UTF-16 code units, ``scroll`` is the first visible
    paragraph, counted from 0. ``suggest`` is whether suggestions come by themselves in it,
    ``smart`` whether typed quotes and dashes become the typesetter's.
    """

    path: str = ""
    journal: str = ""
    caret: int = 0
    anchor: int = 0
    scroll: int = 0
    suggest: bool = True
    smart: bool = True


@dataclass(frozen=True)
class Session:
    """All open documents, which one is in front, and the window as Qt describes it (base64)."""

    documents: tuple[OpenDocument, ...] = ()
    active: int = 0
    geometry: str = ""
    state: str = ""


def save_session(path: Path, session: Session, *, filesystem: FileSystem = REAL) -> None:
    """Write the session in one step, readable by the user only.

    Raises:
        DocumentError: it could not be written; the former session file is as it was.
    """
    data = json.dumps({"version": _VERSION, **asdict(session)}, indent=1).encode()
    try:
        replace_file(path, data, filesystem=filesystem)
    except OSError as error:
        raise DocumentError(
            "The list of open documents could not be saved. {cause}. The documents themselves are "
            "not concerned.",
            cause=cause(error),
        ) from error


def load_session(path: Path, *, filesystem: FileSystem = REAL) -> Session:
    """The last session; an empty one if there is none or it cannot be used. Never raises.

    A file that is no session is put aside as ``….damaged``, not overwritten by the next one.
    """
    try:
        fd = filesystem.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            data = read_all(filesystem, fd, _LARGEST_BYTES)
        finally:
            filesystem.close(fd)
    except OSError:
        return Session()
    try:
        return _parse(json.loads(data))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        with contextlib.suppress(OSError):
            filesystem.replace(path, path.with_name(f"{path.name}.damaged"))
        return Session()


def _parse(raw: dict[str, object]) -> Session:
    documents = raw["documents"]
    if raw["version"] != _VERSION or not isinstance(documents, list):
        raise ValueError("another version")
    opened = []
    for one in documents:
        known = {name: one[name] for name in OpenDocument.__dataclass_fields__ if name in one}
        document = OpenDocument(**known)
        numbers = (document.caret, document.anchor, document.scroll)
        if not all(isinstance(value, int) and value >= 0 for value in numbers):
            raise ValueError("a position that is no number")
        if not isinstance(document.path, str) or not isinstance(document.journal, str):
            raise TypeError("a name that is no text")
        if not (isinstance(document.suggest, bool) and isinstance(document.smart, bool)):
            raise TypeError("a switch that is no switch")
        opened.append(document)
    active = raw.get("active")
    geometry, state = raw.get("geometry"), raw.get("state")
    return Session(
        tuple(opened),
        active if isinstance(active, int) and 0 <= active < len(opened) else 0,
        geometry if isinstance(geometry, str) else "",
        state if isinstance(state, str) else "",
    )
