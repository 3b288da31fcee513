"""What to do when a file was changed by somebody else: a table, so that no case is forgotten.

The window looks with :func:`~writer.documents.stamp.compare` when it gets the focus, when a file
watcher speaks (and arms the watcher again: a replaced file is another file), and saving looks by
itself. This module says what follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from writer.documents.stamp import Change


class Reaction(Enum):
    """What the window does."""

    NOTHING = "nothing"
    RELOAD = "reload"  # quietly, as an edit that can be undone
    ASK = "ask"  # with a diff: mine, theirs, or both
    SAY = "say"  # in the status bar; the text becomes unsaved


@dataclass(frozen=True)
class Advice:
    """A reaction and the sentence that goes with it ("" for none)."""

    reaction: Reaction
    sentence: str = ""


def advise(change: Change, name: str, *, unsaved: bool) -> Advice:
    """What to do about ``change`` of the file ``name``, given whether there are unsaved edits."""
    match change, unsaved:
        case Change.UNCHANGED, _:
            return Advice(Reaction.NOTHING)
        case Change.CHANGED, False:
            return Advice(
                Reaction.RELOAD,
                f"“{name}” was changed by another program and read again. Undo brings your "
                "version back.",
            )
        case Change.CHANGED, True:
            return Advice(
                Reaction.ASK,
                f"“{name}” was changed by another program, and you have unsaved edits. Nothing "
                "was overwritten. Compare the two, then keep yours, theirs, or both.",
            )
        case Change.DELETED, _:
            return Advice(
                Reaction.SAY,
                f"“{name}” was deleted or moved. Your text is still here; save it to make the "
                "file again.",
            )
        case _:
            return Advice(
                Reaction.SAY,
                f"“{name}” cannot be read any more. Your text is still here; save a copy in "
                "another place.",
            )
