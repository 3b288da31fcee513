"""A disk that fails at any moment of a save: the file is the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.disk import ERRORS, PAGE, FailingCall, SmallDisk, failure
from writer.documents.edits import Edit, edit_between
from writer.documents.files import read_document
from writer.documents.filesystem import FileSystem
from writer.documents.journal import Journal
from writer.documents.recovery import Situation, find_recoverable
from writer.documents.saving import save_document
from writer.documents.session import Session, load_session, save_session
from writer.documents.snapshots import list_snapshots, read_snapshot, take
from writer.errors import DocumentError

_OLD = "The old text.\n" * 100
_PAGES = 16
_NEW = ("A new line of text, so long that it fills a page.\n" * 2000)[: _PAGES * PAGE]
_METHODS = (
    "open",
    "read",
    "write",
    "fstat",
    "stat",
    "chmod",
    "fsync",
    "close",
    "replace",
    "sync_folder",
    "unlink",
)


@pytest.fixture
def chapter(tmp_path: Path) -> Path:
    path = tmp_path / "book" / "chapter.md"
    path.parent.mkdir()
    path.write_text(_OLD)
    return path


def _save(path: Path, disk: FileSystem) -> str:
    """Save the new text; the sentence that the user sees, "" if it worked."""
    document = read_document(path)
    try:
        save_document(path, _NEW, document.format, document.stamp, filesystem=disk)
    except DocumentError as error:
        return str(error)
    return ""


def _check(path: Path, sentence: str) -> None:
    """All old with a sentence, or all new without; nothing left beside it."""
    assert path.read_text() == (_OLD if sentence else _NEW)
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    if sentence:
        assert "“chapter.md”" in sentence
        assert " is as it was" in sentence or "Nothing was changed" in sentence


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("method", _METHODS)
def test_any_call_may_fail(chapter: Path, method: str, error: str) -> None:
    """Each kind of call failing in each way, at its first, second, ... use: no file changed."""
    for at in range(1, 20):
        chapter.write_text(_OLD)
        disk = FailingCall(method, failure(error), at)
        sentence = _save(chapter, disk)
        _check(chapter, sentence)
        if not disk.failed:
            break
        assert sentence or method in ("sync_folder", "chmod")  # those two are notices
    assert at > 1 or method == "unlink"


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("most", [1 << 40, 1000], ids=["one large write", "small writes"])
def test_the_disk_fills_up_at_every_page(chapter: Path, error: str, most: int) -> None:
    """Room for any number of pages, and one byte more or less: the file is never a part."""
    for page in range(_PAGES + 1):
        for room in (page * PAGE - 1, page * PAGE, page * PAGE + 1):
            chapter.write_text(_OLD)
            sentence = _save(chapter, SmallDisk(room, failure(error), most))
            assert bool(sentence) == (room < len(_NEW))
            _check(chapter, sentence)


@contextlib.contextmanager
def _kernel_limit(size: int) -> Iterator[None]:
    """No file may grow beyond ``size`` bytes: the kernel itself writes short, then refuses."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_the_kernel_writes_short_at_every_page(chapter: Path) -> None:
    """With real short writes of the operating system, at every page: the file is never a part."""
    document = read_document(chapter)
    for page in range(_PAGES):
        for size in (page * PAGE, page * PAGE + 1):
            with _kernel_limit(size):
                try:
                    save_document(chapter, _NEW, document.format, document.stamp)
                    sentence = ""
                except DocumentError as error:
                    sentence = str(error)
            assert "larger than the disk allows" in sentence
            _check(chapter, sentence)


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("method", ["write", "fsync", "replace"])
def test_the_text_is_in_the_journal_meanwhile(chapter: Path, method: str, error: str) -> None:
    """A save that failed leaves the new text in the journal, ready to be recovered."""
    folder = chapter.parent.parent / "journals"
    folder.mkdir()
    document = read_document(chapter)
    journal = Journal(folder, chapter, text=document.text, sha256=document.stamp.sha256)
    edit = edit_between(_OLD, _NEW)
    assert edit
    journal.append(edit)
    journal.write()
    journal.mark()
    assert _save(chapter, FailingCall(method, failure(error)))
    journal.not_saved()
    journal.close()
    (found,) = find_recoverable(folder)
    assert (found.situation, found.text) == (Situation.FILE_AS_BEFORE, _NEW)


@pytest.mark.parametrize("error", ERRORS)
def test_the_journal_survives_a_full_disk(tmp_path: Path, error: str) -> None:
    """Whatever byte the journal's disk ends at: what was written stays, the rest follows later."""
    edits = [Edit(0, 0, f"{n} " * 1500) for n in range(8)]
    for room in range(0, 5 * PAGE, PAGE // 2):
        folder = tmp_path / str(room)
        folder.mkdir()
        disk = SmallDisk(room, failure(error))
        journal = Journal(folder, None, title="Idea", filesystem=disk)
        said = set()
        for edit in edits:
            journal.append(edit)
            try:
                journal.sync()
            except DocumentError as problem:
                said.add(str(problem))
        assert len(said) == 1
        assert "Your text is in the window" in said.pop()
        disk.room = 1 << 30
        journal.close()
        (found,) = find_recoverable(folder)
        assert found.text == "".join(edit.added for edit in reversed(edits))


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("method", ["open", "write", "fsync", "replace"])
def test_versions_and_session_fail_alone(tmp_path: Path, method: str, error: str) -> None:
    """A version or session that cannot be written is said, and the former ones stay."""
    document, path = tmp_path / "a.txt", tmp_path / "session.json"
    assert take(tmp_path, document, b"first", 1e9)
    save_session(path, Session(active=0, geometry="before"))
    disk = FailingCall(method, failure(error))
    with pytest.raises(DocumentError):
        take(tmp_path, document, b"second", 2e9, filesystem=disk)
    with pytest.raises(DocumentError):
        save_session(path, Session(geometry="after"), filesystem=disk)
    assert [read_snapshot(one)[2] for one in list_snapshots(tmp_path, document)] == [b"first"]
    assert load_session(path).geometry == "before"
