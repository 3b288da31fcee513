"""A :class:`TextFormat` as JSON: what is on no screen must survive a crash too."""

from __future__ import annotations

from typing import Any

from writer.documents.encoding import Encoding
from writer.documents.files import TextFormat
from writer.documents.lineends import (
    CR,
    CRLF,
    LF,
    LINE_SEPARATOR,
    PARAGRAPH_SEPARATOR,
    LineEnds,
)

_CODES = {LF: "n", CRLF: "w", CR: "r", LINE_SEPARATOR: "l", PARAGRAPH_SEPARATOR: "p"}
_ENDS = {code: end for end, code in _CODES.items()}


def dump_format(text_format: TextFormat, text: str) -> dict[str, Any]:
    """What :func:`load_format` needs besides ``text``.

    The lines that mixed ends belong to are usually those of ``text``, and are left out then; they
    are not after a recovery, whose text was never on the disk.
    """
    base = "\n".join(text_format.line_ends.base)
    encoding, line_ends = text_format.encoding, text_format.line_ends
    return {
        "encoding": encoding.name,
        "mark": encoding.mark.hex(),
        "tail": encoding.tail.hex(),
        "standins": encoding.standins,
        "style": _CODES[line_ends.style],
        "ends": "".join(_CODES[end] for end in line_ends.ends),
        "lines": base if base != text else None,
    }


def load_format(raw: dict[str, Any], text: str) -> TextFormat:
    """The format that was dumped.

    Raises:
        ValueError, KeyError, TypeError: ``raw`` was not made by :func:`dump_format`.
    """
    encoding = Encoding(
        str(raw["encoding"]),
        bytes.fromhex(raw["mark"]),
        bytes.fromhex(raw["tail"]),
        tuple((str(shown), str(was)) for shown, was in raw["standins"]),
    )
    ends = tuple(_ENDS[code] for code in raw["ends"])
    lines = text if raw["lines"] is None else str(raw["lines"])
    if ends and len(ends) != lines.count("\n"):
        raise ValueError("line ends of another text")
    base = tuple(lines.split("\n")) if ends else ()
    return TextFormat(encoding, LineEnds(_ENDS[raw["style"]], ends, base))
