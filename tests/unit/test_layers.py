"""What importing a part of Writer brings along, seen in a fresh process."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("onnx", "onnxruntime", "torch", "transformers", "tokenizers", "numpy", "huggingface_hub")


def modules_after(code: str) -> set[str]:
    """The names of all modules that a fresh interpreter has loaded after ``code``."""
    probe = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-c", probe], check=True, capture_output=True, text=True
    )
    return set(result.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import writer.app",
        "import writer.ui.main_window",
        "import writer.commands.complete",
        "from writer.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass",
    ],
    ids=["app", "window", "complete", "help"],
)
def test_nothing_on_the_way_to_the_first_paint_is_heavy(code: str) -> None:
    """The window and --help come up without a library that runs models, or anything it brings."""
    assert not modules_after(code) & set(HEAVY)


def test_help_needs_no_window_library_either() -> None:
    """``writer --help`` answers without loading Qt."""
    loaded = modules_after(
        "from writer.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass"
    )
    assert "PySide6" not in loaded


def test_completion_is_pure() -> None:
    """The rules of a suggestion need the standard library only."""
    names = ("events", "state", "words", "triggers", "request", "reasons", "protocol", "stopping")
    loaded = modules_after("\n".join(f"import writer.completion.{name}" for name in names))
    assert not loaded & {*HEAVY, "PySide6"}
    ours = {name for name in loaded if name.startswith("writer.")}
    assert all(name.startswith(("writer.completion", "writer.errors")) for name in ours)


def test_the_engine_needs_no_torch() -> None:
    """A model of the GPT-2 family answers without a library that only others need."""
    loaded = modules_after(
        "from pathlib import Path\n"
        "from writer.completion.request import CancelToken, CompletionRequest\n"
        "from writer.engine.choose import engine_for\n"
        "from writer.paths import resources_dir\n"
        "engine = engine_for(resources_dir() / 'models' / 'starter')\n"
        "engine.load()\n"
        "list(engine.stream(CompletionRequest(1, 1, 'Once upon a time', ''), CancelToken()))"
    )
    assert "onnxruntime" in loaded
    assert not loaded & {"torch", "transformers", "huggingface_hub", "PySide6"}


def test_the_worker_is_qtcore_only() -> None:
    """The thread that owns the engine could serve a program without any window."""
    loaded = modules_after("import writer.worker.completion_worker")
    assert "PySide6.QtCore" in loaded
    assert not loaded & {"PySide6.QtGui", "PySide6.QtWidgets", *HEAVY, "writer.engine"}
