"""Writing modes in the real window: what is veiled, where the caret stands, what keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage, QMouseEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from conftest import Desk

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def caret_to(desk: Desk, position: int) -> None:
    cursor = desk.window.editor.textCursor()
    cursor.setPosition(position)
    desk.window.editor.setTextCursor(cursor)


def focused(desk: Desk) -> str:
    start, end = desk.window.modes.veil.focused()
    return desk.text[start:end]


def page(desk: Desk) -> QImage:
    return desk.window.editor.viewport().grab().toImage()


def darkest(image: QImage, left: float, right: float, top: float, bottom: float) -> int:
    """The grey of the darkest pixel, 0 to 255."""
    return min(
        QColor(image.pixel(x, y)).lightness()
        for x in range(int(left), int(right))
        for y in range(int(top), int(bottom))
    )


class TestFocus:
    """Everything but what is being written is veiled."""

    TEXT = "One is here. Two is é there.\nThree."

    @pytest.mark.parametrize(
        ("mode", "caret", "clear"),
        [
            ("sentence", 3, "One is here."),
            ("sentence", 20, "Two is é there."),
            ("paragraph", 3, "One is here. Two is é there."),
            ("paragraph", 31, "Three."),
            ("line", 31, "Three."),
        ],
    )
    def test_what_is_in_focus(self, desk: Desk, mode: str, caret: int, clear: str) -> None:
        """The sentence, the paragraph, the line of the caret."""
        desk.window.editor.setPlainText(self.TEXT)
        desk.trigger(f"focus_{mode}")
        caret_to(desk, caret)
        assert focused(desk) == clear

    def test_the_rest_is_paler_and_the_ghost_is_not(self, desk: Desk) -> None:
        """On the screen: the other sentence loses its ink, ours and its ghost text keep theirs."""
        desk.trigger("appearance_light")
        desk.window.apply_appearance()
        desk.write("Alone. I am here", " with you")
        editor = desk.window.editor
        other, mine, ghost = (
            next(iter(editor.rects_between(0, 6))),
            next(iter(editor.rects_between(7, 16))),
            editor.cursorRect(),
        )

        def inks() -> tuple[int, ...]:
            image = page(desk)
            spans = ((other.left(), other.right()), (mine.left(), mine.right()))
            spans += ((ghost.right() + 4, ghost.right() + 60),)
            return tuple(darkest(image, *span, mine.top(), mine.bottom()) for span in spans)

        before = inks()
        desk.trigger("focus_sentence")
        after = inks()
        assert after[0] > before[0] + 40
        assert after[1:] == before[1:]
        desk.trigger("focus_off")
        assert inks() == before

    def test_one_line_of_a_long_paragraph(self, desk: Desk) -> None:
        """The line on the screen, ghost text or not."""
        editor = desk.window.editor
        editor.setPlainText("word " * 100)
        desk.trigger("focus_line")
        caret_to(desk, 250)
        line = editor.document().firstBlock().layout().lineForTextPosition(250)
        assert desk.window.modes.veil.focused() == (
            line.textStart(),
            line.textStart() + line.textLength(),
        )
        editor.ghost.show("ghost " * 3)
        start, end = desk.window.modes.veil.focused()
        assert start <= 250 <= end < start + 120

    def test_a_key_takes_the_next_focus(self, desk: Desk) -> None:
        """F9 goes round: off, sentence, line, paragraph, off."""
        seen = []
        for _ in range(4):
            desk.key(KEY.Key_F9)
            seen.append(desk.settings.text("modes.focus"))
        assert seen == ["sentence", "line", "paragraph", "off"]


class TestTypewriter:
    """The line one writes in stays at one height."""

    def height(self, desk: Desk) -> int:
        editor = desk.window.editor
        return int(editor.viewport().mapTo(editor, editor.cursorRect().center()).y())

    def test_from_the_first_line_to_the_last(self, desk: Desk) -> None:
        """However long the text: before there is half a page, above it, and at its end."""
        editor = desk.window.editor
        desk.key(KEY.Key_F9, SHIFT)
        assert desk.settings.flag("modes.typewriter")
        line = editor.cursorRect().height() * 1.5
        middle = editor.height() / 2
        heights = []
        for _ in range(40):
            desk.type("a line")
            desk.key(KEY.Key_Return)
            heights.append(self.height(desk))
        assert max(heights) - min(heights) <= line
        assert abs(heights[0] - middle) <= line
        caret_to(desk, 100)
        assert abs(self.height(desk) - middle) <= line
        caret_to(desk, 0)
        assert abs(self.height(desk) - middle) <= line

    @pytest.mark.parametrize("lines", [6, 14, 30, 200])
    def test_a_text_of_any_length_that_is_opened(self, desk: Desk, lines: int) -> None:
        """Wherever the caret is put at once: one jump is as good as forty lines typed."""
        editor = desk.window.editor
        desk.trigger("typewriter")
        editor.setPlainText("a line\n" * lines)
        for position in (0, 7 * lines, 14, 7 * (lines // 2)):
            caret_to(desk, position)
            assert (
                abs(self.height(desk) - editor.height() / 2) <= editor.cursorRect().height() * 1.5
            )

    def test_off_is_as_before(self, desk: Desk) -> None:
        """The text goes back to the top of the page."""
        before = self.height(desk)
        desk.trigger("typewriter")
        assert self.height(desk) > before + 100
        desk.trigger("typewriter")
        assert self.height(desk) == before


class TestForwardOnly:
    """A typewriter: nothing that is written can be taken away."""

    def test_no_key_deletes_or_moves(self, desk: Desk) -> None:
        """Backspace, Delete, undo, cut, arrows and Home do nothing; letters go to the end."""
        desk.window.editor.setPlainText("one two")
        caret_to(desk, 3)
        desk.trigger("forward_only")
        for key, modifiers in (
            (KEY.Key_Backspace, None),
            (KEY.Key_Backspace, CTRL),
            (KEY.Key_Delete, None),
            (KEY.Key_Left, None),
            (KEY.Key_Left, SHIFT),
            (KEY.Key_Home, CTRL | SHIFT),
            (KEY.Key_Up, None),
            (KEY.Key_A, CTRL),
            (KEY.Key_X, CTRL),
            (KEY.Key_Z, CTRL),
        ):
            desk.key(key, modifiers)
        desk.type(" three")
        assert desk.screen == "one two three|"

    def test_no_command_does(self, desk: Desk) -> None:
        """The menu's items that would are grey, and come back with the mode's end."""
        desk.type("one")
        desk.trigger("forward_only")
        for name in ("undo", "redo", "cut", "select_all"):
            assert not desk.window.commands[name].isEnabled()
            desk.trigger(name)
        assert desk.screen == "one|"
        desk.trigger("forward_only")
        assert desk.window.commands["undo"].isEnabled()
        desk.trigger("undo")
        assert desk.text == ""

    def test_no_mouse_does(self, desk: Desk) -> None:
        """Neither a click, nor a selection by double click, nor dropping text into the middle."""
        desk.window.editor.setPlainText("one two")
        desk.trigger("forward_only")
        viewport = desk.window.editor.viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(12, 16))
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(12, 16))
        assert desk.screen == "one two|"
        assert not desk.window.editor.textCursor().hasSelection()
        data = QMimeData()
        data.setText("dropped")
        drop = QDropEvent(
            QPointF(12, 16),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(viewport, drop)
        assert desk.text == "one two"

    def test_suggestions_are_taken_as_ever(self, desk: Desk) -> None:
        """Tab, Ctrl+Right and Esc are about the ghost text."""
        desk.trigger("forward_only")
        desk.write("one", " two three")
        desk.key(KEY.Key_Right, CTRL)
        assert desk.screen == "one two[ three]"
        desk.key(KEY.Key_Tab)
        assert desk.screen == "one two three|"
        QGuiApplication.clipboard().setText(" pasted")
        desk.trigger("paste")
        assert desk.screen == "one two three pasted|"


class TestFullScreen:
    """Nothing but the page."""

    def bars(self, desk: Desk) -> tuple[bool, bool]:
        return desk.window.menuBar().isVisible(), desk.window.statusBar().isVisible()

    def move_mouse(self, desk: Desk, y: int) -> None:
        editor = desk.window.editor
        point = QPoint(desk.window.width() // 2, y)
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(editor.mapFrom(desk.window, point)),
            QPointF(desk.window.mapToGlobal(point)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(editor, event)

    def test_bars_go_and_come_back_at_the_edges(self, desk: Desk) -> None:
        """The mouse at the upper edge brings the menus, at the lower the status bar."""
        desk.key(KEY.Key_F11)
        desk.until(lambda: self.bars(desk) == (False, False))
        self.move_mouse(desk, 0)
        assert self.bars(desk) == (True, False)
        self.move_mouse(desk, 300)
        assert self.bars(desk) == (False, False)
        self.move_mouse(desk, desk.window.height() - 1)
        assert self.bars(desk) == (False, True)
        self.move_mouse(desk, 300)
        assert self.bars(desk) == (False, False)
        desk.trigger("full_screen")
        desk.until(lambda: self.bars(desk) == (True, True))

    @pytest.mark.parametrize("key", [KEY.Key_F10, KEY.Key_Alt])
    def test_a_key_brings_the_menus(self, desk: Desk, key: Qt.Key) -> None:
        """F10, or Alt alone."""
        desk.trigger("full_screen")
        desk.until(lambda: self.bars(desk) == (False, False))
        desk.key(key)
        assert self.bars(desk) == (True, False)
        assert desk.window.menuBar().activeAction() is not None

    def test_alt_with_another_key_does_not(self, desk: Desk) -> None:
        """Alt+Up moves the paragraph, and the keyboard stays on the page."""
        desk.window.editor.setPlainText("one\n\ntwo")
        desk.window.editor.moveCursor(QTextCursor.MoveOperation.End)
        desk.trigger("full_screen")
        desk.until(lambda: self.bars(desk) == (False, False))
        QTest.keyPress(desk.window.editor, KEY.Key_Alt, Qt.KeyboardModifier.AltModifier)
        desk.key(KEY.Key_Up, Qt.KeyboardModifier.AltModifier)
        QTest.keyRelease(desk.window.editor, KEY.Key_Alt)
        assert desk.text == "two\n\none"
        assert self.bars(desk) == (False, False)
        assert desk.window.editor.hasFocus()

    def test_keys_of_commands_work_without_the_menu_bar(self, desk: Desk) -> None:
        """A hidden menu bar keeps no key from its command."""
        desk.trigger("full_screen")
        desk.until(lambda: self.bars(desk) == (False, False))
        size = desk.settings.integer("editor.font_size_pt")
        desk.key(KEY.Key_Minus, CTRL)
        assert desk.settings.integer("editor.font_size_pt") == size - 1

    def test_esc_leaves_and_dismisses_first(self, desk: Desk) -> None:
        """With ghost text in the line, Esc is about that."""
        desk.write("one", " two")
        desk.trigger("full_screen")
        desk.until(lambda: self.bars(desk) == (False, False))
        assert desk.screen == "one[ two]"
        desk.key(KEY.Key_Escape)
        assert desk.screen == "one|"
        assert desk.window.isFullScreen()
        desk.key(KEY.Key_Escape)
        desk.until(lambda: self.bars(desk) == (True, True))
        assert not desk.window.isFullScreen()
        assert not desk.window.commands["full_screen"].isChecked()


class TestSmoothCaret:
    """A caret of our own glides along the line."""

    def test_it_is_where_the_caret_is(self, desk: Desk) -> None:
        """It ends up in the caret's place, and Qt's own caret is hidden."""
        editor, caret = desk.window.editor, desk.window.modes.caret
        assert caret.isHidden()
        desk.trigger("smooth_caret")
        assert caret.isVisible()
        assert editor.cursorWidth() == 0
        desk.type("some words")
        desk.until(lambda: caret.geometry().topLeft() == editor.cursorRect().topLeft())
        desk.key(KEY.Key_Return)
        assert caret.geometry().topLeft() == editor.cursorRect().topLeft()
        editor.moveCursor(QTextCursor.MoveOperation.Start)
        desk.until(lambda: caret.geometry().topLeft() == editor.cursorRect().topLeft())

    def test_reduced_motion_brings_qts_back(self, desk: Desk) -> None:
        """Whoever wants nothing to move gets the plain caret, whatever else is chosen."""
        desk.trigger("smooth_caret")
        desk.trigger("reduced_motion")
        assert desk.window.modes.caret.isHidden()
        assert desk.window.editor.cursorWidth() == 2
