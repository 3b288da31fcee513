"""Numpy's small functions give what torch's give, in float32."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
import torch

from writer.engine import numerics
from writer.engine.numerics import GROUP, Floats

SIZES = (1, 5, GROUP, GROUP * 40 + 17, 8_192, 50_257)


def some_logits(*shape: int, ruled_out: int = 0) -> Floats:
    """Logits as a model gives them: far from 0, a few far above the rest."""
    rng = np.random.default_rng(7)
    logits = (rng.standard_normal(shape) * 4.0 - 90.0).astype(np.float32)
    logits[..., 1 : 1 + ruled_out] = -inf
    return logits


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rows", [None, 3])
def test_softmax_and_its_log(size: int, rows: int | None) -> None:
    """For one row and for several, with tokens that are ruled out."""
    shape = (size,) if rows is None else (rows, size)
    logits = some_logits(*shape, ruled_out=size // 3)
    before = logits.copy()
    tensor = torch.from_numpy(logits)
    got, log = numerics.softmax(logits), numerics.log_softmax(logits)
    assert got.dtype == log.dtype == np.float32
    assert got == pytest.approx(torch.softmax(tensor, -1).numpy(), rel=2e-5, abs=1e-30)
    assert log == pytest.approx(torch.log_softmax(tensor, -1).numpy(), rel=1e-5, abs=1e-5)
    assert np.array_equal(logits, before)


@pytest.mark.parametrize("size", SIZES)
def test_the_log_of_the_sum(size: int) -> None:
    """Of large numbers too, and of none that counts."""
    for logits in (some_logits(size, ruled_out=size // 3), np.full(size, 500.0, np.float32)):
        wanted = float(torch.logsumexp(torch.from_numpy(logits), 0))
        assert numerics.log_sum_exp(logits) == pytest.approx(wanted, rel=1e-6)
    assert numerics.log_sum_exp(np.full(size, -inf, np.float32)) == -inf


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [1, 4, 32, 300])
def test_the_largest_are_found_in_order(size: int, count: int) -> None:
    """By groups and without, more than there are, and the last ones of an odd size."""
    values = np.random.default_rng(3).permutation(size).astype(np.float32)
    values[-1] = size + 1.0
    wanted = torch.topk(torch.from_numpy(values), min(count, size)).indices.tolist()
    assert numerics.top_k(values, count).tolist() == wanted


@pytest.mark.parametrize("size", [4, GROUP, GROUP * 3 + 5])
def test_draws_go_through_the_weights(size: int) -> None:
    """Even shares find each token as often as its weight says, and never one without weight."""
    weights = np.random.default_rng(5).integers(0, 4, size).astype(np.float32)
    weights[[0, -2]], weights[-1] = 3.0, 0.0
    total = int(weights.sum())
    found = [numerics.draw(weights, (n + 0.5) / total) for n in range(total)]
    assert np.bincount(found, minlength=size).tolist() == weights.astype(int).tolist()
    assert weights[numerics.draw(weights, 0.0)] > 0
    assert weights[numerics.draw(weights, np.nextafter(1.0, 0.0))] > 0
