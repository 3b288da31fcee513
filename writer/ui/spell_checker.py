"""Marks misspelt words on the screen, and offers what may have been meant.

Only what can be seen is looked at, in short slices while nobody types. The marks are drawn over
the text (``marks.py``): the document, its undo stack and the ghost text know nothing of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QLocale, QObject, QTimer, Signal
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QMenu

from writer.completion.context import BEFORE_LIMIT
from writer.completion.events import Change
from writer.completion.reasons import Reason
from writer.errors import SettingsError
from writer.settings.store import Settings
from writer.spelling.speller import Speller
from writer.spelling.words import Word, utf16_offset, words_of
from writer.ui.background import Background
from writer.ui.code_places import prose_from, prose_of_block
from writer.ui.editor_view import LAST_WORD, EditorView
from writer.ui.marks import Layer
from writer.ui.translation import plain_sentence

QUIET_MS = 250
"""So long nothing has happened before spelling is looked at."""
SLICE_S = 0.004
"""So long one slice may take: a quarter of a frame."""
LOAD_AFTER_MS = 1200
STOPPING_WAIT_S = 0.5
ENOUGH_WORDS, FOREIGN_SHARE = 20, 0.5
"""When more of this many words are unknown, the text is in another language: nothing is marked."""
SHORTEST_FRAGMENT = 3
SQUIGGLE_ON_LIGHT, SQUIGGLE_ON_DARK = "#c0392b", "#e5786a"
KEEP = QTextCursor.MoveMode.KeepAnchor


class SpellChecker(QObject):
    """One per editor; the :class:`Speller` is shared by all windows."""

    notified = Signal(str)
    checked = Signal()
    """Everything on the screen has been looked at."""

    def __init__(
        self, editor: EditorView, speller: Speller, settings: Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._speller = speller
        self._settings = settings
        self._typing = False
        self._found: list[tuple[int, int]] = []
        self._looked_at = 0
        self._work: Iterator[None] | None = None
        self._search: Iterator[tuple[int, int] | None] = iter(())
        self._style = QTextCharFormat()
        self._style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        self.set_color(QColor(SQUIGGLE_ON_LIGHT))
        self._reader = Background("dictionary-reader", self)
        self._quiet = self._timer("spelling-quiet", QUIET_MS, self._begin)
        self._slices = self._timer("spelling-slice", 0, self._go_on)
        self._searching = self._timer("spelling-search", 0, self._search_on)
        self._loading = self._timer("spelling-load", LOAD_AFTER_MS, self._load)
        editor.typed.connect(lambda _: self._happened(typing=True))
        editor.changed.connect(
            lambda change: self._happened(typing=change is Change.DELETED and self._typing)
        )
        editor.verticalScrollBar().valueChanged.connect(lambda _: self._quiet.start())
        editor.document().contentsChange.connect(lambda *_: self._text_changed())
        editor.lines.reread.connect(lambda *_: self._quiet.start())
        editor.menu_additions.append(self.fill_menu)
        ends = (settings.on_change(self._setting_changed), speller.on_change(self._quiet.start))
        self.destroyed.connect(lambda: [end() for end in ends])
        self._loading.start()

    def _timer(self, name: str, interval_ms: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setObjectName(name)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer

    @property
    def is_on(self) -> bool:
        """Whether words are looked at."""
        return self._settings.flag("spelling.enabled") and self._speller.is_ready

    def set_color(self, color: QColor) -> None:
        """The ink of the squiggles."""
        self._style.setUnderlineColor(color)

    def close(self) -> None:
        """The window has closed."""
        self._loading.stop()
        self._reader.stop(STOPPING_WAIT_S)

    # -- looking -----------------------------------------------------------------------------

    def _happened(self, *, typing: bool) -> None:
        self._searching.stop()
        self._typing = typing
        self._quiet.start()

    def _text_changed(self) -> None:
        self._work = None  # it stands in a paragraph that may be gone
        self._searching.stop()
        self._quiet.start()

    def _load(self) -> None:
        """Read the dictionary in another thread (a tenth of a second)."""
        if not self._settings.flag("spelling.enabled"):
            return
        wanted, system = self._settings.text("spelling.language"), QLocale.system().name()
        self._reader.submit(partial(self._speller.load, wanted, system), self._loaded)

    def _loaded(self, name: str) -> None:
        if not name and self._settings.text("spelling.language"):
            self.notified.emit(
                self.tr("There is no dictionary for spelling in this language; none is used.")
            )
        self._begin()

    def _setting_changed(self, key: str) -> None:
        if key in ("spelling.enabled", "spelling.language"):
            self._load()
            self._begin()

    def _begin(self) -> None:
        self._quiet.stop()
        if not self.is_on:
            self._work = None
            self._editor.marks.clear(Layer.SPELLING)
            return
        self._work = self._look()
        self._slices.start()

    def _go_on(self) -> None:
        if self._work is None:
            return
        end = time.perf_counter() + SLICE_S
        while time.perf_counter() < end:
            if next(self._work, self) is self:
                self._work = None
                self._mark()
                return
        self._slices.start()

    def _look(self) -> Iterator[None]:
        """Look at what is on the screen, a word at a time."""
        self._found, self._looked_at = [], 0
        bottom = self._editor.viewport().height()
        offset = self._editor.contentOffset()
        for block, text in prose_from(self._editor.lines, self._editor.firstVisibleBlock()):
            if self._editor.blockBoundingGeometry(block).translated(offset).top() > bottom:
                return
            for word in words_of(text):
                yield
                self._looked_at += 1
                if not self._speller.is_right(word.text):
                    self._found.append(self._range(block, word))
            yield

    def _range(self, block: QTextBlock, word: Word) -> tuple[int, int]:
        start = block.position() + utf16_offset(block.text(), word.start)
        return start, start + utf16_offset(word.text, len(word.text))

    def _mark(self) -> None:
        shown = self._found
        if self._looked_at >= ENOUGH_WORDS and len(shown) > FOREIGN_SHARE * self._looked_at:
            shown = []
        if self._typing:  # the word that is being typed is not judged yet
            caret = self._editor.textCursor().position()
            shown = [(start, end) for start, end in shown if not start <= caret <= end]
        self._editor.marks.show(Layer.SPELLING, shown, self._style)
        self.checked.emit()

    def word_at(self, position: int) -> tuple[int, int, str] | None:
        """The misspelt word at a position in the document, with its start and end."""
        block = self._editor.document().findBlock(position)
        for word in words_of(prose_of_block(self._editor.lines, block)):
            start, end = self._range(block, word)
            if start <= position <= end and not self._speller.is_right(word.text):
                return start, end, word.text
        return None

    # -- commands ----------------------------------------------------------------------------

    def go_to_next(self) -> None:
        """Select the next misspelt word behind the caret; from the top again at the end.

        In a long document this takes a moment; anything that happens to the text ends it.
        """
        if not self.is_on:
            self.notified.emit(self.tr("Spelling is off."))
            return
        self._search = self._find(self._editor.textCursor().selectionEnd())
        self._searching.start()

    def _find(self, caret: int) -> Iterator[tuple[int, int] | None]:
        """A misspelt word behind ``caret``, or before it; ``None`` as often as nothing is found."""
        document = self._editor.document()
        for first, start_at in ((document.findBlock(caret), caret), (document.begin(), 0)):
            for block, text in prose_from(self._editor.lines, first):
                yield None
                for word in words_of(text):
                    start, end = self._range(block, word)
                    if start >= start_at and not self._speller.is_right(word.text):
                        yield start, end

    def _search_on(self) -> None:
        end = time.perf_counter() + SLICE_S
        for found in self._search:
            if found is not None:
                self._select(*found)
                return
            if time.perf_counter() > end:
                self._searching.start()
                return
        self.notified.emit(self.tr("No misspelt word was found."))

    def _select(self, start: int, end: int) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, KEEP)
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()

    def fill_menu(self, menu: QMenu, position: int) -> None:
        """Put what belongs to the misspelt word at ``position`` before everything else."""
        found = self.word_at(position) if self.is_on else None
        if found is None:
            return
        start, end, word = found
        first = menu.actions()[0] if menu.actions() else None
        added = QMenu(menu)
        if not self._editor.isReadOnly():
            for text in self._speller.suggestions(word):
                action = added.addAction(text)
                font = action.font()
                font.setBold(True)
                action.setFont(font)
                action.triggered.connect(partial(self._replace, start, end, word, text))
            if not added.actions():
                added.addAction(self.tr("No suggestion")).setEnabled(False)
            added.addSeparator()
        add = added.addAction(self.tr("&Add “{word}” to the Dictionary").format(word=word))
        add.triggered.connect(partial(self._add, word))
        ignore = added.addAction(self.tr("&Ignore “{word}”").format(word=word))
        ignore.triggered.connect(partial(self._speller.ignore, word))
        added.addSeparator()
        menu.insertActions(first, added.actions()) if first else menu.addActions(added.actions())

    def _replace(self, start: int, end: int, word: str, text: str) -> None:
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(start)
        cursor.setPosition(end, KEEP)
        if cursor.selectedText() == word:  # the text may have changed under an open menu
            cursor.insertText(text)

    def _add(self, word: str) -> None:
        try:
            self._speller.add(word)
        except SettingsError as error:
            self.notified.emit(plain_sentence(error))

    # -- what suggestions ask ----------------------------------------------------------------

    def reason_to_withhold(self, before: str) -> Reason | None:
        """Why the word that is being typed should not be completed.

        Its letters begin no word of the dictionary and none of the text before: going on would
        make a mistake longer. A name (a capital) is nobody's mistake.
        """
        if not self.is_on:
            return None
        match = LAST_WORD.search(before)
        letters = match.group().strip("-") if match else ""
        if len(letters) < SHORTEST_FRAGMENT or not letters.isalpha() or letters[0].isupper():
            return None
        if self._speller.begins_a_word(letters):
            return None
        earlier, _ = self._editor.text_around_caret(BEFORE_LIMIT, 0)
        return None if letters in earlier[: -len(letters)] else Reason.MISSPELT
