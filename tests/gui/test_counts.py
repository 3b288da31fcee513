"""Counts in the status bar, goals, and the window with the words per day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from writer.documents.writing_log import Day, add_to_log, load_log
from writer.ui.statistics_dialog import DAYS, StatisticsDialog

if TYPE_CHECKING:
    from conftest import Desk


def opened(desk: Desk) -> StatisticsDialog:
    desk.trigger("statistics")
    dialog = desk.window.findChild(StatisticsDialog)
    assert dialog is not None
    return dialog


def test_the_selection_is_counted(desk: Desk) -> None:
    """And the whole document again when nothing is selected."""
    desk.window.editor.setPlainText("one two three")
    assert desk.window.status.words() == "3 words"
    desk.trigger("select_all")
    desk.until(lambda: desk.window.status.words() == "3 of 3 words, 13 characters")
    desk.key(Qt.Key.Key_Left)
    desk.until(lambda: desk.window.status.words() == "3 words")


def test_typed_and_taken_words_count_and_pasted_ones_do_not(desk: Desk) -> None:
    """Three typed, two taken; deleting takes nothing back."""
    desk.write("one two three", " four five")
    desk.key(Qt.Key.Key_Tab)
    desk.settle()
    desk.window.editor.paste()
    for _ in range(5):
        desk.key(Qt.Key.Key_Backspace)
    progress = desk.window.counts.progress()
    assert (progress.session, progress.today) == (2, 2)  # "write" types the last letter only
    desk.type(" and more")
    assert desk.window.counts.progress().session == 4
    assert desk.window.counts.log[date.today()] == Day(4, 2)


def test_the_numbers_are_on_the_disk_when_the_window_closes(desk: Desk, tmp_path: Path) -> None:
    """And nothing but numbers."""
    desk.type("secret words ")
    desk.window.counts.close()
    path = tmp_path / "state" / "writing-log.json"
    assert load_log(path) == {date.today(): Day(2, 0)}
    assert "secret" not in path.read_text()


def test_no_goal_no_mark(desk: Desk) -> None:
    """With a goal, the mark fills and says in words how far."""
    mark = desk.window.status.goal
    desk.type("a b ")
    assert not mark.isVisibleTo(desk.window)
    desk.settings.set("goals.daily_words", 8)
    desk.settings.set("goals.session_words", 4)
    assert mark.isVisibleTo(desk.window)
    assert mark.toolTip() == "2 of 8 words today\n2 of 4 words in this session"
    progress = desk.window.counts.progress()
    assert progress.share == 0.25
    desk.settings.set("goals.daily_words", 0)
    assert desk.window.counts.progress().share == 0.5


def test_the_window_shows_the_days_and_forgets_them(desk: Desk, tmp_path: Path) -> None:
    """A bar a day, the highest fills the height; Forget clears the file too."""
    path = tmp_path / "state" / "writing-log.json"
    today = date.today()
    log = {today - timedelta(days=n): Day(100 * (n + 1), 25) for n in range(3)}
    desk.window.counts.wait(5)
    add_to_log(path, log)
    desk.type("word ")
    desk.window.counts.save()
    assert desk.window.counts.wait(5)
    desk.window.editor.setPlainText("one two three\nfour")
    dialog = opened(desk)
    assert (dialog.value("Words"), dialog.value("Characters")) == ("4", "18")
    assert (dialog.value("Paragraphs"), dialog.value("Reading time")) == ("2", "1 min")
    assert (dialog.value("Today"), dialog.value("Days in a row")) == ("101", "3")
    assert dialog.value("Taken from suggestions") == "12 %"
    heights = [dialog.plot.bar(number).height() for number in range(DAYS)]
    assert heights[-3] == max(heights) > heights[-2] > heights[-1] > heights[-4] == 0
    assert dialog.plot.accessibleDescription().startswith("601 words in the last 30 days")
    dialog.clear.click()
    assert dialog.value("Today") == "101"
    assert "?" in dialog.clear.text()
    dialog.clear.click()
    assert desk.window.counts.wait(5)
    assert dialog.value("Today") == "0"
    assert load_log(path) == {}
