"""Tab where no suggestion stands: it asks for one behind words, and never makes a hole in them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from writer.completion.reasons import Reason, plain_words
from writer.engine.scripted import Answer, Piece, ScriptedEngine
from writer.errors import ModelError
from writer.settings.store import Settings
from writer.ui.tab_key import DOUBLE_MS, READ_S, TabKey

if TYPE_CHECKING:
    from conftest import Desk

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
ANSWER = Answer((Piece(" one two", 0), Piece(" three", 1)))


class Clock:
    """Time goes on when it is told to."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock(desk: Desk) -> Clock:
    """What the Tab key goes by."""
    tab = desk.window.editor.findChild(TabKey)
    tab.clock = Clock()
    return tab.clock


def show(desk: Desk, screen: str) -> None:
    """Put a text on the page, with the caret at ``|``; nothing is suggested then."""
    desk.window.editor.setPlainText(screen.replace("|", ""))
    cursor = desk.window.editor.textCursor()
    cursor.setPosition(screen.index("|"))
    desk.window.editor.setTextCursor(cursor)
    desk.settle()


def tab(desk: Desk) -> None:
    desk.key(KEY.Key_Tab)


def press_tab(desk: Desk, at_ms: int = 0, *, held: bool = False) -> None:
    """Press Tab at a time of the keyboard's clock; ``held``: the keyboard repeats it."""
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_Tab, none, "\t", held)
    event.setTimestamp(at_ms)
    QApplication.sendEvent(desk.window.editor, event)


