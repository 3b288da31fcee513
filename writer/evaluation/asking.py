"""Ask an engine what the editor would show, and note how sure it was at every step."""

from __future__ import annotations

import time
from dataclasses import dataclass

from writer.completion.protocol import Engine
from writer.completion.request import CancelToken, CompletionOptions, CompletionRequest, Trigger
from writer.completion.triggers import silence_before_asking
from writer.evaluation.positions import Position

LOOKED_AT = 400
"""Characters before the caret that the editor looks at before it asks."""


@dataclass(frozen=True, slots=True)
class Step:
    """``confidence`` (0 to 1) that the first ``length`` characters are right."""

    length: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for one position; ``steps`` grow, one for each piece of text.

    ``asked`` is false where the editor would not even ask. ``first_ms`` is the time to the
    first text, or to the decision to stay silent; ``cpu_ms`` the processor time of the request.
    """

    text: str
    steps: tuple[Step, ...]
    reason: str
    asked: bool = True
    first_ms: float = 0.0
    total_ms: float = 0.0
    cpu_ms: float = 0.0

    @property
    def confidence(self) -> float:
        """That of all the text."""
        return self.steps[-1].confidence if self.steps else 0.0

    def shown_at(self, gate: float) -> str:
        """What is left of the text where nothing below ``gate`` is shown.

        The engine releases text up to the last place whose confidence reaches the gate; so
        one run with the gate at 0 tells what every other gate would show.
        """
        lengths = [step.length for step in self.steps if step.confidence >= gate]
        return self.text[: lengths[-1]] if lengths else ""


def ask(
    engine: Engine, position: Position, *, max_words: int = 8, min_confidence: float = 0.0
) -> Answer:
    """What the editor would show at ``position``, asked exactly as the editor asks."""
    if not position.explicit:
        silence = silence_before_asking(
            position.prefix[-LOOKED_AT:], position.suffix.split("\n", 1)[0]
        )
        if silence is not None:
            return Answer("", (), silence.value, asked=False)
    request = CompletionRequest(
        id=1,
        revision=0,
        prefix=position.prefix,
        suffix=position.suffix,
        trigger=Trigger.EXPLICIT if position.explicit else Trigger.AUTOMATIC,
        options=CompletionOptions(max_words=max_words, min_confidence=min_confidence),
    )
    return answer_to(engine, request)


def answer_to(engine: Engine, request: CompletionRequest) -> Answer:
    """Run one request to its end."""
    text, reason = "", ""
    steps: list[Step] = []
    first_ms = None
    cpu = time.process_time()
    start = time.perf_counter()
    for chunk in engine.stream(request, CancelToken()):
        if chunk.index:
            continue
        if chunk.text:
            if first_ms is None:
                first_ms = (time.perf_counter() - start) * 1000
            text += chunk.text
            steps.append(Step(len(text), chunk.confidence))
        if chunk.reason is not None:
            reason = chunk.reason.value
    total_ms = (time.perf_counter() - start) * 1000
    return Answer(
        text=text,
        steps=tuple(steps),
        reason=reason,
        first_ms=total_ms if first_ms is None else first_ms,
        total_ms=total_ms,
        cpu_ms=(time.process_time() - cpu) * 1000,
    )


def answers_to(engine: Engine, request: CompletionRequest) -> list[str]:
    """The texts of all alternatives of one request, in their order; silent ones are left out."""
    texts = [""] * request.options.alternatives
    for chunk in engine.stream(request, CancelToken()):
        texts[chunk.index] += chunk.text
    return [text for text in texts if text]
