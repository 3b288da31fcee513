"""For maintainers: what the catalogue should say about a model, as the hub states it now."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from writer.models.catalogue import Catalogue
from writer.models.download import Download, Source, find_source
from writer.models.progress import Progress
from writer.models.store import Store


def pin(
    catalogue: Catalogue,
    name: str,
    revision: str | None,
    report: Callable[[Progress], None],
    *,
    make: Callable[[Source, Store], Download] = Download,
) -> str:
    """TOML for ``resources/catalogue.toml``, from a whole download into a folder for the moment.

    Every byte is fetched and hashed, so that what is pinned is what was seen to arrive, and the
    model was seen to be one that Writer can use. Raises ``ModelError``.
    """
    found = find_source(catalogue, name)
    source = Source(
        found.name, found.title, found.repository, revision or found.revision, found.licence
    )
    with tempfile.TemporaryDirectory(prefix="writer-pin-") as folder:
        record = make(source, Store(Path(folder))).run(report)
    lines = [f'repository = "{record.repository}"', f'revision = "{record.commit}"', ""]
    for file in record.files:
        lines += [
            "[[model.files]]",
            f'name = "{file.name}"',
            f"size = {file.size:_}",
            f'sha256 = "{file.sha256}"',
            "",
        ]
    return "\n".join(lines).rstrip()
