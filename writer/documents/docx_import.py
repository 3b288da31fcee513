"""A Word file (DOCX) as Markdown: headings, emphasis, lists, quotes, links; the rest is said.

The file is only read. Pictures, tables' borders, footnotes, comments and page layout do not come
along; tracked changes come as if accepted. Source: ECMA-376, part 1, § 17.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from writer.documents.docx_parts import R, W
from writer.documents.office import Imported, Package, open_package
from writer.documents.to_markdown import escaped, escaped_start, joined
from writer.sentence import Sentence

_W, _R = f"{{{W}}}", f"{{{R}}}"
_LEFT_OUT = {
    "drawing": Sentence("pictures"),
    "pict": Sentence("pictures"),
    "footnoteReference": Sentence("footnotes"),
    "endnoteReference": Sentence("endnotes"),
    "commentReference": Sentence("comments"),
}


def import_docx(path: Path) -> Imported:
    """Read a Word file.

    Raises:
        DocumentError: it cannot be read, is no Word file, or holds more than is opened.
    """
    with open_package(path, Sentence("a Word file"), "DOCX") as package:
        return _read(package)


def _read(package: Package) -> Imported:
    main = package.part("word/document.xml")
    reader = _Reader(
        _links(package.optional("word/_rels/document.xml.rels")),
        _style_names(package.optional("word/styles.xml")),
        _ordered_lists(package.optional("word/numbering.xml")),
    )
    body = main.find(f"{_W}body")
    return Imported.of(reader.blocks(body if body is not None else main), reader.left_out)


def _links(relations: ElementTree.Element) -> dict[str, str]:
    return {one.get("Id", ""): one.get("Target", "") for one in relations}


def _style_names(styles: ElementTree.Element) -> dict[str, str]:
    """Style ids with their names, which are English in every language's Word."""
    return {
        style.get(f"{_W}styleId", ""): name.get(f"{_W}val", "").lower()
        for style in styles.iter(f"{_W}style")
        if (name := style.find(f"{_W}name")) is not None
    }


def _ordered_lists(root: ElementTree.Element) -> set[str]:
    """The ids of lists that count."""
    counting = {
        abstract.get(f"{_W}abstractNumId")
        for abstract in root.iter(f"{_W}abstractNum")
        if (form := abstract.find(f"{_W}lvl/{_W}numFmt")) is not None
        and form.get(f"{_W}val") not in ("bullet", "none")
    }
    return {
        one.get(f"{_W}numId", "")
        for one in root.iter(f"{_W}num")
        if (link := one.find(f"{_W}abstractNumId")) is not None and link.get(f"{_W}val") in counting
    }


class _Reader:
    """Turns the elements of one document into Markdown."""

    def __init__(self, links: dict[str, str], styles: dict[str, str], ordered: set[str]) -> None:
        self._links, self._styles, self._ordered = links, styles, ordered
        self.left_out: set[Sentence] = set()
        self._in_list = False

    def blocks(self, parent: ElementTree.Element) -> list[str]:
        """The paragraphs and tables under an element."""
        out: list[str] = []
        for element in parent:
            match element.tag.removeprefix(_W):
                case "p":
                    out.append(self._paragraph(element))
                case "tbl":
                    self.left_out.add(Sentence("tables (their text is kept)"))
                    for cell in element.iter(f"{_W}tc"):
                        out += self.blocks(cell)
                case "sdt" | "sdtContent" | "ins" | "customXml":
                    out += self.blocks(element)
        return out

    def _paragraph(self, element: ElementTree.Element) -> str:
        text = self._inline(element).strip()
        if not text:
            return ""
        style_of = element.find(f"{_W}pPr/{_W}pStyle")
        style = self._styles.get(style_of.get(f"{_W}val", ""), "") if style_of is not None else ""
        heading = re.fullmatch(r"heading ([1-6])", style)
        number = element.find(f"{_W}pPr/{_W}numPr")
        list_id = number.find(f"{_W}numId") if number is not None else None
        was_in_list, self._in_list = self._in_list, False
        if heading or style == "title":
            return f"{'#' * (int(heading[1]) if heading else 1)} {text}\n\n"
        if number is not None and list_id is not None and list_id.get(f"{_W}val") != "0":
            level_of = number.find(f"{_W}ilvl")
            level = int(level_of.get(f"{_W}val", "0")) if level_of is not None else 0
            mark = "1." if list_id.get(f"{_W}val") in self._ordered else "-"
            self._in_list = True
            return f"{'    ' * level}{mark} {text}\n"
        if style.startswith(("list bullet", "list number")):
            self._in_list = True
            return f"{'1.' if 'number' in style else '-'} {text}\n"
        before = "\n" if was_in_list else ""
        if "quote" in style:
            return f"{before}> {text}\n\n"
        if re.fullmatch(r"(\\\*\s*){3}|⁂|#", text) or style == "scene break":
            return f"{before}* * *\n\n"
        return before + escaped_start(text) + "\n\n"

    def _inline(self, parent: ElementTree.Element) -> str:
        return joined(self._phrases(parent))

    def _phrases(self, parent: ElementTree.Element) -> Iterator[tuple[str, str]]:
        """Pieces of Markdown with the emphasis marks to put around them."""
        for element in parent:
            kind = element.tag.removeprefix(_W)
            if kind == "r":
                marks = "*" * (2 * self._on(element, "b") + self._on(element, "i"))
                yield self._run(element), marks
            elif kind == "hyperlink":
                words = self._inline(element)
                address = self._links.get(element.get(f"{_R}id", ""), "")
                yield (f"[{words}](<{address}>)" if address and words else words), ""
            elif kind in ("ins", "smartTag", "sdt", "sdtContent", "fldSimple"):
                yield from self._phrases(element)

    def _run(self, run: ElementTree.Element) -> str:
        text = ""
        for element in run:
            kind = element.tag.removeprefix(_W)
            if kind == "t":
                text += escaped(element.text or "")
            elif kind in ("tab", "noBreakHyphen"):
                text += "-" if kind == "noBreakHyphen" else " "
            elif kind in ("br", "cr") and element.get(f"{_W}type") != "page":
                text += "\\\n"
            elif kind in _LEFT_OUT:
                self.left_out.add(_LEFT_OUT[kind])
        return text

    def _on(self, run: ElementTree.Element, name: str) -> bool:
        found = run.find(f"{_W}rPr/{_W}{name}")
        return found is not None and found.get(f"{_W}val") not in ("0", "false", "none")
