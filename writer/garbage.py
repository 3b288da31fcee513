"""Keeps the long rounds of Python's collector of garbage out of a key's way.

What nothing refers to any more is freed at once, without it. The collector looks for what only
refers to itself, now and then through everything that lives: 20 to 25 ms here with the model
loaded, in the middle of some key, and nothing is found (docs/decisions.md).
"""

from __future__ import annotations

import gc


def set_aside_what_lives() -> None:
    """The rounds to come look only at what is made from now on."""
    gc.freeze()


def look_through_everything() -> None:
    """Free what refers only to itself now, also of what was set aside; for a moment when nobody
    types, after something large went away."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
