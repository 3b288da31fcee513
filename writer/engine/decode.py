"""The decode loop: from a request to chunks, over any model that is a ``Session``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import exp, inf, log

import numpy as np

from writer.completion.reasons import Reason
from writer.completion.request import (
    CancelledError,
    CancelToken,
    Chunk,
    CompletionRequest,
    Trigger,
)
from writer.completion.stopping import words_of
from writer.completion.word_filter import WordFilter
from writer.engine import leading_in, sampling
from writer.engine.healing import MOST_STEPS, Session, Start
from writer.engine.numerics import Floats, softmax
from writer.engine.prompt import Prompt
from writer.engine.shaping import Features, Shaper
from writer.engine.tokenizer import Utf8Stream
from writer.engine.vocabulary import Vocabulary
from writer.errors import ModelError

MOST_ALTERNATIVES = 8
TOKENS_PER_WORD = 4
SPARE_TOKENS = 16
LEAST_SAVING = 2
"""Characters of a suggestion that comes by itself: Tab is one key, so one letter saves none."""
LEAST_SHARE = 0.002
"""An alternative whose first word is rarer than the best one's by this factor is none."""


@dataclass(slots=True)
class Row:
    """One continuation as it grows: ``token`` is chosen but not yet fed after ``node``."""

    node: int
    token: int
    logprob: float
    shaper: Shaper
    generator: np.random.Generator
    tokens: list[int] = field(default_factory=list)
    decoder: Utf8Stream = field(default_factory=Utf8Stream)
    pending: str = ""
    """Released text that waits until this row is one of the alternatives shown."""
    places: list[leading_in.Candidate] = field(default_factory=list)
    """The text after every token that was fed, where something follows the caret."""
    ends: set[int] = field(default_factory=set)
    """How many characters were released, each time that some were."""

    def candidates(self) -> list[leading_in.Candidate]:
        """Those of the places at which the text may end."""
        return [place for place in self.places if len(place.text) in self.ends]

    @property
    def ended(self) -> bool:
        return self.shaper.reason is not None


