"""In the middle of a line: which suggestion leads into what follows the caret.

A model of what comes next can judge what was put in between. Of the candidates c for a gap, the
best is the one that makes the line as a whole likeliest (Bayes' rule, with the text after the
caret as what was observed):

    log p(c | before) + log p(after | before c),

and nothing at all is one of the candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from writer.completion.request import CancelToken
from writer.engine.healing import Session
from writer.engine.numerics import Floats, log_sum_exp

ROWS = 24
"""Beginnings that are tried; each gives a candidate at every end of a word."""
ROWS_GOING_ON = 8
"""Of those, so many go on after their first word."""
LEAST_GAIN = 0.0
"""How much likelier (log) a candidate must make the line than it is without any."""
FOLLOWING_TOKENS = 6
"""So many tokens of what follows are looked at: the first two or three decide nearly always."""
FOLLOWING_CHARACTERS = 60
MOST_SCORED = 32
"""Candidates that are followed further than the first token."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """``text`` ends at ``node``; ``score`` is the log probability of all that was looked at.

    ``logprob`` is that of ``text`` alone.
    """

    text: str
    node: int
    logprob: float
    score: float


def rest_of_line(suffix: str) -> str:
    """What follows the caret in its line, if there are words in it; else nothing."""
    line = suffix.split("\n", 1)[0][:FOLLOWING_CHARACTERS]
    return line if any(c.isalnum() for c in line) else ""


def joint(before: str, after: str) -> str:
    """What stands between two texts that are put together: a space where words would touch."""
    return " " if before[-1:].strip() and after[:1].isalnum() else ""


def scored(
    session: Session, candidates: Sequence[Candidate], ids: Sequence[int], cancel: CancelToken
) -> list[Candidate]:
    """The candidates with ``ids`` after them, best first; their scores hold ``ids[0]`` already."""
    if not candidates:
        return []
    best = sorted(candidates, key=lambda c: -c.score)[:MOST_SCORED]
    nodes = [candidate.node for candidate in best]
    for token, following in pairwise(ids):
        nodes, logits = session.expand(nodes, [token] * len(nodes), cancel)
        gained = logprobs_of(logits, following)
        best = [replace(c, score=c.score + gain) for c, gain in zip(best, gained, strict=True)]
    return sorted(best, key=lambda c: -c.score)


def logprobs_of(logits: Floats, token: int) -> list[float]:
    """The log probability of ``token`` after each row of logits [R, V]."""
    return [float(row[token]) - log_sum_exp(row) for row in logits]


def logprob_of_all(
    session: Session, logits: Floats, ids: Sequence[int], cancel: CancelToken
) -> float:
    """The log probability of ``ids`` after the prompt, whose next logits [V] are given."""
    node, total = -1, logprobs_of(logits[None], ids[0])[0]
    for token, following in pairwise(ids):
        (node,), rows = session.expand([node], [token], cancel)
        total += logprobs_of(rows, following)[0]
    return total
