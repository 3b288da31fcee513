"""Whether learning helped: bits per character, and what the simulated typist saves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from writer.completion.eagerness import Eagerness, read_thresholds
from writer.engine.choose import engine_for
from writer.evaluation.perplexity import EMPTY, Score, Scorer
from writer.evaluation.positions import prefix_at
from writer.evaluation.texts import Kind
from writer.evaluation.typist import PASSAGE_CHARACTERS, Passage, total, type_passage
from writer.sentence import Sentence
from writer.training.style.texts import HeldOut


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a model fits a writer: ``perplexity`` per word, ``bits`` per character (the same
    cost, on another scale), and the share of keystrokes ``saved``."""

    perplexity: float
    bits: float
    saved: float
    characters: int
    typed: int


def score_of(scorer: Scorer, parts: Sequence[HeldOut]) -> Score:
    """What all parts cost, each after what stands before it."""
    scores = (scorer.score_after(part.before, part.text) for part in parts if part.text.strip())
    return reduce(lambda one, other: one + other, scores, EMPTY)


def passages_of(parts: Sequence[HeldOut], characters: int) -> list[Passage]:
    """Passages that begin lines, spread evenly over the parts, about ``characters`` in all."""
    whole = sum(len(part.text) for part in parts)
    found: list[Passage] = []
    for part in parts:
        wanted = characters * len(part.text) / max(characters, whole)
        count = max(1, round(wanted / PASSAGE_CHARACTERS))
        size = min(PASSAGE_CHARACTERS, len(part.text) // count)
        for index in range(count):
            start = len(part.text) * index // count
            line = part.text.find("\n", start) + 1
            if index and start < line < start + len(part.text) // count - size // 2:
                start = line
            before = part.before + part.text[:start]
            found.append(
                Passage(
                    document=part.name,
                    kind=Kind.BOOKS,
                    before=prefix_at(before, len(before)),
                    text=part.text[start : start + size],
                )
            )
    return [passage for passage in found if passage.text]


def typing(
    folder: Path,
    adapter: Path | None,
    passages: Sequence[Passage],
    threads: int,
    between: Callable[[int], None],
) -> tuple[float, int]:
    """The share of keystrokes saved at Balanced, and how many characters were typed for it.

    ``between(done)`` is called before each passage and after the last; it may raise to end this.
    """
    engine = engine_for(folder, threads=threads, precision="fp32", adapter=adapter)
    engine.load()
    gate = read_thresholds(folder)[Eagerness.BALANCED]
    parts = []
    try:
        for done, passage in enumerate(passages):
            between(done)
            parts.append(type_passage(engine, passage, min_confidence=gate))
        between(len(passages))
    finally:
        engine.close()
    everything = total(parts)
    return everything.keystrokes_saved, everything.characters


def helped(before: Fit, after: Fit) -> bool:
    """Both figures have to say so: less perplexity, and more keystrokes saved."""
    return after.perplexity < before.perplexity and after.saved > before.saved


def in_words(before: Fit, after: Fit) -> Sentence:
    """One sentence with both figures, before and after."""
    verdict = {
        (True, True): Sentence("It helps"),
        (True, False): Sentence("It knows your style better but saves no more keystrokes"),
        (False, True): Sentence("It does not know your style better"),
        (False, False): Sentence("It does not help"),
    }[after.perplexity < before.perplexity, after.saved > before.saved]
    return Sentence(
        "{verdict}: on {characters:,} characters of yours that it had not seen, perplexity per "
        "word went from {perplexity:.1f} to {perplexity_after:.1f}, and keystrokes saved from "
        "{saved:.1%} to {saved_after:.1%}.",
        verdict=verdict,
        characters=after.characters,
        perplexity=before.perplexity,
        perplexity_after=after.perplexity,
        saved=before.saved,
        saved_after=after.saved,
    )
