"""What the table of a benchmark is made of: medians, spreads, ratios, floors."""

from __future__ import annotations

from math import inf

from writer.benchmarks import floor
from writer.benchmarks.figures import Row, Sample, percentile, single
from writer.benchmarks.table import Report, as_json, cell, markdown, number
from writer.engine.config import GPT2Config


def test_percentiles_are_values_that_were_measured() -> None:
    """Nearest rank: no value is made up between two others."""
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert [percentile(values, share) for share in (0.0, 0.5, 0.9, 0.99, 1.0)] == [1, 3, 5, 5, 5]
    assert percentile([7.0], 0.5) == 7.0


def test_one_slow_round_moves_no_figure() -> None:
    """The median and the spread are those of the undisturbed rounds."""
    quiet = Sample((10.0, 10.1, 9.9, 10.0, 10.1, 9.9, 10.0))
    disturbed = Sample((10.0, 10.1, 9.9, 500.0, 10.1, 9.9, 10.0))
    assert quiet.median == disturbed.median == 10.0
    assert disturbed.spread < 0.3
    assert disturbed.least == 9.9


def test_ratios_say_how_many_times_as_fast() -> None:
    """A peer at half the time is twice as fast; what never came has no ratio."""
    row = Row("r", "ms", {"generate": single(30.0), "writer": single(15.0), "x": single(None)})
    assert row.ratio("writer", "generate") == 2.0
    assert row.ratio("x", "generate") is None
    assert row.ratio("missing", "generate") is None
    assert Row("r", "share", row.cells, compare=False).ratio("writer", "generate") is None


def test_numbers_have_three_digits_that_matter() -> None:
    """Enough to compare, not more; what never came is a dash."""
    assert [number(v) for v in (1234.56, 99.97, 9.876, 0.5, inf)] == [
        "1,235", "100.0", "9.88", "0.50", "–",
    ]  # fmt: skip
    assert cell(Sample((4.0, 5.0, 6.0, 7.0)), 2.0) == "5.50 ±1.00 (2.0×)"
    assert cell(single(5.0), None) == "5.00"


REPORT = Report(
    model="tiny",
    peers={"writer": "Writer", "generate": "generate fp32"},
    rows=[
        Row("first token", "ms", {"writer": single(10.0), "generate": single(50.0)}),
        Row("a key", "ms", {"writer": single(3.0)}, compare=False),
        Row("never", "ms", {"writer": single(None)}),
    ],
    notes=["A note."],
    missing={"llama.cpp Q8_0": "pip install llama-cpp-python"},
)


def test_the_table_shows_peers_side_by_side() -> None:
    """A column for each peer, the ratio to generate, and how to install who is missing."""
    lines = markdown(REPORT).splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert len({len(line) for line in table}) == 1
    cells = [[part.strip() for part in line.strip("|").split("|")] for line in table]
    assert cells[0] == ["", "Writer", "generate fp32"]
    assert cells[2] == ["first token (ms)", "10.0 (5.0×)", "50.0"]
    assert cells[3] == ["a key (ms)", "3.00", ""]
    assert cells[4] == ["never (ms)", "–", ""]
    assert "llama.cpp Q8_0: not installed. pip install llama-cpp-python" in lines
    assert "A note." in lines


def test_the_json_has_every_value() -> None:
    """So that another table can be made of it; it holds no infinity, which JSON has not."""
    rows = as_json(REPORT)["rows"]
    assert isinstance(rows, list)
    assert rows[0]["cells"]["generate"] == {
        "median": 50.0, "spread": 0.0, "least": 50.0, "values": [50.0],
    }  # fmt: skip
    assert rows[2]["cells"]["writer"]["values"] == [None]


def test_the_floor_is_bytes_over_bandwidth() -> None:
    """DistilGPT2's 81 million weights at 31 GB/s take 10.5 ms in fp32 and 2.6 ms in 8 bits."""
    config = GPT2Config(50257, 1024, 768, 6, 12, 3072)
    blocks, head = config.layer_weights, config.head_weights
    assert (blocks, head) == (42_467_328, 38_597_376)
    assert floor.bytes_read(config, 2.0, 1.0) == 2 * blocks + head
    assert round(floor.floor_ms(floor.bytes_read(config, 4, 4), 31e9), 1) == 10.5
    assert round(floor.floor_ms(floor.bytes_read(config, 1, 1), 31e9), 1) == 2.6
