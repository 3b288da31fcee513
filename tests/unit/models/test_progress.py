"""How far, how fast, how long: in words."""

from __future__ import annotations

import pytest

from writer.models.progress import Phase, Progress, Rate, line, size_text, time_text


def test_speed_and_time_left_follow_the_last_seconds() -> None:
    """A connection that became slow is said to be slow, not averaged with its good start."""
    rate = Rate()
    assert rate.bytes_per_s is None
    for second in range(10):
        rate.add(float(second), second * 10_000_000)
    assert rate.bytes_per_s == pytest.approx(10e6)
    assert rate.left_s(190_000_000) == pytest.approx(10)
    for second in range(10, 30):
        rate.add(float(second), 90_000_000 + (second - 9) * 1_000_000)
    assert rate.bytes_per_s == pytest.approx(1e6)


def test_starting_over_starts_the_speed_over() -> None:
    """After bytes were thrown away nothing negative is ever said."""
    rate = Rate()
    rate.add(0.0, 50)
    rate.add(1.0, 100)
    rate.add(2.0, 0)
    assert rate.bytes_per_s is None
    assert rate.left_s(100) is None


def test_lines() -> None:
    """What a person reads in the terminal and in the window."""
    rate = Rate()
    rate.add(0.0, 0)
    rate.add(10.0, 120_000_000)
    receiving = Progress(Phase.RECEIVING, 120_000_000, 354_000_000)
    assert line(receiving, rate) == "120 MB of 354 MB, 12 MB/s, 20 s left"
    assert line(Progress(Phase.LOOKING), rate) == "Asking the hub what there is…"
    assert line(Progress(Phase.WAITING, 1, 2, "It broke."), rate) == "It broke."
    assert line(Progress(Phase.CHECKING, 5_000, 10_000), rate).startswith("Checking every byte")


def test_units() -> None:
    """Powers of ten, and no precision that nobody has."""
    assert [size_text(n) for n in (12, 1_500, 354_180_555, 1_520_000_000)] == [
        "12 bytes",
        "1.5 kB",
        "354 MB",
        "1.5 GB",
    ]
    assert [time_text(s) for s in (0.2, 42, 200, 7200)] == ["1 s", "42 s", "3 min", "2.0 h"]
