"""Reading the XML inside a word processor's file, which may come from anybody.

Never waits for a pipe, never unpacks more than :data:`LARGEST_BYTES` of one part, and refuses
document types: with them come entities, which unfold without end or fetch other files.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from writer.documents.files import LARGEST_BYTES, require_regular
from writer.documents.problems import Doing, describe
from writer.errors import DocumentError
from writer.sentence import Sentence, listed


@dataclass(frozen=True)
class Imported:
    """The Markdown, and sentences on what did not come along."""

    text: str
    notices: tuple[Sentence, ...]

    @classmethod
    def of(cls, blocks: Iterable[str], left_out: Iterable[Sentence]) -> Imported:
        """From blocks that bring their own line ends; ``left_out`` may grow as they are made."""
        text = "".join(blocks).rstrip("\n") + "\n"
        names = listed(sorted(left_out))
        return cls(text, (Sentence("Left out: {names}.", names=names),) if names else ())


class Package:
    """The parts of one file. Its methods raise what :func:`open_package` turns into a sentence."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def part(self, name: str) -> ElementTree.Element:
        """One XML part, which must be there."""
        # The size is what the archive says, and zipfile never unpacks more than that.
        if self._archive.getinfo(name).file_size > LARGEST_BYTES:
            raise ValueError("larger than what is opened")
        parser = ElementTree.XMLParser(target=_NoDocumentType())
        return ElementTree.fromstring(self._archive.read(name), parser)

    def optional(self, name: str) -> ElementTree.Element:
        """One XML part; an empty element if it is not there."""
        try:
            return self.part(name)
        except KeyError:
            return ElementTree.Element("none")


class _NoDocumentType(ElementTree.TreeBuilder):
    """Told of a document type by the parser, in whatever encoding it is written."""

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise ValueError("a document type where none belongs")


@contextmanager
def open_package(path: Path, what: Sentence, end: str) -> Iterator[Package]:
    """The parts of the file at ``path``, as long as it is read.

    ``what`` ("a Word file") and ``end`` ("DOCX") are for the sentence.

    Raises:
        DocumentError: it cannot be opened, or something in it could not be read, inside the
            ``with`` as well.
    """
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(fd, "rb") as file:
            require_regular(os.fstat(fd), path)
            with zipfile.ZipFile(file) as archive:
                yield Package(archive)
    except OSError as error:
        raise describe(error, path, Doing.OPENING) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        ElementTree.ParseError,
        RuntimeError,  # a password, an unknown compression, or elements nested without end
        ValueError,
    ) as error:
        raise DocumentError(
            "“{name}” is not {what} that can be read. Nothing was changed. Open it in a word "
            "processor and save it as {end} or as text.",
            name=path.name,
            what=what,
            end=end,
        ) from error
