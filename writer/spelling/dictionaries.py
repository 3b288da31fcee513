"""Where Hunspell dictionaries lie: with Writer's library, with the system, with the user."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

BUNDLED, BRITISH = "en_US", "en_GB"


def dictionary_folders(own: Path | None) -> list[Path]:
    """Every place to look in, the user's ``own`` folder first."""
    folders = [own] if own is not None else []
    if sys.platform == "darwin":
        folders += [Path.home() / "Library" / "Spelling", Path("/Library/Spelling")]
    elif os.name != "nt":
        folders += [Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts")]
    library = importlib.util.find_spec("hunspell")
    if library is not None and library.origin is not None:
        folders.append(Path(library.origin).parent / "dictionaries")
    return folders


def find_dictionaries(folders: Sequence[Path]) -> dict[str, Path]:
    """The name of each dictionary ("en_US") with its folder; an earlier folder wins."""
    found: dict[str, Path] = {}
    for folder in folders:
        try:
            files = sorted(folder.glob("*.dic"))
        except OSError:
            continue
        for file in files:
            if file.with_suffix(".aff").is_file():
                found.setdefault(file.stem, folder)
    return dict(sorted(found.items()))


def choose_dictionary(wanted: str, system: str, found: Mapping[str, Path]) -> str | None:
    """The dictionary to use: the one that was chosen, the system's language, or English.

    ``wanted`` is "" for the system's language and ``system`` is like "en_GB". A system that
    speaks a language without a dictionary gets the bundled English one: Writer's models write
    English.
    """
    if wanted:
        return wanted if wanted in found else None
    language = system.partition("_")[0]
    alike = [name for name in found if name.partition("_")[0] == language]
    if language == "en":
        alike.insert(0, BRITISH)  # nearer to what is written in Australia or in India
    for name in (system, *alike, BUNDLED):
        if name in found:
            return name
    return None
