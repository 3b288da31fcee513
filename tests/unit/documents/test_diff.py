"""The diff that a person reads."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from writer.documents.diff import Count, Kind, Stretch, count, diff_words, excerpt

_PROSE = st.lists(
    st.sampled_from(["the", "cat", "sat", "don’t", " ", " ", "\n", ".", "_", "\t", "\x0b", "\r"]),
    max_size=30,
).map("".join)


@given(_PROSE, _PROSE)
def test_a_diff_holds_both_texts(old: str, new: str) -> None:
    """Nothing is left out of a diff, and neighbours are never of one kind."""
    stretches = diff_words(old, new)
    assert "".join(s.text for s in stretches if s.kind is not Kind.ADDED) == old
    assert "".join(s.text for s in stretches if s.kind is not Kind.REMOVED) == new
    assert all(a.kind is not b.kind for a, b in itertools.pairwise(stretches))


def test_words_not_letters() -> None:
    """A changed word is shown whole, in its unchanged paragraph."""
    assert diff_words("The old man’s boat.\nSank.", "The young man’s boat.\nSank.") == (
        Stretch(Kind.SAME, "The "),
        Stretch(Kind.REMOVED, "old"),
        Stretch(Kind.ADDED, "young"),
        Stretch(Kind.SAME, " man’s boat.\nSank."),
    )


def test_count_and_excerpt() -> None:
    """A summary counts words; an excerpt keeps the changes and some text around them."""
    filler = "word " * 100
    stretches = diff_words(f"{filler}one two. {filler}", f"{filler}three. {filler}")
    assert count(stretches) == Count(removed=2, added=1)
    short = excerpt(stretches, around=10)
    assert sum(len(s.text) for s in short) < 60
    assert [s for s in short if s.kind is not Kind.SAME] == [
        s for s in stretches if s.kind is not Kind.SAME
    ]


def test_a_book_with_a_changed_page() -> None:
    """In a long text only the changed words differ."""
    lines = [f"Paragraph {n} says what {n * 7919 % 1000} others say.\n" for n in range(20_000)]
    old = "".join(lines)
    lines[10_000] = lines[10_000].replace("says", "whispers")
    changed = [s for s in diff_words(old, "".join(lines)) if s.kind is not Kind.SAME]
    assert changed == [Stretch(Kind.REMOVED, "says"), Stretch(Kind.ADDED, "whispers")]
