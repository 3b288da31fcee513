"""Undo takes back a sentence, or what was typed in one go; never the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from writer.ui.undo_steps import PAUSE_MS

if TYPE_CHECKING:
    from conftest import Desk


def press(desk: Desk, letters: str, at_ms: int) -> None:
    """Type letters, the first of them at a time of the keyboard's clock."""
    for number, letter in enumerate(letters):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter
        )
        event.setTimestamp(at_ms + number)
        QApplication.sendEvent(desk.window.editor, event)


def steps_back(desk: Desk) -> list[str]:
    """The text after each undo, down to the empty page; redo brings all of it back."""
    whole, seen = desk.text, []
    while desk.window.editor.document().isUndoAvailable():
        desk.trigger("undo")
        seen.append(desk.text)
    for _ in seen:
        desk.trigger("redo")
    assert desk.text == whole
    return seen


def test_a_new_page_has_nothing_to_undo(desk: Desk) -> None:
    """Its margins are no step."""
    assert not desk.window.editor.document().isUndoAvailable()


def test_each_sentence_is_a_step(desk: Desk) -> None:
    """Also behind quotes and marks; a point inside a number ends nothing."""
    desk.type('Go on 3.14 steps. **Stop!** "Why?" he said')
    assert steps_back(desk) == [
        'Go on 3.14 steps. **Stop!** "Why?" ',
        "Go on 3.14 steps. **Stop!** ",
        "Go on 3.14 steps. ",
        "",
    ]


def test_a_pause_begins_a_step(desk: Desk) -> None:
    """In the middle of a sentence, or of a word."""
    press(desk, "one ", 10_000)
    press(desk, "two", 10_000 + PAUSE_MS - 1)
    press(desk, "three", 20_000)
    press(desk, " four", 30_000)
    assert desk.text == "one twothree four"
    assert steps_back(desk) == ["one twothree", "one two", ""]


def test_nothing_but_the_letters_is_put_in(desk: Desk) -> None:
    """The page is told of one letter, and a suggestion is typed through."""
    desk.write("It rained. ", "We stayed")
    typed: list[str] = []
    desk.window.editor.typed.connect(typed.append)
    desk.type("W")
    assert typed == ["W"]
    assert desk.screen == "It rained. W[e stayed]"
    desk.trigger("undo")
    assert desk.text == "It rained. "


def test_a_text_that_cannot_be_changed_is_not(desk: Desk) -> None:
    """Read-only documents take no space, not even for a moment."""
    desk.type("One. ")
    desk.window.editor.setReadOnly(True)
    revision = desk.window.editor.document().revision()
    desk.type("Two")
    assert desk.window.editor.document().revision() == revision
