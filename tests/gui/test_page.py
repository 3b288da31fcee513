"""The page: face, width and spacing change how text looks and nothing about the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog

if TYPE_CHECKING:
    from conftest import Desk

from writer.paths import resources_dir
from writer.ui.theme import load_bundled_fonts

PARAGRAPH = "The quick brown fox jumps over the lazy dog, and then he slept. " * 5


def show(desk: Desk, key: str, value: float) -> None:
    desk.settings.set(key, value)
    desk.window.apply_appearance()
    QApplication.processEvents()


def height_of(desk: Desk, number: int) -> float:
    editor = desk.window.editor
    return editor.blockBoundingRect(editor.document().findBlockByNumber(number)).height()


def put_caret(desk: Desk, position: int) -> None:
    cursor = desk.window.editor.textCursor()
    cursor.setPosition(position)
    desk.window.editor.setTextCursor(cursor)


def test_lines_end_at_the_edge_of_the_column(desk: Desk) -> None:
    """Also in the first text of a window, before its size ever changes: nothing is cut off."""
    desk.window.editor.setPlainText(PARAGRAPH)
    layout = desk.window.editor.document().begin().layout()
    widest = max(layout.lineAt(n).naturalTextWidth() for n in range(layout.lineCount()))
    assert widest <= desk.window.editor.viewport().width()
    assert desk.window.editor.horizontalScrollBar().maximum() == 0


def test_lines_and_paragraphs_move_apart_and_the_document_does_not_know(desk: Desk) -> None:
    """Twice the line height is twice the page; text, revision, undo and modified mark stay."""
    document = desk.window.editor.document()
    show(desk, "editor.line_height", 1.0)
    desk.type("one")
    desk.window.editor.appendPlainText(PARAGRAPH)
    document.setModified(False)
    before = (desk.text, document.revision(), document.availableUndoSteps())
    one, five = height_of(desk, 0), height_of(desk, 1)
    lines = document.findBlockByNumber(1).lineCount()
    assert lines > 2
    show(desk, "editor.line_height", 2.0)
    assert height_of(desk, 0) == pytest.approx(2 * one, abs=1)
    margin = document.documentMargin()
    assert height_of(desk, 1) - margin == pytest.approx(2 * (five - margin), abs=lines)
    show(desk, "editor.paragraph_spacing", 1.0)
    assert height_of(desk, 0) == pytest.approx(4 * one, abs=2)
    assert (desk.text, document.revision(), document.availableUndoSteps()) == before
    assert not document.isModified()
    show(desk, "editor.paragraph_spacing", 0.0)
    show(desk, "editor.line_height", 1.0)
    assert (height_of(desk, 0), height_of(desk, 1)) == (one, five)


def test_a_click_between_two_lines_goes_where_it_points(desk: Desk) -> None:
    """The space between lines belongs to the line under it, at the click's own column."""
    show(desk, "editor.line_height", 2.0)
    desk.window.editor.setPlainText(PARAGRAPH)
    editor = desk.window.editor
    line = editor.document().firstBlock().layout().lineAt(1)
    put_caret(desk, line.textStart() + 12)
    rect = editor.cursorRect()
    put_caret(desk, 0)
    point = QPoint(rect.center().x(), rect.top() - 6)
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert editor.textCursor().position() == line.textStart() + 12
    assert editor.cursorForPosition(point).position() == line.textStart() + 12


def test_ghost_text_stands_in_the_spacing_too(desk: Desk) -> None:
    """A suggestion is laid out with the line, wherever lines are."""
    show(desk, "editor.line_height", 1.6)
    desk.write("It was the", " best")
    height = height_of(desk, 0)
    desk.key(Qt.Key.Key_Escape)
    assert height_of(desk, 0) == height


