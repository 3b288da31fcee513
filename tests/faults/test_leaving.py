"""The end of the desktop's session finds a Writer that has only just begun."""

from __future__ import annotations

import signal
from random import Random

import pytest

from tests.faults.leaving import leave_once


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_the_model_loads_keeps_every_key(number: signal.Signals) -> None:
    """The journal is flushed and the process ends by itself, in the midst of the loading."""
    left = leave_once(number, Random(1))
    assert left.code == 0
    assert left.kept >= left.typed > 0
    assert "Traceback" not in left.complaint
