"""The loop that learns a style: resumable, bounded in time, and it keeps the best it had."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from writer.engine.tokenizer import TextTokenizer
from writer.errors import WriterError
from writer.models.learning import Message, Paused, Step
from writer.training import checkpoint
from writer.training.loss import LinearCrossEntropy, softmax_slice
from writer.training.machine import has_bfloat16
from writer.training.stream import Batches
from writer.training.style import lora
from writer.training.style.control import Control

LOSS_ROWS = 512
"""Positions whose logits exist at once."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to learn. The defaults were chosen by trial: docs/finetuning.md has the table.

    ``rows`` sequences of ``context`` tokens make a step; ``passes`` over the documents at most,
    and at most ``minutes`` of computing. The rate rises over the first twentieth and then falls
    to zero at the end, whichever of the two comes first.
    """

    rank: int = 16
    alpha: float = 32.0
    rate: float = 1e-3
    passes: int = 3
    minutes: float = 10.0
    rows: int = 4
    context: int = 256
    checks: int = 20
    """How often the held-out text is measured, evenly over the steps."""
    patience: int = 4
    """After so many measurements that were no better than the best, learning ends."""
    checkpoint_s: float = 30.0
    seed: int = 1


def plan_for(
    *,
    minutes: float,
    passes: int | None = None,
    rate: float | None = None,
    rank: int | None = None,
) -> Plan:
    """The plan that works, with what a person wants otherwise; alpha is twice the rank."""
    usual = Plan()
    wanted = rank or usual.rank
    return Plan(
        rank=wanted,
        alpha=2.0 * wanted,
        rate=rate or usual.rate,
        passes=passes or usual.passes,
        minutes=minutes,
    )


@dataclass(slots=True)
class Progress:
    """What a checkpoint remembers besides weights and optimizer."""

    step: int = 0
    seconds: float = 0.0
    best_bits: float = float("inf")
    best_step: int = 0
    bits: list[tuple[int, float]] = field(default_factory=list)


def stream_of(texts: tuple[str, ...], tokenizer: TextTokenizer, start: int) -> NDArray[np.uint16]:
    """All texts as tokens, each after the token that begins a text."""
    if tokenizer.size > 2**16:
        raise WriterError("This model's vocabulary has more than 65,536 tokens, which is too many.")
    pieces = [np.array([start, *tokenizer.encode(text)], dtype=np.uint16) for text in texts]
    return np.concatenate(pieces)


class Learner:
    """Learns an adapter for ``model``, a frozen ``GPT2LMHeadModel``, in ``folder``.

    A checkpoint that is there is gone on from; whoever makes the learner sees to it that it
    belongs to the same documents and model.
    """

    def __init__(
        self,
        plan: Plan,
        model: Any,
        stream: NDArray[np.uint16],
        folder: Path,
        measure: Callable[[], float],
    ) -> None:
        """``measure`` gives the bits per character of the text that decides when to stop."""
        self.plan = plan
        self.progress = Progress()
        self._model = model
        self._measure = measure
        self._path = folder / checkpoint.NAME
        self._layers = lora.add_lora(model, plan.rank, plan.alpha, plan.seed)
        self._best = lora.weights(self._layers)
        self._optimizer = torch.optim.AdamW(
            list(lora.parameters(self._layers)), lr=plan.rate, betas=(0.9, 0.99), weight_decay=0.0
        )
        context = min(plan.context, model.config.n_positions)
        # Very little text still makes a step, of shorter sequences.
        while context > 16 and (len(stream) - 1) // context - 1 < plan.rows:
            context //= 2
        self._batches = Batches(stream, context, plan.rows, plan.seed)
        self.steps = max(plan.checks, self._batches.steps_per_epoch * plan.passes)
        # Where the processor multiplies bfloat16 itself, a step takes half the time.
        self._half = has_bfloat16(torch.device("cpu"))
        self._saved_at = time.monotonic()
        if self._path.is_file():
            self._restore(checkpoint.load(self._path))

    def run(self, control: Control, say: Callable[[Message], None]) -> dict[str, Tensor]:
        """Learn to the end; the best weights. Keeps its place and lets ``StoppedError`` through."""
        progress = self.progress
        if progress.step == 0 and not progress.bits:
            self._check()
        try:
            while progress.step < self.steps and not self._spent():
                self._wait(control, say)
                started = time.monotonic()
                loss = self._step()
                progress.step += 1
                if progress.step % max(1, self.steps // self.plan.checks) == 0:
                    self._check()
                progress.seconds += time.monotonic() - started
                say(Step(progress.step, self.steps, loss, progress.bits[-1][1], self._left()))
                if time.monotonic() - self._saved_at > self.plan.checkpoint_s:
                    self.save()
        finally:
            self.save()
        if progress.bits[-1][0] != progress.step:
            self._check()
        lora.restore(self._layers, self._best)
        return self._best

    def _wait(self, control: Control, say: Callable[[Message], None]) -> None:
        if control.paused:
            self.save()
            say(Paused())
        control.wait()

    def _spent(self) -> bool:
        """No time left, or no hope."""
        since_best = [bits for step, bits in self.progress.bits if step > self.progress.best_step]
        return self._share() >= 1 or len(since_best) >= self.plan.patience

    def _share(self) -> float:
        """How much of the way is done, 0 to 1."""
        by_time = self.progress.seconds / (60 * self.plan.minutes)
        return min(1.0, max(by_time, self.progress.step / self.steps))

    def _left(self) -> float:
        """Seconds that learning still takes at this speed."""
        by_time = 60 * self.plan.minutes - self.progress.seconds
        each = self.progress.seconds / self.progress.step
        return max(0.0, min(by_time, each * (self.steps - self.progress.step)))

    def _step(self) -> float:
        share = self._share()
        rate = self.plan.rate * min(share / 0.05 + 0.02, 1.0) * (1 - share)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        inputs, targets = self._batches.batch(self.progress.step)
        with torch.autocast("cpu", torch.bfloat16, enabled=self._half):
            out = self._model.transformer(inputs, use_cache=False)
        hidden = out.last_hidden_state.flatten(0, 1)
        if self._half:
            hidden = hidden.bfloat16()
        cross_entropy: Any = LinearCrossEntropy.apply
        loss = cross_entropy(
            hidden, self._model.lm_head.weight, targets.flatten(), LOSS_ROWS, softmax_slice
        )
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(lora.parameters(self._layers)), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        value = float(loss.detach())
        if value != value:
            raise WriterError(
                "Learning failed at step {step}: the numbers became meaningless. Your documents "
                "and the model are as they were. Try a lower --rate.",
                step=self.progress.step,
            )
        return value

    def _check(self) -> None:
        bits = self._measure()
        self.progress.bits.append((self.progress.step, bits))
        if bits < self.progress.best_bits:
            self.progress.best_bits, self.progress.best_step = bits, self.progress.step
            self._best = lora.weights(self._layers)

    def save(self) -> None:
        """Write the checkpoint now."""
        p = self.progress
        state = {
            "progress": [p.step, p.seconds, p.best_bits, p.best_step, p.bits],
            "weights": lora.weights(self._layers),
            "best": self._best,
            "optimizer": self._optimizer.state_dict(),
        }
        checkpoint.save(self._path, state)
        self._saved_at = time.monotonic()

    def _restore(self, state: dict[str, Any]) -> None:
        step, seconds, best_bits, best_step, bits = state["progress"]
        kept = [(int(at), float(value)) for at, value in bits]
        self.progress = Progress(step, seconds, best_bits, best_step, kept)
        lora.restore(self._layers, state["weights"])
        self._best = state["best"]
        self._optimizer.load_state_dict(state["optimizer"])
