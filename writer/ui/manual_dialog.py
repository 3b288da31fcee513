"""Help, Manual: the manual of this version, with a table of contents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QTextBrowser, QWidget

from writer.ui.quiet_dialog import QuietDialog

PLACE = Qt.ItemDataRole.UserRole
PICTURE_WIDTH = 500


class ManualPage(QTextBrowser):
    """A browser whose pictures are no wider than the page."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        loaded = super().loadResource(kind, name)
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return loaded
        picture = QImage(loaded) if isinstance(loaded, QImage) else QImage.fromData(loaded or b"")
        if picture.width() > PICTURE_WIDTH:
            smooth = Qt.TransformationMode.SmoothTransformation
            return picture.scaledToWidth(PICTURE_WIDTH, smooth)
        return picture


class ManualDialog(QuietDialog):
    """A window to read in, beside the one to write in."""

    def __init__(self, path: Path, parent: QWidget) -> None:
        """``path`` is the manual's Markdown file. Raises ``OSError`` if it cannot be read."""
        super().__init__("manual_dialog", "", parent)
        self.setWindowTitle(self.tr("The Writer Manual"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.page = ManualPage(self)
        self.page.setAccessibleName(self.tr("Manual"))
        self.page.setOpenLinks(False)
        self.page.setSearchPaths([str(path.parent)])
        self.page.document().setBaseUrl(QUrl.fromLocalFile(str(path)))
        self.page.document().setDocumentMargin(18)
        self.page.setMarkdown(path.read_text(encoding="utf-8"))
        self.page.anchorClicked.connect(self._follow)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Find in the manual"))
        self.search.setAccessibleName(self.tr("Find in the manual"))
        self.search.setClearButtonEnabled(True)
        self.column.addWidget(self.search)
        about = QLabel(self)
        about.hide()
        self.contents = self.add_list_beside(about, self.page, self.tr("Contents"))
        block = self.page.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level in (1, 2, 3):
                self.contents.addItem("    " * (level - 1) + block.text())
                item = self.contents.item(self.contents.count() - 1)
                item.setData(PLACE, block.position())
            block = block.next()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        self.column.addWidget(buttons)
        self.resize(900, 640)
        self.contents.currentItemChanged.connect(lambda item, _: self._go_to(item.data(PLACE)))
        self.search.textChanged.connect(lambda: self._find(from_top=True))
        self.search.returnPressed.connect(lambda: self._find(from_top=False))

    def _go_to(self, position: int) -> None:
        cursor = QTextCursor(self.page.document())
        cursor.setPosition(position)
        # From below: the heading then stands at the top of the page.
        self.page.moveCursor(QTextCursor.MoveOperation.End)
        self.page.setTextCursor(cursor)

    def _find(self, *, from_top: bool) -> None:
        if from_top:
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
        text = self.search.text()
        if text and not self.page.find(text) and not from_top:
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
            self.page.find(text)

    def _follow(self, address: QUrl) -> None:
        if address.scheme() in ("http", "https"):
            QDesktopServices.openUrl(address)
            return
        for row in range(self.contents.count()):
            item = self.contents.item(row)
            if address.fragment() == _fragment(item.text()):
                self.contents.setCurrentItem(item)
                self._go_to(item.data(PLACE))


def _fragment(title: str) -> str:
    """How a link of the manual calls a heading."""
    return title.strip().lower().replace(" ", "-")
