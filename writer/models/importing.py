"""Taking in a model that lies in a folder on this machine, and checking installed ones again."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from writer.errors import ModelError, system_words
from writer.models.card import front_matter
from writer.models.check import check_folder, files_to_take, weight_files
from writer.models.hashing import STEP_BYTES, checksums
from writer.models.progress import Phase, Progress, size_text
from writer.models.store import Installed, InstalledFile, Kind, KnownFrom, Origin, Store

ReportProgress = Callable[[Progress], None]


def name_for(folder: Path) -> str:
    """A name for what is in ``folder``: the folder's own, in the letters that a name may have."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", folder.resolve().name).strip("-._")
    return name[:64] or "imported"


def import_folder(
    folder: Path, store: Store, *, name: str | None = None, report: ReportProgress
) -> Installed:
    """Copy a model into the profile and install it; the folder itself is only read.

    Raises ``ModelError`` when it is not a model that Writer can use, saying why.
    """
    folder = folder.expanduser()
    if not folder.is_dir():
        raise ModelError(
            "There is no folder {folder}. Choose the folder that holds config.json.", folder=folder
        )
    check_folder(folder)
    names = frozenset(path.name for path in folder.iterdir() if path.is_file())
    weights = tuple(path.name for path in weight_files(folder))
    taken = files_to_take(names, weights)
    name = name or name_for(folder)
    total = sum((folder / file).stat().st_size for file in taken)
    if store.find(name) is not None:
        raise ModelError(
            "A model called {name!r} is installed already. Remove it first, or give this one "
            "another name (writer models import FOLDER --name NAME).",
            name=name,
        )
    with store.lock(name):
        incoming = store.incoming(name)
        shutil.rmtree(incoming, ignore_errors=True)
        try:
            incoming.mkdir(parents=True, mode=0o700)
            free = shutil.disk_usage(incoming).free
            if free < total:
                raise ModelError(
                    "The model needs {needed} and the disk has {free} free. Nothing was copied; "
                    "make room and try again.",
                    needed=size_text(total),
                    free=size_text(free),
                )
            _copy(folder, incoming, taken, total, report)
            files = _measure(incoming, taken, total, report)
            check_folder(incoming)
            record = Installed(
                name=name,
                kind=Kind.MODEL,
                title=name,
                origin=Origin.FOLDER,
                licence=front_matter(folder / "README.md").get("license", ""),
                installed_at=datetime.now(UTC).isoformat(timespec="seconds"),
                files=files,
                notes=str(folder.resolve()),
            )
            store.install(record)
        except OSError as error:
            raise ModelError(
                "The model in {folder} could not be copied ({reason}: {file}). Nothing was "
                "installed.",
                folder=folder,
                reason=system_words(error),
                file=error.filename,
            ) from error
        finally:
            shutil.rmtree(incoming, ignore_errors=True)
    return record


def _copy(
    folder: Path, incoming: Path, names: tuple[str, ...], total: int, report: ReportProgress
) -> None:
    done = 0
    for name in names:
        with open(folder / name, "rb") as source, open(incoming / name, "wb") as target:
            while data := source.read(STEP_BYTES):
                target.write(data)
                done += len(data)
                report(Progress(Phase.RECEIVING, done, total))


def _measure(
    folder: Path, names: tuple[str, ...], total: int, report: ReportProgress
) -> tuple[InstalledFile, ...]:
    follow = _Follow(total, report)
    return tuple(
        InstalledFile(
            name,
            (folder / name).stat().st_size,
            checksums(folder / name, follow.step)[0],
            KnownFrom.MEASURED,
        )
        for name in names
    )


class _Follow:
    """Adds up what was read, and tells."""

    def __init__(self, total: int, report: ReportProgress) -> None:
        self._total, self._report, self._done = total, report, 0

    def step(self, count: int) -> None:
        self._done += count
        self._report(Progress(Phase.CHECKING, self._done, self._total))


def verify(store: Store, name: str, report: ReportProgress) -> Installed:
    """Read every byte again; raises ``ModelError`` naming the files that are not as they were."""
    record = store.find(name)
    if record is None:
        raise ModelError(
            "{name!r} is not installed, or a file of it is missing. Get it again.", name=name
        )
    follow = _Follow(record.size, report)
    folder = store.folder(name)
    changed = [
        file.name
        for file in record.files
        if checksums(folder / file.name, follow.step)[0] != file.sha256
    ]
    if changed:
        raise ModelError(
            "These files of {name} are not as they were when it was installed: {files}. Remove "
            "the model and get it again.",
            name=name,
            files=", ".join(changed),
        )
    return record
