"""The child process that downloads: ``writer models transfer``, an order in, events out.

One JSON line on standard input is the order, every line on standard output is an event, and the
end of standard input ends the process: a download cannot outlive the Writer that asked for it.
Nothing here decides whether a model is usable; :mod:`writer.models.download` checks every byte.

huggingface_hub lists the files of the revision, builds the addresses, and owns the connection
(proxies, certificates, offline switch). The bytes are read here, because in its version 2.4.0
``hf_hub_download`` deletes what had arrived when a transfer breaks, and ``http_get`` writes in
steps of 10 MB.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO
from urllib.parse import urlsplit

from writer import __version__
from writer.errors import ModelError, system_words
from writer.models.catalogue import COMMIT, PinnedFile
from writer.models.check import files_to_take
from writer.models.families import read_family
from writer.models.progress import size_text, time_text
from writer.sentence import Sentence

USER_AGENT = f"writer/{__version__}"
STEP_BYTES = 128 * 1024
REPORT_EVERY_S = 0.1
RESERVE_BYTES = 100_000_000
"""So much of the disk stays free."""
RETRY_WAITS_S = (1.0, 2.0, 4.0, 8.0)
LONGEST_POLITE_WAIT_S = 60.0
"""A hub that asks for more patience than this gets a person's decision instead."""

Report = Callable[[dict[str, Any]], None]


