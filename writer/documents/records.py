"""Records of an append-only file: each with its length and a checksum over all before it.

Layout, little-endian: an 8-byte mark, then per record ``length`` (u32, of the body), ``kind``
(u8), ``checksum`` (u32) and the body. The checksum is CRC-32 (zlib) over kind and body, started
from the checksum of the record before: a record that is missing, doubled or out of order fails
like a damaged one.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from enum import Enum

MARK = b"WRITERJ\x01"
_HEAD = struct.Struct("<IBI")
#: A body longer than this is damage, not a record: no document that large is opened.
_LONGEST = 1 << 30


class Tail(Enum):
    """How a scan of records ended."""

    COMPLETE = "complete"
    TORN = "torn"  # the last record is unfinished, as after a crash
    CORRUPT = "corrupt"  # bytes that were never written this way


@dataclass(frozen=True)
class Scan:
    """The records that can be trusted, and how many bytes after them cannot."""

    records: tuple[tuple[int, bytes], ...]
    tail: Tail
    lost_bytes: int


def pack(kind: int, body: bytes, previous: int) -> tuple[bytes, int]:
    """A record and its checksum; ``previous`` is the checksum before it, 0 for the first."""
    checksum = _checksum(kind, body, previous)
    return _HEAD.pack(len(body), kind, checksum) + body, checksum


def scan(data: bytes) -> Scan:
    """All records from the start up to the first that is unfinished or damaged; never raises."""
    if not data.startswith(MARK):
        tail = Tail.TORN if MARK.startswith(data) or not data.strip(b"\0") else Tail.CORRUPT
        return Scan((), tail, len(data))
    records: list[tuple[int, bytes]] = []
    at, previous = len(MARK), 0
    while at < len(data):
        rest = len(data) - at
        if rest < _HEAD.size:
            return Scan(tuple(records), Tail.TORN, rest)
        length, kind, checksum = _HEAD.unpack_from(data, at)
        body = data[at + _HEAD.size : at + _HEAD.size + length]
        if length <= _LONGEST and len(body) < length:
            return Scan(tuple(records), Tail.TORN, rest)
        if length > _LONGEST or _checksum(kind, body, previous) != checksum:
            # A power cut can leave a file of the right length that is zeros at the end.
            torn = at + _HEAD.size + length >= len(data) or not data[at:].strip(b"\0")
            return Scan(tuple(records), Tail.TORN if torn else Tail.CORRUPT, rest)
        records.append((kind, body))
        at += _HEAD.size + length
        previous = checksum
    return Scan(tuple(records), Tail.COMPLETE, 0)


def _checksum(kind: int, body: bytes, previous: int) -> int:
    return zlib.crc32(body, zlib.crc32(bytes([kind]), previous))
