"""Theme files: every one of Writer's own can be read, and a bad one of the user's is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from writer.errors import SettingsError
from writer.paths import resources_dir
from writer.settings.themes import Themes, contrast_ratio, problem_with, read_theme

OWN = resources_dir() / "themes"
FILES = sorted(OWN.glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_text_meets_wcag_aa_and_ghost_text_is_readable_but_not_text(path: Path) -> None:
    """Text and small print 4.5:1, ghost text 3:1, and ghost text clearly weaker than text."""
    theme = read_theme(path)
    assert contrast_ratio(theme.ink, theme.paper) >= 4.5
    assert contrast_ratio(theme.ink, theme.frame) >= 4.5
    assert contrast_ratio(theme.quiet, theme.frame) >= 4.5
    assert contrast_ratio(theme.selected_ink, theme.selection) >= 4.5
    assert contrast_ratio(theme.accent, theme.paper) >= 4.5
    ghost = contrast_ratio(theme.ghost, theme.paper)
    assert 3 <= ghost <= contrast_ratio(theme.ink, theme.paper) / 2


def test_the_themes_that_ship() -> None:
    """Light, dark, sepia and high contrast twice; none is refused."""
    themes = Themes([OWN])
    assert themes.notices == []
    assert set(themes) == {"light", "dark", "sepia", "high-contrast-light", "high-contrast-dark"}
    assert next(iter(themes)) == "light"
    for name in ("high-contrast-light", "high-contrast-dark"):
        assert contrast_ratio(themes[name].ink, themes[name].paper) >= 15
        assert contrast_ratio(themes[name].ghost, themes[name].paper) >= 7


def test_contrast_of_black_on_white() -> None:
    """The formula of WCAG 2.2, at its ends."""
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#777777", "#777777") == pytest.approx(1)


def test_ones_own_theme_joins_and_replaces(tmp_path: Path) -> None:
    """A new name is one more; the name of Writer's own takes its place."""
    text = (OWN / "sepia.toml").read_text()
    (tmp_path / "mine.toml").write_text(text.replace('title = "Sepia"', 'title = "My Own"'))
    (tmp_path / "light.toml").write_text(text)
    themes = Themes([OWN, tmp_path])
    assert themes["mine"].title == "My Own"
    assert themes["light"].paper == themes["sepia"].paper


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[colors]", "[colours]", "no [colors]"),
        ("[colors]", "[colors", "Expected"),
        ("ink =", "inc =", "does not say ink"),
        ('ink = "#3b2f22"', 'ink = "brown"', "ink must be a colour"),
        ('ink = "#3b2f22"', "ink = 3", "ink must be a colour"),
        ('ink = "#3b2f22"', 'ink = "#a09080"', "ink on paper has a contrast of"),
        ('ghost = "#94836a"', 'ghost = "#3b2f22"', "too near that of ink"),
        ("dark = false", 'dark = "no"', "dark must be true or false"),
        ('title = "Sepia"', "title = 3", "title must be text"),
    ],
)
def test_a_bad_theme_is_refused_with_a_sentence(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    """The sentence names the file and what is wrong; the others are there all the same."""
    text = (OWN / "sepia.toml").read_text()
    assert old in text
    (tmp_path / "mine.toml").write_text(text.replace(old, new))
    themes = Themes([OWN, tmp_path])
    (notice,) = themes.notices
    assert words in notice
    assert str(tmp_path / "mine.toml") in notice
    assert "mine" not in themes
    assert len(themes) == len(FILES)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 do no harm either."""
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe")
    assert len(Themes([OWN, tmp_path]).notices) == 1


def test_an_installation_without_themes_says_so(tmp_path: Path) -> None:
    """Without light and dark there is nothing to fall back on."""
    with pytest.raises(SettingsError, match="Install Writer again"):
        Themes([tmp_path])


def test_which_theme_is_used() -> None:
    """The one named; or the system's kind; or Writer's own when that one is gone."""
    themes = Themes([OWN])

    def chosen(appearance: str, light: str = "light", dark: str = "dark") -> list[str]:
        return [
            themes.choose(appearance, light=light, dark=dark, system_is_dark=is_dark).name
            for is_dark in (False, True)
        ]

    assert chosen("light") == ["light", "light"]
    assert chosen("sepia") == ["sepia", "sepia"]
    assert chosen("system") == ["light", "dark"]
    assert chosen("system", light="sepia") == ["sepia", "dark"]
    assert chosen("pink", dark="gone") == ["light", "dark"]


def test_ghost_text_may_not_pass_for_text() -> None:
    """The rule that holds Writer's own holds everybody's."""
    assert all(problem_with(theme) is None for theme in Themes([OWN]).values())


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_what_is_selected_is_not_what_was_found(path: Path) -> None:
    """The two are told apart at a glance, and what was found can be read."""
    theme = read_theme(path)
    assert contrast_ratio(theme.found, theme.selection) >= 1.5
    assert contrast_ratio(theme.ink, theme.found) >= 4.5
