"""A folder on this machine becomes an installed model, or it is said why not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from writer.errors import ModelError
from writer.models.importing import import_folder, name_for, verify
from writer.models.progress import Progress
from writer.models.store import KnownFrom, Origin, Store


def quiet(progress: Progress) -> None:
    """Nobody looks."""


@pytest.fixture
def folder(tiny_files: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "My fine tune (2)"
    shutil.copytree(tiny_files, copied)
    return copied


def test_a_folder_is_copied_checked_and_measured(folder: Path, store: Store) -> None:
    """It gets a name, its licence is read, pickles and code stay behind, and it can be verified."""
    (folder / "pytorch_model.bin").write_bytes(b"pickle")
    (folder / "modeling_x.py").write_text("import os")
    (folder / "checkpoint-10").mkdir()
    record = import_folder(folder, store, report=quiet)
    assert record.name == "My-fine-tune-2"
    assert (record.origin, record.licence) == (Origin.FOLDER, "apache-2.0")
    assert {f.known_from for f in record.files} == {KnownFrom.MEASURED}
    kept = {path.name for path in store.folder(record.name).iterdir()}
    assert kept == {
        "config.json", "model.safetensors", "tokenizer.json", "README.md", "installed.json",
    }  # fmt: skip
    assert verify(store, record.name, quiet) == record
    with pytest.raises(ModelError, match="installed already"):
        import_folder(folder, store, report=quiet)
    assert import_folder(folder, store, name="other", report=quiet).name == "other"


def test_a_model_in_several_files_comes_with_all_of_them(folder: Path, store: Store) -> None:
    """Every file that the index names is taken, whatever it is called."""
    tensors = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    names = sorted(tensors)
    halves = {"a.safetensors": names[::2], "b.safetensors": names[1::2]}
    for file, part in halves.items():
        save_file({name: tensors[name] for name in part}, folder / file)
    mapping = {name: file for file, part in halves.items() for name in part}
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": mapping}))
    record = import_folder(folder, store, name="parts", report=quiet)
    assert {"a.safetensors", "b.safetensors", index.name} <= {f.name for f in record.files}
    for wrong in ("../a.safetensors", "c.safetensors"):
        index.write_text(json.dumps({"weight_map": dict.fromkeys(names, wrong)}))
        with pytest.raises(ModelError, match="which is not there"):
            import_folder(folder, store, name="wrong", report=quiet)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def in_8_bits(path: Path) -> None:
    tensors = load_file(path)
    tensors["transformer.wte.weight"] = tensors["transformer.wte.weight"].astype(np.int8)
    save_file(tensors, path)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda f: (f / "config.json").unlink(), "has no config.json"),
        (lambda f: (f / "model.safetensors").rename(f / "pytorch_model.bin"), "pickle"),
        (lambda f: (f / "model.safetensors").rename(f / "model.gguf"), "stored as .gguf"),
        (lambda f: truncate(f / "model.safetensors"), "damaged or not complete"),
        (lambda f: in_8_bits(f / "model.safetensors"), "stored as I8"),
        (lambda f: (f / "tokenizer.json").unlink(), "cannot read text"),
        (lambda f: (f / "tokenizer.json").write_text("{}"), "tokenizer"),
        (lambda f: shutil.rmtree(f), "no folder"),
    ],
)
def test_what_cannot_be_used_is_refused_before_it_is_copied(
    folder: Path, store: Store, damage: Callable[[Path], None], says: str
) -> None:
    """It says why, and the profile is as it was."""
    damage(folder)
    with pytest.raises(ModelError, match=says):
        import_folder(folder, store, report=quiet)
    assert store.installed() == []


def test_a_disk_without_room_is_said_first(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is copied that would not fit, and nothing is left lying about."""
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1000))
    with pytest.raises(ModelError, match=r"has 1\.0 kB free"):
        import_folder(folder, store, name="one", report=quiet)
    assert not store.incoming("one").exists()


def test_verify_finds_one_changed_byte(folder: Path, store: Store) -> None:
    """A disk that lies is caught: the same size, another byte."""
    record = import_folder(folder, store, name="one", report=quiet)
    weights = store.folder("one") / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-5] ^= 1
    weights.write_bytes(data)
    assert store.find("one") == record
    with pytest.raises(ModelError, match=r"not as they were.*model\.safetensors"):
        verify(store, "one", quiet)


@pytest.mark.parametrize(
    ("folder_name", "name"),
    [("distilgpt2-ft", "distilgpt2-ft"), ("Éclair ü", "clair"), ("...", "imported")],
)
def test_names_for_folders(folder_name: str, name: str, tmp_path: Path) -> None:
    """Any folder name gives a name that a model may have."""
    assert name_for(tmp_path / folder_name) == name
