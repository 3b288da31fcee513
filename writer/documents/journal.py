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

import threading
from collections.abc import Sequence
from pathlib import Path

from writer.documents.edits import Edit, merged
from writer.documents.files import TextFormat
from writer.documents.filesystem import REAL, FileSystem
from writer.documents.journal_file import Header, Item, JournalFile, Saving, TakenOver
from writer.documents.problems import cause
from writer.documents.stored_format import dump_format
from writer.errors import DocumentError
from writer.sentence import Sentence


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
        self._text: str | None = text  # None once it is on the disk: no need to hold it twice
        self._format, self._sha256 = text_format or TextFormat(), sha256
        self._replaces = ""
        self._file = JournalFile(folder, filesystem)
        self._pending: list[Item] = []
        self._since_save: list[Edit] | None = None
        self._ended = False
        self._short = threading.Lock()  # guards the two lists
        self._long = threading.Lock()  # guards the file

    @property
    def path(self) -> Path | None:
        """The journal's file; None before anything was written."""
        return self._file.path

    def replaces(self, recovered: Path) -> None:
        """This journal begins with the text of ``recovered``, which is superfluous once it is on
        the disk. Call it in the GUI thread before any other thread knows the journal.
        """
        self._replaces = recovered.name

    def begin(self, instead_of: Path | None = None) -> None:
        """Put the base on the disk now, though nothing was edited yet.

        For a text that is nowhere else: recovered, or from a file that went away. ``instead_of``
        is as for :meth:`replaces`. Raises as ``sync``.
        """
        with self._long:
            if instead_of is not None:
                self._replaces = instead_of.name
            try:
                if not self._file.is_open:
                    self._create()
                elif self._replaces:
                    self._file.append([TakenOver(self._replaces)])
                self._file.sync()
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
            self._pending.append(Saving(sha256))
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
            if self._file.is_open:
                try:
                    self._file.sync()
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
                    fresh._replaces = self._file.path.name if self._file.path else ""
                    fresh._create(since)
                    fresh._file.sync()
            except OSError as error:
                fresh._file.remove()
                raise self._problem(error) from error
            with self._short:
                self._pending = list(self._since_save[len(since) :])
                self._since_save = None
            self._file.remove()
            self._document, self._file = fresh._document, fresh._file
            self._text, self._format, self._sha256 = fresh._text, text_format, sha256

    def discard(self) -> None:
        """Remove the journal for good: its document is saved, or the user gave its edits up."""
        with self._long:
            with self._short:
                self._pending.clear()
                self._ended = True
            self._file.remove()

    def close(self) -> None:
        """Keep the file for the next start to find (hot exit). Raises as ``sync``.

        A later ``write`` opens it again, unless the next start was quicker.
        """
        try:
            self.sync()
        finally:
            with self._long:
                self._file.close()

    def _write(self) -> None:
        with self._short:
            taken, self._pending = self._pending, []
        if not self._file.is_open and not any(isinstance(item, Edit) for item in taken):
            with self._short:  # a save alone is nothing that could be recovered
                self._pending[:0] = taken
            return
        if not taken:
            return
        try:
            if not self._file.is_open and self._file.path is not None:
                self._file.open_again()
            elif not self._file.is_open:
                self._create()
            self._file.append(taken)
        except OSError as error:
            with self._short:
                self._pending[:0] = taken
            raise self._problem(error) from error

    def _create(self, edits: Sequence[Edit] = ()) -> None:
        """The file with the base, ``edits``, and last the word that it replaces another one."""
        text = self._text or ""
        header = Header(
            str(self._document) if self._document else "",
            self._title,
            self._sha256,
            dump_format(self._format, text),
            self._replaces,
        )
        last = [TakenOver(self._replaces)] if self._replaces else []
        self._file.create(header, text, [*edits, *last])
        self._text = None

    def _problem(self, error: OSError) -> DocumentError:
        name = self._document.name if self._document else self._title or Sentence("Untitled")
        return DocumentError(
            "The safety copy of “{name}” could not be written. {cause}. Your text is in the "
            "window; save it soon. Writer keeps trying.",
            name=name,
            cause=cause(error),
        )
