"""How long the parts take on a 5 MB manuscript: ``python -m tests.faults.speed``.

The time by the clock is the median; it holds the disk and whatever else the machine does. The
time of the processor is the least of the rounds.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from writer.documents.diff import diff_words
from writer.documents.edits import Edit, apply_edits
from writer.documents.export import ExportKind, export_document
from writer.documents.files import read_document
from writer.documents.journal import Journal
from writer.documents.journal_reader import list_journals
from writer.documents.recovery import find_recoverable
from writer.documents.saving import save_document
from writer.documents.snapshots import take

_ROUNDS = 5


def _measure(name: str, step: Callable[[], object]) -> None:
    wall, work = [], []
    for _ in range(_ROUNDS):
        start, start_work = time.perf_counter(), time.process_time()
        step()
        work.append(1000 * (time.process_time() - start_work))
        wall.append(1000 * (time.perf_counter() - start))
    print(f"| {name} | {min(work):.2f} | {statistics.median(wall):.2f} |")


def main() -> None:
    """Print the table."""
    lines = [
        f"In paragraph {n} he rested and tried not to think of {n % 97} things.\n"
        for n in range(80_000)
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "book.md"
        path.write_text("".join(lines))
        document = read_document(path)
        print(f"{path.stat().st_size / 1e6:.1f} MB, {_ROUNDS} rounds\n")
        print("| step | ms of processor | ms by the clock |\n|---|---:|---:|")
        _measure("open", lambda: read_document(path))
        stamp = [document.stamp]

        def save() -> None:
            stamp[0] = save_document(path, document.text, document.format, stamp[0]).stamp

        _measure("save (two fsyncs)", save)
        journal = Journal(folder, path, text=document.text, sha256=stamp[0].sha256)
        typed = [Edit(2_000_000 + n, 0, "a") for n in range(1000)]
        _measure("append 1,000 letters to the journal", lambda: [*map(journal.append, typed)])
        _measure("append one letter", lambda: journal.append(Edit(5, 0, "a")))
        journal.sync()

        def write() -> None:
            journal.append(Edit(7, 0, "a"))
            journal.write()

        _measure("write the journal", write)
        journal.close()
        _measure("find and rebuild after a crash", lambda: find_recoverable(folder))
        assert list_journals(folder)
        jumps = [Edit((n * 7919) % 2_000_000, 1, "b") for n in range(1000)]
        _measure("apply 1,000 edits far apart", lambda: apply_edits(document.text, jumps))
        lines[40_000] = "A changed line.\n"
        changed = "".join(lines)
        _measure("word diff of one changed line", lambda: diff_words(document.text, changed))
        data = path.read_bytes()
        clock = iter(range(1_000_000_000, 2_000_000_000, 1000))
        _measure(
            "keep a version",
            lambda: take(folder / "v", path, data + b"%d" % next(clock), next(clock)),
        )
        for kind in ExportKind:
            target = folder / f"out{kind.value}"
            _measure(
                f"export {kind.name}",
                lambda kind=kind, target=target: export_document(
                    target, document.text, kind, markdown=True
                ),
            )


if __name__ == "__main__":
    main()
