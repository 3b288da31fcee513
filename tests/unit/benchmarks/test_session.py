"""The typing session: the same for every peer, and fair to all of them."""

from __future__ import annotations

import itertools
from math import inf

from writer.benchmarks.session import WRONG, Key, Served, first_letters, replay, script

TEXT = "It is a truth universally acknowledged, that a single man is in want of a wife. So it is."


def test_a_session_types_its_text_with_slips_that_are_taken_back() -> None:
    """Times only grow, every key changes one character, and what stands at the end is the text."""
    keys = script(TEXT * 4, seed=3)
    assert keys[-1].text == TEXT * 4
    assert any(not key.typed for key in keys)
    for before, after in itertools.pairwise(keys):
        assert after.at_ms > before.at_ms
        if after.typed:
            assert after.text == before.text + after.typed
        else:
            assert after.text == before.text[:-1]


def test_the_same_seed_gives_the_same_session() -> None:
    """So that peers and runs can be compared."""
    assert script(TEXT, seed=1) == script(TEXT, seed=1)
    assert script(TEXT, seed=1) != script(TEXT, seed=2)


def test_right_suggestions_say_what_is_typed_next() -> None:
    """All of them do where the script makes every one right, and none says anything otherwise."""
    for key in script(TEXT, right_share=1.0):
        if key.typed and TEXT.startswith(key.text):
            assert TEXT[len(key.text) :].startswith(key.right)
    assert not any(key.right for key in script(TEXT, right_share=0.0))


def test_a_session_may_begin_inside_its_text() -> None:
    """What stands there already is before the caret at every key, and is not typed."""
    keys = script(TEXT, seed=1, already=30)
    assert keys[0].text[:30] == TEXT[:30]
    assert keys[-1].text == TEXT
    assert all(len(key.text) >= 30 for key in keys)


def test_a_session_can_be_cut_after_some_letters() -> None:
    """Backspaces among them are kept."""
    keys = script(TEXT * 4, seed=3)
    cut = first_letters(keys, 150)
    assert cut == keys[: len(cut)]
    assert sum(bool(key.typed) for key in cut) == 150
    assert any(not key.typed for key in cut)


def keys_of(text: str, gap_ms: float, right: dict[int, str] | None = None) -> list[Key]:
    right = right or {}
    return [
        Key(gap_ms * (n + 1), text[: n + 1], letter, right.get(n, ""))
        for n, letter in enumerate(text)
    ]


class Engine:
    """Takes ``first_ms`` and ``full_ms``, unless it is stopped before."""

    def __init__(self, first_ms: float, full_ms: float) -> None:
        self._first_ms, self._full_ms = first_ms, full_ms
        self.asked: list[str] = []

    def __call__(self, text: str, limit_ms: float) -> Served:
        self.asked.append(text)
        spent_ms = min(self._full_ms, limit_ms)
        return Served(
            self._first_ms if self._first_ms <= limit_ms else inf,
            self._full_ms if self._full_ms <= limit_ms else inf,
            spent_ms,
        )


def test_a_fast_engine_serves_every_key() -> None:
    """Each key waits for exactly what the engine takes."""
    times = replay(keys_of("abcd", 100), Engine(10, 40), type_through=False, ahead=False)
    assert times.first_ms == [10] * 4
    assert times.full_ms == [40] * 4
    assert times.in_time == 1.0
    assert times.busy_ms == 160


def test_the_next_key_stops_a_slow_engine() -> None:
    """What was not ready never came; the engine was busy up to the next key."""
    times = replay(keys_of("abcd", 100), Engine(60, 400), type_through=False, ahead=False)
    assert times.first_ms == [60] * 4
    assert times.full_ms == [inf, inf, inf, 400]
    assert times.in_time == 0.25
    assert times.busy_ms == 700


def test_an_engine_that_stops_late_answers_late() -> None:
    """A request that cannot be stopped delays the next one."""

    def serve(text: str, limit_ms: float) -> Served:
        return Served(inf, inf, 130) if text == "a" else Served(10, 20, 20)

    times = replay(keys_of("ab", 100), serve, type_through=False, ahead=False)
    assert times.first_ms == [inf, 40]
    assert times.full_ms == [inf, 50]


def test_typing_what_is_shown_asks_for_nothing() -> None:
    """With type-through only the keys that leave the suggestion cost a request."""
    engine = Engine(10, 40)
    times = replay(keys_of("abcdef", 100, {0: "bcd"}), engine, type_through=True, ahead=False)
    assert engine.asked == ["a", "abcd", "abcde", "abcdef"]
    assert times.full_ms == [40, 0, 0, 40, 40, 40]


def test_what_was_made_ahead_is_there_at_once() -> None:
    """The suggestion after the one on the screen costs no wait when that one is used up."""
    engine = Engine(10, 40)
    keys = keys_of("abcdef", 100, {0: "bcd", 3: "ef"})
    times = replay(keys, engine, type_through=True, ahead=True)
    assert engine.asked[:2] == ["a", "abcd"]
    assert times.full_ms[:5] == [40, 0, 0, 0, 0]


def test_a_wrong_suggestion_is_made_ahead_of_too() -> None:
    """Nobody knows yet that it is wrong, so what follows it costs as much, and is of no use."""
    engine = Engine(10, 40)
    times = replay(keys_of("ab", 100), engine, type_through=True, ahead=True)
    assert engine.asked == ["a", "a" + WRONG, "ab", "ab" + WRONG]
    assert times.full_ms == [40, 40]
    assert times.busy_ms == 160


def test_a_wrong_suggestion_is_not_typed_through() -> None:
    """It is replaced by asking again."""
    engine = Engine(10, 40)
    replay(keys_of("abc", 100, {0: "xx"}), engine, type_through=True, ahead=False)
    assert engine.asked == ["a", "ab", "abc"]
