"""Bytes to characters and back, without losing one of either.

Any sequence of bytes can be read, and writing it back unedited gives the same bytes. Bytes that
are no characters, and the few characters that an editor widget alters, are shown as *stand-ins*:
characters that mean nothing to anybody and do not occur in the file. They are exchanged back on
the way to the disk.

What Qt alters was measured with PySide6 6.11 and 6.12 over all of Unicode: lone surrogates are
dropped, a first U+FEFF disappears, a first U+FFFE turns every byte pair round, and U+FDD0 and
U+FDD1 become paragraph breaks (as do CR, U+2028 and U+2029, which ``lineends`` looks after).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from writer.documents.problems import UnencodableError
from writer.sentence import Sentence

UTF8 = "utf-8"
WINDOWS_1252 = "windows-1252"

#: Byte-order marks with the encoding each announces; UTF-32 first, its mark begins like UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNIT_BYTES = {UTF8: 1, WINDOWS_1252: 1, "utf-16-le": 2, "utf-16-be": 2}
_NAMES = {UTF8: "UTF-8", WINDOWS_1252: "Windows-1252"}

#: Characters that cannot stay themselves in an editor widget, and bytes that are no characters.
_DELICATE = re.compile("[\ud800-\udfff\ufdd0\ufdd1\ufeff\ufffe]")
#: So many kinds are exchanged one after the other, each in a blink; more of them piece by piece.
_FEW, _PIECE = 16, 200_000
_LEADS = bytes(range(0xC0, 0x100))
_SURROGATE = re.compile("[\ud800-\udfff]")


def _windows_1252_table() -> str:
    """All 256 bytes; the five that the code page leaves open are controls (WHATWG Encoding)."""
    return "".join(bytes([value]).decode("cp1252", "ignore") or chr(value) for value in range(256))


_TABLE_1252 = _windows_1252_table()
_MAP_1252 = codecs.charmap_build(_TABLE_1252)


@dataclass(frozen=True)
class Encoding:
    """How one file's characters are written.

    ``mark`` is the byte-order mark to put first, ``tail`` bytes that fill no whole unit at the end
    of the file. ``standins`` pairs each character shown with what it stands for; bytes which are
    not valid UTF-8 are the characters U+DC80 to U+DCFF there, as Python's ``surrogateescape``.
    """

    name: str = UTF8
    mark: bytes = b""
    tail: bytes = b""
    standins: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """For the status bar: "UTF-8", "UTF-8 with BOM", "UTF-16 LE", "Windows-1252"."""
        plain = _NAMES.get(self.name)
        if plain is None:
            plain = self.name.upper().replace("-LE", " LE").replace("-BE", " BE")
        if self.mark and self.name == UTF8:
            return Sentence("{encoding} with BOM", encoding=plain)
        return plain

    def as_utf8(self) -> Encoding:
        """The same characters in UTF-8, which can write whatever is typed."""
        if self.name == UTF8:
            return Encoding(standins=self.standins)
        # A lone surrogate of UTF-16 has no UTF-8; U+FFFD says so wherever the file is read.
        kept = tuple((shown, _SURROGATE.sub("\ufffd", was)) for shown, was in self.standins)
        return Encoding(standins=kept)


def decode(data: bytes) -> tuple[str, Encoding]:
    """The characters of ``data`` and how to write them; total, and exact in reverse.

    In order: a byte-order mark decides; UTF-16 without one if its zero bytes say so; UTF-8, with
    single bad bytes kept aside if the good sequences outnumber them; else Windows-1252.
    """
    for encoding in _candidates(data):
        try:
            text, exact = _decode_as(data, encoding)
            if encode(text, exact)[0] == data:
                return text, exact
        except (UnicodeError, UnencodableError, ValueError):
            continue
    return _decode_as(data, Encoding(WINDOWS_1252))


def _candidates(data: bytes) -> Iterator[Encoding]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            yield Encoding(name, mark)
    guess = _unmarked_utf16(data)
    if guess is not None:
        yield Encoding(guess)
    if _mostly_utf8(data):
        yield Encoding(UTF8)


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 of mostly Latin letters has a zero in every other byte, and in no other place."""
    sample = data[:4096]
    if len(data) % 2 or len(sample) < 4 or 0 not in sample:
        return None
    half = len(sample) // 2
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if second > 0.7 * half and first < 0.05 * half:
        return "utf-16-le"
    if first > 0.7 * half and second < 0.05 * half:
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes) -> bool:
    """Valid UTF-8, or a text with more good sequences of several bytes than bad single bytes."""
    try:
        data.decode(UTF8)
    except UnicodeDecodeError:
        text = data.decode(UTF8, "surrogateescape")
        bad = len(_SURROGATE.findall(text))
        several = len(data) - len(data.translate(None, _LEADS))
        return several - bad > bad
    return True


