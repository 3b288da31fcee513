"""The table of ``writer bench-ui``, as Markdown and as JSON; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median

from writer.benchmarks.figures import percentile
from writer.benchmarks.tails import Turns, flat, tail_difference

CONDITIONS = ("off", "on", "streaming")
"""Suggestions off; on, with the answer there before the next key; a key while one is streamed."""

PARTS = {
    "The same keys as processor time of the window's thread: what a free machine takes.": "busy",
    "And how long it was ready to go on and waited for a processor.": "queued",
}
"""What is said of the parts of a key's time, and where they are."""
PART_HEAD = (
    "| words | off, p50 / p99 ms | on | streaming | p99 on − off | streaming − off |",
    "|---|---|---|---|---|---|",
)


@dataclass(frozen=True, slots=True)
class SizeResult:
    """What was measured in a document of so many words; times in milliseconds, in turns."""

    words: int
    keys: Mapping[str, Turns]
    """From the key event to the end of the paint that shows it, for each condition."""
    busy: Mapping[str, Turns]
    """How long the window's thread itself was busy with each of these keys."""
    queued: Mapping[str, Turns]
    """How long it was ready in that time and had no processor; no values where the system does
    not tell."""
    open_ms: float
    save_ms: float
    save_held_ms: float
    """How long the call that begins to save kept the window."""
    memory_mb: float | None
    """Of the whole process, with this document open; ``None`` where the system does not tell."""


@dataclass(frozen=True, slots=True)
class WindowReport:
    """One run. ``late`` is how late a 5 ms timer was in milliseconds, by what went on."""

    model: str
    machine: str
    sizes: Sequence[SizeResult]
    late: Mapping[str, Sequence[float]]


def _pair(values: Sequence[float]) -> str:
    if not values:
        return "–"
    return f"{median(values):.1f} / {percentile(values, 0.99):.1f}"


def _cells(kinds: Mapping[str, Turns]) -> list[str]:
    """The figures of each condition, then how much more the p99 of the later ones is."""
    off = kinds.get("off", ())
    differences = [tail_difference(kinds.get(one, ()), off) for one in CONDITIONS[1:]]
    return [
        *(_pair(flat(kinds.get(one, ()))) for one in CONDITIONS),
        *("–" if one is None else str(one) for one in differences),
    ]


def markdown(report: WindowReport) -> str:
    """The tables and how to read them."""
    lines = [
        f"Model: {report.model}. Machine: {report.machine}.",
        "",
        "| words | key to paint, p50 / p99 ms: off | on | streaming | p99 on − off "
        "| streaming − off "
        "| open ms | save ms (window held) | memory MB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for size in report.sizes:
        cells = [
            f"{size.words:,}",
            *_cells(size.keys),
            f"{size.open_ms:.0f}",
            f"{size.save_ms:.0f} ({size.save_held_ms:.0f})",
            "–" if size.memory_mb is None else f"{size.memory_mb:.0f}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    for title, kind in PARTS.items():
        lines += ["", title, "", *PART_HEAD]
        for size in report.sizes:
            cells = [f"{size.words:,}", *_cells(getattr(size, kind))]
            lines.append("| " + " | ".join(cells) + " |")
    lines += [
        "",
        "| a 5 ms timer of the window is late | n | p50 / p99 / longest ms |",
        "|---|---|---|",
    ]
    for name, values in report.late.items():
        if values:
            lines.append(f"| {name} | {len(values)} | {_pair(values)} / {max(values):.1f} |")
    counts = [len(flat(turns)) for size in report.sizes for turns in size.keys.values()]
    if counts:
        rounds = max(len(turns) for size in report.sizes for turns in size.keys.values())
        lines += [
            "",
            f"{min(counts)} to {max(counts)} keys in each cell, in {rounds} rounds within one run. "
            "In brackets: where 90 of 100 differences lie when the rounds are drawn again.",
        ]
    return "\n".join(lines) + "\n"


def as_json(report: WindowReport) -> dict[str, object]:
    """Every value."""
    return asdict(report)
