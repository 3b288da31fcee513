"""The colours of the page and the window, light and dark, and the face the text is set in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

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


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``#rrggbb``. Text on ``paper`` meets WCAG AA (4.5:1), ``ghost`` 3:1."""

    name: str
    dark: bool
    paper: str
    ink: str
    ghost: str
    quiet: str
    """Status bar and other small print; 4.5:1 on ``frame``."""
    frame: str
    rule: str
    """Thin lines between things."""
    selection: str
    selected_ink: str
    accent: str


LIGHT = Theme(
    name="light",
    dark=False,
    paper="#fbfaf7",
    ink="#26231f",
    ghost="#8b857b",
    quiet="#67625a",
    frame="#f3f1ec",
    rule="#ddd8ce",
    selection="#cfe0ee",
    selected_ink="#1d1b18",
    accent="#2f6f9f",
)
DARK = Theme(
    name="dark",
    dark=True,
    paper="#1e1d1b",
    ink="#ddd8ce",
    ghost="#837d73",
    quiet="#a39d92",
    frame="#191816",
    rule="#3a3733",
    selection="#34495a",
    selected_ink="#f2eee6",
    accent="#7fb2d9",
)


def theme_for(appearance: str) -> Theme:
    """The theme for 'light', 'dark', or 'system' (what the desktop says now)."""
    if appearance == "system":
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT
    return DARK if appearance == "dark" else LIGHT


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
        role.Accent: theme.accent,
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
        QStatusBar::item {{ border: none; }}
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


def contrast_ratio(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two ``#rrggbb`` colours, 1 to 21 (w3.org/TR/WCAG22)."""

    def luminance(name: str) -> float:
        channels = [int(name[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)
