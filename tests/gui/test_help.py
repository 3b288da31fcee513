"""Help, Manual."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtTest import QTest

from writer.errors import WriterError
from writer.paths import manual_path
from writer.ui.manual_dialog import PICTURE_WIDTH, ManualDialog

if TYPE_CHECKING:
    from conftest import Desk


def test_the_manual_opens_with_its_contents_and_jumps(desk: Desk) -> None:
    """A heading chosen on the left stands at the top of the page on the right."""
    desk.trigger("manual")
    manual = desk.window.findChild(ManualDialog)
    assert manual is not None
    titles = [manual.contents.item(at).text().strip() for at in range(manual.contents.count())]
    assert titles[0] == "The Writer manual"
    assert "Settings" in titles
    manual.contents.setCurrentRow(titles.index("Settings"))
    top = manual.page.cursorForPosition(manual.page.viewport().rect().topLeft())
    shown = manual.page.textCursor().block().text()
    assert shown == "Settings"
    assert abs(manual.page.cursorRect().top()) < manual.page.viewport().height() // 2, top


def test_every_link_of_the_manual_leads_somewhere(desk: Desk) -> None:
    """To the heading that it names, in the window as in a browser."""
    desk.trigger("manual")
    manual = desk.window.findChild(ManualDialog)
    assert manual is not None
    links = re.findall(r"[^!]\[[^\]]+\]\(([^)]+)\)", manual_path().read_text(encoding="utf-8"))
    assert "#your-own-style" in links
    for link in links:
        manual.page.moveCursor(QTextCursor.MoveOperation.Start)
        manual.page.anchorClicked.emit(QUrl(link))
        block = manual.page.textCursor().block()
        assert block.blockFormat().headingLevel()
        assert block.text().lower().replace(" ", "-") == link.removeprefix("#")


def test_the_manual_can_be_searched(desk: Desk) -> None:
    """Enter goes on to the next place."""
    desk.trigger("manual")
    manual = desk.window.findChild(ManualDialog)
    assert manual is not None
    QTest.keyClicks(manual.search, "Dice")
    first = manual.page.textCursor()
    assert first.selectedText() == "Dice"


def test_every_picture_is_there_and_every_picture_is_shown(desk: Desk) -> None:
    """``make screenshots`` draws them; none is missing, none is left over."""
    text = manual_path().read_text(encoding="utf-8")
    shown = sorted(re.findall(r"!\[[^\]]+\]\(images/([\w-]+\.png)\)", text))
    assert shown == sorted(path.name for path in manual_path().parent.glob("images/*.png"))
    desk.trigger("manual")
    manual = desk.window.findChild(ManualDialog)
    assert manual is not None
    kind = QTextDocument.ResourceType.ImageResource.value
    for name in shown:
        picture = manual.page.loadResource(kind, QUrl(f"images/{name}"))
        assert 0 < picture.width() <= PICTURE_WIDTH
    assert not manual.page.horizontalScrollBar().isVisible()


def test_where_the_manual_lies(tmp_path: Path) -> None:
    """In a wheel with the resources, in a checkout beside them; a missing one is a sentence."""
    wheel = tmp_path / "resources"
    (wheel / "manual").mkdir(parents=True)
    with pytest.raises(WriterError, match="manual is missing"):
        manual_path(resources=wheel)
    (wheel / "manual" / "README.md").write_text("# Manual")
    assert manual_path(resources=wheel) == wheel / "manual" / "README.md"
    assert manual_path().name == "README.md"
