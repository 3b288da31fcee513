"""One ``writer train`` from beginning to end, in one process or in several."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from writer.errors import WriterError
from writer.training.export import export
from writer.training.heldout import Heldout
from writer.training.loop import Progress, Reporter, TrainConfig, Trainer
from writer.training.machine import choose_machine
from writer.training.model import ModelConfig
from writer.training.optimizer import OptimizerConfig
from writer.training.presets import Preset
from writer.training.report import ProgressBar, draw_curve
from writer.training.stream import DataConfig, Prepared, open_prepared, prepare
from writer.training.team import Team, run_team


@dataclass(frozen=True)
class Job:
    """What to train, on what, for how long; where to put it. Picklable."""

    corpus: Path
    out: Path
    data: Path
    preset: Preset
    vocab_size: int
    steps: int | None
    minutes: float | None
    cooldown_share: float
    branch_from: Path | None
    device: str
    compiled: bool | None
    seed: int
    optimizer: str
    matrix_lr: float | None
    adam_lr: float | None
    whole_every: int | None
    checkpoint_steps: int | None


class Silence:
    """The reporter of those members of a team that do not lead it."""

    def step(self, progress: Progress, loss: float, tokens_per_second: float) -> None:
        """Say nothing."""

    def heldout(self, progress: Progress, bits: dict[str, float]) -> None:
        """Say nothing."""


def carry_out(job: Job, processes: int) -> None:
    """Prepare the data, train, and leave curve, figures and model in ``job.out``."""
    machine = choose_machine(job.device)
    if processes > 1 and machine.device.type != "cpu":
        raise WriterError("--processes is for CPUs. Leave it out, or choose --device cpu.")
    prepare(job.corpus, job.data, DataConfig(job.vocab_size), say, job.preset.context)
    run_team(processes, partial(train, job))


def make_config(job: Job, prepared: Prepared) -> TrainConfig:
    """The training configuration that a job asks for."""
    preset, rates = job.preset, OptimizerConfig(name=job.optimizer)
    return TrainConfig(
        model=ModelConfig(
            # A small corpus may have fewer merges than asked for.
            vocab_size=prepared.tokenizer.get_vocab_size(),
            n_positions=preset.context,
            n_embd=preset.width,
            n_layer=preset.layers,
            n_head=preset.heads,
        ),
        optimizer=replace(
            rates,
            matrix_lr=job.matrix_lr or rates.matrix_lr,
            adam_lr=job.adam_lr or rates.adam_lr,
        ),
        seed=job.seed,
        rows=preset.rows,
        short_context=preset.short_context,
        long_every=job.whole_every or TrainConfig.long_every,
        warmup_steps=preset.warmup,
        cooldown_share=job.cooldown_share,
        steps=job.steps,
        minutes=job.minutes,
        evaluate_every=preset.evaluate_every,
        checkpoint_steps=job.checkpoint_steps,
    )


def train(job: Job, team: Team) -> None:
    """What each member of the team does; the leader also evaluates, draws and exports."""
    prepared = open_prepared(job.data)
    machine = choose_machine(job.device, job.compiled)
    context = job.preset.context
    quick = Heldout(job.corpus, prepared.tokenizer, context, job.preset.quick_chars)
    trainer = Trainer(
        make_config(job, prepared), prepared, machine, job.out, quick, job.branch_from, team
    )
    if not team.leads:
        trainer.run(Silence())
        return
    if trainer.progress.step:
        say(f"Going on from step {trainer.progress.step:,}.")
    bar = ProgressBar(trainer.tokens_per_step, trainer.progress, job.minutes)
    reporter: Reporter = bar
    try:
        trainer.run(reporter)
    finally:
        bar.close()
    draw_curve(trainer.progress, trainer.tokens_per_step, job.out / "learning-curve.png")
    export(trainer.model, prepared.tokenizer, job.out / "model")
    whole = Heldout(job.corpus, prepared.tokenizer, context)
    facts = {
        "heldout_bits_per_character": whole.bits_per_character(trainer.logits, machine.device),
        "steps": trainer.progress.step,
        "tokens": trainer.progress.step * trainer.tokens_per_step,
        "hours": trainer.progress.seconds / 3600,
        "parameters": sum(parameter.numel() for parameter in trainer.model.parameters()),
    }
    figures = json.dumps(facts, indent=2)
    (job.out / "figures.json").write_text(figures + "\n", encoding="utf-8")
    say(figures)
    say(f"The model is in {job.out / 'model'}, the curve in {job.out / 'learning-curve.png'}.")


def say(message: str) -> None:
    """A line for the person, on standard error, where the progress bar is too."""
    print(message, file=sys.stderr, flush=True)
