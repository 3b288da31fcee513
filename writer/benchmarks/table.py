"""The table of a benchmark, as Markdown and as JSON; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isinf

from writer.benchmarks.figures import Row, Sample

BASE = "generate"
"""The peer that ratios are to, where it takes part."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one run found. ``notes`` are sentences below the table; ``machine`` says where."""

    model: str
    peers: Mapping[str, str]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    machine: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)

    def row(self, name: str) -> Row | None:
        """The row of that name."""
        return next((row for row in self.rows if row.name == name), None)


def number(value: float) -> str:
    """Three digits that matter; what never came is a dash."""
    if isinf(value):
        return "–"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def cell(sample: Sample, ratio: float | None) -> str:
    """Median, the distance between the quartiles, and how many times faster than the base."""
    text = number(sample.median)
    if len(sample.values) >= 4 and not isinf(sample.spread):
        text += f" ±{number(sample.spread / 2)}"
    if ratio is not None:
        text += f" ({ratio:.1f}×)"
    return text


def markdown(report: Report) -> str:
    """The whole report: machine, one table, who is missing, notes."""
    names = list(report.peers)
    head = ["", *(report.peers[name] for name in names)]
    lines = [head]
    for row in report.rows:
        cells = [f"{row.name} ({row.unit})" if row.unit else row.name]
        for name in names:
            found = row.cells.get(name)
            ratio = None if name == BASE else row.ratio(name, BASE)
            cells.append("" if found is None else cell(found, ratio))
        lines.append(cells)
    out = [f"Model {report.model}."]
    out += [f"{name}: {value}." for name, value in report.machine.items()]
    out += ["", *aligned(lines), ""]
    out.append(
        "Medians ± half the distance between the quartiles; (n×) is times as fast as generate."
    )
    out += list(report.notes)
    out += [f"{label}: not installed. {line}" for label, line in report.missing.items()]
    return "\n".join(out) + "\n"


def aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table whose columns are as wide as they must be; the first line is the head."""
    widths = [max(3, *(len(line[i]) for line in lines)) for i in range(len(lines[0]))]

    def joined(line: Sequence[str]) -> str:
        first, *rest = (
            text.ljust(width) if i == 0 else text.rjust(width)
            for i, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        return "| " + " | ".join([first, *rest]) + " |"

    rule = "|" + "|".join(
        "-" * (w + 2) if i == 0 else "-" * (w + 1) + ":" for i, w in enumerate(widths)
    )
    return [joined(lines[0]), rule + "|", *(joined(line) for line in lines[1:])]


def as_json(report: Report) -> dict[str, object]:
    """Every value of every cell."""
    return {
        "model": report.model,
        "machine": dict(report.machine),
        "peers": dict(report.peers),
        "missing": dict(report.missing),
        "notes": list(report.notes),
        "rows": [
            {
                "name": row.name,
                "unit": row.unit,
                "cells": {name: sample.as_json() for name, sample in row.cells.items()},
            }
            for row in report.rows
        ],
    }
