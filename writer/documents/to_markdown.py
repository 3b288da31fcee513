"""Plain words as Markdown: what would be read as a mark gets a backslash."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SPECIAL = re.compile(r"([\\`*_\[]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~(?=~))")
#: What would begin a heading, quote, list or rule, and the sign in it to escape.
_LINE_START = re.compile(r"^(\d{0,9})([#>+.)-])(?=[#>+\-\s]|$)|^()(>|-+\s*-)", re.MULTILINE)


def escaped(words: str) -> str:
    """Words that mean themselves wherever in a line they stand."""
    return _SPECIAL.sub(r"\\\1", words)


def escaped_start(paragraph: str) -> str:
    """A paragraph that does not become a heading, list, quote or rule by its first sign."""
    return _LINE_START.sub(_backslash, paragraph)


def _backslash(start: re.Match[str]) -> str:
    """Backslash before the sign: ``1\\.``, ``\\#``, ``\\---``."""
    if start[2] is not None:
        return f"{start[1]}\\{start[2]}" if start[1] or start[2] not in ".)" else start[0]
    return f"\\{start[0]}"


def joined(phrases: Iterable[tuple[str, str]]) -> str:
    """Pieces of Markdown, each with the emphasis marks to put around it, as one line.

    Word processors cut one bold phrase into many: equal neighbours are put together again.
    """
    pieces: list[tuple[list[str], str]] = []
    for text, marks in phrases:
        if pieces and (pieces[-1][1] == marks or not text.strip()):
            pieces[-1][0].append(text)
        else:
            pieces.append(([text], marks))
    return "".join(_marked("".join(texts), marks) for texts, marks in pieces)


def _marked(text: str, marks: str) -> str:
    """Emphasis around the words, with the spaces outside: Markdown wants it so."""
    words = text.strip()
    if not marks or not words:
        return text
    start = len(text) - len(text.lstrip())
    return f"{text[:start]}{marks}{words}{marks}{text[start + len(words) :]}"
