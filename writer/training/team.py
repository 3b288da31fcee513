"""Several processes that train one model, each with one thread, averaging their gradients.

On a machine that does other work too, one process with a thread per core waits at each of
thousands of barriers per step for whichever core is busy elsewhere. Processes that meet only once
per step do not (docs/training.md has the figures). The result is that of one process with the
whole batch, up to rounding, and it is deterministic.
"""

from __future__ import annotations

import datetime
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.distributed as dist
from torch import Tensor
from torch.multiprocessing.spawn import start_processes

PATIENCE = datetime.timedelta(minutes=20)
"""How long a member waits for the others: while one of them compiles or evaluates."""


@dataclass(frozen=True)
class Team:
    """This process's place among those that train together."""

    rank: int = 0
    size: int = 1

    @property
    def leads(self) -> bool:
        """Whether this process evaluates, reports and saves for all."""
        return self.rank == 0

    def share(self, rows: Tensor) -> Tensor:
        """This member's equal share of a batch: consecutive rows."""
        return rows.chunk(self.size)[self.rank]

    def average(self, tensors: Iterable[Tensor], facts: list[float]) -> list[float]:
        """Average tensors in place over the team, and return the averages of some numbers."""
        if self.size == 1:
            return facts
        parts = list(tensors)
        flat = torch.cat([part.flatten() for part in parts] + [torch.tensor(facts)])
        dist.all_reduce(flat)
        flat /= self.size
        start = 0
        for part in parts:
            part.copy_(flat[start : start + part.numel()].view_as(part))
            start += part.numel()
        return [float(value) for value in flat[start:]]


def run_team(size: int, work: Callable[[Team], None]) -> None:
    """Call ``work`` in ``size`` processes; all of them end when one fails or the first is killed.

    ``work`` must be picklable. With one process it is simply called here.
    """
    if size == 1:
        work(Team())
        return
    with tempfile.TemporaryDirectory(prefix="writer-train-") as folder:
        meeting = Path(folder) / "meeting"
        start_processes(  # type: ignore[no-untyped-call]
            _member, (size, meeting, work), nprocs=size, start_method="spawn"
        )


def _member(rank: int, size: int, meeting: Path, work: Callable[[Team], None]) -> None:
    os.environ["OMP_NUM_THREADS"] = "1"
    torch.set_num_threads(1)
    _keep_to_one_core(rank, size)
    dist.init_process_group(
        "gloo", init_method=meeting.as_uri(), rank=rank, world_size=size, timeout=PATIENCE
    )
    try:
        work(Team(rank, size))
    finally:
        dist.destroy_process_group()


def _keep_to_one_core(rank: int, size: int) -> None:
    """Pin this member to a core of its own, where the system can and there are enough.

    The members wake each other at the end of a step, and a scheduler that knows only this tends
    to move them to the same core, where they take turns.
    """
    if sys.platform != "linux":
        return
    cores = sorted(os.sched_getaffinity(0))
    if size <= len(cores):
        os.sched_setaffinity(0, {cores[rank]})
