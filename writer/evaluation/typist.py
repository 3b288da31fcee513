"""A simulated typist: types a text key by key, and takes a suggestion when all of it is right."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from writer.completion.protocol import Engine
from writer.completion.request import CompletionOptions, CompletionRequest
from writer.completion.triggers import silence_before_asking
from writer.evaluation.asking import LOOKED_AT, answer_to
from writer.evaluation.positions import prefix_at
from writer.evaluation.texts import HeldText, Kind

READING_PRICE = 1.0
"""Keys that a look at each new suggestion costs. One fixation of the eye takes about 225 ms
(Rayner 1998); at 60 words a minute a key takes 200 ms."""
PASSAGE_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Passage:
    """``text`` is typed after ``before``, which is there already."""

    document: str
    kind: Kind
    before: str
    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What typing some text cost: ``keys`` pressed, Tab included, for ``characters``.

    ``suggestions`` are new ones that appeared; a suggestion that typing only shortened is not
    new. ``first_ms`` are the times to the first text, or to silence, of every request.
    """

    characters: int = 0
    keys: int = 0
    accepted: int = 0
    suggestions: int = 0
    requests: int = 0
    cpu_s: float = 0.0
    first_ms: tuple[float, ...] = ()

    def __add__(self, other: Typed) -> Typed:
        return Typed(
            self.characters + other.characters,
            self.keys + other.keys,
            self.accepted + other.accepted,
            self.suggestions + other.suggestions,
            self.requests + other.requests,
            self.cpu_s + other.cpu_s,
            self.first_ms + other.first_ms,
        )

    @property
    def keystrokes_saved(self) -> float:
        """1 - keys / characters; every Tab is a key."""
        return 1 - self.keys / self.characters if self.characters else 0.0

    def saved_after_reading(self, price: float = READING_PRICE) -> float:
        """1 - (keys + price x suggestions) / characters: each new suggestion costs a look."""
        if not self.characters:
            return 0.0
        return 1 - (self.keys + price * self.suggestions) / self.characters

    @property
    def cpu_per_thousand(self) -> float:
        """Processor seconds per 1,000 typed characters."""
        return 1000 * self.cpu_s / self.characters if self.characters else 0.0


def total(parts: Iterable[Typed]) -> Typed:
    """All of them together."""
    result = Typed()
    for part in parts:
        result = result + part
    return result


def passages(texts: Sequence[HeldText], characters: int) -> list[Passage]:
    """About ``characters`` of every kind, in passages spread over the documents.

    The n-th passage of a document starts at the paragraph after n/(n+1) of it, so a passage
    has text before it. The choice depends on nothing but the texts.
    """
    found: list[Passage] = []
    for kind in Kind:
        documents = sorted((t for t in texts if t.kind is kind), key=lambda t: t.name)
        if not documents:
            continue
        wanted = -(-characters // PASSAGE_CHARACTERS)
        chosen = [documents[i * len(documents) // wanted] for i in range(wanted)]
        for index, document in enumerate(chosen):
            which = chosen[:index].count(document) + 1
            start = len(document.text) * which // (chosen.count(document) + 1)
            start = document.text.find("\n\n", start) + 2
            if start < 2 or len(document.text) - start < PASSAGE_CHARACTERS // 2:
                start = document.text.find("\n\n") + 2
            end = min(start + PASSAGE_CHARACTERS, start + characters, len(document.text))
            found.append(
                Passage(document.name, kind, document.text[:start], document.text[start:end])
            )
    return found


def type_passage(
    engine: Engine, passage: Passage, *, max_words: int = 8, min_confidence: float = 0.0
) -> Typed:
    """Type one passage; after every key the editor asks unless the ghost goes on by itself."""
    options = CompletionOptions(max_words=max_words, min_confidence=min_confidence)
    whole = passage.before + passage.text
    caret, end = len(passage.before), len(whole)
    keys = accepted = suggestions = requests = 0
    first_ms: list[float] = []
    cpu = time.process_time()
    ghost = ""
    while caret < end:
        if len(ghost) > 1 and whole.startswith(ghost, caret) and caret + len(ghost) <= end:
            caret += len(ghost)
            accepted += len(ghost)
            ghost = ""
        else:
            key = whole[caret]
            ghost = ghost[1:] if ghost.startswith(key) else ""
            caret += 1
        keys += 1
        if ghost or caret >= end:
            continue
        prefix = prefix_at(whole, caret)
        if silence_before_asking(prefix[-LOOKED_AT:], "") is not None:
            continue
        answer = answer_to(engine, CompletionRequest(1, 0, prefix, options=options))
        requests += 1
        first_ms.append(answer.first_ms)
        ghost = answer.text
        suggestions += bool(ghost)
    return Typed(
        characters=len(passage.text),
        keys=keys,
        accepted=accepted,
        suggestions=suggestions,
        requests=requests,
        cpu_s=time.process_time() - cpu,
        first_ms=tuple(first_ms),
    )
