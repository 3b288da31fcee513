"""SIGTERM and SIGINT while the model is being loaded: is every key kept, and how soon is it over?

``python -m tests.faults.leaving --rounds 20`` prints the figures. The child is the whole
application; its worker really imports ONNX Runtime and reads the model, and keys are typed all the
while. The signal comes at a random moment after the import has begun.
"""

from __future__ import annotations

import argparse
import importlib.abc
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import ModuleType

from writer.documents.edits import apply_edits
from writer.documents.journal_reader import list_journals, parse_journal

_PATIENCE_S = 120.0
_FIRST = "onnxruntime"
"""The first large import of an engine."""
_LONGEST_DELAY_S = 0.4
_KEY_MS = 3


@dataclass(frozen=True)
class Leaving:
    """How one process ended.

    ``typed`` is how many letters it said it has, ``kept`` how many are in the journal;
    ``ready`` is whether the model could be used by then, ``took_s`` from signal to end.
    """

    code: int
    typed: int
    kept: int
    ready: bool
    took_s: float
    complaint: str


def _say(line: str) -> None:
    """In one piece: two threads speak."""
    os.write(1, f"{line}\n".encode())


class _Announcer(importlib.abc.MetaPathFinder):
    """Says when the engine begins to be imported; finds nothing itself."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        if name == _FIRST:
            _say("importing")


def leave_once(number: signal.Signals, random: Random) -> Leaving:
    """Start it, signal it while it loads, and look at what is left."""
    with tempfile.TemporaryDirectory(prefix="writer-leaving-") as folder:
        command = [sys.executable, "-m", "tests.faults.leaving", "--child", folder]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert child.stdout
        lines: list[str] = []
        for line in child.stdout:
            lines.append(line.strip())
            if lines[-1] == "importing":
                break
        threading.Event().wait(random.uniform(0, _LONGEST_DELAY_S))
        sent = time.monotonic()
        child.send_signal(number)
        out, complaint = child.communicate(timeout=_PATIENCE_S)
        took_s = time.monotonic() - sent
        lines += out.split("\n")
        typed = max((int(one[2:]) for one in lines if one.startswith("T ")), default=0)
        texts = []
        for path in list_journals(Path(folder) / "state" / "journals"):
            content = parse_journal(path, path.read_bytes())
            texts.append(apply_edits(content.text, content.edits))
        kept = max(map(len, texts), default=0)
        assert all(set(text) <= {"x"} for text in texts), texts
        return Leaving(child.returncode, typed, kept, "ready" in lines, took_s, complaint)


def _child(folder: Path) -> int:
    """Be the application, and somebody at its keys."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.meta_path.insert(0, _Announcer())
    from PySide6.QtCore import QTimer
    from PySide6.QtTest import QTest

    from writer import app as writer_app
    from writer.paths import Profile

    def begin(app: writer_app.WriterApp) -> None:
        timer = QTimer(app.windows[0])
        timer.setObjectName("typist")
        editor = app.windows[0].editor

        def press() -> None:
            QTest.keyClick(editor, "x")
            _say(f"T {editor.document().characterCount() - 1}")

        timer.timeout.connect(press)
        timer.start(_KEY_MS)
        app.worker.engine_ready.connect(lambda _info: _say("ready"))

    return writer_app.run([], profile=Profile.under(folder), model=None, on_open=begin)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--child", type=Path)
    arguments = parser.parse_args()
    if arguments.child is not None:
        sys.exit(_child(arguments.child))
    random = Random(0)
    left = [
        leave_once(random.choice((signal.SIGTERM, signal.SIGINT)), random)
        for _ in range(arguments.rounds)
    ]
    took = sorted(one.took_s for one in left)
    during = sum(not one.ready for one in left)
    bad = [one for one in left if one.code or one.kept < one.typed or "Traceback" in one.complaint]
    print(f"{len(left)} signals, {during} of them before the model was ready")
    print(f"{len(bad)} with a key lost, another exit code than 0 or a traceback")
    print(f"from the signal to the end: p50 {took[len(took) // 2]:.2f} s, max {took[-1]:.2f} s")
    for one in bad:
        print(one)
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
