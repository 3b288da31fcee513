"""The composition root of the window: builds the objects, connects the signals, runs the loop.

Importing this module imports no engine, and nothing that one needs; the worker thread does that,
after the window has been painted.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from writer import __version__
from writer.build_engine import build_engine
from writer.calibrating import Calibrator
from writer.completion.protocol import Engine
from writer.completion.request import EngineInfo
from writer.documents.files import is_missing
from writer.documents.keeping import Places
from writer.documents.recovery import Recoverable
from writer.errors import WriterError
from writer.garbage import look_through_everything, set_aside_what_lives
from writer.log import get_logger
from writer.models.locate import find_model
from writer.paths import Profile, resources_dir
from writer.power import PowerSupply
from writer.sentence import Sentence
from writer.settings.store import Settings
from writer.settings.themes import Themes
from writer.spelling.speller import Speller
from writer.ui.icon import window_icon
from writer.ui.main_window import MainWindow
from writer.ui.model_switch import EngineMaker
from writer.ui.models_desk import ModelsDesk
from writer.ui.open_requests import OpenRequests
from writer.ui.recovering import Recovering
from writer.ui.session_keeper import SessionKeeper
from writer.ui.single_instance import SingleInstance
from writer.ui.style_desk import StyleDesk
from writer.ui.theme import dress_application, load_bundled_fonts, missing_themes
from writer.ui.translation import install_translation, plain_sentence
from writer.worker.completion_worker import CompletionWorker

log = get_logger(__name__)

DESKTOP_ID = "org.writer_editor.Writer"
"""The name of the desktop file, without ``.desktop``: packaging/linux. A Wayland desktop finds
the window's icon by it."""
STOP_TIMEOUT_MS = 1500
KEEP_TIMEOUT_S, LEAVE_TIMEOUT_MS = 1.0, 50
"""After SIGTERM or at the end of the desktop's session: on the whole well under two seconds."""
HAND_OVER_MS = 1500
"""Another Writer has begun but does not answer yet: so long a start waits for it."""
GARBAGE_AFTER_CLOSING_MS = 500
"""By then Qt has deleted the window."""
LEAVE_BOUND_S = 1.9
"""When even that did not work, because a call does not come back, the process ends here."""


