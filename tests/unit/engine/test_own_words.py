"""A document's own words: what followed the same words before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer.completion.request import CancelToken
from writer.engine.numerics import Floats
from writer.engine.own_words import (
    CURRENT_CHARACTERS,
    NO_MATCH,
    WEIGHTS,
    Followers,
    OwnWords,
    OwnWordsSession,
    add_followers,
)

GO = CancelToken()
EVEN = [[[0.0] * 4] + [[0.2] * 4] * 4] * 2
"""A weight of 0.2 for every match."""


def spelled(text: str) -> list[int]:
    """A tokenizer for tests: every digit is its token."""
    return [int(character) for character in text if character.isdigit()]


def at_least_five(token: int) -> bool:
    """Which tokens go on a word, in these tests."""
    return token >= 5


def own_words(text: str) -> OwnWords:
    own = OwnWords(spelled, at_least_five)
    own.read(text)
    return own


class FlatSession:
    """A model over four tokens that knows nothing."""

    def prefill(self, ids: Sequence[int], cancel: CancelToken) -> Floats:
        return np.zeros(4, np.float32)

    def expand(
        self, parents: Sequence[int], ids: Sequence[int], cancel: CancelToken, **_how: bool
    ) -> tuple[list[int], Floats]:
        return list(range(len(ids))), np.zeros((len(ids), 4), np.float32)

    def keep(self, node: int) -> None:
        pass


def test_the_longest_match_decides() -> None:
    """After 1 2, only what followed 1 2 counts, not what followed another 2."""
    own = own_words("12302012")
    match = own.following([9, 1, 2])
    assert (match.length, set(match.shares)) == (2, {3})
    match = own.following([9, 2])
    assert (match.length, set(match.shares)) == (1, {3, 0})


def test_counts_add_up_to_one_and_newer_places_count_more() -> None:
    """Of two places, the later one weighs 1.5 against 1."""
    own = own_words("12131")
    shares = own.following([1]).shares
    assert shares == {2: pytest.approx(1 / 2.5), 3: pytest.approx(1.5 / 2.5)}


def test_a_match_says_how_far_it_can_be_trusted() -> None:
    """One token that followed always, how often, and whether it goes on a word."""
    assert own_words("12").following([1]).times == 1
    assert own_words("1212").following([1]).times == 2
    assert own_words("12121212").following([1]).times == 3
    assert own_words("1213").following([1]).times == 0
    assert not own_words("1712").following([1]).within
    assert own_words("1217").following([1]).within


def test_the_surer_a_match_the_more_it_weighs() -> None:
    """More often, or longer, or inside a word: never less."""
    for within in (0, 1):
        for n in (1, 2, 3, 4):
            once, twice, often = WEIGHTS[within][n][1:]
            assert once < twice <= often < 1
            assert all(WEIGHTS[1][n][k] >= WEIGHTS[0][n][k] for k in range(4))


def test_nothing_known_is_no_match() -> None:
    """A new word has no own words, and neither has an empty text."""
    assert own_words("12").following([7]) is NO_MATCH
    assert own_words("").following([1]) is NO_MATCH
    assert own_words("1").following([1]) is NO_MATCH


def test_the_mixture_by_hand() -> None:
    """A model that knows nothing (1/4 each) and a weight of 0.2 for one token."""
    session = OwnWordsSession(FlatSession(), own_words("120"), EVEN)
    probabilities = np.exp(session.prefill([1], GO))
    assert probabilities.dtype == np.float32
    assert probabilities.tolist() == pytest.approx([0.2, 0.2, 0.4, 0.2])


def test_paths_through_the_tree_have_their_own_context() -> None:
    """Each row of a batch is mixed with what followed its own last tokens."""
    session = OwnWordsSession(FlatSession(), own_words("1230"), EVEN)
    session.prefill([3], GO)
    _, logits = session.expand([-1, -1], [1, 2], GO)
    assert logits.argmax(axis=-1).tolist() == [2, 3]


def test_no_weight_leaves_the_model_alone() -> None:
    """Where nothing matches, the logits are the model's, untouched."""
    session = OwnWordsSession(FlatSession(), own_words("12"))
    assert session.prefill([3], GO).tolist() == [0.0] * 4


def test_finished_paragraphs_are_read_once() -> None:
    """A key costs the paragraph it is typed in, not the document."""
    read: list[str] = []

    def encode(text: str) -> list[int]:
        read.append(text)
        return spelled(text)

    own = OwnWords(encode, at_least_five)
    own.read("12\n34\n5")
    read.clear()
    own.read("12\n34\n56")
    own.read("12\n34\n56\n7")
    assert read == ["56", "56", "7"]


@pytest.mark.parametrize(
    "after", ["12\n34\n56", "12\n39\n56", "34\n56", "", "12", "99\n12\n34\n56\n"]
)
def test_any_edit_gives_what_reading_afresh_gives(after: str) -> None:
    """Whatever was read before, the counts are those of the text as it is."""
    edited = own_words("12\n34\n5")
    edited.read(after)
    fresh = own_words(after)
    contexts = [[a, b] for a in range(10) for b in range(10)]
    assert [edited.following(c) for c in contexts] == [fresh.following(c) for c in contexts]


@given(st.lists(st.text("1230", max_size=12), min_size=2, max_size=6))
def test_any_line_of_edits_gives_what_reading_afresh_gives(texts: list[str]) -> None:
    """The paragraph being written may grow, shrink and change: nothing of before is left."""
    edited = own_words("")
    for text in texts:
        edited.read(text)
        fresh = own_words(text)
        contexts = [[a, b] for a in range(4) for b in range(4)]
        assert [edited.following(c) for c in contexts] == [fresh.following(c) for c in contexts]


def test_a_key_counts_only_what_it_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the paragraph, a letter costs the tokens that it made."""
    counted: list[int] = []

    def add(followers: Followers, ids: Sequence[int], known: int = 0) -> None:
        counted.append(len(ids) - known)
        add_followers(followers, ids, known)

    own = own_words("123" * 1000)
    monkeypatch.setattr("writer.engine.own_words.add_followers", add)
    own.read("123" * 1000 + "4")
    own.read("123" * 1000 + "45")
    own.read("123" * 1000 + "46")
    assert counted == [1, 1, 1]


def test_a_very_long_paragraph_is_counted_from_a_beginning_that_stays() -> None:
    """Its last part counts, and a key at its end does not move where that begins."""
    read: list[str] = []

    def encode(text: str) -> list[int]:
        read.append(text)
        return spelled(text)

    own = OwnWords(encode, at_least_five)
    for more in range(100):
        own.read("1" * (3 * CURRENT_CHARACTERS + more))
    assert max(map(len, read)) <= CURRENT_CHARACTERS
    assert min(map(len, read)) > CURRENT_CHARACTERS / 2
    assert sum(len(later) < len(text) for text, later in pairwise(read)) <= 1


def test_a_paragraph_does_not_run_into_the_next() -> None:
    """What begins a paragraph does not count as following the end of the one before."""
    assert own_words("12\n3").following([2]) is NO_MATCH
