"""Bytes to text and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer.documents.encoding import Encoding, decode, encode
from writer.documents.files import TextFormat, decode_document, encode_document
from writer.documents.lineends import LineEnds
from writer.documents.problems import UnencodableError

_AWKWARD = st.sampled_from(
    [b"\r", b"\n", b"\r\n", b"\0", b"\xff", b"\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3\xa9"]
    + [c.encode() for c in "\u2028\u2029\u0085\ufeff\ufffe\ufdd0\ufdd1\ufdd2\ue000\xa0é€😀a "]
    + [c.encode("utf-16-le") for c in "aé😀\n\ufdd0"]
    + [b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\x3d\xd8", b"\x80\x81\x8d"]
)
_BYTES = st.one_of(st.binary(max_size=60), st.lists(_AWKWARD, max_size=30).map(b"".join))


@given(_BYTES)
def test_any_bytes_come_back(data: bytes) -> None:
    """Opening and saving without an edit gives the same bytes, whatever the bytes."""
    text, text_format = decode_document(data)
    assert encode_document(text, text_format)[0] == data


@given(_BYTES)
def test_text_is_safe_for_the_editor(data: bytes) -> None:
    """The editor is never given a character that Qt drops, swaps or takes for a line end."""
    text, _ = decode_document(data)
    assert not set(text) & set("\r\u2028\u2029\ufdd0\ufdd1\ufeff\ufffe")
    assert not any("\ud800" <= c <= "\udfff" for c in text)


@given(_BYTES, st.text(alphabet="abc é", min_size=1, max_size=5), st.floats(0, 1))
def test_typing_changes_nothing_else(data: bytes, typed: str, where: float) -> None:
    """Typed letters appear in the bytes at their place; every other byte stays."""
    text, text_format = decode_document(data)
    at = round(where * len(text))
    saved, _, _ = encode_document(text[:at] + typed + text[at:], text_format)
    written = encode(typed, Encoding(text_format.encoding.name))[0]
    rests = (saved[:i] + saved[i + len(written) :] for i in range(len(saved)))
    assert any(rest == data for rest in rests)


@pytest.mark.parametrize(
    ("data", "label", "text"),
    [
        (b"plain", "UTF-8", "plain"),
        (b"\xef\xbb\xbfmark", "UTF-8 with BOM", "mark"),
        ("wide é".encode("utf-16"), "UTF-16 LE", "wide é"),
        (b"\xfe\xff" + "wide é".encode("utf-16-be"), "UTF-16 BE", "wide é"),
        ("no mark, but zeros".encode("utf-16-le"), "UTF-16 LE", "no mark, but zeros"),
        ("no mark, but zeros".encode("utf-16-be"), "UTF-16 BE", "no mark, but zeros"),
        (b"\xff\xfe\0\0" + "four".encode("utf-32-le"), "UTF-32 LE", "four"),
        (b"caf\xe9 \x93quoted\x94 \x81", "Windows-1252", "café “quoted” \x81"),
        (b"nul \0 stays", "UTF-8", "nul \0 stays"),
    ],
)
def test_encodings_are_recognised(data: bytes, label: str, text: str) -> None:
    """Each encoding that is promised is read as itself, and named so in the status bar."""
    shown, encoding = decode(data)
    assert (shown, encoding.label) == (text, label)


def test_one_bad_byte_does_not_spoil_the_accents() -> None:
    """In a UTF-8 text with one bad byte the other characters are read as UTF-8."""
    data = "naïve café, déjà vu ".encode() + b"\xff" + b"."
    text, encoding = decode(data)
    assert text.startswith("naïve café, déjà vu ")
    assert encoding.label == "UTF-8"
    assert encode(text, encoding) == (data, 0)


def test_a_typed_stand_in_is_not_taken_for_a_bad_byte() -> None:
    """A private character that the file uses already is never chosen as a stand-in."""
    data = "é\ufdd2é\ue000é".encode() + b"\xff"
    text, encoding = decode(data)
    assert text[:5] == "é\ufdd2é\ue000é"
    assert encode(text, encoding) == (data, 0)


def test_windows_1252_says_what_it_cannot_write() -> None:
    """A character outside the file's encoding is an error that names it, never a question mark."""
    _, text_format = decode_document(b"caf\xe9")
    with pytest.raises(UnencodableError, match=r"“→” \(U\+2192\)"):
        encode_document("café → tea", text_format)
    assert encode_document("café →", text_format.as_utf8())[0] == "café →".encode()


@pytest.mark.parametrize("data", [b"\xff\xfe=\xd8a\x00", "é é \ufeffé".encode() + b"\xff"])
def test_as_utf8_is_always_writable(data: bytes) -> None:
    """Any document can be saved as UTF-8 after all, damaged characters included."""
    text, text_format = decode_document(data)
    saved = encode_document(text + "→", text_format.as_utf8())[0]
    assert saved.endswith("→".encode())
    assert b"\xef\xb7\x92" not in saved  # no stand-in reaches the disk


def test_a_lone_surrogate_is_said() -> None:
    """A character that no encoding has is replaced, and the user is told."""
    data, _, notices = encode_document("a\ud800b", TextFormat())
    assert data == "a\ufffdb".encode()
    assert notices == ["1 damaged character was saved as “\ufffd”."]


def test_new_documents_are_plain() -> None:
    """A new document is UTF-8 without a mark, with LF."""
    assert encode_document("é\n", TextFormat())[0] == b"\xc3\xa9\n"
    assert TextFormat().label == "UTF-8 · LF"
    assert TextFormat(line_ends=LineEnds("\r\n")).label == "UTF-8 · CRLF"
