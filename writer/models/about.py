"""What a person should know about a model before using it: what it is, its licence, its limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from writer.errors import ModelError
from writer.models.card import front_matter, read_card
from writer.models.catalogue import Catalogue, Entry
from writer.models.progress import size_text
from writer.models.store import Installed, KnownFrom, Origin, Store, disk_used

NOT_FACTS = (
    "Suggestions are guesses about wording. They may be false, and they carry the biases of what "
    "the model was trained on. Read them as you would read a stranger's draft."
)
MILLION = 1_000_000
LABELS = (
    "Name",
    "Made by",
    "Licence",
    "Language",
    "Parameters",
    "Trained on",
    "Good for",
    "Perplexity",
    "Memory",
    "Speed",
    "On disk",
    "Came from",
    "Checked",
)
NO_LICENCE = "not stated: ask its makers before you publish what it wrote"
MILLIONS = "{count} million"
TO_DOWNLOAD = "not installed; the download is {size}"
HUB = "{repository}, commit {commit}, {date}"
HUB_PLAN = "{repository}, commit {commit}"
HERE = "this machine, {date}"
BY_CATALOGUE = "every byte, against the checksums in Writer's own list"
BY_HUB = "every byte, against the checksums that the hub states for that commit"
BY_NOBODY = "readable; nobody has stated what its checksums should be"
UNKNOWN_LIMITS = (
    "Writer knows nothing about this model beyond its own card. Try it, and look at its "
    "biases (writer audit), before you rely on it."
)
TEXTS = (
    *LABELS,
    *(NOT_FACTS, NO_LICENCE, MILLIONS, TO_DOWNLOAD, HUB, HUB_PLAN, HERE),
    *(BY_CATALOGUE, BY_HUB, BY_NOBODY, UNKNOWN_LIMITS),
)
"""What :func:`about_model` may say and ``say`` may translate; the catalogue's texts besides."""

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class AboutModel:
    """Facts as (label, value) pairs, and the card as Markdown (empty if there is none)."""

    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    limits: str
    card: str

    def as_text(self) -> str:
        """For a terminal."""
        width = max(len(label) for label, _ in self.facts)
        rows = [f"{label:<{width}}  {value}" for label, value in self.facts]
        parts = [self.title, "\n".join(rows), self.limits, NOT_FACTS]
        return "\n\n".join(part for part in parts if part)


def about_model(
    name: str, store: Store, catalogue: Catalogue, resources: Path, say: Say = str
) -> AboutModel:
    """What is known about ``name``, installed or not; raises ``ModelError`` if nothing is.

    ``say`` puts a text, or the pattern of one, into another language.
    """
    entry, record = catalogue.find(name), store.find(name)
    if entry is None and record is None:
        raise ModelError("There is no model called {name!r}. Try: writer models list", name=name)
    folder = resources / "models" / name if entry and entry.shipped else store.folder(name)
    card = folder / "README.md"
    stated = front_matter(card)
    values = (
        name,
        entry.made_by if entry else "",
        _licence(entry, record, stated) or say(NO_LICENCE),
        say(entry.languages) if entry else stated.get("language", ""),
        say(MILLIONS).format(count=f"{entry.parameters / MILLION:.0f}") if entry else "",
        say(entry.trained_on) if entry else "",
        say(entry.good_for) if entry else "",
        say(entry.perplexity) if entry and entry.perplexity else "",
        say(entry.memory.value) if entry else "",
        say(entry.speed.value) if entry else "",
        _on_disk(entry, record, folder, say),
        _came_from(entry, record, say),
        say(_checked(record)) if record else "",
    )
    limits = entry.limits if entry else _unknown_limits(record)
    return AboutModel(
        name=name,
        title=entry.title if entry else name,
        facts=tuple((say(k), v) for k, v in zip(LABELS, values, strict=True) if v),
        limits=say(limits) if limits else "",
        card=read_card(card),
    )


def about_folder(folder: Path, say: Say = str, record: Installed | None = None) -> AboutModel:
    """What is known about a model or an adapter that is in no catalogue: its own card."""
    stated = front_matter(folder / "README.md")
    values = {
        "Licence": stated.get("license", "") or say(NO_LICENCE),
        "Language": stated.get("language", ""),
        "On disk": say(size_text(record.size if record else disk_used(folder))),
        "Came from": _came_from(None, record, say) if record else str(folder),
    }
    return AboutModel(
        name=record.name if record else folder.name,
        title=record.title if record else folder.name,
        facts=tuple((say(label), value) for label, value in values.items() if value),
        limits=say((record.notes if record else "") or UNKNOWN_LIMITS),
        card=read_card(folder / "README.md"),
    )


def texts_of(catalogue: Catalogue) -> tuple[str, ...]:
    """Everything in the catalogue that is prose, each once."""
    found: dict[str, None] = {}
    for entry in catalogue.entries:
        for text in (
            *(entry.languages, entry.trained_on, entry.good_for, entry.limits),
            *(entry.perplexity, entry.memory.value, entry.speed.value),
        ):
            if text:
                found[text] = None
    return tuple(found)


def _licence(entry: Entry | None, record: Installed | None, stated: dict[str, str]) -> str:
    return (
        (entry.licence if entry else "")
        or (record.licence if record else "")
        or stated.get("license", "")
    )


def _on_disk(entry: Entry | None, record: Installed | None, folder: Path, say: Say) -> str:
    if record is not None:
        return say(size_text(record.size))
    if entry is not None and entry.shipped:
        return say(size_text(disk_used(folder)))
    return say(TO_DOWNLOAD).format(size=say(size_text(entry.download_bytes))) if entry else ""


def _came_from(entry: Entry | None, record: Installed | None, say: Say) -> str:
    if record is None:
        if entry is None or not entry.files:
            return ""
        return say(HUB_PLAN).format(repository=entry.repository, commit=entry.revision[:12])
    date = record.installed_at[:10]
    match record.origin:
        case Origin.HUB:
            return say(HUB).format(
                repository=record.repository, commit=record.commit[:12], date=date
            )
        case Origin.FOLDER:
            return f"{record.notes}, {date}"
        case Origin.TRAINED:
            return say(HERE).format(date=date)


def _checked(record: Installed) -> str:
    weights = [file for file in record.files if file.name.endswith(".safetensors")]
    known = {file.known_from for file in weights}
    if known == {KnownFrom.CATALOGUE}:
        return BY_CATALOGUE
    return BY_NOBODY if KnownFrom.MEASURED in known else BY_HUB


def _unknown_limits(record: Installed | None) -> str:
    return "" if record is None or record.origin is Origin.TRAINED else UNKNOWN_LIMITS
