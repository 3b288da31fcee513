"""The files that were open lately: a short list in the state folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from writer.documents.atomic import replace_file
from writer.documents.problems import cause
from writer.errors import DocumentError

MOST = 12
_LARGEST_BYTES = 1 << 16


def load_recent(path: Path) -> tuple[Path, ...]:
    """Newest first. A list that cannot be read is an empty list: it is a convenience only."""
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            return ()
        names = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    if not isinstance(names, list):
        return ()
    return tuple(Path(name) for name in names if isinstance(name, str) and name)[:MOST]


def save_recent(path: Path, files: Sequence[Path]) -> None:
    """Write the list in one step, readable by the user only.

    Raises:
        DocumentError: it could not be written; the former list is as it was.
    """
    data = json.dumps([str(file) for file in files], indent=1).encode()
    try:
        replace_file(path, data)
    except OSError as error:
        raise DocumentError(
            "The list of recent files could not be saved. {cause}. The files themselves are not "
            "concerned.",
            cause=cause(error),
        ) from error


def with_newest(files: Sequence[Path], newest: Path) -> tuple[Path, ...]:
    """The list after ``newest`` was opened: each file once, at most ``MOST`` of them."""
    return (newest, *(file for file in files if file != newest))[:MOST]
