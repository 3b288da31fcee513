"""Opening while the window stays alive: slow disks, long files, lines that no editor bears."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from writer.app import WriterApp
from writer.completion.reasons import Reason, plain_words
from writer.documents.files import read_document
from writer.documents.long_lines import LONGEST_LINE
from writer.documents.session import OpenDocument
from writer.engine.scripted import ScriptedEngine
from writer.paths import Profile
from writer.settings.store import Settings
from writer.ui import late_progress_bar, opening
from writer.ui.status_bar import WriterStatusBar

if TYPE_CHECKING:
    from conftest import Desk

PATIENCE_S = 30.0


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Files are read, told as half read, and held back until the event is set."""
    may_go_on = threading.Event()

    def read(path: Path, *, progress: Callable[[float], None], **more: Any) -> object:
        progress(0.5)
        assert may_go_on.wait(PATIENCE_S)
        return read_document(path, progress=progress, **more)

    monkeypatch.setattr(opening, "read_document", read)
    monkeypatch.setattr(opening, "GRACE_S", 0.0)
    yield may_go_on
    may_go_on.set()


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is long."""
    monkeypatch.setattr(opening, "AT_ONCE_CHARS", 10)
    monkeypatch.setattr(opening, "PIECE_CHARS", 7)


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The button pressed in the next question, then what it said."""
    words: list[str] = []

    def press(box: QMessageBox) -> int:
        wanted, words[0] = words[0], f"{box.text()} {box.informativeText()}"
        named = [b for b in box.buttons() if b.text().replace("&", "") == wanted]
        assert named, [b.text() for b in box.buttons()]
        monkeypatch.setattr(box, "clickedButton", lambda: named[0])
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    return words


def test_a_slow_disk_does_not_stop_the_window(
    desk: Desk, tmp_path: Path, slow_disk: threading.Event
) -> None:
    """The page takes no keys until the text is there; the window answers, says why, and shows how
    far it is after a second."""
    path = tmp_path / "a.md"
    path.write_text("from the disk")
    documents, progress = desk.window.documents, desk.window.status.progress
    assert documents.open(path)
    assert desk.window.status.reason() == "Opening “a.md”…"
    desk.type("lost?")
    assert desk.text == ""
    assert not documents.save()
    assert desk.window.status.reason() == "“a.md” is still being opened."
    assert documents.shows(path)
    assert not documents.is_blank
    desk.window.suggestions.ask()
    assert desk.window.status.reason() == "“a.md” is still being opened.", "it stays till then"
    desk.until(progress.isVisible)
    assert 0 < progress.value() < progress.maximum()
    slow_disk.set()
    desk.until(lambda: not documents.is_opening)
    assert desk.text == "from the disk"
    assert not progress.isVisible()
    assert desk.window.status.reason() == plain_words(Reason.NOT_TYPING)
    desk.type("I was ")
    assert desk.text == "I was from the disk"


def test_a_window_closed_while_it_opens_keeps_its_file_in_the_session(
    desk: Desk, tmp_path: Path, slow_disk: threading.Event
) -> None:
    """The session remembers the file and the place in it, though it was never shown."""
    path = tmp_path / "a.md"
    path.write_text("one two three")
    documents = desk.window.documents
    place = OpenDocument(path=str(path), caret=7, anchor=4, scroll=0)
    documents.open(path)
    documents.memory.show_place(place)
    assert documents.memory.remembered() == place
    slow_disk.set()
    desk.until(lambda: not documents.is_opening)
    assert desk.window.editor.textCursor().selectedText() == "two"


