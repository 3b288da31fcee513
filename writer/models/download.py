"""Fetching a model so that it is whole or not there: transfer, check every byte, then install.

The transfer runs in a process of its own (:mod:`writer.models.transfer`). That keeps the window's
process offline for good, and a stop is the end of that process, wherever a connection hangs.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from writer.errors import ModelError, system_words
from writer.log import get_logger
from writer.models.catalogue import REPOSITORY, Catalogue, Entry, PinnedFile
from writer.models.check import check_folder
from writer.models.child import ChildTransfer, OnEvent
from writer.models.hashing import checksums
from writer.models.offline import environment_for_download
from writer.models.progress import Phase, Progress
from writer.models.store import Installed, InstalledFile, Kind, KnownFrom, Origin, Store
from writer.models.transfer import RETRY_WAITS_S, Listed, Order, TransferError
from writer.sentence import Sentence

log = get_logger(__name__)

ReportProgress = Callable[[Progress], None]


class DownloadStoppedError(ModelError):
    """A person stopped the download; what has arrived is kept or not, as they chose."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a model comes from, and what is known about it before it is fetched."""

    name: str
    title: str
    repository: str
    revision: str = "main"
    licence: str = ""
    pinned: tuple[PinnedFile, ...] = ()

    @classmethod
    def of_entry(cls, entry: Entry) -> Source:
        """A model of the catalogue."""
        if not entry.repository:
            raise ModelError(
                "{title} ships with Writer; there is nothing to download.", title=entry.title
            )
        return cls(
            entry.name,
            entry.title,
            entry.repository,
            entry.revision,
            entry.licence,
            entry.files,
        )


def find_source(catalogue: Catalogue, wanted: str) -> Source:
    """A name of the catalogue, or ``owner/name`` or ``owner/name@revision`` on the hub."""
    entry = catalogue.find(wanted)
    if entry is not None:
        return Source.of_entry(entry)
    repository, _, revision = wanted.partition("@")
    if REPOSITORY.fullmatch(repository) is None:
        names = ", ".join(entry.name for entry in catalogue.entries if entry.repository)
        raise ModelError(
            "There is no model called {wanted!r} to get. Choose one of {names}, or give a "
            "repository of the hub as owner/name.",
            wanted=wanted,
            names=names,
        )
    name = repository.partition("/")[2]
    return Source(name, name, repository, revision or "main")


class Carrier(Protocol):
    """Carries out one order; :class:`writer.models.child.ChildTransfer` does."""

    def run(self, order: Order, on_event: OnEvent) -> None:
        """Blocks until every file is there; raises ``TransferError``."""

    def stop(self) -> None:
        """End ``run``, from another thread."""


def _in_a_child() -> Carrier:
    return ChildTransfer(environment_for_download())


