"""The few functions of logits that decoding needs, in numpy and in float32 throughout.

They run once for every token on all of a vocabulary (V), so each pass over it counts: what can
be done in place is, and what only a few tokens need is done on those.
"""

from __future__ import annotations

from math import inf, log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]

GROUP = 64
"""Numbers of which the largest, or the sum, is looked at first."""


def softmax(logits: Floats) -> Floats:
    """Probabilities of logits [..., V], of which at least one in a row is finite."""
    result: Floats = logits - logits.max(axis=-1, keepdims=True)
    np.exp(result, out=result)
    result *= 1.0 / result.sum(axis=-1, keepdims=True)  # half the time of a division
    return result


def log_softmax(logits: Floats) -> Floats:
    """Log probabilities of logits [..., V], of which at least one in a row is finite."""
    result: Floats = logits - logits.max(axis=-1, keepdims=True)
    result -= np.log(np.exp(result).sum(axis=-1, keepdims=True))
    return result


def log_sum_exp(logits: Floats) -> float:
    """log(sum(exp(x))) of logits [V]; -inf where all of them are."""
    largest = float(logits.max())
    if largest == -inf:
        return -inf
    shifted = logits - np.float32(largest)
    np.exp(shifted, out=shifted)
    return largest + log(float(shifted.sum()))


def top_k(values: Floats, count: int) -> Indices:
    """Where the ``count`` largest of [V] are, the largest first.

    They are in those ``count`` groups whose largest are largest; a selection over all of V
    takes five times as long.
    """
    places = _likely(values, count)
    found = values[places]
    if count < len(found):
        chosen = np.argpartition(found, len(found) - count)[len(found) - count :]
        places, found = places[chosen], found[chosen]
    return places[np.argsort(-found, kind="stable")]


def _likely(values: Floats, count: int) -> Indices:
    """The members of groups that must hold the ``count`` largest."""
    groups = len(values) // GROUP
    if groups <= count:
        return np.arange(len(values))
    whole = groups * GROUP
    # A group is a column, so that the largest of all groups are found at once.
    largest = values[:whole].reshape(GROUP, groups).max(axis=0)
    chosen = np.argpartition(largest, groups - count)[groups - count :]
    members = chosen + groups * np.arange(GROUP)[:, None]
    return np.concatenate((members.ravel(), np.arange(whole, len(values))))


def draw(weights: Floats, share: float) -> int:
    """An index of weights [V] (none negative, some positive): where, going through them, ``share``
    (0 to 1, 1 excluded) of their sum is passed.

    With an evenly drawn share, each is found as often as its weight says. It goes by groups:
    the sums of a few hundred, then one of them, in float64.
    """
    groups = len(weights) // GROUP
    whole = groups * GROUP
    sums = np.append(
        weights[:whole].reshape(GROUP, groups).sum(axis=0), weights[whole:].sum(dtype=np.float32)
    )
    group, left = _passed(sums, share)
    members = np.arange(group, whole, groups) if group < groups else np.arange(whole, len(weights))
    place, _ = _passed(weights[members], left)
    return int(members[place])


def _passed(weights: Floats, share: float) -> tuple[int, float]:
    """Which weight the ``share`` of the sum lies in, and at which share of that weight."""
    sums = np.cumsum(weights, dtype=np.float64)
    # Rounding must not lead past the last one that weighs anything.
    last = int(np.searchsorted(sums, sums[-1]))
    place = min(int(np.searchsorted(sums, share * sums[-1], side="right")), last)
    before = float(sums[place - 1]) if place else 0.0
    return place, min(1.0, max(0.0, (share * float(sums[-1]) - before) / float(weights[place])))
