"""Suggestions, Models: getting, importing, using and removing models in the real window."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from tests.checkpoints import TINY, write_checkpoint
from writer.engine.scripted import ScriptedEngine
from writer.errors import ModelError
from writer.models.child import OnEvent
from writer.models.download import Download, Source
from writer.models.hashing import checksums
from writer.models.store import Kind, Store
from writer.models.transfer import Order, TransferError
from writer.paths import Profile, resources_dir
from writer.sentence import Sentence
from writer.ui import models_desk
from writer.ui.about_model_dialog import AboutModelDialog
from writer.ui.model_details import Act
from writer.ui.model_switch import Choice
from writer.ui.models_desk import ModelsDesk
from writer.ui.models_dialog import ModelsDialog
from writer.ui.preferences_dialog import PreferencesDialog

if TYPE_CHECKING:
    from conftest import Desk

TOTAL = 1000
Step = tuple[str, object] | threading.Event


@dataclass
class Transfers:
    """Plays the child of a download: the steps of each run, then the files, if it got so far."""

    files: Path
    runs: list[list[Step]] = field(default_factory=list)
    begun: list[Order] = field(default_factory=list)

    def make_download(self, source: Source, store: Store) -> Download:
        steps = self.runs.pop(0) if self.runs else []
        # What the catalogue pins are the real files; here are others.
        return Download(
            replace(source, pinned=()), store, make_carrier=lambda: _Carrier(self, steps)
        )


class _Carrier:
    def __init__(self, transfers: Transfers, steps: list[Step]) -> None:
        self._transfers = transfers
        self._steps = steps
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()

    def run(self, order: Order, on_event: OnEvent) -> None:
        self._transfers.begun.append(order)
        (order.folder / "model.safetensors.part").write_bytes(b"x" * 100)
        for step in self._steps:
            if isinstance(step, threading.Event):
                while not (step.wait(0.002) or self._stopped.is_set()):
                    pass
                continue
            kind, what = step
            if kind == "at":
                on_event({"event": "progress", "done": what, "total": TOTAL})
            elif kind == "waits":
                on_event({"event": "waiting", "message": Sentence(str(what)).to_data()})
            else:
                raise TransferError(kind, str(what))
        if self._stopped.is_set():
            raise TransferError("stopped", "It was stopped.")
        listed = []
        for path in self._transfers.files.iterdir():
            shutil.copy(path, order.folder)
            sha256, git_id = checksums(path, lambda _: None)
            listed.append([path.name, path.stat().st_size, sha256, git_id])
        on_event({"event": "listing", "commit": "c" * 40, "licence": "mit", "files": listed})


@dataclass
class Bench:
    """A window with its models, and what the tests do with them."""

    desk: Desk
    models: ModelsDesk
    transfers: Transfers
    store: Store
    engines: dict[tuple[str, str], ScriptedEngine] = field(default_factory=dict)
    refused_adapter: str = ""

    @property
    def dialog(self) -> ModelsDialog:
        found = self.desk.window.findChild(ModelsDialog)
        assert found is not None
        return found

    @property
    def message(self) -> str:
        label = self.dialog.details.message
        return label.text() if label.isVisible() else ""

    def open(self, name: str = "distilgpt2") -> ModelsDialog:
        self.desk.trigger("models")
        self.dialog.choose(name)
        return self.dialog

    def offered(self) -> set[Act]:
        """The buttons that can be clicked."""
        details = self.dialog.details
        return {act for act in Act if details.button(act).isVisible()}

    def click(self, act: Act) -> None:
        assert act in self.offered()
        self.dialog.act(act)

    def line(self, name: str = "distilgpt2") -> str:
        return self.dialog.list.line(name)

    def until_line(self, begins: str, name: str = "distilgpt2") -> None:
        self.desk.until(lambda: self.line(name).startswith(begins))

    def get(self, name: str = "distilgpt2") -> None:
        """A model that is there."""
        self.open(name)
        self.click(Act.GET)
        self.until_line("Installed", name)

    def question(self) -> AboutModelDialog:
        found = self.dialog.findChild(AboutModelDialog)
        assert found is not None
        return found

    def in_use(self) -> Choice | None:
        return self.models.switch.in_use


@pytest.fixture(scope="session")
def tiny_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_checkpoint(tmp_path_factory.mktemp("tiny"), TINY)


@pytest.fixture
def bench(make_desk: Callable[..., Desk], tmp_path: Path, tiny_files: Path) -> Iterator[Bench]:
    gate = threading.Event()
    desk = make_desk(ScriptedEngine(load_gate=gate, name="starter", default=" from the starter"))
    profile = Profile.under(tmp_path / "profile")
    profile.create()
    transfers = Transfers(tiny_files)
    benches: list[Bench] = []

    def make_engine(model: str | None = None, adapter: str | None = None) -> ScriptedEngine:
        chosen = (model or "", adapter or "")
        found = benches[0].engines.get(chosen)
        return found or ScriptedEngine(name=chosen[0], default=f" from {chosen[0]}")

    def check_adapter(_adapter: Path, _model: Path) -> None:
        if benches[0].refused_adapter:
            raise ModelError(benches[0].refused_adapter)

    models = ModelsDesk(
        desk.settings,
        desk.worker,
        profile,
        resources_dir(),
        make_engine,
        check_adapter,
        make_download=transfers.make_download,
    )
    models.follow(desk.window)
    made = Bench(desk, models, transfers, Store(profile.data))
    benches.append(made)
    gate.set()
    desk.until(lambda: made.in_use() == Choice("starter"))
    yield made
    assert models.stop(5)


def test_the_list_says_what_there_is_and_what_can_be_got(bench: Bench) -> None:
    """Name, size and state of each; the recommended one is chosen; its facts stand beside it."""
    dialog = bench.open()
    assert bench.line("starter").startswith("In use · ")
    assert bench.line("distilgpt2") == "Recommended · 354 MB to get"
    assert bench.line("gpt2-medium") == "1.5 GB to get"
    assert bench.offered() == {Act.GET}
    page = dialog.details.facts.toPlainText()
    for fact in ("Apache-2.0", "82 million", "biases of the web pages", "stranger's draft"):
        assert fact in page
    assert "free" in dialog.disk.text()
    bench.dialog.choose("starter")
    assert bench.offered() == set()


def test_get_shows_how_far_it_is_and_why_it_waits(bench: Bench) -> None:
    """Bytes, share, a bar; a broken connection is said while it is being mended; then it is
    installed, and that is said in the window."""
    half, waits = threading.Event(), threading.Event()
    bench.transfers.runs = [
        [("at", 480), half, ("waits", "The connection broke; going on in 1 s…"), waits]
    ]
    dialog = bench.open()
    bench.click(Act.GET)
    bench.until_line("Downloading, 48 %")
    assert dialog.details.bar.value() == 480
    assert dialog.details.progress.text().startswith("480 bytes of 1 kB")
    assert bench.offered() == {Act.PAUSE, Act.CANCEL}
    half.set()
    bench.until_line("Waiting")
    assert "The connection broke" in dialog.details.progress.text()
    waits.set()
    bench.until_line("Installed")
    assert "every byte" in bench.message
    assert bench.offered() == {Act.USE, Act.CHECK, Act.REMOVE}
    assert "is installed" in bench.desk.window.status.notice()
    assert "Models take" in dialog.disk.text()


def test_a_download_that_broke_says_why_and_can_be_tried_again(bench: Bench) -> None:
    """The sentence stands in the pane, no dialog opens; Retry goes on with what has arrived."""
    bench.transfers.runs = [[("connection", "The connection broke. Retry goes on there.")]]
    bench.open()
    bench.click(Act.GET)
    bench.until_line("Not finished")
    assert bench.message == "The connection broke. Retry goes on there."
    assert bench.offered() == {Act.RETRY, Act.CANCEL}
    bench.click(Act.RETRY)
    bench.until_line("Installed")
    first, second = bench.transfers.begun
    assert first.folder == second.folder


def test_pause_resume_and_cancel(bench: Bench) -> None:
    """Paused it keeps what has arrived, also for the next start; cancelled it leaves nothing."""
    never = threading.Event()
    bench.transfers.runs = [[("at", 500), never], [("at", 600), never]]
    bench.open()
    bench.click(Act.GET)
    bench.until_line("Downloading, 50 %")
    bench.click(Act.PAUSE)
    bench.until_line("Paused at 50 %")
    assert bench.store.incoming("distilgpt2").exists()
    assert bench.offered() == {Act.RESUME, Act.CANCEL}
    bench.click(Act.RESUME)
    bench.until_line("Downloading, 60 %")
    bench.click(Act.CANCEL)
    bench.until_line("Recommended")
    assert not bench.store.incoming("distilgpt2").exists()


def test_what_is_left_of_an_earlier_start_can_go_on_or_go(bench: Bench) -> None:
    """A Writer that was closed in the middle says so at its next start."""
    for name in ("distilgpt2", "unknown-thing"):
        folder = bench.store.incoming(name)
        folder.mkdir(parents=True)
        (folder / "model.safetensors.part").write_bytes(b"x" * 5000)
    bench.open("distilgpt2")
    assert bench.line() == "Partly downloaded · 5 kB"
    assert bench.offered() == {Act.RESUME, Act.CANCEL}
    bench.dialog.choose("unknown-thing")
    assert bench.offered() == {Act.CANCEL}, "nobody knows where it came from"
    bench.click(Act.CANCEL)
    bench.desk.until(lambda: bench.line("unknown-thing") == "")
    bench.dialog.choose("distilgpt2")
    bench.click(Act.RESUME)
    bench.until_line("Installed")


def test_before_the_first_use_a_person_reads_what_it_is(bench: Bench) -> None:
    """Not Now changes nothing; Use It uses it, saves the choice, and is not asked again."""
    bench.get()
    bench.click(Act.USE)
    about = bench.question()
    text = about.page.toPlainText()
    assert "Limits and biases" in text
    assert "Apache-2.0" in text
    assert "It knows nothing, and it says so." in text, "its makers' card"
    about.reject()
    assert bench.in_use() == Choice("starter")
    assert bench.models.switch.loading is None
    bench.click(Act.USE)
    bench.question().use_button.click()
    bench.desk.until(lambda: bench.in_use() == Choice("distilgpt2"))
    assert bench.desk.settings.text("completions.model") == "distilgpt2"
    assert 'model = "distilgpt2"' in (bench.desk.settings_folder / "settings.toml").read_text()
    assert bench.line().startswith("In use")
    assert bench.desk.window.status.model() == "distilgpt2"
    bench.dialog.choose("starter")
    bench.click(Act.USE)
    bench.desk.until(lambda: bench.in_use() == Choice("starter"))
    bench.dialog.choose("distilgpt2")
    bench.click(Act.USE)
    bench.desk.until(lambda: bench.in_use() == Choice("distilgpt2"))


def agree(bench: Bench) -> None:
    bench.click(Act.USE)
    bench.question().use_button.click()


def test_one_writes_on_with_the_old_model_until_the_new_one_answers(bench: Bench) -> None:
    """While the other loads, suggestions come from the one in use, and the choice is not saved."""
    gate = threading.Event()
    new = ScriptedEngine(load_gate=gate, name="distilgpt2", default=" from the new one")
    bench.engines["distilgpt2", ""] = new
    bench.get()
    agree(bench)
    bench.desk.until(lambda: new.load_count == 1)
    assert bench.line() == "Loading…"
    bench.dialog.close()
    bench.desk.settings.override("completions.debounce_ms", 0)
    bench.desk.window.activateWindow()
    bench.desk.until(bench.desk.window.editor.hasFocus)
    bench.desk.type("It came")
    bench.desk.see("It came[ from the starter]")
    assert bench.desk.settings.text("completions.model") == "starter"
    gate.set()
    bench.desk.until(lambda: bench.in_use() == Choice("distilgpt2"))
    bench.desk.type("x")
    bench.desk.see("It camex[ from the new one]")


def test_a_model_that_cannot_be_loaded_leaves_the_old_one_in_use(bench: Bench) -> None:
    """It says why and which one stays; the next start does not try it again."""
    bench.engines["distilgpt2", ""] = ScriptedEngine(load_error=ModelError("It is damaged."))
    bench.get()
    agree(bench)
    bench.desk.until(lambda: bench.message != "" and "damaged" in bench.message)
    assert bench.message == "It is damaged. starter stays in use."
    assert bench.in_use() == Choice("starter")
    assert bench.desk.settings.text("completions.model") == "starter"
    assert bench.desk.window.status.model() == "starter"
    assert Act.USE in bench.offered()


def test_the_preferences_change_the_model_in_the_same_way(bench: Bench) -> None:
    """A name that is none goes back to what is in use, with a sentence."""
    bench.engines["nonsense", ""] = ScriptedEngine(load_error=ModelError("There is none."))
    bench.desk.trigger("preferences")
    dialog = bench.desk.window.findChild(PreferencesDialog)
    field_ = dialog.rows["completions.model"].editor
    assert isinstance(field_, QLineEdit)
    for name, ends in (("gpt2", "gpt2"), ("nonsense", "gpt2")):
        field_.setText(name)
        field_.editingFinished.emit()
        bench.desk.until(lambda: bench.models.switch.loading is None)
        assert bench.in_use() == Choice(ends)
        assert bench.desk.settings.text("completions.model") == field_.text() == ends


def test_an_adapter_in_the_settings_is_used_at_once_and_taken_anew(bench: Bench) -> None:
    """Use It in Learn My Style, and learning again while it is in use."""
    bench.desk.settings.set("completions.adapter", "my-style")
    bench.desk.until(lambda: bench.in_use() == Choice("starter", "my-style"))
    again = ScriptedEngine(name="starter")
    bench.engines["starter", "my-style"] = again
    bench.models.style_learnt()
    bench.desk.until(lambda: again.loaded)
    assert bench.in_use() == Choice("starter", "my-style")


def test_a_model_that_was_chosen_elsewhere_tells_where_its_limits_stand(bench: Bench) -> None:
    """In the terminal, say: nothing asked before its first use, so the status bar says it once."""
    bench.get()
    bench.models.switch.use(Choice("distilgpt2"))
    bench.desk.until(lambda: bench.in_use() == Choice("distilgpt2"))
    notices = []
    while notice := bench.desk.window.status.notice():
        notices.append(notice)
        bench.desk.window.status._next_notice()
    assert any("What distilgpt2 is not good for" in notice for notice in notices)
    bench.models.show_about(bench.desk.window)
    assert bench.store.card_was_seen("distilgpt2")


def test_a_damaged_list_of_models_is_a_sentence(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writing goes on; no dialog, no traceback."""

    def damaged(_: Path) -> None:
        raise ModelError("The list of models cannot be read.")

    monkeypatch.setattr(models_desk, "read_catalogue", damaged)
    bench.desk.trigger("models")
    bench.desk.trigger("about_model")
    assert bench.desk.window.status.notice() == "The list of models cannot be read."
    assert bench.desk.window.findChild(ModelsDialog) is None


