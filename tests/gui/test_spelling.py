"""Squiggles on the real page: what can be seen, a moment after it was written, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu

from writer.completion.reasons import Reason, plain_words
from writer.spelling.dictionaries import BUNDLED
from writer.spelling.speller import Speller
from writer.ui.marks import Layer

if TYPE_CHECKING:
    from conftest import Desk


@pytest.fixture
def desk(make_desk: Callable[..., Desk], tmp_path: Path) -> Desk:
    """A desk that knows American English."""
    speller = Speller(tmp_path / "config")
    (tmp_path / "config").mkdir()
    speller.load(BUNDLED)
    return make_desk(speller=speller)


def marked(desk: Desk) -> list[str]:
    """The words under squiggles now."""
    cursor = QTextCursor(desk.window.editor.document())
    words = []
    for start, end in desk.window.editor.marks.ranges(Layer.SPELLING):
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        words.append(cursor.selectedText())
    return words


def menu_on(desk: Desk, word: str) -> QMenu:
    """The context menu, opened with the right button on a word."""
    editor = desk.window.editor
    cursor = editor.document().find(word)
    cursor.setPosition(cursor.selectionStart() + 1)
    at = editor.cursorRect(cursor).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, editor.mapToGlobal(QPoint(at)))
    QApplication.sendEvent(editor.viewport(), event)
    menus = [m for m in editor.findChildren(QMenu) if m.isVisible()]
    assert len(menus) == 1
    return menus[0]


def test_the_menu_key_opens_it_below_the_line(desk: Desk) -> None:
    """The word that it is about can be read."""
    editor = desk.window.editor
    editor.setPlainText("I recieve letters.")
    editor.moveCursor(QTextCursor.MoveOperation.NextWord)
    at = editor.cursorRect().center()
    keyboard = QContextMenuEvent.Reason.Keyboard
    event = QContextMenuEvent(keyboard, at, editor.viewport().mapToGlobal(at))
    QApplication.sendEvent(editor.viewport(), event)
    menu = next(m for m in editor.findChildren(QMenu) if m.isVisible())
    line = editor.viewport().mapToGlobal(editor.cursorRect().bottomLeft())
    assert menu.geometry().topLeft() == line
    menu.close()


def choose(menu: QMenu, text: str) -> None:
    next(a for a in menu.actions() if a.text().replace("&", "") == text).trigger()
    menu.close()


def test_misspelt_words_are_marked_and_the_document_knows_nothing(desk: Desk) -> None:
    """Not its text, not its undo stack, not its modified flag; the marks stand on the words."""
    editor = desk.window.editor
    editor.setPlainText("I recieve 😀 letters; teh `wrld` is\nBob’s wrold.")
    editor.document().setModified(False)
    revision = editor.document().revision()
    desk.until(lambda: marked(desk) == ["recieve", "teh", "wrold"])
    assert not editor.document().isModified()
    assert not editor.document().isUndoAvailable()
    assert editor.document().revision() == revision


def test_the_word_being_typed_is_not_judged_yet(desk: Desk) -> None:
    """It is as soon as a space follows, or the caret goes elsewhere."""
    with desk.bot.waitSignal(desk.window.spelling.checked, timeout=10_000):
        desk.type("we wrold")
    assert marked(desk) == []
    desk.type(" ")
    desk.until(lambda: marked(desk) == ["wrold"])
    desk.type("recieve")
    desk.key(Qt.Key.Key_Home)
    desk.until(lambda: marked(desk) == ["wrold", "recieve"])


def test_ghost_text_is_never_looked_at(desk: Desk) -> None:
    """A misspelt suggestion is shown without a squiggle."""
    with desk.bot.waitSignal(desk.window.spelling.checked, timeout=10_000):
        desk.write("some words", " recieve wrold")
    assert desk.ghost == " recieve wrold"
    assert marked(desk) == []


def test_only_what_can_be_seen_is_looked_at(desk: Desk) -> None:
    """In a long document the marks follow the scroll bar."""
    editor = desk.window.editor
    editor.setPlainText("\n".join(["This line is right."] * 3000 + ["teh end"]))
    with desk.bot.waitSignal(desk.window.spelling.checked, timeout=10_000):
        editor.verticalScrollBar().setValue(1)
    assert marked(desk) == []
    editor.verticalScrollBar().setValue(editor.verticalScrollBar().maximum())
    desk.until(lambda: marked(desk) == ["teh"])


def test_a_text_in_another_language_is_left_alone(desk: Desk) -> None:
    """Where most words are unknown, none is marked."""
    with desk.bot.waitSignal(desk.window.spelling.checked, timeout=10_000):
        desk.window.editor.setPlainText("Der Hund läuft über die grüne Wiese und bellt laut. " * 5)
    assert marked(desk) == []


def test_a_suggestion_replaces_the_word_as_one_undo_step(desk: Desk) -> None:
    """Chosen from the context menu; undo brings back what was typed."""
    desk.window.editor.setPlainText("we recieve it")
    choose(menu_on(desk, "recieve"), "receive")
    assert desk.text == "we receive it"
    desk.trigger("undo")
    assert desk.text == "we recieve it"


def test_the_context_menu_of_a_right_word_is_the_usual_one(desk: Desk) -> None:
    """No suggestions, but copy and paste."""
    desk.window.editor.setPlainText("we receive it")
    menu = menu_on(desk, "receive")
    assert not [a for a in menu.actions() if "Dictionary" in a.text()]
    assert len(menu.actions()) > 5
    menu.close()


def test_added_and_ignored_words_lose_their_marks(desk: Desk, tmp_path: Path) -> None:
    """An added one is in the person's file; an ignored one is not."""
    desk.window.editor.setPlainText("the frobish wrold")
    desk.until(lambda: marked(desk) == ["frobish", "wrold"])
    choose(menu_on(desk, "frobish"), "Add “frobish” to the Dictionary")
    desk.until(lambda: marked(desk) == ["wrold"])
    choose(menu_on(desk, "wrold"), "Ignore “wrold”")
    desk.until(lambda: marked(desk) == [])
    assert (tmp_path / "config" / "dictionary.txt").read_text() == "frobish\n"


