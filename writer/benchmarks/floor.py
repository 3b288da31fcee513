"""The bandwidth floor: one token reads every weight once, and memory gives so many bytes a second.

``floor = bytes of the weights / bandwidth``. A program whose weights fit into the processor's
cache can be below it.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from writer.engine.config import GPT2Config

PROBE_BYTES = 512 * 2**20
ROUNDS = 8


def bytes_read(config: GPT2Config, block_bytes: float, head_bytes: float) -> float:
    """Bytes that one token reads, for so many bytes a weight."""
    return config.layer_weights * block_bytes + config.head_weights * head_bytes


def floor_ms(size: float, bytes_per_s: float) -> float:
    """The least time of one token, in milliseconds."""
    return 1000 * size / bytes_per_s


def bandwidth(threads: int, size: int = PROBE_BYTES, rounds: int = ROUNDS) -> float:
    """Bytes a second that ``threads`` threads read from memory: the best of several rounds.

    The largest of many fp32 numbers reads each byte once and does next to nothing else; numpy
    lets go of the interpreter's lock meanwhile.
    """
    parts = np.array_split(np.ones(size // 4, np.float32), threads)
    best = 0.0
    with ThreadPoolExecutor(threads, thread_name_prefix="bandwidth") as pool:
        for _ in range(rounds):
            started = time.perf_counter()
            list(pool.map(np.max, parts))
            best = max(best, size / (time.perf_counter() - started))
    return best
