"""Checksums of files on disk, read in steps so that a large file can be followed and stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

STEP_BYTES = 1 << 20


def checksums(path: Path, step: Callable[[int], None]) -> tuple[str, str]:
    """SHA-256 of a file, and the id that Git gives it (SHA-1 over a header and the bytes).

    ``step`` is called with the number of bytes after each piece, and may raise to stop.
    """
    sha256 = hashlib.sha256()
    git = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with open(path, "rb") as file:
        while data := file.read(STEP_BYTES):
            sha256.update(data)
            git.update(data)
            step(len(data))
    return sha256.hexdigest(), git.hexdigest()
