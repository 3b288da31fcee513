"""Themes: colours in TOML files, Writer's own and the user's, each held to what can be read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from writer.errors import SettingsError, system_words
from writer.sentence import Sentence

COLOR = re.compile(r"#[0-9a-fA-F]{6}")
TEXT_CONTRAST, GHOST_CONTRAST = 4.5, 3.0
"""WCAG 2.2 AA for text (1.4.3) and for what is not text (1.4.11)."""
GHOST_SHARE = 0.5
"""Ghost text has at most this share of the text's contrast, or it would pass for text."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``#rrggbb``."""

    name: str
    """What the file is called, and the value of the settings."""
    title: str
    """What the menu says."""
    dark: bool
    paper: str
    ink: str
    ghost: str
    quiet: str
    """Small print, and the marks of Markdown."""
    frame: str
    """Behind the status bar, the panels and the dialogs."""
    rule: str
    """Thin lines between things."""
    selection: str
    selected_ink: str
    found: str
    """Behind what a search found."""
    wrong: str
    """The line under a word that is misspelt."""
    accent: str


COLORS = tuple(f.name for f in fields(Theme) if f.name not in ("name", "title", "dark"))


def contrast_ratio(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two ``#rrggbb`` colours, 1 to 21 (w3.org/TR/WCAG22)."""

    def luminance(name: str) -> float:
        channels = [int(name[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def problem_with(theme: Theme) -> Sentence | None:
    """What in ``theme`` cannot be read well enough, as the end of a sentence, or ``None``."""
    for front, back, wanted in (
        ("ink", "paper", TEXT_CONTRAST),
        ("ink", "frame", TEXT_CONTRAST),
        ("ink", "found", TEXT_CONTRAST),
        ("quiet", "paper", TEXT_CONTRAST),
        ("quiet", "frame", TEXT_CONTRAST),
        ("accent", "paper", TEXT_CONTRAST),
        ("selected_ink", "selection", TEXT_CONTRAST),
        ("ghost", "paper", GHOST_CONTRAST),
        ("wrong", "paper", GHOST_CONTRAST),
    ):
        contrast = contrast_ratio(getattr(theme, front), getattr(theme, back))
        if contrast < wanted:
            return Sentence(
                "{front} on {back} has a contrast of {contrast:.1f}, and needs {wanted:g}",
                front=front,
                back=back,
                contrast=contrast,
                wanted=wanted,
            )
    ghost = contrast_ratio(theme.ghost, theme.paper)
    if ghost > GHOST_SHARE * contrast_ratio(theme.ink, theme.paper):
        return Sentence(
            "ghost has a contrast of {ghost:.1f}, too near that of ink to be told from it",
            ghost=ghost,
        )
    return None


def read_theme(path: Path) -> Theme:
    """The theme in one file. Raises :class:`SettingsError` with a sentence."""

    def refused(why: str) -> SettingsError:
        return SettingsError(
            "The theme {path} cannot be used: {why}. It is left out.", path=path, why=why
        )

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise refused(system_words(error)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise refused(str(error)) from error
    colors = table.get("colors")
    if not isinstance(colors, dict):
        raise refused(Sentence("it has no [colors]"))
    missing = [name for name in COLORS if name not in colors]
    if missing:
        raise refused(Sentence("it does not say {missing}", missing=", ".join(missing)))
    for name in COLORS:
        if not isinstance(colors[name], str) or not COLOR.fullmatch(colors[name]):
            raise refused(Sentence('{name} must be a colour like "#26231f"', name=name))
    title, dark = table.get("title", path.stem), table.get("dark", False)
    if not isinstance(title, str) or not title.strip():
        raise refused(Sentence("title must be text"))
    if not isinstance(dark, bool):
        raise refused(Sentence("dark must be true or false"))
    theme = Theme(path.stem, title, dark, **{name: colors[name] for name in COLORS})
    problem = problem_with(theme)
    if problem:
        raise refused(problem)
    return theme


class Themes(Mapping[str, Theme]):
    """The themes in some folders by name; one in a later folder takes an earlier one's place."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Reads every ``*.toml``; what cannot be used is in ``notices``.

        Raises :class:`SettingsError` when the folders hold no 'light' or no 'dark': an
        installation that is not whole.
        """
        self.notices: list[Sentence] = []
        self._themes: dict[str, Theme] = {}
        for folder in folders:
            for path in sorted(folder.glob("*.toml")):
                try:
                    self._themes[path.stem] = read_theme(path)
                except SettingsError as error:
                    self.notices.append(error.sentence)
        if not {"light", "dark"} <= self._themes.keys():
            where = ", ".join(str(folder) for folder in folders)
            raise SettingsError(
                "The light or the dark theme is missing in {where}. Your documents are not "
                "affected. Install Writer again.",
                where=where,
            )

    def __getitem__(self, name: str) -> Theme:
        return self._themes[name]

    def __iter__(self) -> Iterator[str]:
        """Light ones first, Writer's own 'light' and 'dark' at the head of theirs."""
        return iter(
            sorted(
                self._themes,
                key=lambda n: (self[n].dark, n not in ("light", "dark"), self[n].title),
            )
        )

    def __len__(self) -> int:
        return len(self._themes)

    def choose(self, appearance: str, *, light: str, dark: str, system_is_dark: bool) -> Theme:
        """The theme called ``appearance``; where there is none, what the system asks for.

        ``light`` and ``dark`` are the themes for a light and a dark system.
        """
        if appearance in self:
            return self[appearance]
        wanted, usual = (dark, "dark") if system_is_dark else (light, "light")
        return self[wanted] if wanted in self else self[usual]
