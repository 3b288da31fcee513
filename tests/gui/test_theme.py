"""The look of the window: themes, Writer's own and the user's, and the face of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from writer.paths import resources_dir
from writer.settings.store import Settings
from writer.settings.themes import Themes
from writer.ui.theme import dress_application, load_bundled_fonts, missing_themes, page_font

if TYPE_CHECKING:
    from conftest import Desk


@pytest.fixture
def themes() -> Themes:
    return Themes([resources_dir() / "themes"])


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    """Puts the colours of the application back, which every test shares."""
    palette = QApplication.palette()
    yield qapp
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Unknown)
    QApplication.setPalette(palette)


def paper_and_ink(palette: QPalette) -> tuple[str, str]:
    return palette.base().color().name(), palette.text().color().name()


def test_the_menu_lists_every_theme_and_the_page_takes_its_colours(desk: Desk) -> None:
    """View, Appearance offers each file, marks the one in force, and Settings keep it."""
    for name, theme in desk.window.themes.items():
        desk.trigger(f"appearance_{name}")
        desk.window.apply_appearance()
        assert desk.settings.text("window.appearance") == name
        assert desk.window.commands[f"appearance_{name}"].isChecked()
        assert paper_and_ink(desk.window.editor.palette()) == (theme.paper, theme.ink)
    assert not desk.window.commands["appearance_light"].isChecked()


def test_following_the_system_takes_the_themes_chosen_for_it(desk: Desk) -> None:
    """What a light system means can be sepia; the light theme of today stays the default."""
    assert desk.settings.text("window.appearance") == "system"
    desk.trigger("light_theme_sepia")
    desk.trigger("dark_theme_high-contrast-dark")
    desk.window.apply_appearance()
    assert paper_and_ink(desk.window.editor.palette()) in {
        (desk.window.themes[name].paper, desk.window.themes[name].ink)
        for name in ("sepia", "high-contrast-dark")
    }


def test_dialogs_take_the_colours_too(application: QApplication, themes: Themes) -> None:
    """Qt's own dialogs ask the application."""
    settings = Settings(None)
    settings.set("window.appearance", "sepia")
    dress_application(themes, settings)
    sepia = themes["sepia"]
    assert paper_and_ink(QApplication.palette()) == (sepia.paper, sepia.ink)
    assert QApplication.palette().window().color().name() == sepia.frame


def test_a_theme_that_went_away_is_said(themes: Themes) -> None:
    """A settings file that names a theme nobody has: a sentence, and the window opens."""
    settings = Settings(None)
    assert missing_themes(themes, settings) == []
    settings.set("window.appearance", "pink")
    assert ["pink" in sentence for sentence in missing_themes(themes, settings)] == [True]


def test_the_page_is_set_in_the_bundled_face(qtbot: QtBot, tmp_path: Path) -> None:
    """On any machine the text is set in a book face, and a damaged font file does no harm."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "face.ttf").write_bytes(b"no font")
    assert load_bundled_fonts(tmp_path) == []
    assert load_bundled_fonts(resources_dir() / "fonts") == [
        "Literata",
        "Source Sans 3",
    ]
    assert QFontInfo(page_font("", 14)).family() == "Literata"
    assert QFontInfo(page_font("Source Sans 3", 14)).family() == "Source Sans 3"
    assert QFontInfo(page_font("No Such Face", 14)).family() == "Literata"
