"""What ghost text makes the page paint: the paragraph, and below it what it moved."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QTextCursor
from PySide6.QtWidgets import QApplication

from writer.engine.scripted import Answer, Piece

if TYPE_CHECKING:
    from conftest import Desk

LINE = "The quick brown fox jumps over the lazy dog, and then he slept."
WRAPPING = " word" * 20


@pytest.fixture
def steady_caret() -> Iterator[None]:
    """A caret that does not blink, so that two pictures of one page are the same."""
    hints = QGuiApplication.styleHints()
    before = hints.cursorFlashTime()
    hints.setCursorFlashTime(0)
    yield
    hints.setCursorFlashTime(before)


def show_ghost(desk: Desk, ghost: str) -> None:
    """Three paragraphs, and ghost text at the end of the second."""
    desk.window.editor.setPlainText(f"{LINE}\n{LINE}\n{LINE}")
    cursor = desk.window.editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.NextBlock)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    desk.window.editor.setTextCursor(cursor)
    desk.settings.override("completions.debounce_ms", 0)
    desk.engine.queue(ghost)
    desk.type(" ")
    desk.until(lambda: desk.ghost == ghost)
    desk.settle()
    QApplication.processEvents()


def place_of(desk: Desk, number: int) -> QRect:
    """Where a paragraph is on the screen."""
    editor = desk.window.editor
    block = editor.document().findBlockByNumber(number)
    offset = editor.contentOffset()
    return editor.blockBoundingGeometry(block).translated(offset).toAlignedRect()


class Repaints:
    """What the page asks to be painted, and how often its scroll bar changes."""

    def __init__(self, desk: Desk) -> None:
        self.painted = QRect()
        self.ranges = 0
        desk.window.editor.updateRequest.connect(self._add)
        desk.window.editor.verticalScrollBar().rangeChanged.connect(self._count)

    def _add(self, rect: QRect, _dy: int) -> None:
        self.painted = self.painted.united(rect)

    def _count(self) -> None:
        self.ranges += 1


@pytest.mark.parametrize("ghost", ["word word", "word" + WRAPPING])
def test_typing_through_paints_the_paragraph(desk: Desk, ghost: str) -> None:
    """Also where the suggestion goes over the end of its line; the scroll bar stands still."""
    show_ghost(desk, ghost)
    above, below = place_of(desk, 0), place_of(desk, 2)
    repaints = Repaints(desk)
    desk.type(ghost[0])
    assert desk.ghost == ghost[1:]
    assert repaints.painted.contains(place_of(desk, 1).adjusted(0, 2, -20, -2))
    assert repaints.painted.top() >= above.bottom() - 4
    assert repaints.painted.bottom() <= below.top() + 4
    assert repaints.ranges == 0


def test_what_a_suggestion_moves_is_painted(desk: Desk) -> None:
    """Gone again, it gives the lines below their place back; nothing above is painted."""
    show_ghost(desk, WRAPPING)
    above, moved = place_of(desk, 0), place_of(desk, 2)
    repaints = Repaints(desk)
    desk.key(Qt.Key.Key_Escape)
    assert place_of(desk, 2).top() < moved.top()
    assert repaints.painted.bottom() >= moved.bottom()
    assert repaints.painted.top() >= above.bottom() - 4


def test_a_suggestion_never_scrolls_the_page(desk: Desk) -> None:
    """It comes, in several lines, while somebody reads elsewhere: the page stays where it is."""
    gate = threading.Event()
    editor = desk.window.editor
    editor.setPlainText(f"{LINE}\n" * 100 + LINE)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    desk.settings.override("completions.debounce_ms", 0)
    desk.engine.queue(Answer((Piece(WRAPPING, gate=gate),)))
    desk.type(" ")
    desk.until(lambda: bool(desk.engine.requests))
    editor.verticalScrollBar().setValue(7)
    gate.set()
    desk.until(lambda: desk.ghost == WRAPPING)
    desk.settle()
    assert editor.verticalScrollBar().value() == 7


def test_the_page_follows_a_key_into_a_new_line(desk: Desk) -> None:
    """Typing through a suggestion at the bottom of the page: the caret stays in sight."""
    editor = desk.window.editor
    editor.setPlainText(f"{LINE}\n" * 100 + LINE)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    desk.settings.override("completions.debounce_ms", 0)
    desk.engine.queue(WRAPPING)
    desk.type(",")
    desk.until(lambda: desk.ghost == WRAPPING)
    lines = editor.document().lineCount()
    for letter in WRAPPING:
        desk.type(letter)
        QApplication.processEvents()
        assert editor.viewport().rect().contains(editor.cursorRect())
    assert editor.document().lineCount() == lines


def test_other_paragraphs_keep_their_lines(desk: Desk) -> None:
    """A suggestion breaks the lines of its own paragraph afresh and of no other."""
    show_ghost(desk, WRAPPING)
    document = desk.window.editor.document()
    desk.key(Qt.Key.Key_Escape)
    assert [document.findBlockByNumber(n).layout().lineCount() > 0 for n in (0, 2)] == [True, True]


@pytest.mark.usefixtures("steady_caret")
@pytest.mark.parametrize("words", ["", " word" * 200])
def test_the_screen_is_what_a_whole_paint_shows(desk: Desk, words: str) -> None:
    """Whatever a suggestion and the keys around it do, nothing stale is left on the screen."""
    show_ghost(desk, "word" + WRAPPING)
    desk.window.editor.appendPlainText(LINE + words)
    desk.type("wo")
    for key in ("r", Qt.Key.Key_Tab, "x", Qt.Key.Key_Backspace, Qt.Key.Key_Return, "y"):
        if key in ("x", "y"):
            desk.engine.queue(WRAPPING)
        desk.type(key) if isinstance(key, str) else desk.key(key)
        desk.settle()
        QApplication.processEvents()
        shown = _screen(desk)
        desk.window.editor.viewport().update()
        QApplication.processEvents()
        assert shown == _screen(desk), key


def _screen(desk: Desk) -> QImage:
    """The pixels that the window holds now, without painting it again."""
    picture = desk.window.screen().grabWindow(desk.window.winId())
    viewport = desk.window.editor.viewport()
    corner = viewport.mapTo(desk.window, viewport.rect().topLeft())
    return picture.toImage().copy(QRect(corner, viewport.size()))
