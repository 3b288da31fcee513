"""What probably comes next, by what came before."""

from __future__ import annotations

from writer.engine import guesses
from writer.engine.guesses import Guesses


def test_what_followed_two_tokens_is_guessed_again() -> None:
    """Once is enough, and the last time counts; other beginnings say nothing."""
    known = Guesses()
    known.learn([7, 1, 2], 3)
    assert known.next([9, 1, 2]) == 3
    assert known.next([1, 9, 2]) is None
    assert known.next([2]) is None
    known.learn([1, 2], 4)
    assert known.next([1, 2]) == 4


def test_one_token_is_enough_only_for_what_always_follows_it() -> None:
    """It must have come twice without anything else between."""
    known = Guesses()
    known.learn([1, 2], 3)
    known.learn([5, 2], 3)
    assert known.next([8, 2]) == 3
    known.learn([6, 2], 4)
    assert known.next([8, 2]) is None


def test_a_text_may_be_empty() -> None:
    """Nothing before says nothing; a single token before is remembered by itself."""
    known = Guesses()
    known.learn([], 5)
    assert known.next([]) is None
    known.learn([1], 2)
    known.learn([1], 2)
    assert known.next([1]) == 2


def test_memory_is_bounded() -> None:
    """More pairs than are kept begin a new memory."""
    known = Guesses()
    for number in range(guesses.MOST + 10):
        known.learn([number, number], 1)
    assert known.next([3, 3]) is None
    assert known.next([guesses.MOST + 5] * 2) == 1


def test_guesses_go_on_from_guesses() -> None:
    """As many as are wanted, or as are known."""
    known = Guesses()
    for first, second, third in [(1, 2, 3), (2, 3, 4), (3, 4, 5)]:
        known.learn([first, second], third)
    assert known.chain([1, 2], 2) == [3, 4]
    assert known.chain([1, 2], 9) == [3, 4, 5]
    assert known.chain([1, 2], 0) == []
