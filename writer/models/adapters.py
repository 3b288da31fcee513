"""LoRA adapters in the profile's store: kept, found by name or folder, removed.

Whether an adapter fits a model is the engine's to say (``writer.engine.adapter``); here only
files are looked after.
"""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

from writer.errors import ModelError, system_words
from writer.models.store import Installed, InstalledFile, Kind, KnownFrom, Origin, Store
from writer.paths import Profile

ADAPTER_FILES = (
    "adapter_config.json",
    "adapter_model.safetensors",
    "writer.json",
    "README.md",
)
"""What is copied; whatever else lies in an adapter's folder is not needed."""


def list_adapters(profile: Profile) -> list[Installed]:
    """The adapters that are kept, by name."""
    return Store(profile.data).installed(Kind.ADAPTER)


def find_adapter(name_or_folder: str, profile: Profile) -> Path:
    """The folder of an adapter that is kept, or of any other; raises ``ModelError``."""
    store = Store(profile.data)
    if store.find(name_or_folder, Kind.ADAPTER) is not None:
        return store.folder(name_or_folder, Kind.ADAPTER)
    folder = Path(name_or_folder).expanduser()
    if name_or_folder and folder.is_dir():
        return folder.resolve()
    raise ModelError(
        "There is no adapter called {name!r}, and no folder of that name either. The model works "
        "without it. `writer adapters list` shows what there is.",
        name=name_or_folder,
    )


def keep_adapter(
    source: Path,
    name: str,
    profile: Profile,
    *,
    base: str,
    origin: Origin = Origin.FOLDER,
    notes: str = "",
    replace: bool = False,
) -> Path:
    """Keep a copy of an adapter for the model ``base``; returns its folder.

    ``notes`` is a sentence for people. Raises ``ModelError`` when the name is in use (unless it
    may be replaced) or the store cannot be written; what was kept before then stays.
    """
    store = Store(profile.data)
    if store.folder(name, Kind.ADAPTER).exists() and not replace:
        raise ModelError(
            "There is an adapter called {name!r} already; it was left as it is. Choose another "
            "name, or remove it first: writer adapters remove {name}",
            name=name,
        )
    with store.lock(name, Kind.ADAPTER):
        incoming = store.incoming(name, Kind.ADAPTER)
        try:
            shutil.rmtree(incoming, ignore_errors=True)
            incoming.mkdir(parents=True)
            for file in ADAPTER_FILES:
                if (source / file).is_file():
                    shutil.copyfile(source / file, incoming / file)
            files = tuple(_measured(file) for file in sorted(incoming.iterdir()))
        except OSError as error:
            raise ModelError(
                "The adapter {name!r} cannot be kept in {folder} ({reason}). Nothing that was "
                "installed before has changed.",
                name=name,
                folder=incoming.parent,
                reason=system_words(error),
            ) from error
        return store.install(
            Installed(
                name=name,
                kind=Kind.ADAPTER,
                title=name,
                origin=origin,
                licence="",
                installed_at=datetime.now(UTC).isoformat(timespec="seconds"),
                files=files,
                base=base,
                notes=notes,
            )
        )


def remove_adapter(name: str, profile: Profile) -> None:
    """Delete an adapter that is kept; raises ``ModelError`` when there is none."""
    Store(profile.data).remove(name, Kind.ADAPTER)


def _measured(path: Path) -> InstalledFile:
    data = path.read_bytes()
    return InstalledFile(path.name, len(data), hashlib.sha256(data).hexdigest(), KnownFrom.MEASURED)