class WriterApp(QObject):
    """The windows, the one worker they share, and the settings."""

    started = Signal()
    """What was open last is open again, or on its way."""

    def __init__(self, settings: Settings, profile: Profile, make_engine: EngineMaker) -> None:
        super().__init__()
        self._settings = settings
        self._profile = profile
        self._has_started = False
        self._engine_info: EngineInfo | None = None
        self._speller = Speller(profile.config)
        self._engine_problem: Sentence | None = None
        self._stop_ms = STOP_TIMEOUT_MS
        self.left_at_once = False
        self.windows: list[MainWindow] = []
        places = Places(profile.state)
        with suppress(OSError):  # what cannot be made is said when it is needed
            places.prepare()
        self.session = SessionKeeper(places, self.windows, self.open)
        self.recovering = Recovering(self.open)
        load_bundled_fonts(resources_dir() / "fonts")
        self.worker = CompletionWorker(make_engine)
        self.worker.engine_ready.connect(self._remember_engine)
        self.worker.engine_failed.connect(self._remember_problem)
        self.models = ModelsDesk(
            settings, self.worker, profile, resources_dir(), make_engine, _check_adapter
        )
        self._garbage = QTimer(self)
        self._garbage.setObjectName("garbage-after-closing")
        self._garbage.setSingleShot(True)
        self._garbage.setInterval(GARBAGE_AFTER_CLOSING_MS)
        self._garbage.timeout.connect(look_through_everything)
        settings.on_save_problem = self._say
        settings.on_change(self._setting_changed)
        self.style = StyleDesk(settings, profile)
        self.style.stored.connect(self.models.style_learnt)
        self._themes = Themes([resources_dir() / "themes", profile.config / "themes"])
        dress_application(self._themes, self._settings)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: self._apply_appearance())

    def start(self, files: Sequence[Path]) -> None:
        """Open what was open and every file, or an empty window; then start loading the model."""
        self.session.restore(partial(self._started, files))
        if not self._has_started:  # much was left behind, or the disk is slow
            self.open()
            self.session.say_looking()
        # The model is loaded after the first paint: the page is there before it is clever.
        QTimer.singleShot(0, self.worker.start)

    def _started(self, files: Sequence[Path], left_by_a_crash: list[Recoverable]) -> None:
        """What was open last is open again."""
        self._has_started = True
        for path in files:
            self.open(path)
        if not self.windows:
            self.open()
        if left_by_a_crash:
            self.recovering.offer(left_by_a_crash, self.windows[-1])
        if self._settings.flag("window.welcome"):
            self._settings.set("window.welcome", False)
            if self.windows[0].documents.is_blank:
                self.windows[0].show_welcome()
        missing = missing_themes(self._themes, self._settings)
        for notice in (*self._settings.notices, *self._themes.notices, *missing):
            self.windows[0].status.add_notice(plain_sentence(notice))
        self.started.emit()

    def open(self, path: Path | None = None) -> MainWindow:
        """Show ``path``: where it is shown already, in a blank window, or in a new one."""
        window = next((w for w in self.windows if path and w.documents.shows(path)), None)
        shown = window is not None
        if window is None:
            window = next((w for w in self.windows if path and w.documents.is_blank), None)
        if window is None:
            window = self._new_window()
        window.show()  # what is asked about the file is asked over a window
        if path is not None and not shown:
            if is_missing(path):
                window.documents.begin(path)
            else:
                window.documents.open(path)
        window.raise_()
        window.activateWindow()
        return window

    def open_all(self, files: Sequence[Path]) -> None:
        """A later start hands over its files; without any it asks for the window."""
        for path in files:
            self.open(path)
        if not files and self.windows:
            window = self.windows[-1]
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.raise_()
            window.activateWindow()
        elif not files:
            self.open()

    def open_copy(self, title: str, text: str) -> None:
        """Show a text in a window of its own, as a document that was never saved."""
        self.open().documents.begin_copy(title, text)

    def _new_window(self) -> MainWindow:
        window = MainWindow(
            self._settings,
            self.worker,
            self._profile.state,
            __version__,
            self._themes,
            self._speller,
        )
        window.set_engine(self._engine_info)
        if self._engine_info is None and self._engine_problem is not None:
            window.engine_failed(self._engine_problem)
        window.new_window_requested.connect(self.open)
        window.open_requested.connect(self.open)
        window.quit_requested.connect(self.quit)
        window.closed.connect(self._closed)
        self.models.follow(window)
        self.style.follow(window)
        window.reopen_requested.connect(self.session.reopen)
        window.documents.copy_requested.connect(self.open_copy)
        window.documents.file_changed.connect(set_aside_what_lives)
        self.session.notified.connect(window.status.set_reason)
        self.session.follow(window)
        self.windows.append(window)
        return window

    def _closed(self, window: MainWindow) -> None:
        self.windows.remove(window)
        self.session.window_closed(window)
        self._garbage.start()

    def quit(self) -> None:
        """Close every window; stops at the first one that has to stay."""
        self.session.quitting()
        for window in list(self.windows):
            if not window.close():
                self.session.stayed()
                return

    def leave_at_once(self) -> None:
        """End without a question, whatever is open: unsaved text is kept for the next start."""
        self._stop_ms = LEAVE_TIMEOUT_MS
        self.left_at_once = True
        for window in self.windows:  # a key that still comes must not seem to be written
            window.editor.setReadOnly(True)
        if not self.session.keep_everything(KEEP_TIMEOUT_S):
            log.error("not everything could be kept")
        QCoreApplication.exit(0)

    @property
    def has_unsaved(self) -> bool:
        """Whether windows are left that hold text which is in no file."""
        return any(window.documents.is_modified for window in self.windows)

    def shut_down(self) -> bool:
        """Stop the worker; ``False`` when it is stuck in a call that cannot be interrupted."""
        self.session.stop()
        self.style.stop(self._stop_ms)
        tasks_ended = self.models.stop(self._stop_ms / 1000)
        return self.worker.stop(self._stop_ms) and tasks_ended

    def _remember_engine(self, info: EngineInfo) -> None:
        self._engine_info, self._engine_problem = info, None
        set_aside_what_lives()
        if info.notice:
            self._say(info.notice)

    def _remember_problem(self, sentence: Sentence) -> None:
        self._engine_problem = sentence

    def _say(self, sentence: str) -> None:
        """Something that concerns every window."""
        for window in self.windows:
            window.status.add_notice(plain_sentence(sentence))

    def _setting_changed(self, key: str) -> None:
        if key.startswith(("editor.", "window.")):
            self._apply_appearance()

    def _apply_appearance(self) -> None:
        dress_application(self._themes, self._settings)
        for window in self.windows:
            window.apply_appearance()