class Decoding:
    """One request on its way through a session; ``chunks`` may be iterated once."""

    def __init__(
        self,
        session: Session,
        vocabulary: Vocabulary,
        prompt: Prompt,
        request: CompletionRequest,
        cancel: CancelToken,
        *,
        token_limit: int,
        features: Features,
        word_filter: WordFilter | None = None,
    ) -> None:
        self._session = session
        self._vocabulary = vocabulary
        self._prompt = prompt
        self._request = request
        self._cancel = cancel
        self._features = features
        self._word_filter = word_filter
        options = request.options
        self._explicit = request.trigger is Trigger.EXPLICIT
        self._count = max(1, min(options.alternatives, MOST_ALTERNATIVES))
        # Forced tokens and generated ones share the free positions; a token is a byte at least.
        self._steps = max(1, min(MOST_STEPS, token_limit // 2))
        token_limit -= min(len(prompt.forced), self._steps) + 1
        self._after = self._tokens_after() if features.leading_in else []
        token_limit -= len(self._after)
        self._limit = max(1, min(options.max_words * TOKENS_PER_WORD + SPARE_TOKENS, token_limit))
        self._agreed = 0.0
        gated = features.gate and not self._explicit
        self._gate = options.min_confidence if gated else 0.0

    def _tokens_after(self) -> list[int]:
        """The beginning of the line's rest, for a suggestion that was asked for inside a line."""
        after = leading_in.rest_of_line(self._request.suffix) if self._explicit else ""
        if not after:
            return []
        text = leading_in.joint("word", after) + after
        return self._vocabulary.tokenizer.encode(text)[: leading_in.FOLLOWING_TOKENS]

    def chunks(self) -> Iterator[Chunk]:
        """Chunks as the protocol says: each alternative ends exactly once."""
        rows: list[Row] = []
        ended: set[int] = set()
        confidence: dict[int, float] = {}
        try:
            rows = self._first_rows()
            for chunk in self._stream(rows):
                confidence[chunk.index] = chunk.confidence
                if chunk.reason is not None:
                    ended.add(chunk.index)
                yield chunk
        except CancelledError:
            for index in range(self._count):
                if index not in ended:
                    yield Chunk(index, "", confidence.get(index, 0.0), Reason.CANCELLED)
        finally:
            if rows:
                self._session.keep(rows[0].node)

    def _first_rows(self) -> list[Row]:
        """Prefill, then the beginnings that agree with the text before the caret."""
        if self._cancel.cancelled:
            raise CancelledError
        logits = self._session.prefill(self._prompt.ids, self._cancel)
        self._first_logits = logits
        if not bool(np.isfinite(logits).all()):
            raise ModelError(
                "The model gave no usable answer: its weights are damaged. Download it again, "
                "or choose another model."
            )
        options = self._request.options.sampling
        several = self._count > 1 or bool(self._after)
        most = leading_in.ROWS if self._after else min(MOST_ALTERNATIVES, 2 * self._count + 1)
        starts = self._vocabulary.healer.starts(
            self._session,
            self._vocabulary.usable(self._processed(logits, ()), breaks=not self._explicit),
            self._prompt.forced,
            most if several else 1,
            options=options,
            generator=sampling.seeded(options.seed, 0),
            visible=several,
            steps=self._steps,
            cancel=self._cancel,
        )
        self._agreed = starts[0].agreed if starts else 0.0
        rows = [self._row(start, number) for number, start in enumerate(starts)]
        return [row for row in rows if not self._broken_seam(row)]

    def _broken_seam(self, row: Row) -> bool:
        """Whether a new word would stick to the one before the caret, as in "captainShe"."""
        return self._prompt.before[-1:].islower() and row.shaper.text[:1].isupper()

    def _row(self, start: Start, number: int) -> Row:
        options = self._request.options
        shaper = Shaper(
            before=self._prompt.before,
            suffix=self._request.suffix,
            max_words=options.max_words,
            stop_at_sentence=options.stop_at_sentence,
            gate=self._gate,
            features=self._features,
            least_characters=1 if self._explicit else LEAST_SAVING,
            word_filter=self._word_filter,
            document=self._request.prefix if self._word_filter else "",
        )
        generator = sampling.seeded(options.sampling.seed, number + 1)
        row = Row(start.node, start.token, start.logprob, shaper, generator)
        self._show(row, start.text, boundary=1.0)
        return row

    def _show(self, row: Row, data: bytes, boundary: float) -> None:
        """Give the bytes of the token just chosen to the row's shaper."""
        if row.token == self._vocabulary.end_token:
            row.pending += row.shaper.finish(Reason.END_OF_TEXT, boundary)
            return
        row.pending += row.shaper.push(row.decoder.feed(data), row.logprob, boundary)
        if row.shaper.shown:
            row.ends.add(len(row.shaper.shown))
        row.tokens.append(row.token)
        if len(row.tokens) >= self._limit and not row.ended:
            row.pending += row.shaper.finish(Reason.TOKEN_LIMIT)

    def _stream(self, rows: list[Row]) -> Iterator[Chunk]:
        if not rows:
            for index in range(self._count):
                yield Chunk(index, "", 0.0, Reason.LOW_CONFIDENCE)
            return
        if self._after:
            yield from self._led_in(rows)
            return
        if self._count > 1:
            rows[:] = self._different_rows(rows)
        for index in range(len(rows), self._count):
            yield Chunk(index, "", 0.0, Reason.LOW_CONFIDENCE)
        going = list(enumerate(rows))
        while True:
            for index, row in going:
                confidence = row.shaper.confidence
                if row.pending:
                    yield Chunk(index, row.pending, confidence)
                    row.pending = ""
                if row.ended:
                    yield Chunk(index, "", confidence, row.shaper.reason)
            going = [(index, row) for index, row in going if not row.ended]
            if not going:
                return
            self._step([row for _, row in going])

    def _different_rows(self, rows: Sequence[Row]) -> list[Row]:
        """Grow all rows to their first word; the likeliest ones whose first words differ."""
        while True:
            growing = [row for row in rows if not row.ended and not row.pending]
            if not growing:
                break
            self._step(growing)
        chosen: dict[str, Row] = {}
        for row in sorted(rows, key=lambda row: -row.shaper.confidence):
            best = next(iter(chosen.values()), row).shaper.confidence
            if row.shaper.confidence < best * LEAST_SHARE:
                break
            words = words_of(row.pending)
            first = words[0] if words else row.pending.strip()
            if first:
                chosen.setdefault(first, row)
        return list(chosen.values())[: self._count]

    def _led_in(self, rows: Sequence[Row]) -> Iterator[Chunk]:
        """Of everything the rows may say, what leads into the rest of the line; or silence."""
        best = leading_in.scored(self._session, self._candidates(rows), self._after, self._cancel)
        least = self._as_it_is() + leading_in.LEAST_GAIN
        chosen: dict[str, leading_in.Candidate] = {}
        for candidate in best:
            words = words_of(candidate.text)
            if words and candidate.score > least:
                chosen.setdefault(words[0], candidate)
        picked = list(chosen.values())[: self._count]
        for index, candidate in enumerate(picked):
            joint = leading_in.joint(candidate.text, self._request.suffix)
            yield Chunk(index, candidate.text + joint, exp(candidate.logprob))
            yield Chunk(index, "", exp(candidate.logprob), Reason.LEADS_IN)
        for index in range(len(picked), self._count):
            yield Chunk(index, "", 0.0, Reason.NOTHING_FITS)

    def _candidates(self, rows: Sequence[Row]) -> list[leading_in.Candidate]:
        """What the rows say up to every end of a word; only the best go on after their first."""
        while growing := [row for row in rows if not row.ended and not row.ends]:
            self._step(growing)
        first = sorted(
            rows, key=lambda row: -max((c.score for c in row.candidates()), default=-inf)
        )
        while growing := [row for row in first[: leading_in.ROWS_GOING_ON] if not row.ended]:
            self._step(growing)
        return [candidate for row in rows for candidate in row.candidates()]

    def _as_it_is(self) -> float:
        """The log probability of the rest of the line with nothing before it."""
        before = self._prompt.forced.decode("utf-8", "replace")
        after = self._request.suffix
        text = before + leading_in.joint(before, after) + leading_in.rest_of_line(after)
        ids = self._vocabulary.tokenizer.encode(text)[: len(self._after)]
        logits = self._vocabulary.usable(self._first_logits, breaks=False)
        return leading_in.logprob_of_all(self._session, logits, ids, self._cancel) - self._agreed

    def _step(self, rows: Sequence[Row]) -> None:
        """Feed the chosen token of every row, and choose the next one."""
        if self._cancel.cancelled:
            raise CancelledError
        options = self._request.options.sampling
        # What stands behind the caret, and what is drawn at a temperature, may be any token.
        likeliest = not self._after and options.temperature <= 0
        nodes, logits = self._session.expand(
            [row.node for row in rows],
            [row.token for row in rows],
            self._cancel,
            likeliest=likeliest,
        )
        for row, node, row_logits in zip(rows, nodes, logits, strict=True):
            row.node = node
            if self._after:
                gain = leading_in.logprobs_of(row_logits[None], self._after[0])[0]
                text, so_far = row.shaper.text, row.logprob
                row.places.append(leading_in.Candidate(text, node, so_far, so_far + gain))
            breaks = not self._explicit or bool(row.shaper.text.strip())
            usable = self._vocabulary.usable(row_logits, breaks=breaks)
            probabilities = softmax(usable)
            processed = self._processed(usable, row.tokens)
            chain = sampling.processors(options, ())
            row.token = sampling.choose(sampling.process(processed, chain), options, row.generator)
            row.logprob += log(max(float(probabilities[row.token]), 1e-30))
            self._show(
                row, self._vocabulary.bytes[row.token], self._vocabulary.boundary(probabilities)
            )

    def _processed(self, logits: Floats, tokens: Sequence[int]) -> Floats:
        """Logits after the repetition penalty, which also counts the prompt's last tokens."""
        penalty = self._request.options.sampling.repetition_penalty
        if penalty == 1.0:
            return logits
        recent = [*self._prompt.ids, *tokens][-sampling.PENALTY_TOKENS :]
        return sampling.repetition_penalty(penalty, recent)(logits)
