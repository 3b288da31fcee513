"""The text of a document survives Qt's own editor widget."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from writer.documents.files import decode_document, encode_document, text_from_editor

#: The whole Basic Multilingual Plane, and one in 61 of the characters beyond it.
_PLACES = [*range(0xD800), *range(0xE000, 0x10000), *range(0x10000, 0x110000, 61)]
_EVERY_CHARACTER = "".join(chr(c) + ("\n" if c % 64 == 63 else "|") for c in _PLACES)


@pytest.mark.parametrize(
    "data",
    [
        _EVERY_CHARACTER.encode(),
        _EVERY_CHARACTER.encode("utf-16"),
        b"\xff\xfe" + "\udc00\ud800\n\ud83d".encode("utf-16-le", "surrogatepass") + b"x",
        bytes(range(256)),
        "é\n".encode() * 200 + bytes(range(256)),
        b"\xef\xbb\xbf\xef\xbb\xbftwo marks",
        b"\xef\xbf\xbeswapped mark",
        b"one\r\ntwo\nthree\rfour\xe2\x80\xa8five\xe2\x80\xa9six",
        b"no\xc2\xa0break \0 nul \0",
        b"\r",
        b"\n\n\r\n",
        b"",
    ],
    ids=lambda data: repr(data[:24]),
)
def test_the_editor_gives_back_the_bytes(qtbot: QtBot, data: bytes) -> None:
    """Opened in a QPlainTextEdit and saved unedited, a file has the same bytes."""
    text, text_format = decode_document(data)
    editor = QPlainTextEdit()
    qtbot.addWidget(editor)
    editor.setPlainText(text)
    shown = text_from_editor(editor.document().toRawText())
    assert shown == text
    assert encode_document(shown, text_format)[0] == data


def test_typing_in_the_editor_adds_only_what_was_typed(qtbot: QtBot) -> None:
    """A word typed into a strange file appears in it, and nothing else moves."""
    data = b"\xef\xbb\xbfone\r\ntwo\xc2\xa0\xff \xc3\xa9\xc3\xa9\xc3\xa9\nthree\r"
    text, text_format = decode_document(data)
    editor = QPlainTextEdit()
    qtbot.addWidget(editor)
    editor.setPlainText(text)
    cursor = editor.textCursor()
    cursor.setPosition(text.index("three"))
    cursor.insertText("twenty-")
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.insertText("\u2028more")  # what Shift+Enter inserts
    saved, _, _ = encode_document(text_from_editor(editor.document().toRawText()), text_format)
    assert saved == data.replace(b"three", b"twenty-three") + b"\rmore"
