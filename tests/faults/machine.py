"""Edits, saves, crashes and power cuts in any order, against a plain string.

``python -m tests.faults.machine --steps 10000`` runs the full set and prints what it did.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.faults.disk import (
    ERRORS,
    IN_MEMORY,
    FailingCall,
    MachineStoppedError,
    StoppableMachine,
    failure,
)
from writer.documents.edits import Edit, units
from writer.documents.files import TextFormat, encode_document, read_document
from writer.documents.journal import Journal
from writer.documents.recovery import Situation, find_recoverable, settle
from writer.documents.saving import save_document
from writer.documents.stamp import FileStamp
from writer.errors import DocumentError

#: How often each thing was done, over all runs of this process.
done: Counter[str] = Counter()

_WORDS = st.sampled_from(["a", "word ", "\n", "é", "😀", "\n\n", "“", "x" * 300])
_BYTES = st.sampled_from(
    [
        b"",
        b"plain\n",
        b"caf\xe9\r\nnoir",
        "wide é\n".encode("utf-16"),
        b"\xef\xbb\xbfone\ntwo\r\nthree\r",
        "bad é é é \n".encode() + b"\xff\xfe\0",
    ]
)


class Editor(RuleBasedStateMachine):
    """An editor without a window: one document, its journal, and what a person typed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="writer-machine-", dir=IN_MEMORY))
        self.journals = self.folder / "journals"
        self.journals.mkdir()
        self.path = self.folder / "document.txt"
        self.machine = StoppableMachine()

    @initialize(data=_BYTES)
    def open_first(self, data: bytes) -> None:
        """A document as some other program left it."""
        self.path.write_bytes(data)
        self._open()

    def _open(self) -> None:
        document = read_document(self.path, even_if_not_text=True)
        self.saved = self.path.read_bytes()
        self._start(document.text, document.format, document.stamp)

    def _start(self, text: str, text_format: TextFormat, stamp: FileStamp) -> None:
        """An editor showing ``text``, with a journal that was not written yet."""
        self.text, self.format, self.stamp = text, text_format, stamp
        self.journal = Journal(
            self.journals,
            self.path,
            text=text,
            text_format=text_format,
            sha256=stamp.sha256,
            filesystem=self.machine,
        )
        self.written = self.synced = text
        self.since: list[str] = []

    def _edit(self, at: int, removed: int, added: str) -> None:
        before = self.text
        self.text = before[:at] + added + before[at + removed :]
        edit = Edit(units(before[:at]), units(before[at : at + removed]), added)
        self.journal.append(edit)
        self.since.append(self.text)
        done["edits"] += 1

    @rule(where=st.floats(0, 1), length=st.integers(0, 9), added=_WORDS)
    def type(self, where: float, length: int, added: str) -> None:
        """Replace something by something."""
        if self.format.encoding.name == "windows-1252" and added == "😀":
            added = "ö"
        at = round(where * len(self.text))
        self._edit(at, min(length, len(self.text) - at), added)

    @rule()
    def write(self) -> None:
        """The timer writes the journal."""
        self.journal.write()
        self.written = self.text
        done["journal writes"] += 1

    @rule()
    def sync(self) -> None:
        """The timer forces the journal to the disk."""
        self.journal.sync()
        self.written = self.synced = self.text
        self.since.clear()
        done["journal syncs"] += 1

    @rule(typed_meanwhile=st.lists(_WORDS, max_size=2), noted=st.booleans())
    def save(self, typed_meanwhile: list[str], noted: bool) -> None:
        """Save, while typing goes on."""
        self._save(typed_meanwhile, noted, stop_at=-1)
        done["saves"] += 1

    def _save(self, typed_meanwhile: list[str], noted: bool, stop_at: int) -> None:
        text, text_format, stamp = self.text, self.format, self.stamp
        self.journal.mark()
        for added in typed_meanwhile:
            self.type(1.0, 0, added)
        data = encode_document(text, text_format)[0]
        self.possible = {self.saved, data}
        self.machine.calls_left = stop_at
        self.journal.saving(hashlib.sha256(data).hexdigest())
        if noted:
            self.journal.write()
        result = save_document(self.path, text, text_format, stamp, filesystem=self.machine)
        self.saved = data
        self.journal.restart(text, result.format, result.stamp.sha256)
        self.machine.calls_left = -1
        self.format, self.stamp = result.format, result.stamp
        self.written = self.synced = self.text
        self.since.clear()

    @rule(
        method=st.sampled_from(["open", "write", "fsync", "replace"]), name=st.sampled_from(ERRORS)
    )
    def fail_to_save(self, method: str, name: str) -> None:
        """A save that the disk refuses: the file stays, editing goes on."""
        before = self.path.read_bytes()
        self.journal.mark()
        disk = FailingCall(method, failure(name), 2 if method == "open" else 1)
        text = self.text or "\n"  # an empty text needs no write that could fail
        try:
            save_document(self.path, text, self.format, self.stamp, filesystem=disk)
        except DocumentError:
            self.journal.not_saved()
        else:
            raise AssertionError("a failing disk was not noticed")
        assert self.path.read_bytes() == before
        done["failed saves"] += 1

    @rule(calls=st.integers(0, 30), typed_meanwhile=st.lists(_WORDS, max_size=2))
    def die_while_saving(self, calls: int, typed_meanwhile: list[str]) -> None:
        """kill -9 at any call of a save: the text is in the file or in the journal."""
        before = self.text
        self.journal.sync()
        self.written = self.synced = self.text
        self.since.clear()
        with contextlib.suppress(MachineStoppedError):
            self._save(typed_meanwhile, False, stop_at=calls)
        done["kills while saving"] += 1
        assert self.path.read_bytes() in self.possible
        self.machine.kill()
        self._recover({before, *self.since, self.text})

    @rule()
    def die(self) -> None:
        """kill -9: what was handed to the system is there, letter by letter."""
        self.machine.kill()
        done["kills"] += 1
        self._recover({self.written})

    @rule(seed=st.integers(0, 1 << 32))
    def lose_power(self, seed: int) -> None:
        """A power cut: what was forced to the disk is there, and perhaps some of the rest."""
        self.machine.cut_power(Random(seed))
        done["power cuts"] += 1
        self._recover({self.synced, *self.since})

    def _recover(self, allowed: set[str]) -> None:
        """Start again, take what is offered, and check that it is what may be expected."""
        on_disk = read_document(self.path, even_if_not_text=True)
        offered = [one for one in find_recoverable(self.journals) if one.text or one.document]
        usable = [one for one in offered if one.situation is not Situation.UNREADABLE]
        assert all(one.situation is not Situation.FILE_CHANGED for one in usable)
        lost = [one for one in usable if one.situation is Situation.FILE_AS_BEFORE]
        assert len(lost) <= 1
        self.saved = self.path.read_bytes()
        if lost:
            assert lost[0].text in allowed, (lost[0].text, allowed)
            self._start(lost[0].text, lost[0].format, on_disk.stamp)
            self.journal.begin(instead_of=lost[0].journal)
        else:
            expected = {encode_document(text, self.format)[0] for text in allowed}
            assert self.saved in expected, (self.saved, expected)
            self._open()
        for one in usable:
            settle(one)
        done["recoveries"] += 1

    @invariant()
    def file_is_whole(self) -> None:
        """At every moment the file is exactly what was last saved."""
        if hasattr(self, "saved"):
            assert self.path.read_bytes() == self.saved
        done["steps"] += 1

    def teardown(self) -> None:
        """Remove the folder of this run."""
        import shutil

        self.machine.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def run(steps: int, *, derandomize: bool) -> Counter[str]:
    """At least ``steps`` steps; what was done. Raises at the first difference."""
    done.clear()
    while done["steps"] < steps:
        run_state_machine_as_test(
            Editor,
            settings=settings(
                max_examples=max(1, (steps - done["steps"]) // 40),
                stateful_step_count=50,
                deadline=None,
                derandomize=derandomize,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
    return done


def main() -> None:
    """Run the full set and print how often each thing was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=10_000)
    counts = run(parser.parse_args().steps, derandomize=False)
    for name, count in sorted(counts.items()):
        print(f"{count:8,} {name}")
    print("       0 differences")


if __name__ == "__main__":
    main()