def test_a_long_file_comes_in_pieces_and_whole(desk: Desk, tmp_path: Path, in_pieces: None) -> None:
    """Exactly the file's text, nothing to undo, nothing modified; and it saves as it was."""
    path = tmp_path / "long.md"
    data = "“Ünter\u2028 den\u00a0Linden\ufeff \U0001f600\r\nzwei\n\n\nend \U0001f600".encode() * 9
    path.write_bytes(data)
    seen: list[float] = []
    desk.window.documents.opening_progressed.connect(seen.append)
    assert desk.open(path)
    assert seen == sorted(seen)
    assert len(seen) > len(data) / 20
    documents = desk.window.documents
    assert documents.text() == read_document(path).text
    assert not documents.is_modified
    assert desk.window.editor.textCursor().position() == 0
    assert not desk.window.editor.document().isUndoAvailable()
    desk.type("x")
    desk.window.editor.undo_change()
    assert documents.text() == read_document(path).text
    desk.type("y")
    assert documents.save()
    assert documents.finish_saving()
    assert path.read_bytes() == b"y" + data


def test_keys_do_nothing_between_two_pieces(desk: Desk, tmp_path: Path, in_pieces: None) -> None:
    """Half a text is not written into, and not saved."""
    path = tmp_path / "long.md"
    path.write_text("word " * 40)
    documents = desk.window.documents
    assert documents.open(path)
    while documents.is_opening:
        desk.type("x")
        assert not documents.save()
        QApplication.processEvents()
    assert desk.text == "word " * 40


def test_a_line_of_ten_megabytes_is_offered_as_a_copy(
    desk: Desk, tmp_path: Path, answer: list[str]
) -> None:
    """A clear sentence; the copy has every character, the file is as it was and not in the way."""
    path = tmp_path / "line.md"
    text = "It was a dark night. " * 476_191
    path.write_text(text)
    answer.append("Open a Copy")
    desk.open(path)
    desk.until(lambda: bool(desk.text))
    assert answer[0].startswith("“line.md” has a line of 10,000,011 characters.")
    assert "not opened here; it is as it was" in answer[0]
    assert "the file itself is as it was" in desk.window.status.notice()
    assert desk.window.documents.text().replace("\n", "") == text
    assert desk.window.documents.path is None
    assert desk.window.documents.is_modified
    assert path.read_text() == text


def test_a_question_at_the_start_is_asked_over_a_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``writer FILE``: not a box on an empty desktop; Enter takes what is offered."""
    path = tmp_path / "line.md"
    path.write_text("a" * (LONGEST_LINE + 1))
    profile = Profile.under(tmp_path / "profile")
    profile.create()
    app = WriterApp(Settings(None), profile, ScriptedEngine)
    seen: list[tuple[bool, bool]] = []
    monkeypatch.setattr(late_progress_bar, "SHOW_AFTER_MS", 0)

    def press(box: QMessageBox) -> int:
        QApplication.processEvents()
        seen.append((app.windows[0].isVisible(), app.windows[0].status.progress.isVisible()))
        button = box.defaultButton()
        monkeypatch.setattr(box, "clickedButton", lambda: button)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)
    app.start([path])
    try:
        qtbot.waitUntil(lambda: bool(seen and app.windows[0].editor.toPlainText()), timeout=10_000)
        assert seen == [(True, False)], "and nothing goes on meanwhile"
        app.windows[0].editor.document().setModified(False)
    finally:
        app.quit()
        assert app.shut_down()


def test_a_long_line_that_is_not_wanted_changes_nothing(
    desk: Desk, tmp_path: Path, answer: list[str]
) -> None:
    """Cancel leaves the window as it was, ready to write in."""
    path = tmp_path / "line.md"
    path.write_text("a" * (LONGEST_LINE + 1))
    desk.type("mine")
    answer.append("Cancel")
    assert not desk.open(path)
    desk.type(" too")
    assert desk.text == "mine too"


def test_a_long_line_that_is_pasted_is_broken(desk: Desk) -> None:
    """Pasting cannot make a line that stops the window; every character comes in, and undo takes
    it out."""
    text = "It was a dark night. " * 5000
    source = QMimeData()
    source.setText(text)
    desk.type("I say: ")
    desk.window.editor.insertFromMimeData(source)
    assert desk.text.replace("\n", "") == "I say: " + text
    assert max(map(len, desk.text.split("\n"))) <= LONGEST_LINE
    assert "Very long lines were broken" in desk.window.status.notice()
    desk.window.editor.undo_change()
    assert desk.text.rstrip() in ("I say:", "")


def test_a_file_that_got_a_long_line_is_shown_beside(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program writes a line that the editor cannot bear: a copy, not a frozen window."""
    path = tmp_path / "a.md"
    path.write_text("one")
    desk.open(path)
    with desk.bot.waitSignal(desk.window.documents.copy_requested, timeout=10_000) as copied:
        path.write_text("b" * (LONGEST_LINE + 1))
        desk.window.documents._watch.look()
    assert copied.args is not None
    assert copied.args[1] == "b" * (LONGEST_LINE + 1)
    assert desk.text == "one"


