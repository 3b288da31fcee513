"""Notices when another program changes, deletes or brings back the file that is in the editor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from writer.documents.files import LoadedDocument, read_document
from writer.documents.stamp import Change, FileStamp, compare
from writer.errors import DocumentError
from writer.ui.background import Background

SETTLE_MS = 200
"""Programs that save do several things to a file in a row; we look when they are done."""
LATER_MS = 1500


@dataclass(frozen=True)
class Seen:
    """What happened to the file; ``theirs`` is what is in it now, if that can be read."""

    change: Change
    theirs: LoadedDocument | None = None


class OutsideWatch(QObject):
    """Watches one file and its folder, and looks when told to; says each change once."""

    changed = Signal(object)
    """A ``Seen``, never of an unchanged file."""

    def __init__(self, disk: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._disk = disk
        self._path: Path | None = None
        self._stamp: FileStamp | None = None
        self._told = ""
        self._looking = False
        self._watcher = QFileSystemWatcher(self)
        self._watcher.setObjectName("outside-watcher")
        self._settle = QTimer(self)
        self._settle.setObjectName("outside-settle")
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self.look)
        self._watcher.fileChanged.connect(self._touched)
        self._watcher.directoryChanged.connect(self._touched)

    def watch(self, path: Path | None, stamp: FileStamp | None) -> None:
        """From now on ``stamp`` is what the file should be; ``None`` watches nothing."""
        self._stamp = stamp
        self._told = ""
        if path != self._path:
            old = [*self._watcher.files(), *self._watcher.directories()]
            if old:
                self._watcher.removePaths(old)
        self._path = path
        self._arm()

    def look(self) -> None:
        """Compare now, in the disk's thread."""
        if self._path is None or self._stamp is None or self._looking:
            return
        self._looking = True
        work = partial(_look, self._path, self._stamp)
        self._disk.submit(work, partial(self._compared, self._stamp), self._not_compared)

    def look_later(self) -> None:
        """Say it again in a moment: this one was not convenient."""
        self._told = ""
        self._settle.start(LATER_MS)

    def _touched(self, _path: str) -> None:
        self._settle.start(SETTLE_MS)

    def _arm(self) -> None:
        """A file that was replaced is another one to the watcher: name it again."""
        if self._path is None or self._stamp is None:
            return
        folder, file = str(self._path.parent), str(self._path)
        if folder not in self._watcher.directories() and self._path.parent.is_dir():
            self._watcher.addPath(folder)
        if file not in self._watcher.files() and self._path.exists():
            self._watcher.addPath(file)

    def _compared(self, stamp: FileStamp, seen: Seen) -> None:
        self._looking = False
        self._arm()
        if stamp is not self._stamp:
            self.look()  # it was saved or read again meanwhile
            return
        if seen.change is Change.UNCHANGED:
            self._told = ""
            return
        told = f"{seen.change.value} {seen.theirs.stamp.sha256 if seen.theirs else ''}"
        if told != self._told:
            self._told = told
            self.changed.emit(seen)

    def _not_compared(self, _error: object) -> None:
        self._looking = False


def _look(path: Path, stamp: FileStamp) -> Seen:
    """In the disk's thread."""
    change = compare(path, stamp, quick=True)
    if change is not Change.CHANGED:
        return Seen(change)
    try:
        theirs = read_document(path, even_if_not_text=True)
    except DocumentError:
        return Seen(Change.UNREADABLE)
    return Seen(change, theirs) if theirs.stamp.sha256 != stamp.sha256 else Seen(Change.UNCHANGED)