class Download:
    """One model being fetched. ``run`` blocks: call it in a thread; ``stop`` from any thread."""

    def __init__(
        self,
        source: Source,
        store: Store,
        *,
        make_carrier: Callable[[], Carrier] = _in_a_child,
        retry_waits_s: tuple[float, ...] = RETRY_WAITS_S,
    ) -> None:
        self.source = source
        self._store = store
        self._make_carrier = make_carrier
        self._retry_waits_s = retry_waits_s
        self._lock = threading.Lock()
        # Guarded by the lock:
        self._carrier: Carrier | None = None
        self._stopping = False
        self._discard = False

    def stop(self, *, discard: bool = False) -> None:
        """End the transfer at once. What has arrived is kept for the next ``run``, or deleted."""
        with self._lock:
            self._stopping = True
            self._discard = self._discard or discard
            if self._carrier is not None:
                self._carrier.stop()

    def run(self, report: ReportProgress) -> Installed:
        """Fetch, check and install; goes on with what an earlier run left.

        Raises ``ModelError`` with a sentence, :class:`DownloadStoppedError` after ``stop``.
        Nothing is installed then, and what was installed before stays as it is.
        """
        name = self.source.name
        with self._store.lock(name):
            folder = self._store.incoming(name)
            try:
                return self._run(folder, report)
            except TransferError as error:
                if error.kind == "refused":
                    shutil.rmtree(folder, ignore_errors=True)
                raise
            except DownloadStoppedError:
                if self._discard:
                    shutil.rmtree(folder, ignore_errors=True)
                raise

    def _run(self, folder: Path, report: ReportProgress) -> Installed:
        carrier = self._make_carrier()
        with self._lock:
            self._carrier = carrier
        self._check_stopped()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ModelError(
                "The folder {folder} cannot be made ({reason}). Nothing was downloaded.",
                folder=folder,
                reason=system_words(error),
            ) from error
        report(Progress(Phase.LOOKING))
        listing = self._transfer(carrier, folder, report)
        files = [Listed(*file) for file in listing["files"]]
        checked = tuple(self._check(folder, files, report))
        self._keep_only(folder, {file.name for file in files})
        try:
            facts = check_folder(folder)
        except ModelError:
            shutil.rmtree(folder, ignore_errors=True)  # whole, as published, and of no use
            raise
        record = Installed(
            name=self.source.name,
            kind=Kind.MODEL,
            title=self.source.title,
            origin=Origin.HUB,
            licence=self.source.licence or str(listing.get("licence", "")),
            installed_at=datetime.now(UTC).isoformat(timespec="seconds"),
            files=checked,
            repository=self.source.repository,
            revision=self.source.revision,
            commit=listing["commit"],
        )
        self._check_stopped()
        self._store.install(record)
        log.info("installed %s (%s, %d weights)", record.name, facts.family, facts.parameters)
        return record

    def _transfer(self, carrier: Carrier, folder: Path, report: ReportProgress) -> dict[str, Any]:
        """Let the files be fetched; returns the hub's listing of them."""
        source = self.source
        order = Order(
            source.repository, source.revision, folder, source.pinned, self._retry_waits_s
        )
        listing: dict[str, Any] = {}
        latest = Progress(Phase.LOOKING)

        def on_event(event: dict[str, Any]) -> None:
            nonlocal latest
            self._check_stopped()
            match event:
                case {"event": "listing"}:
                    listing.update(event)
                case {"event": "progress", "done": int(done), "total": int(total)}:
                    latest = Progress(Phase.RECEIVING, done, total)
                    report(latest)
                case {"event": "waiting", "message": dict(message)}:
                    why = Sentence.from_data(message)
                    report(Progress(Phase.WAITING, latest.done, latest.total, why))

        try:
            carrier.run(order, on_event)
        except TransferError as error:
            self._check_stopped()  # ending the child looks like a failure to those who follow it
            log.info("%s: %s", source.repository, error)
            raise
        return listing

    # -- checking ----------------------------------------------------------------------------

    def _check(
        self, folder: Path, files: list[Listed], report: ReportProgress
    ) -> list[InstalledFile]:
        """Hold every file to its pinned checksum, or to the one the hub stated for the commit."""
        pinned = {file.name: file for file in self.source.pinned}
        total, done = sum(file.size for file in files), 0
        checked = []

        def step(count: int) -> None:
            nonlocal done
            done += count
            self._check_stopped()
            report(Progress(Phase.CHECKING, done, total))

        for file in files:
            path = folder / file.name
            sha256, git_id = checksums(path, step)
            size = path.stat().st_size
            pin = pinned.get(file.name)
            if pin is not None:
                right, known_from = sha256 == pin.sha256, KnownFrom.CATALOGUE
            else:
                right = sha256 == file.sha256 if file.sha256 else git_id == file.git_id
                known_from = KnownFrom.HUB
            if not right or size != file.size:
                path.unlink(missing_ok=True)
                raise TransferError(
                    "damaged",
                    "The file {name} did not arrive as it was published: its checksum differs. "
                    "It was deleted and nothing was installed; try again.",
                    name=file.name,
                )
            checked.append(InstalledFile(file.name, size, sha256, known_from))
        return checked

    def _keep_only(self, folder: Path, names: set[str]) -> None:
        for path in folder.iterdir():
            if path.is_file() and path.name not in names:
                path.unlink()

    def _check_stopped(self) -> None:
        if self._stopping:
            raise self._stopped()

    def _stopped(self) -> DownloadStoppedError:
        if self._discard:
            return DownloadStoppedError("The download was cancelled; nothing of it is left.")
        return DownloadStoppedError("The download is paused; what has arrived is kept.")
