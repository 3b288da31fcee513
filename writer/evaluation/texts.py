"""Held-out documents: found, read and told apart as books and articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from writer.errors import WriterError

SUFFIXES = (".txt", ".md")
ARTICLE_PREFIXES = ("18f-", "digital-gov-", "web-")
LEAST_CHARACTERS = 400
"""A shorter file has too little text before the caret to say anything."""


class Kind(Enum):
    """Old books and modern articles are measured apart: they are different tasks."""

    BOOKS = "books"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class HeldText:
    """One document that the model has not seen. Paragraphs are separated by empty lines."""

    name: str
    kind: Kind
    text: str


def kind_of(stem: str) -> Kind:
    """Articles are known by how their file names begin; everything else counts as a book."""
    return Kind.ARTICLES if stem.startswith(ARTICLE_PREFIXES) else Kind.BOOKS


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The text files named, and those directly inside the folders named, in a fixed order."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.iterdir() if p.suffix in SUFFIXES and p.is_file())
        elif path.is_file():
            found.append(path)
        else:
            raise WriterError(f"There is no file or folder {path} to evaluate on.")
    return found


def read_texts(paths: Sequence[Path]) -> list[HeldText]:
    """Read every document; raises :class:`WriterError` when there is nothing usable."""
    if not paths:
        raise WriterError(
            "No held-out text was named. Give text files or a folder of them: writer eval DIR"
        )
    texts: list[HeldText] = []
    for path in find_files(paths):
        try:
            text = path.read_text(encoding="utf-8").replace("\r\n", "\n").strip("\n")
        except UnicodeDecodeError as error:
            raise WriterError(f"{path} is not UTF-8 text ({error.reason}).") from error
        except OSError as error:
            raise WriterError(f"{path} cannot be read ({error.strerror}).") from error
        if len(text) >= LEAST_CHARACTERS:
            texts.append(HeldText(path.stem, kind_of(path.stem), text))
    if not texts:
        raise WriterError(
            f"The files named hold no document of at least {LEAST_CHARACTERS} characters."
        )
    return texts


def halves(texts: Sequence[HeldText]) -> tuple[list[HeldText], list[HeldText]]:
    """Every second document of each kind, and the others: to choose on, and to report on."""
    first: list[HeldText] = []
    second: list[HeldText] = []
    for kind in Kind:
        same = sorted((t for t in texts if t.kind is kind), key=lambda t: t.name)
        first += same[::2]
        second += same[1::2]
    return first, second
