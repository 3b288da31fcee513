"""The same figures for the word trigram, for other models and for the model in use."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from writer.completion.eagerness import Eagerness
from writer.completion.request import CompletionOptions, CompletionRequest, Trigger
from writer.errors import WriterError
from writer.evaluation import calibrate, judging, scorecard
from writer.evaluation.asking import answers_to
from writer.evaluation.perplexity import EMPTY, Score, Scorer
from writer.evaluation.positions import Place, Position, sample
from writer.evaluation.report import table
from writer.evaluation.run import Plan, ask_everywhere, folder_name, type_everywhere
from writer.evaluation.texts import HeldText, Kind, halves
from writer.evaluation.trigram_file import load, trigram_at
from writer.evaluation.typist import Typed
from writer.evaluation.workers import EngineSpec, Progress, engine_of, spread

TOP = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Hits:
    """How many next words (``starts``) were among the first 1, 3 and 5 offered, and how many
    begun words (``middles``) were finished as in the text."""

    starts: int = 0
    top: tuple[int, int, int] = (0, 0, 0)
    middles: int = 0
    finished: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One model on one kind of text."""

    model: str
    kind: Kind
    score: Score
    hits: Hits
    typed: Typed
    gate: float


@dataclass(frozen=True, slots=True)
class Offer:
    """A batch of positions: the words that an engine offers there, best first."""

    spec: EngineSpec

    def __call__(self, batch: Sequence[Position]) -> list[list[str]]:
        engine = engine_of(self.spec)
        found = []
        for position in batch:
            several = max(TOP) if position.place is Place.WORD_START else 1
            options = CompletionOptions(max_words=1, alternatives=several)
            request = CompletionRequest(
                1, 0, position.prefix, trigger=Trigger.EXPLICIT, options=options
            )
            found.append(answers_to(engine, request))
        return found


@dataclass(frozen=True, slots=True)
class ScoreAll:
    """A batch of documents: their cost, whole documents from their start."""

    spec: EngineSpec
    scored: int
    stride: int | None

    def __call__(self, batch: Sequence[HeldText]) -> list[Score]:
        pieces = [text.text[: self.scored].rstrip() for text in batch]
        if self.spec.trigram:
            trigram = load(self.spec.folder)
            return [Score(trigram.nats(t), len(t), len(t.split()), len(t)) for t in pieces]
        scorer = Scorer(self.spec.folder, self.stride)
        return [scorer.score(text) for text in pieces]


def count_hits(positions: Sequence[Position], offers: Sequence[Sequence[str]]) -> Hits:
    """Compare what was offered with the words of the text, case and all."""
    starts = middles = finished = 0
    top = dict.fromkeys(TOP, 0)
    for position, offered in zip(positions, offers, strict=True):
        words = judging.words_as_written(position.targets[0])
        if not words:
            continue
        if position.place is Place.WORD_START:
            starts += 1
            said = [w[0] for w in map(judging.words_as_written, offered) if w]
            for n in TOP:
                top[n] += words[0] in said[:n]
        else:
            middles += 1
            said = judging.words_as_written(offered[0])[:1] if offered else []
            glued = bool(offered) and offered[0][:1].isalnum()
            finished += glued and said == words[:1]
    return Hits(starts, (top[1], top[3], top[5]), middles, finished)


def compare(
    plan: Plan,
    texts: Sequence[HeldText],
    *,
    corpus: Path | None,
    trigram: Path | None,
    others: Sequence[Path],
    scored: int,
    stride: int | None,
    save: Path | None,
) -> int:
    """Print the table, and save it as JSON if asked."""
    specs: list[tuple[str, EngineSpec]] = []
    if corpus is not None or trigram is not None:
        trigram_at(trigram, corpus)
        if trigram is not None:
            specs.append(("word trigram + cache", EngineSpec(trigram, trigram=True)))
    for folder in others:
        if not (folder / "config.json").is_file():
            raise WriterError(f"There is no model in {folder} to compare with.")
        specs.append((folder_name(folder), EngineSpec(folder)))
    specs.append((folder_name(plan.spec.folder), plan.spec))
    rows = [row for name, spec in specs for row in measure(name, plan, spec, texts, scored, stride)]
    print(rows_table(rows))
    if save is not None:
        try:
            save.write_text(json.dumps([row_json(row) for row in rows], indent=1) + "\n")
        except OSError as error:
            raise WriterError(f"The figures could not be written to {save} ({error}).") from error
    return 0


