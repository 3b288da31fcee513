"""The life of a suggestion as a pure state machine: ``step(state, event) -> (state, actions)``.

There is no clock, no Qt and no engine in here; the controller in ``ui`` turns what happens in
the window into events and carries the actions out. Written as the screen shows it, with the
ghost text in brackets: ``'foo[bar]'`` and the key ``b`` give ``'foob[ar]'``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from writer.completion import events as ev
from writer.completion import restraint
from writer.completion.reasons import Reason
from writer.completion.request import Trigger
from writer.completion.words import first_word

ALTERNATIVES = 3
"""How many more continuations each asking brings."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The suggestion after the one on the screen, made while that one is read."""

    request_id: int | None = None
    text: str = ""
    done: bool = False
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Gathering:
    """Alternatives on their way: shown together when all are here.

    ``step`` is where to go from what is on the screen: 0 stays (the list), 1 and -1 cycle.
    """

    step: int
    texts: tuple[str, ...] = ()
    reason: Reason = Reason.LOW_CONFIDENCE
    """Why the first of them ended: told when there are none."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything that decides what is shown; all fields have their value at start-up."""

    enabled: bool = True
    enabled_here: bool = True
    """In this document."""
    paused: bool = False
    focused: bool = True
    composing: bool = False
    selecting: bool = False
    predict_ahead: bool = True
    next_id: int = 1
    pending: int | None = None
    """The request whose text is still welcome."""
    gathering: Gathering | None = None
    """Set while the pending request is for alternatives."""
    ghost: str = ""
    """The text that is on the screen, in grey, at the caret."""
    alternatives: tuple[str, ...] = ()
    """Complete suggestions that can be cycled; ``ghost`` is the one at ``shown``."""
    shown: int = 0
    listing: bool = False
    """Whether the alternatives are shown in a list."""
    taken: bool = False
    """Whether text of the pending request is in the document already."""
    ahead: Ahead = field(default_factory=Ahead)
    unwanted: int = 0
    """How much the last suggestions were turned down, in a row (``restraint.py``)."""

    @property
    def holding_back(self) -> bool:
        """Whether suggestions come later and only when they are surest."""
        return self.unwanted >= restraint.ENOUGH

    @property
    def quiet(self) -> Reason | None:
        """Why nothing may come by itself now, or ``None``."""
        if not self.enabled:
            return Reason.OFF
        if not self.enabled_here:
            return Reason.OFF_HERE
        if self.paused:
            return Reason.PAUSED
        return self.barred

    @property
    def barred(self) -> Reason | None:
        """Why nothing may be shown at all now, not even when asked for, or ``None``."""
        if self.composing:
            return Reason.COMPOSING
        if self.selecting:
            return Reason.SELECTION
        if not self.focused:
            return Reason.NO_FOCUS
        return None


Actions = tuple[ev.Action, ...]


def step(state: State, event: ev.Event) -> tuple[State, Actions]:
    """The state after ``event`` and what the editor has to do, in order."""
    after, actions = _step(state, event)
    accepted = any(isinstance(action, ev.InsertText) for action in actions)
    unwanted = restraint.unwanted_after(
        state.unwanted, event, state.ghost, listing=state.listing, accepted=accepted
    )
    after = replace(after, unwanted=unwanted)
    if after.holding_back and not state.holding_back:
        actions = (*actions, ev.Explain(Reason.HOLDING_BACK))
    was, now = (
        (s.alternatives, s.shown) if s.listing and s.alternatives else None for s in (state, after)
    )
    if now is not None and now != was:
        actions = (*actions, ev.ShowList(*now))
    elif was is not None and now is None:
        actions = (*actions, ev.HideList())
    return after, actions


def _step(state: State, event: ev.Event) -> tuple[State, Actions]:
    match event:
        case ev.Typed():
            return _typed(state, event)
        case ev.Arrived():
            return _arrived(state, event)
        case ev.Finished(request_id):
            return _finished(state, request_id)
        case ev.Failed(request_id, message):
            return _failed(state, request_id, message)
        case ev.Declined(request_id, reason):
            return _declined(state, request_id, reason)
        case ev.AcceptedAll():
            return _accept(state, state.ghost)
        case ev.AcceptedWord():
            return _accept(state, first_word(state.ghost))
        case ev.Chosen(number):
            return _choose(state, number)
        case ev.Cycled(step=direction):
            return _cycle(state, direction)
        case ev.Asked():
            return _gather(state, 0, listing=True)
        case ev.Dismissed():
            return _drop(state, Reason.DISMISSED)
        case ev.Changed():
            return _drop(state, Reason.NOT_TYPING)
        case ev.SelectionChanged(selecting):
            return _quieten(replace(state, selecting=selecting))
        case ev.FocusChanged(focused):
            return _quieten(replace(state, focused=focused))
        case ev.CompositionChanged(composing):
            return _quieten(replace(state, composing=composing))
        case ev.Switched(enabled):
            return _quieten(replace(state, enabled=enabled))
        case ev.SwitchedHere(enabled):
            return _quieten(replace(state, enabled_here=enabled))
        case ev.Paused(paused):
            return _quieten(replace(state, paused=paused))


