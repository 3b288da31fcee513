"""Checkpoints that are whole or absent, whatever kills the process."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import torch

from writer.errors import WriterError, system_words

NAME = "checkpoint.pt"


def save(path: Path, state: dict[str, Any]) -> None:
    """Write beside the target, flush to disk, then replace: an old checkpoint stays until then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".part")
    with temporary.open("wb") as stream:
        torch.save(state, stream)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, path)
    if os.name != "posix":  # elsewhere a folder cannot be opened to be flushed
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def load(path: Path) -> dict[str, Any]:
    """The state that was saved; raises :class:`WriterError` when the file cannot be used."""
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, ValueError, pickle.UnpicklingError) as error:
        raise WriterError(
            "The checkpoint {path} cannot be read ({reason}). Move it away to start this training "
            "anew.",
            path=path,
            reason=system_words(error),
        ) from error
    return state
