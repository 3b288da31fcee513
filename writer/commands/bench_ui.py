"""``writer bench-ui``: from a key to the paint that shows it, with suggestions and without.

Everything runs in the real window. Conditions take turns within one run, because machines are
noisy: compare the columns of one run. Writes the table of docs/performance.md itself.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from writer import log
from writer.commands.arguments import add_model_argument
from writer.commands.real_window import LOAD_LIMIT_S, draw_without_display, real_window
from writer.errors import WriterError

SIZES = (1_000, 100_000, 500_000)
SCRIPTED = "scripted"


def main(argv: Sequence[str]) -> int:
    """Run the command; raises :class:`WriterError`."""
    parser = argparse.ArgumentParser(
        prog="writer bench-ui",
        description="Measure the window in documents of several sizes: from a key to the paint "
        "that shows it with suggestions off, on and being streamed, opening, saving and memory. "
        "Prints Markdown.",
    )
    parser.add_argument(
        "--keys", type=int, default=600, help="keys for each condition and size (default 600)"
    )
    parser.add_argument(
        "--words",
        type=int,
        nargs="+",
        default=list(SIZES),
        metavar="N",
        help="words in the documents (default: 1000 100000 500000)",
    )
    parser.add_argument(
        "--seconds", type=float, default=4.0, help="how long the decoding is watched (default 4)"
    )
    parser.add_argument(
        "--scripted",
        action="store_true",
        help="an engine that answers at a steady pace in place of a model: the window alone",
    )
    parser.add_argument("--out", metavar="DIR", type=Path, help="write bench-ui.md and .json")
    add_model_argument(parser)
    parser.add_argument("--debug", action="store_true", help="log everything to standard error")
    args = parser.parse_args(argv)
    log.configure(debug=args.debug)
    draw_without_display()
    with tempfile.TemporaryDirectory(prefix="writer-bench-") as folder:
        _measure(Path(folder), args)
    return 0


def _measure(folder: Path, args: argparse.Namespace) -> None:
    from writer.benchmarks.run import passage, processor
    from writer.benchmarks.window_table import WindowReport, as_json, markdown
    from writer.commands.evaluate import save_json
    from writer.commands.lateness import lateness
    from writer.commands.window_measures import SteadyEngine, WindowMeasures, write_document

    chosen = {} if args.model is None else {"completions.model": args.model}
    late: dict[str, list[float]] = {}

    def while_loading(done: Callable[[], bool]) -> None:
        late["while the model loads"] = lateness(done, LOAD_LIMIT_S)

    text = passage()
    results = []
    engine = SteadyEngine if args.scripted else None
    with real_window(folder, chosen, engine, while_loading) as app:
        measures = WindowMeasures(app, text)
        late["while nothing happens"] = lateness(lambda: False, args.seconds / 2)
        late["while the model decodes without end"] = measures.decode_without_end(args.seconds)
        for words in args.words:
            path = folder / f"words-{words}.md"
            write_document(path, text, words)
            results.append(measures.size(path, words, args.keys))
    name = SCRIPTED if args.scripted else args.model or "starter"
    machine = f"{processor()}, {os.cpu_count()} processors"
    report = WindowReport(name, machine, results, late)
    table = markdown(report)
    print(table, end="")
    if args.out is not None:
        save_json(args.out / "bench-ui.json", as_json(report))
        try:
            (args.out / "bench-ui.md").write_text(table, encoding="utf-8")
        except OSError as error:
            raise WriterError(f"The table could not be written ({error}).") from error
