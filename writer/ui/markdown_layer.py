"""Shows Markdown as it is written: weight, slant and colour, and every mark stays where it is.

What a paragraph looks like is set in its layout when somebody is about to break or look at its
lines, which Qt does for what is on the screen only, and again when it is edited. The document knows
nothing of it: no character format, no undo step, no new revision. A ``QSyntaxHighlighter`` would go
through the whole document, and through all that follows from an edit.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetricsF,
    QTextBlock,
    QTextCharFormat,
    QTextFormat,
)

from writer.documents.edits import units
from writer.documents.markdown_inline import Style
from writer.documents.markdown_lines import LineState, spans_of
from writer.ui.editor_view import EditorView
from writer.ui.format_ranges import GOES_ON_PROPERTY, Range, format_range, opened

MARKDOWN_PROPERTY = int(QTextFormat.Property.UserProperty) + 0x63
"""Marks our formats among those of ghost text and of input methods."""
AT_ONCE = 64
"""So many edited paragraphs get their look at once, the others when they are looked at."""


@dataclass(frozen=True, slots=True)
class Look:
    """The colours, as ``#rrggbb``."""

    quiet: str = "#67625a"
    accent: str = "#2f6f9f"
    behind_code: str = "#f3f1ec"


class MarkdownLayer(QObject):
    """Belongs to one editor."""

    def __init__(self, editor: EditorView) -> None:
        super().__init__(editor)
        self._editor = editor
        self._document = editor.document()
        self._lines = editor.lines
        self._on = False
        self._look = Look()
        self._formats: dict[Style, QTextCharFormat] = {}
        self._tokens: dict[tuple[LineState, bool] | None, int] = {}
        self._last_token = 0
        self._revision = self._document.revision()
        self._busy = False
        editor.page_layout.prepare = self._prepare
        self._lines.edited.connect(self._edited)
        self._lines.reread.connect(lambda *_: editor.viewport().update())
        self._document.contentsChanged.connect(self._settled)

    @property
    def is_on(self) -> bool:
        """Whether Markdown is shown."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Show it, or plain text."""
        if on != self._on:
            self._on = on
            self._begin_again()

    def set_look(self, look: Look) -> None:
        """Other colours, or another face in the editor."""
        self._look = look
        self._begin_again()

    def _begin_again(self) -> None:
        self._formats.clear()
        self._tokens.clear()
        self._editor.viewport().update()

    # -- which paragraphs --------------------------------------------------------------------

    def _token(self, block: QTextBlock) -> int:
        """A number for what, beside its own text, decides what a paragraph looks like."""
        number = block.blockNumber()
        key = (self._lines.before(number), self._lines.is_underlined(number)) if self._on else None
        if key not in self._tokens:
            self._last_token += 1
            self._tokens[key] = self._last_token
        return self._tokens[key]

    def _settled(self) -> None:
        self._revision = self._document.revision()

    def _prepare(self, block: QTextBlock) -> None:
        # Inside an edit block the revision has gone ahead of what was told. Nothing may be marked
        # as changed then: Qt would take that for the end of the edit and never tell of it.
        if self._busy or self._document.revision() != self._revision:
            return
        token = self._token(block)
        if block.userState() == token:
            return
        self._busy = True
        block.setUserState(token)
        if self._set_formats(block):
            # Its lines are broken next: nobody has to be told that they are other ones.
            self._editor.page_layout.forget_lines(block)
        self._busy = False

    def _edited(self, first: int, last: int) -> None:
        """Qt is about to lay these paragraphs out: what is set here counts for that."""
        block = self._document.findBlockByNumber(first)
        for _ in range(min(last - first + 1, AT_ONCE)):
            block.setUserState(self._token(block))
            self._set_formats(block)
            block = block.next()
        if block.isValid() and block.blockNumber() <= last:
            # It may be an old one with other text; those between are new, and without a look.
            self._document.findBlockByNumber(last).setUserState(-1)

    # -- what they look like -----------------------------------------------------------------

    def _set_formats(self, block: QTextBlock) -> bool:
        """Whether that changed anything."""
        layout = block.layout()
        now = layout.formats()
        others = [r for r in now if not r.format.hasProperty(MARKDOWN_PROPERTY)]
        ranges = self._ranges(block) if self._on else []
        if not ranges and len(others) == len(now):
            return False
        if layout.preeditAreaText():
            length = units(layout.preeditAreaText())
            ranges = opened(ranges, layout.preeditAreaPosition(), length)
        layout.setFormats([*ranges, *others])
        return True

    def _ranges(self, block: QTextBlock) -> list[Range]:
        line = self._lines.line(block)
        text = block.text()
        underlined = self._lines.is_underlined(block.blockNumber())
        ranges, wide, last = [], not text.isascii(), 0
        start = 0
        for span in spans_of(text, line, underlined=underlined):
            if wide:
                start += units(text[last : span.start])
                length = units(text[span.start : span.end])
                last = span.end
            else:
                start, length = span.start, span.end - span.start
            ranges.append(format_range(start, length, self._format(span.style)))
            start += length
        return ranges

    def _format(self, style: Style) -> QTextCharFormat:
        if style in self._formats:
            return self._formats[style]
        made = QTextCharFormat()
        made.setProperty(MARKDOWN_PROPERTY, int(style))
        if style & (Style.HEADING | Style.STRONG):
            made.setFontWeight(QFont.Weight.Bold)
        if style & Style.EMPHASIS:
            made.setFontItalic(True)
        if style & Style.STRIKE and not style & Style.MARK:
            made.setFontStrikeOut(True)
        if style & Style.CODE:
            face, size = fixed_face(self._editor.font())
            made.setFontFamilies([face])
            made.setFontPointSize(size)
            made.setBackground(QColor(self._look.behind_code))
        if style & (Style.MARK | Style.QUOTE):
            made.setForeground(QColor(self._look.quiet))
        elif style & Style.LINK:
            made.setForeground(QColor(self._look.accent))
        if style & Style.HEADING and not style & ~(Style.HEADING | Style.QUOTE):
            made.setProperty(GOES_ON_PROPERTY, True)
        self._formats[style] = made
        return made


def fixed_face(font: QFont) -> tuple[str, float]:
    """A face for code beside ``font``, and the points at which no line gets higher by it."""
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    fixed.setPointSizeF(font.pointSizeF())
    page, code = QFontMetricsF(font), QFontMetricsF(fixed)
    fit = min(
        page.xHeight() / max(1.0, code.xHeight()),
        page.ascent() / max(1.0, code.ascent()),
        page.descent() / max(1.0, code.descent()),
        1.0,
    )
    return QFontInfo(fixed).family(), round(font.pointSizeF() * fit, 2)