def chosen_engine(
    settings: Settings, profile: Profile, calibrator: Calibrator | None = None
) -> EngineMaker:
    """Makes the engine for the chosen model; called, and importing its libraries, in the worker."""
    calibrate = calibrator.begin if calibrator is not None else None

    def make(model: str | None = None, adapter: str | None = None) -> Engine:
        return build_engine(settings, profile, resources_dir(), model, adapter, calibrate)

    return make


def _check_adapter(adapter: Path, model: Path) -> None:
    from writer.engine.adapter import check_adapter

    check_adapter(adapter, model)


def display_problem() -> str | None:
    """Why no window can be opened here, in one sentence, or ``None``."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return None
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    return (
        "There is no display to open a window on; try 'make demo' to see Writer draw itself "
        "into pictures, or 'writer complete \"Once upon a time\"' in the terminal."
    )


def run(
    files: Sequence[Path],
    *,
    profile: Profile | None,
    model: str | None,
    on_open: Callable[[WriterApp], None] | None = None,
) -> int:
    """Open the window and stay until it is closed. ``profile`` ``None`` uses a throw-away one.

    ``on_open`` is called once, when the window is there and before the loop begins.
    """
    problem = display_problem()
    if problem is not None:
        raise WriterError(problem)
    with ExitStack() as stack:
        throw_away = profile is None
        if profile is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="writer-profile-"))
            profile = Profile.under(Path(folder))
        profile.create()
        settings = Settings(profile.config / "settings.toml")
        if throw_away:
            settings.override("session.hot_exit", False)  # there is no next start
            settings.override("window.welcome", False)
        if model is not None:
            settings.override("completions.model", model)
            find_model(model, resources_dir(), profile)

        QCoreApplication.setApplicationName("Writer")
        QCoreApplication.setApplicationVersion(__version__)
        QGuiApplication.setDesktopFileName(DESKTOP_ID)
        qt_app = QApplication(sys.argv[:1])
        install_translation(settings.text("window.language"), resources_dir() / "translations")
        qt_app.setWindowIcon(window_icon(resources_dir() / "icons"))
        instance = SingleInstance(profile.state)
        if instance.hand_over(files):
            return 0
        if not instance.listen() and instance.hand_over(files, patience_ms=HAND_OVER_MS):
            return 0
        calibrator = None
        if not throw_away:  # there is no next start
            calibrator = Calibrator(PowerSupply())
            stack.callback(calibrator.stop)
        app = WriterApp(settings, profile, chosen_engine(settings, profile, calibrator))
        close_signals = _leave_on_signals(app.leave_at_once)
        # The end of the desktop's session: keep everything, and never hold it up with a question.
        qt_app.commitDataRequest.connect(lambda _manager: app.session.keep_everything(1.0))
        instance.files_received.connect(app.open_all)
        requests = OpenRequests()
        requests.files_received.connect(app.open_all)
        qt_app.installEventFilter(requests)
        app.start(files)
        log.debug("the window is open")
        if on_open is not None:
            on_open(app)
        code = qt_app.exec()
        close_signals()
        instance.close()
        stopped = app.shut_down() and not app.left_at_once
        if throw_away and app.has_unsaved:
            _rescue(profile)
    if not stopped:
        # Everything of the user's is on the disk. Importing a library and reading a model cannot be
        # interrupted, and waiting for them could keep the process for seconds after its window.
        log.info("leaving without waiting for anything")
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def _rescue(profile: Profile) -> None:
    """A throw-away profile that still holds unsaved text is not thrown away."""
    kept = Path(tempfile.mkdtemp(prefix="writer-kept-"))
    shutil.copytree(profile.state, kept / "state")
    sys.stderr.write(f"Unsaved text was kept. To see it: writer --profile {kept}\n")


def _leave_on_signals(leave: Callable[[], None]) -> Callable[[], None]:
    """Let Ctrl+C and SIGTERM end Writer, in any case within two seconds.

    Qt's loop runs no Python by itself, so the signal's number is written to a socket that the
    loop watches (Python's ``set_wakeup_fd``). Returns the function that puts everything back.
    """
    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    previous_fd = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)
    notifier.setObjectName("signal-notifier")

    def woken() -> None:
        try:
            reader.recv(64)
        except BlockingIOError:
            return
        # A call that does not come back (a dead network folder) must not keep the process.
        bound = threading.Timer(LEAVE_BOUND_S, os._exit, (0,))
        bound.name, bound.daemon = "leave-bound", True
        bound.start()
        leave()

    notifier.activated.connect(woken)
    previous = {
        number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)
    }

    def restore() -> None:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(previous_fd)
        for number, handler in previous.items():
            signal.signal(number, handler)
        reader.close()
        writer.close()

    return restore