def test_the_next_misspelt_word(desk: Desk) -> None:
    """F7 goes on through the whole document, and from its end to its beginning."""
    editor = desk.window.editor
    editor.setPlainText("teh first\n" + "right\n" * 500 + "wrold")
    for word in ("teh", "wrold", "teh"):
        desk.key(Qt.Key.Key_F7)
        desk.until(lambda word=word: editor.textCursor().selectedText() == word)
    editor.setPlainText("all is right\n" * 500)
    desk.trigger("next_misspelling")
    desk.until(lambda: desk.window.status.notice() == "No misspelt word was found.")


def test_fenced_code_is_not_looked_at(desk: Desk) -> None:
    """Not on the screen, not by F7, not by the context menu; what comes after it is."""
    editor = desk.window.editor
    editor.setPlainText("fine\n```\nwrld cde\n```\nteh end")
    desk.until(lambda: marked(desk) == ["teh"])
    desk.key(Qt.Key.Key_F7)
    desk.until(lambda: editor.textCursor().selectedText() == "teh")
    assert desk.window.spelling.word_at(editor.toPlainText().index("wrld") + 1) is None


def test_switched_off_nothing_is_marked(desk: Desk) -> None:
    """And on again, it is."""
    desk.window.editor.setPlainText("teh end")
    desk.until(lambda: marked(desk) == ["teh"])
    desk.trigger("spelling")
    assert marked(desk) == []
    desk.trigger("spelling")
    desk.until(lambda: marked(desk) == ["teh"])


class TestCompletion:
    """A misspelt word is not completed as if it were right."""

    def test_letters_that_begin_no_word_get_no_suggestion(self, desk: Desk) -> None:
        """Nothing is asked, and the status bar says why."""
        desk.type("they definat")
        desk.until(lambda: desk.window.status.reason() == plain_words(Reason.MISSPELT))
        assert not any(r.prefix.endswith("definat") for r in desk.engine.requests)

    @pytest.mark.parametrize("text", ["they definit", "Mr Frobo", "a xqzword and xqzw"])
    def test_right_letters_names_and_words_of_the_text_do(self, desk: Desk, text: str) -> None:
        """A capital may be a name; a word that stands in the text already is the writer's own."""
        desk.write(text, "ing on")

    def test_asked_for_it_comes_all_the_same(self, desk: Desk) -> None:
        """Asking outright is above the rules."""
        desk.type("they definat")
        desk.engine.queue("ely")
        desk.trigger("ask")
        desk.until(lambda: any(r.prefix.endswith("definat") for r in desk.engine.requests))
