"""Which model and adapter make the suggestions, and changing to others while one writes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from writer.completion.protocol import Engine
from writer.completion.request import EngineInfo
from writer.sentence import Sentence
from writer.settings.store import Settings
from writer.ui.translation import plain_sentence
from writer.worker.completion_worker import CompletionWorker

MODEL, ADAPTER = "completions.model", "completions.adapter"


@dataclass(frozen=True, slots=True)
class Choice:
    """A model by its name or folder; ``adapter`` is empty for none."""

    model: str
    adapter: str = ""


class EngineMaker(Protocol):
    """Makes the engine that is chosen in the settings, or the one that is named."""

    def __call__(self, model: str | None = None, adapter: str | None = None) -> Engine:
        """Called in a thread of the worker; raises ``ModelError`` when there is no such model."""


class ModelSwitch(QObject):
    """The choice is saved when the model answers: one that cannot be loaded is not tried again
    at the next start, however the attempt ends."""

    changed = Signal()
    """What is in use, what is being loaded, or what could not be."""
    failed = Signal(str)
    """A sentence: the other model could not be loaded, and which one stays."""

    def __init__(
        self,
        settings: Settings,
        worker: CompletionWorker,
        make_engine: EngineMaker,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._worker = worker
        self._make_engine = make_engine
        self._ticket = 0
        self._saving = False
        self.in_use: Choice | None = None
        self.loading: Choice | None = self._chosen()
        self.problem: tuple[Choice, str] | None = None
        """What was tried last, and why it could not be loaded."""
        worker.engine_ready.connect(self._engine_ready)
        worker.engine_failed.connect(self._engine_failed)
        worker.switch_ended.connect(self._switch_ended)
        end = settings.on_change(self._setting_changed)
        self.destroyed.connect(lambda: end())

    def use(self, choice: Choice) -> None:
        """Load this; until it answers, suggestions come from what is in use."""
        if choice != (self.loading or self.in_use):
            self._load(choice)

    def reload(self) -> None:
        """The files of what is in use have changed: take them as they are now."""
        if self.in_use is not None and self.loading is None:
            self._load(self.in_use)

    def _load(self, choice: Choice) -> None:
        self.loading, self.problem = choice, None
        self._ticket = self._worker.use_engine(
            partial(self._make_engine, choice.model, choice.adapter)
        )
        self.changed.emit()

    def _chosen(self) -> Choice:
        return Choice(self._settings.text(MODEL), self._settings.text(ADAPTER))

    def _engine_ready(self, info: EngineInfo) -> None:
        """The first model of this run; those after it are told by ``switch_ended``."""
        if self._ticket == 0:
            chosen = self._chosen()
            # A notice says that the adapter of the settings could not be used.
            self.in_use = Choice(chosen.model) if info.notice else chosen
            self.loading = self.problem = None
            self.changed.emit()

    def _engine_failed(self, sentence: Sentence) -> None:
        if self._ticket == 0:
            self.loading, self.problem = None, (self._chosen(), plain_sentence(sentence))
            self.changed.emit()

    def _switch_ended(self, ticket: int, why: Sentence | None) -> None:
        if ticket != self._ticket or self.loading is None:
            return
        tried, self.loading = self.loading, None
        sentence = plain_sentence(why or "")
        if not sentence:
            self.in_use = tried
        elif self.in_use is not None:
            stays = self.tr("{model} stays in use.").format(model=self.in_use.model)
            sentence = f"{sentence} {stays}"
        if self.in_use is not None:
            self._save(self.in_use)
        if sentence:
            self.problem = (tried, sentence)
            self.failed.emit(sentence)
        self.changed.emit()

    def _save(self, choice: Choice) -> None:
        self._saving = True
        self._settings.set(MODEL, choice.model)
        self._settings.set(ADAPTER, choice.adapter)
        self._saving = False

    def _setting_changed(self, key: str) -> None:
        """Chosen in the preferences; an adapter belongs to the model that it was chosen for."""
        if self._saving:
            return
        if key == MODEL:
            self.use(Choice(self._settings.text(MODEL)))
        elif key == ADAPTER:
            self.use(self._chosen())
