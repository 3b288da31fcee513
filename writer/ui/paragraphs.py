"""Edit, Paragraph: what is done with whole paragraphs and with letters; each is one undo step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QMenu

from writer.completion.sentences import sentence_around
from writer.documents import moving_lines
from writer.documents.edits import Edit, apply_edits, first_units, units
from writer.documents.letter_case import capitalized, recased
from writer.documents.markdown_lines import Line
from writer.documents.moving_lines import Stretch
from writer.ui.code_places import prose_of_block
from writer.ui.editor_text import carry_out, selected_blocks, text_between
from writer.ui.editor_view import EditorView

if TYPE_CHECKING:
    from writer.ui.main_window import MainWindow

KEEP = QTextCursor.MoveMode.KeepAnchor


class PageLines:
    """The lines of an editor's document, as ``documents.moving_lines`` asks for them."""

    def __init__(self, editor: EditorView) -> None:
        self._document = editor.document()
        self._states = editor.lines

    @property
    def count(self) -> int:
        """How many there are."""
        return self._document.blockCount()

    def block(self, number: int) -> QTextBlock:
        """Qt's paragraph, which is a line of the file."""
        return self._document.findBlockByNumber(number)

    def text(self, number: int) -> str:
        """A line without its end."""
        return self.block(number).text()

    def line(self, number: int) -> Line:
        """How it is built."""
        return self._states.line(self.block(number))

    def start(self, unit: Stretch) -> int:
        """Where a stretch begins, as Qt counts."""
        return self.block(unit.first).position()

    def end(self, unit: Stretch) -> int:
        """Where it ends, without the line end."""
        last = self.block(unit.last)
        return last.position() + last.length() - 1


