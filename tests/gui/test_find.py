"""Find and replace on the real page: every match, one undo step, and never the ghost text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from writer.ui.marks import Layer

if TYPE_CHECKING:
    from conftest import Desk

TEXT = "The sea, the Sea.\n\nAt sea again."


def open_bar(desk: Desk, text: str = TEXT, command: str = "find") -> None:
    """A page with this text, the caret at its top, and the bar under it."""
    desk.window.editor.setPlainText(text)
    desk.trigger(command)


def look_for(desk: Desk, wanted: str, said: str) -> None:
    """Type into the bar, and wait for what it says."""
    field = desk.window.finder.bar.field
    field.selectAll()
    QTest.keyClicks(field, wanted)
    hears(desk, said)


def hears(desk: Desk, said: str) -> None:
    """Wait until the bar says this."""
    bar = desk.window.finder.bar
    desk.until(lambda: bar.count.text() == said)


def enter(desk: Desk, *, shift: bool = False) -> None:
    """Enter in the bar."""
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(desk.window.finder.bar.field, Qt.Key.Key_Return, modifier)


def selected(desk: Desk) -> tuple[int, str]:
    """Where the selection begins, and what it is."""
    cursor = desk.window.editor.textCursor()
    return cursor.selectionStart(), cursor.selectedText()


def marked(desk: Desk, layer: Layer = Layer.MATCHES) -> list[str]:
    """What is marked on the page."""
    editor = desk.window.editor
    return [editor.toPlainText()[start:end] for start, end in editor.marks.ranges(layer)]


class TestFinding:
    def test_every_match_is_marked_and_the_first_is_selected(self, desk: Desk) -> None:
        """While it is typed; the current one stands out from the others."""
        open_bar(desk)
        assert desk.window.finder.bar.has_focus
        look_for(desk, "sea", "1 of 3")
        assert selected(desk) == (4, "sea")
        desk.until(lambda: marked(desk) == ["sea", "Sea", "sea"])
        assert marked(desk, Layer.CURRENT_MATCH) == ["sea"]

    def test_enter_goes_on_and_around_and_says_so(self, desk: Desk) -> None:
        """Shift+Enter goes back."""
        open_bar(desk)
        look_for(desk, "sea", "1 of 3")
        for said in ("2 of 3", "3 of 3", "1 of 3, from the top again"):
            enter(desk)
            hears(desk, said)
        enter(desk, shift=True)
        hears(desk, "3 of 3, from the end again")
        assert selected(desk) == (22, "sea")

    def test_esc_gives_the_keyboard_back(self, desk: Desk) -> None:
        """The match stays selected, the marks go; Esc in the text closes the bar as well."""
        open_bar(desk)
        look_for(desk, "sea", "1 of 3")
        QTest.keyClick(desk.window.finder.bar.field, Qt.Key.Key_Escape)
        assert desk.window.editor.hasFocus()
        assert not desk.window.finder.bar.isVisible()
        assert selected(desk) == (4, "sea")
        assert marked(desk) == []
        desk.trigger("find")
        desk.window.editor.setFocus()
        desk.key(Qt.Key.Key_Escape)
        assert not desk.window.finder.bar.isVisible()

    def test_what_is_not_there_moves_nothing(self, desk: Desk) -> None:
        """The caret comes back to where it was."""
        open_bar(desk)
        desk.window.editor.moveCursor(QTextCursor.MoveOperation.NextWord)
        look_for(desk, "sea", "1 of 3")
        look_for(desk, "seal", "Nothing found")
        assert selected(desk) == (4, "")

    def test_a_selection_is_taken_over(self, desk: Desk) -> None:
        """A word is what to look for."""
        editor = desk.window.editor
        editor.setPlainText(TEXT)
        editor.setTextCursor(editor.document().find("Sea"))
        desk.trigger("find")
        hears(desk, "1 of 3")
        assert desk.window.finder.bar.field.text() == "sea"
        enter(desk)
        assert selected(desk) == (13, "Sea")

    def test_keys_go_on_without_the_bar(self, desk: Desk) -> None:
        """F3 after Esc; the status bar says when it goes around."""
        open_bar(desk)
        look_for(desk, "again", "1 of 1")
        desk.trigger("find")
        QTest.keyClick(desk.window.finder.bar.field, Qt.Key.Key_Escape)
        desk.window.editor.moveCursor(QTextCursor.MoveOperation.Start)
        desk.trigger("find_next")
        desk.until(lambda: selected(desk) == (26, "again"))
        desk.trigger("find_previous")
        desk.until(lambda: "from the end again" in desk.window.status.notice())

    def test_the_options_are_settings(self, desk: Desk) -> None:
        """Chosen in the bar, they hold at once and are saved."""
        open_bar(desk)
        look_for(desk, "sea", "1 of 3")
        bar = desk.window.finder.bar
        bar.options["match_case"].click()
        hears(desk, "1 of 2")
        assert desk.settings.flag("find.match_case")
        desk.settings.set("find.match_case", False)
        look_for(desk, "se", "1 of 3")
        bar.options["whole_words"].click()
        hears(desk, "Nothing found")
        bar.options["whole_words"].click()
        bar.options["patterns"].click()
        look_for(desk, "^at", "1 of 1")
        assert "patterns = true" in (desk.settings_folder / "settings.toml").read_text()

    def test_a_bad_pattern_gets_a_sentence(self, desk: Desk) -> None:
        """In the bar; the page keeps still, and goes on when the pattern is whole."""
        desk.settings.set("find.patterns", True)
        open_bar(desk)
        bar = desk.window.finder.bar
        QTest.keyClicks(bar.field, "(sea")
        desk.until(bar.problem.isVisible)
        assert "not finished" in bar.problem.text()
        QTest.keyClicks(bar.field, ")")
        hears(desk, "1 of 3")
        assert not bar.problem.isVisible()

    def test_typing_in_the_text_is_followed(self, desk: Desk) -> None:
        """The number is right again when the keyboard is still, and the caret stays."""
        open_bar(desk)
        look_for(desk, "sea", "1 of 3")
        desk.window.editor.setFocus()
        desk.window.editor.moveCursor(QTextCursor.MoveOperation.End)
        hears(desk, "3 found")
        desk.type(" More sea")
        hears(desk, "4 found")
        assert desk.window.editor.textCursor().atEnd()
        desk.until(lambda: marked(desk) == ["sea", "Sea", "sea", "sea"])

    def test_only_what_can_be_seen_is_marked(self, desk: Desk) -> None:
        """In a long text; scrolling marks what comes into sight."""
        open_bar(desk, "a sea\n" * 3000)
        look_for(desk, "sea", "1 of 3,000")
        desk.until(lambda: 0 < len(marked(desk)) < 200)
        bar = desk.window.editor.verticalScrollBar()
        bar.setValue(bar.maximum())
        last = desk.window.editor.document().characterCount() - 5
        desk.until(lambda: desk.window.editor.marks.ranges(Layer.MATCHES)[-1][0] == last)

    def test_ghost_text_is_not_found(self, desk: Desk) -> None:
        """It is not in the text; while the keyboard is in the bar there is none."""
        desk.write("The old", " sea")
        desk.trigger("find")
        look_for(desk, "sea", "Nothing found")
        assert desk.ghost == ""
        look_for(desk, "old", "1 of 1")
        assert desk.text == "The old"


class TestReplacing:
    def test_one_after_the_other(self, desk: Desk) -> None:
        """Enter in the second line replaces the current match and goes to the next."""
        open_bar(desk, command="replace")
        bar = desk.window.finder.bar
        look_for(desk, "sea", "1 of 3")
        QTest.keyClicks(bar.new_text, "lake")
        QTest.keyClick(bar.new_text, Qt.Key.Key_Return)
        hears(desk, "1 of 2")
        assert desk.text == TEXT.replace("sea", "lake", 1)
        assert selected(desk) == (14, "Sea")

    def test_all_is_one_undo_step(self, desk: Desk) -> None:
        """Undo brings everything back, and typing afterwards is a step of its own."""
        open_bar(desk, command="replace")
        bar = desk.window.finder.bar
        look_for(desk, "sea", "1 of 3")
        QTest.keyClicks(bar.new_text, "lake")
        bar.replace_all.click()
        hears(desk, "3 replaced")
        assert desk.text == "The lake, the lake.\n\nAt lake again."
        desk.window.editor.setFocus()
        desk.type("x")
        desk.window.editor.undo_change()
        assert desk.text == "The lake, the lake.\n\nAt lake again."
        desk.window.editor.undo_change()
        assert desk.text == TEXT

    @pytest.mark.parametrize("count", [3, 5000])
    def test_the_caret_stays_where_it_is_in_the_text(self, desk: Desk, count: int) -> None:
        """Also where there are so many that they are replaced in one piece."""
        open_bar(desk, "sea " * count + "end", command="replace")
        look_for(desk, "sea", f"1 of {count:,}")
        desk.window.editor.moveCursor(QTextCursor.MoveOperation.End)
        QTest.keyClicks(desk.window.finder.bar.new_text, "lakes")
        desk.window.finder.bar.replace_all.click()
        hears(desk, f"{count:,} replaced")
        assert desk.text == "lakes " * count + "end"
        assert desk.window.editor.textCursor().atEnd()
        desk.window.editor.undo_change()
        assert desk.text == "sea " * count + "end"
        assert desk.window.editor.textCursor().atEnd()

    def test_groups_and_selections(self, desk: Desk) -> None:
        """A pattern's groups go into the new text; outside the selection nothing changes."""
        desk.settings.set("find.patterns", True)
        editor = desk.window.editor
        editor.setPlainText("Pole, Miss\nMarple, Jane\nPoirot, Hercule")
        cursor = editor.textCursor()
        cursor.setPosition(len("Pole, Miss\nMarple, Jane"), QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        desk.trigger("replace")
        bar = desk.window.finder.bar
        assert bar.in_selection.isChecked()
        look_for(desk, r"(\w+), (?P<first>\w+)", "1 of 2")
        QTest.keyClicks(bar.new_text, r"\g<first> \1")
        bar.replace_all.click()
        hears(desk, "2 replaced")
        assert desk.text == "Miss Pole\nJane Marple\nPoirot, Hercule"

    def test_a_group_that_is_not_there_changes_nothing(self, desk: Desk) -> None:
        """And the bar says why."""
        desk.settings.set("find.patterns", True)
        open_bar(desk, command="replace")
        look_for(desk, "sea", "1 of 3")
        QTest.keyClicks(desk.window.finder.bar.new_text, r"\4")
        desk.window.finder.bar.replace_all.click()
        desk.until(desk.window.finder.bar.problem.isVisible)
        assert desk.text == TEXT

    def test_what_may_not_be_changed_is_not(self, desk: Desk) -> None:
        """A read-only document is searched, and keeps its text; forward only closes the bar."""
        open_bar(desk, command="replace")
        desk.window.editor.setReadOnly(True)
        look_for(desk, "sea", "1 of 3")
        desk.window.finder.bar.replace_all.click()
        assert "read-only" in desk.window.finder.bar.problem.text()
        assert desk.text == TEXT
        desk.window.editor.setReadOnly(False)
        desk.trigger("forward_only")
        assert not desk.window.finder.bar.isVisible()
        assert not desk.window.commands["find"].isEnabled()
