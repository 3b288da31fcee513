"""The open documents come back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from writer.documents.session import OpenDocument, Session, load_session, save_session
from writer.errors import DocumentError

_SESSION = Session(
    (OpenDocument("/a/é.txt", caret=7, anchor=3, scroll=2), OpenDocument(journal="x.journal")),
    active=1,
    geometry="AAEC",
)


def test_a_session_comes_back(tmp_path: Path) -> None:
    """What was open is open again, with its caret and scroll position."""
    path = tmp_path / "session.json"
    save_session(path, _SESSION)
    assert load_session(path) == _SESSION
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"version": 2, "documents": []}',
        b'{"version": 1, "documents": [{"caret": "x"}]}',
        b'{"version": 1, "documents": [{"caret": -1}]}',
        b'{"version": 1, "documents": [{"path": 1}]}',
        b'{"version": 1, "documents": [7]}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_damaged_session_is_put_aside(tmp_path: Path, content: bytes) -> None:
    """A session that cannot be read costs the session, never the start, and is not overwritten."""
    path = tmp_path / "session.json"
    path.write_bytes(content)
    assert load_session(path) == Session()
    assert (tmp_path / "session.json.damaged").read_bytes() == content


def test_a_newer_session_is_read_as_far_as_known(tmp_path: Path) -> None:
    """Unknown fields are ignored, an impossible number of the front document is the first."""
    path = tmp_path / "session.json"
    path.write_text(
        json.dumps({"version": 1, "documents": [{"path": "a", "new": 1}], "active": 9, "more": 2})
    )
    assert load_session(path) == Session((OpenDocument("a"),))


def test_no_session_is_an_empty_one(tmp_path: Path) -> None:
    """The first start has nothing to restore; an unwritable folder is said."""
    assert load_session(tmp_path / "none.json") == Session()
    with pytest.raises(DocumentError, match="documents themselves are not concerned"):
        save_session(tmp_path / "nowhere" / "session.json", _SESSION)
