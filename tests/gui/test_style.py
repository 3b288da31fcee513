"""Learn My Style: from the menu to a suggestion in one's own style, with a scripted process."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from writer.app import WriterApp
from writer.engine.scripted import ScriptedEngine
from writer.models.adapters import keep_adapter, list_adapters
from writer.models.learning import (
    Failed,
    Finished,
    Measuring,
    Message,
    Paused,
    Reading,
    Step,
    Stopped,
    to_line,
)
from writer.models.store import Origin
from writer.paths import Profile
from writer.sentence import Sentence
from writer.settings.store import Settings
from writer.ui.style_dialog import ADAPTER, StyleDialog
from writer.ui.style_learner import STYLE, StyleLearner, finetune_command

if TYPE_CHECKING:
    from conftest import Desk

WAIT_MS = 10_000
DONE = Finished(STYLE, True, 92.25, 80.5, 1.45, 1.4, 0.205, 0.237, 9_000, 6_000, 2.0, "It helps.")
BEGINNING = (Reading(1, 90_000, 9_000), Measuring(before=True, done=1, total=2))
MIDDLE = (*BEGINNING, Step(50, 100, 3.0, 1.4, 130.0))
SCRIPT = """
import sys
for line in {lines!r}:
    if line in ("pause", "resume", "stop"):
        while sys.stdin.readline().strip() not in (line, ""):
            pass
    else:
        print(line, flush=True)
{after}
"""


def process(*lines: Message | str, after: str = "") -> Callable[[object], list[str]]:
    """A process that says these messages; at a word it waits until it is told that word."""
    said = [line if isinstance(line, str) else to_line(line) for line in lines]
    return lambda _: [sys.executable, "-c", SCRIPT.format(lines=said, after=after)]


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """Where the style is kept."""
    return Profile.under(tmp_path / "profile")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """What is learnt from."""
    path = tmp_path / "novel.md"
    path.write_text("It was a dark night.")
    return path


Open = Callable[..., StyleDialog]


@pytest.fixture
def open_dialog(desk: Desk, profile: Profile, document: Path) -> Iterator[Open]:
    """The dialog over a scripted process, with one document in its list."""
    learners = []

    def build(*lines: Message | str, after: str = "") -> StyleDialog:
        learner = StyleLearner(profile, process(*lines, after=after), desk.window)
        learners.append(learner)
        dialog = StyleDialog(learner, desk.settings, document, desk.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialog.show()
        return dialog

    yield build
    for learner in learners:
        learner.shut_down(WAIT_MS)


def keep_style(profile: Profile, tmp_path: Path) -> None:
    """What the process leaves behind."""
    source = tmp_path / "made"
    source.mkdir()
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        (source / name).write_bytes(b"{}")
    keep_adapter(source, STYLE, profile, base="starter", origin=Origin.TRAINED)


def test_it_is_learnt_measured_used_and_removed(
    desk: Desk, open_dialog: Open, profile: Profile, tmp_path: Path
) -> None:
    """One click each; the result is shown before anything is changed."""
    dialog = open_dialog(*MIDDLE, "resume", Measuring(before=False, done=2, total=2), DONE)
    assert not dialog.use.isVisible()
    dialog.start.click()
    assert not dialog.start.isEnabled()
    desk.until(lambda: "about 3 minutes left" in dialog.status.text())
    assert dialog.bar.value() == 500
    keep_style(profile, tmp_path)
    dialog._learner.resume()
    desk.until(lambda: dialog.start.isEnabled())
    assert "It helps" in dialog.status.text()
    saved = [label.text() for label in dialog.figures["saved"]]
    perplexity = [label.text() for label in dialog.figures["perplexity"]]
    assert saved == ["20.5 %", "23.7 %"]
    assert [float(text) for text in perplexity] == pytest.approx([92.25, 80.5], abs=0.06)
    assert desk.settings.text(ADAPTER) == ""
    dialog.use.click()
    assert desk.settings.text(ADAPTER) == STYLE
    dialog.use.click()
    assert desk.settings.text(ADAPTER) == ""
    dialog.use.click()
    dialog.remove.click()
    assert desk.settings.text(ADAPTER) == ""
    assert list_adapters(profile) == []
    assert not dialog.use.isVisible()
    assert "is gone" in dialog.status.text()


def test_it_pauses_goes_on_and_stops(desk: Desk, open_dialog: Open) -> None:
    """The process is told so, and the dialog shows which."""
    dialog = open_dialog(*MIDDLE, "pause", Paused(), "resume", *MIDDLE, "stop", Stopped(51))
    dialog.start.click()
    desk.until(lambda: dialog._learner.last == MIDDLE[-1])
    dialog.pause.click()
    desk.until(lambda: dialog._learner.last == Paused())
    assert (dialog.status.text(), dialog.pause.text()) == ("Paused.", "Go &On")
    dialog.pause.click()
    desk.until(lambda: dialog._learner.last == MIDDLE[-1])
    dialog.stop.click()
    desk.until(lambda: dialog.start.isEnabled())
    assert dialog.status.text().startswith("Stopped.")
    assert not dialog.stop.isVisible()


def test_a_failure_is_a_sentence(desk: Desk, open_dialog: Open) -> None:
    """What the process says is shown as it is."""
    said = Sentence("There are only {total} characters to learn from.", total=20)
    dialog = open_dialog(*BEGINNING, Failed(said))
    dialog.start.click()
    desk.until(lambda: dialog.start.isEnabled())
    assert dialog.status.text() == "There are only 20 characters to learn from."


@pytest.mark.parametrize("after", ["sys.exit(3)", "import os; os.kill(os.getpid(), 9)"])
def test_a_process_that_dies_is_a_sentence(desk: Desk, open_dialog: Open, after: str) -> None:
    """However it ends."""
    dialog = open_dialog(*MIDDLE, after=after)
    dialog.start.click()
    desk.until(lambda: dialog.start.isEnabled())
    assert "Learning ended before it was done" in dialog.status.text()


def test_a_process_that_cannot_begin_is_a_sentence(desk: Desk, profile: Profile) -> None:
    """No dialog that waits for ever."""
    learner = StyleLearner(profile, lambda _: ["/nowhere/writer"], desk.window)
    learner.start([Path("a.txt")], "starter", 10)
    desk.until(lambda: not learner.is_running)
    assert isinstance(learner.last, Failed)


def test_documents_are_chosen_and_left_out(
    desk: Desk,
    open_dialog: Open,
    document: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each once; without any there is nothing to start."""
    dialog = open_dialog()
    other = tmp_path / "letters.txt"
    answer = ([str(other), str(document)], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: answer)
    assert not dialog.add_this.isEnabled()
    dialog.choose.click()
    assert dialog.files == [document, other]
    dialog.list.selectAll()
    dialog.drop.click()
    assert dialog.files == []
    assert not dialog.start.isEnabled()
    dialog.add_this.click()
    assert dialog.files == [document]


