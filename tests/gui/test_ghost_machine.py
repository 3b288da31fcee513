"""A thousand random things done to the editor: ghost text never becomes document."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from writer.completion import events as ev
from writer.completion.reasons import Reason
from writer.engine.scripted import ScriptedEngine
from writer.settings.store import Settings
from writer.ui.main_window import MainWindow
from writer.worker.completion_worker import CompletionWorker
from writer.worker.results import ChunkResult, RequestResult

GHOST_INK = "░▒▓"
"""Ghost text is made of these, and nothing typed is: one in the document is a defect, unless
it was accepted."""
TYPED = st.text("ab \n", min_size=1, max_size=4)
GHOSTS = st.text(GHOST_INK + " ", min_size=1, max_size=8).filter(str.strip)
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Editing(RuleBasedStateMachine):
    """The model is a plain count of how much ghost ink was accepted into the document."""

    def __init__(self) -> None:
        super().__init__()
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        self.app = app
        self.folder = TemporaryDirectory()
        self.worker = CompletionWorker(ScriptedEngine)  # never started: results are made here
        prefs = Settings(None)
        prefs.override("completions.debounce_ms", 0)
        self.window = MainWindow(prefs, self.worker, Path(self.folder.name), "test")
        self.window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.window.show()
        self.editor = self.window.editor
        self.machine = self.window.suggestions
        self.machine._handle(ev.FocusChanged(True))
        self.known = {""}
        """Every text the document has had: undo and redo may return to any of them."""
        self.editor.textChanged.connect(lambda: self.known.add(self.text))

    def teardown(self) -> None:
        self.editor.document().setModified(False)
        self.window.close()
        self.worker.stop()
        self.folder.cleanup()

    # -- what a person does

    @rule(text=TYPED)
    def type(self, text: str) -> None:
        before = self.text.count("░") + self.text.count("▒") + self.text.count("▓")
        selected = self.editor.textCursor().selectedText()
        for character in text:
            if character == "\n":
                QTest.keyClick(self.editor, Qt.Key.Key_Return)
            else:
                QTest.keyClicks(self.editor, character)
        after = sum(self.text.count(ink) for ink in GHOST_INK)
        removed = sum(selected.count(ink) for ink in GHOST_INK)
        assert after == before - removed

    @rule(key=st.sampled_from(["Backspace", "Delete", "Left", "Right", "Up", "Home", "End"]))
    def press(self, key: str) -> None:
        QTest.keyClick(self.editor, getattr(Qt.Key, f"Key_{key}"))

    @rule(times=st.integers(1, 3))
    def select(self, times: int) -> None:
        for _ in range(times):
            QTest.keyClick(self.editor, Qt.Key.Key_Left, SHIFT)

    @rule()
    def undo(self) -> None:
        QTest.keyClick(self.editor, Qt.Key.Key_Z, CTRL)
        assert self.text in self.known

    @rule()
    def redo(self) -> None:
        QTest.keyClick(self.editor, Qt.Key.Key_Z, CTRL | SHIFT)
        assert self.text in self.known

    @rule(text=TYPED)
    def paste(self, text: str) -> None:
        data = QMimeData()
        data.setText(text)
        self.editor.insertFromMimeData(data)

    @rule(text=TYPED)
    def a_program_inserts(self, text: str) -> None:
        QTextCursor(self.editor.document()).insertText(text)

    @rule(position=st.integers(0, 30))
    def jump(self, position: int) -> None:
        cursor = self.editor.textCursor()
        cursor.setPosition(min(position, len(self.text)))
        self.editor.setTextCursor(cursor)

    @rule(everything=st.booleans())
    def accept(self, everything: bool) -> None:
        ghost, text = self.machine.shown_text, self.text
        caret = self.editor.textCursor().position()
        taken = self.machine.accept_all() if everything else self.machine.accept_word()
        assert taken == bool(ghost)
        if taken:
            inserted = self.text[caret : self.editor.textCursor().position()]
            assert ghost.startswith(inserted)
            assert inserted == ghost or not everything
            assert self.text == text[:caret] + inserted + text[caret:]

    @rule()
    def dismiss(self) -> None:
        self.machine.dismiss()
        assert self.painted == ""

    @rule()
    def ask(self) -> None:
        self.machine.ask()

    @rule()
    def an_empty_input_method_event(self) -> None:
        shown = self.painted
        QApplication.sendEvent(self.editor, QInputMethodEvent("", []))
        assert self.painted == shown

    @rule(text=st.sampled_from(["に", "日本"]), commit=st.booleans())
    def compose(self, text: str, commit: bool) -> None:
        QApplication.sendEvent(self.editor, QInputMethodEvent(text, []))
        assert self.machine.state.ghost == ""
        last = QInputMethodEvent("", [])
        if commit:
            last.setCommitString(text)
        QApplication.sendEvent(self.editor, last)

    # -- what the worker answers, in time or too late

    @precondition(lambda self: self.machine.state.pending is not None)
    @rule(text=GHOSTS, last=st.booleans())
    def result_arrives(self, text: str, last: bool) -> None:
        pending = self.machine.state.pending
        assert pending is not None
        reason = Reason.WORD_LIMIT if last else None
        self.worker.chunk_ready.emit(ChunkResult(pending, 0, 0, text, 1.0, reason))
        if last:
            self.worker.request_finished.emit(RequestResult(pending, 0, 1.0, 1.0))

    @rule(text=GHOSTS, age=st.integers(1, 3))
    def late_result(self, text: str, age: int) -> None:
        stale = self.machine.state.next_id - age
        if stale != self.machine.state.pending:
            shown = self.painted
            self.worker.chunk_ready.emit(ChunkResult(stale, 0, 0, text, 1.0, None))
            assert self.painted == shown

    @precondition(lambda self: self.machine.state.ahead.request_id is not None)
    @rule(text=GHOSTS, last=st.booleans())
    def result_made_ahead(self, text: str, last: bool) -> None:
        ahead, shown = self.machine.state.ahead.request_id, self.painted
        assert ahead is not None
        self.worker.chunk_ready.emit(ChunkResult(ahead, 0, 0, text, 1.0, None))
        if last:
            self.worker.request_finished.emit(RequestResult(ahead, 0, 1.0, 1.0))
        assert self.painted == shown

    @rule(number=st.integers(0, 4))
    def choose(self, number: int) -> None:
        self.machine._handle(ev.Chosen(number))

    @rule(step=st.sampled_from([1, -1]))
    def cycle(self, step: int) -> None:
        self.machine.cycle(step)

    # -- what always holds

    @property
    def text(self) -> str:
        return self.editor.toPlainText()

    @property
    def painted(self) -> str:
        return self.editor.textCursor().block().layout().preeditAreaText()

    @invariant()
    def the_screen_is_what_the_state_says(self) -> None:
        assert self.painted == self.machine.state.ghost

    @invariant()
    def only_the_line_of_the_caret_shows_a_ghost(self) -> None:
        block = self.editor.document().begin()
        while block.isValid():
            if block != self.editor.textCursor().block():
                assert block.layout().preeditAreaText() == ""
            block = block.next()

    @invariant()
    def the_list_is_what_the_state_says(self) -> None:
        state = self.machine.state
        view = self.machine.list_view
        assert view.isVisibleTo(self.editor) == (state.listing and bool(state.alternatives))
        if view.isVisibleTo(self.editor):
            assert view.texts() == list(state.alternatives)

    @invariant()
    def saved_bytes_are_the_document(self) -> None:
        assert self.window.documents.text() == self.text


TestEditing = Editing.TestCase
TestEditing.settings = settings(
    max_examples=50,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
