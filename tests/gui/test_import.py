"""A word processor's file opens as a new Markdown document; the file itself is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog

from writer.documents.export import ExportKind, export_document
from writer.ui.exporter import Format, write_export

if TYPE_CHECKING:
    from conftest import Desk

TEXT = "He **bold** and *slant*.\n"


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_it_comes_in_as_a_new_document(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """The text is Markdown, unsaved, without a file, and offered to be saved beside the other."""
    path = tmp_path / f"letter{suffix}"
    if suffix == ".odt":
        write_export(Format.ODT, path, TEXT, markdown=True, title="", face="Serif")
    else:
        export_document(path, TEXT, ExportKind.DOCX, markdown=True)
    before = path.read_bytes()
    documents = desk.window.documents
    assert documents.open(path)
    desk.until(lambda: not documents.is_blank)
    assert documents.text() == TEXT
    assert documents.is_modified
    assert documents.path is None
    assert documents.name == "letter"
    assert "came in as Markdown" in desk.window.status.reason()
    offered: list[str] = []

    def ask(_parent: object, _title: str, suggested: str, _filter: str) -> tuple[str, str]:
        offered.append(suggested)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    assert not documents.save()
    assert offered == [str(tmp_path / "letter.md")]
    assert path.read_bytes() == before


def test_what_is_written_meanwhile_stays(desk: Desk, tmp_path: Path) -> None:
    """Typing while the file is read keeps the window; the imported text goes into another."""
    path = tmp_path / "letter.docx"
    export_document(path, TEXT, ExportKind.DOCX, markdown=True)
    documents = desk.window.documents
    with desk.bot.waitSignal(documents.copy_requested, timeout=10_000) as copied:
        documents.open(path)
        desk.type("mine")
    assert copied.args == ["letter", TEXT]
    assert desk.text == "mine"
