"""Pairs of equal items."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from writer.documents import matching

_WORDS = st.lists(st.sampled_from("abcdefgh"), max_size=40)


@given(_WORDS, _WORDS, st.sampled_from([0, 250_000]))
def test_pairs_are_equal_and_rise(a: list[str], b: list[str], bound: int) -> None:
    """Every pair holds equal items, and both sides only go forward: with and without anchors."""
    full, matching._FULL_COMPARISON = matching._FULL_COMPARISON, bound
    try:
        pairs = matching.match(a, b)
    finally:
        matching._FULL_COMPARISON = full
    assert all(a[i] == b[j] for i, j in pairs)
    assert all(p[0] < q[0] and p[1] < q[1] for p, q in pairwise(pairs))


@given(_WORDS)
def test_equal_sequences_match_whole(a: list[str]) -> None:
    """A sequence is all of itself."""
    assert matching.match(a, list(a)) == [(i, i) for i in range(len(a))]
