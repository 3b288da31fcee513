"""What is installed in the profile: models and adapters, each a folder with a record.

    DATA/models/distilgpt2/     config.json, model.safetensors, tokenizer.json, installed.json
    DATA/adapters/my-style/     adapter_config.json, adapter_model.safetensors, installed.json
    DATA/models/.incoming/NAME/ what is not whole yet; nothing ever loads from there

The record is written after every file was verified, into the incoming folder, and the folder is
then renamed: a folder under its own name is whole, or it is not there.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from writer.errors import ModelError, system_words
from writer.log import get_logger
from writer.sentence import Sentence

log = get_logger(__name__)

RECORD = "installed.json"
RECORD_VERSION = 1
INCOMING = ".incoming"
CARD_SEEN = ".card-seen"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Kind(Enum):
    """What a folder holds; the value is the name of the folder above it."""

    MODEL = "models"
    ADAPTER = "adapters"


class Origin(Enum):
    """How something came into the profile."""

    HUB = "hub"
    FOLDER = "folder"
    TRAINED = "trained"


class KnownFrom(Enum):
    """Where the checksum that a file was held to came from."""

    CATALOGUE = "catalogue"
    HUB = "hub"
    MEASURED = "measured"
    """Nobody said what it should be; it was measured when the file was taken in."""


@dataclass(frozen=True, slots=True)
class InstalledFile:
    """One file as it was verified; ``size`` in bytes."""

    name: str
    size: int
    sha256: str
    known_from: KnownFrom


@dataclass(frozen=True, slots=True)
class Installed:
    """The record of a folder. ``base`` is the name of the model an adapter belongs to.

    ``revision`` is what was asked for, ``commit`` what the hub resolved it to;
    ``installed_at`` is UTC, ISO 8601.
    """

    name: str
    kind: Kind
    title: str
    origin: Origin
    licence: str
    installed_at: str
    files: tuple[InstalledFile, ...]
    repository: str = ""
    revision: str = ""
    commit: str = ""
    base: str = ""
    notes: str = ""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


class Store:
    """The installed models and adapters of one profile."""

    def __init__(self, data: Path) -> None:
        """``data`` is ``Profile.data``; its folders are made when something is installed."""
        self._data = data

    def folder(self, name: str, kind: Kind = Kind.MODEL) -> Path:
        """Where ``name`` is, or would be; raises ``ModelError`` for a name that is none."""
        if NAME.fullmatch(name) is None:
            raise ModelError(
                "{name!r} cannot be the name of a model: use letters, digits, '.', '-' and '_', "
                "beginning with a letter or a digit, 64 at the most.",
                name=name,
            )
        return self._data / kind.value / name

    def incoming(self, name: str, kind: Kind = Kind.MODEL) -> Path:
        """Where the files of ``name`` are gathered until all of them are verified."""
        return self.folder(name, kind).parent / INCOMING / name

    def installed(self, kind: Kind = Kind.MODEL) -> list[Installed]:
        """Everything whole, by name."""
        found = []
        with suppress(OSError):
            for folder in sorted((self._data / kind.value).iterdir()):
                record = self.find(folder.name, kind)
                if record is not None:
                    found.append(record)
        return found

    def find(self, name: str, kind: Kind = Kind.MODEL) -> Installed | None:
        """The record of ``name`` if it is installed and none of its files is missing or short."""
        if NAME.fullmatch(name) is None:
            return None
        folder = self._data / kind.value / name
        try:
            record = _from_json(json.loads((folder / RECORD).read_text(encoding="utf-8")))
            whole = all((folder / file.name).stat().st_size == file.size for file in record.files)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.warning("the record of %s cannot be used: %s", folder, error)
            return None
        return record if whole and record.name == name and record.kind is kind else None

    @contextmanager
    def lock(self, name: str, kind: Kind = Kind.MODEL) -> Iterator[None]:
        """Hold ``name`` against every other process and thread while it is changed.

        Raises ``ModelError`` at once if somebody else has it. The system lets go of the lock when
        the process ends, however it ends.
        """
        from filelock import FileLock, Timeout  # not on the way to the first paint

        gathering = self.incoming(name, kind).parent
        try:
            gathering.mkdir(parents=True, exist_ok=True, mode=0o700)
            held = FileLock(gathering / f"{name}.lock", is_singleton=False, thread_local=False)
            held.acquire(timeout=0)
        except Timeout as error:
            raise ModelError(
                "{name!r} is being downloaded or changed already, in another window or another "
                "Writer. Wait until that is done, or stop it there.",
                name=name,
            ) from error
        except OSError as error:
            raise _unwritable(gathering, error) from error
        try:
            yield
        finally:
            held.release()

    def install(self, record: Installed) -> Path:
        """Make what was gathered in ``incoming`` usable; to be called with the lock held.

        Every file must have been verified already. Replaces what was installed under the name.
        """
        incoming = self.incoming(record.name, record.kind)
        folder = self.folder(record.name, record.kind)
        text = json.dumps(_to_json(record), indent=1, ensure_ascii=False) + "\n"
        try:
            _write_whole(incoming / RECORD, text.encode())
            replaced = folder.parent / INCOMING / f".old-{secrets.token_hex(6)}"
            if folder.exists():
                os.replace(folder, replaced)
            os.replace(incoming, folder)
            _sync_folder(folder.parent)
        except OSError as error:
            raise _unwritable(folder, error) from error
        shutil.rmtree(replaced, ignore_errors=True)
        return folder

    def remove(self, name: str, kind: Kind = Kind.MODEL) -> int:
        """Delete ``name`` and what was gathered for it; returns how many bytes became free.

        Raises ``ModelError`` when there is nothing of that name, or it is in use.
        """
        folder, incoming = self.folder(name, kind), self.incoming(name, kind)
        if not folder.exists() and not incoming.exists():
            raise ModelError(
                "Nothing called {name!r} is installed, so nothing was removed.", name=name
            )
        with self.lock(name, kind):
            freed = disk_used(folder) + disk_used(incoming)
            try:
                # First the record: half a removal must not leave something that looks whole.
                (folder / RECORD).unlink(missing_ok=True)
                for path in (folder, incoming):
                    if path.exists():
                        shutil.rmtree(path)
            except OSError as error:
                raise ModelError(
                    "{name!r} could not be removed completely ({reason}: {file}). It is not used "
                    "any more; try again later.",
                    name=name,
                    reason=system_words(error),
                    file=error.filename,
                ) from error
        return freed

    def discard(self, name: str, kind: Kind = Kind.MODEL) -> None:
        """Delete what was gathered for ``name``; what is installed under the name stays."""
        with self.lock(name, kind):
            shutil.rmtree(self.incoming(name, kind), ignore_errors=True)

    def card_was_seen(self, name: str) -> bool:
        """Whether the model's card was shown to the person who uses it."""
        return (self.folder(name) / CARD_SEEN).exists()

    def remember_card_seen(self, name: str) -> None:
        """Do not ask again; a profile that cannot be written asks again."""
        with suppress(OSError):
            (self.folder(name) / CARD_SEEN).touch()


