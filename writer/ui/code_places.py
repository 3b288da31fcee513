"""Where a document holds fenced code: nothing there is prose."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QTextBlock

FENCES = ("```", "~~~")
MOST_PARAGRAPHS = 400
"""So far up a fence is looked for: a bound on what one look may cost."""


def in_fence(block: QTextBlock) -> bool:
    """Whether a paragraph is inside fenced code, or is a fence itself."""
    return _is_fence(block) or _is_open_before(block)


def prose_from(block: QTextBlock) -> Iterator[tuple[QTextBlock, str]]:
    """Every paragraph from this one on with its text; code has none."""
    code = _is_open_before(block)
    while block.isValid():
        fence = _is_fence(block)
        yield block, "" if code or fence else block.text()
        code ^= fence
        block = block.next()


def _is_fence(block: QTextBlock) -> bool:
    return block.text().lstrip().startswith(FENCES)


def _is_open_before(block: QTextBlock) -> bool:
    open_ = False
    for _ in range(MOST_PARAGRAPHS):
        block = block.previous()
        if not block.isValid():
            break
        open_ ^= _is_fence(block)
    return open_
