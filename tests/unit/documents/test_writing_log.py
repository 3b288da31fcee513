"""Words per day: counted when begun, kept privately, never in anybody's way."""

from __future__ import annotations

import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from writer.documents.writing_log import (
    MOST_DAYS,
    Day,
    add_to_log,
    clear_log,
    load_log,
    reading_minutes,
    streak,
    words_begun,
)
from writer.errors import DocumentError

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("before", "text", "count"),
    [("", "a", 1), ("a", "b", 0), (" ", "b", 1), ("a", " ", 0), ("o", "ne two  three\n", 2)],
)
def test_a_word_counts_when_it_is_begun(before: str, text: str, count: int) -> None:
    """Letter by letter or many at once: the same count."""
    assert words_begun(before, text) == count


@pytest.mark.parametrize(
    ("written", "goal", "length"),
    [
        ([], 0, 0),
        ([5], 0, 1),
        ([0, 5, 5], 0, 2),
        ([5, 0, 5], 0, 1),
        ([50, 500, 500, 20], 100, 2),
        ([500, 500, 500], 100, 3),
        ([0, 0, 500], 100, 0),
    ],
)
def test_days_in_a_row(written: list[int], goal: int, length: int) -> None:
    """``written`` from today backwards: an unfinished day breaks nothing, a missed one does."""
    log = {TODAY - timedelta(days=n): Day(words) for n, words in enumerate(written)}
    assert streak(log, TODAY, goal) == length


def test_two_windows_add_to_the_same_days(tmp_path: Path) -> None:
    """Readable by the user only, and bounded."""
    path = tmp_path / "log.json"
    add_to_log(path, {TODAY: Day(5, 2)})
    assert add_to_log(path, {TODAY: Day(1)}) == load_log(path) == {TODAY: Day(6, 2)}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    many = {TODAY + timedelta(days=n): Day(1) for n in range(MOST_DAYS + 10)}
    assert len(add_to_log(path, many)) == MOST_DAYS
    assert clear_log(path) == load_log(path) == {}


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": 9}', '{"version": 1, "days": {"x": [1, 2]}}']
)
def test_a_damaged_log_is_an_empty_one(tmp_path: Path, content: str) -> None:
    """Numbers are not worth a question at the start."""
    (tmp_path / "log.json").write_text(content)
    assert load_log(tmp_path / "log.json") == {}


def test_a_log_that_cannot_be_saved_is_a_sentence(tmp_path: Path) -> None:
    """And says that the text is not concerned."""
    with pytest.raises(DocumentError, match="text is not concerned"):
        add_to_log(tmp_path / "missing" / "log.json", {TODAY: Day(1)})


def test_reading_time() -> None:
    """Whole minutes, at least one."""
    assert [reading_minutes(words) for words in (0, 1, 238, 500_000)] == [0, 1, 1, 2101]
