"""A Word file (DOCX) as Markdown: headings, emphasis, lists, quotes, links; the rest is said.

The file is only read. Pictures, tables' borders, footnotes, comments and page layout do not come
along; tracked changes come as if accepted. Source: ECMA-376, part 1, § 17.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from writer.documents.docx_parts import R, W
from writer.documents.files import LARGEST_BYTES
from writer.documents.problems import Doing, describe
from writer.errors import DocumentError

_W, _R = f"{{{W}}}", f"{{{R}}}"
_SPECIAL = re.compile(r"([\\`*_\[]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~(?=~))")
#: What would begin a heading, quote, list or rule, and the sign in it to escape.
_LINE_START = re.compile(r"^(\d{0,9})([#>+.)-])(?=[#>+\-\s]|$)|^()(>|-+\s*-)", re.MULTILINE)
_LEFT_OUT = {
    "drawing": "pictures",
    "pict": "pictures",
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "commentReference": "comments",
}


@dataclass(frozen=True)
class Imported:
    """The Markdown, and sentences on what did not come along."""

    text: str
    notices: tuple[str, ...]


def import_docx(path: Path) -> Imported:
    """Read a Word file.

    Raises:
        DocumentError: it cannot be read, is no Word file, or holds more than is opened.
    """
    try:
        with zipfile.ZipFile(path) as package:
            main = _part(package, "word/document.xml")
            relations = _optional(package, "word/_rels/document.xml.rels")
            styles = _optional(package, "word/styles.xml")
            lists = _optional(package, "word/numbering.xml")
    except OSError as error:
        raise describe(error, path, Doing.OPENING) from error
    except (
        zipfile.BadZipFile,
        KeyError,
        ElementTree.ParseError,
        RuntimeError,
        ValueError,
    ) as error:
        raise DocumentError(
            f"“{path.name}” is not a Word file that can be read. Nothing was changed. Open it in "
            "a word processor and save it as DOCX or as text."
        ) from error
    reader = _Reader(_links(relations), _style_names(styles), _ordered_lists(lists))
    body = main.find(f"{_W}body")
    blocks = reader.blocks(body if body is not None else main)
    notices = [f"Left out: {', '.join(sorted(reader.left_out))}."] if reader.left_out else []
    return Imported("".join(blocks).rstrip("\n") + "\n", tuple(notices))


def _part(package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """One XML file; Word writes no document type, and one could be made to unfold without end."""
    if package.getinfo(name).file_size > LARGEST_BYTES:
        raise ValueError("larger than what is opened")
    data = package.read(name)
    if b"<!DOCTYPE" in data:
        raise ValueError("a document type where none belongs")
    return ElementTree.fromstring(data)


def _optional(package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    try:
        return _part(package, name)
    except KeyError:
        return ElementTree.Element("none")


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
        self.left_out: set[str] = set()
        self._in_list = False

    def blocks(self, parent: ElementTree.Element) -> list[str]:
        """The paragraphs and tables under an element."""
        out: list[str] = []
        for element in parent:
            match element.tag.removeprefix(_W):
                case "p":
                    out.append(self._paragraph(element))
                case "tbl":
                    self.left_out.add("tables (their text is kept)")
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
        return before + _LINE_START.sub(_escaped, text) + "\n\n"

    def _inline(self, parent: ElementTree.Element) -> str:
        """Word cuts one bold phrase into many runs: equal neighbours are put together again."""
        phrases: list[tuple[str, str]] = []
        for text, marks in self._phrases(parent):
            if phrases and (phrases[-1][1] == marks or not text.strip()):
                phrases[-1] = (phrases[-1][0] + text, phrases[-1][1])
            else:
                phrases.append((text, marks))
        return "".join(_marked(text, marks) for text, marks in phrases)

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
                text += _SPECIAL.sub(r"\\\1", element.text or "")
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


def _escaped(start: re.Match[str]) -> str:
    """Backslash before the sign: ``1\\.``, ``\\#``, ``\\---``."""
    if start[2] is not None:
        return f"{start[1]}\\{start[2]}" if start[1] or start[2] not in ".)" else start[0]
    return f"\\{start[0]}"


def _marked(text: str, marks: str) -> str:
    """Emphasis around the words, with the spaces outside: Markdown wants it so."""
    words = text.strip()
    if not marks or not words:
        return text
    start = len(text) - len(text.lstrip())
    return f"{text[:start]}{marks}{words}{marks}{text[start + len(words) :]}"
