"""The Qt binding itself, where a defect of it would take the text with it."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal


class Emitter(QObject):
    fact = Signal(str)


@pytest.mark.parametrize("singleton", [True, None])
def test_a_signal_drops_no_reference(singleton: object) -> None:
    """Emitting leaves Python's constants alive.

    PySide6 6.12.0 released ``True`` once per emit, which ended the process after some thousand
    keys on Python 3.11 (from 3.12 on the constants cannot be freed, so this cannot fail there).
    """
    emitter = Emitter()
    before = sys.getrefcount(singleton)
    for _ in range(200):
        emitter.fact.emit("x")
    assert abs(sys.getrefcount(singleton) - before) < 100
