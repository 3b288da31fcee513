"""Every edit in the real window reaches the journal on the disk, and nothing else does."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor

from writer.documents import flushing
from writer.documents.edits import apply_edits
from writer.documents.filesystem import RealFileSystem
from writer.documents.journal import Journal
from writer.documents.journal_reader import list_journals, parse_journal
from writer.ui.journal_keeper import JournalKeeper

if TYPE_CHECKING:
    from conftest import Desk

CONTROL = Qt.KeyboardModifier.ControlModifier


def in_journal(folder: Path) -> str | None:
    """The text that a crash at this moment would leave behind; ``None`` without a journal."""
    journals = list_journals(folder)
    if not journals:
        return None
    assert len(journals) == 1
    content = parse_journal(journals[0], journals[0].read_bytes())
    assert content.header is not None
    return without_halves(apply_edits(content.text, content.edits))


def without_halves(text: str) -> str:
    """Python gets no half characters from Qt; the journal may have them."""
    return "".join(c for c in text if not "\ud800" <= c <= "\udfff")


def paste(desk: Desk, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    desk.window.editor.insertFromMimeData(mime)


@pytest.fixture
def journals(tmp_path: Path) -> Path:
    return tmp_path / "state" / "journals"


def test_what_is_typed_into_a_new_document_is_in_the_journal(desk: Desk, journals: Path) -> None:
    """A document that was never saved is kept too, without anybody asking for it."""
    assert list_journals(journals) == []
    desk.type("Dear Anna, ")
    desk.until(lambda: in_journal(journals) == "Dear Anna, ")
    desk.key(Qt.Key.Key_Return)
    desk.type("it rained.")
    desk.until(lambda: in_journal(journals) == "Dear Anna, \nit rained.")
    assert os.stat(list_journals(journals)[0]).st_mode & 0o077 == 0


def test_ghost_text_is_in_no_journal(desk: Desk, journals: Path) -> None:
    """What is grey is not there; what was taken is."""
    desk.write("The old man", " and the sea")
    desk.until(lambda: in_journal(journals) == "The old man")
    desk.key(Qt.Key.Key_Tab)
    desk.until(lambda: in_journal(journals) == "The old man and the sea")


def test_a_paragraph_that_moved_is_where_it_moved_to(desk: Desk, journals: Path) -> None:
    """A crash right after it brings back what was on the screen."""
    desk.type("One.")
    desk.key(Qt.Key.Key_Return)
    desk.type("Two.")
    desk.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert desk.text == "Two.\nOne."
    desk.until(lambda: in_journal(journals) == "Two.\nOne.")


def test_every_way_to_change_the_text_is_an_edit(
    desk: Desk, tmp_path: Path, journals: Path
) -> None:
    """Any history of typing, pasting, deleting, undo and redo gives the text on the screen."""
    path = tmp_path / "a.md"
    path.write_text("One paragraph.\n\nAnother one, with an 🙂 and a no-break\u00a0space.\n" * 4)
    desk.open(path)
    editor, random = desk.window.editor, Random(7)

    def anywhere() -> int:
        """A place between two characters, as a key or the mouse would find it."""
        place = random.randint(0, editor.document().characterCount() - 1)
        return place - ("\udc00" <= editor.document().characterAt(place) <= "\udfff")

    for _ in range(150):
        cursor = editor.textCursor()
        cursor.setPosition(anywhere())
        if random.random() < 0.2:
            cursor.setPosition(anywhere(), QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        act = random.randrange(9)
        if act == 0:
            desk.key(Qt.Key.Key_Backspace)
        elif act == 1:
            desk.key(Qt.Key.Key_Delete)
        elif act == 2:
            desk.key(Qt.Key.Key_Return)
        elif act == 3:
            desk.key(Qt.Key.Key_Z, CONTROL)
        elif act == 4:
            desk.key(Qt.Key.Key_Y, CONTROL)
        elif act == 5:
            paste(desk, "two 🙂\nlines\u00a0\u2028and more\n")
        elif act == 6:
            editor.insert_suggestion(" a suggestion 🙂")
        else:
            desk.type(random.choice("xyz "))
    desk.until(lambda: in_journal(journals) == desk.window.documents.text())


def test_half_a_character_does_not_derail_the_journal(desk: Desk, journals: Path) -> None:
    """A program that cuts a character in two leaves a text that the journal still agrees with."""
    editor = desk.window.editor
    desk.type("one ")
    paste(desk, "🙂🙂 two")
    cursor = editor.textCursor()
    cursor.setPosition(5)
    cursor.insertText("x")
    desk.type(" and on")
    desk.until(lambda: in_journal(journals) == desk.window.documents.text())
    cursor.setPosition(4)
    cursor.setPosition(8, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    desk.type("!")
    desk.until(lambda: in_journal(journals) == desk.window.documents.text())


def test_a_save_ends_the_journal_and_later_edits_begin_another(
    desk: Desk, tmp_path: Path, journals: Path
) -> None:
    """What is in the file needs no journal; what came after it does, letters during it included."""
    path = tmp_path / "a.md"
    desk.window.documents.begin(path)
    desk.type("one")
    desk.until(lambda: in_journal(journals) == "one")
    desk.trigger("save")
    desk.type(" two")
    desk.until(lambda: path.exists() and path.read_text() == "one")
    desk.until(lambda: in_journal(journals) == "one two")
    desk.trigger("save")
    desk.until(lambda: list_journals(journals) == [])
    assert path.read_text() == "one two"


def test_opening_another_file_leaves_no_journal(desk: Desk, tmp_path: Path, journals: Path) -> None:
    """Showing a file is not an edit."""
    path = tmp_path / "a.md"
    path.write_text("text " * 100)
    desk.open(path)
    desk.window.documents.keeper.wait(10)
    assert list_journals(journals) == []


class FillingDisk(RealFileSystem):
    """The real disk, on which there is no room for writing while ``full`` is set."""

    full = True

    def write(self, fd: int, data: memoryview) -> int:
        if self.full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(fd, data)


def test_a_full_disk_is_said_once_and_caught_up_with(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal cannot be written: one sentence, the text stays, and later all of it is there."""
    monkeypatch.setattr(flushing, "RETRY_S", 0.05)
    disk, said = FillingDisk(), []
    folder = tmp_path / "full"
    folder.mkdir()
    keeper = JournalKeeper(
        desk.window.editor.document(),
        folder,
        desk.window,
        make_journal=lambda *args, **named: Journal(*args, filesystem=disk, **named),
    )
    keeper.troubled.connect(said.append)
    keeper.troubled.connect(desk.window.status.set_reason)
    desk.type("one ")
    desk.until(lambda: bool(said))
    desk.type("two")
    keeper.wait(10)
    assert len(said) == 1
    assert "disk is full" in said[0]
    assert desk.window.status.reason() == said[0]
    assert desk.text == "one two"
    disk.full = False
    desk.until(lambda: in_journal(folder) == "one two")
    keeper.stop(10)
