"""Fewer suggestions while none are wanted: how often the last ones were turned down in a row."""

from __future__ import annotations

from writer.completion import events as ev

DISMISSED = 3
"""What Esc counts; a suggestion that is typed over counts one: most people just type on."""
TYPED_OVER = 1
ENOUGH = 9
"""From here on suggestions hold back, until one is taken: three dismissed, or nine typed over."""
LEAST_DEBOUNCE_MS = 400
"""How long the keyboard must be still while suggestions hold back."""


def unwanted_after(
    count: int, event: ev.Event, ghost: str, *, listing: bool, accepted: bool
) -> int:
    """The new count after ``event``, which met ``ghost`` on the screen.

    Taking any of it, or typing all of it, begins anew. Closing a list that was asked for is no
    dismissal.
    """
    if accepted:
        return 0
    match event:
        case ev.Dismissed() if ghost and not listing:
            return count + DISMISSED
        case ev.Typed(text) if ghost and text == ghost:
            return 0
        case ev.Typed(text) if ghost and not ghost.startswith(text):
            return count + TYPED_OVER
        case _:
            return count
