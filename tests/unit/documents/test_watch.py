"""What follows when somebody else changes the file."""

from __future__ import annotations

import pytest

from writer.documents.stamp import Change
from writer.documents.watch import Reaction, advise


@pytest.mark.parametrize(
    ("change", "unsaved", "reaction", "word"),
    [
        (Change.UNCHANGED, False, Reaction.NOTHING, ""),
        (Change.UNCHANGED, True, Reaction.NOTHING, ""),
        (Change.CHANGED, False, Reaction.RELOAD, "Undo brings your version back"),
        (Change.CHANGED, True, Reaction.ASK, "Nothing was overwritten"),
        (Change.DELETED, False, Reaction.SAY, "still here"),
        (Change.DELETED, True, Reaction.SAY, "still here"),
        (Change.UNREADABLE, False, Reaction.SAY, "cannot be read"),
        (Change.UNREADABLE, True, Reaction.SAY, "cannot be read"),
    ],
)
def test_every_case_has_an_answer(
    change: Change, unsaved: bool, reaction: Reaction, word: str
) -> None:
    """Only a clean document is read again by itself; unsaved edits are always asked about."""
    advice = advise(change, "a.txt", unsaved=unsaved)
    assert advice.reaction is reaction
    assert word in advice.sentence
    assert ("“a.txt”" in advice.sentence) == (reaction is not Reaction.NOTHING)
