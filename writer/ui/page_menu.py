"""View, Page: the face, the width of the column, and the spacing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QInputDialog, QMenu

from writer.ui.theme import page_font

if TYPE_CHECKING:
    from writer.ui.main_window import MainWindow

FACE = "editor.font_family"


def tr(text: str) -> str:
    """The text in the language of the interface; its context is "Menus"."""
    return QCoreApplication.translate("Menus", text)


def fill_page_menu(window: MainWindow, menu: QMenu) -> None:
    """Everything but the size, which has keys and stands in View itself."""
    choices = window.commands.choices
    face = menu.addMenu(tr("&Typeface"))
    choices(face, FACE, {"": tr("&Literata (Serif)"), "Source Sans 3": tr("&Source Sans (Sans)")})
    face.addSeparator()
    window.commands.add(face, "other_face", tr("&Another…"), lambda: choose_face(window))
    choices(
        menu.addMenu(tr("Column &Width")),
        "editor.column_chars",
        {
            50: tr("&Narrow"),
            60: tr("&Slim"),
            70: tr("&Usual"),
            85: tr("&Wide"),
            110: tr("&Very Wide"),
        },
    )
    choices(
        menu.addMenu(tr("Line &Height")),
        "editor.line_height",
        {1.0: tr("&Tight"), 1.1: tr("&Usual"), 1.3: tr("&Loose"), 1.6: tr("&Very Loose")},
    )
    choices(
        menu.addMenu(tr("Paragraph &Spacing")),
        "editor.paragraph_spacing",
        {0.0: tr("&None"), 0.5: tr("&Half a Line"), 1.0: tr("&One Line")},
    )


def choose_face(window: MainWindow) -> None:
    """Ask for any face that is installed."""
    families = QFontDatabase.families()
    settings = window.settings
    now = page_font(settings.text(FACE), 12).family()
    chosen, taken = QInputDialog.getItem(
        window,
        tr("Typeface"),
        tr("Set the text in:"),
        families,
        families.index(now) if now in families else 0,
        editable=False,
    )
    if taken and chosen:
        settings.set(FACE, chosen)
