"""The figures of a run over positions: how often something is shown, and how often it is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt

from writer.evaluation import judging
from writer.evaluation.asking import Answer
from writer.evaluation.judging import KnownWords
from writer.evaluation.positions import Place, Position

FIRST_WORDS = (1, 2, 3, 5)
FIXED_COVERAGE = 0.2


@dataclass(frozen=True, slots=True)
class Case:
    """A position and what came for it, with every gate still open."""

    position: Position
    answer: Answer

    def shown(self, gate: float) -> str:
        """What the editor shows at this gate; what was asked for with a key has none."""
        return self.answer.text if self.position.explicit else self.answer.shown_at(gate)

    def right(self, shown: str) -> bool:
        """Whether ``shown`` is right here."""
        return judging.is_right(self.position.prefix, shown, self.position.targets)


@dataclass(frozen=True, slots=True)
class Rates:
    """``positions`` carets, at ``shown`` of them some text, at ``right`` of them a right one.

    coverage = shown / positions; precision when shown = right / shown; wrong-show rate =
    (shown - right) / positions = coverage x (1 - precision).
    """

    positions: int
    shown: int
    right: int

    @property
    def coverage(self) -> float:
        """The share of positions at which something is shown."""
        return self.shown / self.positions if self.positions else 0.0

    @property
    def precision(self) -> float:
        """The share of shown texts that are right."""
        return self.right / self.shown if self.shown else 0.0

    @property
    def wrong_show_rate(self) -> float:
        """The share of positions at which something wrong is shown."""
        return (self.shown - self.right) / self.positions if self.positions else 0.0

    @property
    def precision_margin(self) -> float:
        """Half the width of the 95 % interval of the precision (Wilson 1927)."""
        if not self.shown:
            return 0.0
        z, n, p = 1.96, self.shown, self.precision
        return z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)

    def as_json(self) -> dict[str, float]:
        """Counts and rates, rounded to four places."""
        return {
            "positions": self.positions,
            "shown": self.shown,
            "right": self.right,
            "coverage": round(self.coverage, 4),
            "precision": round(self.precision, 4),
            "precision_margin": round(self.precision_margin, 4),
            "wrong_show_rate": round(self.wrong_show_rate, 4),
        }


@dataclass(slots=True)
class Faults:
    """What is wrong with shown texts; ``examples`` of each. ``single`` texts are one character
    long: a Tab for them saves nothing."""

    shown: int = 0
    single: int = 0
    seams: Counter[str] = field(default_factory=Counter)
    loops: int = 0
    duplicates: int = 0
    finished: int = 0
    real: int = 0
    examples: list[tuple[str, str, str]] = field(default_factory=list)

    def look_at(self, case: Case, shown: str, known: KnownWords | None) -> None:
        """Count the faults of one shown text."""
        position = case.position
        self.shown += 1
        self.single += len(shown) == 1
        seam = judging.seam_error(position.prefix, shown, position.suffix)
        right = case.right(shown)
        as_written = any(target.startswith(shown) for target in position.targets)
        if seam is not None and not as_written:
            self.seams[seam] += 1
            self._example(f"seam: {seam}", position, shown)
        if judging.is_loop(position.prefix, shown) and not as_written:
            self.loops += 1
            self._example("loop", position, shown)
        if judging.is_duplicate(shown, position.suffix):
            self.duplicates += 1
            self._example("duplicate", position, shown)
        if position.place is not Place.MID_WORD or known is None:
            return
        word = judging.finished_word(position.prefix, shown)
        if word is not None:
            self.finished += 1
            real = known.has(word) or right
            self.real += real
            if not real:
                self._example(f"no word: {word}", position, shown)

    def _example(self, what: str, position: Position, shown: str) -> None:
        self.examples.append((what, position.prefix[-60:], shown))

    def as_json(self) -> dict[str, object]:
        """Counts, and per thousand shown texts."""
        per_thousand = 1000 / self.shown if self.shown else 0.0
        return {
            "shown": self.shown,
            "one_character": self.single,
            "seam_errors": sum(self.seams.values()),
            "seams": dict(self.seams),
            "loops": self.loops,
            "loops_per_1000": round(self.loops * per_thousand, 2),
            "duplicates": self.duplicates,
            "finished_words": self.finished,
            "real_words": self.real,
            "real_word_rate": round(self.real / self.finished, 4) if self.finished else None,
            "examples": [list(example) for example in self.examples],
        }


def rates(cases: Iterable[Case], gate: float) -> Rates:
    """Coverage and precision at one gate."""
    positions = shown_count = right = 0
    for case in cases:
        positions += 1
        shown = case.shown(gate)
        if shown:
            shown_count += 1
            right += case.right(shown)
    return Rates(positions, shown_count, right)


def faults(cases: Iterable[Case], gate: float, known: KnownWords | None) -> Faults:
    """Seam errors, loops, duplicates and made-up words at one gate."""
    found = Faults()
    for case in cases:
        shown = case.shown(gate)
        if shown:
            found.look_at(case, shown, known)
    return found


def automatic(cases: Iterable[Case]) -> list[Case]:
    """The cases in which the editor asks by itself."""
    return [case for case in cases if not case.position.explicit]


def exact_words(cases: Sequence[Case], coverage: float = FIXED_COVERAGE) -> dict[int, float]:
    """Of the ``coverage`` share of cases with the surest first words: how many have their
    first 1, 2, 3 and 5 words right.

    Every gate is open, so the text is as long as the word limit or the sentence allows; texts
    with fewer words (the sentence ended) are left out of that figure.
    """
    surest = sorted(cases, key=lambda c: -c.answer.steps[0].confidence if c.answer.steps else 0.0)
    surest = surest[: round(len(cases) * coverage)]
    result: dict[int, float] = {}
    for count in FIRST_WORDS:
        hits = total = 0
        for case in surest:
            mine = _runs(case, case.answer.text, count)
            if mine is None:
                continue
            total += 1
            hits += any(_runs(case, t, count) == mine for t in case.position.targets)
        result[count] = hits / total if total else 0.0
    return result


def _runs(case: Case, text: str, count: int) -> list[str] | None:
    """The first words; the one the caret stands in counts with its beginning."""
    lead = case.position.prefix[-60:]
    tail = lead[len(lead.rstrip()) :] if lead[-1:].isspace() else lead.split()[-1]
    glued = bool(text[:1].strip()) and bool(tail.strip())
    return judging.first_words(tail + text if glued else text, count)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie (nearest rank); 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
