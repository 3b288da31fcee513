"""The page: a column of text in the middle of the window."""

from __future__ import annotations

import pytest

from tests.gui.conftest import Desk

LONG_LINE = "The meeting of the council was held on Tuesday evening in the old school. " * 4


@pytest.mark.parametrize("width", [None, 500, 1400], ids=["as first shown", "narrow", "wide"])
def test_lines_end_at_the_columns_edge(desk: Desk, width: int | None) -> None:
    """From the first paint on, no line runs out of sight to the right."""
    editor = desk.window.editor
    if width is not None:
        desk.window.resize(width, 600)
        desk.bot.waitUntil(lambda: editor.width() == width)
    editor.insertPlainText(LONG_LINE)
    layout = editor.document().firstBlock().layout()
    widest = max(layout.lineAt(i).naturalTextWidth() for i in range(layout.lineCount()))
    assert layout.lineCount() > 1
    assert widest <= editor.viewport().width()
    assert editor.horizontalScrollBar().maximum() == 0