def _cancelled(state: State) -> tuple[State, Actions]:
    """Nothing is awaited any more."""
    actions = tuple(
        ev.Cancel(request_id)
        for request_id in (state.pending, None if state.ahead.done else state.ahead.request_id)
        if request_id is not None
    )
    return replace(state, pending=None, gathering=None, taken=False, ahead=Ahead()), actions


def _drop(state: State, reason: Reason) -> tuple[State, Actions]:
    """Nothing is shown and nothing is awaited any more."""
    state, actions = _cancelled(state)
    if state.ghost:
        actions = (*actions, ev.ClearGhost())
    state = replace(state, ghost="", alternatives=(), shown=0, listing=False)
    return state, (*actions, ev.Explain(reason))


def _quieten(state: State) -> tuple[State, Actions]:
    """A condition changed: end the suggestion if it now forbids one, else just say how it is."""
    reason = state.quiet
    if reason is not None:
        return _drop(state, reason)
    if state.ghost or state.pending is not None:
        return state, ()
    return state, (ev.Explain(Reason.NOT_TYPING),)


def _ask(state: State) -> tuple[State, Actions]:
    """Ask for a new suggestion in place of whatever is shown or awaited."""
    reason = state.quiet
    if reason is not None:
        return _drop(state, reason)
    state, dropped = _drop(state, Reason.NOT_TYPING)
    request_id = state.next_id
    state = replace(state, next_id=request_id + 1, pending=request_id)
    kept = tuple(action for action in dropped if not isinstance(action, ev.Explain))
    return state, (*kept, ev.Ask(request_id, Trigger.AUTOMATIC))


def _typed(state: State, event: ev.Typed) -> tuple[State, Actions]:
    if event.text and state.ghost.startswith(event.text) and not state.selecting:
        return _consume(state, event.text, ())
    return _ask(state)


def _accept(state: State, text: str) -> tuple[State, Actions]:
    if not text or state.selecting:
        return state, ()
    return _consume(state, text, (ev.InsertText(text),))


def _consume(state: State, text: str, before: Actions) -> tuple[State, Actions]:
    """``text``, the beginning of the ghost, is in the document now: show what is left of it.

    Alternatives that begin the same way stay and are shortened with it. When nothing is left,
    what was made ahead is shown, or the next suggestion is asked for.
    """
    actions = list(before)
    if state.gathering is not None and state.pending is not None:
        # Alternatives on their way would continue the text as it was: too late for them.
        actions.append(ev.Cancel(state.pending))
        state = replace(state, pending=None, gathering=None)
    rest = state.ghost[len(text) :]
    kept = [a[len(text) :] for a in state.alternatives if a.startswith(text) and a != text]
    state = replace(
        state,
        ghost=rest,
        alternatives=tuple(kept),
        shown=kept.index(rest) if rest in kept else 0,
        listing=state.listing and len(kept) > 1 and bool(rest),
        taken=state.pending is not None,
    )
    if rest:
        return state, (*actions, ev.ShowGhost(rest))
    if state.pending is not None:
        return state, (*actions, ev.ClearGhost())
    if state.ahead.request_id is None:
        state, asked = _ask(state)
        return state, (*actions, ev.ClearGhost(), *asked)
    state, shown = _go_ahead(state)
    return state, (*actions, *shown)


def _go_ahead(state: State) -> tuple[State, Actions]:
    """What was made ahead is the suggestion now; it may still be on its way."""
    ahead = state.ahead
    state = replace(
        state, ahead=Ahead(), pending=None if ahead.done else ahead.request_id, ghost=ahead.text
    )
    if ahead.text and ahead.done:
        state, more = _completed(state)
        return state, (ev.ShowGhost(ahead.text), *more)
    if ahead.text:
        return state, (ev.ShowGhost(ahead.text),)
    silence = () if ahead.reason is None else (ev.Explain(ahead.reason),)
    return state, (ev.ClearGhost(), *silence)


def _completed(state: State) -> tuple[State, Actions]:
    """The suggestion on the screen is whole: make the one after it while it is read."""
    state = replace(state, alternatives=(state.ghost,), shown=0)
    if not state.predict_ahead:
        return state, ()
    request_id = state.next_id
    state = replace(state, next_id=request_id + 1, ahead=Ahead(request_id))
    return state, (ev.AskAhead(request_id, state.ghost),)


