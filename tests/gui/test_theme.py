"""Colours that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo
from pytestqt.qtbot import QtBot

from writer.paths import resources_dir
from writer.ui.theme import (
    DARK,
    LIGHT,
    Theme,
    contrast_ratio,
    load_bundled_fonts,
    page_font,
)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
def test_text_meets_wcag_aa_and_ghost_text_is_readable_but_not_text(theme: Theme) -> None:
    """Text and small print 4.5:1, ghost text 3:1, and ghost text clearly weaker than text."""
    assert contrast_ratio(theme.ink, theme.paper) >= 4.5
    assert contrast_ratio(theme.ink, theme.frame) >= 4.5
    assert contrast_ratio(theme.quiet, theme.frame) >= 4.5
    assert contrast_ratio(theme.selected_ink, theme.selection) >= 4.5
    assert contrast_ratio(theme.accent, theme.paper) >= 4.5
    ghost = contrast_ratio(theme.ghost, theme.paper)
    assert 3 <= ghost <= contrast_ratio(theme.ink, theme.paper) / 2


def test_contrast_of_black_on_white() -> None:
    """The formula of WCAG 2.2, at its ends."""
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#777777", "#777777") == pytest.approx(1)


def test_the_page_is_set_in_the_bundled_face(qtbot: QtBot, tmp_path: Path) -> None:
    """On any machine the text is set in a book face, and a damaged font file does no harm."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "face.ttf").write_bytes(b"no font")
    assert load_bundled_fonts(tmp_path) == []
    assert load_bundled_fonts(resources_dir() / "fonts") == ["Literata"]
    assert QFontInfo(page_font("", 14)).family() == "Literata"
    assert QFontInfo(page_font("No Such Face", 14)).family() == "Literata"
