"""The life of a suggestion as a pure state machine: ``step(state, event) -> (state, actions)``.

There is no clock, no Qt and no engine in here; the controller in ``ui`` turns what happens in
the window into events and carries the actions out. Written as the screen shows it, with the
ghost text in brackets: ``'foo[bar]'`` and the key ``b`` give ``'foob[ar]'``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from writer.completion import events as ev
from writer.completion.reasons import Reason
from writer.completion.request import Trigger
from writer.completion.words import first_word

CYCLE_ALTERNATIVES = 3
"""How many continuations are asked for when the person wants to see others."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything that decides what is shown; all fields have their value at start-up."""

    enabled: bool = True
    focused: bool = True
    composing: bool = False
    selecting: bool = False
    next_id: int = 1
    pending: int | None = None
    """The request whose text is still welcome."""
    cycling: int = 0
    """The step (1 or -1) to take when the pending alternatives are complete; 0 otherwise."""
    ghost: str = ""
    """The text that is on the screen, in grey, at the caret."""
    alternatives: tuple[str, ...] = ()
    """Complete suggestions that can be cycled; ``ghost`` is the one at ``shown``."""
    shown: int = 0
    incoming: tuple[str, ...] = ()
    """What has arrived of the alternatives asked for by cycling."""
    taken: bool = False
    """Whether text of the pending request is in the document already."""

    @property
    def quiet(self) -> Reason | None:
        """Why nothing may be shown at all now, or ``None``."""
        if not self.enabled:
            return Reason.OFF
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
    match event:
        case ev.Typed():
            return _typed(state, event)
        case ev.Arrived():
            return _arrived(state, event)
        case ev.Finished():
            return _finished(state, event)
        case ev.Failed(request_id, message):
            if request_id != state.pending:
                return state, ()
            state = replace(state, pending=None, cycling=0, incoming=())
            return state, (ev.Explain(Reason.ENGINE_ERROR, message),)
        case ev.Declined(request_id, reason):
            if request_id != state.pending:
                return state, ()
            return replace(state, pending=None), (ev.Explain(reason),)
        case ev.AcceptedAll():
            return _accept(state, state.ghost)
        case ev.AcceptedWord():
            return _accept(state, first_word(state.ghost))
        case ev.Cycled(step=direction):
            return _cycle(state, direction)
        case ev.Asked():
            return _ask(state, Trigger.EXPLICIT)
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


def _drop(state: State, reason: Reason) -> tuple[State, Actions]:
    """Nothing is shown and nothing is awaited any more."""
    actions: list[ev.Action] = []
    if state.pending is not None:
        actions.append(ev.Cancel(state.pending))
    if state.ghost:
        actions.append(ev.ClearGhost())
    actions.append(ev.Explain(reason))
    state = replace(
        state,
        pending=None,
        cycling=0,
        ghost="",
        alternatives=(),
        shown=0,
        incoming=(),
        taken=False,
    )
    return state, tuple(actions)


def _quieten(state: State) -> tuple[State, Actions]:
    """A condition changed: end the suggestion if it now forbids one, else just say how it is."""
    reason = state.quiet
    if reason is not None:
        return _drop(state, reason)
    if state.ghost or state.pending is not None:
        return state, ()
    return state, (ev.Explain(Reason.NOT_TYPING),)


def _ask(state: State, trigger: Trigger, alternatives: int = 1) -> tuple[State, Actions]:
    """Ask for a new suggestion in place of whatever is shown or awaited."""
    reason = state.quiet
    # Asking outright works while automatic suggestions are off; nothing overrides the others.
    if reason is not None and not (reason is Reason.OFF and trigger is Trigger.EXPLICIT):
        return _drop(state, reason)
    state, dropped = _drop(state, Reason.NOT_TYPING)
    request_id = state.next_id
    state = replace(state, next_id=request_id + 1, pending=request_id)
    kept = tuple(action for action in dropped if not isinstance(action, ev.Explain))
    return state, (*kept, ev.Ask(request_id, trigger, alternatives))


def _typed(state: State, event: ev.Typed) -> tuple[State, Actions]:
    if state.ghost.startswith(event.text) and event.text and not state.selecting:
        return _consume(state, event.text, ())
    return _ask(state, Trigger.AUTOMATIC)


