"""Fresh processes: what loading costs, how soon the first suggestion comes, how much memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from writer.benchmarks.figures import Row, Sample
from writer.benchmarks.peer import Program
from writer.benchmarks.remote import Remote
from writer.benchmarks.turns import Say, Sizes


@dataclass(slots=True)
class Starts:
    """What the fresh processes of one peer took, in ms and MiB."""

    load_ms: list[float] = field(default_factory=list)
    first_ms: list[float] = field(default_factory=list)
    whole_ms: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)
    resident: list[float] = field(default_factory=list)


def starting(
    programs: Sequence[Program],
    folder: Path,
    cache: Path,
    threads: int,
    ids: Sequence[int],
    sizes: Sizes,
    say: Say,
) -> list[Row]:
    """Start every peer several times, in turns; each answers one request.

    Converted copies are there, and Writer remembers its precision: no first start is measured.
    """
    found = {program.name: Starts() for program in programs}
    for number in range(sizes.starts):
        say(f"fresh processes: {number} of {sizes.starts}")
        for program in programs:
            starts = found[program.name]
            with Remote(program, folder, cache, threads) as remote:
                starts.load_ms.append(1000 * remote.load_s)
                done = remote.complete(ids, sizes.tokens)
                since = done.since_start_s - done.spent_s
                starts.first_ms.append(1000 * (since + done.times_s[0]))
                starts.whole_ms.append(1000 * (since + done.times_s[-1]))
                peak, resident = remote.memory()
                starts.peak.append(peak / 2**20)
                starts.resident.append(resident / 2**20)

    def row(name: str, unit: str, of: str) -> Row:
        return Row(name, unit, {n: Sample(tuple(getattr(s, of))) for n, s in found.items()})

    return [
        row("import and load", "ms", "load_ms"),
        row("process start to first token", "ms", "first_ms"),
        row("process start to suggestion", "ms", "whole_ms"),
        row("memory after a request", "MiB", "resident"),
        row("most memory ever", "MiB", "peak"),
    ]
