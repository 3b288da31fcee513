"""Logging for Writer: one named logger per module, configured once by the composition root.

Importing this module configures nothing. ``configure`` is called by ``writer.cli`` and
``writer.app``; library code only ever calls ``get_logger(__name__)``.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

ROOT_NAME = "writer"


def get_logger(module_name: str) -> logging.Logger:
    """The logger of a module; all of them are children of ``writer``."""
    return logging.getLogger(module_name)


def configure(*, debug: bool = False, log_file: Path | None = None) -> None:
    """Send warnings (or, with ``debug``, everything) to standard error and optionally a file.

    Calling it again replaces the earlier handlers, so tests may call it freely.
    """
    root = logging.getLogger(ROOT_NAME)
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    console = logging.StreamHandler(sys.stderr)
    console.setLevel(logging.DEBUG if debug else logging.WARNING)
    console.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root.addHandler(console)
    if log_file is not None:
        file_handler = logging.FileHandler(log_file, encoding="utf-8", delay=True)
        file_handler.setFormatter(
            logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
        )
        root.addHandler(file_handler)
