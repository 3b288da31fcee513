"""How much text around the caret a request carries: one rule for the window and the terminal."""

from __future__ import annotations

BEFORE_LIMIT = 24_000
"""The most text before the caret, in UTF-16 units. The model reads the last few thousand; all of
it counts for the document's own words."""
AFTER_LIMIT = 600
"""The most text after the caret, in UTF-16 units."""


def start_of_context(caret: int, limit: int = BEFORE_LIMIT) -> int:
    """Where the text before a caret at position ``caret`` begins.

    It moves in steps of a quarter of ``limit``, not with every key: the engine's prompt cache
    needs a beginning that stays.
    """
    step = max(1, limit // 4)
    excess = caret - limit
    return 0 if excess <= 0 else (excess + step - 1) // step * step


def crop(prefix: str, suffix: str) -> tuple[str, str]:
    """What the window would send of a text that is longer than the limits."""
    before = prefix.encode("utf-16-le", "surrogatepass")
    after = suffix.encode("utf-16-le", "surrogatepass")
    start = start_of_context(len(before) // 2)
    return (
        before[2 * start :].decode("utf-16-le", "ignore"),
        after[: 2 * AFTER_LIMIT].decode("utf-16-le", "ignore"),
    )
