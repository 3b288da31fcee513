"""The preferences: all settings and all keys, changed at once, found by a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox

from writer.settings.schema import SETTINGS
from writer.settings.store import Settings
from writer.ui.preferences_dialog import PreferencesDialog

if TYPE_CHECKING:
    from conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


def opened(desk: Desk) -> PreferencesDialog:
    desk.trigger("preferences")
    dialog = desk.window.findChild(PreferencesDialog)
    assert dialog is not None
    desk.until(dialog.isActiveWindow)
    return dialog


def back_to_the_page(desk: Desk, dialog: PreferencesDialog) -> None:
    dialog.close()
    desk.window.activateWindow()
    desk.until(desk.window.editor.hasFocus)


class TestSettings:
    """Made from the schema."""

    def test_every_setting_is_there_with_its_description_and_limits(self, desk: Desk) -> None:
        """Nothing can be set in the file alone, and no editor offers what a setting refuses."""
        dialog = opened(desk)
        assert set(dialog.rows) == {setting.key for setting in SETTINGS}
        for setting in SETTINGS:
            row = dialog.rows[setting.key]
            assert row.editor.accessibleName() == setting.title
            assert row.editor.accessibleDescription() == setting.description
            assert setting.description.casefold() in row.words
            if isinstance(row.editor, QSpinBox) and setting.maximum is not None:
                assert (row.editor.minimum(), row.editor.maximum()) == (
                    setting.minimum,
                    setting.maximum,
                )

    def test_a_change_holds_at_once_and_goes_back_to_the_default(self, desk: Desk) -> None:
        """A number and a yes or no: the settings have them before the dialog is closed."""
        dialog = opened(desk)
        row = dialog.rows["completions.max_words"]
        assert isinstance(row.editor, QSpinBox)
        assert not row.reset.isVisibleTo(dialog)
        row.editor.setValue(3)
        assert desk.settings.integer("completions.max_words") == 3
        assert row.reset.isVisibleTo(dialog)
        row.reset.click()
        assert row.editor.value() == desk.settings.integer("completions.max_words") == 8
        switch = dialog.rows["completions.enabled"].editor
        assert isinstance(switch, QCheckBox)
        switch.click()
        assert desk.window.suggestions.state.enabled is False

    def test_a_choice_is_called_as_in_the_menu(self, desk: Desk) -> None:
        """The eagerness can be chosen by the words of its menu."""
        box = opened(desk).rows["completions.eagerness"].editor
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(box.findText("Calm: only when it is sure"))
        assert desk.settings.text("completions.eagerness") == "calm"

    def test_a_change_from_elsewhere_is_shown(self, desk: Desk) -> None:
        """The menu turns suggestions off while the dialog is open: its box follows."""
        dialog = opened(desk)
        desk.trigger("suggestions")
        switch = dialog.rows["completions.enabled"].editor
        assert isinstance(switch, QCheckBox)
        assert not switch.isChecked()

    def test_text_is_taken_when_it_is_finished(self, desk: Desk) -> None:
        """Not at every letter: half a model's name is no model."""
        field = opened(desk).rows["completions.model"].editor
        assert isinstance(field, QLineEdit)
        field.selectAll()
        QTest.keyClicks(field, "mine")
        assert desk.settings.text("completions.model") == "starter"
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert desk.settings.text("completions.model") == "mine"

    def test_search_finds_by_words_of_the_description(self, desk: Desk) -> None:
        """Only what fits stays, sections without any go, and nothing at all is said."""
        dialog = opened(desk)
        dialog.search.setText("slurs")
        shown = [key for key, row in dialog.rows.items() if row.isVisibleTo(dialog)]
        assert shown == ["completions.word_filter"]
        dialog.search.setText("reopen closed")
        assert dialog.shortcuts.isVisibleTo(dialog)
        dialog.search.setText("no such thing")
        assert not dialog.shortcuts.isVisibleTo(dialog)
        dialog.search.clear()
        assert all(row.isVisibleTo(dialog) for row in dialog.rows.values())

    def test_asked_for_again_it_is_the_same_dialog(self, desk: Desk) -> None:
        """Two of them could show different values."""
        assert opened(desk) is opened(desk)

    def test_dark_is_dark_after_light(self, desk: Desk) -> None:
        """Text and ground of the dialog change together when the theme does."""
        desk.settings.set("window.appearance", "light")
        desk.window.apply_appearance()
        dialog = opened(desk)
        desk.settings.set("window.appearance", "dark")
        desk.window.apply_appearance()
        palette = dialog.search.palette()
        assert palette.text().color().lightness() > 150 > palette.base().color().lightness()


