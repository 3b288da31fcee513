"""Saving documents."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from writer.documents.atomic import sweep
from writer.documents.files import TextFormat, read_document
from writer.documents.filesystem import RealFileSystem
from writer.documents.problems import FileChangedError, NeedsInPlaceWrite
from writer.documents.saving import save_document, save_in_place
from writer.documents.stamp import read_stamp
from writer.errors import DocumentError


@pytest.fixture
def chapter(tmp_path: Path) -> Path:
    path = tmp_path / "chapter.md"
    path.write_bytes(b"old\r\n")
    return path


def _only(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_save_replaces_the_whole_file(chapter: Path) -> None:
    """A save writes the new bytes in the file's own format and leaves nothing beside it."""
    document = read_document(chapter)
    result = save_document(chapter, "new\ntext\n", document.format, document.stamp)
    assert chapter.read_bytes() == b"new\r\ntext\r\n"
    assert result.durable
    assert result.notices == ()
    assert result.stamp == read_stamp(chapter)
    assert _only(chapter.parent) == ["chapter.md"]


def test_saves_can_follow_each_other(chapter: Path) -> None:
    """The result of one save is what the next one expects."""
    document = read_document(chapter)
    result = save_document(chapter, "1\n", document.format, document.stamp)
    result = save_document(chapter, "2\n", result.format, result.stamp)
    assert chapter.read_bytes() == b"2\r\n"


def test_a_new_file_is_as_private_as_the_umask_says(tmp_path: Path) -> None:
    """A new document gets the usual permissions, not those of a temporary file."""
    umask = os.umask(0o027)
    try:
        save_document(tmp_path / "new.txt", "x", TextFormat(), None)
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == 0o640


def test_never_over_an_unexpected_file(chapter: Path) -> None:
    """Save As does not overwrite a file that nobody agreed to lose."""
    with pytest.raises(FileChangedError, match="exists already"):
        save_document(chapter, "x", TextFormat(), None)
    save_document(chapter, "x", TextFormat(), read_stamp(chapter))
    assert chapter.read_bytes() == b"x"


@pytest.mark.parametrize("other", [b"hers\n", b"old!\n"])
def test_a_file_changed_outside_is_not_overwritten(chapter: Path, other: bytes) -> None:
    """Whatever another program wrote stays, even in the same size and at the same time."""
    document = read_document(chapter)
    before = chapter.stat()
    chapter.write_bytes(other)
    os.utime(chapter, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(FileChangedError, match="changed by another program"):
        save_document(chapter, "mine", document.format, document.stamp)
    assert chapter.read_bytes() == other


def test_a_deleted_file_is_said_and_can_be_made_again(chapter: Path) -> None:
    """A vanished file is a question, not a silent rebirth."""
    document = read_document(chapter)
    chapter.unlink()
    with pytest.raises(FileChangedError, match="deleted or moved"):
        save_document(chapter, "mine", document.format, document.stamp)
    save_document(chapter, "mine", document.format, None)
    assert chapter.read_bytes() == b"mine"


class _Meddler(RealFileSystem):
    """Another program that writes while a save is under way."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def fsync(self, fd: int) -> None:
        self.target.write_bytes(b"just now\n")
        super().fsync(fd)


def test_a_change_during_the_save_is_noticed(chapter: Path) -> None:
    """Even a change made after the first look stops the save."""
    document = read_document(chapter)
    with pytest.raises(FileChangedError, match="just now"):
        save_document(
            chapter, "mine", document.format, document.stamp, filesystem=_Meddler(chapter)
        )
    assert chapter.read_bytes() == b"just now\n"
    new = chapter.with_name("new.md")
    with pytest.raises(FileChangedError, match="just now"):
        save_document(new, "mine", document.format, None, filesystem=_Meddler(new))
    assert _only(chapter.parent) == ["chapter.md", "new.md"]


def test_symbolic_links_stay_links(chapter: Path, tmp_path: Path) -> None:
    """Saving through a link changes the file it leads to; a broken link gets its file."""
    link = tmp_path / "link.md"
    link.symlink_to(chapter)
    document = read_document(link)
    save_document(link, "new\n", document.format, document.stamp)
    assert link.is_symlink()
    assert chapter.read_bytes() == b"new\r\n"
    broken = tmp_path / "broken.md"
    broken.symlink_to("later.md")
    save_document(broken, "x", TextFormat(), None)
    assert broken.is_symlink()
    assert (tmp_path / "later.md").read_bytes() == b"x"


def test_mode_and_attributes_are_kept_and_links_said(chapter: Path) -> None:
    """Permissions and extended attributes survive; broken hard links are said."""
    chapter.chmod(0o604)
    marks = hasattr(os, "setxattr")  # Linux; Python has no such call elsewhere
    if marks:
        os.setxattr(chapter, "user.mark", b"blue")
    twin = chapter.with_name("twin.md")
    twin.hardlink_to(chapter)
    document = read_document(chapter)
    result = save_document(chapter, "new", document.format, document.stamp)
    assert stat.S_IMODE(chapter.stat().st_mode) == 0o604
    assert not marks or os.getxattr(chapter, "user.mark") == b"blue"
    assert twin.read_bytes() == b"old\r\n"
    assert "other names (hard links)" in result.notices[0]


def test_a_read_only_file_is_not_replaced(chapter: Path) -> None:
    """A file without write permission is left alone, though its folder would allow it."""
    document = read_document(chapter)
    chapter.chmod(0o444)
    with pytest.raises(DocumentError, match="is read-only"):
        save_document(chapter, "new", document.format, document.stamp)
    assert chapter.read_bytes() == b"old\r\n"


class _Closed(RealFileSystem):
    """A folder that takes no new names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self, path: Path, flags: int, mode: int = 0o600) -> int:
        if flags & os.O_CREAT and path.parent == self.folder:
            raise OSError(errno.EACCES, "Permission denied")
        return super().open(path, flags, mode)


