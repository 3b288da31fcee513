"""A writing session as a script: keys with human timings and corrections; pure and seeded.

What a model says is not what the person of the script goes on to write, least of all with random
weights, so the script also says which suggestions are right: the model's work is real, the words
of its answer are the script's. So every peer serves the same session.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import exp, inf, log

from writer.benchmarks.figures import percentile

MEDIAN_GAP_MS = 160.0
"""Between two keys of a practised hand: Dhakal et al. 2018 measured 52 words a minute on average
over 168,000 people; 160 ms a key and the pauses below give about 55."""
GAP_DEVIATION = 0.45
WORD_PAUSE_MS = 120.0
SENTENCE_PAUSE_MS = 900.0
SLIP_SHARE = 0.02
SLIP_NOTICED_AFTER = 3
RIGHT_SHARE = 0.35
"""How often a suggestion of the script is right."""
RIGHT_WORDS = 3
"""How many words a right one holds."""
WRONG = " for all of it"
"""What a wrong one says; nobody types it."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: ``at_ms`` since the session began, the text before the caret after it.

    ``typed`` is the character, or empty for a backspace. ``right`` is what a suggestion asked
    for here would rightly say; empty where the script's suggestion is wrong.
    """

    at_ms: float
    text: str
    typed: str
    right: str = ""


def script(
    text: str, seed: int = 0, right_share: float = RIGHT_SHARE, already: int = 0
) -> list[Key]:
    """Type ``text`` with slips that are noticed a few keys later and taken back.

    The first ``already`` characters stand there before the session begins.
    """
    rng = random.Random(seed)
    keys: list[Key] = []
    now_ms, done = 0.0, already
    while done < len(text):
        if text[done].islower() and rng.random() < SLIP_SHARE:
            wrong = text[:done]
            extra = rng.randint(0, SLIP_NOTICED_AFTER)
            for letter in rng.choice("etaoinsr") + text[done : done + extra]:
                wrong += letter
                now_ms += _gap(rng, letter)
                keys.append(Key(now_ms, wrong, letter))
            for length in range(len(wrong) - 1, done - 1, -1):
                now_ms += _gap(rng, "")
                keys.append(Key(now_ms, wrong[:length], ""))
        letter = text[done]
        now_ms += _gap(rng, text[done - 1] if done else "")
        done += 1
        right = _words(text[done:], RIGHT_WORDS) if rng.random() < right_share else ""
        keys.append(Key(now_ms, text[:done], letter, right))
    return keys


def first_letters(keys: Sequence[Key], count: int) -> list[Key]:
    """The keys up to the ``count``-th letter, with the backspaces between them."""
    letters, chosen = 0, []
    for key in keys:
        letters += bool(key.typed)
        if letters > count:
            break
        chosen.append(key)
    return chosen


def _gap(rng: random.Random, after: str) -> float:
    gap = exp(rng.gauss(log(MEDIAN_GAP_MS), GAP_DEVIATION))
    if after == " ":
        gap += rng.expovariate(1 / WORD_PAUSE_MS)
    elif after and after in ".!?\n":
        gap += rng.expovariate(1 / SENTENCE_PAUSE_MS)
    return gap


def _words(text: str, count: int) -> str:
    """The rest of the word that ``text`` begins with, and up to ``count`` words in all."""
    end = 0
    for _ in range(count):
        while end < len(text) and text[end] == " ":
            end += 1
        while end < len(text) and text[end] not in " \n":
            end += 1
    return text[:end].split("\n")[0]


@dataclass(frozen=True, slots=True)
class Served:
    """One request: ``first_ms`` and ``full_ms`` after it began, or ``inf`` if it was stopped
    before; ``spent_ms`` is how long it kept the engine busy."""

    first_ms: float
    full_ms: float
    spent_ms: float


Serve = Callable[[str, float], Served]
"""Continue a text, and stop after so many milliseconds."""


@dataclass(slots=True)
class Times:
    """What the person at the keys saw: for every letter, how long until the ink; ``inf`` where
    the next key came before."""

    first_ms: list[float] = field(default_factory=list)
    full_ms: list[float] = field(default_factory=list)
    busy_ms: float = 0.0
    requests: int = 0

    def at(self, share: float) -> tuple[float, float]:
        """A percentile of the times to the first ink and to the full suggestion."""
        return percentile(self.first_ms, share), percentile(self.full_ms, share)

    @property
    def in_time(self) -> float:
        """The share of letters whose full suggestion came before the next key."""
        return sum(ms < inf for ms in self.full_ms) / max(1, len(self.full_ms))


@dataclass(slots=True)
class _Ghost:
    """What is on the screen or on its way: when it is all there, the text with it taken, and what
    is left of it to type (nothing of a wrong one)."""

    text: str = ""
    rest: str = ""
    done_ms: float = inf
    ahead: _Ghost | None = None


def replay(
    keys: Sequence[Key], serve: Serve, *, type_through: bool = True, ahead: bool = True
) -> Times:
    """Let ``serve`` answer a session on a virtual clock: thinking takes no time, computing does.

    A key stops the request before it. With ``type_through`` a letter that the suggestion
    already says asks for nothing; with ``ahead`` the suggestion after the one on the screen is
    made while nothing else is to do, be that one right or not, and is there at once when the
    first is used up.
    """
    times = Times()
    ghost = _Ghost()
    free_ms = 0.0

    def ask(key: Key, start_ms: float, until_ms: float) -> _Ghost:
        nonlocal free_ms
        begin = max(start_ms, free_ms)
        served = serve(key.text, max(0.0, until_ms - begin))
        times.requests += 1
        times.busy_ms += served.spent_ms
        free_ms = begin + served.spent_ms
        waited = begin - key.at_ms
        times.first_ms.append(waited + served.first_ms)
        times.full_ms.append(waited + served.full_ms)
        return _Ghost(key.text + (key.right or WRONG), key.right, begin + served.full_ms)

    def ask_ahead(shown: _Ghost, until_ms: float) -> None:
        nonlocal free_ms
        begin = max(shown.done_ms, free_ms)
        if begin >= until_ms:
            return
        served = serve(shown.text, until_ms - begin)
        times.requests += 1
        times.busy_ms += served.spent_ms
        free_ms = begin + served.spent_ms
        if served.full_ms < inf:
            right = _right_after(keys, shown.text)
            text = shown.text + (right or WRONG)
            shown.ahead = _Ghost(text, right, begin + served.full_ms)

    for index, key in enumerate(keys):
        until_ms = keys[index + 1].at_ms if index + 1 < len(keys) else inf
        if not key.typed:
            ghost = _Ghost()
            continue
        goes_on = type_through and ghost.rest.startswith(key.typed) and ghost.done_ms <= key.at_ms
        if goes_on and (len(ghost.rest) > 1 or ghost.ahead is not None):
            ghost.rest = ghost.rest[1:]
            if not ghost.rest and ghost.ahead is not None:
                ghost = ghost.ahead
            times.first_ms.append(0.0)
            times.full_ms.append(0.0)
        else:
            ghost = ask(key, key.at_ms, until_ms)
        if ahead and ghost.ahead is None and ghost.done_ms < until_ms:
            ask_ahead(ghost, until_ms)
    return times


def _right_after(keys: Sequence[Key], text: str) -> str:
    """What the script says of a suggestion asked for after ``text``."""
    return next((key.right for key in keys if key.text == text and key.typed), "")
