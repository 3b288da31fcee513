"""From corpus archives to clean documents, and an account of what was dropped on the way.

A corpus folder holds ``books.txt.xz`` and ``web.txt.xz`` (documents separated by a form feed,
paragraphs by an empty line) and ``heldout/`` (one file per document, named in
``manifest.json``). Held-out documents are used for evaluation only: :func:`read_documents`
never opens them as text to learn from, and :func:`clean` drops a training paragraph that also
stands in one of them.
"""

from __future__ import annotations

import hashlib
import html
import json
import lzma
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from writer.errors import WriterError

SOURCES = ("books", "web")
HELDOUT = "heldout"
PARAGRAPH_BREAK = "\n\n"

# Characters no keyboard types and no reader sees, and old letter forms of seen ones.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202c\ufeff\ufe0f"))
_LETTER_FORMS = {ord("ſ"): "s", ord("ﬁ"): "fi", ord("ﬂ"): "fl", ord("‐"): "-", ord("―"): "—"}
_CURLY = {ord("‘"): "'", ord("’"): "'", ord("“"): '"', ord("”"): '"', ord("\u00a0"): " "}
_TRANSLATION = {**_INVISIBLE, **_LETTER_FORMS, **_CURLY}

_SPACES = re.compile(r"[ \t\r\n]+")
_GLUED_SENTENCES = re.compile(r"(?<=[a-z][a-z][.!?])(?=[A-Z][a-z])")
_MARKUP = re.compile(
    r"</?[a-z]+[ >]|\{[%{]|[{}\\|]|https?://\S+\s*$|^\W*https?://|lorem ipsum", re.I
)
_BOILERPLATE = re.compile(
    r"project gutenberg|transcriber'?s? note|all rights reserved|^\W*(the end|finis|contents|"
    r"illustrations?|footnotes?)\W*$|^disclaimer:|^\[?illustration",
    re.I,
)
_HEADING = re.compile(
    r"^\W*(chapter|book|part|volume|vol|canto|act|scene|section|letter)?\W*"
    r"([ivxlcdm]+|\d+)\W*$",
    re.I,
)
_CONTENTS_ENTRY = re.compile(
    r"(\.\s?){4,}\s*\d+\W*$|^(chapter|book|part)\s+([ivxlc]+|\d+)\b.{0,80}\d$", re.I
)
_MOJIBAKE = re.compile(r"[ÃÂ][\u0080-\u00bf]|[\u0080-\u009f]|\ufffd|Ã")
_SENTENCE_END = re.compile(r"[.!?:;,\"')\]—-]\W*$")

MIN_LETTERS = 0.6
"""The share of characters in a paragraph that must be letters or spaces."""
MIN_DUPLICATE_CHARS = 60
"""Shorter paragraphs ('"Why not?"') may repeat; longer ones are kept once in the corpus."""
VERSE_RUN = 4
"""So many short lines in a row without sentence ends are verse, a table or a list."""
VERSE_LINE_CHARS = 60
MIN_DOCUMENT_CHARS = 200


@dataclass(frozen=True)
class Document:
    """One clean document. ``text`` has paragraphs separated by one empty line."""

    source: str
    text: str


@dataclass
class Dropped:
    """What cleaning removed: paragraphs and characters per reason."""

    paragraphs: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    kept_paragraphs: int = 0
    kept_characters: int = 0

    def add(self, reason: str, paragraph: str) -> None:
        """Count one dropped paragraph."""
        self.paragraphs[reason] += 1
        self.characters[reason] += len(paragraph)

    def report(self) -> str:
        """One line per reason, most characters first, then what was kept."""
        lines = [
            f"dropped {self.paragraphs[reason]:>7,} paragraphs {count:>11,} characters  {reason}"
            for reason, count in self.characters.most_common()
        ]
        lines.append(
            f"kept    {self.kept_paragraphs:>7,} paragraphs {self.kept_characters:>11,} characters"
        )
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        """The same account for ``prepared.json``."""
        return {
            "kept_paragraphs": self.kept_paragraphs,
            "kept_characters": self.kept_characters,
            "dropped_paragraphs": dict(self.paragraphs),
            "dropped_characters": dict(self.characters),
        }


def read_documents(corpus: Path, source: str) -> Iterator[str]:
    """The raw documents of one training archive, streamed in order.

    Raises :class:`WriterError` when the archive is missing or damaged. Only names in
    :data:`SOURCES` are readable here, so held-out text cannot become training text.
    """
    if source not in SOURCES:
        raise WriterError(f"There is no training text called {source!r}; use one of {SOURCES}.")
    path = corpus / f"{source}.txt.xz"
    if not path.is_file():
        raise WriterError(
            f"The corpus folder {corpus} has no {path.name}. "
            "Choose a folder that holds books.txt.xz and web.txt.xz."
        )
    lines: list[str] = []
    try:
        with lzma.open(path, "rt", encoding="utf-8", newline="") as stream:
            for line in stream:
                before, *rest = line.split("\f")
                lines.append(before)
                for piece in rest:
                    yield "".join(lines)
                    lines = [piece]
    except (lzma.LZMAError, EOFError, UnicodeDecodeError) as error:
        raise WriterError(
            f"{path} is damaged ({error}). Nothing was trained; fetch the corpus again."
        ) from error
    yield "".join(lines)


def read_heldout(corpus: Path) -> dict[str, list[str]]:
    """Held-out documents per source, untouched (no cleaning), for evaluation only.

    Returns an empty mapping when the corpus has no held-out folder.
    """
    folder = corpus / HELDOUT
    if not folder.is_dir():
        return {}
    documents: dict[str, list[str]] = {source: [] for source in SOURCES}
    kinds = _heldout_kinds(corpus)
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8").strip("\n")
        documents[kinds.get(path.stem, _guess_kind(path.stem))].append(text)
    return documents