def _accept(state: State, text: str) -> tuple[State, Actions]:
    if not text or state.selecting:
        return state, ()
    return _consume(state, text, (ev.InsertText(text),))


def _consume(state: State, text: str, before: Actions) -> tuple[State, Actions]:
    """``text``, the beginning of the ghost, is in the document now: show what is left of it.

    Alternatives that begin the same way stay and are shortened with it. When nothing is left
    and nothing more is on its way, the next suggestion is asked for.
    """
    actions = list(before)
    if state.cycling and state.pending is not None:
        # Alternatives on their way would continue the text as it was: too late for them.
        actions.append(ev.Cancel(state.pending))
        state = replace(state, pending=None, cycling=0, incoming=())
    rest = state.ghost[len(text) :]
    kept = [a[len(text) :] for a in state.alternatives if a.startswith(text) and a != text]
    state = replace(
        state,
        ghost=rest,
        alternatives=tuple(kept),
        shown=kept.index(rest) if rest in kept else 0,
        taken=state.pending is not None,
    )
    if rest:
        return state, (*actions, ev.ShowGhost(rest))
    actions.append(ev.ClearGhost())
    if state.pending is not None:
        return state, tuple(actions)
    state, asked = _ask(state, Trigger.AUTOMATIC)
    return state, (*actions, *asked)


def _arrived(state: State, event: ev.Arrived) -> tuple[State, Actions]:
    if event.request_id != state.pending:
        return state, ()
    if state.cycling:
        texts = list(state.incoming) + [""] * (event.index + 1 - len(state.incoming))
        texts[event.index] += event.text
        return replace(state, incoming=tuple(texts)), ()
    if event.index != 0:
        return state, ()
    actions: list[ev.Action] = []
    if event.text:
        state = replace(state, ghost=state.ghost + event.text)
        actions.append(ev.ShowGhost(state.ghost))
    if event.reason is not None:
        actions.append(ev.Explain(event.reason))
    return state, tuple(actions)


def _finished(state: State, event: ev.Finished) -> tuple[State, Actions]:
    if event.request_id != state.pending:
        return state, ()
    if state.cycling:
        return _show_incoming(state)
    ghost, taken = state.ghost, state.taken
    state = replace(state, pending=None, taken=False, alternatives=(ghost,) if ghost else ())
    if not ghost and taken:
        return _ask(state, Trigger.AUTOMATIC)
    return state, ()


def _cycle(state: State, direction: int) -> tuple[State, Actions]:
    """Show another alternative; ask for some first when there is only one."""
    if state.quiet not in (None, Reason.OFF) or state.cycling:
        return state, ()
    if len(state.alternatives) > 1:
        shown = (state.shown + direction) % len(state.alternatives)
        text = state.alternatives[shown]
        return replace(state, shown=shown, ghost=text), (ev.ShowGhost(text),)
    # What is shown stays on the screen while the others are made.
    actions: list[ev.Action] = []
    if state.pending is not None:
        actions.append(ev.Cancel(state.pending))
    request_id = state.next_id
    state = replace(
        state,
        next_id=request_id + 1,
        pending=request_id,
        cycling=direction,
        incoming=(),
        taken=False,
        alternatives=(state.ghost,) if state.ghost else (),
        shown=0,
    )
    actions.append(ev.Ask(request_id, Trigger.EXPLICIT, CYCLE_ALTERNATIVES))
    return state, tuple(actions)


def _show_incoming(state: State) -> tuple[State, Actions]:
    """All alternatives are here: show the one next to what is on the screen."""
    texts = list(dict.fromkeys(text for text in (state.ghost, *state.incoming) if text))
    direction = state.cycling
    state = replace(state, pending=None, cycling=0, incoming=(), alternatives=tuple(texts))
    if not texts:
        return state, (ev.Explain(Reason.LOW_CONFIDENCE),)
    if not state.ghost:
        shown = 0
    elif len(texts) == 1:
        return state, ()
    else:
        shown = direction % len(texts)
    return replace(state, shown=shown, ghost=texts[shown]), (ev.ShowGhost(texts[shown]),)