def test_the_keyboard_and_a_screen_reader_reach_everything(bench: Bench) -> None:
    """Everything that can be used has a name, and Return in the list gets the chosen model."""
    dialog = bench.open()
    for widget in dialog.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            said = widget.accessibleName() or getattr(widget, "text", str)()
            assert said, widget
    assert dialog.width() <= 1000
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    bench.until_line("Installed")


def test_verify_finds_a_changed_byte(bench: Bench) -> None:
    """And says that all is well when it is."""
    bench.get()
    bench.click(Act.CHECK)
    bench.desk.until(lambda: "Every byte is as it was" in bench.message)
    weights = bench.store.folder("distilgpt2") / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    bench.click(Act.CHECK)
    bench.desk.until(lambda: "model.safetensors" in bench.message)
    assert bench.line() == "Changed on the disk"


def test_remove_asks_once_more_and_frees_the_disk(bench: Bench) -> None:
    """In the pane itself; the model in use cannot be pulled away."""
    bench.get()
    bench.click(Act.REMOVE)
    assert "will be free again" in bench.message
    assert bench.offered() == {Act.REALLY_REMOVE, Act.KEEP}
    bench.click(Act.KEEP)
    assert bench.store.find("distilgpt2") is not None
    bench.click(Act.REMOVE)
    bench.click(Act.REALLY_REMOVE)
    bench.until_line("Recommended")
    assert bench.store.find("distilgpt2") is None
    bench.get()
    agree(bench)
    bench.desk.until(lambda: bench.in_use() == Choice("distilgpt2"))
    assert not bench.dialog.details.button(Act.REMOVE).isEnabled()


