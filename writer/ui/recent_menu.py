"""File, Open Recent: what was open lately, from the newest on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QMenu

from writer.documents.files import is_missing
from writer.documents.recent import load_recent, save_recent, with_newest
from writer.ui.background import Background
from writer.ui.document_controller import DocumentController
from writer.ui.translation import plain_sentence

STOPPING_WAIT_S = 0.5


class RecentMenu(QObject):
    """Remembers the files of one window. Other windows write the same list, so it is read anew."""

    open_requested = Signal(object)
    """The ``Path`` that was chosen."""
    notified = Signal(str)

    def __init__(self, path: Path, documents: DocumentController, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._documents = documents
        self._disk = Background("recent-files", self)
        documents.file_changed.connect(self._remember)

    def attach(self, menu: QMenu) -> None:
        """Fill ``menu`` whenever it opens."""
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self._fill(menu)

    def close(self) -> None:
        """The window has closed."""
        self._disk.stop(STOPPING_WAIT_S)

    def wait(self, timeout_s: float) -> bool:
        """Until the list is on the disk."""
        return self._disk.wait(timeout_s)

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        files = load_recent(self._path)
        for number, file in enumerate(files, 1):
            mark = f"&{number}" if number < 10 else str(number)
            name = file.name.replace("&", "&&")
            action = menu.addAction(f"{mark}  {name}\t{_short(file.parent)}")
            action.setToolTip(str(file))
            action.triggered.connect(partial(self._choose, file))
        menu.addSeparator()
        clear = menu.addAction(QCoreApplication.translate("Menus", "&Clear This List"))
        clear.setObjectName("action_clear_recent")
        clear.setEnabled(bool(files))
        clear.triggered.connect(lambda: self._change(lambda _files: ()))

    def _choose(self, file: Path) -> None:
        if not is_missing(file):
            self.open_requested.emit(file)
            return
        self._change(lambda files: tuple(one for one in files if one != file))
        self.notified.emit(
            self.tr("“{name}” is not in {folder} any more; it was taken off the list.").format(
                name=file.name, folder=file.parent
            )
        )

    def _remember(self) -> None:
        path = self._documents.path
        if path is not None and not is_missing(path):
            self._change(lambda files: with_newest(files, path))

    def _change(self, change: Callable[[tuple[Path, ...]], tuple[Path, ...]]) -> None:
        def work() -> None:
            save_recent(self._path, change(load_recent(self._path)))

        self._disk.submit(work, failed=lambda error: self.notified.emit(plain_sentence(error)))


def _short(folder: Path) -> str:
    """The folder as a person writes it."""
    home = Path.home()
    return f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)