def _heldout_kinds(corpus: Path) -> dict[str, str]:
    manifest = corpus / "manifest.json"
    if not manifest.is_file():
        return {}
    entries = json.loads(manifest.read_text(encoding="utf-8")).get(HELDOUT, [])
    kinds = {"book": "books", "web": "web"}
    return {_slug(entry["title"]): kinds[entry["kind"]] for entry in entries}


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-")


def _guess_kind(stem: str) -> str:
    return "web" if stem.startswith(("18f-", "digital-gov-", "web-")) else "books"


def normalise(paragraph: str, source: str) -> str:
    """A paragraph as a keyboard would type it: straight quotes, plain spaces, no entities."""
    text = html.unescape(paragraph) if "&" in paragraph else paragraph
    text = unicodedata.normalize("NFC", text.translate(_TRANSLATION))
    if source == "web":
        text = _GLUED_SENTENCES.sub(" ", text).lstrip(">*# ")
    return _SPACES.sub(" ", text).strip()


def fault(paragraph: str) -> str | None:
    """Why a normalised paragraph should not be learned from, or None if it should."""
    if not paragraph:
        return "empty"
    if _HEADING.match(paragraph):
        return "bare number or heading"
    if _CONTENTS_ENTRY.search(paragraph):
        return "table of contents"
    if _BOILERPLATE.search(paragraph):
        return "boilerplate"
    if _MARKUP.search(paragraph):
        return "markup, code or bare address"
    if _MOJIBAKE.search(paragraph):
        return "broken encoding"
    letters = sum(character.isalpha() or character == " " for character in paragraph)
    if len(paragraph) > 40 and letters < MIN_LETTERS * len(paragraph):
        return "mostly digits and signs"
    foreign = sum(character > "\u024f" and character.isalpha() for character in paragraph)
    if foreign > 0.1 * len(paragraph):
        return "other alphabets"
    if len(paragraph) > 40 and sum(map(str.isupper, paragraph)) > 0.6 * letters:
        return "capitals"
    return None


def _verse_mask(paragraphs: list[str]) -> list[bool]:
    """True for each member of a run of short lines that do not end as sentences do."""
    mask = [False] * len(paragraphs)
    start = 0
    for index in range(len(paragraphs) + 1):
        if index < len(paragraphs) and _is_verse_line(paragraphs[index]):
            continue
        if index - start >= VERSE_RUN:
            mask[start:index] = [True] * (index - start)
        start = index + 1
    return mask


def _is_verse_line(paragraph: str) -> bool:
    if len(paragraph) > VERSE_LINE_CHARS or paragraph[:1] in "\"'":
        return False
    return not _SENTENCE_END.search(paragraph) or paragraph.endswith((",", ";", ":"))


def digest(paragraph: str) -> bytes:
    """A key under which paragraphs that differ only in case and signs are the same."""
    letters = "".join(filter(str.isalnum, paragraph.lower()))
    return hashlib.blake2b(letters.encode(), digest_size=8).digest()


def clean(
    raw_documents: Iterable[str],
    source: str,
    dropped: Dropped,
    seen: set[bytes],
    forbidden: frozenset[bytes] = frozenset(),
) -> Iterator[Document]:
    """Yield documents worth learning from; count in ``dropped`` what was not.

    ``seen`` collects the digests of long paragraphs over the whole corpus and is updated, so a
    passage that stands in two books is learned once; ``forbidden`` holds those of held-out text.
    """
    for raw in raw_documents:
        paragraphs = [normalise(piece, source) for piece in raw.split(PARAGRAPH_BREAK)]
        paragraphs = [paragraph for paragraph in paragraphs if paragraph]
        kept: list[str] = []
        for paragraph, verse in zip(paragraphs, _verse_mask(paragraphs), strict=True):
            reason = "verse, table or list" if verse else fault(paragraph)
            if reason is None and len(paragraph) >= MIN_DUPLICATE_CHARS:
                key = digest(paragraph)
                if key in forbidden:
                    reason = "also in held-out text"
                elif key in seen:
                    reason = "duplicate"
                seen.add(key)
            if reason is None:
                kept.append(paragraph)
            else:
                dropped.add(reason, paragraph)
        text = PARAGRAPH_BREAK.join(kept)
        if len(text) < MIN_DOCUMENT_CHARS:
            dropped.add("document too short", text)
            continue
        dropped.kept_paragraphs += len(kept)
        dropped.kept_characters += len(text)
        yield Document(source, text)


def heldout_digests(corpus: Path) -> frozenset[bytes]:
    """Digests of the long held-out paragraphs: what training text must not contain."""
    return frozenset(
        digest(normalise(paragraph, source))
        for source, documents in read_heldout(corpus).items()
        for text in documents
        for paragraph in text.split(PARAGRAPH_BREAK)
        if len(paragraph) >= MIN_DUPLICATE_CHARS
    )


def load_corpus(corpus: Path, dropped: Dropped) -> list[Document]:
    """All clean training documents of a corpus folder, in its order.

    About 210 MB of text for the starter corpus; raises :class:`WriterError` if nothing is left.
    """
    seen: set[bytes] = set()
    forbidden = heldout_digests(corpus)
    documents = [
        document
        for source in SOURCES
        for document in clean(read_documents(corpus, source), source, dropped, seen, forbidden)
    ]
    if not documents:
        raise WriterError(f"The corpus in {corpus} has no usable text after cleaning.")
    return documents
