"""What costs seconds to import comes only with what needs it."""

from __future__ import annotations

import subprocess
import sys

import pytest

RUNTIMES = ("onnx", "onnxruntime", "torch", "transformers")


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("writer.engine", [*RUNTIMES, "tokenizers", "safetensors"]),
        ("writer.engine.scripted", [*RUNTIMES, "tokenizers", "safetensors"]),
        ("writer.engine.choose", [*RUNTIMES, "tokenizers", "safetensors"]),
        # All of decoding, and the cache in front of any model.
        ("writer.engine.session_engine", [*RUNTIMES, "safetensors", "PySide6"]),
        ("writer.engine.lean_session", [*RUNTIMES, "safetensors", "PySide6"]),
        # The way of the window to its first suggestion.
        ("writer.engine.onnx_engine", ["torch", "transformers", "PySide6"]),
        ("writer.engine.torch_engine", ["transformers", "PySide6"]),
        ("writer.engine.transformers_engine", ["transformers", "PySide6"]),
    ],
)
def test_heavy_packages_are_not_imported(module: str, absent: list[str]) -> None:
    """A fresh process that imports the module has none of the packages."""
    code = f"import sys, {module}; print([n for n in {absent!r} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.strip() == "[]"
