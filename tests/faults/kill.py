"""``kill -9`` at random moments: is the document there, and how much typing is gone?

``python -m tests.faults.kill --rounds 1000`` runs the full set and prints its figures. Every
round starts a real process on the document that the last one left behind.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from random import Random

from writer.documents.files import read_document
from writer.documents.journal_reader import list_journals
from writer.documents.recovery import Situation, find_recoverable

_PARAGRAPH = "Il était une fois a paragraph that goes on for a while, as they do.\n"
_STARTS = (
    (_PARAGRAPH * 800).encode(),
    (_PARAGRAPH.replace("\n", "\r\n") * 800).encode("utf-16"),
    (_PARAGRAPH * 9 + _PARAGRAPH.replace("\n", "\r\n") * 9).encode() * 40,
    _PARAGRAPH.encode("cp1252") * 800,
    b"",
)
#: What the parent waits for before it kills, and how long it then lets go by, in seconds.
_MOMENTS = (("O", 2.5), ("O", 0.3), ("R", 0.02), ("S", 0.02), ("S", 0.2), ("J", 0.002))
_PATIENCE_S = 60.0
#: What Qt's platform without a screen says of every window, and means nothing.
_OFFSCREEN = "This plugin does not support propagateSizeHints()"


class How(Enum):
    """What is typed in."""

    EDITS = "edits"  # no Qt at all
    WIDGET = "widget"  # key events into a plain editor widget
    WINDOW = "window"  # key events into the application's window


_MODULES = {
    How.EDITS: ["tests.faults.typist"],
    How.WIDGET: ["tests.faults.typist", "--keys"],
    How.WINDOW: ["tests.faults.window_typist"],
}
#: Set by Ctrl+C or SIGTERM: what was done so far is reported.
_stopping = threading.Event()


@dataclass
class Figures:
    """What the rounds gave. ``lost_s`` is typing lost per round, in seconds."""

    rounds: int = 0
    lost_s: list[float] = field(default_factory=list)
    edits: int = 0
    recovered: int = 0
    moments: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Life:
    """What one process did until it was killed."""

    moment: str
    killed_ns: int
    opened: str
    edits: tuple[tuple[int, int, int, str], ...]
    complaint: str


def _live(folder: Path, random: Random, how: How) -> _Life:
    module, *more = _MODULES[how]
    command = [sys.executable, "-X", "faulthandler", "-m", module, str(folder)]
    command += [str(random.randrange(1 << 30)), *more]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout
    assert child.stderr
    letter, most_s = random.choice(_MOMENTS)
    after = random.randint(1, 3) if letter in "SJ" else 1
    deadline = time.monotonic() + _PATIENCE_S
    delay_s = random.uniform(0, most_s)
    output = b""
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([child.stdout], [], [], left)[0]:
            break
        chunk = os.read(child.stdout.fileno(), 1 << 16)
        if not chunk:
            break
        output += chunk
        if after and (b"\n" + output).count(f"\n{letter}".encode()) >= after:
            after = 0
            deadline = time.monotonic() + delay_s
    ended = child.poll()
    killed_ns = time.monotonic_ns()
    child.send_signal(signal.SIGKILL)
    rest, complaint = child.communicate()
    lines = (output + rest).decode().split("\n")[:-1]
    spoken = [line for line in lines if line.startswith(("E ", "A "))]
    # An edit that the journal heard of counts, though the end came before it was told as made.
    told = [line for line in spoken if line.startswith("E ")]
    told += [line for line in spoken[-1:] if line.startswith("A ")]
    edits = []
    for line in told:
        _, at, position, removed, added = line.split(" ", 4)
        edits.append((int(at), int(position), int(removed), json.loads(added)))
    opened = next((line[2:] for line in lines if line.startswith("O ")), "")
    complaint_text = "".join(
        line
        for line in complaint.decode().splitlines(keepends=True)
        if not line.startswith(_OFFSCREEN)
    )
    if after or ended is not None:
        complaint_text += f"ended by itself ({ended}) before {letter}; {lines[-1:]}"
    return _Life(letter, killed_ns, opened, tuple(edits), complaint_text)


def _lane(folder: Path, rounds: int, seed: int, how: How) -> Figures:
    """Rounds one after the other on one document; a plain string is the judge."""
    random, figures = Random(seed), Figures()
    (folder / "journals").mkdir(parents=True)
    path = folder / "document.txt"
    path.write_bytes(_STARTS[seed % len(_STARTS)])
    text = in_file = read_document(path).text
    for _ in range(rounds):
        if _stopping.is_set():
            break
        life = _live(folder, random, how)
        figures.rounds += 1
        figures.moments[life.moment] += 1
        figures.edits += len(life.edits)
        if life.complaint:
            figures.failures.append(life.complaint[-2000:])
        if life.opened and hashlib.sha256(text.encode()).hexdigest() != life.opened:
            figures.failures.append("the process opened another text than was recovered")
        states = [text]
        for _, position, removed, added in life.edits:
            text = text[:position] + added + text[position + removed :]
            states.append(text)
        try:
            in_file, text, recovered = _judge(path, folder / "journals", states, in_file)
        except AssertionError as error:
            figures.failures.append(f"killed {life.moment}: {error}")
            for journal in list_journals(folder / "journals"):
                journal.unlink()
            text = in_file = read_document(path).text
            continue
        figures.recovered += recovered
        kept = max(n for n, state in enumerate(states) if state == text)
        first_lost_ns = life.edits[kept][0] if kept < len(life.edits) else life.killed_ns
        figures.lost_s.append(max(0, life.killed_ns - first_lost_ns) / 1e9)
    return figures


def _judge(path: Path, journals: Path, states: list[str], in_file: str) -> tuple[str, str, bool]:
    """The text in the file, the text that the next start shows, whether the journal had it."""
    on_disk = read_document(path).text
    assert on_disk in (in_file, *states), "the file holds a text that never was"
    found = find_recoverable(journals)
    changed = [one for one in found if one.situation is Situation.FILE_CHANGED]
    assert not changed, "our own save was taken for another program's"
    offered = [one for one in found if one.situation is Situation.FILE_AS_BEFORE]
    assert len(offered) <= 1, "two journals offer one document"
    shown = offered[0].text if offered else on_disk
    assert shown in states, (
        f"what is shown ({len(shown)} characters, {'recovered' if offered else 'from the file'}) "
        f"is not what was there before ({len(states[0])}) nor after ({len(states[-1])})"
    )
    return on_disk, shown, bool(offered)


def run(rounds: int, *, lanes: int, how: How = How.EDITS, seed: int = 0) -> Figures:
    """``rounds`` kills, in ``lanes`` at a time."""
    total = Figures()
    with tempfile.TemporaryDirectory(prefix="writer-kill-") as folder:
        shares = [rounds // lanes + (n < rounds % lanes) for n in range(lanes)]
        with ThreadPoolExecutor(lanes, thread_name_prefix="lane") as pool:
            work = [
                pool.submit(_lane, Path(folder) / str(n), share, seed + n, how)
                for n, share in enumerate(shares)
            ]
            for one in (job.result() for job in work):
                total.rounds += one.rounds
                total.lost_s += one.lost_s
                total.edits += one.edits
                total.recovered += one.recovered
                total.moments += one.moments
                total.failures += one.failures
    return total


def report(figures: Figures) -> str:
    """The figures as lines."""
    lost_ms = sorted(1000 * value for value in figures.lost_s) or [0.0]
    some = [value for value in lost_ms if value > 0] or [0.0]
    moments = ", ".join(f"{count} {name}" for name, count in sorted(figures.moments.items()))
    return "\n".join(
        [
            f"{figures.rounds:,} kills ({moments}), {figures.edits:,} edits",
            f"{len(figures.failures)} documents lost, unreadable or mistaken",
            f"{figures.recovered:,} recovered from the journal, the others were all in the file",
            f"typing lost: p50 {statistics.median(lost_ms):.0f} ms, "
            f"p99 {lost_ms[int(0.99 * (len(lost_ms) - 1))]:.0f} ms, max {lost_ms[-1]:.0f} ms",
            f"where any was lost ({len(some):,} kills): p50 {statistics.median(some):.0f} ms",
            *figures.failures[:5],
        ]
    )


def main() -> None:
    """Run the full set and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--lanes", type=int, default=4)
    parser.add_argument("--how", choices=[how.value for how in How], default="window")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: _stopping.set())
    figures = run(
        arguments.rounds, lanes=arguments.lanes, how=How(arguments.how), seed=arguments.seed
    )
    print(report(figures))
    sys.exit(bool(figures.failures))


if __name__ == "__main__":
    main()
