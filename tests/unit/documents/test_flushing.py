"""When the journal is written: a table with a clock that is a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer.documents.flushing import (
    SYNCED_WITHIN_S,
    WRITTEN_WITHIN_S,
    FlushState,
    Step,
    next_step,
)


@given(st.lists(st.floats(0.01, 3.0), min_size=1, max_size=60))
def test_no_edit_waits_longer_than_promised(pauses: list[float]) -> None:
    """However one types: written within a second, on the disk within five and after a pause."""
    state, now = FlushState(), 0.0
    unwritten: list[float] = []
    unsynced: list[float] = []
    typing = [sum(pauses[:n]) for n in range(1, len(pauses) + 1)]
    while True:
        step, wait = next_step(state, now)
        if step is not Step.NOTHING:
            assert all(now - at <= WRITTEN_WITHIN_S + 1e-9 for at in unwritten)
            unwritten.clear()
            if step is Step.SYNC:
                assert all(now - at <= SYNCED_WITHIN_S + 1e-9 for at in unsynced)
                unsynced.clear()
            state = state.begun(step)
            continue
        alarm = now + wait if wait is not None else None
        if typing and (alarm is None or typing[0] <= alarm):
            now = typing.pop(0)
            unwritten.append(now)
            unsynced.append(now)
            state = state.edited(now)
        elif alarm is not None:
            now = alarm
        else:
            break
    assert not unwritten
    assert not unsynced


@pytest.mark.parametrize(
    ("edits", "now", "step", "wait"),
    [
        ([], 9.0, Step.NOTHING, None),
        ([1.0], 1.0, Step.NOTHING, 0.25),
        ([1.0, 1.2], 1.25, Step.WRITE, 0.0),
        ([1.0], 3.0, Step.SYNC, 0.0),
        ([1.0, 2.9, 4.8, 5.9], 6.0, Step.SYNC, 0.0),
    ],
)
def test_steps(edits: list[float], now: float, step: Step, wait: float | None) -> None:
    """A quarter of a second to the system, two idle seconds or five in all to the disk."""
    state = FlushState()
    for at in edits:
        state = state.edited(at)
    assert next_step(state, now) == (step, wait)


def test_after_a_failure_it_waits_and_tries_again() -> None:
    """A full disk is not hammered, and nothing is forgotten."""
    state = FlushState().edited(1.0).begun(Step.SYNC).failed(2.0)
    assert next_step(state, 2.1) == (Step.NOTHING, pytest.approx(2.9))
    assert next_step(state, 5.0)[0] is Step.SYNC
    assert next_step(state.begun(Step.SYNC), 5.0) == (Step.NOTHING, None)
    assert FlushState().begun(Step.NOTHING) == FlushState()
