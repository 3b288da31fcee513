"""Sessions of ONNX Runtime for the graphs that are written here: opened, run and stopped."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any, TypeAlias

from numpy.typing import NDArray

from writer.completion.request import CancelledError, CancelToken
from writer.engine.runtime import ort

Session: TypeAlias = Any
"""``onnxruntime.InferenceSession``; the package has no types."""

QUIET = 4
"""Only what is fatal is printed: a run that was stopped is no error."""
NO_MEMORY = ("bad_alloc", "bad allocation", "Failed to allocate memory")
"""What the runtime's errors say, which have one type for everything."""


def open_session(graph: bytes, large: Mapping[str, NDArray[Any]], threads: int) -> Session:
    """A session of a graph and its large constants (``Written``)."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = QUIET
    # The graph is written as it should run. One norm for a sum and its norm costs a prefill 4 ms.
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # An arena would keep what the longest prefill needed: 40 MiB of DistilGPT2's, and no quicker.
    options.enable_cpu_mem_arena = False
    # Threads that wait for the next product of a run spin. After it they sleep: a step would be
    # 0.15 ms quicker if they went on, and every suggestion cost 30 ms of processor more.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    options.add_external_initializers(
        list(large), [ort.OrtValue.ortvalue_from_numpy(value) for value in large.values()]
    )
    try:
        return ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        _raise_if_full(error)
        raise


def _raise_if_full(error: Exception) -> None:
    """Raise ``MemoryError`` where that is what an error of the runtime says."""
    if any(words in str(error) for words in NO_MEMORY):
        raise MemoryError(str(error)) from error


def run_until(session: Session, binding: Any, cancel: CancelToken | None) -> None:
    """Run; raises ``CancelledError`` when ``cancel`` stops it, which may be between two nodes."""
    options = ort.RunOptions()
    options.log_severity_level = QUIET
    # The wrapper asks for this; where there is none, an error takes 0.05 ms of every run.
    options.add_run_config_entry("gpu_graph_id", "0")

    def stop() -> None:
        options.terminate = True

    with cancel.stopping(stop) if cancel is not None else nullcontext():
        try:
            session.run_with_iobinding(binding, options)
        except Exception as error:  # the runtime has no type of its own for a run that was stopped
            if cancel is not None and cancel.cancelled:
                raise CancelledError from None
            _raise_if_full(error)
            raise
