"""A converted model on the disk: only the first start converts, later ones map the file.

A copy is a safetensors file, so its numbers need no reading: those of the graph go to ONNX Runtime
from where they lie, and of the embeddings only the rows that are used come into memory. It may be
deleted at any time. One that is stale, damaged or not there costs a conversion, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from writer import __version__
from writer.engine.adapter import CONFIG_NAME, WEIGHTS_NAME
from writer.engine.checkpoint import fingerprint, weight_files
from writer.engine.converted import Converted
from writer.engine.onnx_nodes import Written
from writer.engine.runtime import ort
from writer.log import get_logger

log = get_logger(__name__)

FORMAT = 2
"""To be raised whenever a graph is written differently (a test holds it)."""
KEPT = 3
"""Copies on the disk, the last used ones: that of DistilGPT2 has 180 MB."""
ENDING = ".safetensors"
UNFINISHED = ".tmp"
STALE_S = 3600.0
"""A file that was not finished by then never will be."""
LENGTH_BYTES = 8
METADATA = "__metadata__"
DTYPES: dict[str, np.dtype[Any]] = {
    "I8": np.dtype(np.int8),
    "U8": np.dtype(np.uint8),
    "F16": np.dtype(np.float16),
    "F32": np.dtype(np.float32),
}
TOKENS, ROWS, PLACES = "embedding tokens", "embedding rows", "embedding places"
STEPS, READING = "steps", "reading"
GRAPH, CONSTANTS = "{} graph", "{} constants"
"""Of each of the two graphs: itself, and the names of its large constants."""


@dataclass(frozen=True, slots=True)
class CopyOf:
    """What a copy was made of: a model's folder, an adapter's or none, and the precision."""

    folder: Path
    precision: str
    adapter: Path | None = None

    def paths(self, store: Path) -> tuple[Path, Path]:
        """Where a calibrated copy is, and where a plain one; elsewhere for other weights, other
        settings of them, and for another version."""
        state = [
            fingerprint(self.folder),
            # It sees the ends of a file, and what was merged into the layers is between them.
            *(str(path.stat().st_mtime_ns) for path in weight_files(self.folder)),
            _digest(self.folder / "config.json"),
            self.precision,
            str(FORMAT),
            __version__,
            ort.__version__,
        ]
        if self.adapter is not None:
            state += [_digest(self.adapter / name) for name in (CONFIG_NAME, WEIGHTS_NAME)]
        key = hashlib.sha256(" ".join(state).encode()).hexdigest()
        return store / f"{key}.calibrated{ENDING}", store / f"{key}{ENDING}"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_copy(path: Path) -> Converted | None:
    """The copy in a file, mapped into memory; ``None`` where there is none that can be used."""
    try:
        header, begin = _header(path)
        del header[METADATA]
        size = path.stat().st_size
        if begin + max(entry["data_offsets"][1] for entry in header.values()) != size:
            raise ValueError("it is not as long as it says")
        parts = {name: _mapped(path, begin, entry) for name, entry in header.items()}
        reading = _written(READING, parts) if GRAPH.format(READING) in parts else None
        tokens, places = parts[TOKENS], parts[PLACES]
        steps = _written(STEPS, parts)
        made = Converted(steps, reading, tokens, parts.get(ROWS, tokens), places)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("the converted copy %s is not used (%s)", path.name, error)
        return None
    with suppress(OSError):
        os.utime(path)  # the last used ones are kept
    return made


def _written(kind: str, parts: Mapping[str, NDArray[Any]]) -> Written:
    """One of the graphs of a copy."""
    names = json.loads(parts[CONSTANTS.format(kind)].tobytes())
    return Written(parts[GRAPH.format(kind)].tobytes(), {name: parts[name] for name in names})


def _header(path: Path) -> tuple[dict[str, Any], int]:
    """What a safetensors file says of itself and its tensors, and where the first one begins."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(LENGTH_BYTES), "little")
        if length > path.stat().st_size:
            raise ValueError("it is damaged")
        return json.loads(file.read(length)), LENGTH_BYTES + length


