"""Token healing: the text before the caret is backed up to a boundary and forced again.

A prompt that ends inside a word ends in tokens that the model never saw there. So the last
piece is taken back, and the model chooses among all tokens that agree with its bytes: ones
that reach past it, and ones that are a beginning of it, over several steps.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log
from typing import Protocol

import numpy as np

from writer.completion.request import CancelToken, SamplingOptions
from writer.engine import sampling
from writer.engine.numerics import Floats, Indices, log_sum_exp, top_k

BEAM = 4
"""Beginnings explored in one batch; on a CPU four rows cost about as much as one."""
DRAWN_FROM = 256
"""At a temperature over 0, a beginning is drawn from this many of the likeliest."""
MOST_STEPS = 24
"""Batches after which a piece that no tokens spell is given up."""


class Session(Protocol):
    """A model that can start from a prompt and grow a tree of tokens after it."""

    def prefill(self, ids: Sequence[int], cancel: CancelToken) -> Floats:
        """Logits [V] after a prompt."""

    def expand(
        self,
        parents: Sequence[int],
        ids: Sequence[int],
        cancel: CancelToken,
        *,
        likeliest: bool = False,
    ) -> tuple[list[int], Floats]:
        """Put ``ids[r]`` after node ``parents[r]`` (-1 is the prompt): nodes, logits [R, V].

        ``likeliest`` says that only the likeliest tokens count: logits of the others may be rough.
        """

    def keep(self, node: int) -> None:
        """The text of this node is likely to come again; the rest of the tree is not needed."""


class ByteIndex:
    """All tokens, sorted by their bytes: which begin with a string, which are inside it."""

    def __init__(self, token_bytes: Sequence[bytes]) -> None:
        pairs = sorted((data, i) for i, data in enumerate(token_bytes) if data)
        self._strings = [data for data, _ in pairs]
        self._ids = np.array([i for _, i in pairs], np.intp)
        self._exact: dict[bytes, int] = {}
        for data, i in pairs:
            self._exact.setdefault(data, i)
        self._longest = max((len(data) for data in self._strings), default=0)

    def starting_with(self, prefix: bytes) -> Indices:
        """Ids of the tokens whose bytes begin with ``prefix`` (all, if it is empty)."""
        low = bisect_left(self._strings, prefix)
        stem = prefix.rstrip(b"\xff")
        if not stem:
            return self._ids[low:]
        above = stem[:-1] + bytes([stem[-1] + 1])
        return self._ids[low : bisect_left(self._strings, above)]

    def inside(self, text: bytes) -> list[int]:
        """Ids of the tokens that are a beginning of ``text``, shorter than it."""
        lengths = range(1, min(len(text), self._longest + 1))
        return [self._exact[text[:n]] for n in lengths if text[:n] in self._exact]


@dataclass(frozen=True, slots=True)
class Start:
    """A first token that agrees with the forced bytes, not yet fed.

    It goes after ``node``; ``text`` are its bytes beyond the forced ones, and ``logprob`` the
    log probability of all of it among everything that agrees, which has ``agreed`` (log).
    """

    node: int
    token: int
    text: bytes
    logprob: float
    agreed: float = 0.0


class Healer:
    """Finds the most likely beginnings that spell the forced bytes."""

    def __init__(self, token_bytes: Sequence[bytes], end_token: int | None = None) -> None:
        self._bytes = token_bytes
        self._end_token = end_token
        self._index = ByteIndex(token_bytes)

    def starts(
        self,
        session: Session,
        logits: Floats,
        forced: bytes,
        count: int,
        *,
        options: SamplingOptions,
        generator: np.random.Generator,
        visible: bool,
        cancel: CancelToken,
        steps: int = MOST_STEPS,
    ) -> list[Start]:
        """Up to ``count`` beginnings, best first (or drawn, at a temperature over 0).

        ``logits`` [V] are those after the prompt, with unwanted tokens already at -inf. With
        ``visible`` every beginning says something beyond the forced bytes, as alternatives
        must. Empty when no tokens spell the bytes within ``steps`` batches.
        """
        breadth = max(count, DRAWN_FROM) if options.temperature > 0 else count
        search = _Search(self._bytes, self._index, count, breadth)
        search.end_token = self._end_token
        search.visit(logits, 0.0, -1, forced, visible)
        for _ in range(steps):
            beam = search.next_beam()
            if not beam:
                break
            nodes, rows = session.expand([b[2] for b in beam], [b[3] for b in beam], cancel)
            blocked = search.blocked(logits)
            for (cost, _, _, _, rest), node, row in zip(beam, nodes, rows, strict=True):
                search.visit(row + blocked, -cost, node, rest, visible)
        found = search.found
        if not found:
            return []
        scores = np.array([start.logprob for start in found], np.float32)
        if options.temperature > 0:
            scores = sampling.process(scores, sampling.processors(options, ()))
        order = sampling.rank(scores, count, options, generator)
        total = log(search.mass) if search.mass > 0 else 0.0
        return [
            Start(s.node, s.token, s.text, min(0.0, s.logprob - total), total)
            for s in (found[i] for i in order)
        ]


class _Search:
    """Best-first search over the ways to spell a byte string."""

    def __init__(
        self, token_bytes: Sequence[bytes], index: ByteIndex, count: int, breadth: int
    ) -> None:
        self._bytes = token_bytes
        self._index = index
        self._count = count
        self._breadth = breadth
        self._open: list[tuple[float, int, int, int, bytes]] = []
        self._serial = 0
        self.found: list[Start] = []
        self.mass = 0.0
        self.end_token: int | None = None

    @staticmethod
    def blocked(logits: Floats) -> Floats:
        """0 for tokens that may be used, -inf for those that are ruled out at the root."""
        return np.where(np.isneginf(logits), np.float32(-inf), np.float32(0))

    def visit(self, logits: Floats, before: float, node: int, rest: bytes, visible: bool) -> None:
        """Note what can follow ``node``, whose path has the log probability ``before``."""
        whole = log_sum_exp(logits)
        ids = self._index.starting_with(rest) if rest else None
        reach = logits if ids is None else logits[ids]
        if reach.size:
            if rest or node < 0:
                agreeing = whole if ids is None else log_sum_exp(reach)
                self.mass += exp(before + agreeing - whole)
            for where in top_k(reach, self._breadth).tolist():
                value = float(reach[where]) - whole
                if value == -inf:
                    continue
                token = where if ids is None else int(ids[where])
                text = self._bytes[token][len(rest) :]
                if visible and not text and token != self.end_token:
                    self._push(before + value, node, token, b"")
                else:
                    self.found.append(Start(node, token, text, before + value))
        for token in self._index.inside(rest):
            value = float(logits[token]) - whole
            if value > -inf:
                self._push(before + value, node, token, rest[len(self._bytes[token]) :])
        self.found.sort(key=lambda start: -start.logprob)

    def _push(self, logprob: float, node: int, token: int, rest: bytes) -> None:
        self._serial += 1
        heapq.heappush(self._open, (-logprob, self._serial, node, token, rest))

    def next_beam(self) -> list[tuple[float, int, int, int, bytes]]:
        """The best beginnings that may still beat what was found."""
        worst = -inf
        if len(self.found) >= self._count:
            worst = self.found[self._count - 1].logprob
        beam: list[tuple[float, int, int, int, bytes]] = []
        while self._open and len(beam) < BEAM and -self._open[0][0] > worst:
            beam.append(heapq.heappop(self._open))
        return beam
