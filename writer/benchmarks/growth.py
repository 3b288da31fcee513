"""What a key costs as the document grows: the editor's own request, answered by the engine."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from writer.benchmarks.figures import Row, Sample
from writer.benchmarks.peers.lean import precision_memory
from writer.benchmarks.turns import Say
from writer.completion.context import start_of_context
from writer.completion.request import CancelToken, CompletionOptions, CompletionRequest, Trigger
from writer.engine.onnx_engine import OnnxEngine

WORDS = (1_000, 10_000, 100_000, 500_000)
KEYS_TYPED = " and then he said to her that the rain"


def grown(passage: str, words: int) -> str:
    """A document of about so many words: the passage again and again, its lines numbered from the
    end, so that no two are the same and documents of every length end alike."""
    lines: list[str] = []
    count = 0
    source = [line for line in passage.split("\n") if line]
    while count < words:
        line = f"{len(lines) + 1}. {source[len(lines) % len(source)]}"
        lines.append(line)
        count += len(line.split())
    return "\n\n".join(reversed(lines))


def growth(
    folder: Path,
    cache: Path,
    passage: str,
    rounds: int,
    say: Say,
    words: Sequence[int] = WORDS,
) -> list[Row]:
    """Type into documents of several lengths, a key of each in turn, as the application would.

    Each has an engine of its own, so that none has the caches of another.
    """
    documents = {count: grown(passage, count) for count in words}
    engines = {count: OnnxEngine(folder, memory=precision_memory(cache)) for count in words}
    times: dict[int, list[float]] = {count: [] for count in words}
    for count, engine in engines.items():
        say(f"document of {count:,} words: loading")
        engine.load()
        _key(engine, documents[count])
    for number in range(rounds):
        say(f"documents of several lengths: key {number} of {rounds}")
        for count, engine in engines.items():
            documents[count] += KEYS_TYPED[number % len(KEYS_TYPED)]
            text = documents[count]
            started = time.perf_counter()
            _key(engine, text)
            times[count].append(1000 * (time.perf_counter() - started))
    for engine in engines.values():
        engine.close()
    rows = [
        Row(f"a key in {count:,} words", "ms", {"writer": Sample(tuple(values))}, compare=False)
        for count, values in times.items()
    ]
    # Keys of one round came after each other, so their ratio is not moved by a busy machine.
    ratios = [last / first for first, last in zip(times[words[0]], times[words[-1]], strict=True)]
    name = f"a key in {words[-1]:,} words over one in {words[0]:,}"
    return [*rows, Row(name, "times", {"writer": Sample(tuple(ratios))}, compare=False)]


def _key(engine: OnnxEngine, text: str) -> None:
    request = CompletionRequest(
        id=1,
        revision=0,
        prefix=text[start_of_context(len(text)) :],
        trigger=Trigger.EXPLICIT,
        options=CompletionOptions(max_words=4),
    )
    for _ in engine.stream(request, CancelToken()):
        pass
