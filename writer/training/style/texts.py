"""A writer's own documents: read, and divided into what is learnt and what judges the learning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from writer.documents.files import read_document
from writer.documents.importing import import_document, is_importable
from writer.errors import WriterError

SUFFIXES = (".txt", ".text", ".md", ".markdown", ".docx", ".odt")
"""What is taken of a folder; a file that is named is read whatever its name."""
LEAST_CHARACTERS = 10_000
HELD_OUT_SHARE = 0.1
LEAST_HELD_OUT, MOST_HELD_OUT = 4_000, 40_000
"""Characters: enough to see a difference, and not more than is useful for that."""
SHORT_DOCUMENT = 1_500
"""A shorter document is learnt from as a whole, unless there are only short ones."""

_PARAGRAPH_END = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class OwnText:
    """One document as the editor shows it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A part that is not learnt from; ``before`` is what stands before it in its document."""

    name: str
    before: str
    text: str


@dataclass(frozen=True, slots=True)
class Division:
    """``stop`` decides when learning ends; ``judge`` says whether it helped, and nothing else."""

    documents: int
    learn: tuple[str, ...]
    stop: tuple[HeldOut, ...]
    judge: tuple[HeldOut, ...]

    @property
    def learn_characters(self) -> int:
        """Characters that are learnt from."""
        return sum(map(len, self.learn))

    @property
    def held_out_characters(self) -> int:
        """Characters of both held-out parts."""
        return sum(len(part.text) for part in (*self.stop, *self.judge))


def read_own(paths: Sequence[Path]) -> list[OwnText]:
    """Read files, and the documents directly inside folders; raises ``WriterError``."""
    texts = []
    for path in _files(paths):
        text = import_document(path).text if is_importable(path) else read_document(path).text
        if text.strip():
            texts.append(OwnText(path.name, text.strip("\n")))
    total = sum(len(text.text) for text in texts)
    if total < LEAST_CHARACTERS:
        raise WriterError(
            "There are only {total:,} characters to learn from; at least {least:,} (about 1,800 "
            "words) are needed to learn anything, and 100,000 are better. Nothing was changed. "
            "Add more of your documents.",
            total=total,
            least=LEAST_CHARACTERS,
        )
    return texts


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES)
        elif path.exists():
            found.append(path)
        else:
            raise WriterError("There is no file or folder {path} to learn from.", path=path)
    # The same document named twice would be learnt from, and then judged by what was learnt.
    return list({path.resolve(): path for path in found}.values())


def divide(texts: Sequence[OwnText]) -> Division:
    """Hold out the end of every document: a tenth of all, within bounds, cut at paragraphs.

    The first half of each end decides when learning stops, the second judges it.
    """
    long = [text for text in texts if len(text.text) >= SHORT_DOCUMENT]
    if not long:
        long = [OwnText("documents", "\n\n".join(text.text for text in texts))]
        texts = long
    total = sum(len(text.text) for text in texts)
    wanted = min(max(HELD_OUT_SHARE * total, LEAST_HELD_OUT), MOST_HELD_OUT)
    share = wanted / sum(len(text.text) for text in long)
    learn, stop, judge = [], [], []
    for text in texts:
        if text not in long:
            learn.append(text.text)
            continue
        size = len(text.text)
        first = _paragraph_after(text.text, round(size * (1 - share)))
        second = _paragraph_after(text.text, round((first + size) / 2))
        learn.append(text.text[:first])
        stop.append(HeldOut(text.name, text.text[:first], text.text[first:second]))
        judge.append(HeldOut(text.name, text.text[:second], text.text[second:]))
    return Division(len(texts), tuple(learn), tuple(stop), tuple(judge))


def _paragraph_after(text: str, start: int) -> int:
    """Where the next paragraph starts; the next word, where paragraphs are longer than that."""
    room = min(2_000, max(1, (len(text) - start) // 3))
    match = _PARAGRAPH_END.search(text, start, start + room)
    if match is not None and match.end() < len(text):
        return match.end()
    space = text.find(" ", start)
    return space + 1 if 0 <= space < len(text) - 1 else start
