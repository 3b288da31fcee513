"""Versions of a document, kept outside its folder and thinned with age.

Each version is one zlib-compressed file named by its time and the digest of its bytes, so a
damaged one is recognised. A save adds at most one in five minutes. All versions of the last day
are kept, then the last of each day for a month, of each week for a year, within a size limit.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from writer.documents.atomic import replace_file
from writer.documents.files import TextFormat, decode_document
from writer.documents.filesystem import REAL, FileSystem, read_all
from writer.errors import DocumentError, system_words

AT_MOST_EVERY_S = 300.0
LIMIT_BYTES = 200 * 1024 * 1024
_LATEST_S = 253_402_300_799.0  # the end of the year 9999
_DAY_S = 86_400.0
_LARGEST_BYTES = 1 << 30
_NAME = re.compile(r"(\d{14})-(\d+)-([0-9a-f]{32})\.z")


@dataclass(frozen=True, order=True)
class Snapshot:
    """One version: when it was the document (seconds since 1970, UTC), and where it is kept.

    ``size`` is of the document in bytes, ``kept_bytes`` what it takes on the disk.
    """

    at_s: float
    path: Path
    digest: str
    size: int
    kept_bytes: int


def snapshot_folder(folder: Path, document: Path) -> Path:
    """Where the versions of one document lie."""
    real = os.path.normcase(os.path.realpath(document))
    return folder / hashlib.sha256(os.fsencode(real)).hexdigest()[:24]


def list_snapshots(folder: Path, document: Path) -> list[Snapshot]:
    """The versions of ``document``, oldest first. Never raises."""
    found = []
    with contextlib.suppress(OSError):
        for path in snapshot_folder(folder, document).iterdir():
            named = _NAME.fullmatch(path.name)
            if named is None:
                continue
            with contextlib.suppress(OSError, ValueError):
                at = datetime.strptime(named[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
                kept = path.stat().st_size
                found.append(Snapshot(at.timestamp(), path, named[3], int(named[2]), kept))
    return sorted(found)


def is_wanted(folder: Path, document: Path, sha256: str, at_s: float) -> bool:
    """Whether :func:`take` would keep bytes with this digest as the version of ``at_s``."""
    at_s = _possible(at_s)
    there = list_snapshots(folder, document)
    # A clock that was wrong, or a file from the future, leaves versions that are later than now.
    before = [one for one in there if one.at_s <= at_s]
    if any(sha256.startswith(one.digest) for one in (*there[-1:], *before[-1:])):
        return False
    return all(abs(at_s - one.at_s) >= AT_MOST_EVERY_S for one in there)


def take(
    folder: Path,
    document: Path,
    data: bytes,
    at_s: float,
    *,
    limit_bytes: int = LIMIT_BYTES,
    filesystem: FileSystem = REAL,
) -> Snapshot | None:
    """Keep ``data``, the document's bytes, as its version of ``at_s``, and thin the others.

    Before the first save of a session, call it with the bytes that were read and the file's own
    time of change: that version would be overwritten otherwise.

    Returns:
        The version; None if it is kept already or another one is less than five minutes older.

    Raises:
        DocumentError: it could not be kept; the document itself is not concerned.
    """
    at_s = _possible(at_s)
    digest = hashlib.sha256(data).hexdigest()[:32]
    if not is_wanted(folder, document, digest, at_s):
        return None
    stamp = datetime.fromtimestamp(at_s, UTC).strftime("%Y%m%d%H%M%S")
    place = snapshot_folder(folder, document)
    path = place / f"{stamp}-{len(data)}-{digest}.z"
    packed = zlib.compress(data, 6)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, packed, filesystem=filesystem)
    except OSError as error:
        raise DocumentError(
            "No version of “{name}” could be kept ({reason}). The document itself is saved.",
            name=document.name,
            reason=system_words(error),
        ) from error
    kept = Snapshot(float(int(at_s)), path, digest, len(data), len(packed))
    for old in superfluous(list_snapshots(folder, document), at_s, limit_bytes):
        with contextlib.suppress(OSError):
            filesystem.unlink(old.path)
    return kept


def _possible(at_s: float) -> float:
    """A time that has a date: some file systems keep times long after the year 9999."""
    return min(max(at_s, 0.0), _LATEST_S)


def superfluous(
    snapshots: Sequence[Snapshot], now_s: float, limit_bytes: int = LIMIT_BYTES
) -> list[Snapshot]:
    """Which versions to remove: a pure rule. The newest two never grow too old.

    Two, since the first save after years replaces a version that is as old as those years. The
    size limit leaves at least the newest one. Days and weeks are counted from the Unix epoch in
    UTC (weeks start on a Thursday).
    """
    newest_first = sorted(snapshots, reverse=True)
    keep: list[Snapshot] = []
    seen: set[tuple[str, int]] = set()
    for snapshot in newest_first:
        age = now_s - snapshot.at_s
        if age <= _DAY_S:
            keep.append(snapshot)
            continue
        day = int(snapshot.at_s // _DAY_S)
        slot = ("day", day) if age <= 30 * _DAY_S else ("week", day // 7)
        if (age <= 365 * _DAY_S and slot not in seen) or len(keep) < 2:
            seen.add(slot)
            keep.append(snapshot)
    total = 0
    kept: set[Path] = set()
    for snapshot in keep:
        total += snapshot.kept_bytes
        if kept and total > limit_bytes:
            break
        kept.add(snapshot.path)
    return [snapshot for snapshot in snapshots if snapshot.path not in kept]


def read_snapshot(
    snapshot: Snapshot, *, filesystem: FileSystem = REAL
) -> tuple[str, TextFormat, bytes]:
    """The text, format and bytes of a version; put the text into the editor as an edit.

    Raises:
        DocumentError: it is damaged or gone; the document itself is not concerned.
    """
    try:
        fd = filesystem.open(snapshot.path, os.O_RDONLY)
        try:
            data = zlib.decompress(read_all(filesystem, fd, _LARGEST_BYTES))
        finally:
            filesystem.close(fd)
        if hashlib.sha256(data).hexdigest()[:32] != snapshot.digest:
            raise ValueError("wrong digest")
    except (OSError, ValueError, zlib.error) as error:
        raise DocumentError(
            "This version is damaged or gone and cannot be shown. The document itself and its "
            "other versions are not concerned."
        ) from error
    return *decode_document(data), data