class Paragraphs(QObject):
    """Belongs to one editor."""

    def __init__(self, editor: EditorView) -> None:
        super().__init__(editor)
        self._editor = editor
        self._lines = PageLines(editor)

    # -- moving ------------------------------------------------------------------------------

    def move_up(self) -> None:
        """Move what is selected, or the caret's paragraph, over the one above."""
        unit = self._unit()
        over = moving_lines.above(self._lines, unit) if unit else None
        if unit is not None and over is not None:
            self._swap(over, unit, up=True)

    def move_down(self) -> None:
        """Move what is selected, or the caret's paragraph, over the one below."""
        unit = self._unit()
        over = moving_lines.below(self._lines, unit) if unit else None
        if unit is not None and over is not None:
            self._swap(unit, over, up=False)

    def _swap(self, upper: Stretch, lower: Stretch, *, up: bool) -> None:
        """Let two stretches change places. What is moved over is what the document sees moving,
        so that caret, selection and marks in the other stay with their words."""
        lines, document = self._lines, self._editor.document()
        start, upper_end = lines.start(upper), lines.end(upper)
        lower_start, end = lines.start(lower), lines.end(lower)
        over_start, over_end = (start, upper_end) if up else (lower_start, end)
        numbers, inside = [], []
        for one in moving_lines.numbered_anew(lines, upper, lower):
            at, size = lines.block(one.line).position() + one.at, units(one.number)
            if over_start <= at < over_end:
                inside.append(Edit(at - over_start, size, one.number))
            else:
                numbers.append(Edit(at, size, one.number))
        over = apply_edits(text_between(document, over_start, over_end), inside)
        between = text_between(document, upper_end, lower_start)
        if up:
            taken = Edit(start, lower_start - start, "")
            edits, shift = [taken, *numbers, Edit(end, 0, between + over)], start - lower_start
        else:
            taken = Edit(upper_end, end - upper_end, "")
            edits, shift = [Edit(start, 0, over + between), *numbers, taken], end - upper_end
        cursor = self._editor.textCursor()
        self._change(edits, cursor.anchor() + shift, cursor.position() + shift)

    # -- twice, and together -----------------------------------------------------------------

    def duplicate(self) -> None:
        """Put what is selected, or the caret's paragraph, below once more, with the caret in it."""
        unit = self._unit()
        if unit is None:
            return
        lines, cursor = self._lines, self._editor.textCursor()
        start, end = lines.start(unit), lines.end(unit)
        between = "\n\n" if moving_lines.stands_free(lines, unit) else "\n"
        shift = end - start + len(between)
        text = between + text_between(self._editor.document(), start, end)
        self._change([Edit(end, 0, text)], cursor.anchor() + shift, cursor.position() + shift)

    def join(self) -> None:
        """Make one paragraph of those that are selected, or of the caret's and the next."""
        lines = self._lines
        first, last = self._selected()
        if first == last:
            last += 1
            while last < lines.count and not lines.text(last).strip():
                last += 1
        numbers = range(first, min(last + 1, lines.count))
        blocks = [lines.block(number) for number in numbers if lines.text(number).strip()]
        edits: list[Edit] = []
        for block, after in pairwise(blocks):
            line, text = self._editor.lines.line(after), after.text()
            begins = max(line.start, len(text) - len(text.lstrip()))
            if line.fenced or self._editor.lines.line(block).fenced or begins >= len(text):
                return  # code, and lines that are nothing but a mark, stay what they are
            start = block.position() + units(block.text().rstrip())
            edits.append(Edit(start, after.position() + units(text[:begins]) - start, " "))
        if edits:
            grown = sum(1 - edit.removed for edit in edits[:-1])
            caret = edits[-1].position + grown
            self._change(edits, caret, caret)

    # -- selecting ---------------------------------------------------------------------------

    def select_paragraph(self) -> None:
        """Select the caret's paragraph, or all that the selection reaches into."""
        first, last = self._selected()
        unit = Stretch(first, last)
        self._select(self._lines.start(unit), self._lines.end(unit))

    def select_sentence(self) -> None:
        """Select the sentence that the caret is in."""
        cursor = self._editor.textCursor()
        block = self._editor.document().findBlock(cursor.selectionStart())
        text, place = block.text(), cursor.selectionStart() - block.position()
        start, end = sentence_around(text, len(first_units(text, place)))
        self._select(block.position() + units(text[:start]), block.position() + units(text[:end]))

    # -- letters -----------------------------------------------------------------------------

    def recase(self, how: Callable[[str], str]) -> None:
        """Change the letters of what is selected, or of the word at the caret; not in code."""
        chosen = self._editor.textCursor()
        cursor = QTextCursor(chosen)
        if not cursor.hasSelection():
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        block, edits = self._editor.document().findBlock(start), []
        while block.isValid() and block.position() < end:
            text, at = block.text(), block.position()
            first = len(first_units(text, max(0, start - at)))
            last = len(first_units(text, min(end - at, block.length() - 1)))
            prose = prose_of_block(self._editor.lines, block)
            for place, old, new in recased(text, prose, first, last, how):
                edits.append(Edit(at + units(text[:place]), units(old), new))
            block = block.next()
        if not edits:
            return
        grown = sum(units(edit.added) - edit.removed for edit in edits)
        if chosen.hasSelection():
            self._change(edits, start, end + grown)
        else:
            self._change(edits, chosen.position(), chosen.position())

    # -- carrying it out ---------------------------------------------------------------------

    def _selected(self) -> tuple[int, int]:
        """The first and the last line of the selection."""
        first, last = selected_blocks(self._editor.textCursor())
        return first.blockNumber(), last.blockNumber()

    def _unit(self) -> Stretch | None:
        return moving_lines.whole(self._lines, *self._selected())

    def _change(self, edits: list[Edit], anchor: int, caret: int) -> None:
        if self._editor.isReadOnly():
            return
        self._editor.ghost.lift()
        carry_out(self._editor, edits)
        self._select(anchor, caret)
        self._editor.ensureCursorVisible()

    def _select(self, anchor: int, caret: int) -> None:
        end = self._editor.document().characterCount() - 1
        cursor = self._editor.textCursor()
        cursor.setPosition(max(0, min(anchor, end)))
        cursor.setPosition(max(0, min(caret, end)), KEEP)
        self._editor.setTextCursor(cursor)


def tr(text: str) -> str:
    """The text in the language of the interface; its context is "Menus"."""
    return QCoreApplication.translate("Menus", text)


def fill_paragraph_menu(window: MainWindow, menu: QMenu) -> None:
    """Edit, Paragraph."""
    add, paragraphs = window.commands.add, window.paragraphs
    for name, text, slot, keys in (
        ("move_up", tr("Move Paragraph &Up"), paragraphs.move_up, "Alt+Up"),
        ("move_down", tr("Move Paragraph &Down"), paragraphs.move_down, "Alt+Down"),
        ("duplicate", tr("Dup&licate Paragraph"), paragraphs.duplicate, "Ctrl+Shift+D"),
        ("join", tr("&Join with the Next"), paragraphs.join, "Ctrl+Shift+J"),
        ("select_sentence", tr("Select &Sentence"), paragraphs.select_sentence, "Ctrl+Shift+E"),
        ("select_paragraph", tr("Select &Paragraph"), paragraphs.select_paragraph, "Ctrl+Shift+A"),
    ):
        add(menu, name, text, slot, keys)
    menu.addSeparator()
    for name, text, how in (
        ("upper_case", tr("Upp&er Case"), str.upper),
        ("lower_case", tr("Lo&wer Case"), str.lower),
        ("capitalized", tr("&Capitalize Words"), capitalized),
    ):
        add(menu, name, text, partial(paragraphs.recase, how))
