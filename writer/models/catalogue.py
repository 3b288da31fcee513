"""The models that Writer offers by name: ``resources/catalogue.toml``, read into checked values."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from enum import Enum
from pathlib import Path
from typing import Any

from writer.errors import ModelError, system_words
from writer.models.store import NAME

CATALOGUE_FILE = "catalogue.toml"
CATALOGUE_VERSION = 1
COMMIT = re.compile(r"[0-9a-f]{40}")
SHA256 = re.compile(r"[0-9a-f]{64}")
REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)


class Memory(Enum):
    """How much memory a model takes while it is used."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Speed(Enum):
    """How quickly a model answers on a laptop without a graphics card."""

    FAST = "fast"
    MEDIUM = "medium"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """A file as it must be; ``size`` in bytes, ``None`` where it is not known."""

    name: str
    sha256: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One model of the catalogue. ``repository`` and ``revision`` are empty if it is shipped."""

    name: str
    title: str
    family: str
    parameters: int
    languages: str
    licence: str
    made_by: str
    trained_on: str
    memory: Memory
    speed: Speed
    good_for: str
    limits: str
    shipped: bool = False
    recommended: bool = False
    repository: str = ""
    revision: str = ""
    perplexity: str = ""
    about_bytes: int = 0
    """Roughly the size of the download, where the files' sizes are not known."""
    files: tuple[PinnedFile, ...] = ()

    @property
    def download_bytes(self) -> int:
        """What has to be transferred, exactly if every size is known, or about."""
        return self.about_bytes or sum(file.size or 0 for file in self.files)

    @property
    def is_pinned(self) -> bool:
        """Whether the weights' checksum is known before anything is asked of the hub."""
        return any(file.name.endswith(".safetensors") for file in self.files)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All entries, in the order in which they are offered."""

    entries: tuple[Entry, ...]

    def find(self, name: str) -> Entry | None:
        """The entry called ``name``, or the one with this repository."""
        return next((e for e in self.entries if name and name in (e.name, e.repository)), None)


def read_catalogue(resources: Path) -> Catalogue:
    """The shipped catalogue; raises ``ModelError`` when the file is damaged."""
    path = resources / CATALOGUE_FILE
    try:
        return parse_catalogue(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise ModelError(
            "The list of models ({path}) cannot be read: {reason}. Models that are installed work "
            "as before; install Writer again to get the list back.",
            path=path,
            reason=system_words(error),
        ) from error


def parse_catalogue(text: str) -> Catalogue:
    """Check every value; raises ``ValueError`` naming the one that is wrong."""
    data = tomllib.loads(text)
    if data.get("version") != CATALOGUE_VERSION:
        raise ValueError(f"version {data.get('version')!r} instead of {CATALOGUE_VERSION}")
    entries = tuple(_entry(table) for table in data.get("model", ()))
    names = [entry.name for entry in entries]
    if len(set(names)) < len(names):
        raise ValueError("two models have the same name")
    return Catalogue(entries)


_TYPES: dict[str, type] = {"str": str, "int": int, "bool": bool}


def _entry(table: dict[str, Any]) -> Entry:
    name = table.get("name")
    if not isinstance(name, str) or NAME.fullmatch(name) is None:
        raise ValueError(f"a model is called {name!r}")
    values: dict[str, Any] = {}
    known = {field.name: field for field in fields(Entry)}
    for key, value in table.items():
        if key not in known:
            raise ValueError(f"{name}: {key!r} is not known")
        wanted = _TYPES.get(str(known[key].type))
        if wanted is not None and type(value) is not wanted:
            raise ValueError(f"{name}: {key} is {value!r}")
        values[key] = value
    try:
        values["memory"] = Memory(values.get("memory"))
        values["speed"] = Speed(values.get("speed"))
        values["files"] = tuple(_file(name, file) for file in values.get("files", ()))
        entry = Entry(**values)
    except TypeError as error:
        raise ValueError(f"{name}: {error}") from error
    if entry.shipped == bool(entry.repository):
        raise ValueError(f"{name}: a model is shipped or has a repository")
    if entry.repository and REPOSITORY.fullmatch(entry.repository) is None:
        raise ValueError(f"{name}: the repository is {entry.repository!r}")
    if entry.repository and not entry.revision:
        raise ValueError(f"{name}: a revision is missing")
    if entry.files and COMMIT.fullmatch(entry.revision) is None:
        raise ValueError(f"{name}: checksums mean nothing without a commit")
    return entry


def _file(model: str, table: dict[str, Any]) -> PinnedFile:
    name, sha256, size = table.get("name"), table.get("sha256"), table.get("size")
    if not isinstance(name, str) or not name or Path(name).name != name:
        raise ValueError(f"{model}: a file is called {name!r}")
    if not isinstance(sha256, str) or SHA256.fullmatch(sha256) is None:
        raise ValueError(f"{model}: the SHA-256 of {name} is {sha256!r}")
    if size is not None and (type(size) is not int or size < 0):
        raise ValueError(f"{model}: the size of {name} is {size!r}")
    return PinnedFile(name, sha256, size)
