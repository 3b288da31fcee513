"""Edit, Paragraph in the real window: moving, doubling, joining, selecting, letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

if TYPE_CHECKING:
    from conftest import Desk

KEEP = QTextCursor.MoveMode.KeepAnchor
ALT = Qt.KeyboardModifier.AltModifier
UP, DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down


def show(desk: Desk, marked: str) -> None:
    """Put a text on the page; ``‹`` is where the selection began and ``›`` where the caret is,
    or ``|`` both."""
    marked = marked.replace("|", "‹›")
    editor = desk.window.editor
    plain = marked.replace("‹", "").replace("›", "")
    editor.setPlainText(plain)
    first = min(marked.index("‹"), marked.index("›"))
    last = max(marked.index("‹"), marked.index("›")) - 1
    forward = marked.index("‹") < marked.index("›")
    places = [len(plain[:at].encode("utf-16-le")) // 2 for at in (first, last)]
    cursor = editor.textCursor()
    cursor.setPosition(places[0] if forward else places[1])
    cursor.setPosition(places[1] if forward else places[0], KEEP)
    editor.setTextCursor(cursor)


def marked(desk: Desk) -> str:
    """The page as it is now, marked in the same way."""
    cursor, text = desk.window.editor.textCursor(), desk.text.encode("utf-16-le")
    start, end = 2 * cursor.selectionStart(), 2 * cursor.selectionEnd()
    parts = [one.decode("utf-16-le") for one in (text[:start], text[start:end], text[end:])]
    if start == end:
        return parts[0] + "|" + parts[2]
    first, last = "‹›" if cursor.anchor() < cursor.position() else "›‹"
    return parts[0] + first + parts[1] + last + parts[2]


MOVES = [
    ("one\n\nt|wo\n\nthree", UP, "t|wo\n\none\n\nthree"),
    ("one\n\nt|wo\n\nthree", DOWN, "one\n\nthree\n\nt|wo"),
    ("o|ne\n\ntwo", UP, "o|ne\n\ntwo"),
    ("one\ntwo|", DOWN, "one\ntwo|"),
    ("one|\ntwo", DOWN, "two\none|"),
    ("|one\ntwo", DOWN, "two\n|one"),
    ("one\ntwo|\n", UP, "two|\none\n"),
    ("a\n\n‹one\n\ntw›o\n\nb", UP, "‹one\n\ntw›o\n\na\n\nb"),
    ("a\n\n›one\n\ntw‹o\n\nb", DOWN, "a\n\nb\n\n›one\n\ntw‹o"),
    ("a\n‹one\n›b", UP, "‹one\n›a\nb"),
    ("a\nb‹\none›", UP, "a‹\none›\nb"),
    ("b‹\none›", UP, "‹one›\nb"),
    ("😀 a|b\n\n😀😀", DOWN, "😀😀\n\n😀 a|b"),
    ("1. a\n2. 😀 b|\n   - c\n3. d", UP, "1. 😀 b|\n   - c\n2. a\n3. d"),
    ("1. a\n2. b|\n3. d", DOWN, "1. a\n2. d\n3. b|"),
    ("- a\n  - b|\n- c", DOWN, "- a\n  - b|\n- c"),
]


class TestMoving:
    """Alt+Up and Alt+Down."""

    @pytest.mark.parametrize(("before", "key", "after"), MOVES)
    def test_caret_and_selection_stay_with_their_words(
        self, desk: Desk, before: str, key: Qt.Key, after: str
    ) -> None:
        """One step for undo, which brings the caret back too; at the ends nothing happens."""
        show(desk, before)
        text, caret = desk.text, desk.window.editor.textCursor().position()
        desk.key(key, ALT)
        assert marked(desk) == after
        if before != after:
            desk.trigger("undo")
            assert desk.text == text
            assert desk.window.editor.textCursor().position() == caret
            desk.trigger("redo")
            assert desk.text == after.replace("|", "").replace("‹", "").replace("›", "")
        assert not desk.window.editor.document().isUndoAvailable() or before != after

    def test_a_ghost_goes_first(self, desk: Desk) -> None:
        """Nothing of it is left in either line, and nothing of it moves."""
        desk.write("one\n\ntwo", " three")
        desk.key(UP, ALT)
        assert desk.screen == "two|\n\none"
        block = desk.window.editor.document().begin()
        while block.isValid():
            assert block.layout().preeditAreaText() == ""
            block = block.next()
        assert desk.window.suggestions.state.ghost == ""

    def test_typing_after_it_is_another_step(self, desk: Desk) -> None:
        """Undo takes back what was typed, and only then the move."""
        show(desk, "one\n\ntwo|")
        desk.key(UP, ALT)
        desk.type("x")
        desk.trigger("undo")
        assert desk.text == "two\n\none"
        desk.trigger("undo")
        assert desk.text == "one\n\ntwo"

    def test_other_keys_can_be_chosen(self, desk: Desk) -> None:
        """They are commands like any other: in the list, in the menu, in the settings."""
        assert desk.window.commands.path("move_up") == ("Edit", "Paragraph")
        assert desk.window.commands.keys("move_up").toString() == "Alt+Up"


@pytest.mark.parametrize(
    ("command", "before", "after"),
    [
        ("duplicate", "o|ne", "one\n\no|ne"),
        ("duplicate", "a\n\no|ne\n\nb", "a\n\none\n\no|ne\n\nb"),
        ("duplicate", "o|ne\ntwo", "one\no|ne\ntwo"),
        ("duplicate", "- a|\n  - b\n- c", "- a\n  - b\n- a|\n  - b\n- c"),
        ("duplicate", "‹one\ntwo›", "one\ntwo\n\n‹one\ntwo›"),
        ("join", "on|e\n\n\ntwo", "one| two"),
        ("join", "one \n  two|\nthree", "one \n  two| three"),
        ("join", "- one|\n- two", "- one| two"),
        ("join", "‹one\ntwo\n\nthree›\nfour", "one two| three\nfour"),
        ("join", "one\n\ntwo|", "one\n\ntwo|"),
        ("join", "one|\n\n---\n\ntwo", "one|\n\n---\n\ntwo"),
        ("join", "one|\n```\nx\n```", "one|\n```\nx\n```"),
        ("select_sentence", "One. Tw|o 😀. Three.", "One. ‹Two 😀.› Three."),
        ("select_sentence", "😀. T|wo.\nThree.", "😀. ‹Two.›\nThree."),
        ("select_paragraph", "One\ntw|o\nthree", "One\n‹two›\nthree"),
        ("select_paragraph", "O‹ne\ntw›o\nthree", "‹One\ntwo›\nthree"),
        ("upper_case", "a str‹aße b›", "a str‹ASSE B›"),
        ("upper_case", "😀 ‹one\n`x` two›", "😀 ‹ONE\n`x` TWO›"),
        ("lower_case", "a BI|G c", "a bi|g c"),
        ("capitalized", "‹the old man's sea›", "‹The Old Man's Sea›"),
        ("capitalized", "a\n|\nb", "a\n|\nb"),
    ],
)
def test_commands(desk: Desk, command: str, before: str, after: str) -> None:
    """What each does, as one step for undo; where there is nothing to do, nothing is changed."""
    show(desk, before)
    text = desk.text
    desk.trigger(command)
    assert marked(desk) == after
    if desk.text != text:
        desk.trigger("undo")
    assert desk.text == text
    assert not desk.window.editor.document().isUndoAvailable()


@pytest.mark.parametrize("command", ["move_up", "duplicate", "join", "upper_case"])
def test_a_text_that_cannot_be_changed_is_not(desk: Desk, command: str) -> None:
    """Read-only, and forward only."""
    show(desk, "one\n\ntw|o\n\nthree")
    desk.window.editor.setReadOnly(True)
    desk.trigger(command)
    assert desk.text == "one\n\ntwo\n\nthree"
    desk.window.editor.setReadOnly(False)
    desk.trigger("forward_only")
    assert not desk.window.commands[command].isEnabled()
