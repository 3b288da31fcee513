"""When typing brings a suggestion, by the text around the caret."""

from __future__ import annotations

import pytest

from writer.completion.reasons import PLAIN_WORDS, Reason
from writer.completion.triggers import silence_before_asking


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Once upon", "", None),
        ("", "", Reason.EMPTY_TEXT),
        (" \n ", "", Reason.EMPTY_TEXT),
        ("Once upon", " a time there was", Reason.MIDDLE_OF_LINE),
        ("Onc", "e", Reason.MIDDLE_OF_LINE),
        ("“Once upon", "”", None),
        ("(once upon", ").", None),
        ("Once upon", "   ", None),
        ("**Once upon", "**", None),
    ],
)
def test_the_place_decides(before: str, after: str, expected: Reason | None) -> None:
    """No suggestion into an empty page or into a written line; closing marks do not count."""
    assert silence_before_asking(before, after) is expected


def test_every_reason_has_its_plain_words() -> None:
    """The status bar can say every silence in a sentence."""
    assert set(PLAIN_WORDS) == set(Reason)
    assert all(words.endswith(".") and words[0].isupper() for words in PLAIN_WORDS.values())
