"""Edit, Spelling: on and off, the next misspelt word, the dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from writer.ui.main_window import MainWindow


def tr(text: str) -> str:
    """The text in the language of the interface; its context is "Menus"."""
    return QCoreApplication.translate("Menus", text)


def fill_spelling_menu(window: MainWindow, menu: QMenu) -> None:
    """The dictionaries are those that are there when the window opens."""
    commands = window.commands
    commands.toggle(menu, "spelling", tr("&Check Spelling"), "spelling.enabled", "Shift+F7")
    commands.add(
        menu, "next_misspelling", tr("&Next Misspelt Word"), window.spelling.go_to_next, "F7"
    )
    names = {"": tr("As the &System"), **{n: language_name(n) for n in window.speller.available()}}
    commands.choices(menu.addMenu(tr("&Dictionary")), "spelling.language", names)


def language_name(code: str) -> str:
    """What a language calls itself: "en_US" is "American English", "de_DE" is "Deutsch"."""
    locale = QLocale(code)
    if locale.language() is QLocale.Language.C:
        return code
    name = locale.nativeLanguageName()
    return f"{name[:1].upper()}{name[1:]}" if name else code
