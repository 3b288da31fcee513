"""Colours that can be read."""

from __future__ import annotations

import pytest

from writer.ui.theme import DARK, LIGHT, Theme, contrast_ratio


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
