"""Where one undo step of typing ends and the next one begins.

Qt makes one step of all that is typed in a paragraph: taking back a slip would take back the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QKeyEvent, QTextCursor

PAUSE_MS = 1500
"""Who rests so long has thought of something else."""
LOOKED_AT = 4
"""So many characters before the caret show whether a sentence ended there."""
_NEW_SENTENCE = re.compile(r"[.!?…:][\"'”’»)*_]*\s+\Z")


class UndoSteps:
    """Watches the keys of one editor."""

    def __init__(self) -> None:
        self._last_key_ms = 0

    def begins(self, event: QKeyEvent, before: str) -> bool:
        """Whether a step begins with what this key types behind ``before``: a sentence, or after
        a pause."""
        rested_ms = event.timestamp() - self._last_key_ms
        self._last_key_ms = event.timestamp()
        typed = event.text()
        if not typed or not typed.isprintable():
            return False
        begins_sentence = not typed.isspace() and _NEW_SENTENCE.search(before) is not None
        return rested_ms >= PAUSE_MS or begins_sentence


@contextmanager
def new_step(cursor: QTextCursor) -> Iterator[None]:
    """What is typed inside is merged with what follows it, and not with what came before."""
    cursor.beginEditBlock()
    # A block is a step of its own, and Qt adds typing to one that ends with an insertion.
    cursor.insertText(" ")
    cursor.deletePreviousChar()
    try:
        yield
    finally:
        cursor.endEditBlock()
