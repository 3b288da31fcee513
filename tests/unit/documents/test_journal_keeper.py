"""The journal's thread: it writes by itself, says trouble once, and ends when told."""

from __future__ import annotations

import threading

from writer.documents.edits import Edit
from writer.documents.journal_keeper import JournalKeeper
from writer.errors import DocumentError

_BOUND_S = 30.0


class _Journal:
    """Notes what is asked of it; fails while ``broken``."""

    def __init__(self) -> None:
        self.edits: list[Edit] = []
        self.calls: list[tuple[str, int]] = []
        self.written, self.synced = threading.Event(), threading.Event()
        self.broken = False

    def append(self, edit: Edit) -> None:
        self.edits.append(edit)

    def write(self) -> None:
        self._call("write", self.written)

    def sync(self) -> None:
        self._call("sync", self.synced)

    def _call(self, name: str, event: threading.Event) -> None:
        self.calls.append((name, len(self.edits)))
        broken = self.broken
        event.set()
        if broken:
            raise DocumentError("The disk is full.")


def test_an_edit_is_written_then_synced() -> None:
    """An edit reaches the system and then the disk without anybody asking."""
    journal = _Journal()
    keeper = JournalKeeper(journal, lambda _: None)
    keeper.record(Edit(0, 0, "a"))
    assert journal.written.wait(_BOUND_S)
    assert journal.synced.wait(_BOUND_S)
    assert journal.calls == [("write", 1), ("sync", 1)]
    assert keeper.stop()


def test_stopping_syncs_what_is_left() -> None:
    """At the end, the last letters are on the disk before the thread is gone."""
    journal = _Journal()
    keeper = JournalKeeper(journal, lambda _: None)
    for letter in "abc":
        keeper.record(Edit(0, 0, letter))
    assert keeper.stop()
    assert journal.calls[-1] == ("sync", 3)


def test_trouble_is_told_once_and_its_end_too() -> None:
    """A full disk is said one time, not every second; so is that it is over."""
    journal, told = _Journal(), []
    all_well = threading.Event()

    def tell(sentence: str) -> None:
        told.append(sentence)
        if not sentence:
            all_well.set()

    journal.broken = True
    keeper = JournalKeeper(journal, tell)
    keeper.record(Edit(0, 0, "a"))
    assert journal.written.wait(_BOUND_S)
    journal.broken = False
    keeper.record(Edit(1, 0, "b"))
    assert all_well.wait(_BOUND_S)
    assert told == ["The disk is full.", ""]
    assert keeper.stop()
