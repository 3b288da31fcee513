"""The values that travel between the editor, the worker and an engine.

All of them are frozen: they cross a thread, and nobody shares a mutable thing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum

from writer.completion.eagerness import DEFAULT_THRESHOLDS, Eagerness
from writer.completion.reasons import Reason


class Trigger(Enum):
    """Who asked for a suggestion."""

    AUTOMATIC = "automatic"
    """The person typed; silence is better than a wrong suggestion."""
    EXPLICIT = "explicit"
    """The person asked; the engine shows the best it has."""


@dataclass(frozen=True, slots=True)
class SamplingOptions:
    """How the next token is chosen from the model's distribution.

    ``temperature`` 0 is greedy decoding (the others are then ignored, but for the
    repetition penalty). ``top_k`` 0 and ``top_p`` 1 leave the distribution whole.
    """

    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    repetition_penalty: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class CompletionOptions:
    """What kind of suggestion is wanted.

    ``max_words`` bounds each alternative. ``alternatives`` is how many continuations with
    different first words are wanted (1 to 8). ``min_confidence`` (0 to 1) is the gate: an
    automatic suggestion whose confidence is below it stays unseen; explicit ones ignore it.
    ``stop_at_sentence`` ends a suggestion with its sentence.
    """

    max_words: int = 8
    alternatives: int = 1
    min_confidence: float = 0.0
    stop_at_sentence: bool = True
    sampling: SamplingOptions = field(default_factory=SamplingOptions)


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    """Continue ``prefix`` (the text before the caret); ``suffix`` is what follows the caret.

    ``id`` is unique within a session; ``revision`` is the document revision that the prefix
    was taken from. Both come back with every result, so that a stale one can be dropped.
    The prefix may begin anywhere in the document: callers move its start in large steps so
    that the engine's prompt cache stays useful.
    """

    id: int
    revision: int
    prefix: str
    suffix: str = ""
    trigger: Trigger = Trigger.AUTOMATIC
    options: CompletionOptions = field(default_factory=CompletionOptions)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of one alternative: ``text`` is to be appended to what that alternative has.

    An engine yields chunks in the order in which text is ready, and for every alternative
    (``index`` from 0) exactly one last chunk, with ``reason`` set: why it ended, or, if no
    text was given at all, why it stays silent. ``text`` of the last chunk may be empty.
    ``confidence`` (0 to 1) is the engine's estimate that all text given so far is right.
    No text is ever taken back.
    """

    index: int
    text: str
    confidence: float
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What the status bar and the command line say about a loaded engine."""

    name: str
    parameters: int
    context_tokens: int
    precision: str
    load_ms: float
    thresholds: Mapping[Eagerness, float] = field(
        default_factory=lambda: DEFAULT_THRESHOLDS, compare=False
    )
    """The least confidence of what is shown, for each eagerness (``eagerness.py``)."""
    notice: str = ""
    """A sentence for the person: what was chosen and could not be used."""


class CancelToken:
    """Tells a running request to stop; set from any thread, read once per token."""

    __slots__ = ("_event", "_stop")

    def __init__(self) -> None:
        self._event = threading.Event()
        self._stop: Callable[[], None] | None = None

    def cancel(self) -> None:
        """Ask the request to stop; calling it twice does no harm."""
        self._event.set()
        stop = self._stop
        if stop is not None:
            stop()

    @contextmanager
    def stopping(self, stop: Callable[[], None]) -> Iterator[None]:
        """While this lasts, ``cancel`` also calls ``stop``, in its own thread: for work that
        cannot look at a token itself. It is called at once if that has happened already."""
        self._stop = stop
        try:
            if self.cancelled:
                stop()
            yield
        finally:
            self._stop = None

    @property
    def cancelled(self) -> bool:
        """Whether ``cancel`` was called."""
        return self._event.is_set()


class CancelledError(Exception):
    """The request was cancelled inside a forward pass; the cache keeps what it had before."""
