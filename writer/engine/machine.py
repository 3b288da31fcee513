"""What machine this is: what was measured or made for one may be wrong for another."""

from __future__ import annotations

import os
import platform
from contextlib import suppress
from pathlib import Path


def processor() -> str:
    """The processor's kind and name, and how many there are."""
    name = platform.processor()
    with suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        name = next((line for line in lines if line.startswith("model name")), name)
    return f"{platform.machine()} {name} {os.cpu_count()}"
