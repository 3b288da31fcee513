"""What the machine offers: device, precision, compiled functions, and kind memory settings."""

from __future__ import annotations

import ctypes
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from writer.errors import WriterError

_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3
_LARGEST_MMAP_THRESHOLD = 32 * 1024 * 1024


@dataclass(frozen=True)
class Machine:
    """Where and how to compute."""

    device: torch.device
    dtype: torch.dtype
    compiled: bool

    def compile(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, compiled where that is possible."""
        return torch.compile(function, dynamic=False) if self.compiled else function


def choose_machine(device: str = "auto", compiled: bool | None = None) -> Machine:
    """Resolve ``auto``, check that the device is there, and choose precision and compilation.

    bfloat16 is used where the hardware multiplies it; compilation where there is a compiler.
    """
    if device == "auto":
        device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        chosen = torch.device(device)
    except RuntimeError as error:
        raise WriterError(f"{device!r} is no device: use auto, cpu or cuda.") from error
    if chosen.type == "cuda" and not torch.cuda.is_available():
        raise WriterError("No CUDA device was found. Use --device cpu, or --device auto.")
    if compiled is None:
        compiled = chosen.type == "cuda" or (sys.platform != "win32" and bool(shutil.which("g++")))
    return Machine(chosen, torch.bfloat16 if has_bfloat16(chosen) else torch.float32, compiled)


def has_bfloat16(device: torch.device) -> bool:
    """Whether matrix products in bfloat16 run in hardware."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    if device.type != "cpu" or not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return False
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def keep_freed_memory() -> None:
    """Ask glibc to keep freed memory instead of returning it to the system after every step.

    Each step allocates the same hundreds of megabytes again; without this a third or more of
    the time goes into page faults. Does nothing on other C libraries.
    """
    if sys.platform != "linux" or platform.libc_ver()[0] != "glibc":
        return
    libc = ctypes.CDLL(None)
    libc.mallopt(_M_MMAP_THRESHOLD, _LARGEST_MMAP_THRESHOLD)
    libc.mallopt(_M_TRIM_THRESHOLD, 2**31 - 1)
    libc.mallopt(_M_TOP_PAD, 256 * 1024 * 1024)
