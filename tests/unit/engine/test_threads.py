"""Threads are chosen by what a step costs, and never many for nothing."""

from __future__ import annotations

import os

import pytest

from writer.engine import environment, threads

ACTIVE = {"OMP_WAIT_POLICY": "ACTIVE"}


@pytest.mark.parametrize(
    ("cores", "counts"), [(1, [1]), (2, [1, 2]), (3, [1, 2]), (4, [1, 2, 3]), (16, [1, 2, 4, 8])]
)
def test_a_core_is_left_to_the_window(cores: int, counts: list[int]) -> None:
    """Every machine gets a few candidates, one thread among them."""
    assert threads.candidates(cores) == counts


@pytest.mark.parametrize(
    ("times_s", "best"),
    [
        ({1: 10.0, 2: 9.5}, 1),
        ({1: 10.0, 2: 6.0}, 2),
        ({1: 10.0, 2: 30.0}, 1),
        ({1: 10.0, 2: 6.0, 4: 5.9}, 2),
        ({1: 10.0, 2: 6.0, 4: 3.0, 8: 9.0}, 4),
    ],
)
def test_more_threads_must_be_worth_it(times_s: dict[int, float], best: int) -> None:
    """A gain of a few per cent is not worth a second core; a loss never is."""
    assert threads.fastest(times_s) == best


def test_the_threads_that_were_chosen_are_left_in_use() -> None:
    """Every candidate is tried, and whatever was tried last, the best one stays."""
    used: list[int] = []
    best = threads.tune(lambda: None, used.append)
    assert used[:-1] == threads.candidates(threads.physical_cores())
    assert used[-1] == best


@pytest.mark.parametrize(("set_by_user", "policy"), [({}, "PASSIVE"), (ACTIVE, "ACTIVE")])
def test_the_environment_of_the_user_is_kept(
    monkeypatch: pytest.MonkeyPatch, set_by_user: dict[str, str], policy: str
) -> None:
    """Idle threads sleep by default, but what is set already stays."""
    monkeypatch.setattr(os, "environ", dict(set_by_user))
    environment.prepare()
    assert os.environ == {"OMP_WAIT_POLICY": policy, "TOKENIZERS_PARALLELISM": "false"}
