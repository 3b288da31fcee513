"""Suggestions hold back after several in a row that were not wanted, until one is."""

from __future__ import annotations

import pytest

from writer.completion import events as ev
from writer.completion import restraint
from writer.completion.reasons import Reason
from writer.completion.state import State, step


def after(*events: ev.Event, state: State | None = None) -> State:
    """The state after a story; every suggestion that is asked for brings " bar"."""
    state = state or State(predict_ahead=False)
    for event in events:
        state, actions = step(state, event)
        for action in actions:
            if isinstance(action, ev.Ask):
                state, _ = step(state, ev.Arrived(action.request_id, 0, " bar"))
                state, _ = step(state, ev.Finished(action.request_id))
    return state


DISMISSAL = (ev.Typed("x"), ev.Dismissed())
WEARY = DISMISSAL * 3


@pytest.mark.parametrize(
    ("events", "holding_back"),
    [
        (DISMISSAL * 2, False),
        (DISMISSAL * 3, True),
        ((ev.Typed("x"),) * restraint.ENOUGH, False),
        ((ev.Typed("x"),) * (restraint.ENOUGH + 1), True),
        ((*DISMISSAL * 2, ev.Typed("x"), ev.AcceptedAll(), *DISMISSAL * 2), False),
        ((*DISMISSAL * 2, ev.Typed("x"), ev.AcceptedWord(), *DISMISSAL * 2), False),
        ((*DISMISSAL * 2, ev.Typed("x"), ev.Typed(" "), ev.Typed("bar"), *DISMISSAL * 2), False),
        ((*WEARY, ev.Typed("x"), ev.AcceptedAll()), False),
        ((*WEARY, ev.Typed("x"), ev.Typed(" ")), True),
    ],
)
def test_when_suggestions_hold_back(events: tuple[ev.Event, ...], holding_back: bool) -> None:
    """Three dismissed or nine typed over, in a row; what is taken or typed out ends it."""
    assert after(*events).holding_back is holding_back


def test_moving_away_and_deleting_are_no_judgement() -> None:
    """The suggestion goes, but nobody said that it was bad."""
    story = (ev.Typed("x"), ev.Changed(ev.Change.DELETED))
    assert after(*story * 20).unwanted == 0


def test_closing_a_list_that_was_asked_for_is_no_dismissal() -> None:
    """Who asks wants suggestions."""
    state = State(ghost="bar", alternatives=("bar", "baz"), listing=True, unwanted=6)
    state, _ = step(state, ev.Dismissed())
    assert state.unwanted == 6


def test_it_is_said_when_it_begins_and_instead_of_unsureness() -> None:
    """The status bar tells why fewer come."""
    state = after(*DISMISSAL, *DISMISSAL, ev.Typed("x"))
    state, actions = step(state, ev.Dismissed())
    assert actions[-1] == ev.Explain(Reason.HOLDING_BACK)
    state, (*_, ask) = step(state, ev.Typed("y"))
    assert isinstance(ask, ev.Ask)
    silence = ev.Arrived(ask.request_id, 0, "", 0.0, Reason.LOW_CONFIDENCE)
    _, actions = step(state, silence)
    assert actions == (ev.Explain(Reason.HOLDING_BACK),)
