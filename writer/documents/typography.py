"""Which typed characters a typesetter would replace: quotes, dashes, the ellipsis."""

from __future__ import annotations

from dataclasses import dataclass

_OPENS_AFTER = "([{<—–-/“‘«"


@dataclass(frozen=True, slots=True)
class Refined:
    """Take ``removed`` away right before the caret and put ``inserted`` there."""

    removed: str
    inserted: str


def refine(before: str) -> Refined | None:
    """What to do after the last character of ``before`` was typed; ``None`` for nothing.

    ``before`` is the paragraph up to the caret. Code, tables, rules (---) and comments keep what
    was typed.

    >>> refine('She said "')
    Refined(removed='"', inserted='“')
    >>> refine("don'")
    Refined(removed="'", inserted='’')
    >>> refine("and so on...")
    Refined(removed='...', inserted='…')
    """
    if before.count("`") % 2 or before.startswith(("    ", "\t")) or not before:
        return None
    earlier = before[-2:-1]
    opening = not earlier or earlier.isspace() or earlier in _OPENS_AFTER
    match before[-1]:
        case '"':
            return Refined('"', "“" if opening else "”")
        case "'":
            return Refined("'", "‘" if opening else "’")
        case "-" if before.endswith("--"):
            kept = before.endswith(("---", "<!--", "|--")) or not before.strip("- ")
            return None if kept else Refined("--", "—")
        case "." if before.endswith("...") and not before.endswith("...."):
            return Refined("...", "…")
    return None
