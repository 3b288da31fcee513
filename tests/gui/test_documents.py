"""Opening, saving and leaving a document in the real window."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton

from writer.documents.problems import Doing, describe
from writer.ui.changed_dialog import ChangedDialog

if TYPE_CHECKING:
    from conftest import Desk


class Answers:
    """Presses a button in every message box that comes up, and keeps what it said."""

    def __init__(self) -> None:
        self.button: QMessageBox.StandardButton | str = QMessageBox.StandardButton.Cancel
        self.said: list[str] = []
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(10)

    def stop(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, ChangedDialog):
            self.said.append(box.sentence.text())
            buttons = box.findChildren(QPushButton)
            next(b for b in buttons if b.text().replace("&", "") == self.button).click()
            return
        if not isinstance(box, QMessageBox):
            return
        self.said.append(box.text())
        if isinstance(self.button, str):
            named = [b for b in box.buttons() if b.text().replace("&", "") == self.button]
            (named or box.buttons())[0].click()
            return
        button = box.button(self.button)
        (button or box.buttons()[0]).click()


def save(desk: Desk) -> None:
    """Choose Save, and wait until it is done."""
    desk.trigger("save")
    desk.until(lambda: not desk.window.documents.is_modified)


@pytest.fixture
def answers() -> Iterator[Answers]:
    helper = Answers()
    yield helper
    helper.stop()


def test_an_untouched_window_closes_without_a_question(desk: Desk, answers: Answers) -> None:
    """Nothing was written: nothing is asked, whatever was changed about the look."""
    desk.trigger("larger")
    desk.trigger("appearance_dark")
    assert desk.window.close()
    assert answers.said == []


def test_saving_writes_the_bytes_and_clears_the_mark(desk: Desk, tmp_path: Path) -> None:
    """Ctrl+S on a named document writes it; the title loses its mark."""
    path = tmp_path / "a.md"
    path.write_bytes(b"Ein Satz.\r\n")
    assert desk.open(path)
    assert not desk.window.isWindowModified()
    desk.type("X")
    assert desk.window.isWindowModified()
    save(desk)
    assert path.read_bytes() == b"XEin Satz.\r\n"
    assert not desk.window.isWindowModified()


def test_undoing_back_to_the_saved_text_is_unmodified(desk: Desk, tmp_path: Path) -> None:
    """The modified mark follows undo."""
    desk.window.documents.path = tmp_path / "a.md"
    desk.type("abc")
    save(desk)
    desk.type("def")
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not desk.window.documents.is_modified


def test_save_as_asks_for_a_name(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new document gets its name from the file dialog; giving none changes nothing."""
    desk.type("abc")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    desk.trigger("save")
    assert desk.window.documents.is_modified
    path = tmp_path / "new.md"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    save(desk)
    assert path.read_text() == "abc"
    assert "new.md" in desk.window.windowTitle()


@pytest.mark.parametrize(
    ("button", "closes", "saved"),
    [
        (QMessageBox.StandardButton.Save, True, True),
        (QMessageBox.StandardButton.Discard, True, False),
        (QMessageBox.StandardButton.Cancel, False, False),
    ],
)
def test_leaving_unsaved_changes_is_asked_about(
    desk: Desk,
    answers: Answers,
    tmp_path: Path,
    button: QMessageBox.StandardButton,
    closes: bool,
    saved: bool,
) -> None:
    """With hot exit off, closing asks: save, discard or stay; each does what it says."""
    desk.settings.override("session.hot_exit", False)
    path = tmp_path / "a.md"
    desk.window.documents.path = path
    desk.type("abc")
    answers.button = button
    assert desk.window.close() is closes
    assert len(answers.said) == 1
    assert path.exists() is saved


def test_a_file_that_changed_outside_is_not_overwritten(
    desk: Desk, answers: Answers, tmp_path: Path
) -> None:
    """The question shows both texts; deciding later keeps theirs on disk and ours in the window."""
    path = tmp_path / "a.md"
    path.write_text("one")
    desk.open(path)
    path.write_text("theirs")
    desk.type("ours ")
    answers.button = "Decide Later"
    desk.trigger("save")
    desk.until(lambda: bool(answers.said))
    assert "changed by another program" in answers.said[0]
    assert path.read_text() == "theirs"
    assert desk.text == "ours one"
    assert desk.window.documents.is_modified
    answers.button = "Keep Mine"
    save(desk)
    assert path.read_text() == "ours one"


