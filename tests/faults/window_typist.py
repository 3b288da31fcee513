"""The real window, typed in by key events, until somebody kills it.

``python -m tests.faults.window_typist FOLDER SEED`` says what it does as ``typist`` does, and ``A``
before the journal hears of an edit. The window, its journal, its saves and its recovery are those
of the application; only the model is left out, and the question whether to recover is answered
with yes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false")

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from tests.faults.typist import say
from writer.documents.edits import Edit
from writer.documents.files import text_from_editor
from writer.documents.journal import Journal
from writer.documents.recovery import Situation, find_recoverable, settle
from writer.engine.scripted import ScriptedEngine
from writer.settings.store import Settings
from writer.ui.main_window import MainWindow
from writer.worker.completion_worker import CompletionWorker


class WindowTypist:
    """One window with one document, and somebody at the keys."""

    def __init__(self, folder: Path, random: Random) -> None:
        self._random = random
        (folder / "config").mkdir(exist_ok=True)
        settings = Settings(folder / "config" / "settings.toml")
        settings.override("completions.enabled", False)
        worker = CompletionWorker(ScriptedEngine)
        self._window = MainWindow(settings, worker, folder, "0")
        self._window.show()
        documents = self._window.documents
        documents.open(folder / "document.txt")
        say("R")
        for found in find_recoverable(folder / "journals"):
            if found.document and found.situation is Situation.FILE_AS_BEFORE:
                documents.recover(found)
            else:
                settle(found)
        document = self._window.editor.document()
        document.contentsChange.connect(self._changed)
        say(f"O {hashlib.sha256(documents.text().encode()).hexdigest()}")
        self._again(self._press, 0.002, 0.04)
        self._again(self._save, 0.05, 1.0)

    def _again(self, step: Callable[[], None], least_s: float, most_s: float) -> None:
        """Do ``step`` again and again, at random moments."""
        timer = QTimer(self._window)
        timer.setObjectName(step.__name__)
        timer.setSingleShot(True)

        def go() -> None:
            step()
            timer.start(int(1000 * self._random.uniform(least_s, most_s)))

        timer.timeout.connect(go)
        timer.start(int(1000 * self._random.uniform(least_s, most_s)))

    def _changed(self, position: int, removed: int, added: int) -> None:
        document = self._window.editor.document()
        cursor = QTextCursor(document)
        cursor.setPosition(position)
        end = min(position + added, document.characterCount() - 1)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        _tell("E", Edit(position, removed, text_from_editor(cursor.selectedText())))

    def _press(self) -> None:
        editor, random = self._window.editor, self._random
        done = random.random()
        if done < 0.1:
            cursor = editor.textCursor()
            cursor.setPosition(random.randint(0, editor.document().characterCount() - 1))
            editor.setTextCursor(cursor)
        elif done < 0.2:
            self._key(Qt.Key.Key_Backspace, "\b")
        elif done < 0.25:
            self._key(Qt.Key.Key_Return, "\r")
        elif done < 0.27:
            editor.undo()
        else:
            self._key(0, random.choice("etaoin ,.éü"))

    def _key(self, key: int, text: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QApplication.sendEvent(self._window.editor, event)

    def _save(self) -> None:
        say("S")
        self._window.documents.save()


def _tell(letter: str, edit: Edit) -> None:
    added = json.dumps(edit.added)
    say(f"{letter} {time.monotonic_ns()} {edit.position} {edit.removed} {added}")


def _told(append: Callable[[Journal, Edit], None]) -> Callable[[Journal, Edit], None]:
    """Append, after saying so: the window's own listener comes before ours, and so may the end."""

    def announced(journal: Journal, edit: Edit) -> None:
        _tell("A", edit)
        append(journal, edit)

    return announced


def _loud(step: Callable[[Journal], None]) -> Callable[[Journal], None]:
    """The same step of the journal, announced."""

    def announced(journal: Journal) -> None:
        say("J")
        step(journal)

    return announced


def main() -> None:
    """Be the child process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("seed", type=int)
    arguments = parser.parse_args()
    Journal.write, Journal.sync = _loud(Journal.write), _loud(Journal.sync)  # type: ignore[method-assign]
    Journal.append = _told(Journal.append)  # type: ignore[method-assign]
    application = QApplication([])
    typist = WindowTypist(arguments.folder, Random(arguments.seed))
    application.exec()
    del typist


if __name__ == "__main__":
    main()
