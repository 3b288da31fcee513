"""Easy silence: a pause with an end, a switch for one document, restraint, a polite voice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from writer.completion.eagerness import DEFAULT_THRESHOLDS, Eagerness
from writer.completion.pausing import read_end
from writer.completion.reasons import Reason, plain_words
from writer.completion.restraint import ENOUGH, LEAST_DEBOUNCE_MS
from writer.documents.session import OpenDocument
from writer.ui.locale_words import end_words
from writer.ui.status_bar import WriterStatusBar

if TYPE_CHECKING:
    from conftest import Desk

PAUSED_UNTIL = "completions.paused_until"


class TestPause:
    """Nothing comes by itself until a time that the status bar says."""

    @pytest.mark.parametrize(("name", "minutes"), [("ten_minutes", 10), ("half_an_hour", 30)])
    def test_it_begins_now_and_says_its_end(self, desk: Desk, name: str, minutes: int) -> None:
        """What is shown goes, the end is saved and said, typing asks for nothing."""
        desk.write("foo", " bar")
        begun = datetime.now()
        desk.trigger(f"pause_{name}")
        assert desk.screen == "foo|"
        end = read_end(desk.settings.text(PAUSED_UNTIL))
        assert end is not None
        assert abs((end - begun).total_seconds() - 60 * minutes) < 60
        assert desk.window.status.suggestions_text().endswith(end_words(end, begun))
        asked = len(desk.engine.requests)
        desk.type("x")
        assert desk.window.status.reason() == plain_words(Reason.PAUSED)
        assert len(desk.engine.requests) == asked

    def test_asking_works_all_the_same(self, desk: Desk) -> None:
        """A pause is silence, not refusal."""
        desk.trigger("pause_tomorrow")
        desk.type("foo")
        desk.engine.queue(" bar")
        desk.trigger("ask")
        desk.see("foo[ bar]")

    def test_it_ends_by_itself(self, desk: Desk) -> None:
        """Without a key: the status bar says so, and suggestions come again."""
        soon = datetime.now() + timedelta(milliseconds=200)
        desk.settings.set(PAUSED_UNTIL, soon.isoformat())
        assert desk.window.suggestions.state.paused
        desk.until(lambda: not desk.window.suggestions.state.paused)
        assert desk.window.status.suggestions_text() == "Suggestions on"
        assert desk.settings.text(PAUSED_UNTIL) == ""
        desk.write("foo", " bar")

    @pytest.mark.parametrize("way", ["menu", "click"])
    def test_it_can_be_ended(self, desk: Desk, way: str) -> None:
        """From the menu, or with a click on the status bar, which switches nothing else."""
        desk.trigger("pause_half_an_hour")
        if way == "menu":
            desk.trigger("pause_end")
        else:
            desk.window.status.suggestions_clicked.emit()
        assert not desk.window.suggestions.state.paused
        assert desk.settings.flag("completions.enabled")

    def test_it_holds_in_every_window_and_after_a_new_start(
        self, make_desk: Callable[..., Desk]
    ) -> None:
        """The end of the pause is a setting."""
        first = make_desk()
        first.trigger("pause_half_an_hour")
        second = make_desk()
        assert second.window.suggestions.state.paused

    def test_nonsense_in_the_settings_is_no_pause(self, desk: Desk) -> None:
        """A time that nobody can read pauses nothing."""
        desk.settings.set(PAUSED_UNTIL, "soon")
        desk.write("foo", " bar")


class TestThisDocument:
    """Off in one document, on in all others."""

    def test_off_here_is_off_and_said(self, desk: Desk) -> None:
        """The setting for all documents stays as it is."""
        desk.write("foo", " bar")
        desk.trigger("suggestions_here")
        assert desk.screen == "foo|"
        assert desk.window.status.reason() == plain_words(Reason.OFF_HERE)
        assert desk.window.status.suggestions_text() == "Suggestions off here"
        assert desk.settings.flag("completions.enabled")
        desk.trigger("suggestions_here")
        desk.write("fooz", " bar")

    def test_it_is_remembered_with_the_session(self, desk: Desk) -> None:
        """What is written down for the next start brings it back, menu and all."""
        desk.trigger("suggestions_here")
        remembered = desk.window.documents.memory.remembered()
        assert not remembered.suggest
        desk.window.documents.memory.show_place(OpenDocument(path=str(Path("a.txt"))))
        assert desk.window.suggestions.state.enabled_here
        desk.window.documents.memory.show_place(remembered)
        assert not desk.window.suggestions.state.enabled_here
        assert not desk.window.commands["suggestions_here"].isChecked()


def test_after_three_dismissals_only_the_surest_come_and_later(desk: Desk) -> None:
    """The calm threshold and a longer wait, until a suggestion is taken."""
    for text in ("a", "ab", "abc"):
        desk.write(text, " bar")
        desk.key(Qt.Key.Key_Escape)
    assert desk.window.suggestions.state.unwanted >= ENOUGH
    assert desk.window.status.reason() == plain_words(Reason.HOLDING_BACK)
    desk.engine.queue(" bar")
    desk.type("d")
    timer = desk.window.findChild(QTimer, "suggestion-debounce")
    assert timer.interval() == LEAST_DEBOUNCE_MS
    desk.see("abcd[ bar]")
    calm = DEFAULT_THRESHOLDS[Eagerness.CALM]
    assert desk.engine.requests[-1].options.min_confidence == calm
    desk.key(Qt.Key.Key_Tab)
    desk.settle()
    desk.engine.queue("!")
    desk.type("e")
    desk.see("abcd bare[!]")
    balanced = DEFAULT_THRESHOLDS[Eagerness.BALANCED]
    assert desk.engine.requests[-1].options.min_confidence == balanced


class TestLength:
    """Four presets of one setting."""

    def test_a_preset_is_saved_and_asked_for(self, desk: Desk) -> None:
        """The request carries the limit."""
        desk.trigger("max_words_16")
        assert desk.settings.integer("completions.max_words") == 16
        desk.write("foo", " bar")
        assert desk.engine.requests[-1].options.max_words == 16

    def test_the_menu_marks_where_a_value_lies(self, desk: Desk) -> None:
        """A limit of 12, set in the panel, is between 8 and 16."""
        assert desk.window.commands["max_words_8"].isChecked()
        desk.settings.set("completions.max_words", 12)
        assert desk.window.commands["max_words_16"].isChecked()


class TestTheVoice:
    """What a screen reader hears."""

    @pytest.fixture
    def heard(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The sentences that are said; suggestions settle at once."""
        said: list[str] = []
        announcer = desk.window.suggestions.announcer
        monkeypatch.setattr(announcer, "say", said.append)
        self.timer(desk).setInterval(0)
        return said

    @staticmethod
    def timer(desk: Desk) -> QTimer:
        return desk.window.findChild(QTimer, "suggestion-announcement")

    def test_a_settled_suggestion_is_said_once(self, desk: Desk, heard: list[str]) -> None:
        """Typing through it and taking the rest say nothing more."""
        desk.write("foo", " bar")
        desk.until(lambda: len(heard) == 1)
        assert "bar" in heard[0]
        desk.type(" b")
        desk.key(Qt.Key.Key_Tab)
        assert not self.timer(desk).isActive()
        assert len(heard) == 1

    def test_what_is_gone_before_it_settled_is_not_said(self, desk: Desk, heard: list[str]) -> None:
        """Nobody hears of a suggestion that is not there."""
        self.timer(desk).setInterval(60_000)
        desk.write("foo", " bar")
        assert self.timer(desk).isActive()
        desk.key(Qt.Key.Key_Escape)
        assert not self.timer(desk).isActive()
        assert heard == []

    def test_the_same_words_at_another_place_are_said_again(
        self, desk: Desk, heard: list[str]
    ) -> None:
        """Once for each suggestion, not for each text."""
        desk.write("foo", " bar")
        desk.until(lambda: len(heard) == 1)
        desk.key(Qt.Key.Key_Escape)
        desk.write("fooz", " bar")
        desk.until(lambda: len(heard) == 2)


def test_an_announcement_reaches_qt(desk: Desk) -> None:
    """The event is made and handed over without a complaint, with or without a screen reader."""
    desk.window.suggestions.announcer.say("Suggestion: bar")


class Told(QObject):
    """Notes what a widget is told."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[QEvent.Type] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.kinds.append(event.type())
        return False


def test_the_same_reason_again_is_no_change(qtbot: QtBot) -> None:
    """A reason is said at every key: the status bar only works when it is another one."""
    status = WriterStatusBar()
    qtbot.addWidget(status)
    label, told = status.findChild(QLabel, "status_reason"), Told()
    label.installEventFilter(told)
    for _ in range(5):
        status.set_reason("Suggestions are off.")
    assert told.kinds.count(QEvent.Type.ToolTipChange) == 1
    status.set_reason("")
    assert label.text() == label.toolTip() == ""
