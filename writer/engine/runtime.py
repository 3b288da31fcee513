"""ONNX Runtime, kept from going online: every other module has it from here.

As it is imported, the package of 1.32 writes a number of this device and a queue of events to the
person's cache folder, and sends them to Microsoft: the processor, the memory and the system (its
``Privacy.md``; seen with strace). It reads the variable once, while it is imported.
"""

from __future__ import annotations

import os
from typing import Any

SENDS_NOTHING = "ORT_DISABLE_TELEMETRY"


def _offline() -> Any:
    os.environ[SENDS_NOTHING] = "1"  # whatever was set: Writer promises it
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # what does not read the variable: ETW on Windows
    return onnxruntime


ort = _offline()
"""The package ``onnxruntime``, which has no types."""
