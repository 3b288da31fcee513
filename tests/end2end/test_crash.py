"""The whole program in its own process, killed and ended: the text is there at the next start."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from writer.documents.edits import apply_edits
from writer.documents.journal_reader import list_journals, parse_journal

TYPIST = Path(__file__).with_name("crash_typist.py")
PATIENCE = 2000
"""How often a file is looked at, a hundredth of a second apart, before a test gives up."""


class Writer:
    """A Writer process with its keys."""

    def __init__(self, profile: Path, text: str, *files: Path) -> None:
        command = [sys.executable, str(TYPIST), str(profile), text, *map(str, files)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.opened: list[str] = []

    def until_typed(self) -> None:
        """Until its keys are in the document."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == "opened":
                self.opened.append(json.loads(rest))
            if word == "typed":
                return
        raise AssertionError(self.process.communicate()[1])

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal; its return code and what it complained about."""
        self.process.send_signal(number)
        _, complaint = self.process.communicate(timeout=60)
        return self.process.returncode, complaint


@pytest.fixture
def writers() -> Iterator[list[Writer]]:
    """Writers that are ended with the test, whatever happens."""
    started: list[Writer] = []
    yield started
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.communicate(timeout=60)


def in_journals(profile: Path) -> list[str]:
    found = []
    for path in list_journals(profile / "state" / "journals"):
        content = parse_journal(path, path.read_bytes())
        if content.header is not None:
            found.append(apply_edits(content.text, content.edits))
    return found


def start(writers: list[Writer], profile: Path, text: str, *files: Path) -> Writer:
    writer = Writer(profile, text, *files)
    writers.append(writer)
    writer.until_typed()
    return writer


def wait_until(condition: Callable[[], bool]) -> None:
    """For what another process writes."""
    pause = threading.Event()
    for _ in range(PATIENCE):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError("it did not come")


def test_kill_9_loses_nothing_that_is_a_second_old(tmp_path: Path, writers: list[Writer]) -> None:
    """Typed, killed, started again: the file is untouched and the text is offered, on the disk."""
    document, profile = tmp_path / "novel.md", tmp_path / "profile"
    document.write_text("Chapter one. ")
    first = start(writers, profile, "It was a dark night. ", document)
    session = profile / "state" / "session.json"
    wait_until(lambda: "It was a dark night. Chapter one. " in in_journals(profile))
    wait_until(lambda: session.exists() and str(document) in session.read_text())
    first.end(signal.SIGKILL)
    assert document.read_text() == "Chapter one. "
    again = start(writers, profile, "")
    assert again.opened == ["Chapter one. "]  # and a dialog that offers the rest
    assert in_journals(profile) == ["It was a dark night. Chapter one. "]
    code, complaint = again.end(signal.SIGTERM)
    assert (code, "Traceback" in complaint) == (0, False), complaint
    assert in_journals(profile) == ["It was a dark night. Chapter one. "]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_the_next_start_looks_the_same(
    tmp_path: Path, writers: list[Writer], number: signal.Signals
) -> None:
    """No question, exit code 0, and unsaved text comes back by itself, time after time."""
    profile = tmp_path / "profile"
    code, complaint = start(writers, profile, "one").end(number)
    assert (code, "Traceback" in complaint) == (0, False), complaint
    second = start(writers, profile, "two ")
    assert second.opened == ["one"]
    assert second.end(number)[0] == 0
    third = start(writers, profile, "")
    assert third.opened == ["onetwo "]
    assert third.end(number)[0] == 0


def test_a_later_start_opens_its_file_in_the_running_window(
    tmp_path: Path, writers: list[Writer]
) -> None:
    """``writer file.md`` while a Writer runs: the command ends, the file is open in that one."""
    profile, document = tmp_path / "profile", tmp_path / "novel.md"
    document.write_text("Chapter one.")
    first = start(writers, profile, "")
    later = Writer(profile, "never typed", document)
    writers.append(later)
    out, complaint = later.process.communicate(timeout=60)
    assert (later.process.returncode, out) == (0, ""), complaint
    assert first.end(signal.SIGTERM)[0] == 0
    assert start(writers, profile, "").opened == ["Chapter one."]
