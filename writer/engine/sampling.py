"""Choosing a token: tiny logits processors, composed, and a seeded draw.

Every processor maps logits [V] to new logits [V]; a token that is ruled out gets -inf.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.random import PCG64, Generator

from writer.completion.request import SamplingOptions
from writer.engine import numerics
from writer.engine.numerics import Floats, Indices

LogitsProcessor = Callable[[Floats], Floats]

RULED_OUT = float("-inf")
PENALTY_TOKENS = 64
"""How many of the latest tokens the repetition penalty looks at."""


def temperature(value: float) -> LogitsProcessor:
    """Divide by the temperature: below 1 sharpens the distribution, above 1 flattens it."""

    def process(logits: Floats) -> Floats:
        return logits / value

    return process


def top_k(count: int) -> LogitsProcessor:
    """Keep the ``count`` most likely tokens, and all that tie with the last of them."""

    def process(logits: Floats) -> Floats:
        if count >= len(logits):
            return logits
        smallest = logits[numerics.top_k(logits, count)[-1]]
        return _only(logits, np.flatnonzero(logits >= smallest))

    return process


def top_p(mass: float) -> LogitsProcessor:
    """Keep the smallest set of most likely tokens whose probabilities reach ``mass``.

    Nucleus sampling, Holtzman et al. 2019. At least one token is kept.
    """

    def process(logits: Floats) -> Floats:
        probabilities = numerics.softmax(logits)
        # All that are rarer than this hold less than 1 - mass together: only the others are
        # sorted. Half of it, for the rounding.
        near = np.flatnonzero(probabilities >= 0.5 * (1.0 - mass) / len(logits))
        order = near[np.argsort(-probabilities[near], kind="stable")]
        # The last one kept is that with which the mass is reached.
        last = np.searchsorted(np.cumsum(probabilities[order]), mass)
        return _only(logits, order[: last + 1])

    return process


def repetition_penalty(penalty: float, recent: Sequence[int]) -> LogitsProcessor:
    """Make recent tokens less likely, whatever the sign of their logit (Keskar et al. 2019)."""

    def process(logits: Floats) -> Floats:
        if not recent:
            return logits
        index = sorted(set(recent))
        chosen = logits[index]
        result = logits.copy()
        result[index] = np.where(chosen > 0, chosen / penalty, chosen * penalty)
        return result

    return process


def _only(logits: Floats, kept: Indices) -> Floats:
    result = np.full_like(logits, RULED_OUT)
    result[kept] = logits[kept]
    return result


def processors(options: SamplingOptions, recent: Sequence[int]) -> list[LogitsProcessor]:
    """What the options ask for, in the order in which it is applied."""
    chain: list[LogitsProcessor] = []
    if options.repetition_penalty != 1.0:
        chain.append(repetition_penalty(options.repetition_penalty, recent[-PENALTY_TOKENS:]))
    if options.temperature > 0:
        if options.temperature != 1.0:
            chain.append(temperature(options.temperature))
        if options.top_k > 0:
            chain.append(top_k(options.top_k))
        if options.top_p < 1.0:
            chain.append(top_p(options.top_p))
    return chain


def process(logits: Floats, chain: Sequence[LogitsProcessor]) -> Floats:
    """Apply processors in order."""
    for processor in chain:
        logits = processor(logits)
    return logits


def seeded(seed: int, row: int) -> Generator:
    """The source of chance for one row of one request."""
    return Generator(PCG64((seed % 2**63, row)))


def choose(logits: Floats, options: SamplingOptions, generator: Generator) -> int:
    """One token id: the most likely one at temperature 0, else a seeded draw.

    A draw costs one random number and no sorting.
    """
    if options.temperature <= 0:
        return int(logits.argmax())
    return numerics.draw(numerics.softmax(logits), generator.random())


def rank(scores: Floats, count: int, options: SamplingOptions, generator: Generator) -> list[int]:
    """Up to ``count`` different indices, best first: the top ones, or a draw without return."""
    count = min(count, int(np.count_nonzero(np.isfinite(scores))))
    if count == 0:
        return []
    if options.temperature > 0:
        # With Gumbel noise the top ones are such a draw.
        scores = scores + generator.gumbel(size=scores.shape).astype(np.float32)
    return [int(index) for index in numerics.top_k(scores, count)]
