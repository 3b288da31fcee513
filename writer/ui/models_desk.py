"""The models of one Writer: the catalogue, the store, what is in use, and their dialogs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from writer.errors import WriterError
from writer.models.about import AboutModel, about_folder, about_model
from writer.models.adapters import ADAPTER_FILES, keep_adapter
from writer.models.catalogue import Catalogue, read_catalogue
from writer.models.download import Download, Source, find_source
from writer.models.importing import name_for
from writer.models.locate import find_model
from writer.models.overview import Item, State, overview
from writer.models.store import Kind, Store
from writer.paths import Profile
from writer.settings.store import Settings
from writer.ui.about_model_dialog import AboutModelDialog
from writer.ui.model_switch import EngineMaker, ModelSwitch
from writer.ui.model_tasks import Doing, Key, MakeDownload, ModelTasks, Status, Task
from writer.ui.model_words import choice_of, tr_model
from writer.ui.models_dialog import ModelsDialog
from writer.ui.style_learner import STYLE
from writer.ui.translation import plain_sentence
from writer.worker.completion_worker import CompletionWorker

if TYPE_CHECKING:
    from writer.ui.main_window import MainWindow

CheckAdapter = Callable[[Path, Path], None]
"""Raises ``ModelError`` if the adapter (first folder) does not fit the model (second)."""


class ModelsDesk(QObject):
    """Shared by all windows: a download goes on when the one that began it is closed."""

    changed = Signal()
    """Something that the list of models shows."""
    said = Signal(str)
    """A sentence that belongs to no row of the list."""
    notified = Signal(str)
    """A sentence for the status bar of every window."""

    def __init__(
        self,
        settings: Settings,
        worker: CompletionWorker,
        profile: Profile,
        resources: Path,
        make_engine: EngineMaker,
        check_adapter: CheckAdapter,
        *,
        make_download: MakeDownload = Download,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._profile = profile
        self._resources = resources
        self._check_adapter = check_adapter
        self._store = Store(profile.data)
        self._catalogue: Catalogue | None = None
        self._items: tuple[Item, ...] | None = None
        self._told_unseen = ""
        self.switch = ModelSwitch(settings, worker, make_engine, self)
        self.tasks = ModelTasks(self._store, make_download, self)
        self.switch.changed.connect(self._switched)
        self.switch.failed.connect(self.notified)
        self.tasks.changed.connect(self._task_changed)
        self.tasks.stored.connect(self._stored)
        self.tasks.said.connect(self.said)

    def follow(self, window: MainWindow) -> None:
        """Answer the commands of a window."""
        window.models_requested.connect(partial(self.show, window))
        window.about_model_requested.connect(partial(self.show_about, window))
        self.notified.connect(window.status.add_notice)

    def stop(self, timeout_s: float) -> bool:
        """End what runs; downloads can go on at the next start."""
        return self.tasks.stop(timeout_s)

    # -- what there is -----------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """Where models are kept."""
        return self._profile.data

    @property
    def items(self) -> tuple[Item, ...]:
        """All models and adapters, and those that are on their way."""
        if self._items is None:
            found = overview(self._store, self._read_catalogue(), self._resources)
            known = {item.key for item in found}
            coming = [self._coming(key) for key in self.tasks.keys if key not in known]
            self._items = (*found, *coming)
        return self._items

    def task(self, item: Item) -> Task | None:
        """What is done to a model, or was done last."""
        return self.tasks.task(item.key)

    def source_of(self, item: Item) -> Source | None:
        """Where a model can be got; ``None`` for what only lies here."""
        if item.entry is not None and item.entry.repository:
            return Source.of_entry(item.entry)
        return self.tasks.source(item.key)

    def about(self, item: Item) -> AboutModel:
        """The facts about a model; of an adapter, what is known."""
        if item.kind is Kind.MODEL and (item.entry is not None or item.record is not None):
            return about_model(
                item.name, self._store, self._read_catalogue(), self._resources, tr_model
            )
        return about_folder(self._store.folder(item.name, item.kind), tr_model, item.record)

    # -- commands ----------------------------------------------------------------------------

    def show(self, window: QWidget) -> None:
        """Open the models over a window, or bring them to the front."""
        dialog = window.findChild(ModelsDialog)
        if dialog is None:
            self._items = None
            try:
                self._read_catalogue()
            except WriterError as error:
                self.notified.emit(plain_sentence(error))
                return
            dialog = ModelsDialog(self, window)
            dialog.choose(self._worth_a_look())
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def show_about(self, window: QWidget) -> None:
        """What is known about the model in use."""
        choice = self.switch.in_use or self.switch.loading
        if choice is None:
            self.notified.emit(self.tr("No model is in use: choose one in Suggestions, Models."))
            return
        try:
            about = self._about_in_use(choice.model)
        except WriterError as error:
            self.notified.emit(plain_sentence(error))
            return
        if self._is_stored(choice.model):
            self._store.remember_card_seen(choice.model)
        AboutModelDialog(about, window, ask=False).open()

    def get(self, item: Item) -> None:
        """Download a model of the list, or go on with it."""
        source = self.source_of(item)
        if source is not None:
            self.tasks.get(source)

    def get_other(self, wanted: str) -> str:
        """Download ``owner/name``; its name in the list. Raises ``ModelError`` for no such name."""
        source = find_source(self._read_catalogue(), wanted)
        self.tasks.get(source)
        return source.name

    def use(self, item: Item, window: QWidget) -> None:
        """Let suggestions come from it; asks first if its card was never seen."""
        choice = choice_of(item, self.switch.in_use)
        name = choice.model
        if not self._is_stored(name) or self._store.card_was_seen(name):
            self.switch.use(choice)
            return
        about = about_model(name, self._store, self._read_catalogue(), self._resources, tr_model)
        dialog = AboutModelDialog(about, window, ask=True)

        def agreed() -> None:
            self._store.remember_card_seen(name)
            self.switch.use(choice)

        dialog.agreed.connect(agreed)
        dialog.open()

    def import_folder(self, folder: Path) -> str:
        """Take in a model or an adapter; the name it will have."""
        if (folder / ADAPTER_FILES[0]).is_file():
            self.tasks.take_adapter(folder, partial(self._take_adapter, folder, self._base()))
            return name_for(folder)
        return self.tasks.import_model(folder)[1]

    def style_learnt(self) -> None:
        """The adapter of the writer's own style is another one now, or gone."""
        choice = self.switch.in_use
        if choice is not None and choice.adapter == STYLE:
            self.switch.reload()
        self._stored((Kind.ADAPTER, STYLE))
        self.changed.emit()

    # -- inside ------------------------------------------------------------------------------

    def _base(self) -> str:
        choice = self.switch.in_use or self.switch.loading
        return choice.model if choice else "starter"

    def _take_adapter(self, folder: Path, base: str) -> None:
        """In a thread: what does not fit the model in use is not kept."""
        self._check_adapter(folder, find_model(base, self._resources, self._profile))
        keep_adapter(folder, name_for(folder), self._profile, base=base)

    def _about_in_use(self, name: str) -> AboutModel:
        catalogue = self._read_catalogue()
        if catalogue.find(name) is not None or self._is_stored(name):
            return about_model(name, self._store, catalogue, self._resources, tr_model)
        return about_folder(find_model(name, self._resources, self._profile), tr_model)

    def _is_stored(self, name: str) -> bool:
        return self._store.find(name) is not None

    def _read_catalogue(self) -> Catalogue:
        if self._catalogue is None:
            self._catalogue = read_catalogue(self._resources)
        return self._catalogue

    def _coming(self, key: Key) -> Item:
        kind, name = key
        source = self.tasks.source(key)
        title = source.title if source else name
        return Item(name, title, kind, State.PARTLY, 0, 0, "")

    def _worth_a_look(self) -> str:
        """What the list begins with: what is being done, or the recommended model."""
        active = [name for _, name in self.tasks.keys]
        if active:
            return active[0]
        better = (e.name for e in self._read_catalogue().entries if e.recommended)
        return next(better, self._base())

    def _switched(self) -> None:
        choice = self.switch.in_use
        if choice and choice.model != self._told_unseen and self._is_stored(choice.model):
            self._told_unseen = choice.model
            if not self._store.card_was_seen(choice.model):
                self.notified.emit(
                    self.tr("What {model} is not good for: Suggestions, About This Model.").format(
                        model=choice.model
                    )
                )
        self.changed.emit()

    def _stored(self, _key: Key) -> None:
        self._items = None

    def _task_changed(self, key: Key) -> None:
        task = self.tasks.task(key)
        if self._items is not None and key not in {item.key for item in self._items}:
            self._items = None
        if task is not None and task.doing is Doing.GETTING:
            if task.status is Status.DONE:
                self.notified.emit(
                    self.tr("{model} is installed: Suggestions, Models lets you use it.").format(
                        model=key[1]
                    )
                )
            elif task.status is Status.FAILED:
                self.notified.emit(task.sentence)
        self.changed.emit()
