"""What can happen to a suggestion, and what its state machine asks the editor to do.

Events are facts; actions are commands. Both are frozen values, so a test is a table of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from writer.completion.reasons import Reason
from writer.completion.request import Trigger

# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Typed:
    """A key or an input method put ``text`` at the caret, and nothing else changed."""

    text: str


class Change(Enum):
    """Every other change of the text or the caret; each ends the suggestion (design rule 5)."""

    DELETED = "deleted"
    UNDONE = "undone"
    REDONE = "redone"
    PASTED = "pasted"
    REPLACED = "replaced"
    CARET_MOVED = "caret moved"
    CARET_LEFT_BEHIND = "caret left behind"


@dataclass(frozen=True, slots=True)
class Changed:
    """The text or the caret changed in a way that no suggestion survives."""

    change: Change


@dataclass(frozen=True, slots=True)
class SelectionChanged:
    """Whether any text is selected now."""

    selecting: bool


@dataclass(frozen=True, slots=True)
class FocusChanged:
    """Whether the editor has the keyboard now."""

    focused: bool


@dataclass(frozen=True, slots=True)
class CompositionChanged:
    """Whether an input method is composing now."""

    composing: bool


@dataclass(frozen=True, slots=True)
class Switched:
    """Suggestions were turned on or off."""

    enabled: bool


@dataclass(frozen=True, slots=True)
class SwitchedHere:
    """Suggestions were turned on or off for this document."""

    enabled: bool


@dataclass(frozen=True, slots=True)
class Paused:
    """A pause of suggestions began or ended."""

    paused: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The person asked for a choice of suggestions here and now, or for more of them."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The person takes the alternative with this number (from 0) from the list."""

    number: int


@dataclass(frozen=True, slots=True)
class AcceptedAll:
    """The person takes everything that is shown."""


@dataclass(frozen=True, slots=True)
class AcceptedWord:
    """The person takes the next word of what is shown."""


@dataclass(frozen=True, slots=True)
class Dismissed:
    """The person does not want what is shown."""


@dataclass(frozen=True, slots=True)
class Cycled:
    """The person wants to see the next (``step`` 1) or the previous (-1) alternative."""

    step: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """Text for one alternative of a request; ``reason`` is set with the last of it."""

    request_id: int
    index: int
    text: str
    confidence: float = 1.0
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing more comes for this request."""

    request_id: int


@dataclass(frozen=True, slots=True)
class Declined:
    """The request was not sent: the place of the caret asks for silence (``triggers.py``)."""

    request_id: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Failed:
    """The engine could not answer this request; ``message`` is a sentence for the user."""

    request_id: int
    message: str


Event = (
    Typed
    | Changed
    | SelectionChanged
    | FocusChanged
    | CompositionChanged
    | Switched
    | SwitchedHere
    | Paused
    | Asked
    | Chosen
    | AcceptedAll
    | AcceptedWord
    | Dismissed
    | Cycled
    | Arrived
    | Finished
    | Declined
    | Failed
)

# ---------------------------------------------------------------- actions


@dataclass(frozen=True, slots=True)
class ShowGhost:
    """Show exactly ``text`` at the caret, in place of whatever ghost text is there."""

    text: str


@dataclass(frozen=True, slots=True)
class ClearGhost:
    """Show no ghost text."""


@dataclass(frozen=True, slots=True)
class InsertText:
    """Insert exactly ``text`` at the caret as one undo step."""

    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Send a request with this id for the text around the caret."""

    request_id: int
    trigger: Trigger
    alternatives: int = 1


@dataclass(frozen=True, slots=True)
class AskAhead:
    """Send a request for what follows once all of ``ghost`` is in the document."""

    request_id: int
    ghost: str


@dataclass(frozen=True, slots=True)
class ShowList:
    """Show the alternatives in a list under the caret, the one at ``selected`` marked."""

    texts: tuple[str, ...]
    selected: int


@dataclass(frozen=True, slots=True)
class HideList:
    """Show no list."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """The answer to this request is no longer wanted."""

    request_id: int


@dataclass(frozen=True, slots=True)
class Explain:
    """Tell in the status bar why nothing, or nothing more, is shown."""

    reason: Reason
    message: str = ""


Action = (
    ShowGhost | ClearGhost | InsertText | Ask | AskAhead | ShowList | HideList | Cancel | Explain
)