class TestKeys:
    """Every key can be changed (design §6, rule 3)."""

    def test_every_command_is_listed_with_its_key(self, desk: Desk) -> None:
        """Also those whose key belongs to the editor."""
        page = opened(desk).shortcuts
        for name in desk.window.commands:
            assert page.shown_keys(name) == desk.window.commands.keys(name).toString()
        assert page.shown_keys("accept") == "Tab"

    def test_no_two_commands_have_the_same_usual_key(self, desk: Desk) -> None:
        """Qt would carry out neither."""
        commands = desk.window.commands
        shared = {name: commands.sharing(commands.usual_keys(name)) for name in commands}
        assert {name: others for name, others in shared.items() if len(others) > 1} == {}

    def test_a_new_key_works_and_is_saved_and_the_old_one_does_nothing(self, desk: Desk) -> None:
        """Undo, a key of Qt's own editor, moves to Ctrl+U."""
        dialog = opened(desk)
        dialog.shortcuts.choose("undo")
        dialog.shortcuts.edit.setKeySequence(QKeySequence("Ctrl+U"))
        assert dialog.shortcuts.shown_keys("undo") == "Ctrl+U"
        back_to_the_page(desk, dialog)
        desk.type("foo")
        desk.key(Qt.Key.Key_Z, CTRL)
        assert desk.text == "foo"
        desk.key(Qt.Key.Key_U, CTRL)
        assert desk.text == ""
        assert Settings(desk.settings_folder / "settings.toml").shortcut("undo") == "Ctrl+U"

    def test_a_key_of_the_text_editor_can_be_given_to_a_command(self, desk: Desk) -> None:
        """Ctrl+Z may mean New: the text is not undone by it."""
        heard: list[bool] = []
        desk.window.new_window_requested.connect(lambda: heard.append(True))
        desk.window.commands.set_keys("undo", QKeySequence())
        desk.window.commands.set_keys("new", QKeySequence("Ctrl+Z"))
        desk.type("foo")
        desk.key(Qt.Key.Key_Z, CTRL)
        assert heard == [True]
        assert desk.text == "foo"

    @pytest.mark.parametrize(
        ("command", "keys", "press"),
        [
            ("accept", "Ctrl+J", lambda desk: desk.key(Qt.Key.Key_J, CTRL)),
            ("accept", "F6", lambda desk: desk.key(Qt.Key.Key_F6)),
        ],
    )
    def test_the_suggestion_keys_change_too(
        self, desk: Desk, command: str, keys: str, press: Callable[[Desk], None]
    ) -> None:
        """The new key takes the suggestion, Tab is a tab again, and the menu says so."""
        dialog = opened(desk)
        page = dialog.shortcuts
        page.choose(command)
        page.edit.setKeySequence(QKeySequence(keys))
        assert desk.window.commands[command].text().endswith(f"\t{keys}")
        back_to_the_page(desk, dialog)
        desk.write("foo", " bar")
        press(desk)
        assert desk.text == "foo bar"
        desk.settle()
        desk.key(Qt.Key.Key_Tab)
        assert desk.text == "foo bar\t"

    def test_the_status_bar_speaks_of_the_key_that_asks(self, desk: Desk) -> None:
        """Sentences that name Ctrl+Space name the new key; without one, the menu."""
        desk.window.commands.set_keys("ask", QKeySequence("F4"))
        desk.window.suggestions.set_enabled(False)
        assert desk.window.status.reason().endswith("when you ask for them with F4.")
        desk.window.commands.set_keys("ask", QKeySequence())
        desk.type("a")
        assert desk.window.status.reason().endswith("with the menu Suggestions.")

    def test_a_conflict_is_said_and_nothing_changes_until_it_is_settled(self, desk: Desk) -> None:
        """Ctrl+S for New: first refused, then taken away from Save."""
        page = opened(desk).shortcuts
        page.choose("new")
        page.edit.setKeySequence(QKeySequence("Ctrl+S"))
        assert page.message.text() == "Ctrl+S is the key of Save."
        assert desk.window.commands.keys("new") == QKeySequence("Ctrl+N")
        page.take.click()
        assert desk.window.commands.keys("new") == QKeySequence("Ctrl+S")
        assert desk.window.commands.keys("save").isEmpty()

    def test_a_key_is_changed_without_a_mouse_and_without_a_trap(self, desk: Desk) -> None:
        """Enter on a command, then its key; Tab passes by the field that takes every key."""
        dialog = opened(desk)
        dialog.show_keys()
        page = dialog.shortcuts
        page.list.setFocus()
        page.choose("new")
        QTest.keyClick(page.list, Qt.Key.Key_Return)
        assert page.edit.hasFocus()
        QTest.keyClick(page.edit, Qt.Key.Key_F8)
        assert page.list.hasFocus()
        assert desk.window.commands.keys("new") == QKeySequence("F8")
        QTest.keyClick(page.list, Qt.Key.Key_Tab)
        assert page.no_key.hasFocus()

    def test_a_letter_cannot_be_a_command(self, desk: Desk) -> None:
        """It would be lost for writing."""
        page = opened(desk).shortcuts
        page.choose("new")
        for keys in ("A", "Shift+A", "Space", "ß"):
            page.edit.setKeySequence(QKeySequence(keys))
            assert "letter" in page.message.text()
        assert desk.window.commands.keys("new") == QKeySequence("Ctrl+N")

    def test_a_conflict_in_the_settings_file_is_shown(self, desk: Desk) -> None:
        """Written there by hand; the list marks both."""
        desk.window.commands.set_keys("new", QKeySequence("Ctrl+S"))
        page = opened(desk).shortcuts
        assert page.shown_keys("new").endswith("⚠ also Save")
        assert page.shown_keys("save").endswith("⚠ also New")

    def test_back_to_the_usual_keys(self, desk: Desk) -> None:
        """One command, and all of them; the settings file holds nothing of them any more."""
        page = opened(desk).shortcuts
        page.choose("new")
        page.edit.setKeySequence(QKeySequence("F7"))
        page.usual.click()
        assert page.shown_keys("new") == "Ctrl+N"
        page.no_key.click()
        assert page.shown_keys("new") == ""
        page.reset_all.click()
        assert page.shown_keys("new") == "Ctrl+N"
        assert "shortcuts" not in (desk.settings_folder / "settings.toml").read_text()
