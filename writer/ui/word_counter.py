"""The number of words in a document, kept up to date at the price of the paragraph edited."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextDocument

from writer.completion.words import count_words


class WordCounter(QObject):
    """Counts per paragraph, so that a key costs the same in a letter and in a novel."""

    count_changed = Signal(int)

    def __init__(self, document: QTextDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._counts: list[int] = []
        self._total = 0
        document.contentsChange.connect(self._update)
        self._recount()

    @property
    def total(self) -> int:
        """Words in the whole document."""
        return self._total

    def _recount(self) -> None:
        self._counts = []
        block = self._document.begin()
        while block.isValid():
            self._counts.append(count_words(block.text()))
            block = block.next()
        self._total = sum(self._counts)
        self.count_changed.emit(self._total)

    def _update(self, position: int, _removed: int, added: int) -> None:
        first = self._document.findBlock(position)
        end = min(position + added, self._document.characterCount() - 1)
        last = self._document.findBlock(end)
        if not first.isValid() or not last.isValid():
            self._recount()
            return
        start = first.blockNumber()
        fresh = last.blockNumber() - start + 1
        stale = fresh - (self._document.blockCount() - len(self._counts))
        if stale < 0 or start + stale > len(self._counts):
            self._recount()
            return
        counts = []
        block = first
        for _ in range(fresh):
            counts.append(count_words(block.text()))
            block = block.next()
        self._total += sum(counts) - sum(self._counts[start : start + stale])
        self._counts[start : start + stale] = counts
        self.count_changed.emit(self._total)
