"""Which items of one sequence are which items of another: the ground of every comparison here.

Used for lines (whose line ends must follow them through an edit) and for words (the diff that a
person reads). Long sequences are cut at items that occur once on both sides, in the longest
order that both share; short pieces between two cuts are compared in full.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher

#: A piece is compared in full if ``len(a) * len(b)`` is at most this: a few milliseconds.
_FULL_COMPARISON = 250_000


def match(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs ``(i, j)`` with ``a[i] == b[j]``, rising in both; not always the most there could be.

    Cost: ``O(n log n)`` for ``n`` items on both sides, plus the bounded full comparisons.
    """
    pairs: list[tuple[int, int]] = []
    work = [(0, len(a), 0, len(b))]
    while work:
        a_start, a_stop, b_start, b_stop = work.pop()
        most = min(a_stop - a_start, b_stop - b_start)
        same = _longest(most, a, a_start, b, b_start)
        pairs += zip(range(a_start, a_start + same), range(b_start, b_start + same), strict=True)
        a_start, b_start, most = a_start + same, b_start + same, most - same
        same = _longest(most, a, a_stop, b, b_stop, backwards=True)
        a_stop, b_stop = a_stop - same, b_stop - same
        pairs += zip(range(a_stop, a_stop + same), range(b_stop, b_stop + same), strict=True)
        if a_start == a_stop or b_start == b_stop:
            continue
        if (a_stop - a_start) * (b_stop - b_start) <= _FULL_COMPARISON:
            matcher = SequenceMatcher(None, a[a_start:a_stop], b[b_start:b_stop], autojunk=False)
            for i, j, size in matcher.get_matching_blocks():
                pairs += [(a_start + i + k, b_start + j + k) for k in range(size)]
            continue
        anchors = _anchors(a, a_start, a_stop, b, b_start, b_stop)
        if not anchors:
            continue
        pairs += anchors
        for i, j in anchors:
            work.append((a_start, i, b_start, j))
            a_start, b_start = i + 1, j + 1
        work.append((a_start, a_stop, b_start, b_stop))
    pairs.sort()
    return pairs


def _longest(
    most: int,
    a: Sequence[Hashable],
    a_at: int,
    b: Sequence[Hashable],
    b_at: int,
    *,
    backwards: bool = False,
) -> int:
    """How many items, at most ``most``, are equal from two positions on (or back from them).

    By halving: slices are compared at the speed of C, items one by one are not.
    """
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if backwards:
            equal = a[a_at - middle : a_at - low] == b[b_at - middle : b_at - low]
        else:
            equal = a[a_at + low : a_at + middle] == b[b_at + low : b_at + middle]
        low, high = (middle, high) if equal else (low, middle - 1)
    return low


def _anchors(
    a: Sequence[Hashable],
    a_start: int,
    a_stop: int,
    b: Sequence[Hashable],
    b_start: int,
    b_stop: int,
) -> list[tuple[int, int]]:
    """Items that occur once on each side, in the longest rising order (Cohen's patience diff)."""
    once_a = _once(a, a_start, a_stop)
    once_b = _once(b, b_start, b_stop)
    candidates = sorted((i, once_b[item]) for item, i in once_a.items() if item in once_b)
    # Longest rising run of the second numbers: for each length, the smallest number it ends on.
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(candidates):
        length = bisect_left(ends, j)
        before.append(at[length - 1] if length else -1)
        if length == len(ends):
            ends.append(j)
            at.append(index)
        else:
            ends[length] = j
            at[length] = index
    chain: list[tuple[int, int]] = []
    index = at[-1] if at else -1
    while index >= 0:
        chain.append(candidates[index])
        index = before[index]
    chain.reverse()
    return chain


def _once(items: Sequence[Hashable], start: int, stop: int) -> dict[Hashable, int]:
    """The items that occur exactly once between two positions, with where."""
    counts = Counter(items[start:stop])
    return {items[i]: i for i in range(start, stop) if counts[items[i]] == 1}
