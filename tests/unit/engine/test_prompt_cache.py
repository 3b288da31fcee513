"""Which of the texts that were read a new one goes on from."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from writer.completion.request import CancelledError, CancelToken
from writer.engine.guesses import Guesses
from writer.engine.lean_session import LeanSession
from writer.engine.numerics import Floats
from writer.engine.prompt_cache import PromptCache


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
    """A model that counts: after token n comes n + 1, after 9 comes 0. It remembers its runs.

    Where only the likeliest tokens count, a rough one gives 0.5 for all others.
    """

    def __init__(self, positions: int = 100, *, rough: bool = True) -> None:
        self.config: Any = SimpleNamespace(positions=positions)
        self.rough_logits = rough
        self.stops = False
        self.runs: list[list[int]] = []

    def new_cache(self) -> Slots:
        return Slots()

    def prefill(self, ids: Sequence[int], cache: Slots, _cancel: CancelToken) -> Floats:
        if self.stops:
            raise CancelledError
        return self._logits(ids, cache)[-1]

    def forward(
        self, ids: Sequence[int], cache: Slots, *, likeliest: bool = False, **_how: Any
    ) -> Floats:
        self.runs.append(list(ids))
        logits = self._logits(ids, cache)
        return np.maximum(logits, np.float32(0.5)) if likeliest and self.rough_logits else logits

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
        (node,), logits = session.expand([node], [token], GO, likeliest=True)
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
    session.prefill([9, 1], GO)
    session.expand([-1], [2], GO, likeliest=True)
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
    session.expand([-1], [5], GO, likeliest=True)
    session.keep(-1)
    session.expand([-1], [6], GO, likeliest=True)
    assert [run[0] for run in model.runs] == [5, 6]


def test_no_guess_lies_outside_of_the_positions() -> None:
    """The last position is for a token that was chosen."""
    model = Counting(positions=5)
    session = LeanSession(model)
    for first in (7, 8):
        assert chain(session, [first, 1], [2, 3, 4]) == [3, 4, 5]


def test_rough_logits_serve_only_who_wants_the_likeliest() -> None:
    """A text that was reached step by step is read anew where all of its logits are wanted, and
    what was fed for all serves those who want less."""
    model = Counting()
    session = LeanSession(model)
    chain(session, [7, 1], [2, 3])
    assert session.prefill([7, 1, 2, 3], GO).min() == 0
    assert session.fed_tokens == 2 + 2 + 1
    (node,), rows = session.expand([-1], [4], GO)
    assert rows.min() == 0
    session.keep(node)
    session.prefill([7, 1, 2, 3], GO)
    model.runs.clear()
    _, rows = session.expand([-1], [4], GO, likeliest=True)
    assert (model.runs, rows.min()) == ([], 0)
    session.keep(node)
    session.prefill([7, 1, 2, 3], GO)
    assert session.expand([-1], [5], GO, likeliest=True)[1].min() == 0.5


def test_guesses_are_for_who_wants_the_likeliest() -> None:
    """Where all logits are wanted nothing is fed along, and what was is not used."""
    model = Counting()
    session = LeanSession(model)
    chain(session, [7, 1], [2, 3, 4, 5])
    model.runs.clear()
    session.prefill([8, 1], GO)
    (node,), _ = session.expand([-1], [2], GO)
    (node,), _ = session.expand([node], [3], GO, likeliest=True)
    (node,), rows = session.expand([node], [4], GO)
    assert model.runs == [[2], [3, 4, 5], [4]]
    assert rows.min() == 0


@pytest.mark.parametrize(("rough", "runs"), [(False, 0), (True, 1)])
def test_what_was_suggested_is_known_after_its_first_word(rough: bool, runs: int) -> None:
    """A rough answer costs one run, a full one none; either way all that comes later stays."""
    model = Counting(rough=rough)
    session = LeanSession(model)
    chain(session, [7, 1], [2, 3, 4, 5])
    fed = session.fed_tokens
    model.runs.clear()
    assert session.prefill([7, 1, 2, 3], GO).min() == 0
    assert session.fed_tokens == fed + runs
    assert chain(session, [7, 1, 2, 3], [4, 5]) == [5, 6]
    assert (session.fed_tokens, model.runs) == (fed + runs, [])
    (branch,) = session._cache.branches
    assert branch.ids == [7, 1, 2, 3, 4, 5]
    assert branch.cache.length == 6


def test_a_text_that_is_made_good_may_be_cancelled() -> None:
    """What was known after it is read again then."""
    model = Counting()
    session = LeanSession(model)
    chain(session, [7, 1], [2, 3, 4, 5])
    model.stops = True
    with pytest.raises(CancelledError):
        session.prefill([7, 1, 2, 3], GO)
    model.stops = False
    assert chain(session, [7, 1, 2, 3], [4, 5]) == [5, 6]
    (branch,) = session._cache.branches
    assert branch.ids == [7, 1, 2, 3, 4, 5]
    assert branch.cache.length == 6


def test_guesses_that_are_never_right_are_held_back() -> None:
    """After some wrong ones only one of eight is made, until they are right again."""
    guesses = Guesses()
    guesses.learn([1, 2], 3)
    wrong = 0
    while guesses.chain([1, 2], 1):
        guesses.judge(False)
        wrong += 1
    assert 3 < wrong < 20
    assert [len(guesses.chain([1, 2], 1)) for _ in range(15)].count(1) == 2
    for _ in range(5):
        guesses.judge(True)
    assert all(guesses.chain([1, 2], 1) for _ in range(16))


def waited(guesses: Guesses) -> int:
    """How many are held back until one is made."""
    count = 0
    while not guesses.chain([1, 2], 2):
        count += 1
    return count


def test_guesses_that_stay_wrong_are_made_ever_more_seldom() -> None:
    """But never given up, one is enough to tell, and one that is right brings them back."""
    guesses = Guesses()
    for pair in ([1, 2], 3), ([2, 3], 4):
        guesses.learn(*pair)
    assert guesses.chain([1, 2], 2) == [3, 4]
    while guesses.chain([1, 2], 2):
        guesses.judge(False)
    waits = []
    for _ in range(6):
        waits.append(waited(guesses))
        guesses.judge(False)
    assert waits == sorted(waits)
    assert waits[-1] == waits[-2] < 64
    guesses.judge(True)
    assert waited(guesses) < waits[0] + 2


def test_only_guesses_count_among_those_held_back() -> None:
    """Where nothing can be guessed at every second token, guesses are still made and judged."""
    guesses = Guesses()
    guesses.learn([1, 2], 3)
    while guesses.chain([1, 2], 1):
        guesses.judge(False)
    made = []
    for _ in range(32):
        made.append(guesses.chain([1, 2], 1))
        assert not guesses.chain([8, 9], 1)
    assert sum(map(bool, made)) == 4
