"""Adapters on the disk: whole or absent, and never outside their folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from writer.errors import ModelError
from writer.models.adapters import find_adapter, keep_adapter, list_adapters, remove_adapter
from writer.models.store import Kind, Origin, Store
from writer.paths import Profile

WEIGHTS = "adapter_model.safetensors"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """What an adapter's folder holds, and a file that does not belong to it."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "adapter_config.json").write_text("{}")
    (folder / WEIGHTS).write_bytes(b"12345")
    (folder / "optimizer.pt").write_bytes(b"not wanted")
    return folder


def test_kept_listed_found_removed(source: Path, tmp_path: Path) -> None:
    """A copy is kept, with the files that matter only, and what there is to know about it."""
    profile = Profile.under(tmp_path / "p")
    assert list_adapters(profile) == []
    folder = keep_adapter(
        source, "my-style", profile, base="starter", origin=Origin.TRAINED, notes="It helped."
    )
    assert not (folder / "optimizer.pt").exists()
    (kept,) = list_adapters(profile)
    assert (kept.name, kept.base, kept.notes) == ("my-style", "starter", "It helped.")
    assert find_adapter("my-style", profile) == folder
    assert find_adapter(str(source), profile) == source
    remove_adapter("my-style", profile)
    assert list_adapters(profile) == []
    with pytest.raises(ModelError, match="no adapter called 'my-style'"):
        find_adapter("my-style", profile)


def test_a_name_in_use_is_kept_unless_told(source: Path, tmp_path: Path) -> None:
    """Nobody's adapter is overwritten by accident."""
    profile = Profile.under(tmp_path / "p")
    folder = keep_adapter(source, "a", profile, base="starter")
    (source / WEIGHTS).write_bytes(b"new")
    with pytest.raises(ModelError, match="already; it was left as it is"):
        keep_adapter(source, "a", profile, base="starter")
    assert (folder / WEIGHTS).read_bytes() == b"12345"
    keep_adapter(source, "a", profile, base="starter", replace=True)
    assert (folder / WEIGHTS).read_bytes() == b"new"


@pytest.mark.parametrize("name", ["", "..", "a/b", "../x", ".hidden", "a b", "x" * 65])
def test_a_name_never_leaves_the_folder(source: Path, tmp_path: Path, name: str) -> None:
    """Keeping and removing touch nothing but one folder inside the profile."""
    profile = Profile.under(tmp_path / "p")
    with pytest.raises(ModelError, match="cannot be the name"):
        keep_adapter(source, name, profile, base="starter")
    with pytest.raises(ModelError, match="cannot be the name"):
        remove_adapter(name, profile)


def test_one_that_lost_a_file_is_not_found(source: Path, tmp_path: Path) -> None:
    """Half an adapter is none."""
    profile = Profile.under(tmp_path / "p")
    keep_adapter(source, "a", profile, base="starter")
    (Store(profile.data).folder("a", Kind.ADAPTER) / WEIGHTS).unlink()
    assert list_adapters(profile) == []
    with pytest.raises(ModelError, match="no adapter called"):
        find_adapter("a", profile)
