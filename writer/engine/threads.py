"""How many threads a model gets: by its size on ONNX Runtime, by measuring on torch."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from writer.engine.config import GPT2Config

STEPS = 5
WORTH = 0.85
"""More threads are used only if a step then takes less than this share of the time."""
MOST_THREADS = 8
LIGHT_WEIGHTS = 2e7
"""A step of the starter model, 7e6, takes 1.5 ms with one thread and 1.0 with two."""


def physical_cores() -> int:
    """Cores this process may use, counting the two threads of a core once."""
    if not hasattr(os, "sched_getaffinity"):
        return max(1, (os.cpu_count() or 2) // 2)
    allowed = os.sched_getaffinity(0)
    cores = set()
    for cpu in allowed:
        siblings = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
        try:
            cores.add(siblings.read_text().strip())
        except OSError:
            cores.add(str(cpu))
    return max(1, len(cores))


def candidates(cores: int) -> list[int]:
    """Thread counts worth a try: powers of two that leave the window a core, and at most 2 of 2."""
    most = min(MOST_THREADS, cores if cores <= 2 else cores - 1)
    counts = [n for n in (1, 2, 4, 8) if n < most]
    return [*counts, most]


def is_light(config: GPT2Config) -> bool:
    """Whether one core runs a step of this model quicker than a person can notice."""
    return config.layer_weights + config.head_weights <= LIGHT_WEIGHTS


def threads_for(config: GPT2Config) -> int:
    """Threads for a model on the CPU: one for a light one, so that the window keeps the others."""
    return 1 if is_light(config) else candidates(physical_cores())[-1]


def fastest(times_s: dict[int, float]) -> int:
    """The smallest count that no larger one beats by a worthwhile share."""
    best = min(times_s)
    for count in sorted(times_s):
        if times_s[count] < WORTH * times_s[best]:
            best = count
    return best


def tune(step: Callable[[], object], use: Callable[[int], None]) -> int:
    """Time ``step`` with several thread counts, set by ``use``, and leave it at the best."""
    times_s: dict[int, float] = {}
    for count in candidates(physical_cores()):
        use(count)
        step()
        taken = []
        for _ in range(STEPS):
            started = time.perf_counter()
            step()
            taken.append(time.perf_counter() - started)
        times_s[count] = sorted(taken)[STEPS // 2]
    best = fastest(times_s)
    use(best)
    return best
