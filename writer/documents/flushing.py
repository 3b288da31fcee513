"""When must the journal be written, and when forced to the disk? A pure rule for a timer.

The promise: an edit is written within :data:`WRITTEN_WITHIN_S`, so a crash of the program loses
at most that; it is on the disk when typing pauses for :data:`IDLE_S`, and at the latest after
:data:`SYNCED_WITHIN_S`, so a power cut loses at most that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

WRITTEN_WITHIN_S = 1.0
IDLE_S = 2.0
SYNCED_WITHIN_S = 5.0
#: Written after a quarter of the promised time: the rest is for a busy machine.
_WRITE_AFTER_S = WRITTEN_WITHIN_S / 4
#: After a failure (a full disk), so that a broken journal does not keep the disk busy.
RETRY_S = 3.0


class Step(Enum):
    """What to do with the journal now."""

    NOTHING = "nothing"
    WRITE = "write"
    SYNC = "sync"


@dataclass(frozen=True)
class FlushState:
    """What the journal still owes; times are seconds of a monotonic clock, None is "nothing"."""

    unwritten_since_s: float | None = None
    unsynced_since_s: float | None = None
    last_edit_s: float = 0.0
    not_before_s: float = 0.0

    def edited(self, now_s: float) -> FlushState:
        """After an edit was appended."""
        return FlushState(
            now_s if self.unwritten_since_s is None else self.unwritten_since_s,
            now_s if self.unsynced_since_s is None else self.unsynced_since_s,
            now_s,
            self.not_before_s,
        )

    def begun(self, step: Step) -> FlushState:
        """Before ``step`` is carried out: later edits are owed anew."""
        if step is Step.NOTHING:
            return self
        unsynced = None if step is Step.SYNC else self.unsynced_since_s
        return replace(self, unwritten_since_s=None, unsynced_since_s=unsynced)

    def failed(self, now_s: float) -> FlushState:
        """After a step failed: everything is owed again, but not at once."""
        return FlushState(now_s, now_s, self.last_edit_s, now_s + RETRY_S)


def next_step(state: FlushState, now_s: float) -> tuple[Step, float | None]:
    """What is due now, and in how many seconds to ask again (None: after the next edit)."""
    if state.unsynced_since_s is None:
        return Step.NOTHING, None
    if now_s < state.not_before_s:
        return Step.NOTHING, state.not_before_s - now_s
    sync_at = min(state.last_edit_s + IDLE_S, state.unsynced_since_s + SYNCED_WITHIN_S)
    if now_s >= sync_at:
        return Step.SYNC, 0.0
    if state.unwritten_since_s is None:
        return Step.NOTHING, sync_at - now_s
    write_at = state.unwritten_since_s + _WRITE_AFTER_S
    if now_s >= write_at:
        return Step.WRITE, 0.0
    return Step.NOTHING, min(write_at, sync_at) - now_s
