"""What the worker tells the window; frozen, because it crosses a thread."""

from __future__ import annotations

from dataclasses import dataclass

from writer.completion.reasons import Reason


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """Text for one alternative of a request, to be appended; ``reason`` with the last of it."""

    request_id: int
    revision: int
    index: int
    text: str
    confidence: float
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class RequestResult:
    """A request ended. Times count from when the worker took it up, in milliseconds;
    ``first_ms`` is ``None`` when no text was made."""

    request_id: int
    revision: int
    first_ms: float | None
    total_ms: float
