"""Edits, saves, crashes and power cuts in any order, against a plain string (a quick set)."""

from __future__ import annotations

from tests.faults import machine


def test_the_text_is_always_there() -> None:
    """After any history the file is whole, and recovery gives what was written or synced."""
    counts = machine.run(1500, derandomize=True)
    for kind in ("kills", "kills while saving", "power cuts", "saves", "failed saves"):
        assert counts[kind] > 0
