"""Logits processors do what their names say, checked by hand on four tokens."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from writer.completion.request import SamplingOptions
from writer.engine import sampling
from writer.engine.numerics import Floats, softmax

P = [0.5, 0.25, 0.15, 0.10]
LOGITS = np.array([log(p) for p in P], np.float32)


def kept(logits: Floats) -> list[int]:
    found: list[int] = np.flatnonzero(np.isfinite(logits)).tolist()
    return found


def test_temperature() -> None:
    """At temperature 0.5 the probabilities are squared and scaled to one."""
    got = softmax(sampling.temperature(0.5)(LOGITS))
    squares = [p * p for p in P]
    assert got.tolist() == pytest.approx([s / sum(squares) for s in squares])


@pytest.mark.parametrize(
    ("k", "left"), [(1, [0]), (2, [0, 1]), (4, [0, 1, 2, 3]), (9, [0, 1, 2, 3])]
)
def test_top_k(k: int, left: list[int]) -> None:
    """Only the k most likely tokens are left."""
    assert kept(sampling.top_k(k)(LOGITS)) == left


@pytest.mark.parametrize(
    ("p", "left"), [(0.0, [0]), (0.4, [0]), (0.6, [0, 1]), (0.8, [0, 1, 2]), (0.95, [0, 1, 2, 3])]
)
def test_top_p(p: float, left: list[int]) -> None:
    """The smallest set that reaches the mass is left, whatever the order of the tokens."""
    shuffled = LOGITS[[2, 0, 3, 1]]
    rank = {0: 2, 1: 0, 2: 3, 3: 1}
    assert sorted(rank[i] for i in kept(sampling.top_p(p)(shuffled))) == left


@pytest.mark.parametrize("mass", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("spread", [0.0, 1.0, 4.0])
def test_top_p_sorts_only_what_can_be_kept(mass: float, spread: float) -> None:
    """In a large vocabulary, from flat to steep, the set is the one that a full sort gives."""
    logits = np.random.default_rng(1).standard_normal(3000).astype(np.float32) * np.float32(spread)
    ordered = np.sort(softmax(logits).astype(np.float64))[::-1]
    wanted = 1 + int(np.count_nonzero(np.cumsum(ordered) < mass))
    left = sampling.top_p(mass)(logits)
    assert abs(len(kept(left)) - wanted) <= 1  # where the mass is reached, rounding decides
    lost = np.delete(logits, kept(left))
    assert lost.max() <= logits[kept(left)].min()


def test_repetition_penalty_lowers_either_sign() -> None:
    """A seen token loses whether its logit is positive or negative; others stay."""
    logits = np.array([2.0, -2.0, 1.0, 0.5], np.float32)
    got = sampling.repetition_penalty(2.0, [0, 1, 1])(logits)
    assert got.tolist() == [1.0, -4.0, 1.0, 0.5]
    assert sampling.repetition_penalty(2.0, [])(logits).tolist() == logits.tolist()


def test_greedy_ignores_everything_but_the_best() -> None:
    """Temperature 0 takes the most likely token and draws nothing."""
    generator = sampling.seeded(1, 1)
    state = generator.bit_generator.state
    assert sampling.choose(LOGITS, SamplingOptions(top_k=1), generator) == 0
    assert generator.bit_generator.state == state
    assert sampling.processors(SamplingOptions(top_k=3, top_p=0.5), ()) == []


def test_draws_follow_the_distribution_and_the_seed() -> None:
    """The same seed draws the same tokens; many draws show the probabilities."""
    options = SamplingOptions(temperature=1.0)
    generator = sampling.seeded(7, 0)
    draws = [sampling.choose(LOGITS, options, generator) for _ in range(4000)]
    for token, p in enumerate(P):
        assert draws.count(token) / 4000 == pytest.approx(p, abs=0.03)
    again = sampling.seeded(7, 0)
    assert [sampling.choose(LOGITS, options, again) for _ in range(50)] == draws[:50]
    other = sampling.seeded(8, 0)
    assert [sampling.choose(LOGITS, options, other) for _ in range(50)] != draws[:50]


def test_ranks_are_different_and_never_ruled_out() -> None:
    """Alternatives are drawn without return, and only from what is allowed."""
    scores = LOGITS.copy()
    scores[1] = sampling.RULED_OUT
    assert sampling.rank(scores, 4, SamplingOptions(), sampling.seeded(0, 0)) == [0, 2, 3]
    drawn = sampling.rank(scores, 4, SamplingOptions(temperature=1.0), sampling.seeded(0, 0))
    assert sorted(drawn) == [0, 2, 3]
    none = np.full(4, sampling.RULED_OUT, np.float32)
    assert sampling.rank(none, 2, SamplingOptions(), sampling.seeded(0, 0)) == []
