"""Ghost text in the real editor: what is shown is what is inserted, and nothing stale is shown."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest

from writer.completion.reasons import Reason, plain_words
from writer.completion.request import Trigger
from writer.engine.scripted import Answer, Piece
from writer.worker.relay import Relay

if TYPE_CHECKING:
    from conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


TRICKY = (" bar", "é", " 😀 wow", "–", " “Yes,” she", " a b", "　wide", "ﬁn")


class PaintRecorder(QObject):
    """Notes the ghost text in the line at every paint of the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self.ghosts: list[str] = []
        desk.window.editor.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.ghosts.append(self._desk.ghost)
        return False


class Reached(threading.Event):
    """A gate that tells when an engine stands before it."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = threading.Event()

    def wait(self, timeout: float | None = None) -> bool:
        self.reached.set()
        return super().wait(timeout)


class TestTheSeam:
    """Rule 1: the bytes shown are the bytes inserted."""

    @pytest.mark.parametrize("ghost", TRICKY)
    def test_tab_inserts_what_is_painted(self, desk: Desk, ghost: str, tmp_path: Path) -> None:
        """What the line layout paints is what the document and the saved file get."""
        desk.write("foo", ghost)
        painted = desk.ghost
        desk.key(KEY.Key_Tab)
        assert desk.window.documents.text() == "foo" + painted == "foo" + ghost
        path = tmp_path / "saved.txt"
        desk.window.documents.begin(path)
        desk.trigger("save")
        desk.until(lambda: not desk.window.documents.is_modified)
        assert path.read_bytes() == ("foo" + ghost).encode()

    def test_the_ghost_is_never_in_the_document(self, desk: Desk, tmp_path: Path) -> None:
        """While it is shown: not in the text, the saved file, the revision or the undo stack."""
        desk.window.documents.begin(tmp_path / "saved.txt")
        desk.engine.queue(Answer((" bar",), end_gate=(gate := threading.Event())))
        desk.type("foo")
        desk.until(lambda: bool(desk.engine.requests))
        revision = desk.window.editor.document().revision()
        steps = desk.window.editor.document().availableUndoSteps()
        desk.see("foo[ bar]")
        gate.set()
        assert desk.text == "foo"
        assert desk.window.editor.document().revision() == revision
        assert desk.window.editor.document().availableUndoSteps() == steps
        desk.trigger("save")
        desk.until(lambda: not desk.window.documents.is_modified)
        assert (tmp_path / "saved.txt").read_bytes() == b"foo"
        assert desk.screen == "foo[ bar]"

    def test_the_clipboard_gets_no_ghost(self, desk: Desk) -> None:
        """Select all and copy takes the document only."""
        desk.write("foo", " bar")
        desk.key(KEY.Key_A, CTRL)
        desk.key(KEY.Key_C, CTRL)
        assert QGuiApplication.clipboard().text() == "foo"


class TestTab:
    """Rule 3: Tab accepts only a visible ghost with no selection (the rest: test_tab_key.py)."""

    def test_tab_after_dismissing_takes_nothing(self, desk: Desk) -> None:
        """Esc takes the ghost away; the next Tab inserts nothing of it."""
        desk.write("foo", " bar")
        desk.key(KEY.Key_Escape)
        assert desk.screen == "foo|"
        desk.key(KEY.Key_Tab)
        assert desk.text == "foo"

    def test_tab_does_not_insert_what_is_out_of_sight(self, desk: Desk) -> None:
        """Scrolled away from the caret, Tab brings the ghost into sight; the next one takes it."""
        desk.write("line\n" * 200 + "foo", " bar")
        desk.window.editor.verticalScrollBar().setValue(0)
        assert desk.ghost == " bar"
        desk.key(KEY.Key_Tab)
        assert desk.text.endswith("foo")
        desk.key(KEY.Key_Tab)
        assert desk.text.endswith("foo bar")

    def test_other_keys_with_tab_do_not_accept(self, desk: Desk) -> None:
        """Shift+Tab is not Tab."""
        desk.write("foo", " bar")
        desk.key(KEY.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        assert "bar" not in desk.text


class TestStaleResults:
    """Rule 4: a result carries its request's revision and caret; checked again on arrival."""

    @pytest.mark.parametrize("move", ["key", "mouse", "program"])
    def test_a_result_for_another_caret_is_dropped(self, desk: Desk, move: str) -> None:
        """The caret moved while the engine was thinking: nothing appears."""
        gate = threading.Event()
        desk.settings.override("completions.debounce_ms", 0)
        desk.window.editor.setPlainText("fo")
        desk.window.editor.moveCursor(QTextCursor.MoveOperation.End)
        desk.engine.queue(Answer((Piece(" bar", gate=gate),)))
        desk.type("o")
        desk.until(lambda: len(desk.engine.requests) == 1)
        editor = desk.window.editor
        if move == "key":
            desk.key(KEY.Key_Left)
        elif move == "mouse":
            first = editor.cursorRect(QTextCursor(editor.document()))
            QTest.mouseClick(
                editor.viewport(), Qt.MouseButton.LeftButton, pos=first.topLeft() + QPoint(1, 5)
            )
        else:
            editor.moveCursor(QTextCursor.MoveOperation.Start)
        assert editor.textCursor().position() < 3
        gate.set()
        desk.until(lambda: desk.engine.cancelled_ids != ())
        desk.bot.wait(30)
        assert desk.ghost == ""
        assert desk.text == "foo"

    def test_a_result_for_another_text_is_dropped(self, desk: Desk) -> None:
        """A program changed the text meanwhile: nothing appears in the wrong place."""
        desk.settings.override("completions.debounce_ms", 0)
        gate = threading.Event()
        desk.engine.queue(Answer((Piece(" bar", gate=gate),)))
        desk.type("f")
        desk.until(lambda: len(desk.engine.requests) == 1)
        QTextCursor(desk.window.editor.document()).insertText("Dear ")
        gate.set()
        desk.bot.wait(50)
        assert desk.ghost == ""
        assert desk.text == "Dear f"


