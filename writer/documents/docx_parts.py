"""The fixed parts of a Word file: styles, numbering and the list of what is inside.

Source: ECMA-376 (Office Open XML), part 1, §§ 17.3, 17.7 (styles), 17.9 (numbering).
"""

from __future__ import annotations

from collections.abc import Iterable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_WORD}.numbering+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)

PACKAGE_RELATIONS = (
    f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)


def document_relations(links: Iterable[str]) -> str:
    """Styles, numbering, then the (escaped) addresses of links from ``rId3`` on."""
    outside = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/hyperlink" Target="{address}" '
        'TargetMode="External"/>'
        for number, address in enumerate(links, 3)
    )
    return (
        f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{R}/numbering" Target="numbering.xml"/>'
        f"{outside}</Relationships>"
    )


def core_properties(title: str) -> str:
    """The (escaped) title and nothing else: no author, no dates, no machine."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title></cp:coreProperties>"
    )


def _style(style_id: str, name: str, paragraph: str = "", run: str = "", more: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{more}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int) -> str:
    size = (36, 30, 26, 24, 22, 22)[level - 1]  # half points
    return _style(
        f"Heading{level}",
        f"heading {level}",
        '<w:keepNext/><w:spacing w:before="360" w:after="160"/>'
        f'<w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:sz w:val="{size}"/>',
        '<w:next w:val="Normal"/>',
    )


STYLES = (
    f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Georgia"/><w:sz w:val="23"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
    '<w:spacing w:after="160" w:line="320" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/><w:qFormat/></w:style>'
    + "".join(_heading(level) for level in range(1, 7))
    + _style("Quote", "Quote", '<w:ind w:left="567" w:right="567"/>', "<w:i/>")
    + _style("ListParagraph", "List Paragraph", "<w:contextualSpacing/>")
    + _style("SceneBreak", "Scene Break", '<w:spacing w:before="320"/><w:jc w:val="center"/>')
    + _style(
        "SourceCode",
        "Source Code",
        '<w:spacing w:after="0" w:line="240"/>',
        '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:sz w:val="19"/>',
    )
    + '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style></w:styles>'
)

BULLETS, NUMBERS = 0, 1
#: ``w:numId`` of every bulleted list; numbered lists get their own from 2 on.
BULLET_LIST = 1


def _abstract(kind: int) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/>'
        + (
            '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>'
            if kind == BULLETS
            else f'<w:numFmt w:val="decimal"/><w:lvlText w:val="%{level + 1}."/>'
        )
        + '<w:lvlJc w:val="left"/><w:pPr>'
        f'<w:ind w:left="{567 * (level + 1)}" w:hanging="397"/></w:pPr></w:lvl>'
        for level in range(9)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )


def numbering(lists: Iterable[tuple[int, int]]) -> str:
    """Definitions of both kinds of list, and of each numbered list: its level and first number."""
    numbered = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{NUMBERS}"/>'
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        "</w:num>"
        for number, (level, start) in enumerate(lists, BULLET_LIST + 1)
    )
    return (
        f'{HEAD}<w:numbering xmlns:w="{W}">{_abstract(BULLETS)}{_abstract(NUMBERS)}'
        f'<w:num w:numId="{BULLET_LIST}"><w:abstractNumId w:val="{BULLETS}"/></w:num>'
        f"{numbered}</w:numbering>"
    )
