"""Files of word processors that come in as Markdown, by the end of their name."""

from __future__ import annotations

from pathlib import Path

from writer.documents.docx_import import import_docx
from writer.documents.odt_import import import_odt
from writer.documents.office import Imported

_READERS = {".docx": import_docx, ".odt": import_odt}


def is_importable(path: Path) -> bool:
    """Whether the name is that of a word processor's file."""
    return path.suffix.lower() in _READERS


def import_document(path: Path) -> Imported:
    """Read it as Markdown; the file itself is left alone.

    Raises:
        DocumentError: it cannot be read, is not what its name says, or holds more than is opened.
    """
    return _READERS[path.suffix.lower()](path)
