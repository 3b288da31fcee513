"""From a model's name to its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.models.test_store import gather, record_of
from writer.errors import ModelError
from writer.models.locate import find_model
from writer.models.store import Store
from writer.paths import Profile


def folder(path: Path) -> Path:
    path.mkdir(parents=True)
    (path / "config.json").write_text("{}")
    return path


def test_starter_installed_and_folder(tmp_path: Path) -> None:
    """The shipped model, one in the profile, and any folder are found by what they are called."""
    profile = Profile.under(tmp_path / "profile")
    starter = folder(tmp_path / "resources" / "models" / "starter")
    store = Store(profile.data)
    gather(store, "distilgpt2")
    installed = store.install(record_of(store, "distilgpt2"))
    mine = folder(tmp_path / "mine")
    resources = tmp_path / "resources"
    assert find_model("starter", resources, profile) == starter
    assert find_model("distilgpt2", resources, profile) == installed
    assert find_model(str(mine), resources, profile) == mine


@pytest.mark.parametrize("name", ["nothing", "../up", "", "/no/such/folder"])
def test_an_unknown_model_is_a_sentence(tmp_path: Path, name: str) -> None:
    """It says what would work."""
    with pytest.raises(ModelError, match=r"Use 'starter'|has no config\.json"):
        find_model(name, tmp_path, Profile.under(tmp_path / "p"))


def test_a_folder_without_a_model_is_a_sentence(tmp_path: Path) -> None:
    """It names the file that is missing."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=r"has no config\.json"):
        find_model(str(tmp_path / "empty"), tmp_path, Profile.under(tmp_path / "p"))


def test_a_model_that_is_not_whole_is_not_found(tmp_path: Path) -> None:
    """A folder without the record that is written last is a download that did not end."""
    profile = Profile.under(tmp_path / "profile")
    folder(profile.data / "models" / "distilgpt2")
    with pytest.raises(ModelError, match="no model called 'distilgpt2'"):
        find_model("distilgpt2", tmp_path, profile)
