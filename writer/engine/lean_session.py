"""A prompt, and a tree of tokens after it: what the decode loop drives.

A prompt goes on from a branch of the :class:`PromptCache`; after it, tokens grow as a tree (rows
of alternatives, candidates of token healing) in the same cache, each attending to its own
ancestors only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

import numpy as np
from numpy.typing import NDArray

from writer.completion.request import CancelToken
from writer.engine.guesses import Guesses
from writer.engine.model import C, CausalModel
from writer.engine.numerics import Floats
from writer.engine.prompt_cache import MEMORY_LIMIT, Answer, Branch, PromptCache

GUESSES = 2
"""Tokens fed along with one: along held-out stories the runs fell to 0.75 with one of them, to 0.66
with two and to 0.64 with three."""
REMEMBERED_ROWS = 4
"""Logits of steps with at most this many rows are remembered, to answer the same path again."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """Guesses that were fed right behind a node, one after the other, and logits [G, V]."""

    node: int
    tokens: Sequence[int]
    logits: Floats

    def answers(self, parents: Sequence[int], ids: Sequence[int]) -> bool:
        """Whether this token, alone, is what was guessed first."""
        return list(parents) == [self.node] and list(ids) == [self.tokens[0]]

    def rest(self) -> Ahead | None:
        """What is left after the first guess was right."""
        if len(self.tokens) == 1:
            return None
        return Ahead(self.node + 1, self.tokens[1:], self.logits[1:])


class LeanSession(Generic[C]):
    """Prompt and tree over a :class:`CausalModel`; node -1 is the end of the prompt."""

    def __init__(self, model: CausalModel[C], memory_limit: int = MEMORY_LIMIT) -> None:
        self._model = model
        self._cache = PromptCache(model, memory_limit)
        self._branch = Branch(model.new_cache())
        self._base = 0
        self._parents: list[int] = []
        self._tokens: list[int] = []
        self._answers: dict[int, Answer] = {}
        self._prompt: Sequence[int] = ()
        self._guesses = Guesses()
        self._ahead: Ahead | None = None
        self.fed_tokens = 0
        """Tokens that went through the model since the session began, without guesses (for tests,
        bench)."""

    def prefill(self, ids: Sequence[int], cancel: CancelToken) -> Floats:
        """Start from a prompt; logits [V] after it. Feeds only what no branch has."""
        self._branch, shared = self._cache.claim(ids)
        self._base, self._prompt = len(ids), ids
        self._parents, self._tokens, self._answers = [], [], {}
        self._ahead = None
        known = self._branch.answers.get(len(ids)) if shared == len(ids) else None
        if known is not None:
            return self._made_good(ids, cancel) if known.rough else known.logits
        start = min(shared, len(ids) - 1)
        self._branch.crop(start)
        logits = self._feed(ids[start:], cancel)
        self._branch.answers = {len(ids): Answer(logits)}
        return logits

    def _made_good(self, ids: Sequence[int], cancel: CancelToken) -> Floats:
        """Feed the last token of a known text again, whose logits are rough; what the branch knows
        after it stays."""
        branch = self._branch
        later, answers = branch.ids[len(ids) :], branch.answers
        branch.crop(len(ids) - 1)
        logits = self._feed(ids[-1:], cancel)
        branch.ids.extend(later)
        branch.cache.length += len(later)
        branch.answers = {**answers, len(ids): Answer(logits)}
        return logits

    def _feed(self, ids: Sequence[int], cancel: CancelToken) -> Floats:
        branch = self._branch
        try:
            return self._model.prefill(ids, branch.cache, cancel)
        finally:
            # Chunks that were fed before a cancellation stay good.
            done = branch.cache.length - len(branch.ids)
            branch.ids.extend(ids[:done])
            self.fed_tokens += done

    def expand(
        self,
        parents: Sequence[int],
        ids: Sequence[int],
        cancel: CancelToken,
        *,
        likeliest: bool = False,
    ) -> tuple[list[int], Floats]:
        """Put token ``ids[r]`` after node ``parents[r]``; the new nodes, and logits [R, V]."""
        first = len(self._parents)
        before = self._last_two(parents[0]) if len(ids) == 1 else []
        if before:
            self._guesses.learn(before, ids[0])
        answer = self._foreseen(parents, ids, likeliest) or self._known(parents, ids, likeliest)
        if answer is not None:
            logits = answer.logits[None]
            self._answers[first] = answer
        else:
            logits = self._feed_rows(parents, ids, before, likeliest, cancel)
            rough = likeliest and self._model.rough_logits
            # These slots are a tree, no text that could be matched: only `keep` makes it one.
            if len(ids) <= REMEMBERED_ROWS:
                rows = enumerate(logits, first)
                self._answers.update({node: Answer(row, rough) for node, row in rows})
        self._parents.extend(parents)
        self._tokens.extend(ids)
        return list(range(first, first + len(ids))), logits

    def _feed_rows(
        self,
        parents: Sequence[int],
        ids: Sequence[int],
        before: Sequence[int],
        likeliest: bool,
        cancel: CancelToken,
    ) -> Floats:
        """Feed tokens after their parents, and what probably comes then; logits [R, V]."""
        first, count = len(self._parents), len(ids)
        self._branch.crop(self._base + first)
        visible = self._visible(parents)
        guesses = self._guess([*before, ids[0]]) if visible is None and likeliest else []
        places = [self._base + self._depth(parent) for parent in parents]
        logits = self._model.forward(
            [*ids, *guesses],
            self._branch.cache,
            positions=None if visible is None else places,
            visible=visible,
            likeliest=likeliest,
            cancel=cancel,
        )
        self.fed_tokens += count
        if guesses:
            self._ahead = Ahead(first, guesses, logits[count:])
        return logits[:count]

    def _foreseen(
        self, parents: Sequence[int], ids: Sequence[int], likeliest: bool
    ) -> Answer | None:
        """What was fed along as a guess, if it was that."""
        ahead, self._ahead = self._ahead, None
        if ahead is None or not likeliest:
            return None
        right = ahead.answers(parents, ids)
        self._guesses.judge(right)
        if not right:
            return None
        self._ahead = ahead.rest()
        self.fed_tokens += 1
        return Answer(ahead.logits[0], self._model.rough_logits)

    def _guess(self, before: Sequence[int]) -> list[int]:
        """What is probably chosen next, as far as there are positions for it."""
        room = self._model.config.positions - (self._base + len(self._parents) + 1)
        return self._guesses.chain(before, min(GUESSES, room))

    def _last_two(self, node: int) -> list[int]:
        """The last two tokens up to a node (fewer at the beginning)."""
        path = [self._tokens[n] for n in self._path(node)[-2:]]
        return [*self._prompt[max(0, len(self._prompt) - 2 + len(path)) :], *path]

    def keep(self, node: int) -> None:
        """Let the text of one node be what the branch holds; the rest of the tree goes."""
        path = self._path(node)
        branch, self._ahead = self._branch, None
        if path == list(range(len(path))) and len(branch.ids) >= self._base + len(path):
            return  # all of it came from the branch, which may know even more
        branch.cache.gather(self._base, [self._base + n for n in path])
        del branch.ids[self._base :]
        branch.answers = {n: v for n, v in branch.answers.items() if n <= self._base}
        for step, n in enumerate(path, start=1):
            branch.ids.append(self._tokens[n])
            if n in self._answers:
                branch.answers[self._base + step] = self._answers[n]
        self._parents, self._tokens, self._answers = [], [], {}

    def _known(self, parents: Sequence[int], ids: Sequence[int], likeliest: bool) -> Answer | None:
        """What the branch says if it already continues with exactly this one token."""
        first = len(self._parents)
        where = self._base + first
        branch = self._branch
        if len(ids) != 1 or parents[0] != first - 1 or where >= len(branch.ids):
            return None
        answer = branch.answers.get(where + 1)
        if branch.ids[where] != ids[0] or answer is None or not answer.serves(likeliest):
            return None
        return answer

    def _path(self, node: int) -> list[int]:
        path: list[int] = []
        while node >= 0:
            path.append(node)
            node = self._parents[node]
        return path[::-1]

    def _depth(self, node: int) -> int:
        return len(self._path(node))

    def _visible(self, parents: Sequence[int]) -> NDArray[np.bool_] | None:
        """[R, S] of who sees whom; None when one token simply continues the whole cache."""
        first, count = len(self._parents), len(parents)
        if count == 1 and self._depth(parents[0]) == first:
            return None
        total = self._base + first + count
        visible = np.zeros((count, total), dtype=np.bool_)
        visible[:, : self._base] = True
        for row, parent in enumerate(parents):
            slots = [self._base + n for n in self._path(parent)]
            visible[row, [*slots, self._base + first + row]] = True
        return visible
