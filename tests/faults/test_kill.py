"""``kill -9`` of a real process at random moments (a quick count; the full set is a command)."""

from __future__ import annotations

import pytest

from tests.faults import kill


@pytest.mark.parametrize("keys", [False, True], ids=["edits", "key events"])
def test_nothing_is_lost_by_a_kill(keys: bool) -> None:
    """The document is whole, the typing is recovered, up to what was not yet written."""
    figures = kill.run(9, lanes=3, keys=keys, seed=7)
    assert figures.failures == []
    assert figures.rounds == 9
