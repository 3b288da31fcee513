"""ONNX Runtime is as quiet and as private as Writer promises to be."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from writer.engine import runtime

PROJECT = Path(__file__).parents[2]
LOAD = """
import os, sys
from pathlib import Path
from typing import Any
from writer.engine import environment
environment.prepare()
from writer.engine.onnx_engine import OnnxEngine
OnnxEngine(Path(sys.argv[1]), threads=1).load()
print(len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1)
"""


def imported_by(path: Path) -> set[str]:
    """The packages that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.split(".")[0] for name in names}


def test_the_runtime_comes_from_one_place() -> None:
    """Whoever imported the package first, and elsewhere, would bring its telemetry along."""
    files = [path for part in ("writer", "tests") for path in (PROJECT / part).rglob("*.py")]
    assert [path.name for path in files if "onnxruntime" in imported_by(path)] == ["runtime.py"]


def test_a_loaded_model_leaves_nothing_and_starts_nothing(
    tiny: tuple[Path, Any], tmp_path: Path
) -> None:
    """No device number, no queue of events, no thread that sends them; nothing is printed."""
    home = dict.fromkeys(
        ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TMPDIR"),
        str(tmp_path),
    )
    environ = {key: value for key, value in os.environ.items() if key != runtime.SENDS_NOTHING}
    result = subprocess.run(
        [sys.executable, "-c", LOAD, str(tiny[0])],
        env={**environ, **home, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert (result.stdout.strip(), result.stderr) == ("1", "")
    assert not list(tmp_path.rglob("*"))