class TestOnlyAfterTyping:
    """Rule 5: no suggestion after delete, undo, paste, cursor jumps or focus change."""

    @pytest.mark.parametrize(
        "change", ["backspace", "delete", "undo", "redo", "paste", "cut", "jump", "click", "focus"]
    )
    def test_other_changes_ask_for_nothing(self, desk: Desk, change: str) -> None:
        """The ghost goes, and the engine is not asked again."""
        desk.write("foo", " bar")
        editor = desk.window.editor
        if change == "redo":
            desk.key(KEY.Key_Z, CTRL)
        before = len(desk.engine.requests)
        if change == "backspace":
            desk.key(KEY.Key_Backspace)
        elif change == "delete":
            desk.key(KEY.Key_Home)
            desk.key(KEY.Key_Delete)
        elif change == "undo":
            desk.key(KEY.Key_Z, CTRL)
        elif change == "redo":
            desk.key(KEY.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
        elif change == "paste":
            data = QMimeData()
            data.setText("pasted")
            QGuiApplication.clipboard().setMimeData(data)
            desk.key(KEY.Key_V, CTRL)
            assert "pasted" in desk.text
        elif change == "cut":
            desk.key(KEY.Key_A, CTRL)
            desk.key(KEY.Key_X, CTRL)
        elif change == "jump":
            desk.key(KEY.Key_Home)
        elif change == "click":
            QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton)
        else:
            desk.window.setFocus()
            editor.clearFocus()
            editor.setFocus()
        desk.bot.wait(30)
        assert desk.ghost == ""
        assert len(desk.engine.requests) == before
        assert desk.window.suggestions.state.pending is None

    def test_asking_works_anywhere(self, desk: Desk) -> None:
        """Ctrl+Space asks where typing would not."""
        desk.write("foo", " bar")
        desk.key(KEY.Key_Home)
        desk.engine.queue("Well, ")
        desk.trigger("ask")
        desk.see("[Well, ]foo")
        assert desk.engine.requests[-1].trigger is Trigger.EXPLICIT


