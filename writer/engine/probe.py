"""Which of the precisions that are good enough is the quickest here: measured once, remembered.

The probe times products of the model's shapes with random weights, for one row (a step) and for
many (a prefill). What it finds is kept with the model's fingerprint, the processor and the
versions of Writer and the runtime, so that it runs again when one of them changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from pathlib import Path

import numpy as np

from writer import __version__
from writer.engine.checkpoint import fingerprint
from writer.engine.config import GPT2Config
from writer.engine.fidelity import Fidelity, read_fidelity
from writer.engine.onnx_model import open_session
from writer.engine.onnx_products import HEAD_BLOCKS, Product, write_chain
from writer.engine.precision import PRECISIONS, SAFE
from writer.engine.runtime import ort
from writer.log import get_logger

log = get_logger(__name__)

NEAR_LOSSLESS = ("fp32", "mixed", "w8a16")
"""Allowed for any model, unless its figures say that this one is an exception."""
WITH_FIGURES = ("int8",)
"""Allowed only for a model whose figures pass."""
WORTH = 0.9
"""A later one is taken only if it then needs less than this share of the time."""
PREFILL_ROWS = 256
STEPS = 12
"""Steps for each prefill: the first suggestion where the caret has not been."""
ROUNDS = {1: 7, PREFILL_ROWS: 3}
"""How often each is timed, by its rows."""
MOST_WEIGHTS = 2**25
MOST_REMEMBERED = 32
TOLERANCE = 0.02
"""How far a product may be from the exact one, as a share of its largest value."""

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Rate:
    """Seconds that one weight costs, with one row and with ``PREFILL_ROWS``; not everything is
    needed of every product."""

    step: float = inf
    prefill: float = inf


Rates = Mapping[Product, Rate]


def allowed(figures: Mapping[str, Fidelity]) -> list[str]:
    """The precisions that are good enough for a model, the most careful ones first."""
    usual = [n for n in NEAR_LOSSLESS if n == SAFE or n not in figures or figures[n].passes]
    return [*usual, *(n for n in WITH_FIGURES if n in figures and figures[n].passes)]


def pause_s(config: GPT2Config, rates: Rates, name: str) -> float:
    """Seconds that the products take for a suggestion where the caret has not been: those of a
    prefill, and of ``STEPS`` steps."""
    precision = PRECISIONS[name]
    few, many = rates[precision.few], rates[precision.many or precision.few]
    step = config.layer_weights * few.step + config.head_weights * rates[precision.head].step
    return STEPS * step + config.layer_weights * many.prefill


def quickest(config: GPT2Config, rates: Rates, names: Sequence[str]) -> str:
    """The precision with the least time for a pause in the typing, a little biased to the first."""
    best = names[0]
    for name in names[1:]:
        if pause_s(config, rates, name) < WORTH * pause_s(config, rates, best):
            best = name
    return best


def needed(names: Iterable[str]) -> dict[int, list[Product]]:
    """What :func:`pause_s` asks about some precisions: which products, with how many rows."""
    kept = [PRECISIONS[name] for name in names]
    steps = {product for p in kept for product in (p.few, p.head)}
    prefills = {p.many or p.few for p in kept}
    return {1: sorted(steps, key=_name), PREFILL_ROWS: sorted(prefills, key=_name)}


def measure(
    config: GPT2Config,
    wanted: Mapping[int, Sequence[Product]],
    threads: int,
    clock: Clock = time.perf_counter,
) -> dict[Product, Rate]:
    """Time products by their rows, in turns.

    It is done on as many of a layer's two largest matrices as make up the layers (or
    ``MOST_WEIGHTS``): fewer would stay in the processor's cache.
    """
    random = np.random.default_rng(1)
    shapes = ((config.width, config.inner), (config.inner, config.width))
    pair = [random.standard_normal(shape, dtype=np.float32) for shape in shapes]
    weights = sum(matrix.size for matrix in pair)
    matrices = pair * max(1, round(min(config.layer_weights, MOST_WEIGHTS) / weights))
    weights = sum(matrix.size for matrix in matrices)
    products = dict.fromkeys(product for some in wanted.values() for product in some)
    sessions = {p: open_session(*write_chain(matrices, p), threads) for p in products}
    found: dict[int, dict[Product, float]] = {}
    for rows, rounds in ROUNDS.items():
        x = random.standard_normal((1, rows, config.width), dtype=np.float32)
        taken: dict[Product, list[float]] = {p: [] for p in wanted[rows]}
        for _ in range(rounds + 1):
            for product, times in taken.items():
                started = clock()
                sessions[product].run(None, {"x": x})
                times.append((clock() - started) / weights)
        # The best round is the one that nothing else on the machine disturbed.
        found[rows] = {product: min(times[1:]) for product, times in taken.items()}
    steps, prefills = found[1], found[PREFILL_ROWS]
    return {p: Rate(steps.get(p, inf), prefills.get(p, inf)) for p in products}


def works(product: Product) -> bool:
    """Whether this machine has a product, and it gives about the right numbers."""
    random = np.random.default_rng(1)
    # So many inputs that each product takes the blocks that it takes in a model.
    matrix = random.standard_normal((max(HEAD_BLOCKS), 48), dtype=np.float32)
    x = random.standard_normal((1, 20, len(matrix)), dtype=np.float32)
    wanted = x @ matrix
    try:
        session = open_session(*write_chain([matrix], product), 1)
        (found,) = session.run(None, {"x": x})
    except Exception as error:  # the runtime has many kinds, and all say that it cannot
        log.warning("%s is not available here: %s", _name(product), str(error).split("\n")[0])
        return False
    return bool(np.abs(found - wanted).max() <= TOLERANCE * np.abs(wanted).max())


def choose_for(
    folder: Path,
    config: GPT2Config,
    memory: Path,
    threads: int,
    adapter: Path | None = None,
) -> str:
    """The precision for a model on this machine with so many threads: remembered, or measured now.

    ``memory`` is the file it is remembered in; one that cannot be read or written costs only the
    measurement. Figures of a model say nothing about it with an adapter.
    """
    key = _key(folder, adapter, threads)
    remembered = _read(memory)
    names = allowed({} if adapter is not None else read_fidelity(folder))
    known = remembered.get(key)
    if known is not None and known in names:
        return known
    usable = {p for p in set().union(*(PRECISIONS[n].products for n in names)) if works(p)}
    names = [n for n in names if n == SAFE or PRECISIONS[n].products <= usable]
    started = time.perf_counter()
    chosen = quickest(config, measure(config, needed(names), threads), names)
    log.info("chose %s in %.0f ms", chosen, 1000 * (time.perf_counter() - started))
    remembered.pop(key, None)
    _write(memory, {**remembered, key: chosen})
    return chosen


def _name(product: Product) -> str:
    return str(getattr(product, "__name__", product))


def _key(folder: Path, adapter: Path | None, threads: int) -> str:
    versions = [__version__, ort.__version__]
    state = [fingerprint(folder), str(adapter or ""), str(threads), *versions, _machine()]
    return hashlib.sha256("\n".join(state).encode()).hexdigest()


def _machine() -> str:
    name = platform.processor()
    with suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        name = next((line for line in lines if line.startswith("model name")), name)
    return f"{platform.machine()} {name} {os.cpu_count()}"


def _read(memory: Path) -> dict[str, str]:
    try:
        data = json.loads(memory.read_text(encoding="utf-8"))
        return {str(k): str(v) for k, v in data["chosen"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write(memory: Path, chosen: Mapping[str, str]) -> None:
    newest = dict(list(chosen.items())[-MOST_REMEMBERED:])
    beside = memory.with_name(f"{memory.name}.{os.getpid()}.tmp")
    try:
        memory.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps({"version": 1, "chosen": newest}, indent=2), encoding="utf-8")
        beside.replace(memory)
    except OSError as error:
        log.warning("the precision could not be remembered (%s)", error)
