"""A save with everything around it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from writer.documents.edits import Edit
from writer.documents.files import LoadedDocument, TextFormat, read_document
from writer.documents.filesystem import RealFileSystem
from writer.documents.journal import Journal
from writer.documents.journal_reader import list_journals, read_journal
from writer.documents.keeping import Places, recovered_journal, save_and_keep
from writer.documents.problems import FileChangedError
from writer.documents.recovery import Situation, find_recoverable
from writer.documents.snapshots import list_snapshots, read_snapshot


@pytest.fixture
def places(tmp_path: Path) -> Places:
    places = Places(tmp_path / "state")
    places.prepare()
    return places


@pytest.fixture
def opened(tmp_path: Path, places: Places) -> tuple[LoadedDocument, Journal]:
    path = tmp_path / "chapter.md"
    path.write_text("old\n")
    os.utime(path, (1e9, 1e9))
    document = read_document(path)
    journal = Journal(
        places.journals,
        path,
        text=document.text,
        text_format=document.format,
        sha256=document.stamp.sha256,
    )
    journal.append(Edit(0, 3, "new"))
    journal.write()
    journal.mark()
    return document, journal


def test_a_save_keeps_both_versions_and_ends_the_journal(
    opened: tuple[LoadedDocument, Journal], places: Places
) -> None:
    """After a save the old and the new version are kept and nothing is left to recover."""
    document, journal = opened
    result = save_and_keep(
        document.path, "new\n", document.format, document.stamp, journal=journal, places=places
    )
    assert result.notices == ()
    assert document.path.read_text() == "new\n"
    versions = list_snapshots(places.versions, document.path)
    assert [read_snapshot(one)[0] for one in versions] == ["old\n", "new\n"]
    assert versions[0].at_s == 1e9
    assert list_journals(places.journals) == []


def test_typing_during_the_save_stays_in_the_journal(
    opened: tuple[LoadedDocument, Journal], places: Places
) -> None:
    """What was typed after the text was taken is recovered on top of the saved file."""
    document, journal = opened
    journal.append(Edit(3, 0, "er"))
    save_and_keep(
        document.path, "new\n", document.format, document.stamp, journal=journal, places=places
    )
    journal.close()
    (found,) = find_recoverable(places.journals)
    assert (found.situation, found.text) == (Situation.FILE_AS_BEFORE, "newer\n")


def test_a_refused_save_keeps_the_journal(
    opened: tuple[LoadedDocument, Journal], places: Places
) -> None:
    """If the file was changed outside, it stays, and so does every edit."""
    document, journal = opened
    document.path.write_text("hers\n")
    with pytest.raises(FileChangedError):
        save_and_keep(
            document.path, "new\n", document.format, document.stamp, journal=journal, places=places
        )
    journal.close()
    (found,) = find_recoverable(places.journals)
    assert (found.situation, found.text) == (Situation.FILE_CHANGED, "new\n")
    assert document.path.read_text() == "hers\n"


class _Unsure(RealFileSystem):
    """A disk that never confirms a new name."""

    def sync_folder(self, folder: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")


def test_an_unconfirmed_save_keeps_the_journal(
    opened: tuple[LoadedDocument, Journal], places: Places
) -> None:
    """While the disk has not confirmed the new file, the journal is kept, and it is said."""
    document, journal = opened
    result = save_and_keep(
        document.path,
        "new\n",
        document.format,
        document.stamp,
        journal=journal,
        places=places,
        filesystem=_Unsure(),
    )
    assert not result.durable
    assert "has not confirmed" in result.notices[0]
    journal.close()
    assert read_journal(list_journals(places.journals)[0]).edits
    (found,) = find_recoverable(places.journals)
    assert found.situation is Situation.NOTHING_LOST


def test_trouble_beside_the_document_is_only_said(tmp_path: Path) -> None:
    """A state folder that does not exist costs safety copies, never the save."""
    places = Places(tmp_path / "nowhere")
    path = tmp_path / "a.txt"
    journal = Journal(places.journals, path)
    journal.append(Edit(0, 0, "text"))
    journal.mark()
    (tmp_path / "nowhere").touch()
    result = save_and_keep(path, "text", TextFormat(), None, journal=journal, places=places)
    assert path.read_text() == "text"
    assert any("safety copy" in notice for notice in result.notices)
    assert any("No version" in notice for notice in result.notices)


def test_in_place_when_agreed(opened: tuple[LoadedDocument, Journal], places: Places) -> None:
    """With the user's yes the file is written in place, and keeps its inode."""
    document, journal = opened
    save_and_keep(
        document.path,
        "new\n",
        document.format,
        document.stamp,
        journal=journal,
        places=places,
        in_place=True,
    )
    assert document.path.stat().st_ino == document.stamp.inode
    assert document.path.read_text() == "new\n"


def test_a_recovered_text_is_safe_at_once(
    opened: tuple[LoadedDocument, Journal], places: Places
) -> None:
    """Taking what is offered moves it to a new journal: a second crash offers the same."""
    _, journal = opened
    journal.close()
    (found,) = find_recoverable(places.journals)
    again = recovered_journal(found, places)
    again.close()
    (newer,) = find_recoverable(places.journals)
    assert newer.journal != found.journal
    assert newer.text == found.text == "new\n"
    assert list_journals(places.journals) == [newer.journal]


def test_only_the_user_looks_into_the_state(places: Places) -> None:
    """Journals and versions hold private text: their folders are closed to others."""
    for folder in (places.state, places.journals, places.versions, places.locks, places.in_place):
        assert folder.stat().st_mode & 0o077 == 0
    assert places.session.parent == places.state