def test_what_is_typed_during_a_save_is_not_said_to_be_saved(desk: Desk, tmp_path: Path) -> None:
    """A save writes the text of the moment it was asked for; later letters stay modified."""
    path = tmp_path / "a.md"
    desk.window.documents.begin(path)
    desk.type("one")
    desk.trigger("save")
    desk.type(" two")
    desk.until(path.exists)
    desk.until(lambda: "Saved." in desk.window.status.reason())
    assert path.read_text() == "one"
    assert desk.window.documents.is_modified
    for _ in " two":
        desk.key(Qt.Key.Key_Backspace)
    save(desk)
    assert path.read_text() == "one"


def test_a_full_disk_is_a_sentence_and_the_text_stays(
    desk: Desk, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save that fails says why; the file is as it was, the window has the text, modified."""
    path = tmp_path / "a.md"
    path.write_text("one")
    desk.open(path)
    desk.type("ours ")

    def full(*_: object, **__: object) -> None:
        raise describe(OSError(errno.ENOSPC, "No space left on device"), path, Doing.SAVING)

    monkeypatch.setattr("writer.ui.saver.save_and_keep", full)
    desk.trigger("save")
    desk.until(lambda: bool(answers.said))
    desk.until(lambda: desk.window.documents.is_modified)
    assert "disk is full" in answers.said[0]
    assert path.read_text() == "one"
    assert desk.text == "ours one"
    assert desk.window.documents.is_modified


@pytest.mark.parametrize("kind", ["folder", "missing", "picture"])
def test_a_bad_file_is_a_sentence_and_changes_nothing(
    desk: Desk, answers: Answers, tmp_path: Path, kind: str
) -> None:
    """What cannot be opened leaves the window as it was."""
    desk.type("mine")
    path = tmp_path / "x"
    if kind == "folder":
        path.mkdir()
    elif kind == "picture":
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert not desk.open(path)
    assert answers.said
    assert desk.text == "mine"


def test_a_read_only_file_cannot_be_typed_into(desk: Desk, tmp_path: Path) -> None:
    """It is shown, it is said, and keys change nothing."""
    path = tmp_path / "a.md"
    path.write_text("fixed")
    path.chmod(0o444)
    desk.open(path)
    assert "Read-only" in desk.window.status.reason()
    desk.type("x")
    assert desk.text == "fixed"


def test_words_are_counted_as_one_types(desk: Desk) -> None:
    """Typing, pasting paragraphs, deleting and undoing all keep the count right."""
    editor = desk.window.editor
    desk.type("one two")
    assert desk.window._counter.total == 2
    editor.insertPlainText("\nthree four\nfive")
    assert desk.window._counter.total == 5
    editor.selectAll()
    desk.key(Qt.Key.Key_Backspace)
    assert desk.window._counter.total == 0
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.window._counter.total == 5


def test_text_that_qt_would_change_comes_back_whole(desk: Desk, tmp_path: Path) -> None:
    """No-break spaces and line separators are saved as they were."""
    path = tmp_path / "a.md"
    data = "a\u00a0b\u2028c\n\u00ad\n".encode()
    path.write_bytes(data)
    desk.open(path)
    desk.key(Qt.Key.Key_X)
    desk.key(Qt.Key.Key_Backspace)
    save(desk)
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("# A Letter to *my* Landlady\n\nDear", "A Letter to my Landlady.md"),
        ('# What/why: a "talk"?', "What why a talk.md"),
        ("# ...", "Untitled.md"),
        ("No heading", "Untitled.md"),
        ("# " + "long " * 40, "long " * 11 + "long.md"),
    ],
)
def test_the_heading_is_offered_as_a_name(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, text: str, name: str
) -> None:
    """The first save of a document asks with the name that it gave itself."""
    offered: list[str] = []

    def ask(_parent: object, _title: str, suggested: str, _filter: str) -> tuple[str, str]:
        offered.append(Path(suggested).name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    desk.window.editor.setPlainText(text)
    desk.trigger("save")
    assert offered == [name]