def _mapped(path: Path, begin: int, entry: Mapping[str, Any]) -> NDArray[Any]:
    """One tensor, mapped by itself: what nobody refers to any more leaves the memory."""
    first, last = entry["data_offsets"]
    dtype, shape = DTYPES[entry["dtype"]], tuple(entry["shape"])
    if last - first != dtype.itemsize * int(np.prod(shape)):
        raise ValueError("it is damaged")
    if first == last:
        return np.zeros(shape, dtype)
    left = (begin + first) % mmap.ALLOCATIONGRANULARITY
    with path.open("rb") as file:
        # Copied when it is written to, which nobody does: the runtime takes nothing read-only.
        mapped = mmap.mmap(
            file.fileno(), left + last - first, access=mmap.ACCESS_COPY, offset=begin + first - left
        )
    if hasattr(mapped, "madvise"):  # not on Windows
        mapped.madvise(mmap.MADV_WILLNEED)  # read on while the graph is made ready
    return np.ndarray(shape, dtype, mapped, left)


def write_copy(path: Path, made: Converted, of: CopyOf) -> bool:
    """Write a copy, whole or not at all; a disk that is full costs only the copy."""
    tensors: dict[str, NDArray[Any]] = {TOKENS: made.tokens, PLACES: made.places}
    for kind, written in ((STEPS, made.steps), (READING, made.reading)):
        if written is not None:
            tensors |= written.large
            tensors[GRAPH.format(kind)] = np.frombuffer(written.graph, np.uint8)
            names = json.dumps(list(written.large)).encode()
            tensors[CONSTANTS.format(kind)] = np.frombuffer(names, np.uint8)
    if made.rows is not made.tokens:
        tensors[ROWS] = made.rows
    beside = path.with_name(f"{path.stem}.{os.getpid()}.{threading.get_ident()}{UNFINISHED}")
    started = time.perf_counter()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        save_file(
            {name: np.ascontiguousarray(value) for name, value in tensors.items()},
            beside,
            {"folder": str(of.folder.resolve()), "adapter": str(of.adapter or "")},
        )
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(path)
    except Exception as error:  # of safetensors' own kind when the disk is full
        log.warning("no converted copy was written (%s)", error)
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        return False
    log.info("wrote a converted copy in %.0f ms", 1000 * (time.perf_counter() - started))
    tidy(path.parent)
    return True


def write_copy_later(path: Path, made: Converted, of: CopyOf) -> None:
    """Write a copy in a thread of its own, which does not keep the process from ending."""
    threading.Thread(
        target=write_copy, args=(path, made, of), name="keep converted", daemon=True
    ).start()


def tidy(store: Path, now_s: float | None = None) -> None:
    """Delete the copies of models that are gone, all but the last used ones, and what was never
    finished."""
    now = time.time() if now_s is None else now_s
    ages: dict[Path, float] = {}
    for path in store.glob("*"):
        with suppress(OSError):
            ages[path] = now - path.stat().st_mtime
    copies = sorted((p for p in ages if p.suffix == ENDING), key=ages.__getitem__)
    gone = [p for p in copies if not _still_there(p)]
    kept = [p for p in copies if p not in gone]
    # By any name: safetensors writes beside its file too, as ".tmp" and some letters.
    unfinished = [p for p in ages if p.suffix != ENDING and ages[p] > STALE_S]
    for path in [*gone, *kept[KEPT:], *unfinished]:
        with suppress(OSError):  # in use, on Windows
            path.unlink()


def _still_there(path: Path) -> bool:
    """Whether the model that a copy was made of is."""
    try:
        of = _header(path)[0][METADATA]
        return Path(of["folder"]).is_dir() and (not of["adapter"] or Path(of["adapter"]).is_dir())
    except (OSError, ValueError, KeyError, TypeError):
        return False
