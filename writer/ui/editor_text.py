"""The exact text of a document in the editor, and changes to it that are one undo step."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from writer.documents.edits import edit_between
from writer.documents.files import text_from_editor


def whole_text(document: QTextDocument) -> str:
    """All of it, with "\\n" for line ends; ghost text is never part of it."""
    return text_from_editor(document.toRawText())


def text_between(document: QTextDocument, start: int, end: int) -> str:
    """The text between two positions in UTF-16 units."""
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(max(start, end), QTextCursor.MoveMode.KeepAnchor)
    return text_from_editor(cursor.selectedText())


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
    cursor.setPosition(edit.position + edit.removed, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(edit.added)
    cursor.endEditBlock()
    return True
