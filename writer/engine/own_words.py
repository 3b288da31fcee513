"""The writer's own words: what this document said before is likelier to be said again.

A name that was typed twice, a phrase that comes back: the model's distribution is mixed with
one made of the places in the document where the last tokens occurred before,

    p(t | h) = (1 - w_n) p_model(t | h) + w_n c_n(t) / sum(c_n),

where ``n`` is the longest match of the last tokens (at most ``LONGEST``) and ``c_n(t)`` counts
what followed it, later places more. This is the cache model of Kuhn and De Mori (1990) on
suffix matches; ``python -m writer.evaluation.own_words_fit`` fits the weights to held-out text.

It stands between the decode loop and the model as a ``Session`` of its own, so that healing,
the gate and alternatives all see the mixed probabilities.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from writer.completion.request import CancelToken
from writer.engine.healing import Session

LONGEST = 4
"""The most tokens that are matched."""
WEIGHTS = (0.0, 0.02, 0.10, 0.18, 0.28)
"""``w_n`` for a longest match of n tokens; index 0 is no match."""
NEWEST = 32
"""Places that are counted for a match, the newest first."""
CURRENT_CHARACTERS = 4000
"""How much of the paragraph being written is counted; a very long one would cost at every key."""
TINY = 1e-30

Followers = dict[tuple[int, ...], list[int]]
"""For every run of 1 to ``LONGEST`` tokens, the tokens that followed it, oldest first."""


def add_followers(followers: Followers, ids: Sequence[int]) -> None:
    """Note what follows every run of tokens in ``ids``."""
    run = tuple(ids)
    for end in range(1, len(run)):
        for n in range(1, min(LONGEST, end) + 1):
            followers.setdefault(run[end - n : end], []).append(run[end])


class OwnWords:
    """What followed what in the text before the caret.

    Finished paragraphs are tokenised and counted once; only the paragraph being written is
    counted anew at every key. Memory is bounded by the length of the text that is read.
    """

    def __init__(self, encode: Callable[[str], Sequence[int]]) -> None:
        """``encode`` gives the tokens of a text."""
        self._encode = encode
        self._paragraphs: list[str] = []
        self._finished: Followers = {}
        self._current: Followers = {}

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
        self._current = {}
        add_followers(self._current, self._encode(current[-CURRENT_CHARACTERS:]))

    def following(self, context: Sequence[int]) -> tuple[int, dict[int, float]]:
        """The length of the longest match of the end of ``context``, and what followed it.

        The counts add up to 1; the newest place counts up to twice as much as the oldest.
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
            return n, {token: count / total for token, count in counts.items()}
        return 0, {}


class OwnWordsSession:
    """A session whose logits are those of another one, mixed with the document's own words."""

    def __init__(self, session: Session, own: OwnWords, weights: Sequence[float] = WEIGHTS) -> None:
        self._session = session
        self._own = own
        self._weights = weights
        self._prompt: tuple[int, ...] = ()
        self._paths: dict[int, tuple[int, ...]] = {}

    def prefill(self, ids: Sequence[int], cancel: CancelToken) -> Tensor:
        """Logits [V] after a prompt."""
        self._prompt = tuple(ids[-LONGEST:])
        self._paths = {-1: self._prompt}
        return self._mixed(self._session.prefill(ids, cancel), self._prompt)

    def expand(
        self, parents: Sequence[int], ids: Sequence[int], cancel: CancelToken
    ) -> tuple[list[int], Tensor]:
        """Put ``ids[r]`` after node ``parents[r]``: nodes, logits [R, V]."""
        nodes, logits = self._session.expand(parents, ids, cancel)
        rows = []
        for parent, token, node, row in zip(parents, ids, nodes, logits, strict=True):
            path = (*self._paths[parent], token)[-LONGEST:]
            self._paths[node] = path
            rows.append(self._mixed(row, path))
        return nodes, torch.stack(rows)

    def keep(self, node: int) -> None:
        """The text of this node is likely to come again."""
        self._session.keep(node)

    def _mixed(self, logits: Tensor, context: tuple[int, ...]) -> Tensor:
        n, following = self._own.following(context)
        weight = self._weights[n]
        if not weight:
            return logits
        mixed = torch.softmax(logits, dim=-1) * (1.0 - weight)
        tokens = torch.tensor(list(following), dtype=torch.long)
        mixed[tokens] += weight * torch.tensor(list(following.values()), dtype=mixed.dtype)
        return mixed.clamp_min(TINY).log()
