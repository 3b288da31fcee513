"""The rows that are measured peer by peer, in turns: what disturbs one disturbs all."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, isinf

from writer.benchmarks.figures import Row, Sample, percentile, single
from writer.benchmarks.remote import Remote
from writer.benchmarks.session import Key, Served, Times, replay

Say = Callable[[str], None]
Encode = Callable[[str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured. ``quick`` is a look, not a measurement."""

    rounds: int = 15
    starts: int = 3
    document: int = 300
    prefills: tuple[int, ...] = (64, 256, 512)
    tokens: int = 12
    letters: int = 120
    agreement: int = 24

    def fitting(self, positions: int) -> Sizes:
        """No more than a model of so many positions can hold."""
        most = positions - 4 * self.tokens
        return replace(
            self,
            document=min(self.document, most // 2),
            prefills=tuple(n for n in self.prefills if n <= most) or (max(1, most // 2),),
        )


QUICK = Sizes(rounds=3, starts=1, letters=24, agreement=6)


@dataclass(frozen=True, slots=True)
class Document:
    """The text that everything is measured on: ``before`` is there, ``typed`` is typed after it.

    ``encode`` gives the tokens of a text; ``most`` is how many the model may be fed.
    """

    ids: Sequence[int]
    encode: Encode
    most: int

    def ids_of(self, text: str) -> list[int]:
        """The end of a text that the model has room for."""
        return list(self.encode(text))[-self.most :]


class Turns:
    """Peers that take turns, in another order every round."""

    def __init__(self, remotes: Sequence[Remote], sizes: Sizes, document: Document, say: Say):
        self._remotes = remotes
        self._sizes = sizes
        self._document = document
        self._say = say

    def _each(self, round_number: int) -> list[Remote]:
        shift = round_number % len(self._remotes)
        return [*self._remotes[shift:], *self._remotes[:shift]]

    def prefills(self) -> list[Row]:
        """A text that no peer knows, up to the first token after it."""
        rows = []
        for size in self._sizes.prefills:
            times: dict[str, list[float]] = {r.program.name: [] for r in self._remotes}
            for number in range(self._sizes.rounds + 1):
                self._say(f"prefill of {size}: {number} of {self._sizes.rounds}")
                for remote in self._each(number):
                    done = remote.complete(self._document.ids[:size], 1, forget=True)
                    times[remote.program.name].append(1000 * done.spent_s)
            rows.append(_row(f"prefill of {size} tokens", times, drop_first=True))
        return rows

    def requests(self) -> list[Row]:
        """A document that grows by one to three tokens, and a suggestion of 12 each time."""
        first: dict[str, list[float]] = {r.program.name: [] for r in self._remotes}
        token: dict[str, list[float]] = {r.program.name: [] for r in self._remotes}
        whole: dict[str, list[float]] = {r.program.name: [] for r in self._remotes}
        length, rng = self._sizes.document, random.Random(0)
        for number in range(self._sizes.rounds + 1):
            self._say(f"requests: {number} of {self._sizes.rounds}")
            for remote in self._each(number):
                name = remote.program.name
                ids = self._document.ids[:length]
                done = remote.complete(ids, self._sizes.tokens)
                times_s = done.times_s
                first[name].append(1000 * times_s[0])
                whole[name].append(1000 * times_s[-1])
                token[name].append(1000 * (times_s[-1] - times_s[0]) / (len(times_s) - 1))
            length += rng.randint(1, 3)
        return [
            _row("first token, text known", first, drop_first=True),
            _row("each further token", token, drop_first=True),
            _row(f"request of {self._sizes.tokens} tokens", whole, drop_first=True),
        ]

    def alternatives(self, firsts: Sequence[int]) -> Row:
        """Continuations of one known text that begin with ``firsts``, in one batch."""
        times: dict[str, list[float]] = {r.program.name: [] for r in self._remotes}
        for number in range(self._sizes.rounds + 1):
            self._say(f"alternatives: {number} of {self._sizes.rounds}")
            for remote in self._each(number):
                ids = self._document.ids[: self._sizes.document]
                _, spent_s = remote.branches(ids, firsts, self._sizes.tokens)
                times[remote.program.name].append(1000 * spent_s)
        name = f"{len(firsts)} alternatives of {self._sizes.tokens}"
        return _row(name, times, drop_first=True)

    def cancelling(
        self, token_ms: Mapping[str, float], prefill_ms: Mapping[str, float]
    ) -> list[Row]:
        """From the wish to stop to its end, while tokens come and inside a long prefill."""
        decode: dict[str, list[float]] = {r.program.name: [] for r in self._remotes}
        prefill: dict[str, list[float]] = {r.program.name: [] for r in self._remotes}
        size, rng = self._sizes.prefills[-1], random.Random(1)
        for number in range(3 * self._sizes.rounds):
            self._say(f"cancelling: {number} of {3 * self._sizes.rounds}")
            for remote in self._each(number):
                name = remote.program.name
                ids = self._document.ids[: self._sizes.document]
                remote.complete(ids, 1)
                after_s = token_ms[name] * rng.uniform(2.0, 5.0) / 1000
                late_s = remote.cancel(ids, 2 * self._sizes.tokens, after_s)
                if late_s is not None:
                    decode[name].append(1000 * late_s / token_ms[name])
                after_s = prefill_ms[name] * rng.uniform(0.1, 0.8) / 1000
                late_s = remote.cancel(self._document.ids[:size], 1, after_s, forget=True)
                if late_s is not None:
                    prefill[name].append(1000 * late_s)
        rows = []
        for share in (0.5, 0.99):
            for title, unit, values in (
                ("stop while tokens come", "token times", decode),
                (f"stop inside a prefill of {size}", "ms", prefill),
            ):
                cells = {n: single(percentile(v, share)) for n, v in values.items() if v}
                if cells:
                    rows.append(Row(f"{title}, p{100 * share:.0f}", unit, cells, compare=False))
        return sorted(rows, key=lambda row: row.name)

    def every_key(self, keys: Sequence[Key]) -> list[Row]:
        """A typing session in which every letter's request runs to its end, in blocks of keys."""
        typed = [key for key in keys if key.typed][: self._sizes.letters]
        block, count = 10, self._sizes.tokens
        first: dict[str, list[float]] = {r.program.name: [] for r in self._remotes}
        whole: dict[str, list[float]] = {r.program.name: [] for r in self._remotes}
        cpu: dict[str, float] = dict.fromkeys(first, 0.0)
        for begin in range(0, len(typed), block):
            self._say(f"typing session: key {begin} of {len(typed)}")
            for remote in self._each(begin // block):
                for key in typed[begin : begin + block]:
                    done = remote.complete(self._document.ids_of(key.text), count)
                    first[remote.program.name].append(1000 * done.times_s[0])
                    whole[remote.program.name].append(1000 * done.spent_s)
                    cpu[remote.program.name] += done.cpu_s
        total = {name: single(sum(values) / 1000) for name, values in whole.items()}
        rows = [Row("session, every key: all of it", "s", total)]
        for title, values in (("first ink", first), ("suggestion", whole)):
            for share in (0.5, 0.9, 0.99):
                cells = {name: single(percentile(v, share)) for name, v in values.items()}
                rows.append(Row(f"session, every key: {title} p{100 * share:.0f}", "ms", cells))
        cells = {name: single(value) for name, value in cpu.items()}
        return [*rows, Row("session, every key: processor time", "s", cells)]

    def by_hand(self, keys: Sequence[Key], *, type_through: bool, ahead: bool) -> list[Row]:
        """The session at the speed of a hand: the next key stops what is not ready."""
        found: dict[str, Times] = {}
        cpu: dict[str, float] = {}
        name = "session by hand" + (", all used" if type_through and ahead else ", plain")
        typed = self._shortened(keys)
        for remote in self._remotes:
            self._say(f"{name}: {remote.program.label}")
            found[remote.program.name], cpu[remote.program.name] = self._hand(
                remote, typed, type_through, ahead
            )
        shares = {n: single(times.in_time) for n, times in found.items()}
        rows = [Row(f"{name}: there before the next key", "share", shares, compare=False)]
        for position, title in ((0, "first ink"), (1, "suggestion")):
            for share in (0.5, 0.9):
                cells = {n: single(_finite(t.at(share)[position])) for n, t in found.items()}
                rows.append(Row(f"{name}: {title} p{100 * share:.0f}", "ms", cells, compare=False))
        cells = {n: single(value) for n, value in cpu.items()}
        return [*rows, Row(f"{name}: processor time", "s", cells)]

    def _shortened(self, keys: Sequence[Key]) -> list[Key]:
        letters, chosen = 0, []
        for key in keys:
            letters += bool(key.typed)
            if letters > self._sizes.letters:
                break
            chosen.append(key)
        return chosen

    def _hand(
        self, remote: Remote, keys: Sequence[Key], type_through: bool, ahead: bool
    ) -> tuple[Times, float]:
        cpu = 0.0

        def serve(text: str, limit_ms: float) -> Served:
            nonlocal cpu
            if limit_ms <= 0:
                return Served(inf, inf, 0.0)
            limit_s = None if isinf(limit_ms) else limit_ms / 1000
            ids, count = self._document.ids_of(text), self._sizes.tokens
            done = remote.complete(ids, count, limit_s=limit_s)
            cpu += done.cpu_s
            times_ms = [1000 * t for t in done.times_s if 1000 * t <= limit_ms]
            first_ms = times_ms[0] if times_ms else inf
            full_ms = times_ms[-1] if len(times_ms) == count else inf
            return Served(first_ms, full_ms, 1000 * done.spent_s)

        remote.complete(self._document.ids_of(keys[0].text), 1)
        return replay(keys, serve, type_through=type_through, ahead=ahead), cpu


def _finite(value: float) -> float | None:
    return None if isinf(value) else value


def _row(name: str, times: Mapping[str, Sequence[float]], *, drop_first: bool = False) -> Row:
    skip = 1 if drop_first else 0
    return Row(name, "ms", {n: Sample(tuple(values[skip:])) for n, values in times.items()})


def agreement(remote: Remote, wanted: Sequence[tuple[Sequence[int], int]]) -> float:
    """The share of prompts after which a peer says the token that fp32 says."""
    agreed = sum(remote.complete(ids, 1).tokens == (token,) for ids, token in wanted)
    return agreed / len(wanted)
