"""A theme as Qt wants it, palette and style sheet, and the face the text is set in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from writer.sentence import Sentence
from writer.settings.store import Settings
from writer.settings.themes import Theme, Themes

SERIF_FACES = (
    "Literata",
    "Source Serif 4",
    "Charter",
    "Iowan Old Style",
    "Georgia",
    "Cambria",
    "P052",
    "Palatino",
    "Noto Serif",
    "Liberation Serif",
    "DejaVu Serif",
)
"""Book faces that systems bring along, best first."""


def system_is_dark() -> bool:
    """What the desktop says now."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def theme_in_force(themes: Themes, settings: Settings) -> Theme:
    """The theme that the settings and the desktop ask for."""
    return themes.choose(
        settings.text("window.appearance"),
        light=settings.text("window.light_theme"),
        dark=settings.text("window.dark_theme"),
        system_is_dark=system_is_dark(),
    )


def missing_themes(themes: Themes, settings: Settings) -> list[Sentence]:
    """A sentence for every theme that was chosen and is not there (any more)."""
    chosen = {settings.text(f"window.{key}") for key in ("appearance", "light_theme", "dark_theme")}
    return [
        Sentence(
            "There is no theme called “{name}”; Light or Dark is used in its place.", name=name
        )
        for name in sorted(chosen - {"system", *themes})
    ]


def dress_application(themes: Themes, settings: Settings) -> None:
    """Qt's own dialogs, and on some systems the window's frame, take these from the application."""
    chosen = themes.get(settings.text("window.appearance"))
    scheme = Qt.ColorScheme.Unknown
    if chosen is not None:
        scheme = Qt.ColorScheme.Dark if chosen.dark else Qt.ColorScheme.Light
    QGuiApplication.styleHints().setColorScheme(scheme)
    QApplication.setPalette(palette_of(theme_in_force(themes, settings)))


def palette_of(theme: Theme) -> QPalette:
    """A complete palette, so that dialogs and menus match the page."""
    palette = QPalette()
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.frame,
        role.WindowText: theme.ink,
        role.Base: theme.paper,
        role.AlternateBase: theme.frame,
        role.Text: theme.ink,
        role.Button: theme.frame,
        role.ButtonText: theme.ink,
        role.ToolTipBase: theme.frame,
        role.ToolTipText: theme.ink,
        role.PlaceholderText: theme.ghost,
        role.Highlight: theme.selection,
        role.HighlightedText: theme.selected_ink,
        role.Link: theme.accent,
        role.LinkVisited: theme.quiet,
        role.Accent: theme.accent,
        role.BrightText: theme.selected_ink,
        role.Light: theme.paper,
        role.Midlight: theme.frame,
        role.Mid: theme.rule,
        role.Dark: theme.rule,
        role.Shadow: theme.rule,
    }
    for color_role, name in colors.items():
        palette.setColor(color_role, QColor(name))
    for color_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, color_role, QColor(theme.ghost))
    return palette


def style_sheet(theme: Theme) -> str:
    """The window's parts in the colours of ``theme``."""
    return f"""
        QMainWindow, #editor {{ background: {theme.paper}; }}
        #editor {{ color: {theme.ink}; border: none;
                   selection-background-color: {theme.selection};
                   selection-color: {theme.selected_ink}; }}
        #outline {{ background: {theme.paper}; color: {theme.ink}; border: none; outline: 0; }}
        #outline::item {{ padding: 4px 6px; }}
        #outline::item:selected {{ background: {theme.selection}; color: {theme.selected_ink}; }}
        QMenuBar, QStatusBar {{ background: {theme.frame}; color: {theme.ink}; }}
        QMenuBar::item {{ padding: 4px 10px; background: transparent; }}
        QMenuBar::item:selected {{ background: {theme.selection}; color: {theme.selected_ink}; }}
        QMenu {{ background: {theme.paper}; color: {theme.ink};
                 border: 1px solid {theme.rule}; padding: 4px 0; }}
        QMenu::item {{ padding: 5px 28px; }}
        QMenu::item:selected {{ background: {theme.selection}; color: {theme.selected_ink}; }}
        QMenu::item:disabled {{ color: {theme.ghost}; }}
        QMenu::separator {{ height: 1px; background: {theme.rule}; margin: 4px 0; }}
        #alternatives {{ background: {theme.paper}; color: {theme.ink};
                        border: 1px solid {theme.rule}; border-radius: 6px; padding: 4px; }}
        #alternatives::item {{ padding: 3px 8px; border-radius: 4px; }}
        #alternatives::item:selected {{ background: {theme.selection};
                                        color: {theme.selected_ink}; }}
        #find_bar {{ background: {theme.frame}; border-top: 1px solid {theme.rule}; }}
        #find_bar QLineEdit {{ background: {theme.paper}; color: {theme.ink}; padding: 3px 6px;
                               border: 1px solid {theme.rule}; border-radius: 4px; }}
        #find_bar QLineEdit:focus {{ border-color: {theme.accent}; }}
        #find_bar QLabel {{ color: {theme.quiet}; }}
        #find_bar #find_problem {{ color: {theme.ink}; }}
        #find_bar QToolButton {{ color: {theme.quiet}; padding: 3px 8px; border-radius: 4px;
                                 border: 1px solid transparent; }}
        #find_back, #find_on, #find_close {{ font-size: 16px; }}
        #find_bar QToolButton:hover {{ color: {theme.ink}; }}
        #find_bar QToolButton:focus {{ border-color: {theme.accent}; }}
        #find_bar QToolButton:checked {{ background: {theme.selection};
                                         color: {theme.selected_ink}; }}
        QStatusBar::item {{ border: none; }}
        QStatusBar QProgressBar {{ background: {theme.paper}; border: 1px solid {theme.quiet};
                                   border-radius: 3px; }}
        QStatusBar QProgressBar::chunk {{ background: {theme.accent}; }}
        QStatusBar QLabel, QStatusBar QToolButton {{ color: {theme.quiet}; padding: 2px 8px; }}
        QStatusBar QToolButton:hover {{ color: {theme.ink}; }}
    """


def load_bundled_fonts(folder: Path) -> list[str]:
    """Make the faces in ``folder`` (one folder per family) usable; the families' names.

    A face that cannot be read is left out: another serif face takes its place.
    """
    families: list[str] = []
    for path in sorted(folder.glob("*/*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        if number >= 0:
            families += QFontDatabase.applicationFontFamilies(number)
    return sorted(set(families))


def page_font(family: str, size_pt: int) -> QFont:
    """The chosen face, or the best serif face that is installed."""
    installed = set(QFontDatabase.families())
    face = family if family in installed else ""
    face = face or next((name for name in SERIF_FACES if name in installed), "serif")
    font = QFont(face, size_pt)
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
