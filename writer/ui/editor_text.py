"""The exact text of a document in the editor, and changes to it that are one undo step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from writer.documents.edits import Edit, apply_edits, edit_between, units
from writer.documents.files import text_from_editor

MOST_EDITS = 2000
"""More edits than this are made as one that holds them all: 62,000 take Qt 1.4 s, the one 0.2."""
KEEP = QTextCursor.MoveMode.KeepAnchor


def whole_text(document: QTextDocument) -> str:
    """All of it, with "\\n" for line ends; ghost text is never part of it."""
    return text_from_editor(document.toRawText())


def text_between(document: QTextDocument, start: int, end: int) -> str:
    """The text between two positions in UTF-16 units."""
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(max(start, end), KEEP)
    return text_from_editor(cursor.selectedText())


def selected_blocks(cursor: QTextCursor) -> tuple[QTextBlock, QTextBlock]:
    """The first and the last paragraph of a selection: those of which a letter is in it."""
    document, start, end = cursor.document(), cursor.selectionStart(), cursor.selectionEnd()
    first, last = document.findBlock(start), document.findBlock(end)
    if first != last and start == first.position() + first.length() - 1:
        first = first.next()
    if first != last and end == last.position():
        last = last.previous()
    return first, last


def change_text(editor: QPlainTextEdit, text: str) -> bool:
    """Make ``text`` of what is in the editor, as one undo step; ``False`` if it was that already.

    Only what differs is replaced: the caret and the scroll bar stay where they are.
    """
    edit = edit_between(whole_text(editor.document()), text)
    if edit is None:
        return False
    cursor = QTextCursor(editor.document())
    cursor.beginEditBlock()
    cursor.setPosition(edit.position)
    cursor.setPosition(edit.position + edit.removed, KEEP)
    cursor.insertText(edit.added)
    cursor.endEditBlock()
    return True


def carry_out(editor: QPlainTextEdit, edits: Sequence[Edit]) -> None:
    """Carry out edits as one undo step. The caret stays where it is in the text.

    The edits are in the order of the text, apart from each other, and all for the text as it is.
    """
    if not edits:
        return
    document, before = editor.document(), editor.textCursor().position()
    caret = before + sum(_growth(one) for one in edits if one.position + one.removed <= before)
    if len(edits) > MOST_EDITS:
        edits = [_as_one(document, edits)]
    cursor = QTextCursor(document)
    cursor.setPosition(before)  # where undo puts the caret again
    cursor.beginEditBlock()
    grown = 0
    for edit in edits:
        cursor.setPosition(edit.position + grown)
        cursor.setPosition(edit.position + grown + edit.removed, KEEP)
        cursor.insertText(edit.added)
        grown += _growth(edit)
    # Qt merges an insertion with the typing that follows it into one undo step. An edit block
    # that ends with a deletion is never merged, so a space goes in and out.
    cursor.insertText(" ")
    cursor.deletePreviousChar()
    cursor.endEditBlock()
    cursor.setPosition(min(caret, document.characterCount() - 1))
    editor.setTextCursor(cursor)


def _growth(edit: Edit) -> int:
    return units(edit.added) - edit.removed


def _as_one(document: QTextDocument, edits: Sequence[Edit]) -> Edit:
    start, end = edits[0].position, edits[-1].position + edits[-1].removed
    moved = [Edit(one.position - start, one.removed, one.added) for one in reversed(edits)]
    return Edit(start, end - start, apply_edits(text_between(document, start, end), moved))