class TestNoFlicker:
    """Rule 6: type-through, growth only, never clear-then-redraw the same text."""

    def test_type_through_keeps_the_rest_without_a_request(self, desk: Desk) -> None:
        """``foo[bar]`` and ``b`` give ``foob[ar]`` at once, in the same event."""
        desk.write("foo", "bar")
        asked = len(desk.engine.requests)
        desk.type("b")
        assert desk.screen == "foob[ar]"
        desk.type("a")
        assert desk.screen == "fooba[r]"
        assert len(desk.engine.requests) == asked

    def test_no_frame_between_two_keys_is_without_the_ghost(self, desk: Desk) -> None:
        """Typing through never paints the line without its ghost."""
        desk.write("foo", "bar baz")
        painted = PaintRecorder(desk)
        for character in "bar":
            desk.type(character)
            desk.bot.wait(5)
        assert len(painted.ghosts) >= 3
        assert all(painted.ghosts)

    def test_the_shown_text_only_grows(self, desk: Desk) -> None:
        """While pieces arrive, each text on the screen begins with the one before."""
        gates = [threading.Event() for _ in range(3)]
        pieces = [Piece(t, gate=g) for t, g in zip((" a", " b", " c"), gates, strict=True)]
        desk.settings.override("completions.debounce_ms", 0)
        desk.engine.queue(Answer(pieces))
        desk.type("x")
        seen = []
        for count, gate in enumerate(gates, start=1):
            gate.set()
            desk.see(f"x[{' a b c'[: 2 * count]}]")
            seen.append(desk.ghost)
        assert seen == [" a", " a b", " a b c"]

    def test_a_key_is_painted_before_text_that_came_with_it(self, desk: Desk) -> None:
        """The letter is on the screen first; the suggestion grows right after that."""
        gate, end = threading.Event(), Reached()
        desk.settings.override("completions.debounce_ms", 0)
        desk.worker.findChild(Relay).coalescer.frame_s = 0.0
        desk.engine.queue(Answer(("bar", Piece(" baz", gate=gate)), end_gate=end))
        desk.type("x")
        desk.see("x[bar]")
        gate.set()
        assert end.reached.wait(10), "the second piece is on its way"
        painted = PaintRecorder(desk)
        desk.type("b")
        desk.see("xb[ar baz]")
        assert painted.ghosts[0] == "ar"
        end.set()
        desk.settle()

    def test_a_key_without_text_leaves_it_alone(self, desk: Desk) -> None:
        """Shift, Ctrl and a function key change nothing on the screen."""
        desk.write("foo", " bar")
        for key in (KEY.Key_Shift, KEY.Key_Control, KEY.Key_F5):
            desk.key(key)
            assert desk.screen == "foo[ bar]"


class TestMiddleOfALine:
    """Rule 7: no ghost if the rest of the line right of the caret is long, unless asked."""

    def test_typing_in_the_middle_asks_for_nothing(self, desk: Desk) -> None:
        """And the status bar says why."""
        desk.write("foo bar baz", " qux")
        for _ in range(8):
            desk.key(KEY.Key_Left)
        before = len(desk.engine.requests)
        desk.type("s")
        desk.settle()
        assert desk.text == "foos bar baz"
        assert len(desk.engine.requests) == before
        assert desk.window.status.reason() == plain_words(Reason.MIDDLE_OF_LINE)

    def test_asked_for_it_comes(self, desk: Desk) -> None:
        """Ctrl+Space in the middle of a line shows a suggestion there."""
        desk.write("foo bar", "!")
        for _ in range(4):
            desk.key(KEY.Key_Left)
        desk.engine.queue(" little")
        desk.trigger("ask")
        desk.see("foo[ little] bar")
        desk.key(KEY.Key_Tab)
        assert desk.text == "foo little bar"


def test_a_line_that_wraps_with_its_ghost_gives_the_height_back(desk: Desk) -> None:
    """A long ghost wraps onto new lines and pushes the next paragraph; dismissed, all is back."""
    editor = desk.window.editor
    editor.setPlainText("First.\n\nLast.")
    cursor = editor.textCursor()
    cursor.setPosition(6)
    editor.setTextCursor(cursor)
    last = editor.document().lastBlock()
    top = editor.blockBoundingGeometry(last).top()
    desk.engine.queue(" word" * 60)
    desk.settings.override("completions.debounce_ms", 0)
    desk.type("!")
    desk.until(lambda: bool(desk.ghost))
    assert editor.blockBoundingGeometry(last).top() > top
    desk.key(KEY.Key_Escape)
    assert editor.blockBoundingGeometry(last).top() == top