def test_what_was_learnt_another_day_can_be_used(
    desk: Desk, open_dialog: Open, profile: Profile, tmp_path: Path
) -> None:
    """The dialog of a later start knows it."""
    keep_style(profile, tmp_path)
    dialog = open_dialog()
    assert dialog.status.text().startswith("Learnt before, on")
    assert not dialog.figures["saved"][0].isVisible()
    dialog.use.click()
    assert desk.settings.text(ADAPTER) == STYLE
    assert dialog.use.text() == "Do Not &Use It"


def test_what_was_learnt_for_another_model_is_not_used(
    desk: Desk, open_dialog: Open, profile: Profile, tmp_path: Path
) -> None:
    """It says so, and can be used again when that model is."""
    keep_style(profile, tmp_path)
    desk.settings.override("completions.model", "distilgpt2")
    dialog = open_dialog()
    assert "belongs to the model starter" in dialog.status.text()
    assert not dialog.use.isEnabled()
    assert dialog.remove.isEnabled()
    desk.settings.set("completions.model", "starter")
    assert dialog.use.isEnabled()


def test_the_process_learns_for_this_profile_and_model(
    desk: Desk, profile: Profile, tmp_path: Path
) -> None:
    """The documents, the model of the window, the time, and where to keep it."""
    told = tmp_path / "told.txt"

    def command(arguments: object) -> list[str]:
        return [sys.executable, "-c", f"open({str(told)!r}, 'w').write(repr({arguments!r}))"]

    learner = StyleLearner(profile, command, desk.window)
    learner.start([Path("a.txt"), Path("b.md")], "distilgpt2", 25)
    desk.until(lambda: not learner.is_running)
    wanted = ["a.txt", "b.md", "--name", STYLE, "--minutes", "25", "--model", "distilgpt2"]
    assert told.read_text() == repr([*wanted, "--profile", str(tmp_path / "profile")])
    assert finetune_command(["x"])[-4:] == ["finetune", "--progress-json", "--background", "x"]


def test_the_end_of_writer_ends_the_process(qtbot: QtBot, tmp_path: Path) -> None:
    """Its input ends, and it has time to keep its place; the menu opened the dialog."""
    profile = Profile.under(tmp_path / "p")
    profile.create()
    app = WriterApp(
        Settings(profile.config / "settings.toml"), profile, lambda *_: ScriptedEngine()
    )
    kept = tmp_path / "kept"
    after = f"sys.stdin.read(); open({str(kept)!r}, 'w').write('here')"
    app._stop_ms = WAIT_MS
    app.style.learner._make_command = process(*MIDDLE, after=after)
    app.start([])
    window = app.windows[0]
    window.commands["learn_style"].trigger()
    dialog = window.findChild(StyleDialog)
    assert dialog is not None
    assert not dialog.start.isEnabled()
    dialog.add([tmp_path / "a.txt"])
    dialog.start.click()
    qtbot.waitUntil(lambda: app.style.learner.last == MIDDLE[-1], timeout=WAIT_MS)
    assert window.close()
    assert app.shut_down()
    assert kept.read_text() == "here"
