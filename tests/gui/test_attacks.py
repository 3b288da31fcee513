"""An outsider who means harm: strange files, a broken profile, a disk that goes away."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from tests.faults.bad_inputs import BAD_INPUTS
from writer.app import WriterApp
from writer.documents.filesystem import REAL
from writer.documents.keeping import Places
from writer.engine.scripted import ScriptedEngine
from writer.paths import Profile
from writer.settings.store import Settings

if TYPE_CHECKING:
    from conftest import Desk

WAIT_MS = 20_000


@pytest.fixture
def said() -> Iterator[list[str]]:
    """What every question said; each is answered with its careful answer."""
    sentences: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            sentences.append(box.text())
            cancel = box.button(QMessageBox.StandardButton.Cancel)
            (cancel or box.buttons()[0]).click()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(5)
    yield sentences
    timer.stop()


def save(desk: Desk) -> bool:
    assert desk.window.documents.save()
    return desk.window.documents.finish_saving()


def test_no_strange_file_harms_the_window(desk: Desk, tmp_path: Path, said: list[str]) -> None:
    """Each of them is shown, or refused with a sentence; then one writes on, and the file is as it
    was."""
    for number, bad in enumerate(BAD_INPUTS):
        if bad.filesystem is not REAL:
            continue
        folder = tmp_path / str(number)
        folder.mkdir()
        path = bad.make(folder)
        before = path.read_bytes() if path.is_file() and path.stat().st_size < 20e6 else b""
        said.clear()
        shown = desk.open(path)
        assert shown is not bool(said), bad.name
        if shown:
            assert desk.window.documents.text().startswith(bad.shown), bad.name
            desk.type("x")
            desk.window.editor.undo_change()
            assert save(desk), bad.name
        if before:
            assert path.read_bytes() == before, bad.name


@pytest.mark.parametrize(
    "name",
    [b"two\nlines.md", b"caf\xe9 \xff.md", b"\xe2\x80\xae odd.md", b" .md", b"%n&amp;<b>.md"],
)
def test_any_name_is_a_name(desk: Desk, tmp_path: Path, name: bytes, said: list[str]) -> None:
    """Line breaks, bytes that are no characters, and marks: opened, saved, remembered."""
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(b"one")
    assert desk.open(path)
    assert desk.window.windowTitle()
    desk.type("x")
    assert save(desk)
    assert path.read_bytes() == b"xone"
    assert desk.window.documents.memory.remembered().path == str(path)
    path.write_bytes(b"theirs")
    desk.window.documents._watch.look()
    desk.until(lambda: desk.text == "theirs")
    assert said == []


@pytest.mark.parametrize("kind", ["a loop of links", "a name that is too long", "a file as folder"])
def test_a_start_with_a_file_that_cannot_be_looked_at(
    qtbot: QtBot, tmp_path: Path, kind: str, said: list[str]
) -> None:
    """``writer FILE`` with a name that the system refuses: a sentence, and an empty window."""
    path = tmp_path / "a"
    if kind == "a loop of links":
        path.symlink_to("a")
    elif kind == "a name that is too long":
        path = tmp_path / ("n" * 300)
    else:
        path.write_text("one")
        path = path / "b.md"
    profile = Profile.under(tmp_path / "profile")
    profile.create()
    app = WriterApp(Settings(None), profile, ScriptedEngine)
    with qtbot.waitSignal(app.started, timeout=WAIT_MS):
        app.start([path])
    try:
        qtbot.waitUntil(lambda: bool(said), timeout=WAIT_MS)
        assert said[0].endswith("Nothing was changed.")
        assert [window.documents.path for window in app.windows] == [None]
        app.open(path)  # a second time, with a window that is there
    finally:
        app.quit()
        app.shut_down()


def test_a_folder_that_vanishes_is_said(desk: Desk, tmp_path: Path, said: list[str]) -> None:
    """Saved into a folder that is gone: a sentence, the text stays, and it can be saved later."""
    folder = tmp_path / "stick"
    folder.mkdir()
    path = folder / "a.md"
    path.write_text("one")
    desk.open(path)
    desk.type("mine ")
    shutil.move(folder, tmp_path / "gone")
    desk.window.documents.save()
    desk.until(lambda: bool(said) and not desk.window.documents.is_saving)
    assert desk.text == "mine one"
    assert desk.window.documents.is_modified
    shutil.move(tmp_path / "gone", folder)
    assert save(desk)
    assert path.read_text() == "mine one"


def test_a_link_that_is_swapped_overwrites_nothing(
    desk: Desk, tmp_path: Path, said: list[str]
) -> None:
    """Between opening and saving the link leads to another file: nothing is written over it."""
    (tmp_path / "mine.md").write_text("one")
    (tmp_path / "other.md").write_text("somebody else's")
    link = tmp_path / "link.md"
    link.symlink_to("mine.md")
    desk.open(link)
    desk.type("x")
    link.unlink()
    link.symlink_to("other.md")
    desk.window.documents._saver._questions.changed = lambda *_: _later(said)
    desk.window.documents.save()
    desk.until(lambda: bool(said) and not desk.window.documents.is_saving)
    assert (tmp_path / "other.md").read_text() == "somebody else's"
    assert (tmp_path / "mine.md").read_text() == "one"
    assert desk.text == "xone"


def _later(said: list[str]) -> object:
    from writer.ui.changed_dialog import Choice

    said.append("changed")
    return Choice.LATER


def test_a_state_folder_that_goes_away_is_said(desk: Desk, tmp_path: Path) -> None:
    """The journal cannot be written any more: that is said, and saving works all the same."""
    path = tmp_path / "a.md"
    path.write_text("one")
    desk.open(path)
    (tmp_path / "state").rename(tmp_path / "gone")  # in one step: other threads write in it
    desk.type("x")
    desk.until(lambda: "safety copy" in desk.window.status.reason())
    assert save(desk)
    assert path.read_text() == "xone"


BROKEN = {
    "nothing": b"",
    "zeros": bytes(3000),
    "half": b'{"version": 1, "documents": [{"path"',
    "another": b'{"version": 9, "documents": 7, "x": [[[[]]]]}',
    "list": b"[1, 2]",
    "deep": b"[" * 100_000,
    "number": b'{"version": 1, "documents": [{"path": 3, "caret": -1e999}], "active": true}',
}


@pytest.mark.parametrize("how", ["folder", *BROKEN])
def test_broken_files_of_the_profile_never_stop_a_start(
    qtbot: QtBot, tmp_path: Path, how: str, said: list[str]
) -> None:
    """Settings, session, recent files, writing log, journals, locks: garbage, or folders."""
    profile = Profile.under(tmp_path / "profile")
    profile.create()
    places = Places(profile.state)
    places.prepare()
    document = tmp_path / "a.md"
    document.write_text("one")
    broken = [
        profile.config / "settings.toml",
        places.session,
        places.recent,
        places.writing_log,
        places.journals / "1-2.journal",
        places.versions / "index.json",
        places.locks / "a.lock",
    ]
    for path in broken:
        if how == "folder":
            path.mkdir()
        else:
            path.write_bytes(BROKEN[how])
    app = WriterApp(Settings(profile.config / "settings.toml"), profile, ScriptedEngine)
    with qtbot.waitSignal(app.started, timeout=WAIT_MS):
        app.start([document])
    try:
        window = next(w for w in app.windows if w.documents.shows(document))
        qtbot.waitUntil(lambda: not window.documents.is_opening, timeout=WAIT_MS)
        QTest.keyClicks(window.editor, "x")
        assert window.documents.save()
        assert window.documents.finish_saving()
        assert document.read_text() == "xone"
    finally:
        app.quit()
        app.shut_down()
    assert app.windows == []


def test_a_state_folder_that_cannot_be_made_is_no_end(
    qtbot: QtBot, tmp_path: Path, said: list[str]
) -> None:
    """No journal, no lock, no session (a read-only home): one can write and save, and is told."""
    profile = Profile.under(tmp_path / "profile")
    profile.create()
    shutil.rmtree(profile.state)
    profile.state.write_text("a file where the folder should be")
    document = tmp_path / "a.md"
    document.write_text("one")
    app = WriterApp(Settings(profile.config / "settings.toml"), profile, ScriptedEngine)
    with qtbot.waitSignal(app.started, timeout=WAIT_MS):
        app.start([document])
    try:
        window = app.windows[0]
        qtbot.waitUntil(lambda: not window.documents.is_opening, timeout=WAIT_MS)
        QTest.keyClicks(window.editor, "x")
        qtbot.waitUntil(lambda: "safety copy" in window.status.reason(), timeout=WAIT_MS)
        assert window.documents.save()
        assert window.documents.finish_saving()
        assert document.read_text() == "xone"
    finally:
        app.quit()
        app.shut_down()
