"""The model card: the README.md of a model, and the facts at its head."""

from __future__ import annotations

from pathlib import Path

LONGEST_CARD = 200_000


def read_card(path: Path) -> str:
    """The text of a card without the facts at its head; empty when there is none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")[:LONGEST_CARD]
    except OSError:
        return ""
    return _split(text)[1].strip()


def front_matter(path: Path) -> dict[str, str]:
    """The plain ``key: value`` lines at the head of a card; lists and tables are left out."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")[:LONGEST_CARD]
    except OSError:
        return {}
    facts = {}
    for line in _split(text)[0].splitlines():
        key, colon, value = line.partition(":")
        if colon and key and not key[0].isspace() and key[0] not in "-#" and value.strip():
            facts[key.strip()] = value.strip().strip("\"'")
    return facts


def _split(text: str) -> tuple[str, str]:
    if text.startswith("---\n"):
        head, found, rest = text[4:].partition("\n---")
        if found:
            return head, rest.partition("\n")[2]
    return "", text
