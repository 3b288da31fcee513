"""What a process that learns a style says, a JSON object a line, and what it is told.

The window starts ``writer finetune --progress-json`` and reads these lines; it tells the process
what to do with single words on its standard input. When that input ends, because the window is
gone, the process keeps its place and ends too.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from writer.sentence import Sentence

PAUSE, RESUME, STOP = "pause", "resume", "stop"
"""Words on the process's standard input, one a line."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The documents were read: ``learn`` characters to learn from, ``held_out`` to judge by."""

    documents: int
    learn: int
    held_out: int


@dataclass(frozen=True, slots=True)
class Measuring:
    """How well suggestions fit is measured, ``before`` learning or after it."""

    before: bool
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of learning. ``loss`` in nats per token, ``bits`` per character on the held-out
    text that decides when to stop (0 until it was measured)."""

    step: int
    steps: int
    loss: float
    bits: float
    seconds_left: float


@dataclass(frozen=True, slots=True)
class Paused:
    """Nothing is computed until it is told to resume."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Ended before its time; the same documents go on from ``step``."""

    step: int


@dataclass(frozen=True, slots=True)
class Finished:
    """Kept as the adapter ``name``. Figures are of held-out text that nothing was decided on.

    ``perplexity`` is per word, ``bits`` are per character, ``saved`` is the share of keystrokes
    saved (0 to 1) of the ``typed`` characters; ``summary`` says it in a sentence.
    """

    name: str
    helped: bool
    perplexity_before: float
    perplexity_after: float
    bits_before: float
    bits_after: float
    saved_before: float
    saved_after: float
    characters: int
    typed: int
    cpu_minutes: float
    summary: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A sentence for the person; what was kept is in it."""

    sentence: Sentence


Message = Reading | Measuring | Step | Paused | Stopped | Finished | Failed
_KINDS: dict[str, type[Message]] = {
    kind.__name__.lower(): kind
    for kind in (Reading, Measuring, Step, Paused, Stopped, Finished, Failed)
}


def to_line(message: Message) -> str:
    """One line of JSON, without its end."""
    values = asdict(message)
    if isinstance(message, Failed):
        values["sentence"] = message.sentence.to_data()
    return json.dumps({"event": type(message).__name__.lower(), **values})


def from_line(line: str) -> Message | None:
    """The message of a line; ``None`` for a line that is none (a library's warning, say)."""
    try:
        data = json.loads(line)
        kind = _KINDS[data.pop("event")]
        if kind is Failed:
            return Failed(Sentence.from_data(data["sentence"]))
        return kind(**data)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