class _Breaking(_Closed):
    """As above, and writing into the existing file fails at the ``at``-th write."""

    def __init__(self, folder: Path, at: int) -> None:
        super().__init__(folder)
        self.left = at

    def write(self, fd: int, data: memoryview) -> int:
        if stat.S_IMODE(self.fstat(fd).st_mode) == 0o640:  # the document, not the copies
            self.left -= 1
            if self.left == 0:
                raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(fd, data)


def test_in_place_is_asked_first(chapter: Path, tmp_path: Path) -> None:
    """A folder that takes no new file leads to a question; a yes writes into the file."""
    safe = tmp_path / "safe"
    safe.mkdir()
    document = read_document(chapter)
    closed = _Closed(tmp_path)
    inode = chapter.stat().st_ino
    with pytest.raises(NeedsInPlaceWrite, match="Write into it directly"):
        save_document(chapter, "new", document.format, document.stamp, filesystem=closed)
    stamp = document.stamp
    for text in ("longer than before\n", "x"):
        result = save_in_place(
            chapter, text, document.format, stamp, keep_in=safe, filesystem=closed
        )
        stamp = result.stamp
        assert chapter.read_bytes() == text.replace("\n", "\r\n").encode()
    assert chapter.stat().st_ino == inode
    assert _only(safe) == []


@pytest.mark.parametrize("at", [1, 2])
def test_a_failed_write_in_place_is_undone(chapter: Path, tmp_path: Path, at: int) -> None:
    """If the disk fills up in the middle, the old bytes come back."""
    safe = tmp_path / "safe"
    safe.mkdir()
    chapter.chmod(0o640)
    document = read_document(chapter)
    with pytest.raises(DocumentError, match="The disk is full"):
        save_in_place(
            chapter,
            "much longer than it was\n",
            document.format,
            document.stamp,
            keep_in=safe,
            filesystem=_Breaking(tmp_path, at),
        )
    assert chapter.read_bytes() == b"old\r\n"


def test_only_old_temporaries_are_swept(tmp_path: Path) -> None:
    """What a killed save left is removed after an hour; a save in progress is not disturbed."""
    for name in (".writer-0a1b2c3d4e5f.tmp", ".writer-new.tmp", "mine.tmp"):
        (tmp_path / name).touch()
    os.utime(tmp_path / ".writer-0a1b2c3d4e5f.tmp", (0, 0))
    os.utime(tmp_path / "mine.tmp", (0, 0))
    assert sweep(tmp_path) == 1
    assert _only(tmp_path) == [".writer-new.tmp", "mine.tmp"]
    assert sweep(tmp_path / "nowhere") == 0
