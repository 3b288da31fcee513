"""Connects one editor to the worker through the suggestion state machine.

It holds no rule of its own about suggestions: facts from the editor and the worker become
events, ``completion.state.step`` decides, and the actions are carried out here.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from writer.completion import events as ev
from writer.completion import restraint
from writer.completion.context import AFTER_LIMIT, BEFORE_LIMIT
from writer.completion.eagerness import DEFAULT_THRESHOLDS, Eagerness
from writer.completion.reasons import Reason
from writer.completion.request import (
    CompletionOptions,
    CompletionRequest,
    EngineInfo,
    SamplingOptions,
    Trigger,
)
from writer.completion.state import State, step
from writer.completion.triggers import silence_before_asking
from writer.power import PowerSupply
from writer.settings.store import Settings
from writer.ui.alternatives_view import AlternativesView
from writer.ui.announcer import Announcer
from writer.ui.editor_view import EditorView
from writer.ui.suggestion_pause import SuggestionPause
from writer.ui.translation import plain_sentence, plain_words
from writer.worker.completion_worker import CompletionWorker
from writer.worker.results import ChunkResult, RequestResult

LONGEST_PARAGRAPH = 20_000
"""UTF-16 units. In a longer one Qt lays the whole paragraph out anew for every change of the
ghost text, which takes longer than a key should (8 ms at this length)."""
READ_AHEAD_AFTER_MS = 150
"""How long the caret must rest in a new place before the engine reads the text there."""


class SuggestionController(QObject):
    """One per editor; lives in the window's thread."""

    status_changed = Signal(str)
    """A plain sentence: why nothing, or nothing more, is shown; empty when there is a ghost."""
    latency_measured = Signal(float)
    """From asking to the first ink of the last suggestion, in milliseconds."""
    enabled_changed = Signal(bool)
    enabled_here_changed = Signal(bool)
    """The switch of this document."""
    mode_changed = Signal()
    """Something that decides whether suggestions come by themselves; see ``mode``."""
    accepted = Signal(str)

    def __init__(
        self,
        editor: EditorView,
        worker: CompletionWorker,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._worker = worker
        self._settings = settings
        self.pause = SuggestionPause(settings, self)
        self.pause.changed.connect(lambda paused: self._switch(ev.Paused(paused)))
        self.announcer = Announcer(editor)
        self.state = State(
            enabled=settings.flag("completions.enabled"),
            paused=self.pause.active,
            predict_ahead=settings.flag("completions.predict_ahead"),
            next_id=worker.first_request_id(),
            focused=editor.hasFocus(),
        )
        self._revision = editor.document().revision()
        self._engine_ready = False
        self._engine_missing = False
        self._thresholds = DEFAULT_THRESHOLDS
        self.withhold: Callable[[str], Reason | None] = lambda _before: None
        """Asked last, with the text before the caret: why nothing should be suggested there."""
        self.on_battery: Callable[[], bool] = PowerSupply()
        """Whether what nobody asked for has to wait."""
        self._asked: ev.Ask | None = None
        self._asked_at: float | None = None
        self._debounce = QTimer(self)
        self._debounce.setObjectName("suggestion-debounce")
        self._debounce.setSingleShot(True)
        self._debounce.timeout.connect(self._send)

        self._idle = QTimer(self)
        self._idle.setObjectName("read-ahead")
        self._idle.setSingleShot(True)
        self._idle.setInterval(READ_AHEAD_AFTER_MS)
        self._idle.timeout.connect(self._read_ahead)
        self.list_view = AlternativesView(editor)
        self.list_view.number_clicked.connect(lambda number: self._handle(ev.Chosen(number)))
        self._list_keys: list[tuple[QKeySequence, Callable[[], bool]]] = [
            (QKeySequence(Qt.Key.Key_Down), lambda: self.cycle(1)),
            (QKeySequence(Qt.Key.Key_Up), lambda: self.cycle(-1)),
            (QKeySequence(Qt.Key.Key_Return), self.accept_all),
            (QKeySequence(Qt.Key.Key_Enter), self.accept_all),
        ]
        self.keys: dict[str, QKeySequence] = {
            "accept": QKeySequence(Qt.Key.Key_Tab),
            "accept_word": QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Right),
            "dismiss": QKeySequence(Qt.Key.Key_Escape),
        }
        """The keys that act while a suggestion is on the screen, by the names of the commands."""
        self._commands: dict[str, Callable[[], bool]] = {
            "accept": self.accept_all,
            "accept_word": self.accept_word,
            "dismiss": self.dismiss,
        }
        editor.key_handler = self._key
        editor.typed.connect(lambda text: self._handle(ev.Typed(text)))
        editor.changed.connect(self._changed)
        editor.selection_changed.connect(lambda on: self._handle(ev.SelectionChanged(on)))
        editor.focus_changed.connect(lambda on: self._handle(ev.FocusChanged(on)))
        editor.composition_changed.connect(lambda on: self._handle(ev.CompositionChanged(on)))
        worker.chunk_ready.connect(self._chunk_ready)
        worker.request_finished.connect(self._request_finished)
        worker.request_failed.connect(self._request_failed)
        end = settings.on_change(self._setting_changed)
        self.destroyed.connect(lambda: end())

    def set_engine(self, info: EngineInfo) -> None:
        """Take the thresholds of the model that answers from now on."""
        self._engine_ready = True
        self._engine_missing = False
        self._thresholds = info.thresholds

    def miss_engine(self) -> None:
        """No model could be loaded. One that answered before goes on answering."""
        self._engine_missing = not self._engine_ready

    @property
    def may_come(self) -> bool:
        """Whether suggestions are switched on, and there is a model or one on its way."""
        state = self.state
        return state.enabled and state.enabled_here and not (state.paused or self._engine_missing)

    # -- commands --------------------------------------------------------------------------

    def accept_all(self) -> bool:
        """Insert everything that is shown; ``False`` when nothing is."""
        return self._take(ev.AcceptedAll())

    def accept_word(self) -> bool:
        """Insert the next word of what is shown; ``False`` when nothing is."""
        return self._take(ev.AcceptedWord())

    def _take(self, event: ev.Event) -> bool:
        if not self.shown_text or self._editor.textCursor().hasSelection():
            return False
        if not self._editor.caret_is_in_sight():
            # What is shown is what is inserted: bring it into sight first.
            self._editor.ensureCursorVisible()
            return True
        self._handle(event)
        return True

    def dismiss(self) -> bool:
        """Take away what is shown; ``False`` when nothing is."""
        if not self.shown_text:
            return False
        self._handle(ev.Dismissed())
        return True

    def ask(self) -> None:
        """Offer suggestions here and now, whatever the automatic rules say."""
        if self._editor.isReadOnly():
            self.status_changed.emit(plain_words(Reason.READ_ONLY))
            return
        self._handle(ev.Asked())

    def cycle(self, direction: int) -> bool:
        """Show the next (1) or the previous (-1) alternative."""
        if not self._editor.isReadOnly():
            self._handle(ev.Cycled(direction))
        return True

    def set_enabled(self, enabled: bool) -> None:
        """Turn automatic suggestions on or off, and remember it."""
        self._settings.set("completions.enabled", enabled)

    def set_enabled_here(self, enabled: bool) -> None:
        """Turn automatic suggestions on or off in this document only."""
        if enabled != self.state.enabled_here:
            self._switch(ev.SwitchedHere(enabled))
            self.enabled_here_changed.emit(enabled)

    def toggle(self) -> None:
        """What one click does: end a pause, else switch them on or off."""
        if self.state.enabled and self.pause.active:
            self.pause.end()
        else:
            self.set_enabled(not self.state.enabled)

    @property
    def mode(self) -> str:
        """Whether suggestions come by themselves, in a few words."""
        if not self.state.enabled:
            return self.tr("Suggestions off")
        if not self.state.enabled_here:
            return self.tr("Suggestions off here")
        if self.state.paused:
            return self.tr("Suggestions paused until {time}").format(time=self.pause.ends_at)
        return self.tr("Suggestions on")

    @property
    def shown_text(self) -> str:
        """The ghost text on the screen, exactly."""
        return self._editor.ghost.text

    # -- events in -------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        pressed = QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key())))
        if self.list_view.isVisible() and self._list_key(pressed):
            return True
        return any(pressed == self.keys[name] and self._commands[name]() for name in self.keys)

    def _list_key(self, pressed: QKeySequence) -> bool:
        """A key while the list is open; a digit counts only if there is such a number."""
        for number in range(min(9, self.list_view.count())):
            if pressed == QKeySequence(Qt.Key(Qt.Key.Key_1 + number)):
                self._handle(ev.Chosen(number))
                return True
        return any(pressed == keys and command() for keys, command in self._list_keys)

    def _changed(self, change: ev.Change) -> None:
        self._handle(ev.Changed(change))
        self._idle.start()

    def _read_ahead(self) -> None:
        """Nothing is to do: let the engine read what is before the caret, and prepare for more."""
        if self.on_battery():
            return
        if self.state.enabled and self.state.focused and self.state.pending is None:
            prefix, _ = self._editor.text_around_caret(BEFORE_LIMIT, 0)
            if prefix.strip():
                self._worker.read_ahead(prefix)

    def _chunk_ready(self, chunk: ChunkResult) -> None:
        if chunk.request_id not in (self.state.pending, self.state.ahead.request_id):
            return
        if self._editor.document().revision() != self._revision:
            # The text changed behind the state machine's back: nothing it knows holds.
            self._handle(ev.Changed(ev.Change.CARET_LEFT_BEHIND))
            return
        self._handle(
            ev.Arrived(chunk.request_id, chunk.index, chunk.text, chunk.confidence, chunk.reason)
        )

    def _request_failed(self, request_id: int, sentence: str) -> None:
        self._handle(ev.Failed(request_id, plain_sentence(sentence)))

    def _setting_changed(self, key: str) -> None:
        """Chosen here, in another window or in the preferences: it holds in every window."""
        if key == "completions.enabled":
            enabled = self._settings.flag(key)
            if enabled != self.state.enabled:
                self._switch(ev.Switched(enabled))
                self.enabled_changed.emit(enabled)
        elif key == SuggestionPause.KEY:
            self.mode_changed.emit()
        elif key == "completions.predict_ahead":
            self._look_at_the_battery()

    def _look_at_the_battery(self) -> None:
        """The suggestion after the next costs as much as the next one: not on battery."""
        ahead = self._settings.flag("completions.predict_ahead") and not self.on_battery()
        self.state = replace(self.state, predict_ahead=ahead)

    def _request_finished(self, result: RequestResult) -> None:
        self._handle(ev.Finished(result.request_id))
        self._idle.start()

    def _switch(self, event: ev.Event) -> None:
        self._handle(event)
        self.mode_changed.emit()

    def _handle(self, event: ev.Event) -> None:
        asking = self.state.gathering is not None
        self.state, actions = step(self.state, event)
        self._revision = self._editor.document().revision()
        for action in actions:
            self._carry_out(action)
        self.announcer.follow(self.state.ghost)
        answered = asking and isinstance(event, (ev.Finished, ev.Failed))
        if (answered or isinstance(event, (ev.Asked, ev.Cycled))) and not self.state.ghost:
            self._answer_aloud(actions)

    def _answer_aloud(self, actions: tuple[ev.Action, ...]) -> None:
        """Who asks and cannot see the status bar must hear that nothing comes."""
        for action in actions:
            if isinstance(action, ev.Explain):
                self.announcer.say(action.message or plain_words(action.reason))

    # -- actions out -----------------------------------------------------------------------

    def _carry_out(self, action: ev.Action) -> None:
        match action:
            case ev.ShowGhost(text):
                self._editor.ghost.show(text)
                self._first_ink()
            case ev.ClearGhost():
                self._editor.ghost.lift()
            case ev.InsertText(text):
                self._editor.insert_suggestion(text)
                self._revision = self._editor.document().revision()
                self.accepted.emit(text)
            case ev.Ask():
                self._ask(action)
            case ev.AskAhead(request_id, ghost):
                self._ask_ahead(request_id, ghost)
            case ev.ShowList(texts, selected):
                self.list_view.show_texts(texts, selected, self._editor.word_before_caret())
            case ev.HideList():
                self.list_view.hide()
            case ev.Cancel(request_id):
                if self._asked is not None and self._asked.request_id == request_id:
                    self._asked = None
                    self._debounce.stop()
                self._worker.cancel(request_id)
            case ev.Explain(reason, message):
                ended_with_text = bool(self.state.ghost) and reason is not Reason.ENGINE_ERROR
                self.status_changed.emit("" if ended_with_text else message or plain_words(reason))

    def _ask(self, ask: ev.Ask) -> None:
        self._asked = ask
        if ask.trigger is Trigger.EXPLICIT:
            self._send()
            return
        before, _ = self._editor.text_around_caret(400, 0)
        reason = self._silence(before)
        if reason is not None:
            self._asked = None
            self._handle(ev.Declined(ask.request_id, reason))
            return
        debounce_ms = self._settings.integer("completions.debounce_ms")
        if self.state.holding_back:
            debounce_ms = max(debounce_ms, restraint.LEAST_DEBOUNCE_MS)
        self._debounce.start(debounce_ms)

    def _silence(self, before: str) -> Reason | None:
        """Why no automatic suggestion belongs behind ``before`` at the caret's place."""
        if self._editor.isReadOnly():
            return Reason.READ_ONLY
        if self._editor.paragraph_length() > LONGEST_PARAGRAPH:
            return Reason.LONG_PARAGRAPH
        silence = silence_before_asking(before, self._editor.line_after_caret())
        return silence or self.withhold(before)

    def _send(self) -> None:
        ask, self._asked = self._asked, None
        self._debounce.stop()
        if ask is None:
            return
        prefix, suffix = self._editor.text_around_caret(BEFORE_LIMIT, AFTER_LIMIT)
        self._asked_at = time.perf_counter()
        self._look_at_the_battery()
        if not self._engine_ready:
            # The request waits in the worker's slot and is answered when the model is there.
            self.status_changed.emit(plain_words(Reason.LOADING))
        self._submit(ask, prefix, suffix)

    def _ask_ahead(self, request_id: int, ghost: str) -> None:
        """Ask for what follows the ghost, as if it were taken already."""
        prefix, suffix = self._editor.text_around_caret(BEFORE_LIMIT, AFTER_LIMIT)
        reason = self._silence(prefix[-400:] + ghost)
        if reason is not None:
            self._handle(ev.Declined(request_id, reason))
            return
        self._submit(ev.Ask(request_id, Trigger.AUTOMATIC), prefix + ghost, suffix)

    def _submit(self, ask: ev.Ask, prefix: str, suffix: str) -> None:
        eagerness = Eagerness(self._settings.text("completions.eagerness"))
        if self.state.holding_back:
            eagerness = Eagerness.CALM
        self._worker.submit(
            CompletionRequest(
                id=ask.request_id,
                revision=self._editor.document().revision(),
                prefix=prefix,
                suffix=suffix,
                trigger=ask.trigger,
                options=CompletionOptions(
                    max_words=self._settings.integer("completions.max_words"),
                    alternatives=ask.alternatives,
                    min_confidence=self._thresholds[eagerness],
                    sampling=self._sampling(ask.trigger),
                ),
            )
        )

    def _sampling(self, trigger: Trigger) -> SamplingOptions:
        """The person's controls for what is asked for; the likeliest words otherwise."""
        if trigger is Trigger.AUTOMATIC:
            return SamplingOptions()
        return SamplingOptions(
            temperature=self._settings.real("completions.temperature"),
            top_p=self._settings.real("completions.top_p"),
            seed=self._settings.integer("completions.seed"),
        )

    def _first_ink(self) -> None:
        self.status_changed.emit("")
        if self._asked_at is not None:
            self.latency_measured.emit((time.perf_counter() - self._asked_at) * 1000)
            self._asked_at = None
