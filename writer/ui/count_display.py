"""Puts the counts of a document, or of its selection, into the status bar, and opens the window."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from writer.completion.words import count_words
from writer.documents.writing_log import reading_minutes
from writer.ui.editor_view import EditorView
from writer.ui.locale_words import number_words
from writer.ui.statistics_dialog import StatisticsDialog, document_lines
from writer.ui.status_bar import WriterStatusBar
from writer.ui.word_counter import WordCounter
from writer.ui.writing_counts import WritingCounts

AFTER_MS = 120
"""A selection that grows with the mouse is counted when it rests."""


class CountDisplay(QObject):
    """Counting a selection may take longer than a key should: it is done a moment later."""

    def __init__(
        self,
        editor: EditorView,
        counter: WordCounter,
        counts: WritingCounts,
        status: WriterStatusBar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._editor = editor
        self._counter = counter
        self._counts = counts
        self._status = status
        self._window = window
        self._soon = QTimer(self)
        self._soon.setObjectName("selection-count")
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_MS)
        self._soon.timeout.connect(self._show_selected)
        counter.count_changed.connect(self._show_total)
        editor.selectionChanged.connect(self._soon.start)
        counts.progressed.connect(status.goal.show_progress)
        status.words_clicked.connect(self.show_statistics)
        self._show_total()

    def show_statistics(self) -> None:
        """Open the window with the numbers."""
        words = self._counter.total
        names = (self.tr("Words"), self.tr("Characters"), self.tr("Paragraphs"))
        lines = document_lines(words, self._characters(), self._editor.blockCount())
        document = dict(zip((*names, self.tr("Reading time")), lines, strict=True))
        StatisticsDialog(document, self._counts, date.today(), self._window).open()

    def _characters(self) -> int:
        return self._editor.document().characterCount() - 1

    def _show_total(self) -> None:
        words = self._counter.total
        self._status.set_words(words)
        self._status.set_count_details(
            self.tr("{characters} characters; {minutes} min to read").format(
                characters=number_words(self._characters()), minutes=reading_minutes(words)
            )
        )

    def _show_selected(self) -> None:
        cursor = self._editor.textCursor()
        if not cursor.hasSelection():
            self._show_total()
            return
        text = cursor.selectedText()
        self._status.set_selected(count_words(text), len(text), self._counter.total)
