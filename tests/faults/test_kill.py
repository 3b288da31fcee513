"""``kill -9`` of a real process at random moments (a quick count; the full set is a command)."""

from __future__ import annotations

import pytest

from tests.faults import kill


@pytest.mark.parametrize("how", list(kill.How))
def test_nothing_is_lost_by_a_kill(how: kill.How) -> None:
    """The document is whole, the typing is recovered, up to what was not yet written."""
    figures = kill.run(6, lanes=3, how=how, seed=7)
    assert figures.failures == []
    assert figures.rounds == 6