class TransferError(ModelError):
    """A download that ended; ``kind`` tells a program what the sentence tells a person."""

    def __init__(self, kind: str, sentence: str, /, **values: object) -> None:
        super().__init__(sentence, **values)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Order:
    """What to fetch into which folder; ``pinned`` are the files as they must be."""

    repository: str
    revision: str
    folder: Path
    pinned: tuple[PinnedFile, ...] = ()
    retry_waits_s: tuple[float, ...] = RETRY_WAITS_S

    def to_json(self) -> str:
        """One line."""
        return json.dumps(
            {
                "repository": self.repository,
                "revision": self.revision,
                "folder": str(self.folder),
                "pinned": [[file.name, file.sha256, file.size] for file in self.pinned],
                "retry_waits_s": list(self.retry_waits_s),
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Order:
        """The order that ``to_json`` wrote."""
        data = json.loads(text)
        return cls(
            data["repository"],
            data["revision"],
            Path(data["folder"]),
            tuple(PinnedFile(*file) for file in data["pinned"]),
            tuple(data["retry_waits_s"]),
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the hub lists it: SHA-256 for large files, Git's own id for small ones."""

    name: str
    size: int
    sha256: str
    git_id: str

    @property
    def part_name(self) -> str:
        """Where it is gathered; another content has another name, so nothing is mixed."""
        return f"{self.name}.{(self.sha256 or self.git_id)[:12]}.part"


def main(source: TextIO, sink: TextIO) -> int:
    """Carry out the order in ``source``; 0 if everything arrived."""
    order = Order.from_json(source.readline())

    def end_with_parent() -> None:
        source.read()
        os._exit(3)

    threading.Thread(target=end_with_parent, name="parent-watch", daemon=True).start()

    def report(event: dict[str, Any]) -> None:
        sink.write(json.dumps(event) + "\n")
        sink.flush()

    try:
        transfer(order, report)
    except TransferError as error:
        report({"event": "failed", "kind": error.kind, "sentence": error.sentence.to_data()})
        return 1
    report({"event": "done"})
    return 0


def transfer(order: Order, report: Report) -> None:
    """Fetch every file of the model that Writer uses; raises ``ModelError`` with a sentence."""
    import httpx2
    from huggingface_hub.errors import HfHubHTTPError

    try:
        commit, files, licence = _listing(order)
        _check_listing(order, commit, files)
        report(
            {
                "event": "listing",
                "commit": commit,
                "licence": licence,
                "files": [[f.name, f.size, f.sha256, f.git_id] for f in files],
            }
        )
        _check_room(order.folder, files)
        _Fetching(order, commit, files, report).run()
    except TransferError:
        raise
    except ModelError as error:  # what is there is no model that Writer can use
        raise TransferError("refused", error.sentence) from error
    except (HfHubHTTPError, httpx2.HTTPError, OSError) as error:
        raise explain(error, order) from error


# ---------------------------------------------------------------------------------- what there is


def _listing(order: Order) -> tuple[str, tuple[Listed, ...], str]:
    """Commit, the files that Writer uses (small ones first), and the licence that is stated."""
    from huggingface_hub import HfApi, constants

    info = HfApi(token=False, library_name="writer", library_version=__version__).model_info(
        order.repository,
        revision=order.revision,
        files_metadata=True,
        timeout=constants.HF_HUB_DOWNLOAD_TIMEOUT,
        token=False,
    )
    siblings = {sibling.rfilename: sibling for sibling in info.siblings or ()}
    files = []
    for name in files_to_take(frozenset(siblings)):
        found = siblings[name]
        sha256 = str(found.lfs.sha256) if found.lfs else ""
        git_id = str(found.blob_id or "")
        if found.size is None or not (sha256 or git_id):
            raise _odd("server", order, Sentence("does not say what {name} is", name=name))
        files.append(Listed(name, int(found.size), sha256, git_id))
    files.sort(key=lambda file: (file.name != "config.json", file.size))
    licence = str(getattr(info.card_data, "license", None) or "") if info.card_data else ""
    return str(info.sha or ""), tuple(files), licence


def _check_listing(order: Order, commit: str, files: tuple[Listed, ...]) -> None:
    """What the hub offers must be what is pinned, and may be trusted as far as it was sealed."""
    if COMMIT.fullmatch(commit) is None:
        raise _odd("server", order, Sentence("does not say which commit it serves"))
    if COMMIT.fullmatch(order.revision) and commit != order.revision:
        raise _odd(
            "refused",
            order,
            Sentence(
                "serves the revision {commit} instead of {revision}",
                commit=commit[:12],
                revision=order.revision[:12],
            ),
        )
    listed = {file.name: file for file in files}
    for pin in order.pinned:
        found = listed.get(pin.name)
        if found is None:
            continue
        if found.sha256 not in ("", pin.sha256) or pin.size not in (None, found.size):
            raise _odd(
                "refused", order, Sentence("offers another {name} than is pinned", name=pin.name)
            )
    if {file.name for file in files} - {pin.name for pin in order.pinned} and not _is_sealed():
        raise TransferError(
            "refused",
            "HF_ENDPOINT is an address without TLS (http://), so the checksums that the hub "
            "states could be changed on the way. Nothing was downloaded; use an https:// address.",
        )


def _is_sealed() -> bool:
    """Whether the hub's address is TLS, or this very machine."""
    from huggingface_hub import constants

    parts = urlsplit(constants.ENDPOINT)
    return parts.scheme == "https" or parts.hostname in ("127.0.0.1", "::1", "localhost")


def _check_room(folder: Path, files: tuple[Listed, ...]) -> None:
    needed = sum(file.size for file in files)
    with os.scandir(folder) as entries:
        there = sum(entry.stat().st_size for entry in entries if entry.is_file())
    free = shutil.disk_usage(folder).free
    if free < max(0, needed - there) + RESERVE_BYTES:
        raise TransferError(
            "disk",
            "The model needs {needed}, and the disk with {folder} has {free} free. Nothing more "
            "was downloaded; make room and try again.",
            needed=size_text(needed),
            folder=folder.parent,
            free=size_text(free),
        )


# ---------------------------------------------------------------------------------- the bytes


class _Fetching:
    """The files of one order, one after the other."""

    def __init__(
        self, order: Order, commit: str, files: tuple[Listed, ...], report: Report
    ) -> None:
        self._order = order
        self._commit = commit
        self._files = files
        self._report = report
        self._before = 0
        self._total = sum(file.size for file in files)
        self._told_at = float("-inf")

    def run(self) -> None:
        for file in self._files:
            target = self._order.folder / file.name
            if not (target.is_file() and target.stat().st_size == file.size):
                self._fetch(file)
            if file.name == "config.json":
                read_family(target)  # before the large files: a model that cannot be used
            self._before += file.size
        self._tell(0, now=True)

    def _fetch(self, file: Listed) -> None:
        part = self._order.folder / file.part_name
        with open(part, "r+b" if part.exists() else "w+b") as out:
            out.seek(0, os.SEEK_END)
            if out.tell() > file.size:
                _empty(out)
            if not self._copy_from_cache(file, out):
                self._receive(file, out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, self._order.folder / file.name)

    def _copy_from_cache(self, file: Listed, out: BinaryIO) -> bool:
        """Take what the hub's own cache on this machine (HF_HOME) has; it is checked like all."""
        from huggingface_hub import try_to_load_from_cache

        cached = try_to_load_from_cache(self._order.repository, file.name, revision=self._commit)
        if not isinstance(cached, str):
            return False
        try:
            if os.path.getsize(cached) != file.size:
                return False
            with open(cached, "rb") as source:
                _empty(out)
                while step := source.read(STEP_BYTES):
                    out.write(step)
                    self._tell(out.tell())
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise
            _empty(out)
            return False
        return out.tell() == file.size

    def _receive(self, file: Listed, out: BinaryIO) -> None:
        """Read until every byte is there; a broken connection goes on where it broke."""
        import httpx2

        failures = 0
        while out.tell() < file.size:
            start = out.tell()
            why = Sentence("The hub sent less than it announced")
            wait_s: float | None = None
            try:
                wait_s = self._read_once(file, out)
                if wait_s is not None:
                    why = Sentence("The hub asks for a moment of patience")
            except httpx2.TransportError as error:
                why = _broken(error)
            if out.tell() >= file.size:
                break
            failures = 1 if out.tell() > start else failures + 1
            if failures > len(self._order.retry_waits_s):
                raise TransferError(
                    "connection",
                    "{why}, {failures} times in a row, at {done} of {total}. What has arrived is "
                    "kept; Retry goes on there.",
                    why=why,
                    failures=failures,
                    done=size_text(self._before + out.tell()),
                    total=size_text(self._total),
                )
            if wait_s is None:
                wait_s = self._order.retry_waits_s[failures - 1]
            out.flush()
            message = Sentence("{why}; going on in {time}…", why=why, time=time_text(wait_s))
            self._report({"event": "waiting", "message": message.to_data()})
            time.sleep(wait_s)

    def _read_once(self, file: Listed, out: BinaryIO) -> float | None:
        """One request; seconds to wait if the hub asks for that, else ``None``."""
        from huggingface_hub import constants, get_session, hf_hub_url

        start = out.tell()
        headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
        url = hf_hub_url(self._order.repository, file.name, revision=self._commit)
        timeout_s = constants.HF_HUB_DOWNLOAD_TIMEOUT
        with get_session().stream("GET", url, headers=headers, timeout=timeout_s) as response:
            if response.status_code in (429, 503):
                wait_s = _retry_after(response.headers.get("Retry-After"))
                if wait_s is not None and wait_s <= LONGEST_POLITE_WAIT_S:
                    return wait_s
            if response.status_code == 416:  # it has no more, though it announced more
                _empty(out)
                return None
            response.raise_for_status()
            if start and not _continues(response, start):
                _empty(out)
            for step in response.iter_bytes():  # as it comes: nothing is lost when it breaks
                if out.tell() + len(step) > file.size:
                    _empty(out)
                    raise _odd(
                        "server",
                        self._order,
                        Sentence("sends more than it announced ({file})", file=file.name),
                    )
                out.write(step)
                self._tell(out.tell())
        return None

    def _tell(self, of_this_file: int, *, now: bool = False) -> None:
        moment = time.monotonic()
        if now or moment - self._told_at >= REPORT_EVERY_S:
            self._told_at = moment
            done = self._before + of_this_file
            self._report({"event": "progress", "done": done, "total": self._total})


def _empty(out: BinaryIO) -> None:
    out.seek(0)
    out.truncate()


def _continues(response: Any, start: int) -> bool:
    """Whether the answer goes on at ``start``; some servers begin again."""
    stated = str(response.headers.get("Content-Range", ""))
    return response.status_code == 206 and stated.startswith(f"bytes {start}-")


def _retry_after(stated: str | None) -> float | None:
    return float(stated) if stated and stated.strip().isdigit() else None


# ---------------------------------------------------------------------------------- sentences


def _odd(kind: str, order: Order, what: Sentence) -> TransferError:
    return TransferError(
        kind,
        "The hub's answer for {repository} cannot be used: it {what}. Nothing was installed; try "
        "again later, or choose another model.",
        repository=order.repository,
        what=what,
    )


def _broken(error: Exception) -> Sentence:
    import httpx2

    if isinstance(error, httpx2.ConnectTimeout):
        return Sentence("The hub does not answer")
    if isinstance(error, httpx2.TimeoutException):
        return Sentence("The hub stopped sending")
    if isinstance(error, httpx2.ConnectError):
        return Sentence("The hub cannot be reached")
    return Sentence("The connection broke")


def explain(error: Exception, order: Order) -> TransferError:
    """What the library raised, as a sentence that says what was kept and what to do."""
    import httpx2
    from huggingface_hub import constants, errors

    kept = Sentence("Nothing that is installed has changed")
    if isinstance(error, errors.GatedRepoError):
        return TransferError(
            "not_found",
            "{repository} is given only to people who have signed in and agreed to its terms. "
            "Download it with a browser, then use Import Folder.",
            repository=order.repository,
        )
    if isinstance(error, errors.RevisionNotFoundError):
        return TransferError(
            "revision",
            "The hub has no revision {revision!r} of {repository}. {kept}; choose another "
            "revision.",
            revision=order.revision[:40],
            repository=order.repository,
            kept=kept,
        )
    if isinstance(error, errors.RepositoryNotFoundError):
        return TransferError(
            "not_found",
            "The hub has no public model called {repository}. {kept}; check the name.",
            repository=order.repository,
            kept=kept,
        )
    if isinstance(error, (errors.HfHubHTTPError, httpx2.HTTPStatusError)):
        return _explain_status(error, order, kept)
    if isinstance(error, errors.OfflineModeIsEnabled):
        return TransferError("offline", "The hub library is switched offline. {kept}.", kept=kept)
    if isinstance(error, httpx2.HTTPError):
        return TransferError(
            "offline",
            "{why} ({address}). {kept}, and writing goes on as before; check the connection and "
            "try again.",
            why=_broken(error),
            address=constants.ENDPOINT,
            kept=kept,
        )
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return TransferError(
            "disk",
            "The disk with {folder} became full. What has arrived is kept; make room and try "
            "again.",
            folder=order.folder.parent,
        )
    return TransferError(
        "disk",
        "The files of the model cannot be written to {folder} ({reason}). {kept}; mend the "
        "folder and try again.",
        folder=order.folder,
        reason=system_words(error),
        kept=kept,
    )


def _explain_status(error: Any, order: Order, kept: Sentence) -> TransferError:
    status = error.response.status_code if error.response is not None else 0
    if status == 404:
        return TransferError(
            "not_found",
            "The hub has no file that it lists for {repository}. {kept}.",
            repository=order.repository,
            kept=kept,
        )
    if status == 429:
        wait_s = _retry_after(error.response.headers.get("Retry-After"))
        some = Sentence("in some minutes")
        when = Sentence("in {time}", time=time_text(wait_s)) if wait_s else some
        return TransferError(
            "rate",
            "The hub has had too many requests from this address (429). What has arrived is "
            "kept; try again {when}.",
            when=when,
        )
    return TransferError(
        "server",
        "The hub answered {repository} with an error ({status}). {kept}; try again later.",
        repository=order.repository,
        status=status,
        kept=kept,
    )


def events_of(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    """The events in the output of the child; what is no event is left out."""
    for text in lines:
        try:
            event = json.loads(text)
        except ValueError:
            continue
        if isinstance(event, dict) and "event" in event:
            yield event


def run_as_child() -> int:
    """The command ``writer models transfer``."""
    return main(sys.stdin, sys.stdout)
