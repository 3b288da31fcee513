"""A document's text as blocks of prose: the common ground of every export.

Markdown is read by markdown-it-py (CommonMark, with tables and strikethrough); raw HTML in it is
shown as text, never passed on. A plain text document has one paragraph per line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: Characters that no XML file, and so no EPUB or DOCX, may hold.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def parse(text: str, *, markdown: bool) -> list[Token]:
    """The blocks of ``text`` as markdown-it tokens."""
    text = _NOT_IN_XML.sub("", text)
    if markdown:
        return _reader().parse(text)
    tokens: list[Token] = []
    for line in text.split("\n"):
        if line.strip():
            words = Token("text", "", 0, content=line.strip())
            tokens += [
                Token("paragraph_open", "p", 1, block=True),
                Token("inline", "", 0, content=line, children=[words], block=True),
                Token("paragraph_close", "p", -1, block=True),
            ]
    return tokens


def render_xhtml(tokens: Sequence[Token]) -> str:
    """The blocks as XHTML, without head or body: well-formed, so good for HTML and EPUB alike."""
    reader = _reader()
    html: str = reader.renderer.render(tokens, reader.options, {})
    return html


def plain(token: Token) -> str:
    """The words of a heading or paragraph, without marks."""
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children or ()
        if child.type in ("text", "code_inline", "softbreak", "hardbreak")
    )


def title_of(tokens: Sequence[Token], otherwise: str) -> str:
    """The first heading, or ``otherwise`` (usually the name of the file)."""
    for at, token in enumerate(tokens[:-1]):
        if token.type == "heading_open":
            return plain(tokens[at + 1]).strip() or otherwise
    return otherwise


def _reader() -> MarkdownIt:
    options = {"html": False, "xhtmlOut": True, "linkify": False, "typographer": False}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
