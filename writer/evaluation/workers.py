"""Spread questions over processes: every process loads the model once and answers its share."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from writer.completion.protocol import Engine
from writer.completion.word_filter import SHIPPED_LIST, WordFilter
from writer.evaluation.asking import Answer, ask
from writer.evaluation.positions import Position
from writer.evaluation.typist import Passage, Typed, type_passage
from writer.paths import resources_dir

T = TypeVar("T")
R = TypeVar("R")
BATCH = 20


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """How to make an engine in any process: a model folder, or the trigram's file.

    ``without`` names parts of the judgement (fields of ``engine.shaping.Features``) that are
    switched off; ``adapter`` is the folder of a LoRA adapter for the model.
    """

    folder: Path
    without: frozenset[str] = frozenset()
    trigram: bool = False
    adapter: Path | None = None


@lru_cache(maxsize=1)
def engine_of(spec: EngineSpec) -> Engine:
    """A loaded engine with one thread, kept for the next batch of this process."""
    if spec.trigram:
        from writer.evaluation.trigram_engine import TrigramEngine

        engine: Engine = TrigramEngine(spec.folder)
    else:
        from writer.engine.choose import engine_for
        from writer.engine.shaping import Features

        features = Features(**dict.fromkeys(spec.without, False))
        shipped = (resources_dir() / SHIPPED_LIST).read_text(encoding="utf-8")
        engine = engine_for(
            spec.folder,
            threads=1,
            precision="fp32",
            features=features,
            word_filter=WordFilter(shipped.splitlines()),
            adapter=spec.adapter,
        )
    engine.load()
    return engine


def default_jobs() -> int:
    """One process for each processor that this one may use, at most eight."""
    affinity = getattr(os, "sched_getaffinity", None)
    return min(8, len(affinity(0)) if affinity else os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class AskAll:
    """A batch of positions for one engine."""

    spec: EngineSpec
    max_words: int
    min_confidence: float

    def __call__(self, batch: Sequence[Position]) -> list[Answer]:
        engine = engine_of(self.spec)
        return [
            ask(engine, p, max_words=self.max_words, min_confidence=self.min_confidence)
            for p in batch
        ]


@dataclass(frozen=True, slots=True)
class TypeAll:
    """A batch of passages for one engine."""

    spec: EngineSpec
    max_words: int
    min_confidence: float

    def __call__(self, batch: Sequence[Passage]) -> list[Typed]:
        engine = engine_of(self.spec)
        return [
            type_passage(engine, p, max_words=self.max_words, min_confidence=self.min_confidence)
            for p in batch
        ]


def spread(
    work: Callable[[Sequence[T]], list[R]],
    items: Sequence[T],
    jobs: int,
    say: Callable[[int, int], None],
    batch: int = BATCH,
) -> list[R]:
    """``work`` on all items in batches, results in the items' order; ``say(done, all)``."""
    batches = [items[i : i + batch] for i in range(0, len(items), batch)]
    results: list[list[R]] = [[] for _ in batches]
    done = 0
    if jobs <= 1 or len(batches) <= 1:
        for number, part in enumerate(batches):
            results[number] = work(part)
            done += len(part)
            say(done, len(items))
    else:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(jobs, len(batches)), mp_context=context) as pool:
            waiting = {pool.submit(work, part): number for number, part in enumerate(batches)}
            while waiting:
                ready, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in ready:
                    number = waiting.pop(future)
                    results[number] = future.result()
                    done += len(batches[number])
                say(done, len(items))
    return [result for part in results for result in part]


class Progress:
    """A line on standard error that counts; it is rewritten in place on a terminal."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._terminal = sys.stderr.isatty()

    def __call__(self, done: int, everything: int) -> None:
        last = done >= everything
        if self._terminal:
            end = "\n" if last else ""
            print(f"\r{self._what}: {done} of {everything}", end=end, file=sys.stderr, flush=True)
        elif last:
            print(f"{self._what}: {done}", file=sys.stderr, flush=True)
