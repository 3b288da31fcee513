"""Settings of the process that must be made before an engine is imported. Standard library only."""

from __future__ import annotations

import os


def prepare() -> None:
    """Let idle threads sleep instead of spin; what the user has set is kept.

    To be called by the composition root. The threads are those of torch, which other families of
    models and learning a style need; ONNX Runtime has its own (``onnx_session.open_session``). With
    spinning threads a step of DistilGPT2's shape in torch took 172 ms instead of 21 ms while
    another program used both cores.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
