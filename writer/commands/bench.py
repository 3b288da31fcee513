"""``writer bench``: Writer's engine beside what a person could take instead, in one run."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from writer import log
from writer.commands.arguments import add_profile_arguments, count
from writer.commands.evaluate import save_json
from writer.errors import WriterError
from writer.models.locate import find_model
from writer.paths import Profile, resources_dir

if TYPE_CHECKING:
    from writer.benchmarks.table import Report

DESCRIPTION = """\
Measure the engine beside other programs that can run the same model, in turns, in one run.

  writer bench --quick                         a look, two minutes
  writer bench --out bench                     everything: table, JSON and a picture in bench/
  writer bench --model starter --out bench     the model that comes with Writer
  writer bench --page docs/performance.md      put table and picture where the page has a place
  writer bench --peers onnx,llamacpp --rows request,typing

Without --model it is DistilGPT2's shape with random weights, made on the first run. Programs that
Writer does not need itself are in the extra 'bench' (pip install 'writer[bench]'); one that is not
installed is left out, and the table says so. Figures mean something only while nothing else is
running.
"""


def main(argv: Sequence[str]) -> int:
    """Run the command; bad input raises :class:`WriterError`."""
    args = _parser().parse_args(argv)
    args.command = shlex.join(["writer", "bench", *argv])
    log.configure(debug=args.debug)
    from writer.engine import environment

    environment.prepare()
    return _bench(args)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="writer bench",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    model = parser.add_mutually_exclusive_group()
    model.add_argument(
        "--model", metavar="NAME_OR_FOLDER", help="'starter', an installed model, or a folder"
    )
    model.add_argument(
        "--shape",
        choices=["distilgpt2"],
        default="distilgpt2",
        help="random weights in the shape of this model (default)",
    )
    parser.add_argument(
        "--peers",
        metavar="NAMES",
        default="all",
        help="all, none, or some of generate,loop,onnx,ctranslate2,openvino,llamacpp (default all)",
    )
    parser.add_argument(
        "--precisions",
        metavar="NAMES",
        default="",
        help="measure Writer in these precisions too: all, or some of fp32,mixed,w8a14",
    )
    parser.add_argument(
        "--rows",
        metavar="NAMES",
        default="all",
        help="all, or some of start,prefill,request,alternatives,typing,hand,cancel,timer,floor,"
        "growth",
    )
    parser.add_argument("--quick", action="store_true", help="few rounds: a look, no measurement")
    parser.add_argument("--rounds", type=count, metavar="N", help="rounds per row (default 15)")
    parser.add_argument(
        "--letters", type=count, metavar="N", help="letters of a typing session (default 120)"
    )
    parser.add_argument(
        "--threads", type=count, metavar="N", help="threads of every program (default: cores)"
    )
    parser.add_argument("--out", metavar="DIR", type=Path, help="write bench.md, .json and .png")
    parser.add_argument(
        "--page",
        metavar="FILE",
        type=Path,
        help="a Markdown page that has a place for the table; the picture goes beside it",
    )
    parser.add_argument(
        "--cache",
        metavar="DIR",
        type=Path,
        help="where the random model and converted copies are kept (default: the user's cache)",
    )
    add_profile_arguments(parser)
    return parser


def _names(text: str, known: Sequence[str], what: str) -> list[str]:
    """The names of a list with commas, or all of them; raises :class:`WriterError`."""
    wanted = [name.strip() for name in text.split(",") if name.strip()]
    if wanted == ["all"]:
        return list(known)
    if wanted in ([], ["none"]):
        return []
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise WriterError(
            f"There is no {what} called {', '.join(unknown)!r}. There are: {', '.join(known)}."
        )
    return [name for name in known if name in wanted]


def _bench(args: argparse.Namespace) -> int:
    from writer.benchmarks import page, shape
    from writer.benchmarks.peer import OTHERS, OURS, OWN_PRECISIONS, PROGRAMS
    from writer.benchmarks.run import ROWS, Plan, carry_out, conversions_of
    from writer.benchmarks.table import as_json, markdown
    from writer.benchmarks.turns import QUICK, Sizes
    from writer.engine.config import read_config
    from writer.engine.threads import physical_cores

    peers = _names(args.peers, OTHERS, "program")
    rows = _names(args.rows, ROWS, "row")
    precisions = [f"{OURS}-{name}" for name in _names(args.precisions, OWN_PRECISIONS, "precision")]
    profile = Profile.under(args.profile) if args.profile else Profile.default()
    cache = args.cache or _cache_folder()
    resources = resources_dir()
    if args.model is not None:
        folder, name = find_model(args.model, resources, profile), args.model
    else:
        folder, name = cache / args.shape, f"{args.shape} (its shape, random weights)"
        shape.make(folder, shape.SHAPES[args.shape], find_model("starter", resources, profile))
    sizes = (QUICK if args.quick else Sizes()).fitting(read_config(folder).positions)
    if args.rounds is not None:
        sizes = replace(sizes, rounds=args.rounds)
    if args.letters is not None:
        sizes = replace(sizes, letters=args.letters)
    report = carry_out(
        Plan(
            folder=folder,
            cache=conversions_of(folder, cache),
            name=name,
            programs=[PROGRAMS[n] for n in (OURS, *precisions, *peers)],
            rows=rows,
            sizes=sizes,
            threads=args.threads or physical_cores(),
        )
    )
    text = markdown(report)
    print(text, end="")
    if args.out is not None:
        save_json(args.out / "bench.json", as_json(report))
        try:
            (args.out / "bench.md").write_text(text, encoding="utf-8")
        except OSError as error:
            raise WriterError(f"The table could not be written ({error}).") from error
        _draw(report, args.out / "bench.png")
    if args.page is not None:
        place = "starter" if args.model == "starter" else args.shape
        page.put(args.page, place, text, args.command)
        _draw(report, page.picture_of(args.page, place))
    return 0


def _draw(report: Report, path: Path) -> None:
    from writer.benchmarks.plot import draw

    try:
        draw(report, path)
    except ImportError:
        print("No picture: it needs matplotlib (pip install 'writer[bench]').")


def _cache_folder() -> Path:
    from platformdirs import PlatformDirs

    from writer.paths import APP_NAME

    return Path(PlatformDirs(APP_NAME, appauthor=False).user_cache_dir) / "bench"
