"""Does this look like text? Asked before showing a picture's bytes as a wall of boxes."""

from __future__ import annotations

import codecs

from writer.sentence import Sentence

#: First bytes of common files that are not text, with what to call them.
_SIGNATURES = (
    (b"\x89PNG", Sentence("a picture (PNG)")),
    (b"\xff\xd8\xff", Sentence("a picture (JPEG)")),
    (b"GIF8", Sentence("a picture (GIF)")),
    (b"%PDF-", Sentence("a PDF")),
    (b"PK\x03\x04", Sentence("a ZIP archive or an office document")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Sentence("an old Word document")),
    (b"\x1f\x8b", Sentence("a compressed archive")),
    (b"\x7fELF", Sentence("a program")),
    (b"MZ\x90\x00", Sentence("a program")),
    (b"SQLite format 3\x00", Sentence("a database")),
)
_SAMPLE_BYTES = 64 * 1024
#: Control characters that no text uses; tab, line ends, form feed and escape are left out.
_CONTROLS = bytes([*range(9), 11, *range(14, 27), *range(28, 32), 127])
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def not_text(data: bytes) -> Sentence | None:
    """What ``data`` is if it is not text ("a picture (PNG)"), else None.

    A text may hold single NUL or control characters: only more than one in ten counts.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    sample = data[:_SAMPLE_BYTES]
    if sample.startswith(_WIDE_MARKS):
        return None
    # Text in UTF-16 without a mark has a zero in every other byte only: look at the other half.
    halves = (sample[0::2], sample[1::2])
    if len(data) % 2 == 0 and any(half.count(0) > 0.7 * len(half) for half in halves):
        sample = min(halves, key=lambda half: half.count(0))
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return Sentence("binary data") if controls * 10 > len(sample) else None
