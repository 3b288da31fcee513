"""How much text a request carries: the same in the window and in the terminal."""

from __future__ import annotations

import pytest

from writer.completion.context import AFTER_LIMIT, BEFORE_LIMIT, crop, start_of_context


def test_a_short_text_is_sent_whole() -> None:
    """Nothing is cut below the limits."""
    assert crop("Once upon a", " time") == ("Once upon a", " time")


@pytest.mark.parametrize("length", [BEFORE_LIMIT, BEFORE_LIMIT + 1, 100_000, 1_000_003])
def test_the_text_before_stays_within_its_limit_and_keeps_most_of_it(length: int) -> None:
    """At most the limit, at least three quarters of it."""
    before, _ = crop("x" * length, "")
    assert BEFORE_LIMIT * 3 // 4 <= len(before) <= BEFORE_LIMIT


def test_the_start_moves_rarely() -> None:
    """Over ten thousand keys it moves twice, so the engine's cache stays useful."""
    starts = {start_of_context(caret) for caret in range(30_000, 40_000)}
    assert len(starts) <= 3


def test_the_text_after_is_cut() -> None:
    """Only what is near the caret matters there."""
    assert crop("a", "y" * 10_000)[1] == "y" * AFTER_LIMIT


def test_no_half_character_at_the_start() -> None:
    """Emoji are two units; a cut between them leaves neither."""
    before, _ = crop("😀" * BEFORE_LIMIT + "x", "")
    assert before.encode("utf-8")
    assert set(before) == {"😀", "x"}
