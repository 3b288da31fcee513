"""Typing into the real window with the starter model."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from writer.app import WriterApp
from writer.completion.reasons import Reason

WAIT_MS = 20_000
PROSE = "She shook her head and looked at him for a moment. I do not know what you mean by that."


def test_prose_gets_ghost_text_and_tab_inserts_it(app: WriterApp, qtbot: QtBot) -> None:
    """Type prose, see grey text, press Tab, and exactly that text is in the document."""
    window = app.windows[0]
    editor = window.editor
    shown = ""
    for character in PROSE:
        QTest.keyClicks(editor, character)
        qtbot.waitUntil(lambda: window.suggestions.state.pending is None, timeout=WAIT_MS)
        shown = window.suggestions.shown_text
        if shown:
            break
    assert shown, "the starter model suggested nothing in two plain sentences"
    before = window.documents.text()
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert window.documents.text() == before + shown


def test_it_opens_completes_and_saves_a_document(
    app: WriterApp, qtbot: QtBot, tmp_path: Path
) -> None:
    """A file is opened, a suggestion asked for and taken, and the bytes on disk are right."""
    path = tmp_path / "letter.md"
    path.write_bytes(b"Dear Sir,\r\n\r\nI have the honour")
    window = app.open(path)
    window.editor.moveCursor(window.editor.textCursor().MoveOperation.End)
    window.suggestions.ask()
    qtbot.waitUntil(lambda: bool(window.suggestions.shown_text), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.suggestions.state.pending is None, timeout=WAIT_MS)
    shown = window.suggestions.shown_text
    QTest.keyClick(window.editor, Qt.Key.Key_Tab)
    assert window.documents.save()
    assert window.documents.finish_saving()
    assert path.read_bytes() == b"Dear Sir,\r\n\r\nI have the honour" + shown.encode()


def run_writer(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, in an empty home."""
    return subprocess.run(
        [sys.executable, "-m", "writer", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        **options,  # type: ignore[call-overload]
    )


def test_the_terminal_continues_a_text() -> None:
    """The text comes back with more behind it, and the same again the second time."""
    first, second = (
        run_writer("complete", "--temp-profile", "--max-words", "5", "Once upon a time there was")
        for _ in range(2)
    )
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("Once upon a time there was")
    assert len(first.stdout.strip()) > len("Once upon a time there was")
    assert first.stdout == second.stdout


def test_jsonl_answers_in_order_and_survives_bad_lines() -> None:
    """Each line its answer; the text is what the editor would show."""
    lines = ['{"id": 1, "prefix": "Once upon a "}', "oops", '{"id": 3, "prefix": ""}']
    result = run_writer("complete", "--jsonl", "--temp-profile", input="\n".join(lines) + "\n")
    assert result.returncode == 0, result.stderr
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [a["id"] for a in answers] == [1, None, 3]
    assert answers[0]["reason"] in {reason.value for reason in Reason}
    assert set(answers[0]) == {"id", "text", "reason", "confidence", "first_ms", "total_ms"}
    assert "error" in answers[1]
    assert answers[2]["reason"] == "empty_text"


MOMENTS = ("the window is open", "loading the engine", "the engine is ready")


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_process_ends_cleanly_whatever_the_model_is_doing(moment: str, tmp_path: Path) -> None:
    """Told to end before the engine is imported, while it loads, or after: it ends, with 0."""
    process = subprocess.Popen(
        [sys.executable, "-m", "writer", "--debug", "--profile", str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    seen = ""
    for line in process.stderr:
        seen += line
        if moment in line:
            break
    process.send_signal(signal.SIGTERM)
    _, rest = process.communicate(timeout=60)
    assert moment in seen
    assert process.returncode == 0, seen + rest
    assert "Traceback" not in seen + rest
    assert "QThread" not in seen + rest
