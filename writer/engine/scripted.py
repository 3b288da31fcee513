"""An engine that says what it was told to say: no model, no torch.

Tests of the window and of the worker queue answers, and afterwards read which requests came.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from writer.completion.reasons import Reason
from writer.completion.request import CancelToken, Chunk, CompletionRequest, EngineInfo

POLL_S = 0.002
GATE_LIMIT_S = 30.0


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of an answer; with a ``gate`` it is held back until the event is set."""

    text: str
    index: int = 0
    confidence: float = 1.0
    gate: threading.Event | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request gets.

    ``pieces`` are yielded in order; then ``error`` is raised if there is one, else each
    alternative ends with ``reason``. Alternatives without a piece do not exist; an answer
    without pieces is one silent alternative. ``end_gate`` holds back the last chunks.
    """

    pieces: Sequence[Piece | str] = ()
    reason: Reason = Reason.WORD_LIMIT
    error: Exception | None = None
    end_gate: threading.Event | None = None


SILENCE = Answer(reason=Reason.LOW_CONFIDENCE)


class ScriptedEngine:
    """Implements ``writer.completion.protocol.Engine`` from a queue of answers.

    Answers are taken in the order of the requests; when the queue is empty, ``default`` is
    given. ``load_gate`` and ``load_delay_s`` hold ``load`` back (``close`` from another
    thread does not end that wait, as with a real model file); ``load_error`` is raised by it.
    """

    def __init__(
        self,
        answers: Sequence[Answer | str] = (),
        *,
        default: Answer | str = SILENCE,
        load_error: Exception | None = None,
        load_delay_s: float = 0.0,
        load_gate: threading.Event | None = None,
        name: str = "scripted",
    ) -> None:
        self._lock = threading.Lock()
        self._answers: deque[Answer | str] = deque(answers)
        self._default = default
        self._requests: list[CompletionRequest] = []
        self._cancelled: list[int] = []
        self._prefilled: list[str] = []
        self._load_gate = load_gate
        self._loaded = False
        self.load_error = load_error
        self.load_delay_s = load_delay_s
        self.name = name
        self.load_count = 0
        self.close_count = 0
        self.thread_names: set[str] = set()

    def queue(self, *answers: Answer | str) -> None:
        """Add answers for the next requests; may be called from any thread."""
        with self._lock:
            self._answers.extend(answers)

    @property
    def requests(self) -> tuple[CompletionRequest, ...]:
        """Every request so far, oldest first."""
        with self._lock:
            return tuple(self._requests)

    @property
    def cancelled_ids(self) -> tuple[int, ...]:
        """The ids of the requests that ended because they were cancelled."""
        with self._lock:
            return tuple(self._cancelled)

    @property
    def loaded(self) -> bool:
        """Whether ``load`` succeeded and ``close`` was not called since."""
        return self._loaded

    def load(self) -> EngineInfo:
        """Succeed or fail as told."""
        self.load_count += 1
        self.thread_names.add(threading.current_thread().name)
        if self.load_delay_s:
            time.sleep(self.load_delay_s)
        if self._load_gate is not None and not self._load_gate.wait(GATE_LIMIT_S):
            raise TimeoutError("the load gate of a scripted engine was never opened")
        if self.load_error is not None:
            raise self.load_error
        self._loaded = True
        return EngineInfo(
            name=self.name,
            parameters=0,
            context_tokens=1024,
            precision="scripted",
            load_ms=self.load_delay_s * 1000.0,
        )

    def stream(self, request: CompletionRequest, cancel: CancelToken) -> Iterator[Chunk]:
        """Play the next answer of the queue."""
        self.thread_names.add(threading.current_thread().name)
        with self._lock:
            self._requests.append(request)
            queued = self._answers.popleft() if self._answers else self._default
        answer = Answer((queued,)) if isinstance(queued, str) else queued
        pieces = [Piece(p) if isinstance(p, str) else p for p in answer.pieces]
        confidence = dict.fromkeys((p.index for p in pieces), 0.0) or {0: 0.0}
        reason = answer.reason
        for piece in pieces:
            if self._interrupted(request, piece.gate, cancel):
                reason = Reason.CANCELLED
                break
            confidence[piece.index] = piece.confidence
            yield Chunk(piece.index, piece.text, piece.confidence)
        else:
            if self._interrupted(request, answer.end_gate, cancel):
                reason = Reason.CANCELLED
            elif answer.error is not None:
                raise answer.error
        for index in sorted(confidence):
            yield Chunk(index, "", confidence[index], reason)

    def prefill(self, prefix: str, cancel: CancelToken) -> None:
        """Note what was read, unless that was no longer wanted."""
        if not cancel.cancelled:
            with self._lock:
                self._prefilled.append(prefix)

    @property
    def prefilled(self) -> tuple[str, ...]:
        """Every text that was read ahead, oldest first."""
        with self._lock:
            return tuple(self._prefilled)

    def close(self) -> None:
        """Forget that it was loaded."""
        self.close_count += 1
        self._loaded = False

    def _interrupted(
        self, request: CompletionRequest, gate: threading.Event | None, cancel: CancelToken
    ) -> bool:
        """Wait for the gate; True, and noted, when the request was cancelled instead."""
        deadline = time.monotonic() + GATE_LIMIT_S
        opened = gate is None
        while not opened and not cancel.cancelled:
            opened = gate is None or gate.wait(POLL_S)
            if not opened and time.monotonic() > deadline:
                raise TimeoutError("a gate of a scripted engine was never opened")
        if not cancel.cancelled:
            return False
        with self._lock:
            self._cancelled.append(request.id)
        return True
