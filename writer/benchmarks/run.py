"""One benchmark from the first process to the report."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from writer.benchmarks import floor, measure, writing
from writer.benchmarks.figures import Row, single
from writer.benchmarks.growth import growth
from writer.benchmarks.peer import PROGRAMS, Program
from writer.benchmarks.remote import PeerError, Remote
from writer.benchmarks.session import Key, first_letters, script
from writer.benchmarks.starting import starting
from writer.benchmarks.table import Report
from writer.benchmarks.turns import Document, Sizes, Turns
from writer.engine.config import read_config
from writer.engine.threads import threads_for
from writer.engine.tokenizer import load_tokenizer

ROWS = (
    "start",
    "prefill",
    "request",
    "alternatives",
    "typing",
    "hand",
    "cancel",
    "timer",
    "floor",
    "growth",
)
SAME = 0.8
"""A peer that agrees with fp32 less often than this computes something else."""
LIBRARIES = ("torch", "transformers", "onnxruntime", "ctranslate2", "openvino", "llama_cpp_python")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured on what; ``name`` is what the model is called in the report."""

    folder: Path
    cache: Path
    name: str
    programs: Sequence[Program]
    rows: Sequence[str]
    sizes: Sizes
    threads: int


class Progress:
    """Where the run is, on standard error: rewritten in place on a terminal."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._last = ""

    def __call__(self, what: str) -> None:
        """Say what is done now."""
        if self._terminal:
            print(f"\r\x1b[K{what}", end="", file=sys.stderr, flush=True)
        elif what.split(":")[0] != self._last:
            self._last = what.split(":")[0]
            print(what.split(":")[0], file=sys.stderr, flush=True)

    def done(self) -> None:
        """Leave the line."""
        if self._terminal:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def conversions_of(folder: Path, cache: Path) -> Path:
    """Where converted copies of a model are kept: another place as soon as its weights change."""
    state = hashlib.sha256(str(folder.resolve()).encode())
    for path in sorted(folder.glob("*.safetensors")):
        stat = path.stat()
        state.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}".encode())
    made = cache / f"converted-{state.hexdigest()[:12]}"
    made.mkdir(parents=True, exist_ok=True)
    return made


def machine(threads: int, own: int) -> dict[str, str]:
    """What the figures depend on; Writer uses ``own`` threads."""
    used = f"{threads} threads used" if own == threads else f"{threads} threads, Writer {own}"
    found = {
        "Processor": f"{processor()}, {os.cpu_count()} processors, {used}",
        "System": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
    }
    libraries = []
    for name in LIBRARIES:
        try:
            libraries.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return {**found, "Libraries": ", ".join(libraries)}


def processor() -> str:
    """The processor's own name, where the system tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def passage() -> str:
    """The text that is typed: the beginning of Pride and Prejudice (1813, public domain)."""
    return (Path(__file__).parent / "passage.txt").read_text(encoding="utf-8")


