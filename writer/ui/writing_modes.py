"""The modes of writing in one window, each by key and menu, each a setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMenu

from writer.settings.store import Settings
from writer.ui.caret_view import CaretView
from writer.ui.editor_view import EditorView
from writer.ui.focus_veil import FocusVeil
from writer.ui.forward_only import ForwardOnly
from writer.ui.typewriter import Typewriter

if TYPE_CHECKING:
    from writer.ui.main_window import MainWindow

FIND_COMMANDS = ("find", "replace", "find_next", "find_previous")
FORMAT_COMMANDS = (
    *("strong", "emphasis", "strike", "code", "link"),
    *("indent_item", "outdent_item"),
)
PARAGRAPH_COMMANDS = (
    *("move_up", "move_down", "duplicate", "join", "select_sentence", "select_paragraph"),
    *("upper_case", "lower_case", "capitalized"),
)
BLOCKED_COMMANDS = (
    *("undo", "redo", "cut", "select_all"),
    *FIND_COMMANDS,
    *FORMAT_COMMANDS,
    *PARAGRAPH_COMMANDS,
)
"""What would take text away, or move the caret, while writing goes forward only."""


def tr(text: str) -> str:
    """The text in the language of the interface; its context is "Menus"."""
    return QCoreApplication.translate("Menus", text)


class WritingModes(QObject):
    """Holds one editor to the settings."""

    def __init__(self, editor: EditorView, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self.veil = FocusVeil(editor)
        self.typewriter = Typewriter(editor)
        self.forward_only = ForwardOnly(editor)
        self.caret = CaretView(editor)
        end = settings.on_change(self._setting_changed)
        self.destroyed.connect(lambda: end())
        self._apply()

    def _setting_changed(self, key: str) -> None:
        if key.startswith("modes.") or key == "window.reduced_motion":
            self._apply()

    def _apply(self) -> None:
        flag = self._settings.flag
        self.veil.set_mode(self._settings.text("modes.focus"))
        self.typewriter.set_on(flag("modes.typewriter"))
        self.forward_only.set_on(flag("modes.forward_only"))
        self.caret.set_on(flag("modes.smooth_caret") and not flag("window.reduced_motion"))


def fill_modes_menu(window: MainWindow, menu: QMenu) -> None:
    """View, Writing Modes."""
    commands = window.commands
    commands.choices(
        menu.addMenu(tr("&Focus")),
        "modes.focus",
        {
            "off": tr("&Off"),
            "sentence": tr("&Sentence"),
            "line": tr("&Line"),
            "paragraph": tr("&Paragraph"),
        },
    )
    commands.add(menu, "next_focus", tr("&Next Focus"), lambda: _next_focus(window), "F9")
    commands.toggle(menu, "typewriter", tr("&Typewriter Scrolling"), "modes.typewriter", "Shift+F9")
    forward = commands.toggle(
        menu, "forward_only", tr("F&orward Only"), "modes.forward_only", "Ctrl+F9"
    )
    commands.toggle(menu, "smooth_caret", tr("&Smooth Caret"), "modes.smooth_caret")
    commands.toggle(menu, "reduced_motion", tr("&Reduce Motion"), "window.reduced_motion")

    def enable(forward_only: bool) -> None:
        for name in BLOCKED_COMMANDS:
            commands[name].setEnabled(not forward_only)
        if forward_only:
            window.finder.close()

    forward.toggled.connect(enable)
    enable(forward.isChecked())


def _next_focus(window: MainWindow) -> None:
    modes = ("off", "sentence", "line", "paragraph")
    now = modes.index(window.settings.text("modes.focus"))
    window.settings.set("modes.focus", modes[(now + 1) % len(modes)])
