"""Joins small pieces of text so that the window is told at most once per frame."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from writer.worker.results import ChunkResult


@dataclass(slots=True)
class Coalescer:
    """Collects the chunks of one request at a time; time is passed in, in seconds.

    The first text of every request is released at once (it is what the eye waits for), later
    text when ``frame_s`` has passed since the last release, and everything when an alternative
    ends.
    What is held has to be flushed by the owner's timer if nothing else comes (``holding``).
    """

    frame_s: float = 1 / 60
    _held: dict[int, ChunkResult] = field(default_factory=dict)
    _request_id: int | None = None
    _released_at: float | None = None

    def add(self, chunk: ChunkResult, now_s: float) -> list[ChunkResult]:
        """The chunks to send now, ``chunk`` possibly among them."""
        if chunk.request_id != self._request_id:
            self._request_id, self._released_at = chunk.request_id, None
            self._held.clear()  # of a request that was replaced: nobody waits for it
        held = self._held.get(chunk.index)
        if held is not None:
            chunk = replace(chunk, text=held.text + chunk.text)
        self._held[chunk.index] = chunk
        due = self._released_at is None or now_s - self._released_at >= self.frame_s
        if due or chunk.reason is not None:
            return self.flush(now_s)
        return []

    @property
    def holding(self) -> bool:
        """Whether text waits for its frame."""
        return bool(self._held)

    def flush(self, now_s: float) -> list[ChunkResult]:
        """Everything that is held, in the order of the alternatives."""
        released = [self._held[index] for index in sorted(self._held)]
        self._held.clear()
        self._released_at = now_s
        return released
