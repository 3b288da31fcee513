"""The learning rate, the optimizer's mathematics and the order of the data."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch

from writer.errors import WriterError
from writer.training.heldout import windows
from writer.training.optimizer import Muon, orthogonalise, rate_factor
from writer.training.report import smooth
from writer.training.stream import Batches


def test_the_rate_rises_stays_and_falls_to_almost_nothing() -> None:
    """Warm-up, plateau, cool-down; the plateau does not know when it ends."""
    rates = [rate_factor(step, 10, 50, 20) for step in range(70)]
    assert rates[:10] == pytest.approx([0.1 * n for n in range(1, 11)])
    assert set(rates[9:50]) == {1.0}
    assert all(later < earlier for earlier, later in pairwise(rates[49:]))
    assert 0 < rates[-1] < 0.06
    assert [rate_factor(step, 10, 900, 20) for step in range(50)] == rates[:50]


@pytest.mark.parametrize("shape", [(3, 8, 8), (2, 16, 4), (2, 4, 16)])
def test_orthogonalised_matrices_have_singular_values_near_one(shape: tuple[int, ...]) -> None:
    """Newton-Schulz brings every direction of an update to about the same size."""
    torch.manual_seed(0)
    values = torch.linalg.svdvals(orthogonalise(torch.randn(shape)).float())
    assert values.min() > 0.3
    assert values.max() < 1.4


def test_muon_treats_queries_keys_and_values_as_three_matrices() -> None:
    """One stacked matrix gets the update its three pieces would get alone."""
    torch.manual_seed(0)
    stacked = torch.nn.Parameter(torch.randn(12, 4))
    pieces = [torch.nn.Parameter(piece.clone()) for piece in stacked.data.chunk(3)]
    gradient = torch.randn(12, 4)
    stacked.grad = gradient.clone()
    for piece, part in zip(pieces, gradient.chunk(3), strict=True):
        piece.grad = part.clone()
    Muon([stacked], lr=0.1).step()
    Muon(pieces, lr=0.1).step()
    torch.testing.assert_close(stacked.data, torch.cat([piece.data for piece in pieces]))


def test_a_batch_is_a_function_of_seed_and_step() -> None:
    """Nothing about data order needs to be saved, and another seed gives another order."""
    stream = np.arange(5000, dtype=np.uint16)
    first, again, other = (Batches(stream, 16, 4, seed) for seed in (1, 1, 2))
    for step in (0, 3, first.steps_per_epoch, 7 * first.steps_per_epoch + 2):
        assert torch.equal(first.batch(step)[0], again.batch(step)[0])
    assert not torch.equal(first.batch(0)[0], other.batch(0)[0])


def test_targets_are_the_next_tokens_and_an_epoch_repeats_nothing() -> None:
    """Each block is read once per epoch, and the target is the input one place on."""
    stream = np.arange(5000, dtype=np.uint16)
    batches = Batches(stream, 16, 4, seed=1)
    seen: list[int] = []
    for step in range(batches.steps_per_epoch):
        inputs, targets = batches.batch(step)
        assert torch.equal(inputs[:, 1:], targets[:, :-1])
        assert torch.equal(targets, inputs + 1)
        seen.extend(inputs.flatten().tolist())
    assert len(seen) == len(set(seen))
    assert len(seen) > 0.95 * len(stream)


def test_too_little_text_is_a_kind_sentence() -> None:
    """A corpus shorter than a batch is said, not crashed upon."""
    with pytest.raises(WriterError, match="too few for one batch"):
        Batches(np.zeros(40, dtype=np.uint16), 16, 4, seed=1)


@pytest.mark.parametrize("length", [2, 9, 17, 18, 33, 100])
def test_windows_score_every_token_once_with_half_a_context_before_it(length: int) -> None:
    """No token is scored twice or left out; after the first window each has context behind it."""
    tokens = list(range(length))
    scored: list[int] = []
    for window in windows(tokens, context=16, stride=8):
        targets = window.tokens[1:]
        assert len(targets) <= 16
        if window.tokens[0] > 0:
            assert window.skip >= 8
        scored.extend(targets[window.skip :])
    assert scored == tokens[1:]


def test_the_smoothed_curve_is_a_running_mean() -> None:
    """The picture shows the mean of the last steps, and fewer at the start."""
    assert smooth([4.0, 2.0, 0.0, 1.0], 2) == [4.0, 3.0, 1.0, 0.5]
