"""What the learning process says is what the window hears."""

from __future__ import annotations

import pytest

from writer.models.learning import (
    Failed,
    Finished,
    Measuring,
    Message,
    Paused,
    Reading,
    Step,
    Stopped,
    from_line,
    to_line,
)
from writer.sentence import Sentence


@pytest.mark.parametrize(
    "message",
    [
        Reading(3, 100_000, 9_000),
        Measuring(before=True, done=2, total=5),
        Step(10, 200, 3.5, 1.4, 60.0),
        Paused(),
        Stopped(10),
        Finished("mine", True, 90.5, 80.25, 1.4, 1.3, 0.2, 0.25, 9_000, 6_000, 2.5, "It helps."),
        Failed(Sentence("{name} is no folder.\nSecond line.", name="„Nein“")),
    ],
)
def test_every_message_is_a_line_and_comes_back(message: Message) -> None:
    """Whatever is in its texts."""
    line = to_line(message)
    assert "\n" not in line
    assert from_line(line) == message


@pytest.mark.parametrize(
    "line",
    ["", "Loading weights: 100%", "[1]", "3", '{"event": "unknown"}', '{"event": "step"}', "null"],
)
def test_what_libraries_print_is_no_message(line: str) -> None:
    """A warning on the same stream does not end anything."""
    assert from_line(line) is None
