"""An e-book (EPUB 3.3) of a document: one file per chapter, which first-level headings begin.

Written with the standard library: an EPUB is a ZIP of XHTML pages and two small XML files.
Source: W3C, EPUB 3.3, §§ 4.2 (container), 5 (package document), 7 (navigation document).
"""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from itertools import pairwise

from markdown_it.token import Token

from writer.documents.markup import parse, plain, render_xhtml, title_of

#: All dates inside a ZIP are this one, so that the same text gives the same bytes.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)

_CONTAINER = (
    '<?xml version="1.0"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="book/package.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_STYLE = (
    "body { line-height: 1.5; } p { margin: 0; text-indent: 1.2em; }\n"
    "h1 + p, h2 + p, h3 + p, hr + p, blockquote p { text-indent: 0; }\n"
    "hr { border: 0; text-align: center; margin: 1.5em 0; } hr::before { content: '* * *'; }\n"
)


@dataclass(frozen=True)
class _Chapter:
    title: str
    tokens: Sequence[Token]


def epub_bytes(
    text: str, *, markdown: bool, title: str, language: str = "en", now: datetime | None = None
) -> bytes:
    """The e-book; ``now`` (UTC) is its date of change. Pictures are replaced by their captions."""
    tokens = _without_pictures(parse(text, markdown=markdown))
    name = title_of(tokens, title)
    chapters = _chapters(tokens, name)
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    identifier = uuid.uuid5(uuid.NAMESPACE_OID, digest)
    changed = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        _add(book, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)  # first and plain
        _add(book, "META-INF/container.xml", _CONTAINER)
        _add(book, "book/package.opf", _package(name, language, str(identifier), changed, chapters))
        _add(book, "book/nav.xhtml", _page(name, language, _contents(chapters)))
        _add(book, "book/style.css", _STYLE)
        for number, chapter in enumerate(chapters, 1):
            body = render_xhtml(chapter.tokens)
            _add(book, f"book/{_file(number)}", _page(chapter.title, language, body))
    return out.getvalue()


def _chapters(tokens: Sequence[Token], name: str) -> list[_Chapter]:
    starts = [
        at
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h1" and token.level == 0
    ]
    bounds = [0, *(at for at in starts if at > 0), len(tokens)]
    chapters = []
    for begin, end in pairwise(bounds):
        part = tokens[begin:end]
        if part or len(bounds) == 2:
            heading = plain(part[1]) if begin in starts else name
            chapters.append(_Chapter(heading.strip() or name, part))
    return chapters


def _without_pictures(tokens: list[Token]) -> list[Token]:
    """A picture's file is not in the book; its description is."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "image":
                child.type, child.tag, child.content = "text", "", f"[{child.content}]"
    return tokens


def _add(book: zipfile.ZipFile, name: str, content: str, how: int = zipfile.ZIP_DEFLATED) -> None:
    info = zipfile.ZipInfo(name, _ZIP_DATE)
    info.compress_type = how
    info.external_attr = 0o644 << 16
    book.writestr(info, content.encode())


def _file(number: int) -> str:
    return f"chapter-{number:04}.xhtml"


def _page(title: str, language: str, body: str) -> str:
    lang = escape(language)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{lang}" xml:lang="{lang}">\n<head><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="style.css"/></head>\n<body>\n{body}\n</body>\n</html>\n'
    )


def _contents(chapters: Sequence[_Chapter]) -> str:
    items = "".join(
        f'<li><a href="{_file(number)}">{escape(chapter.title)}</a></li>\n'
        for number, chapter in enumerate(chapters, 1)
    )
    return f'<nav epub:type="toc"><ol>\n{items}</ol></nav>'


def _package(
    title: str, language: str, identifier: str, changed: str, chapters: Sequence[_Chapter]
) -> str:
    numbers = range(1, len(chapters) + 1)
    items = "".join(
        f'<item id="c{n}" href="{_file(n)}" media-type="application/xhtml+xml"/>\n' for n in numbers
    )
    order = "".join(f'<itemref idref="c{n}"/>\n' for n in numbers)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>\n'
        f"<dc:title>{escape(title)}</dc:title>\n<dc:language>{escape(language)}</dc:language>\n"
        f'<meta property="dcterms:modified">{changed}</meta>\n</metadata>\n<manifest>\n'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
        f'<item id="style" href="style.css" media-type="text/css"/>\n{items}</manifest>\n'
        f"<spine>\n{order}</spine>\n</package>\n"
    )
