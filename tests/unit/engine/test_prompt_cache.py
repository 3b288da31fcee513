"""Which of the texts that were read a new one goes on from."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from writer.completion.request import CancelToken
from writer.engine.numerics import Floats
from writer.engine.prompt_cache import LeanSession, PromptCache


class Slots:
    """A cache that only counts."""

    copies = 0

    def __init__(self) -> None:
        self.length = 0
        self.bytes = 1

    def reserve(self, slots: int) -> None:
        pass

    def crop(self, length: int) -> None:
        self.length = min(self.length, length)

    def gather(self, start: int, slots: Any) -> None:
        self.length = start + len(slots)

    def copy_from(self, other: Slots, length: int) -> None:
        Slots.copies += 1
        self.length = length


class Model:
    config: Any = None
    prefill: Any = None
    forward: Any = None

    def new_cache(self) -> Slots:
        return Slots()


def read(cache: PromptCache[Slots], ids: list[int]) -> int:
    """Claim a branch and feed it; how many tokens that took."""
    branch, shared = cache.claim(ids)
    branch.crop(shared)
    branch.ids.extend(ids[shared:])
    branch.cache.length = len(branch.ids)
    return len(ids) - shared


def test_writing_in_the_middle_copies_what_was_read_once() -> None:
    """A caret far above the end forks the text; what is typed there grows the fork, even where it
    says the same as the text that was read before."""
    cache = PromptCache(Model())
    text = list(range(500))
    assert read(cache, text) == 500
    Slots.copies = 0
    assert read(cache, text[:300]) == 0
    for length in range(301, 320):
        assert read(cache, text[:length]) == 1
    assert Slots.copies == 1
    assert read(cache, text) == 0  # the end of the text is still known
    assert Slots.copies == 1
    assert read(cache, [*text[:319], 7, 7]) == 2
    assert Slots.copies == 1


def test_far_more_in_common_is_worth_a_copy() -> None:
    """A short beginning in hand is left for a long one that another text shares."""
    cache = PromptCache(Model())
    text = list(range(500))
    read(cache, text)
    read(cache, [*text[:100], 9])
    Slots.copies = 0
    assert read(cache, text[:250]) == 0
    assert Slots.copies == 1
    assert len(cache.branches) == 3


def test_another_text_takes_the_place_of_a_short_one() -> None:
    """Nothing in common with a long text leaves it alone, a short one gives up its memory."""
    cache = PromptCache(Model())
    read(cache, list(range(10)))
    read(cache, list(range(900, 930)))
    assert len(cache.branches) == 1
    read(cache, list(range(500)))
    read(cache, list(range(600, 900)))
    assert len(cache.branches) == 2


class Counting:
    """A model that counts: after token n comes n + 1, after 9 comes 0. It remembers its runs."""

    def __init__(self, positions: int = 100) -> None:
        self.config: Any = SimpleNamespace(positions=positions)
        self.runs: list[list[int]] = []

    def new_cache(self) -> Slots:
        return Slots()

    def prefill(self, ids: Sequence[int], cache: Slots, _cancel: CancelToken) -> Floats:
        return self._logits(ids, cache)[-1]

    def forward(self, ids: Sequence[int], cache: Slots, **_how: Any) -> Floats:
        self.runs.append(list(ids))
        return self._logits(ids, cache)

    def _logits(self, ids: Sequence[int], cache: Slots) -> Floats:
        cache.length += len(ids)
        assert cache.length <= self.config.positions
        return np.eye(10, dtype=np.float32)[[(n + 1) % 10 for n in ids]]


GO = CancelToken()


def chain(session: LeanSession[Slots], prompt: list[int], tokens: list[int]) -> list[int]:
    """Feed a prompt and tokens one by one; the likeliest one after each."""
    session.prefill(prompt, GO)
    node, found = -1, []
    for token in tokens:
        (node,), logits = session.expand([node], [token], GO)
        found.append(int(logits[0].argmax()))
    session.keep(node)
    return found


def test_what_was_chosen_before_is_fed_along() -> None:
    """The second time the same tokens come three by three, with the same logits after each."""
    model = Counting()
    session = LeanSession(model)
    assert chain(session, [7, 1], [2, 3, 4, 5]) == [3, 4, 5, 6]
    assert model.runs == [[2], [3], [4], [5]]
    model.runs.clear()
    assert chain(session, [8, 1], [2, 3, 4, 5]) == [3, 4, 5, 6]
    assert model.runs == [[2, 3, 4], [5]]
    assert session.fed_tokens == 2 * (2 + 4)


def test_a_wrong_guess_leaves_nothing_behind() -> None:
    """Other tokens than the guessed ones take their places in the cache and in what is known."""
    model = Counting()
    session = LeanSession(model)
    chain(session, [7, 1], [2, 3, 4, 5])
    model.runs.clear()
    assert chain(session, [8, 1], [2, 3, 4, 7]) == [3, 4, 5, 8]
    assert model.runs == [[2, 3, 4], [7]]
    model.runs.clear()
    assert chain(session, [9, 1], [2, 8]) == [3, 9]
    assert model.runs == [[2, 3, 4], [8]]
    assert session.fed_tokens == 2 * (2 + 4) + 2 + 2
    session.prefill([9, 1, 2, 8], GO)
    assert session.fed_tokens == 2 * (2 + 4) + 2 + 2


def test_a_guess_that_is_not_asked_for_is_dropped() -> None:
    """The text ends where the chosen tokens end; what goes on from there is read as ever."""
    model = Counting()
    session = LeanSession(model)
    chain(session, [7, 1], [2, 3, 4])
    chain(session, [8, 1], [2, 3])
    (branch,) = session._cache.branches
    assert branch.ids == [8, 1, 2, 3]
    assert branch.cache.length == 4
    model.runs.clear()
    session.prefill([8, 1, 2, 3, 4], GO)
    (_node,), _logits = session.expand([-1], [5], GO)
    session.keep(-1)
    session.expand([-1], [6], GO)
    assert [run[0] for run in model.runs] == [5, 6]


def test_no_guess_lies_outside_of_the_positions() -> None:
    """The last position is for a token that was chosen."""
    model = Counting(positions=5)
    session = LeanSession(model)
    for first in (7, 8):
        assert chain(session, [first, 1], [2, 3, 4]) == [3, 4, 5]