def disk_used(folder: Path) -> int:
    """Bytes of all files under ``folder``; 0 when there is none."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(root, name)).st_size
    return total


def _write_whole(path: Path, data: bytes) -> None:
    """Write, flush to the disk, then rename: the file is complete or it is not there."""
    temporary = path.with_name(path.name + ".new")
    with open(temporary, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _unwritable(path: Path, error: OSError) -> ModelError:
    return ModelError(
        "{path} cannot be written ({reason}). Nothing that was installed before has changed; make "
        "room or mend the folder's permissions, and try again.",
        path=path,
        reason=system_words(error),
    )


def _to_json(record: Installed) -> dict[str, Any]:
    data = asdict(record) | {"kind": record.kind.value, "origin": record.origin.value}
    if isinstance(record.notes, Sentence):
        data["notes_said"] = record.notes.to_data()
    data["files"] = [asdict(file) | {"known_from": file.known_from.value} for file in record.files]
    return {"version": RECORD_VERSION} | data


def _from_json(data: Any) -> Installed:
    """Raises ``ValueError``, ``KeyError`` or ``TypeError`` for anything else than a record."""
    files = tuple(
        InstalledFile(
            name=_inside(file["name"]),
            size=int(file["size"]),
            sha256=str(file["sha256"]),
            known_from=KnownFrom(file["known_from"]),
        )
        for file in data["files"]
    )
    if data["version"] != RECORD_VERSION or not files:
        raise ValueError("a record of another version, or an empty one")
    texts = {
        name: str(data[name])
        for name in (
            "name",
            "title",
            "licence",
            "installed_at",
            "repository",
            "revision",
            "commit",
            "base",
            "notes",
        )
    }
    if "notes_said" in data:
        texts["notes"] = Sentence.from_data(data["notes_said"])
    return Installed(kind=Kind(data["kind"]), origin=Origin(data["origin"]), files=files, **texts)


def _inside(name: Any) -> str:
    """A plain file name; a record may not point out of its folder."""
    if not isinstance(name, str) or not name or Path(name).name != name:
        raise ValueError(f"{name!r} is no plain file name")
    return name