def measure(
    name: str,
    plan: Plan,
    spec: EngineSpec,
    texts: Sequence[HeldText],
    scored: int,
    stride: int | None,
) -> list[Row]:
    """All figures of one model. Its gate is its own Balanced one, chosen on the first half of
    the documents; the typist types in the second half."""
    mine = replace(plan, spec=spec)
    first, second = halves(texts)
    on = sample(first or texts, plan.positions, plan.seed)
    cases = scorecard.automatic(ask_everywhere(mine, on, f"{name}: positions for the gate"))
    gate = calibrate.choose(cases)[Eagerness.BALANCED]
    typed = type_everywhere(mine, second or texts, gate, f"{name}: passages typed")
    asked = [
        p
        for p in sample(texts, plan.positions, plan.seed + 1)
        if p.place in (Place.WORD_START, Place.MID_WORD)
    ]
    offers = spread(Offer(spec), asked, plan.jobs, Progress(f"{name}: words offered"))
    scores = spread(
        ScoreAll(spec, scored, stride),
        texts,
        plan.jobs,
        Progress(f"{name}: documents scored"),
        -(-len(texts) // plan.jobs),
    )
    rows = []
    for kind in Kind:
        if all(text.kind is not kind for text in texts):
            continue
        whole = EMPTY
        for text, score in zip(texts, scores, strict=True):
            whole = whole + score if text.kind is kind else whole
        pairs = [(p, o) for p, o in zip(asked, offers, strict=True) if p.kind is kind]
        hits = count_hits([p for p, _ in pairs], [o for _, o in pairs])
        rows.append(Row(name, kind, whole, hits, typed.get(kind, Typed()), gate))
    return rows


def rows_table(rows: Sequence[Row]) -> str:
    """The table for people."""
    head = [
        "model, text",
        "bits/char",
        "perplexity/word",
        "next word top 1",
        "top 3",
        "top 5",
        "mid-word",
        "keys saved",
        "after reading",
        "gate",
    ]
    return table(
        head,
        [
            [
                f"{row.model}, {row.kind.value}",
                f"{row.score.bits_per_character:.3f}",
                f"{row.score.perplexity_per_word:.0f}",
                *(f"{n / max(1, row.hits.starts):.3f}" for n in row.hits.top),
                f"{row.hits.finished / max(1, row.hits.middles):.3f}",
                f"{row.typed.keystrokes_saved:.3f}",
                f"{row.typed.saved_after_reading():.3f}",
                f"{row.gate:.3f}",
            ]
            for row in sorted(rows, key=lambda row: row.kind.value, reverse=True)
        ],
    )


def row_json(row: Row) -> dict[str, object]:
    """The same for programs."""
    return {
        "model": row.model,
        "text": row.kind.value,
        **row.score.as_json(),
        "next_word_positions": row.hits.starts,
        "next_word_top_1_3_5": [round(n / max(1, row.hits.starts), 4) for n in row.hits.top],
        "mid_word_positions": row.hits.middles,
        "mid_word_accuracy": round(row.hits.finished / max(1, row.hits.middles), 4),
        "keystrokes_saved": round(row.typed.keystrokes_saved, 4),
        "saved_after_reading": round(row.typed.saved_after_reading(), 4),
        "typed_characters": row.typed.characters,
        "gate": row.gate,
    }
