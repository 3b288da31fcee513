"""Markdown in one window: what is shown, what Return does, and the menu Format."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMenu

from writer.settings.store import Settings
from writer.settings.themes import Theme
from writer.ui.document_controller import DocumentController
from writer.ui.editor_view import EditorView
from writer.ui.markdown_layer import Look, MarkdownLayer
from writer.ui.markdown_typing import MarkdownTyping

if TYPE_CHECKING:
    from writer.ui.main_window import MainWindow

SETTING = "editor.show_markdown"


def tr(text: str) -> str:
    """The text in the language of the interface; its context is "Menus"."""
    return QCoreApplication.translate("Menus", text)


class Markdown(QObject):
    """Holds one editor to the setting and to what the document is."""

    def __init__(
        self,
        editor: EditorView,
        documents: DocumentController,
        settings: Settings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._documents = documents
        self._settings = settings
        self.layer = MarkdownLayer(editor)
        self.typing = MarkdownTyping(editor, settings)
        documents.file_changed.connect(self._apply)
        end = settings.on_change(lambda key: self._apply() if key == SETTING else None)
        self.destroyed.connect(lambda: end())
        self._apply()

    def set_theme(self, theme: Theme) -> None:
        """Follow the theme and the editor's face."""
        self.layer.set_look(Look(theme.quiet, theme.accent, theme.frame))

    def _apply(self) -> None:
        self._editor.lines.set_on(self._documents.is_markdown)
        on = self._documents.is_markdown and self._settings.flag(SETTING)
        self.layer.set_on(on)
        self.typing.continues_lists = on


def fill_format_menu(window: MainWindow, menu: QMenu) -> None:
    """Format: the marks of Markdown, and whether they are shown as what they mean."""
    add, typing = window.commands.add, window.markdown.typing
    for name, text, mark, keys in (
        ("strong", tr("&Strong"), "**", "Ctrl+B"),
        ("emphasis", tr("&Emphasis"), "*", "Ctrl+I"),
        ("strike", tr("S&trikethrough"), "~~", None),
        ("code", tr("&Code"), "`", None),
    ):
        add(menu, name, text, partial(typing.toggle_mark, mark), keys)
    add(menu, "link", tr("&Link"), typing.toggle_link, "Ctrl+K")
    menu.addSeparator()
    add(menu, "indent_item", tr("&Move Item In"), typing.indent, "Ctrl+]")
    add(menu, "outdent_item", tr("Move Item &Out"), typing.outdent, "Ctrl+[")
    add(menu, "tick_task", tr("Tic&k Task"), typing.tick, "Ctrl+Return")
    menu.addSeparator()
    window.commands.toggle(menu, "show_markdown", tr("S&how Markdown"), SETTING)