class TestBehindWords:
    """Where a tab would be a hole in a sentence."""

    @pytest.mark.parametrize("text", ["foo|", "foo |", "fo|o bar", "# |", "- foo|", "> a|"])
    def test_it_asks_and_inserts_nothing(self, desk: Desk, clock: Clock, text: str) -> None:
        """The list opens as after Ctrl+Space; Tab again takes the marked one, whole."""
        show(desk, text)
        desk.engine.queue(ANSWER)
        tab(desk)
        desk.see(text.replace("|", "[ one two]"))
        assert desk.window.suggestions.list_view.isVisible()
        assert desk.engine.requests[-1].options.alternatives == 3
        clock.now_s += READ_S
        tab(desk)
        assert desk.text == text.replace("|", " one two")

    def test_a_second_tab_before_the_answer_inserts_nothing(self, desk: Desk, clock: Clock) -> None:
        """Neither a tab nor another question: it is about what is on its way."""
        show(desk, "foo|")
        gate = threading.Event()
        desk.engine.queue(Answer((Piece(" bar", gate=gate),)))
        tab(desk)
        desk.until(lambda: len(desk.engine.requests) == 1)
        tab(desk)
        tab(desk)
        gate.set()
        desk.see("foo[ bar]")
        assert len(desk.engine.requests) == 1

    def test_nothing_is_taken_before_it_can_be_read(self, desk: Desk, clock: Clock) -> None:
        """The second of two quick Tabs, and those of a key held down, take nothing."""
        show(desk, "foo|")
        desk.engine.queue(ANSWER)
        tab(desk)
        desk.see("foo[ one two]")
        clock.now_s += READ_S / 2
        tab(desk)
        clock.now_s += 60
        press_tab(desk, held=True)
        assert desk.screen == "foo[ one two]"
        tab(desk)
        assert desk.text == "foo one two"

    def test_a_busy_window_makes_no_quick_tab_a_slow_one(self, desk: Desk, clock: Clock) -> None:
        """It counts when the key was pressed, not when the window came to it."""
        show(desk, "foo|")
        desk.engine.queue(ANSWER)
        press_tab(desk, 10_000)
        desk.see("foo[ one two]")
        clock.now_s += 60
        press_tab(desk, 10_000 + DOUBLE_MS - 1)
        assert desk.screen == "foo[ one two]"
        press_tab(desk, 10_000 + DOUBLE_MS)
        assert desk.text == "foo one two"

    def test_a_suggestion_that_came_by_itself_is_taken_at_once(
        self, desk: Desk, clock: Clock
    ) -> None:
        """Nobody is slowed down by it who reads quickly, or holds the key."""
        desk.write("foo", " bar")
        tab(desk)
        desk.write("foo", " bar")
        press_tab(desk, held=True)
        assert desk.text == "foo bar"

    def test_held_down_it_asks_once(self, desk: Desk) -> None:
        """No question for each repetition."""
        show(desk, "foo|")
        tab(desk)
        desk.settle()
        press_tab(desk, held=True)
        press_tab(desk, held=True)
        assert desk.screen == "foo|"
        assert len(desk.engine.requests) == 1

    def test_that_nothing_comes_is_said_and_heard(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """In the status bar and to a screen reader; the next Tab asks again."""
        heard: list[str] = []
        monkeypatch.setattr(desk.window.suggestions.announcer, "say", heard.append)
        show(desk, "foo|")
        for _ in range(2):
            tab(desk)
            desk.settle()
            assert desk.window.status.reason() == plain_words(Reason.LOW_CONFIDENCE)
        assert heard == [plain_words(Reason.LOW_CONFIDENCE)] * 2
        assert len(desk.engine.requests) == 2
        assert desk.text == "foo"

    def test_what_is_selected_stays(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        """Tab replaces no words; it says why nothing comes."""
        heard: list[str] = []
        monkeypatch.setattr(desk.window.suggestions.announcer, "say", heard.append)
        desk.write("foo bar", " baz")
        desk.window.editor.selectAll()
        tab(desk)
        assert desk.text == "foo bar"
        assert desk.window.editor.textCursor().selectedText() == "foo bar"
        assert desk.window.status.reason() == plain_words(Reason.SELECTION)
        assert heard == [plain_words(Reason.SELECTION)]

    def test_while_the_model_loads_the_answer_comes_later(
        self, make_desk: Callable[..., Desk]
    ) -> None:
        """It is on its way: no tab meanwhile."""
        gate = threading.Event()
        desk = make_desk(ScriptedEngine([" bar"], load_gate=gate))
        show(desk, "foo|")
        tab(desk)
        assert desk.window.status.reason() == plain_words(Reason.LOADING)
        gate.set()
        desk.see("foo[ bar]")


class TestWhereItIsATab:
    """Where a tab is meant, and where nothing could be suggested."""

    @pytest.mark.parametrize(
        "text", ["|foo", "|", "  |foo", "one\n|two", "```\nx = 1|\n```", "```\n|\n```"]
    )
    def test_at_the_beginning_of_a_line_and_in_code(self, desk: Desk, text: str) -> None:
        """Also with nothing but space before the caret."""
        show(desk, text)
        tab(desk)
        assert desk.text == text.replace("|", "\t")
        assert desk.window.suggestions.state.gathering is None

    @pytest.mark.parametrize("switch", ["suggestions", "suggestions_here", "pause_ten_minutes"])
    def test_while_suggestions_are_off(self, desk: Desk, switch: str) -> None:
        """Everywhere, here, or for a while; and in their place again they ask."""
        show(desk, "foo|")
        desk.trigger(switch)
        tab(desk)
        assert desk.text == "foo\t"
        desk.trigger("pause_end" if switch.startswith("pause") else switch)
        tab(desk)
        assert desk.text == "foo\t"

    def test_without_a_model(self, make_desk: Callable[..., Desk]) -> None:
        """One that could not be loaded suggests nothing."""
        desk = make_desk(ScriptedEngine(load_error=ModelError("The model is damaged.")))
        desk.until(lambda: desk.window.status.model() == "No model")
        show(desk, "foo|")
        tab(desk)
        assert desk.text == "foo\t"

    def test_for_who_chose_it(self, desk: Desk) -> None:
        """The menu changes the setting, which is saved and holds at once; suggestions are taken
        as ever."""
        desk.trigger("tab_tab")
        assert Settings(desk.settings_folder / "settings.toml").text("completions.tab") == "tab"
        show(desk, "foo|")
        tab(desk)
        assert desk.text == "foo\t"
        desk.write("foo", " bar")
        tab(desk)
        assert desk.text == "foo bar"
        desk.trigger("tab_ask")
        show(desk, "foo|")
        tab(desk)
        assert desk.text == "foo"


class TestLists:
    """Before the first word of an item Tab moves it in, and Shift+Tab moves it out anywhere."""

    def test_in_and_out(self, desk: Desk) -> None:
        """Each is one step for undo."""
        show(desk, "- one\n- |two")
        tab(desk)
        assert desk.screen == "- one\n  - |two"
        desk.key(KEY.Key_End)
        desk.key(KEY.Key_Backtab, SHIFT)
        assert desk.screen == "- one\n- two|"
        desk.trigger("undo")
        assert desk.text == "- one\n  - two"
        desk.trigger("undo")
        assert desk.text == "- one\n- two"

    def test_a_selection_moves_whole(self, desk: Desk) -> None:
        """All items that are selected, and they stay selected."""
        show(desk, "- one\n- |two\n- three")
        desk.window.editor.moveCursor(
            QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor
        )
        tab(desk)
        assert desk.text == "- one\n  - two\n  - three"
        desk.key(KEY.Key_Backtab, SHIFT)
        assert desk.text == "- one\n- two\n- three"
        assert desk.window.editor.textCursor().selectedText() == "two\u2029- three"

    def test_a_line_of_which_no_letter_is_selected_stays(self, desk: Desk) -> None:
        """Two times Shift+Up from the end selects two items, and the end of the one above."""
        show(desk, "- one\n- two\n- three|")
        desk.key(KEY.Key_Up, SHIFT)
        desk.key(KEY.Key_Up, SHIFT)
        tab(desk)
        assert desk.text == "- one\n  - two\n  - three"

    @pytest.mark.parametrize(
        ("key", "sentence"),
        [
            (KEY.Key_Tab, "There is no item above that this one could move into."),
            (KEY.Key_Backtab, "This item is in no other one."),
        ],
    )
    def test_where_it_cannot_go_it_says_so(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, key: Qt.Key, sentence: str
    ) -> None:
        """Also to a screen reader; and puts no tab behind the marker."""
        heard: list[str] = []
        monkeypatch.setattr(QAccessible, "updateAccessibility", lambda e: heard.append(e.message()))
        show(desk, "- |one")
        desk.key(key)
        assert desk.screen == "- |one"
        assert desk.window.status.reason() == sentence
        assert sentence in heard

    def test_a_suggestion_comes_first(self, desk: Desk) -> None:
        """What is shown behind the marker is taken; the item stays where it is."""
        desk.write("- one\n- ", "two")
        tab(desk)
        assert desk.text == "- one\n- two"

    def test_plain_text_has_no_items(self, desk: Desk, tmp_path: Path) -> None:
        """A hyphen in a .txt file is a word like any other."""
        path = tmp_path / "a.txt"
        path.write_text("- one\n- two")
        assert desk.open(path)
        show(desk, "- one\n- |two")
        tab(desk)
        assert desk.text == "- one\n- two"
        desk.until(lambda: len(desk.engine.requests) == 1)

    def test_forward_only_moves_nothing_out(self, desk: Desk) -> None:
        """That would take away what was written."""
        show(desk, "- one\n  - two|")
        desk.trigger("forward_only")
        desk.key(KEY.Key_Backtab, SHIFT)
        assert desk.text == "- one\n  - two"


def test_a_text_that_cannot_be_changed_is_not(desk: Desk) -> None:
    """Read-only documents get neither tabs nor questions."""
    show(desk, "- one\n- |two")
    desk.window.editor.setReadOnly(True)
    tab(desk)
    desk.key(KEY.Key_Backtab, SHIFT)
    assert desk.text == "- one\n- two"
    assert desk.window.suggestions.state.gathering is None
