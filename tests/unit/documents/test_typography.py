"""Quotes, dashes, dots: what a typesetter would set."""

from __future__ import annotations

import pytest

from writer.documents.typography import Refined, refine


@pytest.mark.parametrize(
    ("before", "removed", "inserted"),
    [
        ('"', '"', "“"),
        ('He said "', '"', "“"),
        ('He said “Yes."', '"', "”"),
        ('("', '"', "“"),
        ("don'", "'", "’"),
        ("'", "'", "‘"),
        ("“'", "'", "‘"),
        ("the dogs'", "'", "’"),
        ("wait--", "--", "—"),
        ("wait --", "--", "—"),
        ("so...", "...", "…"),
        ('`code` and "', '"', "“"),
    ],
)
def test_what_is_replaced(before: str, removed: str, inserted: str) -> None:
    """By what stands before it."""
    assert refine(before) == Refined(removed, inserted)


@pytest.mark.parametrize(
    "before",
    [
        "",
        "a",
        "a-",
        "a..",
        "a....",
        "---",
        "--",
        "- --",
        "<!--",
        "|--",
        'in `code "',
        '    indented "',
        "\tindented '",
    ],
)
def test_what_is_left(before: str) -> None:
    """Code, rules, comments, tables, and dots that are more than three."""
    assert refine(before) is None
