"""How likely a word's spelling is: a byte n-gram over the words too rare for a word list.

p(s | h) of order n is Witten and Bell's interpolation (1991): with c(h s) counts after the
last n-1 bytes h, and T(h) different symbols seen there,
p_n(s | h) = (c(h s) + T(h) p_{n-1}(s | h')) / (c(h) + T(h)), and p_0 is 1/257: 256 bytes and
the end. So every string has a probability, and all strings together have 1.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import log

ORDER = 5
END = 256
SYMBOLS = 257
START = b"\x00" * (ORDER - 1)
"""Bytes that stand before a word; no text holds them."""


class Speller:
    """Learns from some words; each counts once."""

    def __init__(self, words: Iterable[str]) -> None:
        counts: defaultdict[bytes, Counter[int]] = defaultdict(Counter)
        for word in words:
            data = START + word.encode("utf-8", "replace")
            for at in range(len(START), len(data) + 1):
                symbol = data[at] if at < len(data) else END
                for length in range(ORDER):
                    counts[data[at - length : at]][symbol] += 1
        self._counts: dict[bytes, Counter[int]] = dict(counts)
        self._totals = {h: sum(c.values()) for h, c in self._counts.items()}

    def probability(self, symbol: int, before: bytes) -> float:
        """p(symbol | before), from no context up to the longest one seen."""
        p = 1.0 / SYMBOLS
        for length in range(min(ORDER - 1, len(before)) + 1):
            history = before[len(before) - length :]
            counts = self._counts.get(history)
            if counts is None:
                break
            kinds = len(counts)
            p = (counts.get(symbol, 0) + kinds * p) / (self._totals[history] + kinds)
        return p

    def logprob(self, word: str, *, whole: bool = True) -> float:
        """ln of the probability of ``word``; without ``whole``, of all words that begin so."""
        data = START + word.encode("utf-8", "replace")
        symbols = [*data[len(START) :], END] if whole else [*data[len(START) :]]
        return sum(
            log(self.probability(symbol, data[: len(START) + at]))
            for at, symbol in enumerate(symbols)
        )
