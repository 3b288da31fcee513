"""The table of ``writer bench-ui``: the right figure in the right column."""

from __future__ import annotations

import json

from writer.benchmarks.window_table import SizeResult, WindowReport, as_json, markdown

KEYS = {"off": [[1.0] * 99, [4.0] * 2], "on": [[2.0] * 99, [5.5] * 2], "streaming": [[], []]}
BUSY = {"off": [[1.0]], "on": [[1.5]]}


def report(memory_mb: float | None = 300.4) -> WindowReport:
    size = SizeResult(500_000, KEYS, BUSY, {}, 250.0, 140.0, 15.0, memory_mb)
    return WindowReport("starter", "a machine", [size], {"while nothing happens": [0.0, 0.5]})


def test_each_size_is_a_row_with_the_difference_of_its_p99() -> None:
    """What was not measured is a dash, not a nought; the spread is that of rounds drawn again."""
    rows = [line for line in markdown(report()).splitlines() if line.startswith("| 500,000")]
    assert rows == [
        "| 500,000 | 1.0 / 4.0 | 2.0 / 5.5 | – | +1.5 (+1.0 to +1.5) | – | 250 | 140 (15) | 300 |",
        "| 500,000 | 1.0 / 1.0 | 1.5 / 1.5 | – | +0.5 (+0.5 to +0.5) | – |",
        "| 500,000 | – | – | – | – | – |",
    ]
    assert "| while nothing happens | 2 | 0.2 / 0.5 / 0.5 |" in markdown(report())


def test_every_column_has_a_title() -> None:
    """A row is as wide as its head, or Markdown drops what is over."""
    lines = [line for line in markdown(report(None)).splitlines() if line.startswith("|")]
    widths = [line.count("|") for line in lines]
    assert sorted(set(widths)) == [4, 7, 10]
    assert widths == sorted(widths, key=[10, 7, 4].index)


def test_the_json_has_every_value() -> None:
    """The table can be made again from it."""
    found = json.loads(json.dumps(as_json(report())))
    assert found["sizes"][0]["keys"]["on"] == KEYS["on"]
