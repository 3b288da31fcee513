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
from pathlib import Path

import numpy as np

from writer import __version__
from writer.engine.checkpoint import fingerprint
from writer.engine.config import GPT2Config
from writer.engine.fidelity import Fidelity, read_fidelity
from writer.engine.onnx_products import Product, rough, write_chain
from writer.engine.onnx_session import open_session
from writer.engine.precision import PRECISIONS, SAFE
from writer.engine.runtime import ort
from writer.log import get_logger

log = get_logger(__name__)

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
ROUGH_TOLERANCE = 0.2
"""The same where that is only to find what is worth a second look."""

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Rate:
    """Seconds that one weight costs, with one row and with ``PREFILL_ROWS``."""

    step: float
    prefill: float


Rates = Mapping[Product, Rate]


def allowed(figures: Mapping[str, Fidelity]) -> list[str]:
    """The precisions that are good enough for a model, the most careful ones first: all, but
    those that its figures speak against."""
    return [n for n in PRECISIONS if n == SAFE or n not in figures or figures[n].passes]


def pause_s(config: GPT2Config, rates: Rates, name: str) -> float:
    """Seconds that the products take for a suggestion where the caret has not been: those of a
    prefill, and of ``STEPS`` steps."""
    layers, head = rates[PRECISIONS[name].layers], rates[PRECISIONS[name].step_head]
    step = config.layer_weights * layers.step + config.head_weights * head.step
    return STEPS * step + config.layer_weights * layers.prefill


def quickest(config: GPT2Config, rates: Rates, names: Sequence[str]) -> str:
    """The precision with the least time for a pause in the typing, a little biased to the first."""
    best = names[0]
    for name in names[1:]:
        if pause_s(config, rates, name) < WORTH * pause_s(config, rates, best):
            best = name
    return best


def timed(names: Iterable[str]) -> list[Product]:
    """The products that :func:`pause_s` asks about, for some precisions."""
    kept = [PRECISIONS[name] for name in names]
    return list(dict.fromkeys(product for p in kept for product in (p.layers, p.step_head)))


def measure(
    config: GPT2Config,
    products: Sequence[Product],
    threads: int,
    clock: Clock = time.perf_counter,
) -> dict[Product, Rate]:
    """Time products in turns, with one row and with many.

    It is done on as many of a layer's two largest matrices as make up the layers (or
    ``MOST_WEIGHTS``): fewer would stay in the processor's cache, and so would equal ones.
    """
    random = np.random.default_rng(1)
    shapes = ((config.width, config.inner), (config.inner, config.width))
    pairs = max(
        1, round(min(config.layer_weights, MOST_WEIGHTS) / (2 * config.width * config.inner))
    )
    matrices = [random.standard_normal(shape, dtype=np.float32) for shape in shapes * pairs]
    weights = sum(matrix.size for matrix in matrices)
    sessions = {p: open_session(*write_chain(matrices, p), threads) for p in products}
    found: dict[int, dict[Product, float]] = {}
    for rows, rounds in ROUNDS.items():
        x = random.standard_normal((1, rows, config.width), dtype=np.float32)
        taken: dict[Product, list[float]] = {p: [] for p in products}
        for _ in range(rounds + 1):
            for product, times in taken.items():
                started = clock()
                sessions[product].run(None, {"x": x})
                times.append((clock() - started) / weights)
        # The best round is the one that nothing else on the machine disturbed.
        found[rows] = {product: min(times[1:]) for product, times in taken.items()}
    return {p: Rate(found[1][p], found[PREFILL_ROWS][p]) for p in products}


def works(product: Product) -> bool:
    """Whether this machine has a product, and it gives about the right numbers."""
    random = np.random.default_rng(1)
    matrix = random.standard_normal((128, 48), dtype=np.float32)
    x = random.standard_normal((1, 20, len(matrix)), dtype=np.float32)
    wanted = x @ matrix
    try:
        session = open_session(*write_chain([matrix], product), 1)
        (found,) = session.run(None, {"x": x})
    except Exception as error:  # the runtime has many kinds, and all say that it cannot
        log.warning("%s is not available here: %s", _name(product), str(error).split("\n")[0])
        return False
    tolerance = ROUGH_TOLERANCE if product is rough else TOLERANCE
    return bool(np.abs(found - wanted).max() <= tolerance * np.abs(wanted).max())


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
    chosen = quickest(config, measure(config, timed(names), threads), names)
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
