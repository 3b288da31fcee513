"""The writer's own words: what this document said before is likelier to be said again.

A name that was typed twice, a phrase that comes back: the model's distribution is mixed with
one made of the places in the document where the last tokens occurred before,

    p(t | h) = (1 - w) p_model(t | h) + w c_n(t) / sum(c_n),

where ``n`` is the longest match of the last tokens (at most ``LONGEST``) and ``c_n(t)`` counts
what followed it, later places more. This is the cache model of Kuhn and De Mori (1990) on
suffix matches. The weight depends on how far the places can be trusted, as the escape
probability does in text compression (Cleary and Witten 1984): on ``n``, on how often one and the
same token followed, and on whether that token goes on a word, as the rest of a name does.
``python -m writer.evaluation.own_words_fit`` fits the weights to held-out text.

It stands between the decode loop and the model as a ``Session`` of its own, so that healing,
the gate and alternatives all see the mixed probabilities.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np

from writer.completion.request import CancelToken
from writer.engine.healing import Session
from writer.engine.numerics import Floats, log_sum_exp
from writer.engine.prompt import window_start
from writer.engine.prompt_cache import common_prefix

LONGEST = 4
"""The most tokens that are matched."""
MOST_TIMES = 3
"""Following so often counts as following always."""
Weights = Sequence[Sequence[Sequence[float]]]
WEIGHTS: Weights = (
    (  # what followed last begins a word, or is a sign
        (0.0, 0.0, 0.0, 0.0),
        (0.03, 0.01, 0.09, 0.20),
        (0.03, 0.04, 0.22, 0.67),
        (0.07, 0.09, 0.30, 0.83),
        (0.12, 0.25, 0.68, 0.90),
    ),
    (  # what followed last goes on a word
        (0.0, 0.0, 0.0, 0.0),
        (0.07, 0.05, 0.20, 0.52),
        (0.20, 0.29, 0.71, 0.83),
        (0.22, 0.58, 0.79, 0.90),
        (0.21, 0.70, 0.90, 0.90),
    ),
)
"""The weight by ``Match.within``, ``Match.length`` and ``Match.times``."""
NEWEST = 32
"""Places that are counted for a match, the newest first."""
CURRENT_CHARACTERS = 4000
"""The most of the paragraph being written that is counted: a longer one is read anew now and
then, as the beginning of what is counted moves."""
LEAST_LOGIT = log(1e-30)
"""No token gets less, so that none is ruled out here."""

Followers = dict[tuple[int, ...], list[int]]
"""For every run of 1 to ``LONGEST`` tokens, the tokens that followed it, oldest first."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where the document had the last ``length`` tokens (0: nowhere), and what followed there.

    The ``shares`` of the tokens that followed add up to 1. ``times`` says how often one and the
    same token followed, at most ``MOST_TIMES``; 0 where several did. ``within`` says whether the
    newest of them goes on a word.
    """

    length: int
    times: int
    within: bool
    shares: Mapping[int, float]


NO_MATCH = Match(0, 0, False, {})


def add_followers(followers: Followers, ids: Sequence[int], known: int = 0) -> None:
    """Note what follows every run of tokens in ``ids``, of which the first ``known`` are noted."""
    run = tuple(ids)
    for end in range(max(1, known), len(run)):
        for n in range(1, min(LONGEST, end) + 1):
            followers.setdefault(run[end - n : end], []).append(run[end])


def take_back_followers(followers: Followers, ids: Sequence[int], known: int) -> None:
    """Undo what was noted last, of ``ids`` from number ``known`` on."""
    run = tuple(ids)
    for end in range(len(run) - 1, max(1, known) - 1, -1):
        for n in range(1, min(LONGEST, end) + 1):
            before = followers[run[end - n : end]]
            before.pop()
            if not before:
                del followers[run[end - n : end]]


class OwnWords:
    """What followed what in the text before the caret.

    Finished paragraphs are tokenised and counted once; of the paragraph being written only what
    differs from the last time. Memory is bounded by the length of the text that is read.
    """

    def __init__(
        self, encode: Callable[[str], Sequence[int]], goes_on: Callable[[int], bool]
    ) -> None:
        """``encode`` gives the tokens of a text; ``goes_on`` whether one continues a word."""
        self._encode = encode
        self._goes_on = goes_on
        self._paragraphs: list[str] = []
        self._finished: Followers = {}
        self._current: Followers = {}
        self._current_ids: list[int] = []

    def read(self, text: str) -> None:
        """Take ``text`` as the document so far; the end of it is the paragraph being written."""
        *finished, current = text.split("\n")
        known = len(self._paragraphs)
        if finished[:known] != self._paragraphs:
            # Something before was edited, or the text begins elsewhere now.
            self._finished, self._paragraphs, known = {}, [], 0
        for paragraph in finished[known:]:
            add_followers(self._finished, self._encode(paragraph))
        self._paragraphs = finished
        start = window_start(len(current), CURRENT_CHARACTERS)
        ids = list(self._encode(current[start:]))
        known = common_prefix(self._current_ids, ids)
        if known:
            take_back_followers(self._current, self._current_ids, known)
        else:
            self._current = {}
        add_followers(self._current, ids, known)
        self._current_ids = ids

    def following(self, context: Sequence[int]) -> Match:
        """The longest match of the end of ``context``.

        The newest place counts up to twice as much as the oldest.
        """
        tail = tuple(context[-LONGEST:])
        for n in range(len(tail), 0, -1):
            run = tail[-n:]
            followers = [*self._finished.get(run, ())[-NEWEST:], *self._current.get(run, ())]
            if not followers:
                continue
            newest = followers[-NEWEST:]
            counts: dict[int, float] = {}
            for rank, token in enumerate(newest):
                counts[token] = counts.get(token, 0.0) + 1.0 + rank / len(newest)
            total = sum(counts.values())
            return Match(
                length=n,
                times=min(len(newest), MOST_TIMES) if len(counts) == 1 else 0,
                within=self._goes_on(newest[-1]),
                shares={token: count / total for token, count in counts.items()},
            )
        return NO_MATCH


class OwnWordsSession:
    """A session whose logits are those of another one, mixed with the document's own words."""

    def __init__(self, session: Session, own: OwnWords, weights: Weights = WEIGHTS) -> None:
        self._session = session
        self._own = own
        self._weights = weights
        self._prompt: tuple[int, ...] = ()
        self._paths: dict[int, tuple[int, ...]] = {}

    def prefill(self, ids: Sequence[int], cancel: CancelToken) -> Floats:
        """Logits [V] after a prompt."""
        self._prompt = tuple(ids[-LONGEST:])
        self._paths = {-1: self._prompt}
        return self._mixed(self._session.prefill(ids, cancel), self._prompt)

    def expand(
        self,
        parents: Sequence[int],
        ids: Sequence[int],
        cancel: CancelToken,
        *,
        likeliest: bool = False,
    ) -> tuple[list[int], Floats]:
        """Put ``ids[r]`` after node ``parents[r]``: nodes, logits [R, V]."""
        nodes, logits = self._session.expand(parents, ids, cancel, likeliest=likeliest)
        rows = []
        for parent, token, node, row in zip(parents, ids, nodes, logits, strict=True):
            path = (*self._paths[parent], token)[-LONGEST:]
            self._paths[node] = path
            rows.append(self._mixed(row, path))
        return nodes, np.stack(rows)

    def keep(self, node: int) -> None:
        """The text of this node is likely to come again."""
        self._session.keep(node)

    def _mixed(self, logits: Floats, context: tuple[int, ...]) -> Floats:
        match = self._own.following(context)
        weight = self._weights[match.within][match.length][match.times]
        if not weight:
            return logits
        # log((1 - w) p) for all tokens; only those that followed need the sum of the formula.
        mixed: Floats = logits + (log(1.0 - weight) - log_sum_exp(logits))
        for token, share in match.shares.items():
            mixed[token] = log(exp(float(mixed[token])) + weight * share)
        return np.maximum(mixed, LEAST_LOGIT, out=mixed)
