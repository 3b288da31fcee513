"""What is installed is whole; what is not whole is not installed."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest

from writer.errors import ModelError
from writer.models.store import (
    RECORD,
    Installed,
    InstalledFile,
    Kind,
    KnownFrom,
    Origin,
    Store,
    disk_used,
)
from writer.sentence import Sentence


def gather(store: Store, name: str, kind: Kind = Kind.MODEL, text: str = "{}") -> Path:
    """Put two small files where a download would have put them."""
    incoming = store.incoming(name, kind)
    incoming.mkdir(parents=True)
    (incoming / "config.json").write_text(text)
    (incoming / "model.safetensors").write_bytes(b"weights")
    return incoming


def record_of(store: Store, name: str, kind: Kind = Kind.MODEL) -> Installed:
    """The record of what was gathered."""
    files = tuple(
        InstalledFile(
            path.name,
            path.stat().st_size,
            hashlib.sha256(path.read_bytes()).hexdigest(),
            KnownFrom.HUB,
        )
        for path in sorted(store.incoming(name, kind).iterdir())
    )
    return Installed(
        name=name,
        kind=kind,
        title=name.title(),
        origin=Origin.HUB,
        licence="apache-2.0",
        installed_at="2026-11-23T09:00:00+00:00",
        files=files,
        repository=f"someone/{name}",
        commit="0" * 40,
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


@pytest.mark.parametrize("kind", Kind)
def test_a_record_comes_back_as_it_was(store: Store, kind: Kind) -> None:
    """What was verified is known after a restart, models and adapters apart."""
    gather(store, "one", kind)
    record = record_of(store, "one", kind)
    folder = store.install(record)
    assert store.find("one", kind) == record
    assert store.installed(kind) == [record]
    assert record.size == len("{}") + len("weights")
    assert folder == store.folder("one", kind)
    assert not store.incoming("one", kind).exists()
    assert [store.installed(other) for other in Kind if other is not kind] == [[]]


def test_a_sentence_about_a_model_can_still_be_translated(store: Store) -> None:
    """The record keeps its parts; an older Writer reads the text beside them."""
    said = Sentence("It helps: {saved:.1%} of the keys.", saved=0.125)
    gather(store, "one")
    folder = store.install(replace(record_of(store, "one"), notes=said))
    found = store.find("one")
    assert found is not None
    assert isinstance(found.notes, Sentence)
    assert found.notes.to_data() == said.to_data()
    assert json.loads((folder / "installed.json").read_text())["notes"] == str(said)


def test_what_is_gathered_is_not_installed(store: Store) -> None:
    """Files without a record are invisible, wherever they lie."""
    gather(store, "half")
    (store.folder("copied")).mkdir(parents=True)
    (store.folder("copied") / "config.json").write_text("{}")
    assert store.find("half") is None
    assert store.find("copied") is None
    assert store.installed() == []


def damage_record(folder: Path, **changes: object) -> None:
    path = folder / RECORD
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "model.safetensors").unlink(),
        lambda folder: (folder / "model.safetensors").write_bytes(b"short"),
        lambda folder: (folder / RECORD).write_text("{"),
        lambda folder: (folder / RECORD).write_text("[]"),
        lambda folder: damage_record(folder, version=99),
        lambda folder: damage_record(folder, files=[]),
        lambda folder: damage_record(folder, name="another"),
        lambda folder: damage_record(folder, kind="adapters"),
        lambda folder: damage_record(
            folder,
            files=[{"name": "../x", "size": 1, "sha256": "", "known_from": "hub"}],
        ),
    ],
)
def test_a_damaged_folder_is_not_installed(store: Store, damage: object) -> None:
    """A missing or short file, or a record that says something else, and it is not offered."""
    gather(store, "one")
    folder = store.install(record_of(store, "one"))
    damage(folder)  # type: ignore[operator]
    assert store.find("one") is None


def test_installing_again_replaces_and_leaves_nothing_behind(store: Store) -> None:
    """A newer version takes the place of the older one; the disk holds one of them."""
    gather(store, "one")
    store.install(record_of(store, "one"))
    gather(store, "one", text='{"newer": 1}')
    folder = store.install(record_of(store, "one"))
    assert json.loads((folder / "config.json").read_text()) == {"newer": 1}
    assert disk_used(folder.parent) == disk_used(folder)


def test_removing_frees_the_disk_and_says_how_much(store: Store) -> None:
    """Afterwards neither the model nor a half download of it is there."""
    gather(store, "one")
    folder = store.install(record_of(store, "one"))
    gather(store, "one")
    there = disk_used(folder) + disk_used(store.incoming("one"))
    assert store.remove("one") == there > 0
    assert store.installed() == []
    assert not folder.exists()
    with pytest.raises(ModelError, match="Nothing called 'one'"):
        store.remove("one")


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "a" * 65, "c:\\x", "a b"])
def test_a_name_cannot_lead_out_of_the_profile(store: Store, name: str) -> None:
    """A name is one plain folder name; everything else is refused in words."""
    with pytest.raises(ModelError, match="cannot be the name"):
        store.folder(name)
    assert store.find(name) is None


def _try_lock(data: Path, answer: multiprocessing.Queue) -> None:  # type: ignore[type-arg]
    try:
        with Store(data).lock("one"):
            answer.put("held")
    except ModelError as error:
        answer.put(str(error))


def test_two_cannot_change_one_model_at_once(store: Store, tmp_path: Path) -> None:
    """Neither another process nor another thread or window; afterwards it is free again."""
    answer: multiprocessing.Queue[str] = multiprocessing.get_context("spawn").Queue()
    with store.lock("one"):
        with pytest.raises(ModelError, match="downloaded or changed already"), store.lock("one"):
            pytest.fail("the same process got the lock twice")
        other = multiprocessing.get_context("spawn").Process(
            target=_try_lock, args=(tmp_path / "data", answer)
        )
        other.start()
        assert "already" in answer.get(timeout=60)
        other.join(timeout=60)
    with store.lock("one"):
        pass


def test_the_card_is_remembered_with_the_model(store: Store) -> None:
    """It is shown once; after removing and getting the model again, once more."""
    gather(store, "one")
    store.install(record_of(store, "one"))
    assert not store.card_was_seen("one")
    store.remember_card_seen("one")
    assert store.card_was_seen("one")
    store.remove("one")
    gather(store, "one")
    store.install(record_of(store, "one"))
    assert not store.card_was_seen("one")
