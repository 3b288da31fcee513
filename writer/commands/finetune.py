"""``writer finetune``: learn a writer's style from their own documents, on this machine."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from writer import log
from writer.commands.arguments import add_model_argument, add_profile_arguments, count
from writer.errors import WriterError
from writer.models.learning import (
    Failed,
    Finished,
    Measuring,
    Message,
    Paused,
    Reading,
    Step,
    Stopped,
    to_line,
)
from writer.models.locate import find_model
from writer.models.offline import go_offline
from writer.models.store import NAME
from writer.paths import Profile, resources_dir
from writer.processes import lower_priority
from writer.settings.store import Settings

DESCRIPTION = """\
Learn your style from your own documents. A small adapter to the model is trained on this machine;
nothing leaves it. The end of each document is held out to see whether it helped.

  writer finetune novel.md letters/
  writer finetune novel.md --minutes 30 --name novel

Stop it whenever you like (Ctrl+C): the same command goes on from there. If it helped, suggestions
use it from Writer's next start on; `writer adapters off` goes back to the model alone.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command; raises :class:`WriterError`."""
    args = _parser().parse_args(argv)
    log.configure(debug=args.debug)
    if not args.progress_json:
        return _learn(args)
    try:
        return _learn(args)
    except WriterError as error:
        _say_json(Failed(error.sentence))
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="writer finetune",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "files",
        metavar="FILE_OR_DIR",
        nargs="+",
        type=Path,
        help="your documents: text, Markdown, Word or OpenDocument files, or folders of them",
    )
    parser.add_argument(
        "--name", default="my-style", help="what to call the adapter (default: %(default)s)"
    )
    parser.add_argument(
        "--minutes",
        type=_positive,
        default=10.0,
        metavar="N",
        help="learn for at most so long; it often ends earlier (default: 10)",
    )
    parser.add_argument("--passes", type=count, metavar="N", help="times to read everything")
    parser.add_argument("--rate", type=_positive, metavar="RATE", help="the peak learning rate")
    parser.add_argument("--rank", type=count, metavar="N", help="the rank of the adapter")
    parser.add_argument(
        "--typed",
        type=count,
        default=6000,
        metavar="N",
        help="characters that a simulated typist types before and after (default: 6000)",
    )
    parser.add_argument("--threads", type=count, metavar="N", help="default: one for each core")
    parser.add_argument(
        "--no-use", action="store_true", help="do not switch it on, also if it helped"
    )
    parser.add_argument(
        "--background",
        action="store_true",
        help="give way to other programs, and use half of the cores",
    )
    parser.add_argument(
        "--progress-json",
        action="store_true",
        help="say everything in lines of JSON, and read pause, resume and stop from standard input",
    )
    add_model_argument(parser)
    add_profile_arguments(parser)
    return parser


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("must be more than 0")
    return value


def _learn(args: argparse.Namespace) -> int:
    if NAME.fullmatch(args.name) is None:
        raise WriterError(
            "{name!r} cannot be the name of an adapter: use letters, digits, '.', '-' and '_', "
            "beginning with a letter or a digit.",
            name=args.name,
        )
    if args.background:
        lower_priority()
    profile = Profile.under(args.profile) if args.profile else Profile.default()
    settings = Settings(None if args.temp_profile else profile.config / "settings.toml")
    base = args.model or settings.text("completions.model")
    model = find_model(base, resources_dir(), profile)

    from writer.engine import environment

    go_offline()
    environment.prepare()
    from writer.engine.threads import physical_cores
    from writer.training.style.control import Control
    from writer.training.style.job import Job, carry_out
    from writer.training.style.loop import plan_for

    cores = physical_cores()
    chosen = {"minutes": args.minutes, "passes": args.passes, "rate": args.rate, "rank": args.rank}
    job = Job(
        files=tuple(args.files),
        base=base,
        model=model,
        name=args.name,
        plan=plan_for(**chosen),
        typed=args.typed,
        threads=args.threads or (max(1, cores // 2) if args.background else cores),
    )
    control = Control()
    if args.progress_json:
        control.follow(sys.stdin)
        carry_out(job, profile, control, _say_json)
        return 0
    try:
        result = carry_out(job, profile, control, Console())
    except KeyboardInterrupt:
        print("\nStopped; the same command goes on from here.", file=sys.stderr)
        return 130
    if isinstance(result, Finished):
        _conclude(result, base, settings, use=not args.no_use)
    return 0


def _conclude(result: Finished, base: str, settings: Settings, *, use: bool) -> None:
    print(table(result))
    print(result.summary)
    print(f"Processor time: {result.cpu_minutes:.1f} minutes. Kept as {result.name!r}.")
    fits = base == settings.text("completions.model")
    if result.helped and use and fits:
        settings.set("completions.adapter", result.name)
        print("Suggestions use it from Writer's next start on. To go back: writer adapters off")
    elif result.helped:
        print(f"It is not switched on. To use it: writer adapters use {result.name}")
    else:
        print(
            "It is not switched on. More text, or text that is more alike, may help. To remove "
            f"it: writer adapters remove {result.name}"
        )


def table(result: Finished) -> str:
    """Both measurements side by side; no figure in it was used to choose anything."""
    rows = (
        ("perplexity per word", ".2f", result.perplexity_before, result.perplexity_after),
        ("bits per character", ".4f", result.bits_before, result.bits_after),
        ("keystrokes saved", ".2%", result.saved_before, result.saved_after),
    )
    head = f"{'held out':<20} {'before':>9} {'after':>9}"
    return "\n".join(
        [head, *(f"{n:<20} {one:>9{form}} {two:>9{form}}" for n, form, one, two in rows)]
    )


def _say_json(message: Message) -> None:
    sys.stdout.write(to_line(message) + "\n")
    sys.stdout.flush()


class Console:
    """Says on standard error how far it is, on one line that is rewritten on a terminal."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._open = False

    def __call__(self, message: Message) -> None:
        if isinstance(message, Reading):
            self._line(
                f"Documents: {message.documents}. Learning from {message.learn:,} characters; "
                f"{message.held_out:,} more are held out."
            )
        elif isinstance(message, Measuring):
            when = "before" if message.before else "after"
            last = message.done >= message.total
            self._part(f"Measuring {when}: passage {message.done} of {message.total}", last)
        elif isinstance(message, Step):
            last = message.step % max(1, message.steps // 20) == 0
            self._part(
                f"Step {message.step} of {message.steps}: loss {message.loss:.3f}, held out "
                f"{message.bits:.3f} bits per character, {clock(message.seconds_left)} left",
                last,
            )
        elif isinstance(message, Paused):
            self._line("Paused.")
        elif isinstance(message, Stopped):
            self._line("Stopped; the same command goes on from here.")
        elif isinstance(message, Finished) and self._open:
            self._line("")

    def _part(self, text: str, last: bool) -> None:
        """A line that the next one replaces, unless it is the last of its kind."""
        if self._terminal:
            print(f"\r{text}\x1b[K", end="", file=sys.stderr, flush=True)
            self._open = True
        elif last:
            self._line(text)

    def _line(self, text: str) -> None:
        print(("\n" if self._open else "") + text, file=sys.stderr, flush=True)
        self._open = False


def clock(seconds: float) -> str:
    """4:05 for 245 seconds."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
