"""Typing into the real window with the starter model."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from writer.app import WriterApp

WAIT_MS = 20_000
PROSE = (
    "It was a bright cold morning, and the old man ",
    "She looked out of the window and ",
    "He had never seen anything of the ",
    "At the end of the ",
    "I do not know what ",
)
"""Beginnings after which some suggestion is all but certain; which one is the model's affair."""


def test_prose_gets_ghost_text_and_tab_inserts_it(app: WriterApp, qtbot: QtBot) -> None:
    """Type prose, see grey text, press Tab, and exactly that text is in the document."""
    window = app.windows[0]
    editor = window.editor
    shown = ""
    for beginning in PROSE:
        QTest.keyClicks(editor, beginning)
        qtbot.waitUntil(lambda: window.suggestions.state.pending is None, timeout=WAIT_MS)
        shown = window.suggestions.shown_text
        if shown:
            break
    assert shown, "the starter model suggested nothing after any of the beginnings"
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
    assert answers[0]["text"] or answers[0]["reason"]
    assert "error" in answers[1]
    assert answers[2]["reason"] == "empty_text"


@pytest.mark.parametrize("delay_s", [0.3, 1.0, 2.5])
def test_the_window_closes_cleanly_whatever_the_model_is_doing(
    delay_s: float, tmp_path: Path
) -> None:
    """Closed while torch is imported, while the model loads, or after: the process ends, with 0."""
    process = subprocess.Popen(
        [sys.executable, "-m", "writer", "--profile", str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(delay_s)  # the moment is what the test is about; any moment must do
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode in (0, -signal.SIGTERM), err
    assert "Traceback" not in err
    assert "QThread" not in err
