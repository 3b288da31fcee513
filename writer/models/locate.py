"""From what a person calls a model to its folder."""

from __future__ import annotations

from pathlib import Path

from writer.errors import ModelError
from writer.models.store import Store
from writer.paths import Profile

STARTER = "starter"


def find_model(name_or_folder: str, resources: Path, profile: Profile) -> Path:
    """The folder of a model.

    Looked for in this order: the starter model that ships with Writer, a model installed in
    the profile, a folder on this machine. Raises :class:`ModelError` when there is none.
    """
    if name_or_folder == STARTER:
        return _usable(resources / "models" / STARTER, name_or_folder)
    store = Store(profile.data)
    if store.find(name_or_folder) is not None:
        return _usable(store.folder(name_or_folder), name_or_folder)
    folder = Path(name_or_folder).expanduser()
    if folder.is_dir():
        return _usable(folder.resolve(), name_or_folder)
    raise ModelError(
        "There is no model called {name!r}, and no folder of that name either. Use {starter!r}, "
        "get one with Suggestions, Models (or writer models get NAME), or give the folder of a "
        "GPT-2-family model.",
        name=name_or_folder,
        starter=STARTER,
    )


def _usable(folder: Path, name: str) -> Path:
    if not (folder / "config.json").is_file():
        raise ModelError(
            "The model {name!r} cannot be used: {folder} has no config.json. Choose a folder that "
            "holds config.json, model.safetensors and tokenizer.json.",
            name=name,
            folder=folder,
        )
    return folder
