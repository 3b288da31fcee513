"""Words that are never suggested. What a person types is never looked at.

The list is matched at word boundaries and without regard to case, so that "Scunthorpe" and
"assistant" are words like any other. A word that the document already contains is the
writer's own, and allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

COMMENT = "#"
SHIPPED_LIST = Path("filter") / "en.txt"
"""The list that comes with Writer, in its resources."""


class WordFilter:
    """A list of words and phrases; an empty list lets everything pass."""

    def __init__(self, words: Iterable[str]) -> None:
        """``words``: one word or phrase each; empty ones and lines with ``#`` are left out."""
        cleaned = {" ".join(word.split()).casefold() for word in words}
        cleaned = {word for word in cleaned if word and not word.startswith(COMMENT)}
        # Longest first: a phrase is found before a word that it begins with.
        parts = [
            re.escape(word).replace(r"\ ", r"\s+")
            for word in sorted(cleaned, key=len, reverse=True)
        ]
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.I) if parts else None

    def first_hit(self, text: str, lead: str = "", document: str = "") -> int | None:
        """Where in ``text`` the first filtered word begins, or ``None``.

        ``lead`` is the text right before it, so that a word begun there is seen whole (the
        answer is then 0). Words that stand in ``document`` are allowed.
        """
        if self._pattern is None:
            return None
        for match in self._pattern.finditer(lead + text):
            if match.end() <= len(lead):
                continue
            if not self._stands_in(match.group(), document):
                return max(0, match.start() - len(lead))
        return None

    def _stands_in(self, word: str, document: str) -> bool:
        pattern = r"\s+".join(re.escape(part) for part in word.split())
        return bool(re.search(rf"(?<!\w){pattern}(?!\w)", document, re.I))
