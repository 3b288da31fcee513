"""What a model of the GPT-2 family and its cache must be able to do; numpy on the outside.

``LeanSession`` and its prompt cache drive any model that keeps to this, whatever computes it.
T tokens are fed now, S are visible in all (cached and new), V is the vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from writer.completion.request import CancelToken
from writer.engine.config import GPT2Config
from writer.engine.numerics import Floats

CHUNK_TOKENS = 256
"""Tokens fed at once in a prefill: large enough for the products, small enough to cancel."""


class Cache(Protocol):
    """Keys and values of one text, a slot for each token; the first ``length`` are in use."""

    length: int

    def reserve(self, slots: int) -> None:
        """Make room for ``slots`` tokens in all; what is cached stays."""

    def crop(self, length: int) -> None:
        """Forget everything from slot ``length`` on."""

    def gather(self, start: int, slots: Sequence[int]) -> None:
        """Keep the slots before ``start`` and, after them, only ``slots`` in their order."""

    def copy_from(self, other: Self, length: int) -> None:
        """Start as a copy of the first ``length`` tokens of another cache."""

    @property
    def bytes(self) -> int:
        """Memory held, in bytes."""


C = TypeVar("C", bound=Cache)


class CausalModel(Protocol[C]):
    """A loaded model. Not thread-safe: one thread owns it."""

    config: GPT2Config
    rough_logits: bool
    """Whether it makes use of that only the likeliest tokens count."""

    def new_cache(self) -> C:
        """An empty cache for this model."""

    def prefill(self, ids: Sequence[int], cache: C, cancel: CancelToken) -> Floats:
        """Feed a text of any length after what ``cache`` holds; logits [V] after its last token.

        Raises ``CancelledError``; the cache then holds the whole chunks that were fed.
        """

    def forward(
        self,
        ids: Sequence[int],
        cache: C,
        *,
        positions: Sequence[int] | None = None,
        visible: NDArray[np.bool_] | None = None,
        likeliest: bool = False,
        cancel: CancelToken | None = None,
    ) -> Floats:
        """Feed T tokens after what ``cache`` holds; logits [T, V] after each of them.

        ``likeliest`` says that only the likeliest tokens count: in a model with ``rough_logits``
        those of the others are rough.

        Without ``positions`` the tokens continue the cached text. With them the tokens may be
        branches of a tree: ``visible`` [T, S] says which slots each token attends to.
        Raises ``CancelledError``; the cache then stays as it was.
        """
