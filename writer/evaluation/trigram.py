"""The baseline: an interpolated word trigram with a document cache, over open text.

Units. Every text is cut, without loss, into words with the space before them, signs and line
breaks (``units``). So the probabilities of the units multiply to that of the exact text, and
its bits per character compare with those of any other model.

Words in the list (Kneser and Ney 1995, interpolated; Chen and Goodman 1999). With counts c,
N1+(.bc) different words before "b c" and D = 0.75:
  p3(c|ab) = max(c(abc) - D, 0) / c(ab)         + g(ab) p2(c|b)
  p2(c|b)  = max(N1+(.bc) - D, 0) / N1+(.b.)    + g(b)  p1(c)
  p1(c)    = N1+(.c) / N1+(..)
where every g is what its first term leaves of 1. Trigrams seen once are dropped; their mass
goes into g(ab), so all still sums to 1.

Words not in the list are one unit U to these formulas; which one it is, a speller says:
p(u) = p3(U|ab) s(u) / (1 - Z), with s(u) its spelling's probability (see ``spelling``) and Z
that of all listed words together, which U never stands for.

Document cache (Kuhn and De Mori 1990): p(u|ab) = (1 - m) p(u|ab) + m n(u)/n, with n(u) how
often u stands in the document so far, of n units; m = 0.1 (0 before the first unit).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
import numpy.typing as npt

from writer.evaluation.spelling import Speller

_UNIT = re.compile(r" ?\w+(?:['’-]\w+)*| ?[^\w\s]|\n+|\s")
DISCOUNT = 0.75
CACHE_WEIGHT = 0.1
LEAST_TRIGRAM = 2

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


def units(text: str) -> list[str]:
    """The pieces of ``text``; joined they give it back.

    >>> units("He said: don't\\n\\nGo.")
    ['He', ' said', ':', " don't", '\\n\\n', 'Go', '.']
    """
    return _UNIT.findall(text)


@dataclass(frozen=True)
class Tables:
    """Probabilities by n-gram. ``words`` are sorted; id V = len(words) is U, V+1 the start.

    Keys are a (V+2)^2 + b (V+2) + c, sorted. ``bi`` and ``tri`` hold the discounted first terms
    of p2 and p3, ``bi_rest`` [V+2] and ``pair_rest`` the mass that is left (1 where unseen).
    """

    words: list[str]
    uni: Floats
    bi_keys: Ints
    bi: Floats
    bi_rest: Floats
    tri_keys: Ints
    tri: Floats
    pair_keys: Ints
    pair_rest: Floats
    rare: list[str]
    """Words too rare for the list: the speller learns from them."""

    @property
    def base(self) -> int:
        """Ids in all: the words, U and the start."""
        return len(self.words) + 2


def count(
    documents: Iterable[Sequence[int] | Ints],
    words: list[str],
    rare: list[str],
    least_trigram: int = LEAST_TRIGRAM,
) -> Tables:
    """Tables from documents of ids (``words`` sorted; others are already U)."""
    unknown, start = len(words), len(words) + 1
    base = len(words) + 2
    stream = np.concatenate(
        [np.array([start, start, *ids], dtype=np.int64) for ids in documents]
        or [np.array([], dtype=np.int64)]
    )
    keys = (stream[:-2] * base + stream[1:-1]) * base + stream[2:]
    # A trigram that ends in a start mark reaches from one document into the next.
    tri_keys, tri_counts = np.unique(keys[stream[2:] != start], return_counts=True)
    del keys, stream
    bi_keys, bi_counts = np.unique(tri_keys % base**2, return_counts=True)
    uni_counts = np.bincount(bi_keys % base, minlength=base).astype(np.float64)
    # A word list entry that never follows anything still needs a chance, as U does.
    uni_counts[: unknown + 1] = np.maximum(uni_counts[: unknown + 1], 0.5)
    uni_counts[start] = 0.0
    bi_totals = np.bincount(bi_keys // base, bi_counts, minlength=base)
    bi = (bi_counts - DISCOUNT) / bi_totals[bi_keys // base]
    bi_rest = 1.0 - np.bincount(bi_keys // base, bi, minlength=base)
    pair_keys, where = np.unique(tri_keys // base, return_inverse=True)
    totals = np.bincount(where, tri_counts)
    kept = tri_counts >= least_trigram
    tri = (tri_counts[kept] - DISCOUNT) / totals[where[kept]]
    rest = 1.0 - np.bincount(where[kept], tri, minlength=len(pair_keys))
    used = rest < 1.0
    return Tables(
        words=words,
        uni=(uni_counts / uni_counts.sum()).astype(np.float32),
        bi_keys=bi_keys,
        bi=bi.astype(np.float32),
        bi_rest=bi_rest.astype(np.float32),
        tri_keys=tri_keys[kept],
        tri=tri.astype(np.float32),
        pair_keys=pair_keys[used],
        pair_rest=rest[used].astype(np.float32),
        rare=rare,
    )


class Trigram:
    """The model: distributions over the word list, and the probability of any unit."""

    def __init__(self, tables: Tables, listed: float | None = None) -> None:
        """``listed`` is Z, if it is known already: working it out takes seconds."""
        self.tables = tables
        self.unknown = len(tables.words)
        self.start = self.unknown + 1
        self.speller = Speller(tables.rare or tables.words)
        if listed is None:
            # The empty word is none either.
            listed = sum(exp(self.speller.logprob(word)) for word in ["", *tables.words])
        self.mass_listed = listed
        self._log_unlisted = log(1.0 - listed)

    def id_of(self, unit: str) -> int:
        """The id of a unit; that of U if it is not in the list."""
        words = self.tables.words
        at = bisect_left(words, unit)
        return at if at < len(words) and words[at] == unit else self.unknown

    def history(self, before: Sequence[str]) -> tuple[int, int]:
        """The ids of the last two units."""
        last = [self.start, self.start, *(self.id_of(u) for u in before[-2:])][-2:]
        return last[0], last[1]

    def listed(self, a: int, b: int) -> Floats:
        """p3 of every id after ``a b`` [V+2]: sums to 1; the start mark has 0."""
        t = self.tables
        p: Floats = t.uni * t.bi_rest[b]
        low, high = np.searchsorted(t.bi_keys, [b * t.base, (b + 1) * t.base])
        p[t.bi_keys[low:high] - b * t.base] += t.bi[low:high]
        pair = a * t.base + b
        at = int(np.searchsorted(t.pair_keys, pair))
        if at < len(t.pair_keys) and t.pair_keys[at] == pair:
            p *= t.pair_rest[at]
            low, high = np.searchsorted(t.tri_keys, [pair * t.base, (pair + 1) * t.base])
            p[t.tri_keys[low:high] - pair * t.base] += t.tri[low:high]
        return p

    def id_probability(self, a: int, b: int, c: int) -> float:
        """p3(c | a b), without the others."""
        t = self.tables
        p = float(t.uni[c]) * float(t.bi_rest[b]) + _at(t.bi_keys, t.bi, b * t.base + c, 0.0)
        pair = a * t.base + b
        p *= _at(t.pair_keys, t.pair_rest, pair, 1.0)
        return p + _at(t.tri_keys, t.tri, pair * t.base + c, 0.0)

    def spelled(self, unit: str) -> float:
        """s(u) / (1 - Z): the probability of an unlisted unit, given that it is one."""
        return exp(self.speller.logprob(unit) - self._log_unlisted)

    def probability(self, unit: str, before: Sequence[str], cache: Cache) -> float:
        """p(unit | the two units before it, the document so far)."""
        a, b = self.history(before)
        c = self.id_of(unit)
        p = self.id_probability(a, b, c)
        if c == self.unknown:
            p *= self.spelled(unit)
        return (1.0 - cache.weight) * p + cache.weight * cache.share(unit)

    def nats(self, text: str) -> float:
        """-ln of the probability of a whole document."""
        cache = Cache()
        before: list[str] = []
        total = 0.0
        for unit in units(text):
            total -= log(self.probability(unit, before, cache))
            before = [*before[-1:], unit]
            cache.add(unit)
        return total

    def words(self) -> frozenset[str]:
        """Every word of the training text, listed or rare, bare and case folded."""
        everything = [*self.tables.words, *self.tables.rare]
        parts = {part for unit in everything for part in re.split(r"[^\w'’]", unit.casefold())}
        return frozenset(part.replace("’", "'") for part in parts if part)


def _at(keys: Ints, values: Floats, key: int, otherwise: float) -> float:
    at = int(np.searchsorted(keys, key))
    return float(values[at]) if at < len(keys) and keys[at] == key else otherwise


class Cache:
    """The units of a document so far."""

    def __init__(self, before: Iterable[str] = (), weight: float = CACHE_WEIGHT) -> None:
        self._weight = weight
        self.counts = Counter(before)
        self.total = sum(self.counts.values())

    @property
    def weight(self) -> float:
        """Its share in the mixture; 0 while the document is empty."""
        return self._weight if self.total else 0.0

    def add(self, unit: str) -> None:
        """One more unit was written."""
        self.counts[unit] += 1
        self.total += 1

    def share(self, unit: str) -> float:
        """n(u) / n."""
        return self.counts.get(unit, 0) / self.total if self.total else 0.0
