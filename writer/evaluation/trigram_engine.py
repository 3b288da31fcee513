"""The trigram as an engine, so that the same typist and the same judgement measure it."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import exp, log
from pathlib import Path

import numpy as np

from writer.completion.reasons import Reason
from writer.completion.request import CancelToken, Chunk, CompletionRequest, EngineInfo, Trigger
from writer.engine.shaping import Features, Shaper
from writer.evaluation.trigram import Cache, Trigram, units
from writer.evaluation.trigram_file import load

MOST_UNITS = 40
LAST_CHARACTER = chr(0x10FFFF)


@dataclass(slots=True)
class Candidates:
    """What may stand next and begins with ``partial``: units with their probabilities."""

    units: list[tuple[float, str]] = field(default_factory=list)
    mass: float = 0.0
    """Of everything that begins so, unlisted words included."""


class TrigramEngine:
    """Implements ``writer.completion.protocol.Engine`` over a trigram's file (greedy)."""

    def __init__(self, path: Path, trigram: Trigram | None = None) -> None:
        self._path = path
        self._trigram = trigram

    def load(self) -> EngineInfo:
        """Read the file."""
        started = time.perf_counter()
        if self._trigram is None:
            self._trigram = load(self._path)
        tables = self._trigram.tables
        return EngineInfo(
            name="trigram",
            parameters=len(tables.uni) + len(tables.bi) + len(tables.tri),
            context_tokens=2,
            precision="fp32",
            load_ms=(time.perf_counter() - started) * 1000,
        )

    def prefill(self, prefix: str, cancel: CancelToken) -> None:
        """Nothing to read ahead."""

    def close(self) -> None:
        """Nothing is held that needs closing."""

    def candidates(self, before: list[str], partial: str, count: int) -> Candidates:
        """The ``count`` likeliest units after ``before`` that begin with ``partial``."""
        trigram = self._trigram
        if trigram is None:
            raise RuntimeError("load() comes first")
        cache = Cache(before)
        a, b = trigram.history(before)
        words = trigram.tables.words
        low = bisect_left(words, partial)
        high = bisect_left(words, partial + LAST_CHARACTER)
        p = trigram.listed(a, b)
        unlisted = float(p[trigram.unknown])
        here = p[low:high] * (1.0 - cache.weight)
        spelled = trigram.speller.logprob(partial, whole=False) if partial else 0.0
        extra: list[tuple[float, str]] = []
        mass = float(here.sum()) + (1.0 - cache.weight) * unlisted * exp(spelled)
        for unit, number in cache.counts.items():
            if not unit.startswith(partial):
                continue
            share = cache.weight * number / cache.total
            mass += share
            at = bisect_left(words, unit, low, high)
            if at < high and words[at] == unit:
                here[at - low] += share
            else:
                extra.append((share + (1 - cache.weight) * unlisted * trigram.spelled(unit), unit))
        best = np.argpartition(-here, count)[:count] if len(here) > count else range(len(here))
        found = [(float(here[i]), words[low + int(i)]) for i in best] + extra
        found.sort(key=lambda pair: (-pair[0], pair[1]))
        return Candidates(found[:count], max(mass, 1e-30))

    def stream(self, request: CompletionRequest, cancel: CancelToken) -> Iterator[Chunk]:
        """The likeliest units, one after another; ``alternatives`` are single words."""
        before = units(request.prefix)
        partial = ""
        if before and (before[-1][-1].isalnum() or before[-1] == " "):
            partial = before.pop()
        if request.options.alternatives > 1:
            yield from self._words(before, partial, request.options.alternatives)
            return
        explicit = request.trigger is Trigger.EXPLICIT
        shaper = Shaper(
            before=request.prefix[-400:],
            suffix=request.suffix,
            max_words=request.options.max_words,
            stop_at_sentence=request.options.stop_at_sentence,
            gate=0.0 if explicit else request.options.min_confidence,
            features=Features(),
        )
        logprob = 0.0
        for _ in range(MOST_UNITS):
            if cancel.cancelled:
                shaper.reason = Reason.CANCELLED
            if shaper.reason is not None:
                break
            found = self.candidates(before, partial, 1)
            if not found.units:
                shaper.finish(Reason.LOW_CONFIDENCE)
                break
            p, unit = found.units[0]
            logprob += log(max(p, 1e-30) / found.mass)
            shown = shaper.push(unit[len(partial) :], min(0.0, logprob), 1.0)
            if shown:
                yield Chunk(0, shown, shaper.confidence)
            before, partial = [*before, unit], ""
        else:
            shaper.finish(Reason.TOKEN_LIMIT)
        yield Chunk(0, "", shaper.confidence, shaper.reason or Reason.TOKEN_LIMIT)

    def _words(self, before: list[str], partial: str, count: int) -> Iterator[Chunk]:
        found = self.candidates(before, partial, 4 * count)
        words = [(p, u) for p, u in found.units if any(c.isalnum() for c in u)][:count]
        for index in range(count):
            if index < len(words):
                p, unit = words[index]
                yield Chunk(index, unit[len(partial) :], p / found.mass)
            reason = Reason.WORD_LIMIT if index < len(words) else Reason.LOW_CONFIDENCE
            yield Chunk(index, "", 0.0, reason)
