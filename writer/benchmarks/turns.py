"""Peers that take turns, so that what disturbs one disturbs all."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from writer.benchmarks.remote import PeerError, Remote

Say = Callable[[str], None]
Encode = Callable[[str], Sequence[int]]
Lists = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured. ``quick`` is a look, not a measurement.

    ``rest_s`` is how long a turn waits for the threads of the one before it: they look for more to
    do when there is none, OpenMP's for 0.2 s, and would take a core from whoever comes next. A
    quick run waits for those of ONNX Runtime only.
    """

    rounds: int = 15
    starts: int = 3
    document: int = 300
    prefills: tuple[int, ...] = (64, 256, 512)
    tokens: int = 12
    letters: int = 120
    agreement: int = 24
    timer_s: float = 1.0
    rest_s: float = 0.3

    def fitting(self, positions: int) -> Sizes:
        """No more than a model of so many positions can hold."""
        most = positions - 4 * self.tokens
        return replace(
            self,
            document=min(self.document, most // 2),
            prefills=tuple(n for n in self.prefills if n <= most) or (max(1, most // 2),),
        )


QUICK = Sizes(rounds=3, starts=1, letters=24, agreement=6, timer_s=0.3, rest_s=0.1)


@dataclass(frozen=True, slots=True)
class Document:
    """The tokens that everything is measured on.

    ``encode`` gives the tokens of a text; ``most`` is how many the model may be fed.
    """

    ids: Sequence[int]
    encode: Encode
    most: int

    def ids_of(self, text: str) -> list[int]:
        """The end of a text that the model has room for."""
        return list(self.encode(text))[-self.most :]


class Turns:
    """The peers of a run, in another order every round.

    One that fails takes part no more; ``failures`` has a sentence for it.
    """

    def __init__(
        self, remotes: Sequence[Remote], sizes: Sizes, document: Document, say: Say
    ) -> None:
        self._remotes = list(remotes)
        self.failures: list[str] = []
        self.sizes = sizes
        self.document = document
        self.say = say

    @property
    def names(self) -> list[str]:
        """Who still takes part."""
        return [remote.program.name for remote in self._remotes]

    def each(self, round_number: int, measure: Callable[[Remote], None]) -> None:
        """Let every peer have its turn."""
        shift = round_number % max(1, len(self._remotes))
        for remote in [*self._remotes[shift:], *self._remotes[:shift]]:
            time.sleep(self.sizes.rest_s)
            try:
                measure(remote)
            except PeerError as error:
                self._remotes.remove(remote)
                self.failures.append(f"{error} Its later rows are empty.")

    def empty(self) -> Lists:
        """A list for the values of every peer."""
        return {name: [] for name in self.names}
