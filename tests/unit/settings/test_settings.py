"""Settings: typed, saved, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from writer.errors import SettingsError
from writer.settings.schema import SETTINGS, Setting
from writer.settings.store import Settings


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.key)
def test_every_default_is_a_value_it_allows(setting: Setting) -> None:
    """No setting forbids its own default, and each says what it does."""
    assert setting.problem_with(setting.default) is None
    assert setting.description.endswith(".")


def test_what_is_chosen_is_there_the_next_time(tmp_path: Path) -> None:
    """A change is saved at once; a value set back to its default leaves the file."""
    path = tmp_path / "config" / "settings.toml"
    Settings(path).set("editor.font_size_pt", 18)
    assert Settings(path).integer("editor.font_size_pt") == 18
    Settings(path).set("editor.font_size_pt", 14)
    assert "font_size" not in path.read_text()


def test_a_damaged_file_is_kept_and_the_defaults_are_used(tmp_path: Path) -> None:
    """Never a traceback, never a lost file: it is renamed, and a sentence says so."""
    path = tmp_path / "settings.toml"
    path.write_text("[editor\nfont = ")
    settings = Settings(path)
    assert settings.flag("completions.enabled") is True
    (notice,) = settings.notices
    assert "damaged" in notice
    assert path.with_suffix(".bad").read_text() == "[editor\nfont = "


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[editor]\nfont_size_pt = 400", "at most 72"),
        ('[editor]\nfont_size_pt = "big"', "a whole number"),
        ("[editor]\nfont_size_pt = true", "a whole number"),
        ('[completions]\neagerness = "wild"', "one of calm, balanced, eager"),
    ],
)
def test_a_value_that_cannot_be_used_is_said(tmp_path: Path, line: str, words: str) -> None:
    """The default is used instead, and the notice says what would be allowed."""
    path = tmp_path / "settings.toml"
    path.write_text(line)
    settings = Settings(path)
    assert words in settings.notices[0]
    assert settings.integer("editor.font_size_pt") == 14


def test_settings_of_a_newer_version_survive(tmp_path: Path) -> None:
    """A key this version does not know is kept when another is saved."""
    path = tmp_path / "settings.toml"
    path.write_text('[future]\nshape = "round"\n')
    Settings(path).set("editor.column_chars", 80)
    text = path.read_text()
    assert 'shape = "round"' in text
    assert "column_chars = 80" in text


def test_listeners_hear_of_changes_only() -> None:
    """Setting the value that is there already tells nobody."""
    settings = Settings(None)
    heard: list[str] = []
    settings.on_change(heard.append)
    settings.set("completions.max_words", 8)
    settings.set("completions.max_words", 4)
    assert heard == ["completions.max_words"]


def test_a_wrong_value_changes_nothing() -> None:
    """Setting raises with what is allowed, and the old value stays."""
    settings = Settings(None)
    with pytest.raises(SettingsError, match="at least 1"):
        settings.set("completions.max_words", 0)
    assert settings.integer("completions.max_words") == 8
    with pytest.raises(SettingsError, match="no setting called"):
        settings.set("no.such", 1)


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """The change holds for now, listeners hear of it, and the sentence says so."""
    blocker = tmp_path / "file"
    blocker.write_text("not a folder")
    settings = Settings(blocker / "settings.toml")
    settings.notices.clear()
    heard: list[str] = []
    settings.on_change(heard.append)
    settings.set("completions.max_words", 4)
    assert settings.integer("completions.max_words") == 4
    assert heard == ["completions.max_words"]
    assert "holds until Writer is closed" in settings.notices[0]


def test_what_holds_for_this_run_only_is_not_saved(tmp_path: Path) -> None:
    """``--model`` does not stick, whatever else is saved meanwhile; choosing it does."""
    path = tmp_path / "settings.toml"
    settings = Settings(path)
    settings.override("completions.model", "/some/folder")
    settings.set("editor.font_size_pt", 18)
    assert settings.text("completions.model") == "/some/folder"
    assert "model" not in path.read_text()
    settings.set("completions.model", "other")
    assert Settings(path).text("completions.model") == "other"


def test_a_listener_can_leave() -> None:
    """A closed window hears nothing any more."""
    settings = Settings(None)
    heard: list[str] = []
    end = settings.on_change(heard.append)
    end()
    end()
    settings.set("completions.max_words", 4)
    assert heard == []


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_a_number_that_is_none_is_not_taken(tmp_path: Path, value: str) -> None:
    """TOML knows nan and inf; no setting does."""
    path = tmp_path / "settings.toml"
    path.write_text(f"[completions]\ntemperature = {value}\n")
    settings = Settings(path)
    assert settings.real("completions.temperature") == 0.0
    assert settings.notices


def test_keys_are_kept_also_those_of_commands_unknown_here(tmp_path: Path) -> None:
    """A newer version's commands keep their keys when this one saves; none is a choice too."""
    path = tmp_path / "settings.toml"
    path.write_text('[shortcuts]\nfly = "Ctrl+Y"\nodd = 3\n')
    settings = Settings(path)
    heard: list[str] = []
    settings.on_change(heard.append)
    settings.set_shortcut("save", "")
    settings.set_shortcut("open", "F2")
    settings.set_shortcut("open", None)
    assert heard == ["shortcuts.save", "shortcuts.open", "shortcuts.open"]
    again = Settings(path)
    assert (again.shortcut("fly"), again.shortcut("save"), again.shortcut("open")) == (
        "Ctrl+Y",
        "",
        None,
    )
    assert "odd = 3" in path.read_text()
