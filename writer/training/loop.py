"""The training loop: deterministic, resumable, and as fast as the machine allows."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

from writer.errors import WriterError
from writer.training import checkpoint
from writer.training.heldout import Heldout
from writer.training.loss import LinearCrossEntropy, softmax_slice
from writer.training.machine import Machine, keep_freed_memory
from writer.training.model import GPT2, ModelConfig
from writer.training.optimizer import (
    OptimizerConfig,
    make_optimizers,
    rate_factor,
    set_peaks,
    set_rates,
)
from writer.training.stream import Batches, Prepared
from writer.training.team import Team

NEVER = 2**62


@dataclass(frozen=True)
class TrainConfig:
    """One training run. Equal configurations on one machine give equal loss curves."""

    model: ModelConfig = field(default_factory=ModelConfig)
    optimizer: OptimizerConfig = field(default_factory=OptimizerConfig)
    seed: int = 1
    rows: int = 16
    """Sequences of ``model.n_positions`` tokens per step."""
    short_context: int = 256
    """Most steps cut each sequence into pieces of this length: attention costs less, and almost
    nothing is lost. Every ``long_every``-th step, and every step in the second half of the
    cool-down, uses whole sequences, so that all positions are trained."""
    long_every: int = 8
    warmup_steps: int = 100
    cooldown_share: float = 0.25
    steps: int | None = None
    minutes: float | None = None
    """Exactly one of the two is set. Minutes count computing time, also that of earlier starts."""
    log_every: int = 20
    evaluate_every: int = 500
    checkpoint_minutes: float = 4.0
    checkpoint_steps: int | None = None


@dataclass
class Progress:
    """What a checkpoint remembers besides weights and optimizer state."""

    step: int = 0
    seconds: float = 0.0
    cooldown_start: int = NEVER
    cooldown_steps: int = 0
    losses: list[tuple[int, float]] = field(default_factory=list)
    """(step, nats per token), one for every step."""
    heldout: list[tuple[int, dict[str, float]]] = field(default_factory=list)
    """(step, bits per character per source), quick sample."""

    @property
    def last_step(self) -> int:
        """The number of steps this run will have made, as far as that is known."""
        return self.cooldown_start + self.cooldown_steps


class Reporter(Protocol):
    """Told about each step and each evaluation; the progress bar is one."""

    def step(self, progress: Progress, loss: float, tokens_per_second: float) -> None:
        """After each step."""

    def heldout(self, progress: Progress, bits: dict[str, float]) -> None:
        """After each evaluation."""


class Trainer:
    """One run in one folder: made or resumed by the constructor, finished by :meth:`run`."""

    def __init__(
        self,
        config: TrainConfig,
        prepared: Prepared,
        machine: Machine,
        folder: Path,
        heldout: Heldout | None = None,
        branch_from: Path | None = None,
        team: Team | None = None,
    ) -> None:
        """Resume ``folder`` if it has a checkpoint; else start anew, or from ``branch_from``.

        A branch takes weights, optimizer state, step and curve of another run's checkpoint and
        follows its own schedule and rates from there: so a cool-down is made from a run that
        itself goes on.
        """
        if (config.steps is None) == (config.minutes is None):
            raise WriterError("Say how long to train: either a number of steps or of minutes.")
        keep_freed_memory()
        torch.manual_seed(config.seed)
        self.config = config
        self.machine = machine
        self.folder = folder
        self.team = team or Team()
        if config.rows % self.team.size:
            raise WriterError(
                f"A batch of {config.rows} rows cannot be shared by {self.team.size} processes."
            )
        self._evaluation = heldout
        self.model = GPT2(config.model).to(machine.device)
        self.optimizers = make_optimizers(self.model, config.optimizer)
        self.batches = Batches(prepared.stream, config.model.n_positions, config.rows, config.seed)
        self.progress = Progress()
        self._hidden: Callable[..., Tensor] = machine.compile(self.model.hidden)
        self._slice: Callable[..., Any] = machine.compile(softmax_slice)
        self._saved_at = time.monotonic()
        if (folder / checkpoint.NAME).is_file():
            self._restore(checkpoint.load(folder / checkpoint.NAME))
        elif branch_from is not None:
            self._restore(checkpoint.load(branch_from))
            set_peaks(self.optimizers, config.optimizer)
            self.progress = replace(self.progress, cooldown_start=NEVER, cooldown_steps=0)
        self._plan()

    @property
    def tokens_per_step(self) -> int:
        """Tokens in one update."""
        return self.config.rows * self.config.model.n_positions

    def run(self, reporter: Reporter) -> None:
        """Train to the end of the schedule; a checkpoint is written when stopped by Ctrl+C."""
        started = time.monotonic() - self.progress.seconds
        try:
            while self.progress.step < self.progress.last_step:
                before = time.monotonic()
                loss, seconds = self._step(self.progress.step, started)
                self.progress.losses.append((self.progress.step, loss))
                self.progress.step += 1
                self.progress.seconds = seconds
                self._plan()
                rate = self.tokens_per_step / (time.monotonic() - before)
                reporter.step(self.progress, loss, rate)
                self._maybe_evaluate(reporter)
                self._maybe_save()
        finally:
            self.save()

    def _step(self, step: int, started: float) -> tuple[float, float]:
        """One update; returns its loss and the seconds since ``started``, the same for the team."""
        factor = rate_factor(
            step,
            self.config.warmup_steps,
            self.progress.cooldown_start,
            self.progress.cooldown_steps,
        )
        set_rates(self.optimizers, factor)
        inputs, targets = map(self.team.share, self.batches.batch(step))
        whole_from = self.progress.cooldown_start + self.progress.cooldown_steps // 2
        if step < whole_from and step % self.config.long_every:
            inputs = inputs.view(-1, min(self.config.short_context, inputs.shape[1]))
        inputs, targets = inputs.to(self.machine.device), targets.to(self.machine.device)
        hidden = self._hidden(inputs, self.machine.dtype).flatten(0, 1)
        rows = 1024 if self.machine.device.type == "cpu" else 8192
        loss: Tensor = LinearCrossEntropy.apply(  # type: ignore[no-untyped-call]
            hidden, self.model.wte.weight, targets.flatten(), rows, self._slice
        )
        loss.backward()  # type: ignore[no-untyped-call]
        value, seconds = self.team.average(
            (p.grad for p in self.model.parameters() if p.grad is not None),
            [float(loss.detach()), time.monotonic() - started],
        )
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.config.optimizer.clip_norm)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        if value != value:
            raise WriterError(
                f"The loss became meaningless at step {step}. The last checkpoint is kept; "
                "start again with a lower learning rate."
            )
        return value, seconds

    def _plan(self) -> None:
        """Fix where the cool-down starts, as soon as that is known."""
        progress, share = self.progress, self.config.cooldown_share
        if progress.cooldown_start != NEVER:
            return
        if self.config.steps is not None:
            progress.cooldown_steps = round(self.config.steps * share)
            progress.cooldown_start = max(
                progress.step, self.config.steps - progress.cooldown_steps
            )
        elif progress.seconds >= 60 * (self.config.minutes or 0) * (1 - share):
            progress.cooldown_start = progress.step
            progress.cooldown_steps = max(1, round(progress.step * share / (1 - share)))

    def logits(self, tokens: Tensor) -> Tensor:
        """Logits for evaluation, in the precision of training."""
        hidden: Tensor = self._hidden(tokens, self.machine.dtype)
        return hidden @ self.model.wte.weight.to(hidden.dtype).T

    def _maybe_evaluate(self, reporter: Reporter) -> None:
        step = self.progress.step
        due = step % self.config.evaluate_every == 0 or step == self.progress.last_step
        if self._evaluation is None or not due or not self.team.leads:
            return
        bits = self._evaluation.bits_per_character(self.logits, self.machine.device)
        self.progress.heldout.append((step, bits))
        reporter.heldout(self.progress, bits)

    def _maybe_save(self) -> None:
        every = self.config.checkpoint_steps
        by_step = every is not None and self.progress.step % every == 0
        by_time = time.monotonic() - self._saved_at > 60 * self.config.checkpoint_minutes
        if by_step or by_time:
            self.save()

    def save(self) -> None:
        """Write the checkpoint now, if it is this member of the team that does so."""
        if not self.team.leads:
            return
        state = {
            "config": asdict(self.config),
            "progress": asdict(self.progress),
            "model": self.model.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
        }
        checkpoint.save(self.folder / checkpoint.NAME, state)
        self._saved_at = time.monotonic()

    def _restore(self, state: dict[str, Any]) -> None:
        if state["config"]["model"] != asdict(self.config.model):
            raise WriterError(
                f"{self.folder} holds a checkpoint of another size ({state['config']['model']}). "
                "Train with that size, or choose another --out folder."
            )
        self.model.load_state_dict(state["model"])
        for optimizer, saved in zip(self.optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        remembered = dict(state["progress"])
        remembered["losses"] = [(int(s), float(v)) for s, v in remembered["losses"]]
        remembered["heldout"] = [(int(s), dict(v)) for s, v in remembered["heldout"]]
        self.progress = Progress(**remembered)
