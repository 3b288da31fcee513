"""The difference of two p99 and how sure it is."""

from __future__ import annotations

from itertools import cycle, islice

from writer.benchmarks.tails import tail_difference

FEW = [[1.0 + n / 100 for n in range(12)] for _ in range(40)]


def test_what_differs_in_every_round_is_sure() -> None:
    """Each key is 2 ms later: so is the p99, however the rounds are drawn."""
    later = [[value + 2.0 for value in turn] for turn in FEW]
    found = tail_difference(later, FEW)
    assert found is not None
    assert [round(one, 6) for one in (found.value, found.low, found.high)] == [2.0, 2.0, 2.0]
    assert str(found) == "+2.0 (+2.0 to +2.0)"


def test_what_rests_on_one_round_is_not() -> None:
    """One bad second: the p99 is far off, and its spread says that it may be nothing."""
    disturbed = [*FEW[:-1], [value + 9.0 for value in FEW[0]]]
    found = tail_difference(disturbed, FEW)
    assert found is not None
    assert found.value > 8
    assert found.low < 1 < found.high


def test_a_disturbance_of_both_kinds_is_no_difference() -> None:
    """Rounds are drawn whole: what made a round slow made it slow for both."""
    rounds = list(islice(cycle([0.0] * 19 + [9.0]), len(FEW)))
    both = [[value + slow for value in turn] for turn, slow in zip(FEW, rounds, strict=True)]
    found = tail_difference(both, both)
    assert found is not None
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)


def test_without_values_there_is_no_difference() -> None:
    """Also where rounds are there and nothing is in them."""
    assert tail_difference([[], []], FEW) is None
    assert tail_difference(FEW, []) is None
