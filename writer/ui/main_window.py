"""One window: a page, its menus and its status bar."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QColor, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu, QMessageBox

from writer.completion.request import EngineInfo
from writer.documents.keeping import Places
from writer.settings.schema import BY_KEY
from writer.settings.store import Settings
from writer.ui.document_controller import FILTER, DocumentController
from writer.ui.editor_view import EditorView
from writer.ui.exporter import Exporter, Format
from writer.ui.sampling_panel import SamplingPanel
from writer.ui.status_bar import WriterStatusBar
from writer.ui.suggestion_controller import SuggestionController
from writer.ui.theme import page_font, palette_of, theme_for
from writer.ui.versions import Versions
from writer.ui.word_counter import WordCounter
from writer.worker.completion_worker import CompletionWorker

Shortcut = QKeySequence | QKeySequence.StandardKey | str | None


class MainWindow(QMainWindow):
    """Built by ``app.py``, which hands it everything it needs."""

    new_window_requested = Signal()
    open_requested = Signal(object)
    """A ``Path`` to show in this window if it is blank, in another one if not."""
    reopen_requested = Signal()
    quit_requested = Signal()
    closed = Signal(object)
    """The window itself, after it was closed."""

    def __init__(
        self, settings: Settings, worker: CompletionWorker, state: Path, version: str
    ) -> None:
        super().__init__()
        self._settings = settings
        self._version = version
        self._engine: EngineInfo | None = None
        self.setObjectName("main_window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1000, 760)

        self.editor = EditorView(self)
        self.setCentralWidget(self.editor)
        self.status = WriterStatusBar(self)
        self.setStatusBar(self.status)
        places = Places(state)
        self.documents = DocumentController(self.editor, self, places, settings)
        self.versions = Versions(self.documents, places, self)
        face = page_font(settings.text("editor.font_family"), 11).family()
        self.exporter = Exporter(self.documents, face, self)
        self.suggestions = SuggestionController(self.editor, worker, settings, self)
        self.sampling = SamplingPanel(settings, self)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.sampling)
        self.sampling.hide()
        self._counter = WordCounter(self.editor.document(), self)

        self._build_menus()
        self._connect(worker)
        self.apply_appearance()
        self._retitle()
        self.status.set_words(self._counter.total)
        self.status.set_enabled(self.suggestions.state.enabled)
        self.editor.setFocus()

    # -- menus -----------------------------------------------------------------------------

    def _build_menus(self) -> None:
        standard = QKeySequence.StandardKey
        file = self._menu(self.tr("&File"))
        self._action(file, "new", self.tr("&New"), self.new_window_requested.emit, standard.New)
        self._action(file, "open", self.tr("&Open…"), self._choose_file, standard.Open)
        self._action(
            file, "reopen", self.tr("&Reopen Closed"), self.reopen_requested.emit, "Ctrl+Shift+T"
        )
        file.addSeparator()
        self._action(file, "save", self.tr("&Save"), self.documents.save, standard.Save)
        self._action(file, "save_as", self.tr("Save &As…"), self.documents.save_as, "Ctrl+Shift+S")
        self._action(file, "versions", self.tr("&Versions…"), self.versions.show, None)
        export = file.addMenu(self.tr("&Export"))
        for kind, text in {
            Format.HTML: self.tr("&Web Page…"),
            Format.EPUB: self.tr("&E-Book (EPUB)…"),
            Format.DOCX: self.tr("W&ord Document…"),
            Format.ODT: self.tr("OpenDocument &Text…"),
            Format.PDF: self.tr("&PDF…"),
        }.items():
            self._action(
                export,
                f"export_{kind.name.lower()}",
                text,
                partial(self.exporter.export, kind),
                None,
            )
        file.addSeparator()
        self._action(file, "close", self.tr("&Close"), self.close, standard.Close)
        self._action(file, "quit", self.tr("&Quit"), self.quit_requested.emit, "Ctrl+Q")

        edit = self._menu(self.tr("&Edit"))
        self._action(edit, "undo", self.tr("&Undo"), self.editor.undo_change, standard.Undo)
        self._action(edit, "redo", self.tr("&Redo"), self.editor.redo_change, standard.Redo)
        edit.addSeparator()
        self._action(edit, "cut", self.tr("Cu&t"), self.editor.cut, standard.Cut)
        self._action(edit, "copy", self.tr("&Copy"), self.editor.copy, standard.Copy)
        self._action(edit, "paste", self.tr("&Paste"), self.editor.paste, standard.Paste)
        self._action(
            edit, "select_all", self.tr("Select &All"), self.editor.selectAll, standard.SelectAll
        )

        suggest = self._menu(self.tr("&Suggestions"))
        self._switch = self._action(
            suggest,
            "suggestions",
            self.tr("Suggest &While Typing"),
            self.suggestions.set_enabled,
            "Ctrl+Shift+Space",
            checkable=True,
        )
        self._switch.setChecked(self.suggestions.state.enabled)
        self._choices(
            suggest.addMenu(self.tr("&Eagerness")),
            "completions.eagerness",
            {
                "calm": self.tr("&Calm: only when it is sure"),
                "balanced": self.tr("&Balanced"),
                "eager": self.tr("&Eager: more, and more often wrong"),
            },
        )
        suggest.addSeparator()
        self._action(suggest, "ask", self.tr("Suggest &Now"), self.suggestions.ask, "Ctrl+Space")
        self._action(
            suggest,
            "next_suggestion",
            self.tr("Ne&xt Suggestion"),
            lambda: self.suggestions.cycle(1),
            "Alt+]",
        )
        self._action(
            suggest,
            "previous_suggestion",
            self.tr("Pre&vious Suggestion"),
            lambda: self.suggestions.cycle(-1),
            "Alt+[",
        )
        self._panel_action = self._action(
            suggest,
            "sampling_panel",
            self.tr("Suggestion C&ontrols"),
            lambda on: self.sampling.setVisible(on),
            "Ctrl+Shift+K",
            checkable=True,
        )
        self.sampling.visibilityChanged.connect(
            lambda: self._panel_action.setChecked(not self.sampling.isHidden())
        )
        suggest.addSeparator()
        # These keys belong to the editor, and only while a suggestion is on the screen.
        self._action(
            suggest, "accept", self.tr("&Accept") + "\tTab", self.suggestions.accept_all, None
        )
        self._action(
            suggest,
            "accept_word",
            self.tr("Accept Next &Word") + "\tCtrl+Right",
            self.suggestions.accept_word,
            None,
        )
        self._action(
            suggest, "dismiss", self.tr("&Dismiss") + "\tEsc", self.suggestions.dismiss, None
        )

        view = self._menu(self.tr("&View"))
        self._action(
            view, "larger", self.tr("&Larger Text"), lambda: self._zoom(1), standard.ZoomIn
        )
        self._action(
            view, "smaller", self.tr("&Smaller Text"), lambda: self._zoom(-1), standard.ZoomOut
        )
        self._action(view, "usual_size", self.tr("&Usual Size"), lambda: self._zoom(0), "Ctrl+0")
        view.addSeparator()
        self._choices(
            view.addMenu(self.tr("&Appearance")),
            "window.appearance",
            {
                "system": self.tr("As the &System"),
                "light": self.tr("&Light"),
                "dark": self.tr("&Dark"),
            },
        )
        self._full_screen = self._action(
            view,
            "full_screen",
            self.tr("&Full Screen"),
            self._toggle_full_screen,
            "F11",
            checkable=True,
        )

        help_menu = self._menu(self.tr("&Help"))
        self._action(help_menu, "about", self.tr("&About Writer"), self._about, None)

    def _menu(self, title: str) -> QMenu:
        return self.menuBar().addMenu(title)

    def _action(
        self,
        menu: QMenu,
        name: str,
        text: str,
        slot: Callable[..., object],
        shortcut: Shortcut,
        *,
        checkable: bool = False,
    ) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"action_{name}")
        action.setCheckable(checkable)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
        if checkable:
            action.triggered.connect(slot)
        else:
            action.triggered.connect(lambda _checked=False: slot())
        menu.addAction(action)
        return action

    def _choices(self, menu: QMenu, key: str, names: dict[str, str]) -> None:
        """A menu of the choices of one setting; the one in force is marked."""
        group = QActionGroup(menu)
        for choice in BY_KEY[key].choices:
            action = QAction(names[choice], menu)
            action.setObjectName(f"action_{key.rpartition('.')[2]}_{choice}")
            action.setCheckable(True)
            action.setChecked(self._settings.text(key) == choice)
            action.triggered.connect(
                lambda _checked=False, choice=choice: self._settings.set(key, choice)
            )
            group.addAction(action)
            menu.addAction(action)

        def follow(changed: str) -> None:
            if changed == key:
                chosen = BY_KEY[key].choices.index(self._settings.text(key))
                group.actions()[chosen].setChecked(True)

        end = self._settings.on_change(follow)
        menu.destroyed.connect(lambda: end())

    # -- connections -------------------------------------------------------------------------

    def _connect(self, worker: CompletionWorker) -> None:
        self.suggestions.status_changed.connect(self.status.set_reason)
        self.suggestions.latency_measured.connect(self.status.set_latency_ms)
        self.suggestions.enabled_changed.connect(self.status.set_enabled)
        self.suggestions.enabled_changed.connect(self._switch.setChecked)
        self.status.suggestions_clicked.connect(self._switch.trigger)
        self._counter.count_changed.connect(self.status.set_words)
        self.documents.document_changed.connect(self._retitle)
        self.documents.notified.connect(self.status.set_reason)
        worker.engine_loading.connect(self._engine_loading)
        worker.engine_ready.connect(self.set_engine)
        worker.engine_failed.connect(self.engine_failed)

    def set_engine(self, info: EngineInfo | None) -> None:
        """Show which model answers; ``None`` while it is on its way."""
        self._engine = info
        if info is not None:
            self.suggestions.set_engine(info)
        self.status.set_model(info.name if info else self.tr("Loading the model…"))

    # A method, not a lambda: Qt disconnects it with the window, and the worker outlives windows.
    def _engine_loading(self) -> None:
        self.status.set_model(self.tr("Loading the model…"))

    def engine_failed(self, sentence: str) -> None:
        """Say why; a model that answered before goes on answering."""
        self.status.set_model(self._engine.name if self._engine else self.tr("No model"))
        self.status.set_reason(sentence)

    # -- commands ----------------------------------------------------------------------------

    def _choose_file(self) -> None:
        folder = self.documents.path.parent if self.documents.path else Path.home()
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Open"), str(folder), FILTER)
        if chosen:
            self.open_requested.emit(Path(chosen))

    def _zoom(self, direction: int) -> None:
        key = "editor.font_size_pt"
        setting = BY_KEY[key]
        size = self._settings.integer(key) + direction if direction else setting.default
        if setting.problem_with(size) is None:
            self._settings.set(key, size)

    def _toggle_full_screen(self, on: bool) -> None:
        if on:
            self.showFullScreen()
        else:
            self.showNormal()

    def _about(self) -> None:
        text = self.tr(
            "<h3>Writer {version}</h3><p>A calm, private editor that finishes your sentences. "
            "Everything runs on this machine.</p><p>Apache-2.0 licence.</p>"
        ).format(version=self._version)
        if self._engine is not None:
            text += self.tr(
                "<p>Model: {name}, {millions:.1f} million parameters, {precision}. "
                "Its suggestions are guesses about wording; they are not facts.</p>"
            ).format(
                name=self._engine.name,
                millions=self._engine.parameters / 1e6,
                precision=self._engine.precision,
            )
        QMessageBox.about(self, self.tr("About Writer"), text)

    # -- appearance --------------------------------------------------------------------------

    def apply_appearance(self) -> None:
        """Take face, width and colours from the settings."""
        theme = theme_for(self._settings.text("window.appearance"))
        self.setPalette(palette_of(theme))
        self.editor.ghost.set_color(QColor(theme.ghost))
        font = page_font(
            self._settings.text("editor.font_family"), self._settings.integer("editor.font_size_pt")
        )
        self.editor.set_page(font, self._settings.integer("editor.column_chars"))
        self.setStyleSheet(
            f"""
            QMainWindow, #editor {{ background: {theme.paper}; }}
            #editor {{ color: {theme.ink}; border: none;
                       selection-background-color: {theme.selection};
                       selection-color: {theme.selected_ink}; }}
            QMenuBar, QStatusBar {{ background: {theme.frame}; color: {theme.ink}; }}
            QMenuBar::item {{ padding: 4px 10px; background: transparent; }}
            QMenu {{ background: {theme.paper}; color: {theme.ink};
                     border: 1px solid {theme.rule}; padding: 4px 0; }}
            QMenu::item {{ padding: 5px 28px; }}
            QMenu::item:selected {{ background: {theme.selection}; color: {theme.selected_ink}; }}
            QMenu::item:disabled {{ color: {theme.ghost}; }}
            QMenu::separator {{ height: 1px; background: {theme.rule}; margin: 4px 0; }}
            QMenuBar::item:selected {{ background: {theme.selection};
                                       color: {theme.selected_ink}; }}
            #alternatives {{ background: {theme.paper}; color: {theme.ink};
                            border: 1px solid {theme.rule}; border-radius: 6px; padding: 4px; }}
            #alternatives::item {{ padding: 3px 8px; border-radius: 4px; }}
            #alternatives::item:selected {{ background: {theme.selection};
                                            color: {theme.selected_ink}; }}
            QStatusBar::item {{ border: none; }}
            QStatusBar QLabel, QStatusBar QToolButton {{ color: {theme.quiet}; padding: 2px 8px; }}
            QStatusBar QToolButton:hover {{ color: {theme.ink}; }}
            """
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._full_screen.setChecked(self.isFullScreen())

    def _retitle(self) -> None:
        self.setWindowTitle(f"{self.documents.name}[*] — Writer")
        self.setWindowModified(self.documents.is_modified)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.documents.may_close():
            event.ignore()
            return
        event.accept()
        self.exporter.close()
        self.documents.close()
        self.closed.emit(self)
