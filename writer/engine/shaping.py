"""From the raw text of a model to the text worth showing: released word by word, never more.

A :class:`Shaper` gets pieces of text with their probabilities. It releases whole words while
their probability passes the gate, and ends a suggestion where it should end. Text only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp

from writer.completion import stopping
from writer.completion.reasons import Reason
from writer.completion.word_filter import WordFilter
from writer.engine import overlap

LEAD_CHARACTERS = 20
"""How much of the text before the caret is looked at to tell what a word is."""


@dataclass(frozen=True, slots=True)
class Features:
    """The parts of the judgement around the model; each can be switched off to see its worth."""

    healing: bool = True
    gate: bool = True
    suffix: bool = True
    leading_in: bool = True
    repetition: bool = True
    own_words: bool = True
    word_filter: bool = True


@dataclass(slots=True)
class Shaper:
    """The life of one alternative.

    ``before`` is some text before the caret and ``suffix`` the text after it. ``gate`` (0 to 1)
    is what the probability of the text must reach to be shown. A text of fewer than
    ``least_characters`` is not shown.
    """

    before: str
    suffix: str
    max_words: int
    stop_at_sentence: bool
    gate: float
    features: Features
    least_characters: int = 1
    word_filter: WordFilter | None = None
    document: str = ""
    """The writer's text: a word of the filter that stands in it is allowed."""
    text: str = ""
    reason: Reason | None = None
    confidence: float = 0.0
    _marks: list[tuple[int, float, float]] = field(default_factory=list)
    _checked: int = 0
    _released: int = 0
    _refused: Reason | None = None

    def push(self, piece: str, logprob: float, boundary: float) -> str:
        """Add a piece; returns the text to show now (often none).

        ``logprob`` is that of all text so far, this piece included. ``boundary`` is the
        probability, before this piece was chosen, that a word ends there.
        """
        self._marks.append((len(self.text), logprob, boundary))
        self.text += piece
        broken = self.text.find("\ufffd", self._checked)
        if broken >= 0:
            self.text = self.text[:broken]
        line_end = min((i for i in map(self.text.find, "\n\r") if i >= 0), default=-1)
        if line_end >= 0:
            shown = self._scan(self.text[: line_end + 1])
            self._end(Reason.PARAGRAPH_END)
            return shown + self._bridge(shown)
        shown = self._scan(self.text)
        if broken >= 0 or exp(logprob) < self.gate:
            self._end(Reason.LOW_CONFIDENCE)
        return shown + self._bridge(shown)

    def finish(self, reason: Reason, boundary: float = 1.0) -> str:
        """The model has no more (end of text) or may not go on; the rest worth showing."""
        shown = ""
        if reason is Reason.END_OF_TEXT and self._marks:
            self._marks.append((len(self.text), self._marks[-1][1], boundary))
            shown = self._scan(self.text + "\n")
        self._end(reason)
        return shown + self._bridge(shown)

    @property
    def shown(self) -> str:
        """All text released so far."""
        return self.text[: self._released]

    def _end(self, reason: Reason) -> None:
        if self.reason is None:
            silent = not self.shown and self._refused is not None
            self.reason = self._refused if silent else reason

    def _scan(self, text: str) -> str:
        """Look at every place where a word may end; stop at the first that ends it all."""
        begin = self._released
        lead = self.before[-LEAD_CHARACTERS:]
        for end in range(self._checked + 1, len(text)):
            if self.reason is not None:
                break
            if stopping.is_word_end(lead + text, len(lead) + end):
                self._visit(text, end)
        self._checked = max(self._checked, len(text) - 1)
        return text[begin : self._released]

    def _visit(self, text: str, end: int) -> None:
        """Decide about ``text[:end]``: release it, hold it, or end here."""
        candidate = text[:end]
        confidence = self._confidence_at(end)
        sentence = text[end].isspace() and stopping.ends_sentence(self.before + candidate)
        full = text[end].isspace() and stopping.count_words(candidate) >= self.max_words
        stop = None
        if sentence and self.stop_at_sentence:
            stop = Reason.SENTENCE_END
        elif full:
            stop = Reason.WORD_LIMIT
        if confidence < self.gate:
            self._refused = self._refused or Reason.LOW_CONFIDENCE
            if stop is not None:
                self._end(Reason.LOW_CONFIDENCE)
            return
        end, verdict, hold = self._overlaps(candidate, end, final=stop is not None)
        if hold:
            return
        if end > self._released:
            if end < self.least_characters:
                self._refused = Reason.SAVES_NOTHING
            else:
                self._released = end
                self.confidence = confidence
        if verdict is not None or stop is not None:
            self._end(verdict or stop or Reason.WORD_LIMIT)

    def _overlaps(
        self, candidate: str, end: int, *, final: bool
    ) -> tuple[int, Reason | None, bool]:
        """How much of ``candidate`` repeats other text: new end, reason to stop, hold back."""
        if self.features.suffix and self.suffix:
            index, certain = overlap.meets_suffix(candidate, self.suffix)
            if index is not None:
                self._refused = Reason.MEETS_SUFFIX
                cut = len(candidate[:index].rstrip())
                if certain or final:
                    return min(cut, end), Reason.MEETS_SUFFIX, False
                return cut, None, cut <= self._released
        if self.features.word_filter and self.word_filter is not None:
            hit = self.word_filter.first_hit(
                candidate, self.before[-LEAD_CHARACTERS:], self.document
            )
            if hit is not None:
                self._refused = Reason.FILTERED
                return min(len(candidate[:hit].rstrip()), end), Reason.FILTERED, False
        if self.features.repetition:
            repeated = overlap.loop_words(self.before, candidate)
            if repeated >= overlap.LOOP_WORDS:
                self._refused = Reason.REPETITION
                return self._released, Reason.REPETITION, False
            if repeated == overlap.LOOP_WORDS - 1 and not final:
                return end, None, True
        return end, None, False

    def _confidence_at(self, end: int) -> float:
        """The probability that the text up to ``end`` is right and a word ends there."""
        logprob, boundary = 0.0, 1.0
        for start, after, before in self._marks:
            if start == end and start > 0:
                boundary = before
            if start >= end:
                break
            logprob = after
        return exp(logprob) * boundary

    def _bridge(self, shown: str) -> str:
        """The space that keeps the last word apart from a word right of the caret."""
        last = shown[-1:] or self.shown[-1:]
        if self.reason is None or not last or last.isspace() or not self.features.suffix:
            return ""
        return " " if self.suffix[:1].isalnum() else ""
