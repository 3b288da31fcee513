"""What was fed before need not be fed again: live branches of keys and values.

A prompt is matched against the branches of the :class:`PromptCache`: what one of them shares with
it is there already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic

from writer.engine.model import C, CausalModel
from writer.engine.numerics import Floats

FORK_TOKENS = 64
"""A branch that would lose more than this is kept, and a copy of its beginning is cropped."""
FORK_WORK = 8
"""As many tokens could be fed while a branch is copied."""
MEMORY_LIMIT = 128 * 2**20
"""Bytes of keys and values kept in all branches together (the one in use always is)."""


def common_prefix(a: Sequence[int], b: Sequence[int]) -> int:
    """How many leading tokens two texts share."""
    shared = min(len(a), len(b))
    return next((i for i in range(shared) if a[i] != b[i]), shared)


@dataclass(frozen=True, slots=True)
class Answer:
    """Logits [V] after some text; only the highest of ``rough`` ones are good."""

    logits: Floats
    rough: bool = False

    def serves(self, likeliest: bool) -> bool:
        """Whether it is good enough for who wants all of them, or only the likeliest."""
        return likeliest or not self.rough


@dataclass(slots=True)
class Branch(Generic[C]):
    """One text: its tokens, their keys and values, and what comes after some of its lengths."""

    cache: C
    ids: list[int] = field(default_factory=list)
    answers: dict[int, Answer] = field(default_factory=dict)

    def crop(self, length: int) -> None:
        """Forget the tokens from ``length`` on."""
        if length < len(self.ids):
            del self.ids[length:]
            self.answers = {n: v for n, v in self.answers.items() if n <= length}
        self.cache.crop(length)


class PromptCache(Generic[C]):
    """The branches, most recently used last, within a memory limit."""

    def __init__(self, model: CausalModel[C], memory_limit: int = MEMORY_LIMIT) -> None:
        self._model = model
        self._memory_limit = memory_limit
        self.branches: list[Branch[C]] = []

    def claim(self, ids: Sequence[int]) -> tuple[Branch[C], int]:
        """The branch that ``ids`` goes on from with least work, and how many tokens they share.

        The branch may hold more tokens than it shares; the caller crops or reuses those.
        """
        best, shared, forks = None, 0, True
        least = FORK_WORK + len(ids)  # a new one, with all of the text to feed
        for branch in reversed(self.branches):
            common = common_prefix(branch.ids, ids)
            loses = len(branch.ids) - common > FORK_TOKENS
            work = FORK_WORK * loses + len(ids) - common
            if work < least:
                best, shared, forks, least = branch, common, loses, work
        if best is None or forks:
            fork = Branch(self._model.new_cache())
            if best is not None and shared:
                fork.cache.copy_from(best.cache, shared)
                fork.ids = best.ids[:shared]
            best = fork
        else:
            self.branches.remove(best)
        self.branches.append(best)
        best.cache.reserve(len(ids))
        while len(self.branches) > 1 and self.bytes > self._memory_limit:
            del self.branches[0]
        return best, shared

    @property
    def bytes(self) -> int:
        """Memory of all branches."""
        return sum(branch.cache.bytes for branch in self.branches)