def _decode_as(data: bytes, encoding: Encoding) -> tuple[str, Encoding]:
    body = data[len(encoding.mark) :]
    if encoding.name == WINDOWS_1252:
        text = codecs.charmap_decode(body, "strict", _TABLE_1252)[0]
    elif encoding.name == UTF8:
        text = body.decode(UTF8, "surrogateescape")
    else:
        whole = len(body) - len(body) % _UNIT_BYTES.get(encoding.name, 4)
        encoding = replace(encoding, tail=body[whole:])
        text = body[:whole].decode(encoding.name, "surrogatepass")
    return _stand_in(text, encoding)


def _stand_in(text: str, encoding: Encoding) -> tuple[str, Encoding]:
    """Exchange what an editor would alter for characters that occur nowhere in ``text``."""
    delicate = [] if text.isascii() else sorted(set(_DELICATE.findall(text)))
    if not delicate:
        return text, encoding
    # Noncharacters first: no keyboard, font or clipboard gives them. Then private-use areas.
    places = chain(range(0xFDD2, 0xFDF0), range(0xE000, 0xF900), range(0x100000, 0x10FFFE))
    unused = (chr(place) for place in places if chr(place) not in text)
    standins = tuple(zip(unused, delicate, strict=False))
    if len(standins) < len(delicate):
        raise ValueError("the file uses every private character there is")
    table = {original: shown for shown, original in standins}
    return _exchange(text, table), replace(encoding, standins=standins)


def _exchange(text: str, table: dict[str, str]) -> str:
    """``text`` with some characters exchanged for others; what comes in is not exchanged again.

    One ``str.translate`` of 60 MB holds the interpreter, and the window with it, for 16 seconds.
    """
    if len(table) <= _FEW and not set(table) & set("".join(table.values())):
        for old, new in table.items():
            text = text.replace(old, new)
        return text
    numbers = {ord(old): new for old, new in table.items()}
    pieces = (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
    return "".join(piece.translate(numbers) for piece in pieces)


def encode(text: str, encoding: Encoding) -> tuple[bytes, int]:
    """``text`` (with the file's own line ends) as bytes.

    Returns the bytes, and how many lone surrogates had to become U+FFFD: no encoding has them,
    and they reach an editor only through a broken paste.

    Raises:
        UnencodableError: a character does not exist in ``encoding``; UTF-8 can always write it.
    """
    text, lost = _without_lone_surrogates(text)
    if encoding.standins:
        text = _exchange(text, dict(encoding.standins))
    if encoding.name == WINDOWS_1252:
        try:
            body = codecs.charmap_encode(text, "strict", _MAP_1252)[0]
        except UnicodeEncodeError as error:
            raise _unencodable(text, error) from None
    elif encoding.name == UTF8:
        body = text.encode(UTF8, "surrogateescape")
    else:
        body = text.encode(encoding.name, "surrogatepass")
    return encoding.mark + body + encoding.tail, lost


def _without_lone_surrogates(text: str) -> tuple[str, int]:
    try:
        text.encode(UTF8)  # a third of the time that looking for them takes
    except UnicodeEncodeError:
        return _SURROGATE.subn("\ufffd", text)
    return text, 0


def _unencodable(text: str, error: UnicodeEncodeError) -> UnencodableError:
    first = text[error.start]
    others = len({c for c in text if c not in _TABLE_1252}) - 1
    more = Sentence(" and {others} other characters", others=others) if others > 0 else ""
    return UnencodableError(
        "“{first}” (U+{code:04X}){more} cannot be written in Windows-1252, the encoding of this "
        "file. The file on disk is as it was. Save it as UTF-8 to keep every character.",
        first=first,
        code=ord(first),
        more=more,
    )
