"""One window: a page, its menus and its status bar."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox, QVBoxLayout, QWidget

from writer.completion.request import EngineInfo
from writer.documents.keeping import Places
from writer.errors import WriterError, system_words
from writer.paths import manual_path, resources_dir
from writer.sentence import Sentence
from writer.settings.schema import BY_KEY
from writer.settings.store import Settings
from writer.settings.themes import Themes
from writer.spelling.speller import Speller
from writer.ui.actions import NATIVE, Actions
from writer.ui.command_palette import CommandPaletteDialog
from writer.ui.count_display import CountDisplay
from writer.ui.document_controller import DocumentController
from writer.ui.editor_view import EditorView
from writer.ui.exporter import Exporter
from writer.ui.file_filters import open_filter
from writer.ui.finder import Finder
from writer.ui.full_screen import FullScreen
from writer.ui.locale_words import decimal_words
from writer.ui.manual_dialog import ManualDialog
from writer.ui.markdown import Markdown
from writer.ui.menus import build_menus
from writer.ui.outline_panel import OutlinePanel
from writer.ui.paragraphs import Paragraphs
from writer.ui.preferences_dialog import PreferencesDialog
from writer.ui.recent_menu import RecentMenu
from writer.ui.sampling_panel import SamplingPanel
from writer.ui.smart_typing import SmartTyping
from writer.ui.spell_checker import SQUIGGLE_ON_DARK, SQUIGGLE_ON_LIGHT, SpellChecker
from writer.ui.status_bar import WriterStatusBar
from writer.ui.suggestion_controller import SuggestionController
from writer.ui.tab_key import TabKey
from writer.ui.theme import page_font, palette_of, style_sheet, theme_in_force
from writer.ui.translation import plain_sentence
from writer.ui.versions import Versions
from writer.ui.welcome_panel import WelcomePanel
from writer.ui.word_counter import WordCounter
from writer.ui.writing_counts import WritingCounts
from writer.ui.writing_modes import WritingModes
from writer.worker.completion_worker import CompletionWorker


class MainWindow(QMainWindow):
    """Built by ``app.py``, which hands it everything it needs."""

    new_window_requested = Signal()
    open_requested = Signal(object)
    """A ``Path`` to show in this window if it is blank, in another one if not."""
    reopen_requested = Signal()
    quit_requested = Signal()
    learn_style_requested = Signal(object)
    """The window itself."""
    models_requested = Signal()
    about_model_requested = Signal()
    closed = Signal(object)
    """The window itself, after it was closed."""

    def __init__(
        self,
        settings: Settings,
        worker: CompletionWorker,
        state: Path,
        version: str,
        themes: Themes | None = None,
        speller: Speller | None = None,
    ) -> None:
        """``themes`` are those to choose from; ``None`` takes Writer's own. Without a ``speller``
        no word is misspelt."""
        super().__init__()
        self.settings = settings
        self.themes = themes or Themes([resources_dir() / "themes"])
        self._version = version
        self._engine: EngineInfo | None = None
        self.setObjectName("main_window")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1000, 760)

        self.editor = EditorView(self)
        self.finder = Finder(self.editor, settings, self)
        self.setCentralWidget(_stacked(self.editor, self.finder.bar))
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
        self.counts = WritingCounts(
            places.writing_log, self.editor, self.suggestions, settings, self
        )
        self.counts.notified.connect(self.status.add_notice)
        self.count_display = CountDisplay(
            self.editor, self._counter, self.counts, self.status, self
        )

        self.speller = speller or Speller(None, folders=())
        self.spelling = SpellChecker(self.editor, self.speller, settings, self)
        self.spelling.notified.connect(self.status.add_notice)
        self.suggestions.withhold = self.spelling.reason_to_withhold
        self.smart_typing = SmartTyping(self.editor, self.suggestions, settings, self)
        self.documents.memory.smart_remembered.connect(self.smart_typing.set_here)
        self.smart_typing.here_changed.connect(self.documents.memory.remember_smart_typing)
        self.recent = RecentMenu(places.recent, self.documents, self)
        self.recent.open_requested.connect(self.open_requested)
        self.recent.notified.connect(self.status.add_notice)

        self.finder.notified.connect(self.status.add_notice)
        self.markdown = Markdown(self.editor, self.documents, settings, self)
        self.paragraphs = Paragraphs(self.editor)
        tab = TabKey(self.editor, self.suggestions, self.markdown.typing, settings)
        tab.said.connect(self.status.set_reason)
        tab.said.connect(self.suggestions.announcer.say)
        self.outline = OutlinePanel(self.editor, settings, self)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.outline)
        self.modes = WritingModes(self.editor, settings, self)
        self.full_screen = FullScreen(self, self.editor)

        self.commands = Actions(settings, self)
        build_menus(self)
        end = settings.on_change(self._setting_changed)
        self.destroyed.connect(lambda: end())
        self.commands.key_changed.connect(self._use_keys)
        self._use_keys()
        self._connect(worker)
        self.apply_appearance()
        self._retitle()
        self._show_mode()
        self.editor.setFocus()

    # -- connections -------------------------------------------------------------------------

    def _connect(self, worker: CompletionWorker) -> None:
        self.suggestions.status_changed.connect(self._say_reason)
        self.suggestions.latency_measured.connect(self.status.set_latency_ms)
        self.editor.zoom_requested.connect(self.zoom)
        self.editor.escape_pressed.connect(self._leave_what_is_open)
        self.suggestions.mode_changed.connect(self._show_mode)
        self.status.suggestions_clicked.connect(self.suggestions.toggle)
        self.status.model_clicked.connect(self.models_requested)
        self.suggestions.enabled_here_changed.connect(self.documents.memory.remember_suggestions)
        self.documents.memory.suggestions_remembered.connect(self.suggestions.set_enabled_here)
        self.documents.document_changed.connect(self._retitle)
        self.documents.notified.connect(self.status.set_reason)
        self.documents.noted.connect(self.status.add_notice)
        self.editor.lines_broken.connect(self._say_broken)
        self.documents.opening_said.connect(self.status.set_work)
        self.documents.opening_progressed.connect(self.status.progress.set_share)
        worker.engine_loading.connect(self._engine_loading)
        worker.engine_ready.connect(self.set_engine)
        worker.engine_failed.connect(self.engine_failed)

    def _say_broken(self) -> None:
        self.status.add_notice(
            self.tr("Very long lines were broken at the ends of sentences; no word was lost.")
        )

    def _say_reason(self, sentence: str) -> None:
        """Sentences speak of the usual key of Suggest Now: say the one that it has."""
        usual, now = self.commands.usual_keys("ask"), self.commands.keys("ask")
        if usual != now:
            menu = self.tr("the menu Suggestions")
            sentence = sentence.replace(usual.toString(NATIVE), now.toString(NATIVE) or menu)
        self.status.set_reason(sentence)

    def _show_mode(self) -> None:
        self.status.set_suggestions(self.suggestions.mode)

    def set_engine(self, info: EngineInfo | None) -> None:
        """Show which model answers; ``None`` while it is on its way."""
        self._engine = info
        if info is not None:
            self.suggestions.set_engine(info)
        self.status.set_model(info.name if info else self.tr("Loading the model…"))

    # A method, not a lambda: Qt disconnects it with the window, and the worker outlives windows.
    def _engine_loading(self) -> None:
        loading = self.tr("Loading the model…")
        if self._engine is not None:
            loading = self.tr("{model}; another is loading…").format(model=self._engine.name)
        self.status.set_model(loading)

    def engine_failed(self, sentence: Sentence) -> None:
        """Say why; a model that answered before goes on answering."""
        self.suggestions.miss_engine()
        self.status.set_model(self._engine.name if self._engine else self.tr("No model"))
        self.status.set_reason(plain_sentence(sentence))

    # -- commands ----------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask which file to open."""
        folder = self.documents.path.parent if self.documents.path else Path.home()
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Open"), str(folder), open_filter())
        if chosen:
            self.open_requested.emit(Path(chosen))

    def zoom(self, direction: int) -> None:
        """Text one point larger (1) or smaller (-1), or of the usual size (0)."""
        key = "editor.font_size_pt"
        setting = BY_KEY[key]
        size = self.settings.integer(key) + direction if direction else setting.default
        if setting.problem_with(size) is None:
            self.settings.set(key, size)

    def show_preferences(self) -> None:
        """Open the preferences, or bring them to the front."""
        dialog = self.findChild(PreferencesDialog)
        if dialog is None:
            dialog = PreferencesDialog(self.settings, self.commands, self)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def show_commands(self) -> None:
        """All commands in one list."""
        CommandPaletteDialog(self.commands, self).open()

    def show_welcome(self) -> None:
        """The keys of the suggestions, to try; typing on the page sends it away."""
        panel = self.findChild(WelcomePanel)
        if panel is None:
            panel = WelcomePanel(self.commands, self.editor, self.documents, self)
            self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, panel)
        panel.begin()

    def show_manual(self) -> None:
        """The manual, in a window of its own."""
        try:
            ManualDialog(manual_path(), self).show()
        except (OSError, WriterError) as error:
            why = plain_sentence(error if isinstance(error, WriterError) else system_words(error))
            self.status.add_notice(self.tr("The manual cannot be read ({why}).").format(why=why))

    def show_about(self) -> None:
        """Version, licence, and the model that answers."""
        text = self.tr(
            "<h3>Writer {version}</h3><p>A calm, private editor that finishes your sentences. "
            "Everything runs on this machine.</p><p>Apache-2.0 licence.</p>"
        ).format(version=self._version)
        if self._engine is not None:
            text += self.tr(
                "<p>Model: {name}, {millions} million parameters, {precision}. "
                "Its suggestions are guesses about wording; they are not facts.</p>"
            ).format(
                name=self._engine.name,
                millions=decimal_words(self._engine.parameters / 1e6),
                precision=self._engine.precision,
            )
        QMessageBox.about(self, self.tr("About Writer"), text)

    def _setting_changed(self, key: str) -> None:
        if key == "window.language":
            self.status.add_notice(self.tr("Writer speaks this language from the next start on."))

    def _use_keys(self) -> None:
        """The editor follows the keys that were chosen."""
        self.editor.window_keys = self.commands.chosen_keys()
        self.editor.retired_keys = self.commands.retired_keys()
        for name in self.suggestions.keys:
            self.suggestions.keys[name] = self.commands.keys(name)

    def _leave_what_is_open(self) -> None:
        if not self.finder.close():
            self.full_screen.leave()

    # -- appearance --------------------------------------------------------------------------

    def apply_appearance(self) -> None:
        """Take face, width and colours from the settings."""
        theme = theme_in_force(self.themes, self.settings)
        # Under a style sheet, Qt keeps the text colours of the palette that was there before.
        self.setStyleSheet("")
        self.setPalette(palette_of(theme))
        self.editor.ghost.set_color(QColor(theme.ghost))
        self.finder.set_theme(theme)
        self.spelling.set_color(QColor(SQUIGGLE_ON_DARK if theme.dark else SQUIGGLE_ON_LIGHT))
        font = page_font(
            self.settings.text("editor.font_family"), self.settings.integer("editor.font_size_pt")
        )
        self.editor.set_page(
            font,
            self.settings.integer("editor.column_chars"),
            self.settings.real("editor.line_height"),
            self.settings.real("editor.paragraph_spacing"),
        )
        self.markdown.set_theme(theme)
        self.setStyleSheet(style_sheet(theme))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.commands["full_screen"].setChecked(self.isFullScreen())
            self.full_screen.follow()

    def _retitle(self) -> None:
        name = self.documents.name
        if not self.documents.may_write and not self.documents.is_opening:
            name = self.tr("{name} (read-only)").format(name=name)
        self.setWindowTitle(f"{name}[*] — Writer")
        self.setWindowModified(self.documents.is_modified)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.documents.may_close():
            event.ignore()
            return
        event.accept()
        self.exporter.close()
        self.finder.stop()
        self.recent.close()
        self.spelling.close()
        self.counts.close()
        self.documents.close()
        self.closed.emit(self)


def _stacked(*widgets: QWidget) -> QWidget:
    """One below the other, without space between them."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget)
    return page
