"""What is in the menus of a window, and in which order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from writer.completion.lengths import preset_of
from writer.completion.pausing import Pause
from writer.paths import resources_dir
from writer.ui.exporter import Format
from writer.ui.find_menu import add_find_commands
from writer.ui.markdown import fill_format_menu
from writer.ui.page_menu import fill_page_menu
from writer.ui.paragraphs import fill_paragraph_menu
from writer.ui.spelling_menu import fill_spelling_menu
from writer.ui.translation import languages
from writer.ui.writing_modes import fill_modes_menu

if TYPE_CHECKING:
    from writer.ui.main_window import MainWindow

STANDARD = QKeySequence.StandardKey


def build_menus(window: MainWindow) -> None:
    """Fill the window's menu bar; every command is in ``window.commands`` afterwards."""
    _file(window)
    _edit(window)
    fill_format_menu(window, window.menuBar().addMenu(tr("F&ormat")))
    _suggestions(window)
    _view(window)
    _help(window)


def tr(text: str) -> str:
    """The text in the language of the interface; its context is "Menus"."""
    return QCoreApplication.translate("Menus", text)


def _file(window: MainWindow) -> None:
    menu, add = window.menuBar().addMenu(tr("&File")), window.commands.add
    add(menu, "new", tr("&New"), window.new_window_requested.emit, STANDARD.New)
    add(menu, "open", tr("&Open…"), window.choose_file, STANDARD.Open)
    window.recent.attach(menu.addMenu(tr("Open Recen&t")))
    add(menu, "reopen", tr("&Reopen Closed"), window.reopen_requested.emit, "Ctrl+Shift+T")
    menu.addSeparator()
    add(menu, "save", tr("&Save"), window.documents.save, STANDARD.Save)
    add(menu, "save_as", tr("Save &As…"), window.documents.save_as, "Ctrl+Shift+S")
    add(menu, "versions", tr("&Versions…"), window.versions.show)
    export = menu.addMenu(tr("&Export"))
    for kind, text in {
        Format.HTML: tr("&Web Page…"),
        Format.EPUB: tr("&E-Book (EPUB)…"),
        Format.DOCX: tr("W&ord Document…"),
        Format.ODT: tr("OpenDocument &Text…"),
        Format.PDF: tr("&PDF…"),
    }.items():
        add(export, f"export_{kind.name.lower()}", text, partial(window.exporter.export, kind))
    menu.addSeparator()
    add(menu, "close", tr("&Close"), window.close, STANDARD.Close)
    add(menu, "quit", tr("&Quit"), window.quit_requested.emit, "Ctrl+Q")


def _edit(window: MainWindow) -> None:
    menu, add, editor = window.menuBar().addMenu(tr("&Edit")), window.commands.add, window.editor
    add(menu, "undo", tr("&Undo"), editor.undo_change, STANDARD.Undo)
    add(menu, "redo", tr("&Redo"), editor.redo_change, STANDARD.Redo)
    menu.addSeparator()
    add(menu, "cut", tr("Cu&t"), editor.cut, STANDARD.Cut)
    add(menu, "copy", tr("&Copy"), editor.copy, STANDARD.Copy)
    add(menu, "paste", tr("&Paste"), editor.paste, STANDARD.Paste)
    add(menu, "select_all", tr("Select &All"), editor.selectAll, STANDARD.SelectAll)
    menu.addSeparator()
    add_find_commands(window, menu)
    menu.addSeparator()
    fill_paragraph_menu(window, menu.addMenu(tr("Para&graph")))
    smart = menu.addMenu(tr("S&mart Punctuation"))
    key = "editor.smart_punctuation"
    window.commands.toggle(smart, "smart_punctuation", tr("&Replace While Typing"), key)
    here = add(
        smart, "smart_here", tr("In &This Document"), window.smart_typing.set_here, checkable=True
    )
    here.setChecked(window.smart_typing.here)
    window.smart_typing.here_changed.connect(here.setChecked)
    fill_spelling_menu(window, menu.addMenu(tr("&Spelling")))
    menu.addSeparator()
    add(menu, "command_palette", tr("Comman&ds…"), window.show_commands, "Ctrl+Shift+P")
    add(menu, "preferences", tr("Prefere&nces…"), window.show_preferences, "Ctrl+,")


