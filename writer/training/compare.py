"""Which vocabulary, optimizer and rate make most of the same computing time: a small sweep.

``python -m writer.training.compare --corpus DIR --out DIR VARIANT ...`` trains the starter preset
once for each variant: ``VOCABULARY[:muon[:RATE OF THE MATRICES[:RATE OF THE REST]]]``, or
``VOCABULARY:adamw[:RATE]``. Each gets the same computing seconds of one thread, cool-down included,
whatever one of its steps costs; then it is scored on the beginnings of the held-out documents, and
timed decoding. The seconds are those that the process computed, so that other work on the machine
counts little. A variant that is finished is not trained again.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch

from writer.completion.request import CancelToken
from writer.engine.onnx_model import OnnxModel
from writer.engine.precision import SAFE
from writer.errors import WriterError
from writer.training.export import export
from writer.training.heldout import Heldout
from writer.training.loop import TrainConfig, Trainer
from writer.training.machine import Machine, choose_machine
from writer.training.model import ModelConfig
from writer.training.optimizer import OptimizerConfig
from writer.training.run import Silence, say
from writer.training.speed import Stopwatch
from writer.training.stream import DataConfig, Prepared, prepare

PROBE_STEPS = 25
COOLDOWN_SHARE = 0.4
DECODED_TOKENS = 200
QUICK_CHARS = 6000


@dataclass(frozen=True)
class Variant:
    """What is varied."""

    vocab_size: int
    optimizer: OptimizerConfig

    @classmethod
    def parse(cls, text: str) -> Variant:
        """Read ``8192:muon:0.012:0.003``; what is left out is as in ``writer train``."""
        vocabulary, name, *rates = (text if ":" in text else f"{text}:muon").split(":")
        fields = {"muon": ("matrix_lr", "adam_lr"), "adamw": ("adam_lr",)}
        try:
            given = dict(zip(fields[name], map(float, rates), strict=False))
            return cls(int(vocabulary), OptimizerConfig(name, **given))
        except (KeyError, ValueError) as error:
            raise WriterError(
                f"'{text}' is no variant. Write VOCABULARY, VOCABULARY:muon:RATE:RATE or "
                "VOCABULARY:adamw:RATE, such as 8192:muon:0.012:0.003; the end may be left out."
            ) from error

    @property
    def name(self) -> str:
        """Also the name of its folder."""
        o = self.optimizer
        matrices = f"-{o.matrix_lr:g}" if o.name == "muon" else ""
        return f"{self.vocab_size}-{o.name}{matrices}-{o.adam_lr:g}"


@dataclass(frozen=True)
class Result:
    """One line of the table."""

    variant: str
    steps: int
    tokens: int
    bits_per_character: dict[str, float]
    characters_per_token: float
    decode_us_per_token: float

    @property
    def decode_us_per_character(self) -> float:
        """What the reader waits for: a longer token may cost more."""
        return self.decode_us_per_token / self.characters_per_token


def trial(
    variant: Variant,
    prepared: Prepared,
    options: argparse.Namespace,
    base: TrainConfig,
    machine: Machine,
) -> Result:
    """Train, score and time one variant; its folder gets its model."""
    out = options.out / variant.name
    config = replace(
        base,
        model=replace(base.model, vocab_size=prepared.tokenizer.get_vocab_size()),
        optimizer=variant.optimizer,
        cooldown_share=COOLDOWN_SHARE,
        checkpoint_minutes=60,
        minutes=None,
    )
    watch = Stopwatch()
    probe = Trainer(replace(config, steps=PROBE_STEPS), prepared, machine, out / "probe")
    probe.run(watch)
    steps = max(PROBE_STEPS, int(options.seconds / statistics.mean(watch.seconds)))
    trainer = Trainer(replace(config, steps=steps), prepared, machine, out)
    trainer.run(Silence())
    heldout = Heldout(options.corpus, prepared.tokenizer, config.model.n_positions, QUICK_CHARS)
    export(trainer.model, prepared.tokenizer, out / "model")
    return Result(
        variant.name,
        steps,
        steps * trainer.tokens_per_step,
        heldout.bits_per_character(trainer.logits, machine.device),
        heldout.characters_per_token("books"),
        1e6 * decode_seconds(out / "model", config.model.n_positions),
    )


def decode_seconds(folder: Path, positions: int) -> float:
    """Median computing seconds of one token in the engine, after half a window of text."""
    model, nobody = OnnxModel(folder, SAFE, threads=1), CancelToken()
    cache = model.new_cache()
    logits = model.prefill(list(range(1, positions // 2)), cache, nobody)
    seconds = []
    for _ in range(min(DECODED_TOKENS, positions // 4)):
        before = time.process_time()
        logits = model.prefill([int(logits.argmax())], cache, nobody)
        seconds.append(time.process_time() - before)
    return statistics.median(seconds)


def compare(options: argparse.Namespace, base: TrainConfig, machine: Machine) -> list[Result]:
    """All variants, one after the other; each result is kept beside its model."""
    results = []
    for variant in [Variant.parse(text) for text in options.variants]:
        kept = options.out / variant.name / "result.json"
        if kept.is_file():
            results.append(Result(**json.loads(kept.read_text(encoding="utf-8"))))
            continue
        say(f"{variant.name} ...")
        data = options.out / f"data-{variant.vocab_size}"
        prepared = prepare(
            options.corpus, data, DataConfig(variant.vocab_size), say, base.model.n_positions
        )
        result = trial(variant, prepared, options, base, machine)
        kept.write_text(json.dumps(asdict(result), indent=2) + "\n", encoding="utf-8")
        results.append(result)
    return results


def table(results: list[Result]) -> str:
    """A Markdown table; the held-out sources as columns."""
    sources = sorted({source for result in results for source in result.bits_per_character})
    head = ["variant", "million tokens", *sources, "characters a token", "µs a character decoded"]
    rows = [
        [
            result.variant,
            f"{result.tokens / 1e6:.2f}",
            *(f"{result.bits_per_character[source]:.3f}" for source in sources),
            f"{result.characters_per_token:.2f}",
            f"{result.decode_us_per_character:.0f}",
        ]
        for result in results
    ]
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])


def main() -> int:
    """Read the options, compare, print the table."""
    parser = argparse.ArgumentParser(description="A small sweep at equal computing time.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=300, help="of computing, for each variant")
    parser.add_argument("variants", nargs="+", metavar="VARIANT")
    base = TrainConfig(model=ModelConfig(), warmup_steps=20, long_every=4)
    torch.set_num_threads(1)
    try:
        results = compare(parser.parse_args(), base, choose_machine("cpu"))
        sys.stdout.write(table(results) + "\n")
    except WriterError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
