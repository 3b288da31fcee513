"""What every program in the comparison can do, and which programs there are."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from writer.completion.request import CancelToken


class Listener(CancelToken):
    """Hears every token when it is ready, notes the time, and can say that it is enough.

    ``limit_s`` after its making it is as if somebody had cancelled.
    """

    __slots__ = ("limit_s", "started_s", "times_s", "tokens")

    def __init__(self, limit_s: float | None = None) -> None:
        super().__init__()
        self.tokens: list[int] = []
        self.times_s: list[float] = []
        self.limit_s = limit_s
        self.started_s = time.perf_counter()

    def hear(self, token: int) -> bool:
        """Note a token; whether to go on."""
        self.tokens.append(token)
        self.times_s.append(time.perf_counter() - self.started_s)
        return not self.cancelled

    @property
    def cancelled(self) -> bool:
        """Whether somebody cancelled, or the time is up."""
        late = self.limit_s is not None and time.perf_counter() - self.started_s >= self.limit_s
        return late or super().cancelled


class Peer(Protocol):
    """A loaded model. It continues greedily, and reuses what it read before as best it can.

    A step function would be smaller, but two of the peers cannot be stepped from outside.
    """

    block_bytes: float
    """Bytes that one weight of the layers takes in memory."""
    head_bytes: float
    """The same for the output layer."""

    def forget(self) -> None:
        """Drop everything that was read, as if just loaded."""

    def complete(self, ids: Sequence[int], count: int, listener: Listener) -> None:
        """Continue ``ids`` by ``count`` tokens unless the listener has enough before."""

    def branches(self, ids: Sequence[int], firsts: Sequence[int], count: int) -> list[list[int]]:
        """``ids`` and each of ``firsts``, each continued by ``count`` tokens, in one batch."""

    def close(self) -> None:
        """Free what is held."""


class Opener(Protocol):
    """``open_peer`` of a module in ``writer.benchmarks.peers``."""

    def __call__(self, folder: Path, cache: Path, threads: int) -> Peer:
        """Load ``folder``; converted copies of it are kept in ``cache``."""


@dataclass(frozen=True, slots=True)
class Program:
    """One column: its name on the command line, its label, and what it needs."""

    name: str
    label: str
    module: str
    needs: tuple[str, ...] = ()
    install: str = ""
    option: str = ""
    hidden: tuple[str, ...] = ()
    """Packages that it does without, and imports only because they happen to be installed."""

    @property
    def installed(self) -> bool:
        """Whether what it needs can be imported."""
        return all(importlib.util.find_spec(name) is not None for name in self.needs)

    def hide(self) -> None:
        """Let this process be one where the hidden packages are not installed."""
        modules = cast(dict[str, Any], sys.modules)
        modules.update(dict.fromkeys(self.hidden))

    def open(self, folder: Path, cache: Path, threads: int) -> Peer:
        """Import and load it."""
        module = importlib.import_module(f"writer.benchmarks.peers.{self.module}")
        if self.option:
            return cast(Peer, module.open_peer(folder, cache, threads, self.option))
        return cast(Peer, module.open_peer(folder, cache, threads))


OURS = "writer"
"""The names of Writer's own columns begin with it."""
OWN_PRECISIONS = ("fp32", "mixed", "w8a14")
"""Those of the engine, written again so that no peer's process imports the engine for them."""
_EXTRA = "pip install 'writer[bench]'"
PROGRAMS = {
    program.name: program
    for program in (
        Program(OURS, "Writer", "lean"),
        *(Program(f"{OURS}-{p}", f"Writer {p}", "lean", option=p) for p in OWN_PRECISIONS),
        Program("generate", "generate fp32", "hf_generate"),
        Program("loop", "loop + KV reuse fp32", "hf_loop"),
        Program("onnx", "ONNX Runtime int8", "onnx_int8", ("onnxruntime", "onnx")),
        Program(
            "ctranslate2",
            "CTranslate2 int8",
            "ct2_int8",
            ("ctranslate2",),
            _EXTRA,
            hidden=("torch",),
        ),
        Program("openvino", "OpenVINO int8", "openvino_int8", ("openvino",), _EXTRA),
        Program(
            "llamacpp",
            "llama.cpp Q8_0",
            "llama_q8",
            ("llama_cpp", "gguf"),
            _EXTRA + " llama-cpp-python  (compiles; needs cmake and a C++ compiler)",
        ),
    )
}
OTHERS = ("generate", "loop", "onnx", "ctranslate2", "openvino", "llamacpp")


def continue_greedily(
    logits: Any, feed: Callable[[Sequence[int]], Any], count: int, listener: Listener
) -> None:
    """Take the best token of ``logits`` [V] and ``feed`` it for the next ones, ``count`` times.

    The last token is not fed, and the listener may end it before.
    """
    for left in range(count - 1, -1, -1):
        token = int(logits.argmax())
        if not listener.hear(token) or not left:
            break
        logits = feed([token])
