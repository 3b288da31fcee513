"""Rounding a weight so that its products stay near, not its numbers: GPTQ.

Frantar et al. 2023 (arXiv 2210.17323): the inputs of a weight are rounded one after the other, and
what rounding changed in the product is made up for by the inputs that are still to come, as far as
the activations are correlated. That is told by their second moments, the mean of x^T x.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from writer.engine.checkpoint import Array

DAMPING = 0.01
"""Added to the diagonal of the moments, as a share of its mean: they come from few texts."""
TOGETHER = 64
"""Inputs after which all that are left are corrected at once."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The numbers that can be kept: w = s (q - z) with whole q from ``low`` to ``high``.

    ``scales`` and ``offsets`` are [groups, outputs]; ``size`` inputs, one after the other, are a
    group.
    """

    scales: Array
    offsets: Array
    size: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Correction:
    """How the inputs that are left make up for one that was rounded, from the moments
    [inputs, inputs] of the activations: what counts most is rounded while most can make up."""

    order: NDArray[np.intp]
    upper: Array

    @classmethod
    def of(cls, moments: Array) -> Correction:
        """The Cholesky factor of the inverse, in that order."""
        damped = moments.astype(np.float64)
        mean = max(float(np.trace(damped)) / len(damped), 1e-12)
        damped[np.diag_indices(len(damped))] += DAMPING * mean
        order = np.argsort(-np.diag(damped))
        inverse = np.linalg.inv(damped[np.ix_(order, order)])
        return cls(order, np.linalg.cholesky(inverse).T.astype(np.float32))


def rounded(weight: Array, correction: Correction, grid: Grid) -> Array:
    """The q [inputs, outputs] for a weight."""
    inputs, order, upper = len(weight), correction.order, correction.upper
    left = weight[order].astype(np.float32)
    found = np.empty_like(left)
    for begin in range(0, inputs, TOGETHER):
        end = min(begin + TOGETHER, inputs)
        errors = np.empty((end - begin, weight.shape[1]), np.float32)
        for k in range(begin, end):
            group = order[k] // grid.size
            scales, offsets = grid.scales[group], grid.offsets[group]
            q = np.clip(np.rint(left[k] / scales + offsets), grid.low, grid.high)
            found[order[k]] = q
            errors[k - begin] = (left[k] - (q - offsets) * scales) / upper[k, k]
            left[k + 1 : end] -= upper[k, k + 1 : end, None] * errors[k - begin]
        left[end:] -= upper[begin:end, end:].T @ errors
    return found
