"""Opening documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from writer.documents.files import read_document
from writer.documents.problems import NotTextError, TooLargeError
from writer.documents.stamp import Change, compare, read_stamp
from writer.errors import DocumentError


def test_what_is_known_of_a_document(tmp_path: Path) -> None:
    """Reading says all that the window shows: text, format, notices, longest line."""
    path = tmp_path / "chapter.md"
    path.write_bytes(b"caf\xe9\r\nlonger line\n")
    document = read_document(path)
    assert document.text == "café\nlonger line\n"
    assert document.format.label == "Windows-1252 · mixed"
    assert document.longest_line == 11
    assert not document.read_only
    assert document.notices == (
        "Read as Windows-1252, because it is not valid UTF-8.",
        "Line ends are mixed (1 CRLF, 1 LF); each line keeps its own.",
    )


def test_a_plain_file_needs_no_words(tmp_path: Path) -> None:
    """An ordinary UTF-8 file opens without a notice."""
    path = tmp_path / "plain.txt"
    path.write_text("é\n")
    assert read_document(path).notices == ()


def test_links_and_read_only_files_are_told(tmp_path: Path) -> None:
    """A symbolic link is followed and known, a hard link and a missing write bit are said."""
    path = tmp_path / "a.txt"
    path.write_text("x")
    (tmp_path / "hard.txt").hardlink_to(path)
    link = tmp_path / "link.txt"
    link.symlink_to(path)
    path.chmod(0o444)
    document = read_document(link)
    assert document.real_path == path
    assert document.read_only
    assert "2 names (hard links)" in document.notices[0]


def test_a_large_file_is_refused_with_its_limit(tmp_path: Path) -> None:
    """Too large is said with both numbers, before the memory is filled."""
    path = tmp_path / "big.txt"
    path.touch()
    with path.open("r+b") as file:
        file.truncate(100_000_000)
    with pytest.raises(TooLargeError, match="has 100 MB; Writer opens text up to 64 MB"):
        read_document(path)


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"\x89PNG\r\n", "PNG"), (bytes(range(256)) * 9, "binary data"), (b"PK\x03\x04", "office")],
)
def test_data_is_not_taken_for_text(tmp_path: Path, data: bytes, kind: str) -> None:
    """A picture is refused by name, and can still be opened by who insists."""
    path = tmp_path / "thing"
    path.write_bytes(data)
    with pytest.raises(NotTextError, match=kind):
        read_document(path)
    assert read_document(path, even_if_not_text=True).text


def test_a_name_with_a_nul_is_an_error_not_a_crash() -> None:
    """A path that no system can have is refused with a sentence."""
    with pytest.raises(DocumentError, match="is not a file name"):
        read_document(Path("a\0b"))


def test_what_happened_to_a_file(tmp_path: Path) -> None:
    """Changed, deleted and unreadable are told apart; the same bytes again are no change."""
    path = tmp_path / "a.txt"
    path.write_text("one")
    stamp = read_stamp(path)
    assert compare(path, stamp) is Change.UNCHANGED
    assert compare(path, stamp, quick=True) is Change.UNCHANGED
    path.write_text("one")
    assert compare(path, stamp) is Change.UNCHANGED
    path.write_text("two")
    assert compare(path, stamp) is Change.CHANGED
    path.unlink()
    assert compare(path, stamp) is Change.DELETED
    path.mkdir()
    assert compare(path, stamp) is Change.CHANGED
    assert compare(path / "below" / "it", stamp) is Change.DELETED
    (tmp_path / "loop").symlink_to("loop")
    assert compare(tmp_path / "loop", stamp) is Change.UNREADABLE
