"""The thread that owns the engine does not take a processor away from the window's thread."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def stand_back() -> None:
    """Let the thread that calls this, and those it starts, never push a running thread aside when
    they wake up. They get as much of the processor as before. Linux only.

    The window's thread wakes this one whenever it gives Python's lock away. Linux 6.18 then often
    put both on one of two processors while the other was idle, and let the one that woke up run:
    the window waited for a whole token in the middle of a key (docs/decisions.md).
    """
    if sys.platform == "linux":
        with suppress(OSError):  # a sandbox may forbid it
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
