"""An OpenDocument text (ODT) as Markdown: headings, emphasis, lists, links; the rest is said.

The file is only read. Pictures, tables' borders, footnotes, comments and page layout do not come
along; tracked changes come as if accepted. Source: OpenDocument 1.3, part 3, §§ 5, 6 and 16.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from writer.documents.office import Imported, Package, open_package
from writer.documents.to_markdown import escaped, escaped_start, joined
from writer.sentence import Sentence

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _STYLE, _TABLE, _DRAW = (
    f"{{{_NAMES}{part}:1.0}}" for part in ("office", "text", "style", "table", "drawing")
)
_FO = f"{{{_NAMES}xsl-fo-compatible:1.0}}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_BOLD_WEIGHT = 600
_DEEPEST_LIST = 9
_MOST_SPACES = 1000
_SPACES = re.compile(r"[ \t\r\n]+")
_BREAK = re.compile(r" *\\\n *")
_SCENE_BREAK = re.compile(r"(\\\*\s*){3}|⁂|#")
_LEFT_OUT = {
    f"{_TEXT}note": Sentence("footnotes"),
    f"{_OFFICE}annotation": Sentence("comments"),
    f"{_DRAW}frame": Sentence("pictures"),
    f"{_DRAW}g": Sentence("pictures"),
    f"{_TEXT}table-of-content": Sentence("tables of contents"),
}
_TRANSPARENT = {
    f"{_TEXT}section",
    f"{_TEXT}index-body",
    f"{_TEXT}numbered-paragraph",
    *(
        f"{_TABLE}table{part}"
        for part in ("", "-rows", "-row-group", "-header-rows", "-row", "-cell")
    ),
}


@dataclass(frozen=True)
class _Style:
    """What a style says itself; what it does not say, its parent does."""

    parent: str
    name: str
    bold: bool | None
    italic: bool | None


def import_odt(path: Path) -> Imported:
    """Read an OpenDocument text.

    Raises:
        DocumentError: it cannot be read, is no such file, or holds more than is opened.
    """
    with open_package(path, Sentence("an OpenDocument text"), "ODT") as package:
        return _read(package)


def _read(package: Package) -> Imported:
    content, styles = package.part("content.xml"), package.optional("styles.xml")
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise ValueError("a table or a drawing, not a text")
    found: dict[str, _Style] = {}
    counting: dict[str, set[int]] = {}
    for root in (styles, content):  # a document's own styles come before the shared ones
        for style in root.iter(f"{_STYLE}style"):
            found[style.get(f"{_STYLE}name", "")] = _style(style)
        for style in root.iter(f"{_TEXT}list-style"):
            counting[style.get(f"{_STYLE}name", "")] = _counting_levels(style)
    reader = _Reader(found, counting)
    return Imported.of(reader.blocks(body), reader.left_out)


def _style(element: ElementTree.Element) -> _Style:
    properties = element.find(f"{_STYLE}text-properties")
    weight = properties.get(f"{_FO}font-weight") if properties is not None else None
    slant = properties.get(f"{_FO}font-style") if properties is not None else None
    name = element.get(f"{_STYLE}display-name", "") or element.get(f"{_STYLE}name", "")
    return _Style(
        element.get(f"{_STYLE}parent-style-name", ""),
        name.replace("_20_", " ").lower(),
        _is_bold(weight) if weight else None,
        slant in ("italic", "oblique") if slant else None,
    )


def _is_bold(weight: str) -> bool:
    return weight == "bold" or (weight.isdecimal() and int(weight[:4]) >= _BOLD_WEIGHT)


def _counting_levels(style: ElementTree.Element) -> set[int]:
    """The levels of a list style that have numbers, from 1."""
    return {
        int(level.get(f"{_TEXT}level", "1"))
        for level in style.iter(f"{_TEXT}list-level-style-number")
        if level.get(f"{_STYLE}num-format")
    }


class _Reader:
    """Turns the elements of one document into Markdown."""

    def __init__(self, styles: dict[str, _Style], counting: dict[str, set[int]]) -> None:
        self._styles, self._counting = styles, counting
        self.left_out: set[Sentence] = set()
        self._after_list = False

    def blocks(self, parent: ElementTree.Element) -> Iterator[str]:
        """The paragraphs, lists and tables under an element."""
        for element in parent:
            if element.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                yield self._paragraph(element)
            elif element.tag == f"{_TEXT}list":
                yield from self._list(element, "", 1)
                self._after_list = True
            elif element.tag in _TRANSPARENT:
                if element.tag == f"{_TABLE}table":
                    self.left_out.add(Sentence("tables (their text is kept)"))
                yield from self.blocks(element)
            else:
                self._leave_out(element)

    def _paragraph(self, element: ElementTree.Element) -> str:
        text = self._line(element)
        if not text:
            return ""
        before = "\n" if self._after_list else ""
        self._after_list = False
        names = [style.name for style in self._chain(element)]
        if element.tag == f"{_TEXT}h":
            level = element.get(f"{_TEXT}outline-level", "1")
            signs = min(int(level), 6) if level.isdecimal() else 1
            return f"{before}{'#' * max(1, signs)} {text}\n\n"
        if "title" in names:
            return f"{before}# {text}\n\n"
        if any("quot" in name for name in names):
            return f"{before}> {text}\n\n"
        if _SCENE_BREAK.fullmatch(text):
            return f"{before}* * *\n\n"
        return f"{before}{escaped_start(text)}\n\n"

    def _list(self, element: ElementTree.Element, inherited: str, level: int) -> Iterator[str]:
        style = element.get(f"{_TEXT}style-name") or inherited
        mark = "1." if level in self._counting.get(style, ()) else "-"
        indent = "    " * (min(level, _DEEPEST_LIST) - 1)
        for item in element:
            first = True
            for child in item:
                if child.tag == f"{_TEXT}list":
                    yield from self._list(child, style, level + 1)
                elif child.tag in (f"{_TEXT}p", f"{_TEXT}h") and (text := self._line(child)):
                    yield f"{indent}{mark} {text}\n" if first else f"\n{indent}    {text}\n\n"
                    first = False

    def _leave_out(self, element: ElementTree.Element) -> None:
        if element.tag in _LEFT_OUT:
            boxed = element.find(f"{_DRAW}text-box") is not None
            self.left_out.add(Sentence("text boxes") if boxed else _LEFT_OUT[element.tag])

    # -- inside a paragraph ----------------------------------------------------------------

    def _line(self, paragraph: ElementTree.Element) -> str:
        marks = _marks(self._look(self._chain(paragraph)))
        # A style that makes the whole paragraph bold is a matter of looks, not of emphasis.
        plain = ((text, _beyond(of, marks)) for text, of in self._phrases(paragraph, marks))
        return _BREAK.sub(r"\\\n", joined(plain)).strip()

    def _phrases(self, parent: ElementTree.Element, marks: str) -> Iterator[tuple[str, str]]:
        """Pieces of Markdown with the emphasis marks to put around them."""
        yield _words(parent.text), marks
        for element in parent:
            kind = element.tag.removeprefix(_TEXT)
            if kind == "span":
                own = self._look(self._chain(element))
                inherited = ("**" in marks, marks in ("*", "***"))
                look = [
                    mine if mine is not None else theirs
                    for mine, theirs in zip(own, inherited, strict=True)
                ]
                yield from self._phrases(element, _marks((look[0], look[1])))
            elif kind == "a":
                words = joined(self._phrases(element, ""))
                address = element.get(_LINK, "").replace(">", "%3E").replace("<", "%3C")
                yield (f"[{words}](<{address}>)" if address and words else words), marks
            elif kind == "s":
                count = element.get(f"{_TEXT}c", "1")
                yield " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES), marks
            elif kind == "tab":
                yield " ", marks
            elif kind == "line-break":
                yield "\\\n", marks
            elif element.tag in _LEFT_OUT:
                self._leave_out(element)
            elif element.tag.startswith(_TEXT):  # a field, a bookmark, a ruby: its words
                yield from self._phrases(element, marks)
            yield _words(element.tail), marks

    def _chain(self, element: ElementTree.Element) -> list[_Style]:
        """The element's style, its parent, and so on."""
        chain: list[_Style] = []
        name = element.get(f"{_TEXT}style-name", "")
        while (style := self._styles.get(name)) is not None and style not in chain:
            chain.append(style)
            name = style.parent
        return chain

    def _look(self, chain: list[_Style]) -> tuple[bool | None, bool | None]:
        """Bold and italic, each None if no style says anything about it."""
        bold = next((style.bold for style in chain if style.bold is not None), None)
        italic = next((style.italic for style in chain if style.italic is not None), None)
        return bold, italic


def _marks(look: tuple[bool | None, bool | None]) -> str:
    return "**" * bool(look[0]) + "*" * bool(look[1])


def _beyond(marks: str, usual: str) -> str:
    """The marks without those that the whole paragraph has."""
    bold = "**" in marks and "**" not in usual
    return _marks((bold, marks in ("*", "***") and usual not in ("*", "***")))


def _words(text: str | None) -> str:
    """White space of any length is one space in this format (part 3, § 6.1.2)."""
    return escaped(_SPACES.sub(" ", text or ""))