def carry_out(plan: Plan) -> Report:
    """Measure all of it."""
    say = Progress()
    present = [program for program in plan.programs if program.installed]
    missing = {p.label: p.install for p in plan.programs if not p.installed}
    config = read_config(plan.folder)
    tokenizer = load_tokenizer(plan.folder)
    text = passage()
    once = tokenizer.encode(text + "\n\n")
    start = tokenizer.decode_bytes(once[: plan.sizes.document]).decode("utf-8", "ignore")
    keys = first_letters(script(text, already=len(start)), plan.sizes.letters)
    ids = (once * (-(-config.positions // len(once)) + 1))[: config.positions]
    document = Document(ids, tokenizer.encode, config.positions - 2 * plan.sizes.tokens)
    remotes, notes = _open(plan, present, say)
    try:
        rows = _in_turns(plan, remotes, document, keys, notes, say)
        if "floor" in plan.rows:
            rows += _floor(plan, remotes, rows)
        names = {remote.program.name: remote.program.label for remote in remotes}
    finally:
        for remote in remotes:
            remote.close()
    if "start" in plan.rows:
        programs = [remote.program for remote in remotes]
        start_ids = ids[: plan.sizes.document]
        sizes = plan.sizes
        rows = [
            *starting(programs, plan.folder, plan.cache, plan.threads, start_ids, sizes, say),
            *rows,
        ]
    if "growth" in plan.rows:
        rows += growth(plan.folder, plan.cache, text, 2 * plan.sizes.rounds, say)
    say.done()
    own = min(plan.threads, threads_for(config))
    return Report(plan.name, names, rows, notes, machine(plan.threads, own), missing)


def _open(plan: Plan, programs: Sequence[Program], say: Progress) -> tuple[list[Remote], list[str]]:
    remotes: list[Remote] = []
    notes: list[str] = []
    for program in programs:
        say(f"loading {program.label}")
        try:
            remotes.append(Remote(program, plan.folder, plan.cache, plan.threads))
        except PeerError as error:
            notes.append(f"{error} It is left out.")
    return remotes, notes


def _in_turns(
    plan: Plan,
    remotes: list[Remote],
    document: Document,
    keys: Sequence[Key],
    notes: list[str],
    say: Progress,
) -> list[Row]:
    sizes = plan.sizes
    wanted, firsts = _exact(plan, document, say)
    agreed = {}
    for remote in list(remotes):
        try:
            share = measure.agreement(remote, wanted)
        except PeerError as error:
            notes.append(f"{error} It is left out.")
            remotes.remove(remote)
            remote.close()
            continue
        agreed[remote.program.name] = single(share)
        if share < SAME:
            notes.append(f"{remote.program.label} computes something else: see the first row.")
    rows = [Row("best token as in fp32", "share", agreed, compare=False)]
    turns = Turns(remotes, sizes, document, say)
    if "prefill" in plan.rows:
        rows += measure.prefills(turns)
    if {"request", "cancel", "floor"} & set(plan.rows):
        rows += measure.requests(turns)
    if "alternatives" in plan.rows:
        rows.append(measure.alternatives(turns, firsts))
    rows += _sessions(plan, turns, keys)
    if "cancel" in plan.rows:
        token = next(row for row in rows if row.name == "each further token")
        prefills = rows if "prefill" in plan.rows else measure.prefills(turns)
        whole = _longest_prefill(prefills)
        rows += measure.cancelling(turns, _medians(token), _medians(whole))
    if "timer" in plan.rows:
        rows += measure.lateness(turns)
    notes += turns.failures
    return rows


def _sessions(plan: Plan, turns: Turns, keys: Sequence[Key]) -> list[Row]:
    """The same keys, asked and answered in several ways; what is compared is in the names."""
    rows: list[Row] = []
    if "typing" in plan.rows:
        full = writing.in_full(turns, keys)
        helped = writing.by_hand(turns, writing.slowly(keys), helped=True, ours=True)
        rows += writing.rows_in_full(full)
        rows += writing.rows_as_it_is("as it is, all waited for", helped, full)
    if "hand" in plan.rows:
        plain = writing.by_hand(turns, keys, helped=False)
        helped = writing.by_hand(turns, keys, helped=True)
        rows += writing.rows_by_hand(plain, helped=False)
        rows += writing.rows_by_hand(helped, helped=True)
        rows += writing.rows_as_it_is("as it is, by hand", helped, plain)
    return rows


def _longest_prefill(rows: Sequence[Row]) -> Row:
    return [row for row in rows if row.name.startswith("prefill")][-1]


def _medians(row: Row) -> dict[str, float]:
    return {name: sample.median for name, sample in row.cells.items()}


def _exact(
    plan: Plan, document: Document, say: Progress
) -> tuple[list[tuple[list[int], int]], list[int]]:
    """Prompts and the token that fp32 says after each; three first tokens for alternatives."""
    say("what fp32 says")
    with Remote(PROGRAMS["writer-fp32"], plan.folder, plan.cache, plan.threads) as exact:
        step = max(1, plan.sizes.document // plan.sizes.agreement)
        prompts = [list(document.ids[:n]) for n in range(step, plan.sizes.document + 1, step)]
        wanted = [(ids, exact.complete(ids, 1).tokens[0]) for ids in prompts]
    firsts: list[int] = []
    for token in [token for _, token in wanted] + list(document.ids):
        if token not in firsts:
            firsts.append(token)
    return wanted, firsts[:3]


def _floor(plan: Plan, remotes: Sequence[Remote], rows: Sequence[Row]) -> list[Row]:
    config = read_config(plan.folder)
    bandwidth = floor.bandwidth(plan.threads)
    found = {
        remote.program.name: floor.floor_ms(
            floor.bytes_read(config, remote.block_bytes, remote.head_bytes), bandwidth
        )
        for remote in remotes
    }
    token = next(row for row in rows if row.name == "each further token")
    found = {name: ms for name, ms in found.items() if name in token.cells}
    ratios = {name: single(token.cells[name].median / ms) for name, ms in found.items()}
    return [
        Row(
            f"floor of a token at {bandwidth / 1e9:.1f} GB/s",
            "ms",
            {name: single(ms) for name, ms in found.items()},
            compare=False,
        ),
        Row("each further token over its floor", "times", ratios, compare=False),
    ]
