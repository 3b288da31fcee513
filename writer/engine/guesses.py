"""Which token probably comes next, by what came before: so that several can be fed at once.

A step costs the way of the weights from memory, however few tokens are fed. So what is
probably chosen next goes along with the token that was: a wrong guess costs little, a right one
saves a step, and what is chosen is the same. It is speculative decoding (Leviathan et al. 2023)
with what the model said before in place of a draft model (as in "prompt lookup decoding"): a
writer's pauses are close together, and the suggestions there much alike.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST = 50_000
"""Pairs of tokens that are remembered: a few megabytes."""
OFTEN = 2
"""After a single token, what came must have come so often without a break."""
LEAST_RIGHT = 0.3
"""A guess costs up to a quarter of a step (a head in 4 bits takes as much for each row), so guesses
that are right less often do not pay."""
TRIED = 8
"""Then only one of so many is made, and half as many after each that is wrong again."""
MOST_TRIED = 64
"""But so many never pass without one."""
HABIT = 0.9
"""How much of the share of right guesses is that of before, after each."""


class Guesses:
    """What followed two tokens the last time, and what always follows one."""

    def __init__(self) -> None:
        self._after_two: dict[tuple[int, int], int] = {}
        self._after_one: dict[int, tuple[int, int]] = {}
        self._right = 0.5
        self._held_back = 0
        self._tried = TRIED

    def judge(self, right: bool) -> None:
        """A guess was right, or it was not."""
        if self._right < LEAST_RIGHT:
            self._tried = TRIED if right else min(2 * self._tried, MOST_TRIED)
        self._right = HABIT * self._right + (1 - HABIT) * right

    def learn(self, before: Sequence[int], token: int) -> None:
        """A token was chosen after others."""
        if len(self._after_two) >= MOST:
            self._after_two, self._after_one = {}, {}
        if len(before) > 1:
            self._after_two[before[-2], before[-1]] = token
        if before:
            known, times = self._after_one.get(before[-1], (token, 0))
            self._after_one[before[-1]] = (token, times + 1 if known == token else 1)

    def next(self, before: Sequence[int]) -> int | None:
        """The token that probably comes after others, or ``None``."""
        if not before:
            return None
        if len(before) > 1:
            found = self._after_two.get((before[-2], before[-1]))
            if found is not None:
                return found
        token, times = self._after_one.get(before[-1], (0, 0))
        return token if times >= OFTEN else None

    def chain(self, before: Sequence[int], most: int) -> list[int]:
        """The tokens that probably come one after the other, as far as there are any; mostly none
        while guesses are seldom right."""
        found: list[int] = []
        while len(found) < most:
            token = self.next([*before, *found])
            if token is None:
                break
            found.append(token)
        if found and self._right < LEAST_RIGHT:
            self._held_back += 1
            if self._held_back < self._tried:
                return []
            self._held_back = 0
            return found[:1]  # enough to tell
        return found
