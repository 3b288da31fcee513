"""Forced bytes are spelt in the likeliest way, over the whole vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer.completion.request import CancelToken, SamplingOptions
from writer.engine.healing import ByteIndex, Healer, Start
from writer.engine.numerics import Floats
from writer.engine.sampling import seeded

TOKENS = [
    b"",
    b" ",
    b" g",
    b" gent",
    b" gentle",
    b" gentleman",
    b"le",
    b"man",
    b"ent",
    b"\xc3",
    b"\xa9",
]


class Table:
    """A session whose next-token probabilities are looked up by the text so far."""

    def __init__(self, table: dict[bytes, dict[bytes, float]]) -> None:
        self.table = table
        self.texts: list[bytes] = []
        self.batches: list[int] = []

    def logits(self, text: bytes) -> Floats:
        row = self.table.get(text, {})
        return np.array([log(row.get(token, 1e-9)) for token in TOKENS], np.float32)

    def prefill(self, ids: Sequence[int], cancel: CancelToken) -> Floats:
        return self.logits(b"")

    def expand(
        self, parents: Sequence[int], ids: Sequence[int], cancel: CancelToken
    ) -> tuple[list[int], Floats]:
        self.batches.append(len(ids))
        first = len(self.texts)
        for parent, token in zip(parents, ids, strict=True):
            self.texts.append((self.texts[parent] if parent >= 0 else b"") + TOKENS[token])
        rows = [self.logits(text) for text in self.texts[first:]]
        return list(range(first, len(self.texts))), np.stack(rows)

    def keep(self, node: int) -> None:
        """Nothing to keep."""


def starts(session: Table, forced: bytes, count: int = 1, visible: bool = False) -> list[Start]:
    return Healer(TOKENS).starts(
        session,
        session.prefill([], CancelToken()),
        forced,
        count,
        options=SamplingOptions(),
        generator=seeded(0, 0),
        visible=visible,
        cancel=CancelToken(),
    )


def test_a_token_that_reaches_past_the_caret_wins() -> None:
    """ " gent" becomes " gentleman" in one step, with its share of what agrees."""
    session = Table({b"": {b" gentleman": 0.3, b" gentle": 0.1, b" g": 0.01, b"man": 0.5}})
    (start,) = starts(session, b" gent")
    assert (TOKENS[start.token], start.text, start.node) == (b" gentleman", b"leman", -1)
    assert start.logprob == pytest.approx(log(0.3 / 0.4), abs=1e-3)
    assert session.batches == []


def test_several_steps_are_taken_where_they_are_likelier() -> None:
    """A beginning in two tokens wins over a rare single token, and is normalized with it."""
    session = Table(
        {b"": {b" g": 0.5, b" gent": 0.001}, b" g": {b"ent": 0.9}, b" gent": {b"le": 1.0}}
    )
    (start,) = starts(session, b" gent")
    assert (TOKENS[start.token], start.text, start.node) == (b"ent", b"", 0)
    assert start.logprob == pytest.approx(log(0.45 / 0.451), abs=1e-3)


def test_half_characters_are_forced_too() -> None:
    """An accent that is two byte tokens is spelt byte by byte."""
    session = Table({b"": {b"\xc3": 0.9}, b"\xc3": {b"\xa9": 0.8}})
    (start,) = starts(session, "é".encode())
    assert (TOKENS[start.token], start.text) == (b"\xa9", b"")


def test_alternatives_say_something_beyond_the_forced_text() -> None:
    """Where the forced text is a token, what may follow it are the choices."""
    session = Table({b"": {b" gent": 0.9, b" gentle": 0.05}, b" gent": {b"le": 0.6, b"man": 0.3}})
    found = starts(session, b" gent", 3, visible=True)
    assert [TOKENS[s.token] for s in found] == [b"le", b"man", b" gentle"]
    assert all(s.text for s in found)


def test_what_no_tokens_spell_has_no_start() -> None:
    """Bytes outside the vocabulary end in silence."""
    assert starts(Table({}), b"\xff") == []


@given(st.lists(st.binary(min_size=1, max_size=4), unique=True), st.binary(max_size=5))
def test_the_index_agrees_with_a_plain_search(tokens: list[bytes], text: bytes) -> None:
    """Sorted lookups find exactly the tokens that a loop over all of them finds."""
    index = ByteIndex(tokens)
    longer = {i for i, token in enumerate(tokens) if token.startswith(text)}
    shorter = {i for i, t in enumerate(tokens) if text.startswith(t) and len(t) < len(text)}
    assert set(index.starting_with(text).tolist()) == longer
    assert set(index.inside(text)) == shorter
