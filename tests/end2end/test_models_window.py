"""A better model, from a fresh profile to its first suggestion, with the mouse and the keyboard."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.hub import Fault, Hub, running_hub
from writer.app import WriterApp
from writer.models.catalogue import Catalogue, PinnedFile, read_catalogue
from writer.paths import resources_dir
from writer.ui import models_desk
from writer.ui.about_model_dialog import AboutModelDialog
from writer.ui.main_window import MainWindow
from writer.ui.model_details import Act
from writer.ui.models_dialog import ModelsDialog

WAIT_MS = 60_000
REPOSITORY = "distilbert/distilgpt2"


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """The environment of somebody whose hub is on this machine."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "WRITER_IS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return monkeypatch


@pytest.fixture
def hub(distilgpt2_shaped: Path, online: pytest.MonkeyPatch) -> Iterator[Hub]:
    """Serves another model under DistilGPT2's name, which the list that is shipped would refuse:
    the list of this test pins its files instead."""
    shipped = read_catalogue(resources_dir())
    pinned = tuple(
        PinnedFile(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
        for path in sorted(distilgpt2_shaped.iterdir())
    )
    entries = tuple(
        replace(entry, files=pinned) if entry.repository == REPOSITORY else entry
        for entry in shipped.entries
    )
    online.setattr(models_desk, "read_catalogue", lambda _: Catalogue(entries))
    with running_hub() as made:
        made.serve_folder(REPOSITORY, distilgpt2_shaped)
        made.commits[REPOSITORY] = next(e.revision for e in entries if e.repository == REPOSITORY)
        online.setenv("HF_ENDPOINT", made.endpoint)
        yield made


def opened(window: MainWindow) -> ModelsDialog:
    window.commands["models"].trigger()
    dialog = window.findChild(ModelsDialog)
    assert dialog is not None
    return dialog


def click(button: QPushButton) -> None:
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def ask(window: MainWindow, qtbot: QtBot) -> str:
    """Ctrl+Space; the grey text behind the caret."""
    window.activateWindow()
    window.editor.setFocus()
    qtbot.waitUntil(window.editor.hasFocus, timeout=WAIT_MS)
    window.commands["ask"].trigger()
    qtbot.waitUntil(lambda: window.suggestions.state.pending is None, timeout=WAIT_MS)
    return window.editor.textCursor().block().layout().preeditAreaText()


def test_from_a_fresh_profile_to_a_suggestion_of_distilgpt2(
    app: WriterApp, hub: Hub, qtbot: QtBot
) -> None:
    """Get, progress, a broken connection, pause and resume, About, Use, ghost text."""
    window = app.windows[0]
    dialog = opened(window)
    details = dialog.details
    assert details.title.text() == "DistilGPT2"
    said: list[str] = []

    def hear() -> None:
        said.append(details.progress.text())

    app.models.changed.connect(hear)
    hub.faults["model.safetensors"] = Fault(drop_at=0.3, times=1)
    click(details.button(Act.GET))
    qtbot.waitUntil(lambda: any("going on in" in text for text in said), timeout=WAIT_MS)
    hub.faults["model.safetensors"] = Fault(stall_at=0.6, times=1)
    assert "MB of" in "".join(said)

    qtbot.waitUntil(hub.stalled.is_set, timeout=WAIT_MS)
    QTest.keyClicks(window.editor, "The ")
    assert window.documents.text() == "The ", "nothing waits for a download"
    click(details.button(Act.PAUSE))
    qtbot.waitUntil(details.button(Act.RESUME).isVisible, timeout=WAIT_MS)
    sent = hub.sent_bytes
    hub.faults.clear()
    click(details.button(Act.RESUME))
    qtbot.waitUntil(details.button(Act.USE).isVisible, timeout=WAIT_MS)
    assert "every byte" in details.message.text()
    whole = (app.models.folder / "models" / "distilgpt2" / "model.safetensors").stat().st_size
    assert hub.sent_bytes - sent < 0.75 * whole, "it went on where it was"

    click(details.button(Act.USE))
    about = dialog.findChild(AboutModelDialog)
    assert about is not None
    assert "biases" in about.page.toPlainText()
    assert window.status.model() == "starter"
    app.models.changed.disconnect(hear)  # models may still change when the dialog is gone
    click(about.use_button)
    qtbot.waitUntil(lambda: window.status.model() == "distilgpt2", timeout=WAIT_MS)
    dialog.close()
    assert ask(window, qtbot), "the new model says something"
    assert app.models.switch.in_use is not None
    assert app.models.switch.in_use.model == "distilgpt2"


def test_without_a_network_the_window_says_what_to_do(
    app: WriterApp, online: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """The first start on a train: suggestions come, and Get says why it cannot and what helps."""
    window = app.windows[0]
    QTest.keyClicks(window.editor, "I have the honour")
    assert ask(window, qtbot)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        online.setenv("HF_ENDPOINT", f"http://127.0.0.1:{nobody.getsockname()[1]}")
        details = opened(window).details
        click(details.button(Act.GET))
        qtbot.waitUntil(details.button(Act.RETRY).isVisible, timeout=WAIT_MS)
    said = details.message.text()
    assert "cannot be reached" in said
    assert "writing goes on as before; check the connection and try again" in said
