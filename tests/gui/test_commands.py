"""The list of all commands: found by a few letters, carried out with Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from writer.ui.command_palette import CommandPaletteDialog
from writer.ui.fuzzy import fit

if TYPE_CHECKING:
    from conftest import Desk


def opened(desk: Desk) -> CommandPaletteDialog:
    desk.trigger("command_palette")
    dialogs = desk.window.findChildren(CommandPaletteDialog)
    return next(dialog for dialog in dialogs if dialog.isVisible())


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("sa", "Save As", "Paste"),
        ("fs", "Full Screen", "Preferences"),
        ("word", "Accept Next Word", "Widow order"),
        ("pdf export", "PDF Export", "Export a paradise"),
    ],
)
def test_starts_of_words_and_runs_of_letters_fit_best(typed: str, better: str, worse: str) -> None:
    """What one means by two letters is rarely two letters in the middle of a word."""
    good = fit(typed, better)
    bad = fit(typed, worse)
    assert good is not None
    assert bad is None or good > bad


def test_missing_letters_do_not_fit() -> None:
    """And nothing typed fits everything."""
    assert fit("zz", "Zoom") is None
    assert fit("", "Zoom") == 0


def test_every_command_is_offered_with_menu_and_key(desk: Desk) -> None:
    """But the list itself."""
    palette = opened(desk)
    assert set(palette.names()) == set(desk.window.commands) - {"command_palette"}
    at = palette.names().index("export_pdf")
    item = palette.list.topLevelItem(at)
    assert item is not None
    assert (item.text(0), item.text(1)) == ("PDF", "File ▸ Export")
    item = palette.list.topLevelItem(palette.names().index("save"))
    assert item is not None
    assert item.text(2) == "Ctrl+S"


def test_letters_and_enter_carry_a_command_out(desk: Desk) -> None:
    """Typed into the line, moved with the arrows; the list goes before the command comes."""
    desk.type("some text")
    palette = opened(desk)
    QTest.keyClicks(palette.search, "select all")
    assert palette.names()[0] == "select_all"
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert desk.window.editor.textCursor().selectedText() == "some text"


def test_letters_that_happen_to_be_somewhere_find_nothing(desk: Desk) -> None:
    """Paragraphs are not in the appearance; a menu's name finds all that is in it."""
    palette = opened(desk)
    palette.search.setText("para")
    names = palette.names()
    assert names[0] == "move_up"
    assert "upper_case" in names
    assert "appearance_sepia" not in names


def test_arrows_move_while_the_line_keeps_the_keyboard(desk: Desk) -> None:
    """Down marks the second command."""
    palette = opened(desk)
    QTest.keyClick(palette.search, Qt.Key.Key_Down)
    second = palette.list.topLevelItem(1)
    assert palette.list.currentItem() is second


def test_what_was_used_last_stands_first(desk: Desk) -> None:
    """Opened again, the list begins with it; among equal fits too."""
    desk.trigger("larger")
    desk.trigger("select_all")
    assert opened(desk).names()[:2] == ["select_all", "larger"]


def test_a_command_that_cannot_be_used_is_grey_and_does_nothing(desk: Desk) -> None:
    """It stays in the list: one sees that it exists."""
    desk.window.commands["versions"].setEnabled(False)
    palette = opened(desk)
    palette.search.setText("versions")
    item = palette.list.topLevelItem(0)
    assert item is not None
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    palette.list.setCurrentItem(item)
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_escape_leaves_it(desk: Desk) -> None:
    """Nothing is carried out."""
    palette = opened(desk)
    QTest.keyClick(palette.search, Qt.Key.Key_Escape)
    assert not palette.isVisible()
