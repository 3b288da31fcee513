"""Where the caret is put: positions sampled from documents, the same for the same seed."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from writer.completion.context import AFTER_LIMIT, BEFORE_LIMIT, start_of_context
from writer.errors import WriterError
from writer.evaluation.texts import HeldText, Kind

LEAST_BEFORE = 40
"""Characters that stand before every sampled caret."""
MOST_MISSING = 5


class Place(Enum):
    """Where in the text the caret stands."""

    WORD_START = "word start"
    """After the space, before the first letter of a word."""
    WORD_END = "word end"
    """After the last letter of a word; the space or sign after it is not typed yet."""
    MID_WORD = "mid-word"
    """After some letters of a word and before the others."""
    GAP = "gap"
    """Inside a line, where one to five words are missing; asked for with Ctrl+Space."""
    NAME = "name typed twice"
    """Inside a name that stands twice or more before the caret, after its first two letters."""


SHARES: dict[Place, float] = {
    Place.WORD_START: 0.3,
    Place.WORD_END: 0.25,
    Place.MID_WORD: 0.35,
    Place.GAP: 0.1,
}
EXERCISES: dict[Place, float] = {Place.NAME: 0.5, Place.GAP: 0.5}
"""Positions that exercise single parts of the judgement, for the ablation."""
REAL_SUFFIX_EVERY = 5
"""Of the positions at the end of a line, every fifth has the document's next paragraphs below."""

_FINDERS = {
    Place.WORD_START: re.compile(r"(?<=[^\s] )(?=\w)"),
    Place.WORD_END: re.compile(r"(?<=\w)(?=[^\w\n’'-])"),
    Place.MID_WORD: re.compile(r"(?<=[^\W_])(?=[^\W_])"),
    Place.GAP: re.compile(r"(?<=\w )(?=\w[\w’']* )"),
    # A capital in the middle of a sentence: mostly names.
    Place.NAME: re.compile(r"(?<=[a-z,] [A-Z][a-z])(?=[a-z]{3})"),
}
LEAST_MENTIONS = 2
NAME_BEGUN = 2
_WORD_REST = re.compile(r"\w*")
_MISSING = re.compile(r"(?:\w[\w’']* )+")


@dataclass(frozen=True, slots=True)
class Position:
    """One question: the text around the caret, and what the writer really went on to write.

    A suggestion that agrees with any of ``targets`` is right. ``explicit`` positions are
    asked for with a key; all others come by themselves while typing.
    """

    document: str
    kind: Kind
    place: Place
    prefix: str
    suffix: str
    targets: tuple[str, ...]
    explicit: bool = False


def prefix_at(text: str, caret: int, limit: int = BEFORE_LIMIT) -> str:
    """What the editor sends as the text before the caret, by the editor's own rule."""
    return text[start_of_context(caret, limit) : caret]


def sample(
    texts: Sequence[HeldText],
    count: int,
    seed: int = 0,
    shares: Mapping[Place, float] = SHARES,
) -> list[Position]:
    """About ``count`` positions, half in books and half in articles where there are both.

    Inside a kind every document gives the same number. The places are shared out by
    ``shares``. The same texts, count and seed give the same positions.
    """
    kinds = [kind for kind in Kind if any(t.kind is kind for t in texts)]
    positions: list[Position] = []
    for kind in kinds:
        documents = sorted((t for t in texts if t.kind is kind), key=lambda t: t.name)
        wanted = -(-count // len(kinds)) if kind is kinds[0] else count // len(kinds)
        for index, document in enumerate(documents):
            share = wanted * (index + 1) // len(documents) - wanted * index // len(documents)
            rng = random.Random(f"{seed}:{document.name}")
            positions += _in_document(document, share, shares, rng)
    return positions


def _in_document(
    document: HeldText, count: int, shares: Mapping[Place, float], rng: random.Random
) -> list[Position]:
    """Positions of one document, in the order of the text."""
    places = rng.choices(list(shares), list(shares.values()), k=count)
    found: list[tuple[int, Position]] = []
    for place in Place:
        if place not in shares:
            continue
        spots = [m.start() for m in _FINDERS[place].finditer(document.text, LEAST_BEFORE)]
        if place is Place.NAME:
            spots = [caret for caret in spots if _mentioned(document.text, caret)]
        wanted = min(places.count(place), len(spots))
        for number, caret in enumerate(sorted(rng.sample(spots, wanted))):
            found.append((caret, _position(document, place, caret, number, rng)))
    return [position for _, position in sorted(found, key=lambda pair: pair[0])]


def _mentioned(text: str, caret: int) -> bool:
    """Whether the word at ``caret`` stands often enough in what the editor sends before it."""
    rest = _WORD_REST.match(text, caret)
    word = text[caret - NAME_BEGUN : caret] + (rest.group() if rest else "")
    before = prefix_at(text, caret)
    return len(re.findall(rf"\b{word}\b", before)) >= LEAST_MENTIONS


def _position(
    document: HeldText, place: Place, caret: int, number: int, rng: random.Random
) -> Position:
    text = document.text
    end = text.find("\n", caret)
    end = len(text) if end < 0 else end
    target, suffix = text[caret:end], ""
    if place is Place.GAP:
        whole = _MISSING.match(text, caret, end)
        words = whole.group().split() if whole else target.split()
        target = " ".join(words[: rng.randint(1, min(MOST_MISSING, len(words)))]) + " "
        suffix = text[caret + len(target) : caret + len(target) + AFTER_LIMIT]
    elif number % REAL_SUFFIX_EVERY == 0:
        suffix = text[end : end + AFTER_LIMIT]
    return Position(
        document=document.name,
        kind=document.kind,
        place=place,
        prefix=prefix_at(text, caret),
        suffix=suffix,
        targets=(target,),
        explicit=place is Place.GAP,
    )


def read_cases(path: Path) -> list[Position]:
    """Positions from a file of JSON lines: ``prefix``, ``targets`` and, if wanted, ``suffix``.

    Raises :class:`WriterError` that names the first line that cannot be used.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WriterError(f"The cases in {path} cannot be read ({error}).") from error
    cases: list[Position] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            prefix, suffix, targets = data["prefix"], data.get("suffix", ""), data["targets"]
            if not (isinstance(prefix, str) and isinstance(suffix, str) and targets):
                raise TypeError("'prefix', 'suffix' are texts and 'targets' is a list of texts")
            targets = tuple(str(target) for target in targets)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise WriterError(
                f"Line {number} of {path} is no case ({error}). A case is a JSON object with "
                "'prefix', 'targets' (a list of texts) and perhaps 'suffix'."
            ) from error
        cases.append(
            Position(path.stem, Kind.BOOKS, _place(prefix, targets[0]), prefix, suffix, targets)
        )
    if not cases:
        raise WriterError(f"{path} holds no cases: one JSON object a line is expected.")
    return cases


def _place(prefix: str, target: str) -> Place:
    if not prefix[-1:].isalnum():
        return Place.WORD_START
    return Place.MID_WORD if target[:1].isalnum() else Place.WORD_END
