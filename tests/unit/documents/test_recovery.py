"""What the next start offers after a crash."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from writer.documents.edits import Edit
from writer.documents.files import TextFormat, read_document
from writer.documents.journal import Journal
from writer.documents.journal_reader import list_journals
from writer.documents.recovery import Situation, discard, find_recoverable, settle, tidy
from writer.documents.saving import save_document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "journals"
    path.mkdir()
    return path


@pytest.fixture
def chapter(tmp_path: Path) -> Path:
    path = tmp_path / "chapter.md"
    path.write_bytes(b"caf\xe9\r\n")
    return path


def _open(folder: Path, path: Path) -> Journal:
    document = read_document(path)
    return Journal(
        folder,
        path,
        text=document.text,
        text_format=document.format,
        sha256=document.stamp.sha256,
    )


def _crashed(folder: Path, path: Path) -> None:
    journal = _open(folder, path)
    journal.append(Edit(4, 0, " noir"))
    journal.close()


def test_lost_typing_is_offered(folder: Path, chapter: Path) -> None:
    """After a crash the text is there as typed, in the format of the file, with its file."""
    _crashed(folder, chapter)
    (found,) = find_recoverable(folder)
    assert found.situation is Situation.FILE_AS_BEFORE
    assert found.document == chapter
    assert found.text == "café noir\n"
    assert found.format.label == "Windows-1252 · CRLF"
    assert found.on_disk
    assert found.on_disk.text == "café\n"
    assert chapter.read_bytes() == b"caf\xe9\r\n"


@pytest.mark.parametrize(
    ("now", "situation"),
    [
        (b"somebody else\n", Situation.FILE_CHANGED),
        (b"caf\xe9 noir\r\n", Situation.NOTHING_LOST),
        (None, Situation.FILE_MISSING),
    ],
)
def test_what_became_of_the_file(
    folder: Path, chapter: Path, now: bytes | None, situation: Situation
) -> None:
    """Whatever happened to the file since, the text is offered and the file is left alone."""
    _crashed(folder, chapter)
    if now is None:
        chapter.unlink()
    else:
        chapter.write_bytes(now)
    (found,) = find_recoverable(folder)
    assert (found.situation, found.text) == (situation, "café noir\n")
    assert (chapter.read_bytes() if chapter.exists() else None) == now


def test_a_document_never_saved_is_offered(folder: Path) -> None:
    """Text that never had a file is recovered by its title."""
    journal = Journal(folder, None, title="Untitled 1")
    journal.append(Edit(0, 0, "An idea"))
    journal.close()
    (found,) = find_recoverable(folder)
    assert (found.situation, found.title, found.text) == (
        Situation.NEVER_SAVED,
        "Untitled 1",
        "An idea",
    )
    assert found.format == TextFormat()


def test_a_crash_between_save_and_restart(folder: Path, chapter: Path) -> None:
    """Our own save is not mistaken for another program's; typing after it is still offered."""
    journal = _open(folder, chapter)
    journal.append(Edit(4, 0, " noir"))
    journal.mark()
    journal.append(Edit(9, 0, "!"))
    journal.saving(sha256(b"caf\xe9 noir\r\n").hexdigest())
    document = read_document(chapter)
    save_document(chapter, "café noir\n", document.format, document.stamp)
    journal.close()
    (found,) = find_recoverable(folder)
    assert (found.situation, found.text) == (Situation.FILE_AS_BEFORE, "café noir!\n")


def test_a_crash_between_two_journals(folder: Path, chapter: Path) -> None:
    """If both the old and the new journal are there, the document is offered once, as newest."""
    journal = _open(folder, chapter)
    journal.append(Edit(4, 0, " noir"))
    journal.write()
    (old,) = list_journals(folder)
    old_bytes = old.read_bytes()
    chapter.write_bytes(b"caf\xe9 noir\r\n")
    journal.mark()
    journal.append(Edit(9, 0, "!"))
    saved = read_document(chapter)
    journal.restart(saved.text, saved.format, saved.stamp.sha256)
    journal.close()
    old.write_bytes(old_bytes)
    (found,) = find_recoverable(folder)
    assert (found.situation, found.text) == (Situation.FILE_AS_BEFORE, "café noir!\n")


def test_a_running_document_is_not_offered(folder: Path, chapter: Path) -> None:
    """What another window is writing is no leftover."""
    journal = _open(folder, chapter)
    journal.append(Edit(0, 0, "x"))
    journal.write()
    assert find_recoverable(folder) == []