def test_a_folder_is_taken_in_or_refused_with_a_sentence(
    bench: Bench, tiny_files: Path, tmp_path: Path
) -> None:
    """A good one is in the list; one that is no model says why, and leaves no row."""
    good = tmp_path / "my own novel"
    shutil.copytree(tiny_files, good)
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "config.json").write_text(json.dumps({"model_type": "bert"}))
    dialog = bench.open()
    dialog.import_folder(good)
    bench.until_line("Installed", "my-own-novel")
    assert bench.dialog.details.title.text() == "my-own-novel"
    dialog.import_folder(bad)
    bench.desk.until(lambda: "not supported" in dialog.said.text())
    assert bench.line("bad") == ""


def test_an_adapter_is_taken_in_used_and_left(bench: Bench, tmp_path: Path) -> None:
    """On the model it fits; what does not fit is not kept."""
    folder = tmp_path / "style"
    folder.mkdir()
    (folder / "adapter_config.json").write_text("{}")
    dialog = bench.open()
    bench.refused_adapter = "It does not fit the model."
    dialog.import_folder(folder)
    bench.desk.until(lambda: dialog.said.text() == "It does not fit the model.")
    assert bench.store.find("style", Kind.ADAPTER) is None
    bench.refused_adapter = ""
    dialog.import_folder(folder)
    bench.until_line("Adapter for starter", "style")
    dialog.choose("style")
    bench.click(Act.USE)
    bench.desk.until(lambda: bench.in_use() == Choice("starter", "style"))
    assert bench.desk.settings.text("completions.adapter") == "style"
    assert bench.line("style").startswith("In use")
    dialog.choose("starter")
    bench.click(Act.WITHOUT)
    bench.desk.until(lambda: bench.in_use() == Choice("starter"))
    assert bench.desk.settings.text("completions.adapter") == ""


