"""Where the products are computed: a graphics processor where torch finds one, else the CPU."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from pathlib import Path

from writer.engine.config import GPT2Config
from writer.engine.threads import is_light

NVIDIA = ("/dev/nvidiactl", "/dev/dxg", "C:/Windows/System32/nvcuda.dll")
"""What the drivers of NVIDIA's processors bring, on Linux, in WSL and on Windows."""


def choose_device(*, cuda: bool, mps: bool) -> str:
    """The device for a machine that has these; CUDA before Metal, and the CPU always works."""
    if cuda:
        return "cuda"
    return "mps" if mps else "cpu"


def this_device() -> str:
    """The device of this machine, as torch says; importing torch takes a second."""
    import torch

    return choose_device(cuda=torch.cuda.is_available(), mps=torch.backends.mps.is_available())


def may_have_one(exists: Callable[[str], bool] = lambda path: Path(path).exists()) -> bool:
    """Whether there are signs of a graphics processor, so that it is worth asking torch."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    return any(map(exists, NVIDIA))


def device_for(config: GPT2Config) -> str:
    """The device for a model. A light one stays on the CPU, where a suggestion takes less time
    than importing torch."""
    return "cpu" if is_light(config) or not may_have_one() else this_device()