def test_rubbish_never_prevents_starting(folder: Path) -> None:
    """Strange things in the folder are listed as unreadable, with a reason, and nothing breaks."""
    (folder / "a.journal").write_bytes(b"rubbish")
    (folder / "b.journal").mkdir()
    (folder / "c.journal").symlink_to("c.journal")
    os.mkfifo(folder / "d.journal")
    (folder / "e.journal").touch()
    found = find_recoverable(folder)
    assert len(found) == 5
    assert all(one.situation is Situation.UNREADABLE and one.trouble for one in found)
    assert find_recoverable(folder / "nowhere") == []


def test_edits_that_do_not_fit_are_said(folder: Path) -> None:
    """A journal that contradicts itself is described, not applied."""
    journal = Journal(folder, None, title="x")
    journal.append(Edit(99, 0, "beyond"))
    journal.close()
    (found,) = find_recoverable(folder)
    assert found.situation is Situation.UNREADABLE
    assert found.trouble == "Its edits do not fit its document."


def test_the_text_is_recovered_as_it_was_shown(folder: Path, chapter: Path) -> None:
    """Bytes that would be read differently after an edit do not make the journal misunderstood."""
    chapter.write_bytes("é".encode() * 2 + b"\xff")
    journal = _open(folder, chapter)
    journal.append(Edit(0, 2, "e"))
    journal.mark()
    document = read_document(chapter)
    text = "e" + document.text[2:]
    result = save_document(chapter, text, document.format, document.stamp)
    journal.append(Edit(0, 0, "“"))
    journal.restart(text, result.format, result.stamp.sha256)
    journal.close()
    (found,) = find_recoverable(folder)
    assert found.text == f"“{text}"
    assert found.format == document.format
    save_document(chapter, found.text, found.format, result.stamp)
    assert chapter.read_bytes() == "“e".encode() + b"\xff"


def test_discarding_can_be_regretted_for_a_month(folder: Path, chapter: Path) -> None:
    """A discarded journal is put aside, and removed only when it is a month old."""
    _crashed(folder, chapter)
    (found,) = find_recoverable(folder)
    discard(found)
    assert find_recoverable(folder) == []
    (aside,) = list_journals(folder / "discarded")
    tidy(folder)
    assert aside.exists()
    tidy(folder, now_s=found.edited_s + 31 * 86_400)
    assert not aside.exists()


def test_a_settled_journal_is_gone(folder: Path, chapter: Path) -> None:
    """What is safe elsewhere is not offered again."""
    _crashed(folder, chapter)
    settle(find_recoverable(folder)[0])
    assert list_journals(folder) == []


def test_a_crash_while_recovering(folder: Path, chapter: Path) -> None:
    """A second crash, with the recovered text already in a new journal, offers it once."""
    _crashed(folder, chapter)
    (found,) = find_recoverable(folder)
    assert found.on_disk
    again = Journal(
        folder,
        chapter,
        text=found.text,
        text_format=found.format,
        sha256=found.on_disk.stamp.sha256,
    )
    again.begin(instead_of=found.journal)
    again.close()
    assert len(list_journals(folder)) == 2
    (newer,) = find_recoverable(folder)
    assert (newer.text, newer.situation) == (found.text, Situation.FILE_AS_BEFORE)
    settle(newer)
    assert list_journals(folder) == []


def test_a_crash_while_clearing_up(folder: Path, chapter: Path) -> None:
    """A third crash, with a whole chain of journals, still offers the document once."""
    _crashed(folder, chapter)
    for _ in range(3):
        (found,) = find_recoverable(folder)
        assert found.on_disk
        again = Journal(
            folder,
            chapter,
            text=found.text,
            text_format=found.format,
            sha256=found.on_disk.stamp.sha256,
        )
        again.replaces(found.journal)
        again.append(Edit(0, 0, "more "))
        again.write()
        again.close()
    assert len(list_journals(folder)) == 4
    (newest,) = find_recoverable(folder)
    assert newest.text == "more more more café noir\n"
    assert len(newest.superseded) == 3
    for path in newest.superseded:  # oldest first: killed after each, it is still offered once
        path.unlink()
        assert [one.journal for one in find_recoverable(folder)] == [newest.journal]


def test_a_takeover_that_comes_late(folder: Path, chapter: Path) -> None:
    """A save may write the new journal first; the takeover is noted all the same."""
    _crashed(folder, chapter)
    (found,) = find_recoverable(folder)
    assert found.on_disk
    stamp = found.on_disk.stamp
    again = Journal(folder, chapter, text=found.text, text_format=found.format, sha256=stamp.sha256)
    again.append(Edit(0, 0, "more "))
    again.write()
    again.begin(instead_of=found.journal)
    again.close()
    (newer,) = find_recoverable(folder)
    assert newer.superseded == (found.journal,)
    assert newer.text == "more café noir\n"