def test_any_model_of_the_hub_by_its_name(bench: Bench) -> None:
    """A name that is none is said at once; a good one gets its row."""
    dialog = bench.open()
    dialog.other.setText("nonsense")
    dialog.get_other.click()
    assert "There is no model called 'nonsense'" in dialog.said.text()
    dialog.other.setText("someone/tiny")
    dialog.get_other.click()
    bench.until_line("Installed", "tiny")
    assert dialog.details.title.text() == "tiny"
    assert dialog.said.isHidden()


def test_about_this_model_is_in_the_menu(bench: Bench) -> None:
    """Of the model in use, with nothing to answer; the status bar's model leads to the others."""
    bench.desk.trigger("about_model")
    about = bench.desk.window.findChild(AboutModelDialog)
    assert about is not None
    assert "public-domain books" in about.page.toPlainText()
    assert {b.text().replace("&", "") for b in about.findChildren(QPushButton)} == {"Close"}
    about.reject()
    bench.desk.window.findChild(object, "model_in_use").click()
    assert bench.dialog.isVisible()


def test_a_card_is_text_and_nothing_else(bench: Bench) -> None:
    """What came with a model is shown, not carried out: no HTML, no picture is read."""
    bench.get()
    card = bench.store.folder("distilgpt2") / "README.md"
    card.write_text("# DistilGPT2\n\n<b>Bold</b> ![x](/etc/hostname) **claims** <script>x</script>")
    bench.dialog.choose("starter")
    bench.dialog.choose("distilgpt2")
    text = bench.dialog.details.facts.toPlainText()
    assert "<b>Bold</b>" in text
    assert "claims" in text
    assert bench.dialog.details.facts.loadResource(2, "/etc/hostname") is None


def test_a_download_outlives_its_dialog_and_ends_with_writer(bench: Bench) -> None:
    """The window can be written in; at the end what has arrived is kept for the next start."""
    bench.transfers.runs = [[("at", 500), threading.Event()]]
    bench.open()
    bench.click(Act.GET)
    bench.until_line("Downloading, 50 %")
    bench.dialog.close()
    bench.desk.until(lambda: bench.desk.window.findChild(ModelsDialog) is None)
    bench.open()
    assert bench.line() == "Downloading, 50 %"
    assert bench.models.stop(5)
    assert bench.store.incoming("distilgpt2").exists()
    assert bench.store.find("distilgpt2") is None
