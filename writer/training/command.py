"""``writer train``: from a corpus folder to a model folder, resumable at any moment."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from writer.errors import WriterError
from writer.training.presets import PRESETS


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
    parser.add_argument(
        "--processes",
        type=int,
        default=1,
        metavar="N",
        help="share each batch among N processes of one thread each, which is faster on a CPU "
        "that does other work too (default: 1 process with all threads)",
    )
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
    parser.add_argument(
        "--whole-every",
        type=int,
        metavar="N",
        help="use whole sequences at every n-th update, short ones at the others (default: 8)",
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
        # torch is imported here, so that --help and bad options answer at once.
        from writer.training.run import Job, carry_out
    except ImportError as error:
        raise WriterError(
            f"Training needs a package that is not installed ({error.name}). "
            "Install it with: pip install 'writer[train]'"
        ) from error

    job = Job(
        corpus=args.corpus,
        out=args.out,
        data=args.data or args.out / "data",
        preset=PRESETS[args.preset],
        vocab_size=args.vocabulary or PRESETS[args.preset].vocab_size,
        steps=args.steps,
        minutes=(args.minutes or 60.0) if args.steps is None else None,
        cooldown_share=args.cooldown,
        branch_from=args.branch_from,
        device=args.device,
        compiled=False if args.no_compile else None,
        seed=args.seed,
        optimizer=args.optimizer,
        matrix_lr=args.matrix_lr,
        adam_lr=args.adam_lr,
        whole_every=args.whole_every,
        checkpoint_steps=args.checkpoint_steps,
    )
    try:
        carry_out(job, args.processes)
    except KeyboardInterrupt:
        say(f"Stopped; the checkpoint is in {args.out}. The same command goes on from there.")
        return 130
    return 0


def _check(args: argparse.Namespace) -> None:
    if not args.corpus.is_dir():
        raise WriterError(f"There is no corpus folder {args.corpus}.")
    if args.minutes is not None and args.minutes <= 0:
        raise WriterError("--minutes must be more than zero.")
    if args.steps is not None and args.steps < 1:
        raise WriterError("--steps must be at least 1.")
    if args.whole_every is not None and args.whole_every < 1:
        raise WriterError("--whole-every must be at least 1.")
    if args.processes < 1:
        raise WriterError("--processes must be at least 1.")
    if not 0 <= args.cooldown < 1:
        raise WriterError("--cooldown is a share of the run: from 0 up to, but not, 1.")
    if args.branch_from is not None and not args.branch_from.is_file():
        raise WriterError(f"There is no checkpoint {args.branch_from} to start from.")
    if args.out.exists() and not args.out.is_dir():
        raise WriterError(f"{args.out} is a file; --out needs a folder.")


def say(message: str) -> None:
    """A line for the person, on standard error."""
    print(message, file=sys.stderr, flush=True)


def main() -> int:
    """``python -m writer.training.command``; the ``writer`` command calls :func:`run` itself."""
    parser = argparse.ArgumentParser(prog="writer train")
    add_arguments(parser)
    try:
        return run(parser.parse_args())
    except WriterError as error:
        say(f"writer train: {error}")
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
