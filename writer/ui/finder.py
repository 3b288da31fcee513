"""Find and replace in one editor: what the bar asks, the searcher finds and the page shows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QColor, QPen, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QWidget

from writer.documents.edits import Edit, units
from writer.documents.finding import Query, as_pattern
from writer.errors import WriterError
from writer.settings.store import Settings
from writer.settings.themes import Theme
from writer.ui.announcer import Announcer
from writer.ui.editor_text import carry_out
from writer.ui.editor_view import PARAGRAPH_SEPARATOR, EditorView
from writer.ui.find_bar import FindBar
from writer.ui.locale_words import number_words
from writer.ui.marks import Layer
from writer.ui.searcher import Searcher
from writer.ui.translation import plain_sentence

LONGEST_TAKEN_OVER = 200
"""A longer selection is where to look, not what to look for."""
SCOPE_SHARE = 0.3
"""How much of the colour of selected text lies under what is looked at."""
KEEP = QTextCursor.MoveMode.KeepAnchor


class Finder(QObject):
    """The match that is selected in the text is the current one; there is no other state of it."""

    notified = Signal(str)
    """What the bar would say, while there is no bar."""

    def __init__(self, editor: EditorView, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self._settings = settings
        self.bar = FindBar(settings, parent)
        self.searcher = Searcher(editor.document(), self)
        self._announcer = Announcer(self.bar)
        self._origin = 0
        self._scope: QTextCursor | None = None
        self._then: Callable[[], None] | None = None
        self._said = ""
        self._moving = False
        self._found_style, self._current_style = QTextCharFormat(), QTextCharFormat()
        self._scope_style = QTextCharFormat()
        self._drawing = QTimer(self)
        self._drawing.setObjectName("search-marks")
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(0)
        self._drawing.timeout.connect(self._draw)

        self.bar.query_changed.connect(self._query_changed)
        self.bar.step_requested.connect(self.step)
        self.bar.replace_requested.connect(self.replace)
        self.bar.replace_all_requested.connect(self.replace_all)
        self.bar.scope_requested.connect(self._set_scope)
        self.bar.close_requested.connect(self.close)
        self.searcher.found.connect(self._found)
        self.searcher.failed.connect(self._failed)
        editor.cursorPositionChanged.connect(self._caret_moved)
        editor.selectionChanged.connect(self._caret_moved)
        editor.typed.connect(lambda _: self._forget_step())
        scroll_bar = editor.verticalScrollBar()
        scroll_bar.valueChanged.connect(lambda _: self._draw_soon())
        scroll_bar.rangeChanged.connect(lambda *_: self._draw_soon())

    def set_theme(self, theme: Theme) -> None:
        """The colours of what was found."""
        self._found_style.setBackground(QColor(theme.found))
        pen = QPen(QColor(theme.accent), 2)
        self._current_style.setProperty(QTextFormat.Property.OutlinePen, pen)
        under = QColor(theme.selection)
        under.setAlphaF(SCOPE_SHARE)
        self._scope_style.setBackground(under)
        self._draw_soon()

    # -- commands ----------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether the bar is there."""
        return not self.bar.isHidden()

    def open(self, *, replacing: bool) -> None:
        """Ask what to look for; a short selection is the answer, a long one where to look."""
        fresh, self._then = not self.is_open, None
        self.bar.show_replacing(replacing)
        selected = self._editor.textCursor().selectedText()
        in_bar = self.bar.has_focus
        if selected and not in_bar:
            if len(selected) > LONGEST_TAKEN_OVER or PARAGRAPH_SEPARATOR in selected:
                self._set_scope(True)
            elif self._number() is None:
                self._take_over(selected)
        self._origin = self._editor.textCursor().selectionStart()
        self.searcher.follow(True)
        self.bar.begin(self.bar.new_text if in_bar and replacing else self.bar.field)
        if fresh or not self.searcher.is_current:
            self.searcher.look_for(self._query())

    def close(self) -> bool:
        """Give the keyboard back to the text; ``False`` when there was no bar."""
        if not self.is_open:
            return False
        self.bar.hide()
        self._then = None
        self._set_scope(False)
        self.searcher.follow(False)
        for layer in (Layer.SEARCHED, Layer.MATCHES, Layer.CURRENT_MATCH):
            self._editor.marks.clear(layer)
        self._editor.setFocus()
        return True

    def step(self, direction: int) -> None:
        """Go to the next match (1) or to the one before (-1)."""
        if not self.bar.field.text():
            self.open(replacing=False)
            return
        self._when_current(lambda: self._step(direction))

    def replace(self) -> None:
        """Replace the current match and go to the next."""
        if self._may_change():
            self._when_current(self._replace_current)

    def replace_all(self) -> None:
        """Replace every match, as one undo step."""
        if self._may_change() and self.bar.field.text():
            self.searcher.query = self._query()
            self.searcher.prepare(self.bar.new_text.text(), self._within(), self._replace_these)

    def stop(self) -> None:
        """The window has closed."""
        self._drawing.stop()
        self.searcher.close()

    # -- looking -----------------------------------------------------------------------------

    def _query(self) -> Query:
        flag = self._settings.flag
        return Query(
            self.bar.field.text(),
            match_case=flag("find.match_case"),
            whole_words=flag("find.whole_words"),
            is_pattern=flag("find.patterns"),
        )

    def _take_over(self, text: str) -> None:
        if self._settings.flag("find.patterns"):
            text = as_pattern(text)
        self.bar.field.blockSignals(True)
        self.bar.field.setText(text)
        self.bar.field.blockSignals(False)
        self.searcher.is_current = False

    def _query_changed(self) -> None:
        if self.is_open:
            self._said = ""
            self._then = self._land
            self.searcher.look_for(self._query())

    def _when_current(self, then: Callable[[], None]) -> None:
        """Do this as soon as it is known what there is in the text as it is."""
        self._said = ""
        if self.searcher.is_current and self.searcher.query == self._query():
            then()
            self._tell()
            return
        self._then = then
        self.searcher.look_for(self._query())

    def _forget_step(self) -> None:
        self._then = None

    def _found(self) -> None:
        self.bar.complain("")
        self._keep_to_scope()
        then, self._then = self._then, None
        if then is not None:
            then()
        self._tell()
        self._draw_soon()

    def _failed(self, error: WriterError) -> None:
        self._then = None
        self.bar.say("")
        self._editor.marks.clear(Layer.MATCHES)
        self._editor.marks.clear(Layer.CURRENT_MATCH)
        sentence = plain_sentence(error)
        self.bar.complain(sentence)
        if not self.is_open:
            self.notified.emit(sentence)
        self._draw_soon()

    def _within(self) -> tuple[int, int]:
        if self._scope is None:
            return 0, self._editor.document().characterCount() - 1
        return self._scope.selectionStart(), self._scope.selectionEnd()

    def _keep_to_scope(self) -> None:
        if self._scope is not None:
            self.searcher.matches = self.searcher.matches.inside(*self._within())

    def _set_scope(self, on: bool) -> None:
        cursor = self._editor.textCursor()
        self._scope = cursor if on and cursor.hasSelection() else None
        self.bar.set_scoped(self._scope is not None)
        if on and self._scope is None:
            self.bar.complain(self.tr("Select the part of the text to look in first."))
            return
        if self._scope is not None:
            self._origin = cursor.selectionStart()
        if self.is_open:
            self._said, self._then = "", None
            self.searcher.look_for(self._query())

    # -- moving ------------------------------------------------------------------------------

    def _number(self) -> int | None:
        """Which match is selected now."""
        cursor = self._editor.textCursor()
        if not self.searcher.is_current:
            return None
        return self.searcher.matches.number_of(cursor.selectionStart(), cursor.selectionEnd())

    def _step(self, direction: int) -> None:
        matches, number = self.searcher.matches, self._number()
        cursor = self._editor.textCursor()
        if number is not None:
            number += direction
        elif direction > 0:
            number = matches.after(cursor.selectionEnd())
        else:
            number = matches.before(cursor.selectionStart())
        self._go_to(number)

    def _land(self) -> None:
        """The first match from where looking began; without any, back to there."""
        if self.searcher.matches:
            self._go_to(self.searcher.matches.after(self._origin))
            self._said = ""
        else:
            self._select(self._origin, self._origin)

    def _go_to(self, number: int) -> None:
        """Select a match; behind the last one comes the first, and the other way round."""
        matches = self.searcher.matches
        if not matches:
            return
        if number >= len(matches):
            around, sentence = 0, self.tr("{number} of {count}, from the top again")
        elif number < 0:
            around, sentence = len(matches) - 1, self.tr("{number} of {count}, from the end again")
        else:
            around, sentence = number, ""
        self._said = sentence.format(
            number=number_words(around + 1), count=number_words(len(matches))
        )
        self._select(*matches[around])

    def _select(self, start: int, end: int) -> None:
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(start)
        cursor.setPosition(end, KEEP)
        scroll_bar = self._editor.verticalScrollBar()
        scrolled = scroll_bar.value()
        self._moving = True
        self._editor.setTextCursor(cursor)
        if scroll_bar.value() != scrolled:
            self._editor.centerCursor()  # with what leads there and what follows in sight
        self._moving = False

    def _caret_moved(self) -> None:
        if self._moving:
            return
        self._origin = self._editor.textCursor().selectionStart()
        if self.is_open and self.searcher.is_current:
            self._said = ""
            self._tell()

    # -- changing ----------------------------------------------------------------------------

    def _may_change(self) -> bool:
        read_only = self._editor.isReadOnly()
        if read_only:
            self.bar.complain(self.tr("This document is read-only: nothing was replaced."))
        return not read_only

    def _replace_current(self) -> None:
        if self._number() is None:
            self._step(1)
            return
        cursor = self._editor.textCursor()
        at = cursor.selectionStart(), cursor.selectionEnd()
        self.searcher.prepare_one(self.bar.new_text.text(), at, self._replace_one)

    def _replace_one(self, edits: list[Edit]) -> None:
        self._change(edits)
        for edit in edits:
            self._origin = edit.position + units(edit.added)
        self._then = lambda: self._go_to(self.searcher.matches.after(self._origin))
        self.searcher.look()

    def _replace_these(self, edits: list[Edit]) -> None:
        self._change(edits)
        self._then = lambda: self._say_replaced(len(edits))
        self.searcher.look()

    def _say_replaced(self, count: int) -> None:
        self._said = self.tr("{count} replaced").format(count=number_words(count))

    def _change(self, edits: list[Edit]) -> None:
        self._moving = True
        carry_out(self._editor, edits)
        self._moving = False

    # -- telling -----------------------------------------------------------------------------

    def _tell(self) -> None:
        """Say which match is the current one, of how many."""
        count, number = len(self.searcher.matches), self._number()
        text = self._said
        if not text and number is not None:
            text = self.tr("{number} of {count}").format(
                number=number_words(number + 1), count=number_words(count)
            )
        elif not text and count:
            text = self.tr("{count} found").format(count=number_words(count))
        elif not text and self.bar.field.text():
            text = self.tr("Nothing found")
        self.bar.say(text)
        if not self.is_open and (self._said or not count):
            self.notified.emit(text)
        elif self.bar.has_focus and text:
            self._announcer.say(text)
        self._draw_soon()

    def _draw_soon(self) -> None:
        if self.is_open:
            self._drawing.start()

    def _draw(self) -> None:
        """Mark what can be seen; what moved since it was found is marked where it was."""
        if not self.is_open:
            return
        marks, editor = self._editor.marks, self._editor
        corner = editor.viewport().rect().bottomRight()
        top = editor.cursorForPosition(QPoint(0, 0)).position()
        bottom = editor.cursorForPosition(corner).position()
        first, last = self._within() if self._scope is not None else (0, 0)
        scope = [(max(top, first), min(bottom, last))] if first < bottom and top < last else []
        marks.show(Layer.SEARCHED, scope, self._scope_style)
        if not self.searcher.is_current:
            return
        number = self._number()
        current = [] if number is None else [self.searcher.matches[number]]
        marks.show(Layer.MATCHES, self.searcher.matches.between(top, bottom), self._found_style)
        marks.show(Layer.CURRENT_MATCH, current, self._current_style)
