"""Saving and recovering with everything that keeps the text safe meanwhile, in the right order.

The window does two things in the GUI thread, one after the other and before any other event:
take the text, and call ``journal.mark()``. The rest is :func:`save_and_keep` in another thread.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from writer.documents.files import TextFormat, encode_document, read_document, real_path_of
from writer.documents.filesystem import REAL, FileSystem
from writer.documents.journal import Journal
from writer.documents.recovery import Recoverable, settle
from writer.documents.saving import SaveResult, save_document, save_in_place
from writer.documents.snapshots import is_wanted, take
from writer.documents.stamp import FileStamp
from writer.errors import DocumentError
from writer.sentence import Sentence


@dataclass(frozen=True)
class Places:
    """The folders below the state folder; only the user can look into them."""

    state: Path

    @property
    def journals(self) -> Path:
        """Edits since the last save."""
        return self.state / "journals"

    @property
    def versions(self) -> Path:
        """Earlier versions of documents."""
        return self.state / "versions"

    @property
    def locks(self) -> Path:
        """Who has which document open."""
        return self.state / "locks"

    @property
    def in_place(self) -> Path:
        """Copies made while a file is written in place."""
        return self.state / "in-place"

    @property
    def session(self) -> Path:
        """The file with the open documents."""
        return self.state / "session.json"

    @property
    def writing_log(self) -> Path:
        """How many words were written on which day."""
        return self.state / "writing-log.json"

    @property
    def recent(self) -> Path:
        """The list of recent files."""
        return self.state / "recent.json"

    def prepare(self) -> None:
        """Create the folders. Raises ``OSError``: Writer then works without a safety copy."""
        for folder in (self.state, self.journals, self.versions, self.locks, self.in_place):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def save_and_keep(
    path: Path,
    text: str,
    text_format: TextFormat,
    expected: FileStamp | None,
    *,
    journal: Journal,
    places: Places,
    in_place: bool = False,
    filesystem: FileSystem = REAL,
) -> SaveResult:
    """Save ``text``, keep the version it replaces, and start the journal anew.

    ``journal.mark()`` was called when ``text`` was taken. Trouble with the journal or a version
    never stops a save: it becomes a notice. ``in_place`` is the answer to ``NeedsInPlaceWrite``.

    Raises:
        DocumentError: as :func:`save_document`; the file is as it was, the journal goes on.
    """
    trouble: list[Sentence] = []
    try:
        data, _, _ = encode_document(text, text_format)
        _attempt(trouble, lambda: journal.saving(hashlib.sha256(data).hexdigest()))
        if expected is not None:
            _attempt(trouble, lambda: _keep_former(path, expected, places, filesystem))
        if in_place and expected is not None:
            result = save_in_place(
                path, text, text_format, expected, keep_in=places.in_place, filesystem=filesystem
            )
        else:
            result = save_document(path, text, text_format, expected, filesystem=filesystem)
    except BaseException:
        journal.not_saved()
        raise
    if result.durable:
        real = real_path_of(path)
        _attempt(trouble, lambda: journal.restart(text, result.format, result.stamp.sha256, real))
    journal.not_saved()  # where it was not restarted, it simply goes on
    now_s = time.time()
    _attempt(trouble, lambda: take(places.versions, path, data, now_s, filesystem=filesystem))
    return replace(result, notices=(*result.notices, *trouble))


def recovered_journal(
    recovered: Recoverable, places: Places, *, filesystem: FileSystem = REAL
) -> Journal:
    """A journal that has the recovered text on the disk; the one it came from is removed.

    Show ``recovered.text`` with ``recovered.format`` and, if there is one, the stamp of
    ``recovered.on_disk``; the document is unsaved.

    Raises:
        DocumentError: it could not be written; the old journal is still there.
    """
    stamp = recovered.on_disk.stamp if recovered.on_disk else None
    journal = Journal(
        places.journals,
        recovered.document,
        text=recovered.text,
        text_format=recovered.format,
        sha256=stamp.sha256 if stamp else "",
        title=recovered.title,
        filesystem=filesystem,
    )
    journal.begin(instead_of=recovered.journal)
    settle(recovered, filesystem=filesystem)
    return journal


def _keep_former(path: Path, former: FileStamp, places: Places, filesystem: FileSystem) -> None:
    """Keep what is about to be overwritten, if no version of it is kept yet."""
    at_s = former.mtime_ns / 1e9
    if not is_wanted(places.versions, path, former.sha256, at_s):
        return
    document = read_document(path, even_if_not_text=True, filesystem=filesystem)
    if document.stamp.sha256 == former.sha256:
        data = encode_document(document.text, document.format)[0]
        take(places.versions, path, data, at_s, filesystem=filesystem)


def _attempt(trouble: list[Sentence], step: Callable[[], object]) -> None:
    try:
        step()
    except DocumentError as error:
        trouble.append(error.sentence)
