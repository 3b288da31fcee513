"""A peer in its own process, as the benchmark sees it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from writer.benchmarks.peer import Program
from writer.errors import WriterError

STOP_S = 10.0


class PeerError(WriterError):
    """A peer that could not do what it was asked; the others go on."""


@dataclass(frozen=True, slots=True)
class Completed:
    """One request: its tokens, when each was ready after it began, and what it cost."""

    tokens: tuple[int, ...]
    times_s: tuple[float, ...]
    spent_s: float
    cpu_s: float
    since_start_s: float


class Remote:
    """One process of ``writer.benchmarks.child``. Use it as a context manager."""

    def __init__(self, program: Program, folder: Path, cache: Path, threads: int) -> None:
        """Start it and wait until it has loaded; raises :class:`PeerError`."""
        self.program = program
        command = [sys.executable, "-m", "writer.benchmarks.child", program.name, str(folder)]
        command += [str(cache), str(threads), repr(time.time())]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        try:
            hello = self._hear()
        except PeerError:
            self.close()
            raise
        self.load_s = float(hello["load_s"])
        self.started_s = float(hello["started_s"])
        self.block_bytes = float(hello["block_bytes"])
        self.head_bytes = float(hello["head_bytes"])

    def __enter__(self) -> Remote:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise PeerError(f"{self.program.label} ended by itself{self._how_it_ended()}.")
        reply: dict[str, Any] = json.loads(line)
        if "failed" in reply:
            raise PeerError(f"{self.program.label} failed: {reply['failed']}")
        return reply

    def _how_it_ended(self) -> str:
        with suppress(subprocess.TimeoutExpired):
            code = self._process.wait(STOP_S)
            return f" (signal {-code})" if code < 0 else f" (exit code {code})"
        return ""

    def _ask(self, do: str, **order: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **order}) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise PeerError(f"{self.program.label} ended by itself ({error.strerror}).") from error
        return self._hear()

    def complete(
        self,
        ids: Sequence[int],
        count: int,
        *,
        forget: bool = False,
        limit_s: float | None = None,
    ) -> Completed:
        """Continue ``ids``; with ``forget`` nothing that was read before may help."""
        reply = self._ask("complete", ids=list(ids), count=count, forget=forget, limit_s=limit_s)
        return Completed(
            tuple(reply["tokens"]),
            tuple(reply["times_s"]),
            reply["spent_s"],
            reply["cpu_s"],
            reply["since_start_s"],
        )

    def branches(
        self, ids: Sequence[int], firsts: Sequence[int], count: int
    ) -> tuple[list[list[int]], float]:
        """Several continuations in one batch, and how many seconds they took."""
        reply = self._ask("branches", ids=list(ids), firsts=list(firsts), count=count)
        return reply["rows"], reply["spent_s"]

    def cancel(
        self, ids: Sequence[int], count: int, after_s: float, *, forget: bool = False
    ) -> float | None:
        """Cancel a request after a while; the seconds it went on, ``None`` if it was over."""
        reply = self._ask("cancel", ids=list(ids), count=count, after_s=after_s, forget=forget)
        late: float | None = reply["late_s"]
        return late

    def lateness(self, ids: Sequence[int], count: int, for_s: float) -> list[float]:
        """How late a timer beside endless requests was, in seconds; without ``ids`` at rest."""
        reply = self._ask("lateness", ids=list(ids), count=count, for_s=for_s)
        late: list[float] = reply["late_s"]
        return late

    def modules(self) -> list[str]:
        """The modules that its process has imported."""
        names: list[str] = self._ask("modules")["modules"]
        return names

    def memory(self) -> tuple[int, int]:
        """The most bytes the process ever held, and those it holds now."""
        reply = self._ask("memory")
        return reply["peak"], reply["resident"]

    def close(self) -> None:
        """End the process."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
