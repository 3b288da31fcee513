"""The rows that are measured request by request, peer by peer, in turns."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from writer.benchmarks.figures import Row, Sample, percentile, single
from writer.benchmarks.remote import Remote
from writer.benchmarks.turns import Lists, Turns


def prefills(turns: Turns) -> list[Row]:
    """A text that no peer knows, up to the first token after it."""
    rows, rounds = [], turns.sizes.rounds
    for size in turns.sizes.prefills:
        times, ids = turns.empty(), turns.document.ids[:size]

        def measure(remote: Remote, times: Lists = times, ids: Sequence[int] = ids) -> None:
            done = remote.complete(ids, 1, forget=True)
            times[remote.program.name].append(1000 * done.spent_s)

        for number in range(rounds + 1):
            turns.say(f"prefill of {size}: {number} of {rounds}")
            turns.each(number, measure)
        rows.append(_row(f"prefill of {size} tokens", times))
    return rows


def requests(turns: Turns) -> list[Row]:
    """A document that grows by one to three tokens, and a suggestion of 12 each time."""
    first, token, whole = turns.empty(), turns.empty(), turns.empty()
    sizes = turns.sizes
    length, rng = sizes.document, random.Random(0)

    def measure(remote: Remote) -> None:
        name = remote.program.name
        times_s = remote.complete(turns.document.ids[:length], sizes.tokens).times_s
        first[name].append(1000 * times_s[0])
        whole[name].append(1000 * times_s[-1])
        token[name].append(1000 * (times_s[-1] - times_s[0]) / (len(times_s) - 1))

    for number in range(sizes.rounds + 1):
        turns.say(f"requests: {number} of {sizes.rounds}")
        turns.each(number, measure)
        length += rng.randint(1, 3)
    return [
        _row("first token, text known", first),
        _row("each further token", token),
        _row(f"request of {sizes.tokens} tokens", whole),
    ]


def alternatives(turns: Turns, firsts: Sequence[int]) -> Row:
    """Continuations of one known text that begin with ``firsts``, in one batch."""
    times, sizes = turns.empty(), turns.sizes
    ids = turns.document.ids[: sizes.document]

    def measure(remote: Remote) -> None:
        _, spent_s = remote.branches(ids, firsts, sizes.tokens)
        times[remote.program.name].append(1000 * spent_s)

    for number in range(sizes.rounds + 1):
        turns.say(f"alternatives: {number} of {sizes.rounds}")
        turns.each(number, measure)
    return _row(f"{len(firsts)} alternatives of {sizes.tokens}", times)


def cancelling(
    turns: Turns, token_ms: Mapping[str, float], prefill_ms: Mapping[str, float]
) -> list[Row]:
    """From the wish to stop to its end, while tokens come and inside a long prefill."""
    decode, prefill = turns.empty(), turns.empty()
    sizes = turns.sizes
    size, rng = sizes.prefills[-1], random.Random(1)
    ids = turns.document.ids[: sizes.document]

    def measure(remote: Remote) -> None:
        name = remote.program.name
        remote.complete(ids, 1)
        after_s = token_ms[name] * rng.uniform(2.0, 5.0) / 1000
        late_s = remote.cancel(ids, 2 * sizes.tokens, after_s)
        if late_s is not None:
            decode[name].append(1000 * late_s / token_ms[name])
        after_s = prefill_ms[name] * rng.uniform(0.1, 0.8) / 1000
        late_s = remote.cancel(turns.document.ids[:size], 1, after_s, forget=True)
        if late_s is not None:
            prefill[name].append(1000 * late_s)

    for number in range(2 * sizes.rounds):
        turns.say(f"cancelling: {number} of {2 * sizes.rounds}")
        turns.each(number, measure)
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


def lateness(turns: Turns) -> list[Row]:
    """A 5 ms timer in another thread of the process, while it rests and while tokens come.

    The timer stands for the window: it holds no model, and needs the interpreter's lock.
    """
    rest, busy = turns.empty(), turns.empty()
    ids = turns.document.ids[: turns.sizes.document]

    def measure(remote: Remote) -> None:
        name = remote.program.name
        remote.complete(ids, 1)
        rest[name] += remote.lateness((), 0, turns.sizes.timer_s / 4)
        busy[name] += remote.lateness(ids, turns.sizes.tokens, turns.sizes.timer_s)

    for number in range(2):
        turns.say(f"a timer beside it: {number} of 2")
        turns.each(number, measure)
    going = set(turns.names)
    rows = []
    for state, values, shares in (
        ("at rest", rest, (0.99,)),
        ("while tokens come", busy, (0.5, 0.99, 1.0)),
    ):
        for share in shares:
            which = "longest" if share == 1.0 else f"p{100 * share:.0f}"
            cells = {
                n: single(1000 * percentile(late_s, share))
                for n, late_s in values.items()
                if n in going
            }
            rows.append(Row(f"5 ms timer late {state}, {which}", "ms", cells, compare=False))
    return rows


def _row(name: str, times: Mapping[str, Sequence[float]]) -> Row:
    """The first of a peer's values is its warm-up."""
    cells = {n: Sample(tuple(values[1:])) for n, values in times.items() if len(values) > 1}
    return Row(name, "ms", cells)


def agreement(remote: Remote, wanted: Sequence[tuple[Sequence[int], int]]) -> float:
    """The share of prompts after which a peer says the token that fp32 says."""
    agreed = sum(remote.complete(ids, 1).tokens == (token,) for ids, token in wanted)
    return agreed / len(wanted)
