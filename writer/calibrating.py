"""Has models calibrated in the background: by a process of its own, with low priority.

It reads the whole model in fp32 and computes for half a minute, which must neither slow the window
nor fill its memory. What it makes is used at the next start of the model.
"""

from __future__ import annotations

import hashlib
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from writer.log import get_logger
from writer.processes import own_command

if TYPE_CHECKING:
    from writer.engine.converted_copy import CopyOf

log = get_logger(__name__)

TRIED = "calibrating {}.tmp"
"""Stands beside the copies from the beginning of one: what failed is not tried again at once. Other
models, and the same with another adapter, are."""
AGAIN_S = 3600.0
END_WAIT_S = 2.0

Start = Callable[[Sequence[str]], "subprocess.Popen[bytes]"]


class Calibrator:
    """One at a time. ``begin`` may be called from any thread, ``stop`` ends what is going on."""

    def __init__(
        self,
        on_battery: Callable[[], bool],
        *,
        start: Start | None = None,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        self._on_battery = on_battery
        self._start = start or _child
        self._now_s = now_s
        self._lock = threading.Lock()
        # Guarded by the lock:
        self._child: subprocess.Popen[bytes] | None = None
        self._tried: Path | None = None
        self._stopped = False

    def begin(self, source: CopyOf, store: Path) -> None:
        """Calibrate a model for a folder of copies, unless that waits for the mains, is going on,
        or was tried within the hour."""
        with self._lock:
            if self._stopped or self._going_on() or self._on_battery():
                return
            order = ["models", "calibrate", str(source.folder), "--precision", source.precision]
            order += ["--into", str(store), "--quietly"]
            if source.adapter is not None:
                order += ["--adapter", str(source.adapter)]
            which = hashlib.sha256("\n".join(order).encode()).hexdigest()[:16]
            tried = store / TRIED.format(which)
            with suppress(OSError):
                if self._now_s() - tried.stat().st_mtime < AGAIN_S:
                    return
            try:
                store.mkdir(parents=True, exist_ok=True, mode=0o700)
                tried.touch()
                self._child, self._tried = self._start(order), tried
            except OSError as error:
                log.warning("the model is not calibrated (%s)", error)

    def stop(self) -> None:
        """End it; the next start of the model begins anew."""
        with self._lock:
            self._stopped = True
            if self._child is None:
                return
            if self._going_on():
                self._child.terminate()
                if self._tried is not None:
                    with suppress(OSError):
                        self._tried.unlink()
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(END_WAIT_S)

    def _going_on(self) -> bool:
        return self._child is not None and self._child.poll() is None


def _child(order: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*own_command(), *order],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
