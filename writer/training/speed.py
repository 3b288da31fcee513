"""How fast one training step is, and what each of its tricks is worth, on this machine.

``python -m writer.training.speed`` prints tokens per second of the starter preset's step (forward,
backward, both optimizers) on random tokens; each option takes one trick away. One thread computes,
and its own seconds are counted, not those of the clock: other work on the machine changes little.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
import tempfile
import time
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from unittest import mock

import numpy as np
import torch
from tokenizers import Tokenizer, models
from torch.nn import functional as F

from writer.training import loop, model
from writer.training.loop import Progress, TrainConfig, Trainer
from writer.training.machine import choose_machine
from writer.training.stream import Prepared

WARM_STEPS, STEPS = 9, 16


class Stopwatch:
    """A reporter that keeps the computing seconds of each step after the first ones."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._before = time.process_time()

    def step(self, progress: Progress, loss: float, tokens_per_second: float) -> None:  # noqa: ARG002
        """Keep the seconds since the last step."""
        now = time.process_time()
        if progress.step > WARM_STEPS:
            self.seconds.append(now - self._before)
        self._before = now

    def heldout(self, progress: Progress, bits: dict[str, float]) -> None:
        """There is no evaluation here."""


def measure(options: argparse.Namespace) -> float:
    """Tokens per computing second, with the tricks that the options leave on."""
    vocabulary = TrainConfig().model.vocab_size
    stream = np.random.default_rng(0).integers(vocabulary, size=2_000_000, dtype=np.uint16)
    machine = choose_machine("cpu", compiled=False if options.no_compile else None)
    watch = Stopwatch()
    with contextlib.ExitStack() as stack:
        for trick in _replacements(options):
            stack.enter_context(trick)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        prepared = Prepared(Tokenizer(models.BPE()), stream, folder)
        config = TrainConfig(steps=WARM_STEPS + STEPS, cooldown_share=0.0, checkpoint_minutes=60)
        trainer = Trainer(config, prepared, machine, folder)
        trainer.run(watch)
    return trainer.tokens_per_step / statistics.median(watch.seconds)


def _replacements(options: argparse.Namespace) -> list[AbstractContextManager[object]]:
    """What stands in for each trick that the options take away."""
    fused = partial(F.scaled_dot_product_attention, is_causal=True)
    gelu = partial(F.gelu, approximate="tanh")
    return [
        replacement
        for wanted, replacement in (
            (options.fused_attention, mock.patch.object(model, "_attend", fused)),
            (options.tanh_gelu, mock.patch.object(model, "_gelu", gelu)),
            (options.return_memory, mock.patch.object(loop, "keep_freed_memory")),
        )
        if wanted
    ]


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description="Time a training step.")
    parser.add_argument("--no-compile", action="store_true")
    parser.add_argument("--fused-attention", action="store_true")
    parser.add_argument("--tanh-gelu", action="store_true")
    parser.add_argument("--return-memory", action="store_true")
    torch.set_num_threads(1)
    rate = measure(parser.parse_args())
    sys.stdout.write(f"{rate:,.0f} tokens per computing second\n")


if __name__ == "__main__":
    main()
