"""Which of the texts that were read a new one goes on from."""

from __future__ import annotations

from typing import Any

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
