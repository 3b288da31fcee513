"""Shows what changed between two texts, in words: struck out what went, underlined what came."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from writer.documents.diff import Kind, Stretch, count, diff_words, excerpt
from writer.ui.locale_words import number_words
from writer.ui.theme import page_font

LARGEST_CHARACTERS = 1_000_000
"""Texts that differ in more than this are not compared word by word (see ``stretches``)."""
MOST_SHOWN = 200_000
POINTS = 12


class DiffView(QPlainTextEdit):
    """Read only. Colour is never the only sign: removed text is struck out, new text underlined."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diff_view")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFont(page_font("", POINTS))
        self.document().setDocumentMargin(14)
        if parent is not None:
            self.setPalette(parent.palette())
        self.setAccessibleName(self.tr("Changes"))

    def show_stretches(self, changes: tuple[Stretch, ...]) -> None:
        """Changes, with a little of what stayed around them."""
        self.clear()
        cursor = QTextCursor(self.document())
        if all(stretch.kind is Kind.SAME for stretch in changes):
            cursor.insertText(self.tr("The two texts are the same."), self._format(Kind.SAME))
            return
        shown = 0
        cursor.beginEditBlock()
        for stretch in excerpt(changes, around=200):
            cursor.insertText(stretch.text[:MOST_SHOWN], self._format(stretch.kind))
            shown += len(stretch.text)
            if shown > MOST_SHOWN:
                cursor.insertText(" …", self._format(Kind.SAME))
                break
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def summary(self, changes: tuple[Stretch, ...]) -> str:
        """One line: how many words came and went."""
        counted = count(changes)
        added = (
            self.tr("1 word added")
            if counted.added == 1
            else self.tr("{count} words added").format(count=number_words(counted.added))
        )
        removed = (
            self.tr("1 removed")
            if counted.removed == 1
            else self.tr("{count} removed").format(count=number_words(counted.removed))
        )
        return f"{added}, {removed}"

    def _format(self, kind: Kind) -> QTextCharFormat:
        palette = self.palette()
        dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
        ink = QTextCharFormat()
        if kind is Kind.SAME:
            ink.setForeground(palette.color(QPalette.ColorRole.Text))
        elif kind is Kind.REMOVED:
            ink.setFontStrikeOut(True)
            ink.setForeground(QColor("#e0908a" if dark else "#9c2f2a"))
            ink.setBackground(QColor("#3d2422" if dark else "#f7e3e0"))
        else:
            ink.setFontUnderline(True)
            ink.setForeground(QColor("#8fc59a" if dark else "#1f6b34"))
            ink.setBackground(QColor("#20331f" if dark else "#e0f0e0"))
        return ink


def stretches(old: str, new: str) -> tuple[Stretch, ...]:
    """The changes in words; of very long texts that differ everywhere, one removal, one addition.

    Comparing words costs more than their number; a book in which every paragraph changed would
    take minutes.
    """
    if len(old) + len(new) <= LARGEST_CHARACTERS:
        return diff_words(old, new)
    same_lines = set(old.splitlines()) & set(new.splitlines())
    differing = sum(len(line) for line in old.splitlines() if line not in same_lines)
    differing += sum(len(line) for line in new.splitlines() if line not in same_lines)
    if differing <= LARGEST_CHARACTERS:
        return diff_words(old, new)
    return (Stretch(Kind.REMOVED, old), Stretch(Kind.ADDED, new))
