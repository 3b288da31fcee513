"""``writer train``: from a corpus folder to a model folder, resumable at any moment."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from writer.errors import WriterError


@dataclass(frozen=True)
class Preset:
    """Sizes that go together: the model, its batch and its vocabulary."""

    vocab_size: int
    context: int
    width: int
    layers: int
    heads: int
    rows: int
    short_context: int
    warmup: int
    evaluate_every: int
    quick_chars: int


PRESETS = {
    "starter": Preset(8192, 512, 256, 6, 4, 16, 256, 100, 250, 6000),
    "tiny": Preset(512, 64, 64, 2, 2, 8, 32, 5, 20, 1000),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``writer train``."""
    parser.description = (
        "Train a small GPT-2 from scratch on a folder of prose. Stop it whenever you like; the "
        "same command goes on from the last checkpoint."
    )
    parser.add_argument(
        "--corpus",
        type=Path,
        required=True,
        metavar="DIR",
        help="folder with books.txt.xz, web.txt.xz and heldout/",
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help="folder for checkpoints, the learning curve and the model",
    )
    parser.add_argument(
        "--preset",
        choices=sorted(PRESETS),
        default="starter",
        help="size of the model (default: %(default)s)",
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument(
        "--minutes",
        type=float,
        metavar="N",
        help="computing time in all, cool-down included (default: 60)",
    )
    length.add_argument("--steps", type=int, metavar="N", help="updates in all, instead of minutes")
    parser.add_argument(
        "--cooldown",
        type=float,
        default=0.25,
        metavar="SHARE",
        help="share of the run in which the rate falls to zero (default: 0.25)",
    )
    parser.add_argument(
        "--branch-from",
        type=Path,
        metavar="FILE",
        help="start from the checkpoint of another run, with its optimizer state",
    )
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda (default: auto)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="default: 1")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="folder for the prepared token stream (default: OUT/data)",
    )
    parser.add_argument("--matrix-lr", type=float, metavar="RATE", help="peak rate of Muon")
    parser.add_argument("--adam-lr", type=float, metavar="RATE", help="peak rate of AdamW")
    parser.add_argument(
        "--optimizer",
        choices=("muon", "adamw"),
        default="muon",
        help="for the matrices; the rest is always AdamW (default: muon)",
    )
    parser.add_argument("--vocabulary", type=int, metavar="N", help="tokens in the vocabulary")
    parser.add_argument(
        "--checkpoint-steps",
        type=int,
        metavar="N",
        help="also write a checkpoint every so many updates",
    )
    parser.add_argument("--no-compile", action="store_true", help="do without torch.compile")


def run(args: argparse.Namespace) -> int:
    """Train, evaluate, draw and export as the options say; returns the exit code."""
    _check(args)
    try:
        from writer.training.report import ProgressBar, draw_curve
    except ImportError as error:
        raise WriterError(
            f"Training needs a package that is not installed ({error.name}). "
            "Install it with: pip install 'writer[train]'"
        ) from error
    # torch is imported here, so that --help and bad options answer at once.
    from writer.training.heldout import Heldout
    from writer.training.loop import TrainConfig, Trainer
    from writer.training.machine import choose_machine
    from writer.training.model import ModelConfig
    from writer.training.optimizer import OptimizerConfig
    from writer.training.stream import DataConfig, prepare

    preset = PRESETS[args.preset]
    vocabulary = args.vocabulary or preset.vocab_size
    machine = choose_machine(args.device, compiled=False if args.no_compile else None)
    data = DataConfig(vocab_size=vocabulary)
    prepared = prepare(args.corpus, args.data or args.out / "data", data, _say, preset.context)
    rates = OptimizerConfig(name=args.optimizer)
    config = TrainConfig(
        model=ModelConfig(
            # A small corpus may have fewer merges than asked for.
            prepared.tokenizer.get_vocab_size(),
            preset.context,
            preset.width,
            preset.layers,
            preset.heads,
        ),
        optimizer=replace(
            rates,
            matrix_lr=args.matrix_lr or rates.matrix_lr,
            adam_lr=args.adam_lr or rates.adam_lr,
        ),
        seed=args.seed,
        rows=preset.rows,
        short_context=preset.short_context,
        warmup_steps=preset.warmup,
        cooldown_share=args.cooldown,
        steps=args.steps,
        minutes=(args.minutes or 60.0) if args.steps is None else None,
        evaluate_every=preset.evaluate_every,
        checkpoint_steps=args.checkpoint_steps,
    )
    quick = Heldout(args.corpus, prepared.tokenizer, preset.context, preset.quick_chars)
    trainer = Trainer(config, prepared, machine, args.out, quick, args.branch_from)
    if trainer.progress.step:
        _say(f"Going on from step {trainer.progress.step:,}.")
    bar = ProgressBar(trainer.tokens_per_step, trainer.progress, config.minutes)
    try:
        trainer.run(bar)
    except KeyboardInterrupt:
        bar.close()
        _say(f"Stopped; the checkpoint is in {args.out}. The same command goes on from there.")
        return 130
    bar.close()
    draw_curve(trainer.progress, trainer.tokens_per_step, args.out / "learning-curve.png")
    from writer.training.export import export

    export(trainer.model, prepared.tokenizer, args.out / "model")
    whole = Heldout(args.corpus, prepared.tokenizer, preset.context)
    bits = whole.bits_per_character(trainer.logits, machine.device)
    facts = {
        "heldout_bits_per_character": bits,
        "steps": trainer.progress.step,
        "tokens": trainer.progress.step * trainer.tokens_per_step,
        "hours": trainer.progress.seconds / 3600,
        "parameters": sum(p.numel() for p in trainer.model.parameters()),
    }
    (args.out / "figures.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    _say(json.dumps(facts, indent=2))
    _say(f"The model is in {args.out / 'model'}, the curve in {args.out / 'learning-curve.png'}.")
    return 0


def _check(args: argparse.Namespace) -> None:
    if not args.corpus.is_dir():
        raise WriterError(f"There is no corpus folder {args.corpus}.")
    if args.minutes is not None and args.minutes <= 0:
        raise WriterError("--minutes must be more than zero.")
    if args.steps is not None and args.steps < 1:
        raise WriterError("--steps must be at least 1.")
    if not 0 <= args.cooldown < 1:
        raise WriterError("--cooldown is a share of the run: from 0 up to, but not, 1.")
    if args.branch_from is not None and not args.branch_from.is_file():
        raise WriterError(f"There is no checkpoint {args.branch_from} to start from.")
    if args.out.exists() and not args.out.is_dir():
        raise WriterError(f"{args.out} is a file; --out needs a folder.")


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def main() -> int:
    """``python -m writer.training.command``; the ``writer`` command calls :func:`run` itself."""
    parser = argparse.ArgumentParser(prog="writer train")
    add_arguments(parser)
    try:
        return run(parser.parse_args())
    except WriterError as error:
        _say(f"writer train: {error}")
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
