"""Whether letters can be the beginning of a word of a Hunspell dictionary.

The dictionary file lists stems; the affix file says what can be put before and behind them.
The rules' conditions are not looked at: a beginning that no rule could make is what counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

LONGEST_TAIL = 7
MOST_STEMS = 200
"""So many stems with the same beginning are looked at for one that takes a prefix."""


class Beginnings:
    """Built once for a dictionary; a question takes some dozen look-ups."""

    def __init__(self, stems: Iterable[str], affix_lines: Iterable[str]) -> None:
        """``stems``: the lines of the .dic file; ``affix_lines``: those of the .aff file."""
        self._flags: dict[str, str] = {}
        for line in stems:
            word, _, flags = line.partition("\t")[0].strip().partition("/")
            if word:
                key = word.casefold()
                self._flags[key] = self._flags.get(key, "") + flags
        self._sorted = sorted(self._flags)
        self._suffixes: dict[str, list[tuple[str, str]]] = {}
        """What is stripped from a stem: the flags that allow it, with what is added."""
        self._prefixes: dict[str, str] = {}
        """What is put before a stem: the flags that allow it."""
        self._plain_flags, self._compounds = True, False
        for line in affix_lines:
            self._read_rule(line.split())

    def _read_rule(self, part: list[str]) -> None:
        if not part:
            return
        if part[0] in ("COMPOUNDFLAG", "COMPOUNDBEGIN"):
            self._compounds = True
        elif part[0] == "FLAG":
            self._plain_flags = False  # flags of two letters or numbers: not told apart here
        elif part[0] in ("SFX", "PFX") and len(part) >= 5 and part[3] != "0":
            add = part[3].partition("/")[0].casefold()
            if part[0] == "PFX":
                self._prefixes[add] = self._prefixes.get(add, "") + part[1]
            else:
                strip = "" if part[2] == "0" else part[2].casefold()
                self._suffixes.setdefault(strip, []).append((part[1], add))

    def begins_a_word(self, letters: str) -> bool:
        """``True`` too where the dictionary builds compounds: then nothing can be ruled out."""
        if self._compounds:
            return True
        plain = letters.casefold().replace("’", "'")
        return self._inside(plain, "") or any(
            self._inside(plain[len(prefix) :], flags)
            for prefix, flags in self._prefixes.items()
            if plain.startswith(prefix)
        )

    def _inside(self, letters: str, needed: str) -> bool:
        """Whether a stem begins so, or a stem and a suffix; it must allow one of ``needed``."""
        at = bisect_left(self._sorted, letters)
        for stem in self._sorted[at : at + MOST_STEMS]:
            if not stem.startswith(letters):
                break
            if self._allows(stem, needed):
                return True
        for length in range(1, min(LONGEST_TAIL, len(letters) - 1) + 1):
            base, tail = letters[:-length], letters[-length:]
            for strip, rules in self._suffixes.items():
                stem = base + strip
                if (
                    stem in self._flags
                    and self._allows(stem, needed)
                    and any(
                        add.startswith(tail) and self._allows(stem, flag) for flag, add in rules
                    )
                ):
                    return True
        return False

    def _allows(self, stem: str, needed: str) -> bool:
        if not needed or not self._plain_flags:
            return True
        return any(flag in self._flags[stem] for flag in needed)