def test_the_menu_chooses_width_and_spacing(desk: Desk) -> None:
    """View, Page: each choice is the setting, marked, and shown."""
    editor = desk.window.editor
    wide = editor.viewport().width()
    desk.trigger("column_chars_50")
    desk.window.apply_appearance()
    assert editor.viewport().width() < wide
    assert desk.window.commands["column_chars_50"].isChecked()
    desk.trigger("column_chars_50")
    assert desk.window.commands["column_chars_50"].isChecked()
    desk.settings.set("editor.column_chars", 77)
    assert not desk.window.commands["column_chars_50"].isChecked()
    desk.trigger("line_height_1.3")
    desk.trigger("paragraph_spacing_0.5")
    assert desk.settings.real("editor.line_height") == 1.3
    assert desk.settings.real("editor.paragraph_spacing") == 0.5


def test_the_face_can_be_any(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two that Writer brings along, and whatever is installed."""
    load_bundled_fonts(resources_dir() / "fonts")
    desk.trigger("font_family_Source Sans 3")
    desk.window.apply_appearance()
    assert desk.window.editor.font().family() == "Source Sans 3"
    asked: list[list[str]] = []

    def answer(*args: object, **_: object) -> tuple[str, bool]:
        asked.append(list(args[3]))
        return "Literata", True

    monkeypatch.setattr(QInputDialog, "getItem", answer)
    desk.trigger("other_face")
    assert desk.settings.text("editor.font_family") == "Literata"
    assert "Source Sans 3" in asked[0]


def test_ctrl_and_the_wheel_zoom(desk: Desk) -> None:
    """One notch, one point; the wheel alone scrolls as ever."""

    def turn(notches: float, modifiers: Qt.KeyboardModifier) -> None:
        viewport = desk.window.editor.viewport()
        event = QWheelEvent(
            QPointF(50, 50),
            QPointF(viewport.mapToGlobal(QPoint(50, 50))),
            QPoint(),
            QPoint(0, int(120 * notches)),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    size = desk.settings.integer("editor.font_size_pt")
    turn(2, Qt.KeyboardModifier.ControlModifier)
    assert desk.settings.integer("editor.font_size_pt") == size + 2
    turn(-0.5, Qt.KeyboardModifier.ControlModifier)
    assert desk.settings.integer("editor.font_size_pt") == size + 2
    turn(-0.5, Qt.KeyboardModifier.ControlModifier)
    assert desk.settings.integer("editor.font_size_pt") == size + 1
    turn(1, Qt.KeyboardModifier.NoModifier)
    assert desk.settings.integer("editor.font_size_pt") == size + 1


def test_where_text_is_painted_counts_the_ghost(desk: Desk) -> None:
    """What comes after the ghost text is found behind it, what comes before it is not moved."""
    editor = desk.window.editor
    editor.setPlainText("one three")
    put_caret(desk, 3)
    before, after = (next(iter(editor.rects_between(*span))) for span in ((0, 3), (4, 9)))
    editor.ghost.show(" two and a half")
    assert next(iter(editor.rects_between(0, 3))) == before
    moved = next(iter(editor.rects_between(4, 9)))
    assert moved.left() > after.left() + 20
    assert moved.width() == pytest.approx(after.width(), abs=1)
    assert editor.textCursor().position() == 3
    editor.moveCursor(QTextCursor.MoveOperation.End)
    assert next(iter(editor.rects_between(4, 9))) == after


@pytest.mark.parametrize("width", [500, 1400], ids=["narrow", "wide"])
def test_lines_end_at_the_columns_edge_at_any_width(desk: Desk, width: int) -> None:
    """Whatever the size of the window, no line runs out of sight to the right."""
    editor = desk.window.editor
    desk.window.resize(width, 600)
    desk.until(lambda: editor.width() == width)
    editor.insertPlainText(PARAGRAPH)
    layout = editor.document().firstBlock().layout()
    widest = max(layout.lineAt(i).naturalTextWidth() for i in range(layout.lineCount()))
    assert layout.lineCount() > 1
    assert widest <= editor.viewport().width()
    assert editor.horizontalScrollBar().maximum() == 0