def _suggestions(window: MainWindow) -> None:
    menu, add = window.menuBar().addMenu(tr("&Suggestions")), window.commands.add
    suggestions = window.suggestions
    switch = add(
        menu,
        "suggestions",
        tr("Suggest &While Typing"),
        suggestions.set_enabled,
        "Ctrl+Shift+Space",
        checkable=True,
    )
    switch.setChecked(suggestions.state.enabled)
    suggestions.enabled_changed.connect(switch.setChecked)
    here = add(
        menu,
        "suggestions_here",
        tr("Suggest in &This Document"),
        suggestions.set_enabled_here,
        checkable=True,
    )
    here.setChecked(suggestions.state.enabled_here)
    suggestions.enabled_here_changed.connect(here.setChecked)
    pause = menu.addMenu(tr("&Pause"))
    for length, text in {
        Pause.TEN_MINUTES: tr("For &10 Minutes"),
        Pause.HALF_AN_HOUR: tr("For &30 Minutes"),
        Pause.TOMORROW: tr("Until &Tomorrow"),
    }.items():
        add(pause, f"pause_{length.value}", text, partial(suggestions.pause.begin, length))
    add(pause, "pause_end", tr("&Go On Now"), suggestions.pause.end)
    menu.addSeparator()
    window.commands.choices(
        menu.addMenu(tr("&Eagerness")),
        "completions.eagerness",
        {
            "calm": tr("&Calm: only when it is sure"),
            "balanced": tr("&Balanced"),
            "eager": tr("&Eager: more, and more often wrong"),
        },
    )
    window.commands.presets(
        menu.addMenu(tr("&Length")),
        "completions.max_words",
        {
            4: tr("&2 to 4 Words"),
            8: tr("&4 to 8 Words"),
            16: tr("&8 to 16 Words"),
            32: tr("&16 to 32 Words"),
        },
        preset_of,
    )
    window.commands.choices(
        menu.addMenu(tr("Tab Witho&ut a Suggestion")),
        "completions.tab",
        {"ask": tr("&Asks for One"), "tab": tr("Puts a &Tab In")},
    )
    menu.addSeparator()
    add(menu, "ask", tr("Suggest &Now"), suggestions.ask, "Ctrl+Space")
    add(menu, "next_suggestion", tr("Ne&xt Suggestion"), partial(suggestions.cycle, 1), "Alt+]")
    add(
        menu,
        "previous_suggestion",
        tr("Pre&vious Suggestion"),
        partial(suggestions.cycle, -1),
        "Alt+[",
    )
    panel = add(
        menu,
        "sampling_panel",
        tr("Suggestion C&ontrols"),
        window.sampling.setVisible,
        "Ctrl+Shift+K",
        checkable=True,
    )
    window.sampling.visibilityChanged.connect(
        lambda: panel.setChecked(not window.sampling.isHidden())
    )
    add(menu, "models", tr("&Models…"), window.models_requested.emit)
    add(menu, "about_model", tr("About T&his Model…"), window.about_model_requested.emit)
    learn = partial(window.learn_style_requested.emit, window)
    add(menu, "learn_style", tr("Learn M&y Style…"), learn)
    menu.addSeparator()
    # These keys belong to the editor, and only while a suggestion is on the screen.
    for name, text, slot, keys in (
        ("accept", tr("&Accept"), suggestions.accept_all, "Tab"),
        ("accept_word", tr("Accept Next Wo&rd"), suggestions.accept_word, "Ctrl+Right"),
        ("dismiss", tr("&Dismiss"), suggestions.dismiss, "Esc"),
    ):
        add(menu, name, text, slot, keys, in_editor=True)


def _view(window: MainWindow) -> None:
    menu, add = window.menuBar().addMenu(tr("&View")), window.commands.add
    add(menu, "larger", tr("&Larger Text"), partial(window.zoom, 1), STANDARD.ZoomIn)
    add(menu, "smaller", tr("&Smaller Text"), partial(window.zoom, -1), STANDARD.ZoomOut)
    add(menu, "usual_size", tr("&Usual Size"), partial(window.zoom, 0), "Ctrl+0")
    menu.addSeparator()
    fill_page_menu(window, menu.addMenu(tr("&Page")))
    _appearance(window, menu.addMenu(tr("&Appearance")))
    known = languages(resources_dir() / "translations")
    window.commands.choices(
        menu.addMenu(tr("Lan&guage")),
        "window.language",
        {"": tr("As the &System"), **known},
    )
    window.commands.toggle(menu, "outline", tr("&Outline"), "window.outline", "Ctrl+Shift+O")
    add(menu, "statistics", tr("S&tatistics…"), window.count_display.show_statistics)
    fill_modes_menu(window, menu.addMenu(tr("&Writing Modes")))
    add(menu, "full_screen", tr("&Full Screen"), window.full_screen.set_on, "F11", checkable=True)


def _appearance(window: MainWindow, menu: QMenu) -> None:
    themes = {name: tr(theme.title) for name, theme in window.themes.items()}
    choices = window.commands.choices
    choices(menu, "window.appearance", {"system": tr("As the &System"), **themes})
    menu.addSeparator()
    light = {name: text for name, text in themes.items() if not window.themes[name].dark}
    dark = {name: text for name, text in themes.items() if window.themes[name].dark}
    choices(menu.addMenu(tr("While the System Is L&ight")), "window.light_theme", light)
    choices(menu.addMenu(tr("While the System Is D&ark")), "window.dark_theme", dark)


def _help(window: MainWindow) -> None:
    menu = window.menuBar().addMenu(tr("&Help"))
    window.commands.add(menu, "welcome", tr("&Welcome"), window.show_welcome)
    window.commands.add(menu, "manual", tr("&Manual"), window.show_manual, STANDARD.HelpContents)
    window.commands.add(menu, "about", tr("&About Writer"), window.show_about)
