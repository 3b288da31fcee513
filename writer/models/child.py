"""Runs a transfer in a process of its own and passes on what it says."""

from __future__ import annotations

import queue
import subprocess
import tempfile
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO, Any

from writer.log import get_logger
from writer.models.transfer import LONGEST_POLITE_WAIT_S, Order, TransferError, events_of
from writer.processes import own_command
from writer.sentence import Sentence

log = get_logger(__name__)

SILENCE_S = LONGEST_POLITE_WAIT_S + 60.0
"""A child that says nothing for so long is stuck, and is ended."""
END_WAIT_S = 5.0

OnEvent = Callable[[dict[str, Any]], None]


class ChildTransfer:
    """One transfer. ``run`` blocks; ``stop`` ends the child, from any thread."""

    def __init__(self, environ: Mapping[str, str], silence_s: float = SILENCE_S) -> None:
        self._environ = environ
        self._silence_s = silence_s
        self._lock = threading.Lock()
        # Guarded by the lock:
        self._child: subprocess.Popen[str] | None = None
        self._stopped = False

    def stop(self) -> None:
        """End the child at once, wherever a connection hangs."""
        with self._lock:
            self._stopped = True
            if self._child is not None:
                self._child.terminate()

    def run(self, order: Order, on_event: OnEvent) -> None:
        """Fetch the files; returns when all are there. Raises :class:`TransferError`.

        ``on_event`` gets every event but the last; what it raises ends the child.
        """
        with tempfile.TemporaryFile() as errors:
            child = self._start(errors)
            try:
                self._follow(child, order, on_event)
            finally:
                self._end(child)
                errors.seek(0)
                said = errors.read().decode("utf-8", "replace").strip()
                if said:
                    log.debug("the download said: %s", said[-2000:])

    def _start(self, errors: IO[bytes]) -> subprocess.Popen[str]:
        with self._lock:
            if self._stopped:
                raise TransferError("stopped", "The download was stopped.")
            self._child = subprocess.Popen(
                [*own_command(), "models", "transfer"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=dict(self._environ),
                text=True,
                encoding="utf-8",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            return self._child

    def _follow(self, child: subprocess.Popen[str], order: Order, on_event: OnEvent) -> None:
        assert child.stdin is not None
        said: queue.Queue[dict[str, Any] | None] = queue.Queue()
        reader = threading.Thread(
            target=_read_events, args=(child, said), name="download-reader", daemon=True
        )
        reader.start()
        with suppress(OSError):  # it ended before it had its order: the reader will say so
            child.stdin.write(order.to_json() + "\n")
            child.stdin.flush()
        while True:
            try:
                event = said.get(timeout=self._silence_s)
            except queue.Empty:
                raise TransferError(
                    "connection",
                    "The download stood still for too long and was ended. What has arrived is "
                    "kept; Retry goes on there.",
                ) from None
            match event:
                case None:
                    raise TransferError(
                        "connection",
                        "The download ended before it was done. What has arrived is kept; Retry "
                        "goes on there.",
                    )
                case {"event": "failed", "kind": str(kind), "sentence": dict(sentence)}:
                    raise TransferError(kind, Sentence.from_data(sentence))
                case {"event": "done"}:
                    return
                case _:
                    on_event(event)

    def _end(self, child: subprocess.Popen[str]) -> None:
        """The end of its input ends it; if not, it is ended."""
        assert child.stdin is not None
        with suppress(OSError):
            child.stdin.close()
        try:
            child.wait(END_WAIT_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait(END_WAIT_S)
        with self._lock:
            self._child = None


def _read_events(child: subprocess.Popen[str], said: queue.Queue[dict[str, Any] | None]) -> None:
    assert child.stdout is not None
    with child.stdout, suppress(OSError, ValueError):
        for event in events_of(iter(child.stdout)):
            said.put(event)
    said.put(None)
