"""A process that types, saves, journals and recovers until somebody kills it.

``python -m tests.faults.typist FOLDER SEED [--keys]``; with ``--keys`` the letters are real key
events into a ``QPlainTextEdit``. One line per event goes to standard output at once: ``R`` a
recovery begins, ``O digest`` the document is open, ``E time position removed "added"`` an edit
was made, ``S`` a save begins, ``J`` the journal is about to be written.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Protocol

from writer.documents.edits import Edit, apply_edits
from writer.documents.files import TextFormat, read_document, text_from_editor
from writer.documents.flushing import FlushState, Step, next_step
from writer.documents.journal import Journal
from writer.documents.keeping import Places, recovered_journal, save_and_keep
from writer.documents.recovery import Situation, find_recoverable, settle
from writer.documents.stamp import FileStamp

_LETTERS = "etaoinshrdlu éü,.\n"


def say(line: str) -> None:
    """One line to the parent, whole and at once."""
    os.write(1, f"{line}\n".encode())


class Page(Protocol):
    """What is typed on."""

    def text(self) -> str:
        """All of it."""

    def press(self, random: Random) -> None:
        """One thing that a person does; tells the listener of the edit."""


class PlainPage:
    """A string."""

    def __init__(self, text: str, listener: Callable[[Edit], None]) -> None:
        self._text, self._listener = text, listener

    def text(self) -> str:
        return self._text

    def press(self, random: Random) -> None:
        position = random.randint(0, len(self._text))
        edit = Edit(position, random.choice((0, 0, 0, 1, 40)), random.choice(_LETTERS))
        edit = Edit(position, min(edit.removed, len(self._text) - position), edit.added)
        if random.random() < 0.02:
            edit = Edit(position, 0, "A pasted line of some length.\n" * random.randint(1, 200))
        self._listener(edit)
        self._text = apply_edits(self._text, [edit])


class KeyPage:
    """A real editor widget that gets real key events."""

    def __init__(self, text: str, listener: Callable[[Edit], None]) -> None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ.setdefault("QT_LOGGING_RULES", "qt.text.font.db=false")
        from PySide6.QtGui import QTextCursor
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication, QPlainTextEdit

        self._app = QApplication([])
        self._cursor, self._test = QTextCursor, QTest
        self._edit = QPlainTextEdit()
        self._edit.setPlainText(text)
        self._edit.show()
        self._listener = listener
        self._edit.document().contentsChange.connect(self._changed)

    def _changed(self, position: int, removed: int, added: int) -> None:
        """Qt counts the document's invisible end too when all of it changes: never beyond it."""
        document = self._edit.document()
        end = document.characterCount() - 1
        cursor = self._cursor(document)
        cursor.setPosition(position)
        cursor.setPosition(min(position + added, end), self._cursor.MoveMode.KeepAnchor)
        self._listener(Edit(position, removed, text_from_editor(cursor.selectedText())))

    def text(self) -> str:
        return text_from_editor(self._edit.document().toRawText())

    def press(self, random: Random) -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent

        done = random.random()
        if done < 0.1:
            cursor = self._edit.textCursor()
            cursor.setPosition(random.randint(0, self._edit.document().characterCount() - 1))
            self._edit.setTextCursor(cursor)
        elif done < 0.2:
            self._test.keyClick(self._edit, Qt.Key.Key_Backspace)
        elif done < 0.25:
            self._test.keyClick(self._edit, Qt.Key.Key_Return)
        elif done < 0.27:
            self._edit.undo()
        else:
            letter = random.choice("etaoin ,.éü")
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                self._app.sendEvent(self._edit, event)
        self._app.processEvents()


class Typist:
    """One document, typed on in this thread, saved and journalled in two others."""

    def __init__(self, folder: Path, random: Random, page: type[PlainPage] | type[KeyPage]) -> None:
        self.path, self.places, self.random = folder / "document.txt", Places(folder), random
        self.places.prepare()
        text, self.format, self.stamp = self._recover()
        self.flush, self.state = threading.Condition(), FlushState()
        self.wanted, self.taken = threading.Event(), threading.Event()
        self.snapshot = ""
        self.page = page(text, self._edited)
        say(f"O {hashlib.sha256(text.encode()).hexdigest()}")

    def _recover(self) -> tuple[str, TextFormat, FileStamp]:
        """As the window does: open, take what is offered, make it safe, then let the old go."""
        say("R")
        document = read_document(self.path)
        found = [one for one in find_recoverable(self.places.journals) if one.document]
        lost = [one for one in found if one.situation is Situation.FILE_AS_BEFORE]
        for one in found:
            if one not in lost:
                settle(one)
        if lost:
            self.journal = recovered_journal(lost[0], self.places)
            return lost[0].text, lost[0].format, document.stamp
        self.journal = Journal(
            self.places.journals,
            self.path,
            text=document.text,
            text_format=document.format,
            sha256=document.stamp.sha256,
        )
        return document.text, document.format, document.stamp

    def _edited(self, edit: Edit) -> None:
        added = json.dumps(edit.added)
        say(f"E {time.monotonic_ns()} {edit.position} {edit.removed} {added}")
        self.journal.append(edit)
        with self.flush:
            self.state = self.state.edited(time.monotonic())
            self.flush.notify()

    def run(self) -> None:
        """Type for ever."""
        for work in (self._keep_journal, self._keep_saving):
            threading.Thread(target=work, name=work.__name__, daemon=True).start()
        while True:
            self.page.press(self.random)
            if self.wanted.is_set():
                self.wanted.clear()
                self.snapshot = self.page.text()
                self.journal.mark()
                self.taken.set()
            time.sleep(self.random.uniform(0.002, 0.04))

    def _keep_journal(self) -> None:
        while True:
            with self.flush:
                step, wait_s = next_step(self.state, time.monotonic())
                if step is Step.NOTHING:
                    self.flush.wait(wait_s)
                    continue
                self.state = self.state.begun(step)
            say("J")
            self.journal.sync() if step is Step.SYNC else self.journal.write()

    def _keep_saving(self) -> None:
        random = Random(self.random.random())
        while True:
            time.sleep(random.uniform(0.05, 1.0))
            self.wanted.set()
            self.taken.wait()
            self.taken.clear()
            text = self.snapshot
            say("S")
            result = save_and_keep(
                self.path,
                text,
                self.format,
                self.stamp,
                journal=self.journal,
                places=self.places,
            )
            self.format, self.stamp = result.format, result.stamp


def main() -> None:
    """Be the child process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("seed", type=int)
    parser.add_argument("--keys", action="store_true")
    arguments = parser.parse_args()
    sys.setswitchinterval(0.001)
    page = KeyPage if arguments.keys else PlainPage
    Typist(arguments.folder, Random(arguments.seed), page).run()


if __name__ == "__main__":
    main()
