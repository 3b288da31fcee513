"""Two editors, other programs and stale locks on one file: nobody overwrites anybody silently."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults.disk import IN_MEMORY
from writer.documents.files import LoadedDocument, read_document
from writer.documents.locks import FileLock, acquire
from writer.documents.problems import FileChangedError
from writer.documents.saving import save_document
from writer.documents.stamp import Change, compare

_ACTIONS = st.lists(
    st.sampled_from(
        ["a saves", "b saves", "a reloads", "b reloads", "other writes", "other replaces", "rm"]
    ),
    min_size=4,
    max_size=30,
)


@given(_ACTIONS)
@settings(max_examples=80, deadline=None)
def test_no_silent_overwrite(actions: list[str]) -> None:
    """In any order of saves, reloads and foreign writes, each save replaces what its editor saw."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as name:
        path = Path(name) / "shared.txt"
        path.write_text("start")
        editors: dict[str, LoadedDocument] = {key: read_document(path) for key in "ab"}
        seen: dict[str, str | None] = dict.fromkeys("ab", "start")
        for number, action in enumerate(actions):
            now = path.read_text() if path.exists() else None
            who = action[0]
            if action.endswith("reloads") and now is not None:
                editors[who], seen[who] = read_document(path), now
            elif action.endswith("saves"):
                document, text = editors[who], f"{number} by {who}"
                assert (compare(path, document.stamp) is Change.UNCHANGED) == (now == seen[who])
                if now != seen[who]:
                    with pytest.raises(FileChangedError, match="still in the window"):
                        save_document(path, text, document.format, document.stamp)
                    assert (path.read_text() if path.exists() else None) == now
                    continue
                result = save_document(path, text, document.format, document.stamp)
                seen[who] = text
                editors[who] = read_document(path)
                assert editors[who].stamp == result.stamp
            elif action == "other writes":
                path.write_text(f"{number} other")
            elif action == "other replaces":
                (path.parent / "new").write_text(f"{number} other")
                (path.parent / "new").replace(path)
            elif action == "rm":
                path.unlink(missing_ok=True)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=40))
@settings(max_examples=40, deadline=None)
def test_one_holder_at_a_time(actions: list[tuple[str, bool]]) -> None:
    """However windows open and close a file, at most one may write it."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as name:
        held: dict[str, FileLock] = {}
        for who, opens in actions:
            if opens and who not in held:
                lock = acquire(Path(name), Path(name) / "a.txt")
                assert isinstance(lock, FileLock) == (not held)
                if isinstance(lock, FileLock):
                    held[who] = lock
            elif not opens and who in held:
                held.pop(who).release()
        for lock in held.values():
            lock.release()
