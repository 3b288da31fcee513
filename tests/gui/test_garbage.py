"""Python's collector of garbage stays out of the way of keys, and nothing is kept for good."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from writer.app import WriterApp
from writer.engine.scripted import ScriptedEngine
from writer.paths import Profile
from writer.settings.store import Settings

WAIT_MS = 10_000


@pytest.fixture
def app(qtbot: QtBot, tmp_path: Path) -> Iterator[WriterApp]:
    """A Writer with a file in its window and its engine loaded."""
    profile = Profile.under(tmp_path / "profile")
    profile.create()
    path = tmp_path / "text.md"
    path.write_text("Some text.\n", encoding="utf-8")
    app = WriterApp(Settings(None), profile, ScriptedEngine)
    with qtbot.waitSignal(app.worker.engine_ready, timeout=WAIT_MS):
        app.start([path])
    qtbot.waitUntil(lambda: app.windows[0].documents.shows(path), timeout=WAIT_MS)
    yield app
    for window in list(app.windows):
        window.close()
    app.shut_down()
    gc.unfreeze()


def test_long_rounds_do_not_look_at_what_stays(app: WriterApp) -> None:
    """A round through everything takes longer than a key may, and finds nothing."""
    looked_at = {id(one) for one in gc.get_objects()}
    window = app.windows[0]
    for stays in (app, window, window.editor, window.editor.lines, app.worker):
        assert id(stays.__dict__) not in looked_at


def test_what_a_closed_window_held_is_freed(app: WriterApp, qtbot: QtBot) -> None:
    """Set aside is not kept: some time after a window was closed, what it held is gone."""
    window = app.open()
    lines = weakref.ref(window.editor.lines)
    window.documents.file_changed.emit()
    window.close()
    del window
    qtbot.waitUntil(lambda: lines() is None, timeout=WAIT_MS)
