"""The rows of a writing session inside a document that every peer has read before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf, isinf

from writer.benchmarks.figures import Row, Sample, percentile, single
from writer.benchmarks.peer import OURS
from writer.benchmarks.remote import Remote
from writer.benchmarks.session import Key, Served, Times, replay
from writer.benchmarks.turns import Turns

BLOCK_KEYS = 10
"""Letters of one turn, where every letter's request runs to its end."""
SLOW_GAP_MS = 60_000.0
"""Between two keys of a hand that waits for every suggestion; on the virtual clock it is free."""


@dataclass(slots=True)
class Found:
    """One kind of session: for each peer what was seen, and the processor time it cost, in s."""

    times: dict[str, Times] = field(default_factory=dict)
    cpu_s: dict[str, float] = field(default_factory=dict)

    def only(self, names: Sequence[str]) -> dict[str, Times]:
        """Those of these peers."""
        return {name: times for name, times in self.times.items() if name in names}


def in_full(turns: Turns, keys: Sequence[Key]) -> Found:
    """Every letter asks, and every request runs to its end; in blocks of keys."""
    typed = [key for key in keys if key.typed]
    found = Found({n: Times() for n in turns.names}, dict.fromkeys(turns.names, 0.0))
    begin = 0

    def measure(remote: Remote) -> None:
        times = found.times[remote.program.name]
        if not begin:
            _read(turns, remote, keys)
        for key in typed[begin : begin + BLOCK_KEYS]:
            done = remote.complete(turns.document.ids_of(key.text), turns.sizes.tokens)
            times.first_ms.append(1000 * done.times_s[0])
            times.full_ms.append(1000 * done.spent_s)
            times.busy_ms += 1000 * done.spent_s
            times.requests += 1
            found.cpu_s[remote.program.name] += done.cpu_s

    for begin in range(0, len(typed), BLOCK_KEYS):
        turns.say(f"session, every key: {begin} of {len(typed)}")
        turns.each(begin // BLOCK_KEYS, measure)
    return Found(found.only(turns.names), {n: found.cpu_s[n] for n in turns.names})


def by_hand(turns: Turns, keys: Sequence[Key], *, helped: bool, ours: bool = False) -> Found:
    """At the speed of a hand: the next key stops what is not ready.

    ``helped`` gives every peer what Writer does: letters that the suggestion already says ask for
    nothing, and the suggestion after it is made ahead. ``ours`` leaves the other peers out.
    """
    found = Found()

    def measure(remote: Remote) -> None:
        name = remote.program.name
        if ours and not name.startswith(OURS):
            return
        turns.say(f"session by hand: {remote.program.label}")
        _read(turns, remote, keys)
        found.times[name], found.cpu_s[name] = _hand(turns, remote, keys, helped)

    turns.each(0, measure)
    return found


def slowly(keys: Sequence[Key]) -> list[Key]:
    """The same keys by a hand that waits for every suggestion."""
    return [replace(key, at_ms=n * SLOW_GAP_MS) for n, key in enumerate(keys, start=1)]


def _read(turns: Turns, remote: Remote, keys: Sequence[Key]) -> None:
    """The document is known when the first key comes, and nothing else of what was said before:
    a session that was played already must not help. Opening it is no part of one."""
    remote.complete(turns.document.ids_of(keys[0].text[:-1]), 1, forget=True)


def _hand(turns: Turns, remote: Remote, keys: Sequence[Key], helped: bool) -> tuple[Times, float]:
    cpu_s = 0.0

    def serve(text: str, limit_ms: float) -> Served:
        nonlocal cpu_s
        if limit_ms <= 0:
            return Served(inf, inf, 0.0)
        limit_s = None if isinf(limit_ms) else limit_ms / 1000
        ids, count = turns.document.ids_of(text), turns.sizes.tokens
        done = remote.complete(ids, count, limit_s=limit_s)
        cpu_s += done.cpu_s
        times_ms = [1000 * t for t in done.times_s if 1000 * t <= limit_ms]
        first_ms = times_ms[0] if times_ms else inf
        full_ms = times_ms[-1] if len(times_ms) == count else inf
        return Served(first_ms, full_ms, 1000 * done.spent_s)

    return replay(keys, serve, type_through=helped, ahead=helped), cpu_s


def rows_in_full(found: Found) -> list[Row]:
    """What a session with every request to its end took."""
    name = "session, every key"
    total = {n: single(times.busy_ms / 1000) for n, times in found.times.items()}
    rows = [Row(f"{name}: all of it", "s", total)]
    for title, of in (("first ink", "first_ms"), ("suggestion", "full_ms")):
        for share in (0.5, 0.9, 0.99):
            cells = _percentiles(found.times, of, share)
            rows.append(Row(f"{name}: {title} p{100 * share:.0f}", "ms", cells))
    return [*rows, _processor(name, found)]


def rows_by_hand(found: Found, *, helped: bool) -> list[Row]:
    """What a hand saw, and what it cost."""
    name = "session by hand, all used" if helped else "session by hand, plain"
    shares = {n: single(times.in_time) for n, times in found.times.items()}
    rows = [Row(f"{name}: there before the next key", "share", shares, compare=False)]
    for title, of in (("first ink", "first_ms"), ("suggestion", "full_ms")):
        for share in (0.5, 0.9):
            cells = _percentiles(found.times, of, share)
            rows.append(Row(f"{name}: {title} p{100 * share:.0f}", "ms", cells, compare=False))
    return [*rows, _processor(name, found)]


def rows_as_it_is(name: str, helped: Found, plain: Found) -> list[Row]:
    """Writer with all that it does, the others asked plainly at every letter."""
    ours = {n: times for n, times in helped.times.items() if n.startswith(OURS)}
    theirs = {n: times for n, times in plain.times.items() if not n.startswith(OURS)}
    both = {**ours, **theirs}
    asked = {n: single(times.requests) for n, times in both.items()}
    spent = {n: single(times.busy_ms / 1000) for n, times in both.items()}
    return [
        Row(f"{name}: requests", "", asked, compare=False),
        *_waited(name, both),
        Row(f"{name}: time spent computing", "s", spent),
        Row(f"{name}: suggestion p90", "ms", _percentiles(both, "full_ms", 0.9)),
    ]


def _waited(name: str, found: Mapping[str, Times]) -> list[Row]:
    """The sum of all waiting, where every suggestion came."""
    if any(times.in_time < 1.0 for times in found.values()):
        return []
    waited = {n: single(sum(times.full_ms) / 1000) for n, times in found.items()}
    return [Row(f"{name}: key to suggestion, in all", "s", waited)]


def _percentiles(times: Mapping[str, Times], of: str, share: float) -> dict[str, Sample]:
    return {n: single(percentile(getattr(t, of), share)) for n, t in times.items()}


def _processor(name: str, found: Found) -> Row:
    cells = {n: single(value) for n, value in found.cpu_s.items()}
    return Row(f"{name}: processor time", "s", cells)
