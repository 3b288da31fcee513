"""How Writer starts itself again: a child process for work that must not live in the window's."""

from __future__ import annotations

import os
import sys
from pathlib import Path

BELOW_NORMAL_PRIORITY_CLASS = 0x00004000
"""Windows: gives way to everything of normal priority (SetPriorityClass)."""


def is_bundle() -> bool:
    """Whether this is the frozen application, which has no interpreter and cannot install."""
    return bool(getattr(sys, "frozen", False))


def own_command(
    *, frozen: bool | None = None, executable: str | None = None, system: str | None = None
) -> list[str]:
    """The beginning of a command line that runs Writer: ``[*own_command(), "complete", TEXT]``.

    In a checkout and from a wheel it is this interpreter with ``-m writer``. A frozen bundle has
    no interpreter: its own executable takes the same arguments. On Windows the bundle's window
    program has no standard output, so its twin for the terminal is named (start it with
    ``CREATE_NO_WINDOW``). The arguments replace what is read from the interpreter, for tests.
    """
    program = executable or sys.executable
    if not (is_bundle() if frozen is None else frozen):
        return [program, "-m", "writer"]
    if (system or sys.platform) == "win32":
        return [str(Path(program).with_name("writer-cli.exe"))]
    return [program]


def lower_priority() -> None:
    """Give way to whatever else runs on the machine; does nothing where that is not allowed."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(10)
