"""The lock of one window's file, and of the name that it is being saved under."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from writer.documents.locks import FileLock, Owner, acquire
from writer.errors import system_words
from writer.ui.translation import plain_sentence


class FileHold:
    """Holds at most one file for the window, and one more while a save goes to another name."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is where the locks lie."""
        self._folder = folder
        self._lock: FileLock | None = None
        self._coming: FileLock | None = None
        self.holder: Owner | None = None
        """Who has the file instead of us."""

    @property
    def is_held(self) -> bool:
        """Whether the file is ours."""
        return self._lock is not None

    def take(self, path: Path) -> list[str]:
        """Lock ``path`` in place of the former file; what is to be said if somebody else has it."""
        self.release()
        try:
            got = acquire(self._folder, path)
        except OSError as error:
            unknown = tr("Whether another window has this file open is not known ({why}).")
            return [unknown.format(why=plain_sentence(system_words(error)))]
        if isinstance(got, FileLock):
            self._lock = got
            return []
        self.holder = got
        return [plain_sentence(got.sentence()), tr("Here it can only be read.")]

    def take_coming(self, path: Path) -> Owner | None:
        """Lock the name of a save that begins now; who has it if that cannot be."""
        try:
            got = acquire(self._folder, path)
        except OSError:
            return None
        if isinstance(got, Owner):
            return got
        self._coming = got
        return None

    @property
    def is_coming(self) -> bool:
        """Whether a name is held for a save that is under way."""
        return self._coming is not None

    def settle(self) -> None:
        """The save has worked: its name is ours, the former one is free."""
        self.release()
        self._lock, self._coming = self._coming, None

    def forget_coming(self) -> None:
        """The save has failed: its name is free again."""
        if self._coming is not None:
            self._coming.release()
            self._coming = None

    def release(self) -> None:
        """Let the file go."""
        if self._lock is not None:
            self._lock.release()
        self._lock = self.holder = None


def tr(text: str) -> str:
    """The sentence in the language of the window."""
    return QCoreApplication.translate("Menus", text)
