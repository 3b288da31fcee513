"""Return goes on with a list, keys put marks around words: each is one undo step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextBlock, QTextCursor

from writer.documents import markdown_edits as edits
from writer.documents.edits import first_units, units
from writer.settings.store import Settings
from writer.ui.editor_text import selected_blocks
from writer.ui.editor_view import EditorView

KEEP = QTextCursor.MoveMode.KeepAnchor


class MarkdownTyping(QObject):
    """Belongs to one editor."""

    def __init__(self, editor: EditorView, settings: Settings) -> None:
        super().__init__(editor)
        self._editor = editor
        self._settings = settings
        self.continues_lists = False
        """Whether Return goes on with lists and quotes."""
        editor.break_line = self._break_line

    # -- Return ------------------------------------------------------------------------------

    def _break_line(self) -> str | None:
        """What was inserted at Return; empty when a marker went away, ``None`` for nothing."""
        cursor = self._editor.textCursor()
        if not self.continues_lists or cursor.hasSelection() or self._editor.isReadOnly():
            return None
        block = cursor.block()
        text = block.text()
        caret = _characters(text, cursor.positionInBlock())
        lines = self._editor.lines
        change = edits.next_line(text, lines.line(block), caret, lines.before(block.blockNumber()))
        if change is None or (change.removed and self._settings.flag("modes.forward_only")):
            return None
        self._apply([(block, (change,))])
        return change.inserted

    # -- commands ----------------------------------------------------------------------------

    def toggle_mark(self, mark: str) -> None:
        """Put ``mark`` (such as ``**``) around what is selected, or take it away."""
        if self._editor.isReadOnly():
            return
        cursor = self._editor.textCursor()
        if not cursor.hasSelection():
            self._edit_here(lambda text, start, _: edits.mark_here(text, start, mark))
            return
        parts = [part for part in self._selected_parts() if part[2] < part[3]]
        on = not all(edits.is_marked(text, start, end, mark) for _, text, start, end in parts)
        done = [
            (block, text, edits.mark_words(text, start, end, mark, on=on))
            for block, text, start, end in parts
        ]
        if not any(edited.changes for *_, edited in done):
            return
        (first, first_text, begins), (last, last_text, ends) = done[0], done[-1]
        self._apply([(block, edited.changes) for block, _, edited in done])
        start = first.position() + units(_changed(first_text, begins.changes)[: begins.start])
        end = last.position() + units(_changed(last_text, ends.changes)[: ends.end])
        self._select(start, end)

    def toggle_link(self) -> None:
        """Make a link of what is selected, or plain words of the link at the caret."""
        if not self._editor.isReadOnly():
            self._edit_here(edits.link_words)

    def tick(self) -> None:
        """Tick the task boxes of the selection, or clear them where all are ticked.

        List items get an empty box where there is none in the whole selection.
        """
        if self._editor.isReadOnly():
            return
        lines = [
            (block, text, self._editor.lines.line(block))
            for block, text, *_ in self._selected_parts()
        ]
        boxes = [(text, at) for _, text, line in lines if (at := edits.box(text, line)) is not None]
        on = any(text[at] == " " for text, at in boxes)
        changes = [
            (block, edits.ticked(text, line, on=on) if boxes else edits.given_box(text, line))
            for block, text, line in lines
        ]
        self._apply([(block, (change,)) for block, change in changes if change is not None])

    def is_item_here(self, *, anywhere: bool) -> bool:
        """Whether the caret is in a list item, not behind its first word or ``anywhere``; or
        several paragraphs are selected, the first of which is an item."""
        cursor = self._editor.textCursor()
        block, last = selected_blocks(cursor)
        text, item = block.text(), self._editor.lines.line(block).item
        if item is None:
            return False
        if cursor.hasSelection():
            return block != last
        return anywhere or _characters(text, cursor.positionInBlock()) <= item.end

    def indent(self) -> bool:
        """Move the list items of the selection into the item before them; whether they could."""
        return self._move(deeper=True)

    def outdent(self) -> bool:
        """Move the list items of the selection out of the item they are in; whether they could."""
        return self._move(deeper=False)

    def _move(self, *, deeper: bool) -> bool:
        lines = self._editor.lines
        chosen = [(block, lines.line(block)) for block, *_ in self._selected_parts()]
        items = [(block, line) for block, line in chosen if line.item is not None]
        if not items or self._editor.isReadOnly():
            return False
        block, line = items[0]
        before = lines.before(block.blockNumber())
        columns = edits.indent_step(line, before, deeper=deeper)
        if not columns:
            return False
        changes = []
        for one, how in chosen:
            change = edits.moved(one.text(), how, columns if deeper else -columns)
            number = edits.counted_anew(how, before) if deeper and one == block else ()
            changes.append((one, (*((change,) if change else ()), *number)))
        self._apply(changes)
        return True

    # -- carrying it out ---------------------------------------------------------------------

    def _selected_parts(self) -> list[tuple[QTextBlock, str, int, int]]:
        """The paragraphs of the selection, with the stretch of words in each that is in it."""
        cursor = self._editor.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        block, final = selected_blocks(cursor)
        parts = []
        while block.isValid() and block.position() <= final.position():
            text, line = block.text(), self._editor.lines.line(block)
            first = _characters(text, max(0, start - block.position()))
            last = _characters(text, min(end - block.position(), block.length() - 1))
            parts.append((block, text, max(first, line.start), max(first, min(last, line.end))))
            block = block.next()
        return parts

    def _edit_here(self, edit: Callable[[str, int, int], edits.Edited]) -> None:
        """Change the caret's paragraph; a selection counts as far as it lies in it."""
        cursor = self._editor.textCursor()
        block = self._editor.document().findBlock(cursor.selectionStart())
        text = block.text()
        start = _characters(text, cursor.selectionStart() - block.position())
        end = min(cursor.selectionEnd() - block.position(), block.length() - 1)
        edited = edit(text, start, _characters(text, end))
        self._apply([(block, edited.changes)])
        after = _changed(text, edited.changes)
        place = block.position()
        self._select(place + units(after[: edited.start]), place + units(after[: edited.end]))

    def _apply(self, changes: Sequence[tuple[QTextBlock, Sequence[edits.Change]]]) -> None:
        """All changes as one undo step that nothing typed before or after becomes part of."""
        places = [
            (block.position(), block.text(), change) for block, some in changes for change in some
        ]
        if not places:
            return
        cursor = QTextCursor(self._editor.document())
        cursor.beginEditBlock()
        for start, text, change in reversed(places):
            first = start + units(text[: change.at])
            cursor.setPosition(first)
            cursor.setPosition(first + units(text[change.at : change.at + change.removed]), KEEP)
            if change.inserted:
                # A deletion at the end: see EditorView.insert_suggestion.
                cursor.insertText(change.inserted + " ")
                cursor.deletePreviousChar()
            else:
                cursor.removeSelectedText()
        cursor.endEditBlock()
        self._editor.ensureCursorVisible()

    def _select(self, start: int, end: int) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, KEEP)
        self._editor.setTextCursor(cursor)


def _characters(text: str, count: int) -> int:
    """How many characters the first ``count`` UTF-16 units of a text are."""
    return len(first_units(text, count))


def _changed(text: str, changes: Sequence[edits.Change]) -> str:
    for change in reversed(changes):
        text = text[: change.at] + change.inserted + text[change.at + change.removed :]
    return text
