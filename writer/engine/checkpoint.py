"""Reading the weights of a model folder: safetensors only, local only, every shape checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from writer.engine.config import GPT2Config, read_json
from writer.errors import ModelError, system_words

WEIGHTS_NAME = "model.safetensors"
INDEX_NAME = "model.safetensors.index.json"
FLOATS = ("F64", "F32", "F16", "BF16")
FINGERPRINT_BYTES = 1 << 20


Array = NDArray[np.float32]
BFLOAT16 = np.dtype(ml_dtypes.bfloat16)
"""numpy knows it once ml_dtypes is imported; safetensors asks for it by name."""


def weight_files(folder: Path) -> list[Path]:
    """The safetensors files of a folder: one file, or all that its index names."""
    if not folder.is_dir():
        raise ModelError(
            "There is no folder {folder}. Choose another model, or download this one again.",
            folder=folder,
        )
    single = folder / WEIGHTS_NAME
    if single.is_file():
        return [single]
    index = folder / INDEX_NAME
    if index.is_file():
        mapping = read_json(index).get("weight_map")
        names = sorted(set(mapping.values())) if isinstance(mapping, dict) else []
        if not names or any(not isinstance(n, str) or Path(n).name != n for n in names):
            raise ModelError("{index} is damaged. Download the model again.", index=index)
        return [folder / name for name in names]
    if any(folder.glob("*.bin")) or any(folder.glob("*.pt")):
        raise ModelError(
            "The model in {folder} is stored as a pickle (.bin), which could run code when it is "
            "opened, so Writer does not. Use a copy in the safetensors format.",
            folder=folder,
        )
    raise ModelError(
        "The folder {folder} has no {weights}, so it holds no model. Choose another folder, or "
        "download the model again.",
        folder=folder,
        weights=WEIGHTS_NAME,
    )


def fingerprint(folder: Path) -> str:
    """Tells one set of weights from another: SHA-256 of each file's size, beginning and end.

    Quick also for large models. It is no proof against tampering; a download has its own check.
    """
    digest = hashlib.sha256()
    for path in weight_files(folder):
        try:
            with path.open("rb") as file:
                size = file.seek(0, 2)
                digest.update(f"{path.name} {size}\n".encode())
                for start in (0, max(0, size - FINGERPRINT_BYTES)):
                    file.seek(start)
                    digest.update(file.read(FINGERPRINT_BYTES))
        except OSError as error:
            raise ModelError(
                "{path} cannot be read ({reason}).", path=path, reason=system_words(error)
            ) from error
    return digest.hexdigest()


class Checkpoint:
    """The named tensors of a folder, read one at a time so that two copies never live long.

    Use it as a context manager; names are accepted with and without ``transformer.``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._where: dict[str, tuple[Any, str]] = {}

    def __enter__(self) -> Checkpoint:
        for path in weight_files(self._folder):
            try:
                handle = self._stack.enter_context(safe_open(path, framework="np"))
                names = list(handle.keys())
            except (SafetensorError, OSError, ValueError) as error:
                self._stack.close()
                raise ModelError(
                    "{path} is damaged or not complete ({reason}). Download the model again.",
                    path=path,
                    reason=system_words(error),
                ) from error
            for name in names:
                self._where[name.removeprefix("transformer.")] = (handle, name)
        return self

    def __exit__(self, *exc: object) -> None:
        self._where.clear()
        self._stack.close()

    def __contains__(self, name: str) -> bool:
        return name in self._where

    def tensor(self, name: str, shape: tuple[int, ...]) -> Array:
        """The tensor ``name`` in fp32; a missing one, another shape or NaN is a ``ModelError``."""
        if name not in self._where:
            raise ModelError(
                "The model in {folder} lacks the weights {name!r}, so it is not a complete GPT-2 "
                "model. Download it again, or choose another one.",
                folder=self._folder,
                name=name,
            )
        handle, stored = self._where[name]
        try:
            dtype = stored_as(handle, stored)
            value = floats(handle, stored) if dtype in FLOATS else None
            found = tuple(handle.get_slice(stored).get_shape())
        except (SafetensorError, OSError, ValueError, RuntimeError) as error:
            raise ModelError(
                "The weights {name!r} in {folder} cannot be read ({reason}). Download the model "
                "again.",
                name=name,
                folder=self._folder,
                reason=system_words(error),
            ) from error
        if found != shape:
            raise ModelError(
                "The weights {name!r} in {folder} have the shape {found}, but config.json asks "
                "for {wanted}. Download the model again.",
                name=name,
                folder=self._folder,
                found=found,
                wanted=shape,
            )
        if value is None:
            raise ModelError(
                "The weights {name!r} in {folder} are stored as {dtype}, which Writer does not "
                "read. Use a copy in 16 or 32 bits.",
                name=name,
                folder=self._folder,
                dtype=dtype,
            )
        # To be seen here: in 8 bits a NaN becomes some number, and the model talks nonsense.
        if not np.isfinite([value.min(), value.max()]).all():
            raise ModelError(
                "The weights {name!r} in {folder} are no numbers in places, so they are damaged. "
                "Download the model again, or choose another one.",
                name=name,
                folder=self._folder,
            )
        return value

    def names(self) -> Iterator[str]:
        """All names, without ``transformer.``."""
        return iter(self._where)


def stored_as(handle: Any, name: str) -> str:
    """How an open safetensors file keeps a tensor, one of ``FLOATS`` or another name."""
    dtype: str = handle.get_slice(name).get_dtype()
    return dtype


def floats(handle: Any, name: str) -> Array:
    """A tensor of one of ``FLOATS`` in an open safetensors file, as a copy in fp32."""
    try:
        stored = handle.get_tensor(name)
    except BaseException as error:
        # Without memory for its copy safetensors panics: no Exception, it would end the thread.
        if type(error).__name__ == "PanicException":
            raise MemoryError(f"no memory for {name}") from error
        raise
    value: Array = np.asarray(stored, dtype=np.float32)
    return value


def head_weight(checkpoint: Checkpoint, config: GPT2Config) -> Array:
    """The output head [V, E]: its own weights if the model does not tie it to the embedding."""
    shape = (config.vocab_size, config.width)
    if not config.tied_head:
        return checkpoint.tensor("lm_head.weight", shape)
    return checkpoint.tensor("wte.weight", shape)
