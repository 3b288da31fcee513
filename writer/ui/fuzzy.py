"""How well a few typed letters fit a name: all of them in order, best at the starts of words."""

from __future__ import annotations

NEXT_LETTER, WORD_START, ANYWHERE = 11, 10, 1


def fit(typed: str, name: str) -> int | None:
    """A number that is greater for a better fit, or ``None`` if letters are missing.

    Every word that was typed must be found, in any order.

    >>> fit("sa", "Save As") > fit("sa", "Paste") > 0
    True
    >>> fit("xy", "Save As") is None
    True
    """
    total = 0
    for word in typed.casefold().split():
        score = _fit_word(word, name.casefold())
        if score is None:
            return None
        total += score
    return total


def _fit_word(word: str, name: str) -> int | None:
    """The best way to find the letters of ``word`` in ``name``: per letter, the best end so far."""
    best: dict[int, int] = {-2: 0}  # where the last letter was found: its score
    for letter in word:
        found: dict[int, int] = {}
        for at, other in enumerate(name):
            if other != letter:
                continue
            start = at == 0 or not name[at - 1].isalnum()
            own = WORD_START if start else ANYWHERE
            ways = [
                s + max(own, NEXT_LETTER if at == p + 1 else own) for p, s in best.items() if p < at
            ]
            if ways:
                found[at] = max(ways)
        if not found:
            return None
        best = found
    return max(best.values())
