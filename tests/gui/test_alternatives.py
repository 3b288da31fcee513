"""The list of alternatives under the caret, and the suggestion made ahead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest

from writer.completion.request import SamplingOptions
from writer.engine.scripted import Answer, Piece

if TYPE_CHECKING:
    from conftest import Desk

KEY = Qt.Key
THREE = Answer((Piece(" one two", 0), Piece(" three", 1), Piece(" fo, ur", 2)))


@pytest.fixture
def listed(desk: Desk) -> Desk:
    """``foo`` with three alternatives in the list."""
    desk.type("foo")
    desk.settle()
    desk.engine.queue(THREE)
    desk.key(KEY.Key_Space, Qt.KeyboardModifier.ControlModifier)
    desk.until(desk.window.suggestions.list_view.isVisible)
    return desk


class TestTheList:
    """Ctrl+Space opens three; Up and Down, Enter, 1 to 3, Esc."""

    def test_it_shows_three_and_the_first_as_ghost(self, listed: Desk) -> None:
        """Each exactly as it would be inserted, the best marked and in the line."""
        view = listed.window.suggestions.list_view
        assert view.texts() == [" one two", " three", " fo, ur"]
        assert view.currentRow() == 0
        assert listed.screen == "foo[ one two]"

    def test_it_lies_under_the_line_and_inside_the_page(self, listed: Desk) -> None:
        """It covers neither the caret's line nor runs out of the window."""
        editor, view = listed.window.editor, listed.window.suggestions.list_view
        assert view.geometry().top() >= editor.cursorRect().bottom()
        assert editor.viewport().rect().contains(view.geometry())

    def test_at_the_bottom_of_the_page_it_opens_upwards(self, desk: Desk) -> None:
        """The last line of a full page has its list above it."""
        desk.window.editor.setPlainText("line\n" * 200)
        desk.window.editor.moveCursor(desk.window.editor.textCursor().MoveOperation.End)
        desk.engine.queue("", THREE)
        desk.type("x")
        desk.settle()
        desk.trigger("ask")
        view = desk.window.suggestions.list_view
        desk.until(view.isVisible)
        assert desk.window.editor.viewport().rect().contains(view.geometry())
        assert view.geometry().bottom() <= desk.window.editor.cursorRect().top()

    def test_down_and_up_show_another_in_the_line(self, listed: Desk) -> None:
        """The marked one and the ghost are always the same, and it goes round."""
        listed.key(KEY.Key_Down)
        assert listed.screen == "foo[ three]"
        assert listed.window.suggestions.list_view.currentRow() == 1
        listed.key(KEY.Key_Up)
        listed.key(KEY.Key_Up)
        assert listed.screen == "foo[ fo, ur]"

    @pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter, KEY.Key_Tab])
    def test_enter_and_tab_take_the_marked_one(self, listed: Desk, key: Qt.Key) -> None:
        """No new line, no tab: the suggestion, and the list is gone."""
        listed.key(KEY.Key_Down)
        listed.key(key)
        assert listed.text == "foo three"
        assert not listed.window.suggestions.list_view.isVisible()

    @pytest.mark.parametrize("number", [1, 2, 3])
    def test_a_number_takes_that_one(self, listed: Desk, number: int) -> None:
        """And types no digit."""
        listed.type(str(number))
        assert listed.text == "foo" + (" one two", " three", " fo, ur")[number - 1]

    def test_a_digit_without_a_number_is_typed(self, listed: Desk) -> None:
        """9 in a list of three is a 9."""
        listed.type("9")
        assert listed.text == "foo9"

    def test_the_keypads_enter_takes_it_too(self, listed: Desk) -> None:
        """As a real keypad sends it, with its modifier."""
        listed.key(KEY.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
        assert listed.text == "foo one two"

    def test_a_click_takes_that_one(self, listed: Desk) -> None:
        """The mouse works too, and the editor keeps the keyboard."""
        view = listed.window.suggestions.list_view
        place = view.visualItemRect(view.item(1)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
        assert listed.text == "foo three"
        assert listed.window.editor.hasFocus()

    def test_esc_closes_it_and_inserts_nothing(self, listed: Desk) -> None:
        """As if it had not been asked for; digits and Enter are themselves again."""
        listed.key(KEY.Key_Escape)
        assert listed.screen == "foo|"
        assert not listed.window.suggestions.list_view.isVisible()
        listed.type("1")
        listed.key(KEY.Key_Return)
        assert listed.text == "foo1\n"

    def test_asking_again_brings_three_more(self, listed: Desk) -> None:
        """They join the list, and the first new one is marked."""
        more = Answer((*THREE.pieces, Piece(" 4th", 3), Piece(" 5th", 4), Piece(" 6th", 5)))
        listed.engine.queue(more)
        listed.key(KEY.Key_Space, Qt.KeyboardModifier.ControlModifier)
        listed.see("foo[ 4th]")
        assert len(listed.window.suggestions.list_view.texts()) == 6
        assert listed.engine.requests[-1].options.alternatives == 6

    def test_typing_on_narrows_it(self, listed: Desk) -> None:
        """A key that agrees with the marked one keeps all that agree; another closes it."""
        listed.type(" ")
        assert listed.window.suggestions.list_view.texts() == ["one two", "three", "fo, ur"]
        assert listed.screen == "foo [one two]"
        listed.type("t")
        assert listed.screen == "foo t|"
        assert not listed.window.suggestions.list_view.isVisible()

    def test_undo_after_choosing_takes_it_back_whole(self, listed: Desk) -> None:
        """One step, exactly the alternative."""
        listed.type("1")
        listed.key(KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert listed.text == "foo"


class TestAhead:
    """Tab, Tab, Tab flows."""

    def test_the_next_suggestion_is_there_with_the_tab(
        self, make_desk: Callable[..., Desk]
    ) -> None:
        """In the same event: what was made while the first was read is on the screen."""
        desk = make_desk(predict_ahead=True)
        desk.settings.override("completions.debounce_ms", 0)
        desk.engine.queue(" bar", " baz", " qux")
        desk.type("f")
        desk.see("f[ bar]")
        desk.until(lambda: desk.window.suggestions.state.ahead.done)
        assert desk.engine.requests[-1].prefix == "f bar"
        desk.key(KEY.Key_Tab)
        assert desk.screen == "f bar[ baz]"
        desk.until(lambda: desk.window.suggestions.state.ahead.done)
        desk.key(KEY.Key_Tab)
        assert desk.screen == "f bar baz[ qux]"

    def test_it_can_be_switched_off(self, desk: Desk) -> None:
        """With the setting off, the engine works only on what is asked."""
        desk.write("foo", " bar")
        desk.bot.wait(30)
        assert len(desk.engine.requests) == 1


class TestControls:
    """Temperature, top-p, length and seed for what is asked for."""

    def test_what_is_asked_for_follows_the_controls(self, desk: Desk) -> None:
        """The panel's values are in the request, are saved, and the dice change the seed."""
        desk.trigger("sampling_panel")
        panel = desk.window.sampling
        assert panel.isVisible()
        panel.temperature.setValue(0.8)
        panel.top_p.setValue(0.9)
        panel.length.setValue(12)
        panel.new_seed.click()
        desk.type("foo")
        desk.settle()
        desk.trigger("ask")
        desk.settle()
        options = desk.engine.requests[-1].options
        assert (options.sampling.temperature, options.sampling.top_p) == (0.8, 0.9)
        assert (options.sampling.seed, options.max_words) == (1, 12)
        assert desk.settings.real("completions.temperature") == 0.8

    def test_what_comes_by_itself_stays_deterministic(self, desk: Desk) -> None:
        """Only the length holds for automatic suggestions."""
        desk.settings.set("completions.temperature", 0.8)
        desk.settings.override("completions.debounce_ms", 0)
        desk.type("f")
        desk.until(lambda: bool(desk.engine.requests))
        assert desk.engine.requests[0].options.sampling == SamplingOptions()

    def test_the_panel_follows_the_settings(self, desk: Desk) -> None:
        """Changed elsewhere, the new value stands in the panel."""
        desk.settings.set("completions.top_p", 0.5)
        assert desk.window.sampling.top_p.value() == 0.5


def test_the_end_of_a_word_is_listed_as_the_whole_word(desk: Desk) -> None:
    """ "er" after "old" reads "older", a comma "old,"; what would be inserted stays "er"."""
    desk.type("old")
    desk.settle()
    desk.engine.queue(Answer((Piece(" man", 0), Piece("er", 1), Piece(", and", 2))))
    desk.trigger("ask")
    view = desk.window.suggestions.list_view
    desk.until(view.isVisible)
    shown = [view.item(row).text().split(maxsplit=1)[1] for row in range(3)]
    assert shown == ["man", "older", "old, and"]
    assert view.texts() == [" man", "er", ", and"]


def test_the_list_has_the_face_of_the_page(listed: Desk) -> None:
    """Also after the theme or the size was changed; digits of one width keep the texts in line."""
    listed.settings.set("editor.font_size_pt", 20)
    listed.settings.set("window.appearance", "dark")
    listed.window.apply_appearance()
    listed.key(KEY.Key_Down)
    font, page = listed.window.suggestions.list_view.font(), listed.window.editor.font()
    assert (font.family(), font.pointSize()) == (page.family(), page.pointSize())
    assert font.featureValue(QFont.Tag("tnum")) == 1
