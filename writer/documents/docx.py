"""A Word file (DOCX) of a document, with real headings, lists, quotes and links.

Written with the standard library: for prose, a DOCX is a ZIP with six small XML files. Source:
ECMA-376 (Office Open XML), part 1, § 17 (WordprocessingML), and part 2 (the package).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from markdown_it.token import Token

from writer.documents import docx_parts as parts
from writer.documents.markup import parse, title_of

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_TEXT_WIDTH = 9026  # of an A4 page between its margins, in twentieths of a point
_DEEPEST = 8  # list levels are 0 to 8
_FLAGS = {"strong": "<w:b/>", "em": "<w:i/>", "s": "<w:strike/>"}
_CODE_FONT = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/>'


def docx_bytes(text: str, *, markdown: bool, title: str, language: str = "en") -> bytes:
    """The Word file. Pictures are replaced by their captions."""
    tokens = parse(text, markdown=markdown)
    body = _Body(language)
    body.add(tokens)
    files = {
        "[Content_Types].xml": parts.CONTENT_TYPES,
        "_rels/.rels": parts.PACKAGE_RELATIONS,
        "word/document.xml": body.document(),
        "word/_rels/document.xml.rels": parts.document_relations(map(_address, body.links)),
        "word/styles.xml": parts.STYLES,
        "word/numbering.xml": parts.numbering(body.numbered),
        "docProps/core.xml": parts.core_properties(escape(title_of(tokens, title))),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content.encode())
    return out.getvalue()


def _address(link: str) -> str:
    return quoteattr(link)[1:-1].replace('"', "&quot;")


@dataclass
class _Body:
    """The paragraphs so far, the links they use, and the numbered lists (level, first number)."""

    language: str
    links: list[str] = field(default_factory=list)
    numbered: list[tuple[int, int]] = field(default_factory=list)
    _out: list[str] = field(default_factory=list)
    _lists: list[int] = field(default_factory=list)  # the list ids that we are inside of
    _item_begins: bool = False
    _quotes: int = 0

    def document(self) -> str:
        """The main part."""
        return (
            f'{parts.HEAD}<w:document xmlns:w="{parts.W}" xmlns:r="{parts.R}"><w:body>'
            f"{''.join(self._out)}"
            '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" '
            'w:bottom="1440" w:left="1440" w:header="709" w:footer="709" w:gutter="0"/>'
            "</w:sectPr></w:body></w:document>"
        )

    def add(self, tokens: Sequence[Token]) -> None:
        """All blocks, in order."""
        style = ""
        for at, token in enumerate(tokens):
            match token.type:
                case "heading_open":
                    style = f"Heading{token.tag[1]}"
                case "heading_close" | "paragraph_close":
                    style = ""
                case "inline":
                    self._paragraph(self._runs(token.children or ()), style)
                case "fence" | "code_block":
                    for line in token.content.rstrip("\n").split("\n"):
                        self._paragraph(_run(line, ""), "SourceCode")
                case "hr":
                    self._paragraph(_run("* * *", ""), "SceneBreak")
                case "blockquote_open":
                    self._quotes += 1
                case "blockquote_close":
                    self._quotes -= 1
                case "bullet_list_open":
                    self._lists.append(parts.BULLET_LIST)
                case "ordered_list_open":
                    start = int(token.attrGet("start") or 1)
                    self.numbered.append((min(len(self._lists), _DEEPEST), start))
                    self._lists.append(parts.BULLET_LIST + len(self.numbered))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._item_begins = True
                case "list_item_close":
                    self._item_begins = False
                case "table_open":
                    row_end = next(
                        n for n in range(at, len(tokens)) if tokens[n].type == "tr_close"
                    )
                    columns = sum(one.type == "th_open" for one in tokens[at:row_end])
                    self._out.append(_table_start(columns))
                case _:
                    self._table(token)

    def _paragraph(self, runs: str, style: str) -> None:
        level = min(len(self._lists) - 1, _DEEPEST)
        inner = ""
        if level >= 0 and self._item_begins:
            style = style or "ListParagraph"
            inner = (
                f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{self._lists[-1]}"/></w:numPr>'
            )
        elif level >= 0:
            inner = f'<w:ind w:left="{567 * (level + 1)}"/>'
        elif self._quotes:
            style = style or "Quote"
        self._item_begins = False
        named = f'<w:pStyle w:val="{style}"/>' if style else ""
        properties = f"<w:pPr>{named}{inner}</w:pPr>" if named or inner else ""
        self._out.append(f"<w:p>{properties}{runs}</w:p>")

    def _table(self, token: Token) -> None:
        """Rows and cells as they open and close; a cell's text comes as a paragraph of its own."""
        match token.type:
            case "table_close":
                self._out.append("</w:tbl><w:p/>")
            case "tr_open":
                self._out.append("<w:tr>")
            case "tr_close":
                self._out.append("</w:tr>")
            case "th_open" | "td_open":
                self._out.append('<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>')
            case "th_close" | "td_close":
                self._out.append("</w:tc>")

    def _runs(self, children: Sequence[Token]) -> str:
        out: list[str] = []
        flags: list[str] = []
        for child in children:
            kind, _, way = child.type.rpartition("_")
            if kind in _FLAGS and way == "open":
                flags.append(_FLAGS[kind])
            elif kind in _FLAGS:
                flags.remove(_FLAGS[kind])
            elif child.type == "link_open":
                self.links.append(str(child.attrGet("href") or ""))
                out.append(f'<w:hyperlink r:id="rId{len(self.links) + 2}">')
                flags.append('<w:rStyle w:val="Hyperlink"/>')
            elif child.type == "link_close":
                flags.remove('<w:rStyle w:val="Hyperlink"/>')
                out.append("</w:hyperlink>")
            elif child.type == "hardbreak":
                out.append("<w:r><w:br/></w:r>")
            elif child.type == "softbreak":
                out.append(_run(" ", _ordered(flags)))
            elif child.type == "code_inline":
                out.append(_run(child.content, _ordered([*flags, _CODE_FONT])))
            elif child.type == "image":
                out.append(_run(f"[{child.content}]", _ordered(flags)))
            elif child.content:
                out.append(_run(child.content, _ordered(flags)))
        return "".join(out)


def _table_start(columns: int) -> str:
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = f'<w:gridCol w:w="{_TEXT_WIDTH // max(1, columns)}"/>' * columns
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}'
        f"</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _ordered(flags: Sequence[str]) -> str:
    """Run properties in the order that the schema asks for, each once."""
    order = ('<w:rStyle w:val="Hyperlink"/>', _CODE_FONT, "<w:b/>", "<w:i/>", "<w:strike/>")
    return "".join(flag for flag in order if flag in flags)


def _run(text: str, properties: str) -> str:
    inner = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else ""
        for piece in text.split("\t")
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"
