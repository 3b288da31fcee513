"""The process of one peer: loads it, then does what the lines on its standard input say.

One process for each keeps thread pools, settings and memory apart, so that peers can take turns
without touching each other. Replies are JSON lines on the standard output; what libraries print
goes to standard error. Times are taken here, so the pipe costs nothing.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from writer.benchmarks.peer import OURS, PROGRAMS, Listener, Peer

TIMER_S = 0.005
"""As often as a window may want to move something."""


def peak_bytes() -> int:
    """The most memory this process ever held; 0 where the system does not say."""
    try:
        # What getrusage says begins with the parent's own peak, so the kernel is asked for ours.
        status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        pass
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def resident_bytes() -> int:
    """The memory this process holds now; 0 where the system does not say."""
    try:
        fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


def complete(peer: Peer, order: Mapping[str, Any]) -> dict[str, Any]:
    """One request, with the time of every token."""
    if order.get("forget"):
        peer.forget()
    cpu = time.process_time()
    listener = Listener(order.get("limit_s"))
    peer.complete(order["ids"], order["count"], listener)
    spent_s = time.perf_counter() - listener.started_s
    return {
        "tokens": listener.tokens,
        "times_s": listener.times_s,
        "spent_s": spent_s,
        "cpu_s": time.process_time() - cpu,
    }


def branches(peer: Peer, order: Mapping[str, Any]) -> dict[str, Any]:
    """Several continuations of one text."""
    cpu, started = time.process_time(), time.perf_counter()
    rows = peer.branches(order["ids"], order["firsts"], order["count"])
    return {
        "rows": rows,
        "spent_s": time.perf_counter() - started,
        "cpu_s": time.process_time() - cpu,
    }


def cancel(peer: Peer, order: Mapping[str, Any]) -> dict[str, Any]:
    """Cancel a request from another thread; how long it went on. ``late_s`` is ``None`` when it
    was over before."""
    if order.get("forget"):
        peer.forget()
    listener = Listener()
    cancelled_s: list[float] = []

    def stop() -> None:
        cancelled_s.append(time.perf_counter())
        listener.cancel()

    timer = threading.Timer(order["after_s"], stop)
    timer.name = "bench-cancel"
    timer.start()
    peer.complete(order["ids"], order["count"], listener)
    ended_s = time.perf_counter()
    timer.cancel()
    timer.join()
    in_time = bool(cancelled_s) and cancelled_s[0] <= ended_s
    return {"late_s": ended_s - cancelled_s[0] if in_time else None}


def lateness(peer: Peer, order: Mapping[str, Any]) -> dict[str, Any]:
    """How late a timer in another thread is, while the peer answers without end (or rests, where
    there is nothing to answer)."""
    late_s: list[float] = []
    end_s = time.perf_counter() + order["for_s"]

    def tick() -> None:
        while (now_s := time.perf_counter()) < end_s:
            due_s = now_s + TIMER_S
            time.sleep(TIMER_S)
            late_s.append(time.perf_counter() - due_s)

    timer = threading.Thread(target=tick, name="bench-window")
    timer.start()
    ids, number = order["ids"], 0
    while ids and timer.is_alive():
        # Never the same text twice in a row: its answer could be remembered.
        peer.complete(ids[: len(ids) - number % 4], order["count"], Listener())
        number += 1
    timer.join()
    return {"late_s": late_s}


ORDERS = {"complete": complete, "branches": branches, "cancel": cancel, "lateness": lateness}


def main(arguments: list[str]) -> int:
    """``NAME FOLDER CACHE THREADS STARTED``; ``STARTED`` is when the parent started us."""
    name, folder, cache, threads, started = arguments
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def reply(what: Mapping[str, Any]) -> None:
        replies.write(json.dumps(what) + "\n")
        replies.flush()

    if name.startswith(OURS):
        from writer.engine import environment

        environment.prepare()
    program = PROGRAMS[name]
    program.hide()
    begin = time.perf_counter()
    try:
        peer = program.open(Path(folder), Path(cache), int(threads))
    except Exception as error:  # whatever a library raises, the parent has to hear of it
        reply({"failed": f"{type(error).__name__}: {error}"})
        return 1
    loaded_s = time.perf_counter() - begin
    reply(
        {
            "load_s": loaded_s,
            "started_s": time.time() - float(started),
            "block_bytes": peer.block_bytes,
            "head_bytes": peer.head_bytes,
        }
    )
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "memory":
            reply({"peak": peak_bytes(), "resident": resident_bytes()})
            continue
        if order["do"] == "modules":
            reply({"modules": sorted(name for name, module in sys.modules.items() if module)})
            continue
        try:
            reply(
                ORDERS[order["do"]](peer, order) | {"since_start_s": time.time() - float(started)}
            )
        except Exception as error:
            reply({"failed": f"{type(error).__name__}: {error}"})
    peer.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
