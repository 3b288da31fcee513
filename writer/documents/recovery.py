"""What a crash left behind: the text as it was typed, next to the file as it is.

Finding never changes anything. Recovering hands out text; the window puts it into an editor as
an edit that can be undone, gets its own journal onto the disk, and only then calls
:func:`settle`. Discarded journals are kept for a month, in case that was a mistake.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from writer.documents.edits import apply_edits
from writer.documents.files import (
    LoadedDocument,
    TextFormat,
    encode_document,
    read_document,
)
from writer.documents.filesystem import REAL, FileSystem
from writer.documents.journal_reader import (
    Condition,
    JournalContent,
    list_journals,
    read_journal,
)
from writer.documents.problems import UnencodableError
from writer.errors import DocumentError
from writer.sentence import Sentence

_DISCARDED = "discarded"
_KEEP_DISCARDED_S = 30 * 86_400.0


class Situation(Enum):
    """How the recovered text relates to the file on disk."""

    FILE_AS_BEFORE = "file as before"  # recovered = the file plus the lost edits
    FILE_CHANGED = "file changed"  # somebody else wrote to it: offer both
    FILE_MISSING = "file missing"
    NEVER_SAVED = "never saved"
    NOTHING_LOST = "nothing lost"  # the file holds this very text
    UNREADABLE = "unreadable"  # the journal holds nothing that could be shown


@dataclass(frozen=True)
class Recoverable:
    """One journal and what can be made of it.

    ``text`` and ``format`` are the recovered document; ``on_disk`` is the file now, if it can be
    read; ``edited_s`` is when the journal was last written (seconds since 1970). ``trouble`` is
    a sentence on what could not be recovered. ``superseded`` are journals whose content this
    one has: a crash came while one was taking over from the other.
    """

    journal: Path
    document: Path | None
    title: str
    situation: Situation
    text: str
    format: TextFormat
    on_disk: LoadedDocument | None
    edited_s: float
    trouble: Sentence | None
    superseded: tuple[Path, ...] = ()


def find_recoverable(folder: Path, *, filesystem: FileSystem = REAL) -> list[Recoverable]:
    """Everything in the journals of processes that have ended, newest first; never raises.

    Of two journals of which one was taking over from the other, only the one that has everything
    is listed. What says ``NOTHING_LOST`` needs no question: :func:`settle` it.
    """
    contents = [read_journal(path, filesystem=filesystem) for path in list_journals(folder)]
    contents = [one for one in contents if one.condition is not Condition.IN_USE]
    superseded = _superseded(contents)
    found = [
        replace(rebuild(one, filesystem=filesystem), superseded=superseded.get(one.path, ()))
        for one in contents
        if not any(one.path in others for others in superseded.values())
    ]
    return sorted(found, key=lambda one: one.edited_s, reverse=True)


def _superseded(contents: list[JournalContent]) -> dict[Path, tuple[Path, ...]]:
    """For journals that have all that others have: those others, the oldest first.

    In that order they are removed, so that a crash in between leaves no link of the chain alone.
    """
    by_name = {one.path.name: one for one in contents if one.header is not None}
    direct: dict[str, list[str]] = {}
    for name, one in by_name.items():
        for other in one.taken_over:
            direct.setdefault(name, []).append(other)
        intended = one.header.continues if one.header else ""
        if intended and intended not in one.taken_over:  # it never got that far
            direct.setdefault(intended, []).append(name)
    result: dict[Path, tuple[Path, ...]] = {}
    for name, one in by_name.items():
        chain: list[str] = []
        to_do = list(direct.get(name, ()))
        while to_do:
            other = to_do.pop()
            if other in by_name and other not in chain and other != name:
                chain.append(other)
                to_do += direct.get(other, ())
        if chain:
            result[one.path] = tuple(by_name[other].path for other in reversed(chain))
    return result


def rebuild(content: JournalContent, *, filesystem: FileSystem = REAL) -> Recoverable:
    """The document that a journal describes; never raises."""
    header = content.header
    if header is None:
        return _unreadable(content, None, "", content.trouble)
    document = Path(header.document) if header.document else None
    text_format = content.text_format
    try:
        text = apply_edits(content.text, content.edits)
    except ValueError:
        return _unreadable(
            content, document, header.title, Sentence("Its edits do not fit its document.")
        )
    on_disk, situation = _compare(content, document, text, text_format, filesystem)
    return Recoverable(
        content.path,
        document,
        header.title,
        situation,
        text,
        text_format,
        on_disk,
        content.modified_s,
        content.trouble,
    )


def settle(recovered: Recoverable, *, filesystem: FileSystem = REAL) -> None:
    """Remove a journal whose text is now in the file, or in another journal on the disk."""
    for path in (*recovered.superseded, recovered.journal):
        with contextlib.suppress(OSError):
            filesystem.unlink(path)


def discard(recovered: Recoverable, *, filesystem: FileSystem = REAL) -> None:
    """Put a journal away; it is removed a month later by :func:`tidy`. Never raises."""
    aside = recovered.journal.parent / _DISCARDED
    with contextlib.suppress(OSError):
        aside.mkdir(mode=0o700, exist_ok=True)
        for path in (*recovered.superseded, recovered.journal):
            filesystem.replace(path, aside / path.name)


def tidy(folder: Path, *, now_s: float | None = None, filesystem: FileSystem = REAL) -> None:
    """Remove what was discarded over a month ago. Never raises."""
    limit = (time.time() if now_s is None else now_s) - _KEEP_DISCARDED_S
    for path in list_journals(folder / _DISCARDED):
        with contextlib.suppress(OSError):
            if filesystem.stat(path).st_mtime < limit:
                filesystem.unlink(path)


def _compare(
    content: JournalContent,
    document: Path | None,
    text: str,
    text_format: TextFormat,
    filesystem: FileSystem,
) -> tuple[LoadedDocument | None, Situation]:
    if document is None:
        return None, Situation.NEVER_SAVED if text else Situation.NOTHING_LOST
    try:
        on_disk = read_document(document, even_if_not_text=True, filesystem=filesystem)
    except DocumentError:
        return None, Situation.FILE_MISSING
    header = content.header
    digest = on_disk.stamp.sha256
    try:
        data = encode_document(text, text_format)[0]
        if hashlib.sha256(data).hexdigest() == digest:
            return on_disk, Situation.NOTHING_LOST
    except UnencodableError:
        pass
    ours = {header.base_sha256, *content.saves} if header else set()
    return on_disk, Situation.FILE_AS_BEFORE if digest in ours else Situation.FILE_CHANGED


def _unreadable(
    content: JournalContent, document: Path | None, title: str, trouble: Sentence | None
) -> Recoverable:
    return Recoverable(
        content.path,
        document,
        title,
        Situation.UNREADABLE,
        "",
        TextFormat(),
        None,
        content.modified_s,
        trouble,
    )