def test_read_only_is_in_the_title(desk: Desk, tmp_path: Path) -> None:
    """One sees at a glance why keys do nothing; saving under another name takes it away."""
    path = tmp_path / "a.md"
    path.write_text("fixed")
    path.chmod(0o444)
    desk.open(path)
    assert desk.window.windowTitle() == "a.md (read-only)[*] — Writer"
    other = tmp_path / "b.md"
    other.write_text("free")
    desk.open(other)
    assert desk.window.windowTitle() == "b.md[*] — Writer"


def test_undo_survives_a_save(desk: Desk, tmp_path: Path) -> None:
    """A save is no end of what can be undone."""
    path = tmp_path / "a.md"
    path.write_text("one")
    desk.open(path)
    desk.type("x")
    assert desk.window.documents.save()
    assert desk.window.documents.finish_saving()
    desk.window.editor.undo_change()
    assert desk.text == "one"
    assert desk.window.documents.is_modified


def test_undo_is_bounded_at_a_save(desk: Desk, tmp_path: Path) -> None:
    """More steps than the bound are forgotten with the next save, which says so; never before."""
    documents, document = desk.window.documents, desk.window.editor.document()
    documents.begin(tmp_path / "a.md")
    documents.most_undo_steps = 5
    for word in ("one", "two", "three", "four"):
        desk.type(word)
        desk.window.editor.insert_suggestion("!")
    assert document.availableUndoSteps() > 5
    assert documents.save()
    assert documents.finish_saving()
    desk.until(lambda: "no longer be undone" in desk.window.status.reason())
    assert not document.isUndoAvailable()
    assert not documents.is_modified
    desk.type("x")
    assert documents.save()
    assert documents.finish_saving()
    desk.window.editor.undo_change()
    assert desk.text == "one!two!three!four!"


def test_the_bar_and_its_neighbours_stand_still(qtbot: QtBot) -> None:
    """However the number of words grows while a long file comes in; the sentence is right before
    the bar, and gives way to it where there is little room."""
    status = WriterStatusBar()
    qtbot.addWidget(status)
    status.resize(900, 24)
    status.show()
    qtbot.waitExposed(status)
    sentence, model = (status.findChild(QWidget, n) for n in ("status_reason", "model_in_use"))

    def span(widget: QWidget) -> tuple[int, int]:
        """Where a widget begins and ends in the status bar."""
        QApplication.processEvents()
        left = widget.mapTo(status, QPoint(0, 0)).x()
        return left, left + widget.width()

    status.set_model("starter")
    status.set_work("Opening “a.md”…")
    status.progress.show()
    seen = set()
    for words in (111_111, 444_444, 917_354):
        status.set_words(words)
        seen.add((span(status.progress), span(model)))
    assert len(seen) == 1
    assert span(status.progress)[0] == span(sentence)[1]
    status.set_work("Opening " + "a long name " * 40)
    assert span(status.progress)[1] <= span(model)[0]
    assert status.progress.width() == late_progress_bar.WIDTH