def _arrived(state: State, event: ev.Arrived) -> tuple[State, Actions]:
    if event.request_id == state.ahead.request_id:
        if event.index == 0:
            ahead = state.ahead
            ahead = replace(
                ahead, text=ahead.text + event.text, reason=event.reason or ahead.reason
            )
            state = replace(state, ahead=ahead)
        return state, ()
    if event.request_id != state.pending:
        return state, ()
    if state.gathering is not None:
        texts = list(state.gathering.texts)
        texts += [""] * (event.index + 1 - len(texts))
        texts[event.index] += event.text
        reason = (event.reason if event.index == 0 else None) or state.gathering.reason
        gathering = replace(state.gathering, texts=tuple(texts), reason=reason)
        return replace(state, gathering=gathering), ()
    if event.index != 0:
        return state, ()
    actions: list[ev.Action] = []
    if event.text:
        state = replace(state, ghost=state.ghost + event.text)
        actions.append(ev.ShowGhost(state.ghost))
    if event.reason is not None:
        unsure = event.reason is Reason.LOW_CONFIDENCE and not state.ghost
        held = unsure and state.holding_back
        actions.append(ev.Explain(Reason.HOLDING_BACK if held else event.reason))
    return state, tuple(actions)


def _finished(state: State, request_id: int) -> tuple[State, Actions]:
    if request_id == state.ahead.request_id:
        return replace(state, ahead=replace(state.ahead, done=True)), ()
    if request_id != state.pending:
        return state, ()
    if state.gathering is not None:
        return _show_gathered(state, state.gathering)
    taken = state.taken
    state = replace(state, pending=None, taken=False)
    if state.ghost:
        return _completed(state)
    return _ask(state) if taken else (state, ())


def _failed(state: State, request_id: int, message: str) -> tuple[State, Actions]:
    if request_id == state.ahead.request_id:
        return replace(state, ahead=Ahead()), ()
    if request_id != state.pending:
        return state, ()
    state = replace(state, pending=None, gathering=None)
    return state, (ev.Explain(Reason.ENGINE_ERROR, message),)


def _declined(state: State, request_id: int, reason: Reason) -> tuple[State, Actions]:
    if request_id == state.ahead.request_id:
        return replace(state, ahead=Ahead(request_id, done=True, reason=reason)), ()
    if request_id != state.pending:
        return state, ()
    return replace(state, pending=None), (ev.Explain(reason),)


def _choose(state: State, number: int) -> tuple[State, Actions]:
    """Take one of the list, whole."""
    if not state.listing or not 0 <= number < len(state.alternatives):
        return state, ()
    text = state.alternatives[number]
    if text != state.ghost:
        state, cancelled = _cancelled(state)
        state = replace(state, ghost=text, shown=number)
        state, actions = _accept(state, text)
        return state, (*cancelled, *actions)
    return _accept(state, text)


def _cycle(state: State, direction: int) -> tuple[State, Actions]:
    """Show another alternative; ask for some first when there is only one."""
    if state.gathering is not None:
        return state, ()
    if len(state.alternatives) > 1:
        shown = (state.shown + direction) % len(state.alternatives)
        return _turn_to(state, shown)
    return _gather(state, direction, listing=False)


def _turn_to(state: State, shown: int) -> tuple[State, Actions]:
    """Put another alternative on the screen; what was made ahead was for the one before."""
    state, cancelled = _cancelled(state)
    text = state.alternatives[shown]
    return replace(state, shown=shown, ghost=text), (*cancelled, ev.ShowGhost(text))


def _gather(state: State, direction: int, *, listing: bool) -> tuple[State, Actions]:
    """Ask for alternatives; what is shown stays on the screen while they are made.

    Asking outright works while automatic suggestions are off; nothing overrides the others.
    """
    reason = state.barred
    if reason is not None:
        return _drop(state, reason)
    known = state.alternatives or ((state.ghost,) if state.ghost else ())
    state, cancelled = _cancelled(state)
    request_id = state.next_id
    state = replace(
        state,
        next_id=request_id + 1,
        pending=request_id,
        gathering=Gathering(direction),
        alternatives=known,
        listing=state.listing or listing,
    )
    return state, (*cancelled, ev.Ask(request_id, Trigger.EXPLICIT, len(known) + ALTERNATIVES))


def _show_gathered(state: State, gathering: Gathering) -> tuple[State, Actions]:
    """All alternatives are here: show one of them, and those known before with them."""
    known = state.alternatives
    texts = list(dict.fromkeys((*known, *(text for text in gathering.texts if text))))
    state = replace(state, pending=None, gathering=None, alternatives=tuple(texts))
    if not texts:
        return replace(state, listing=False), (ev.Explain(gathering.reason),)
    if not state.ghost:
        return _turn_to(state, 0)
    if gathering.step == 0:
        # Asked again: the first of the new ones is what is wanted now.
        more = len(texts) > len(known) > 1
        return _turn_to(state, len(known)) if more else (state, ())
    return _turn_to(state, (state.shown + gathering.step) % len(texts))
