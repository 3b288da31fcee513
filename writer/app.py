"""The composition root of the window: builds the objects, connects the signals, runs the loop.

Importing this module imports neither torch nor transformers; the worker thread does that, after
the window has been painted.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from writer import __version__
from writer.completion.protocol import Engine
from writer.completion.request import EngineInfo
from writer.errors import WriterError
from writer.log import get_logger
from writer.models.locate import find_model
from writer.paths import Profile, resources_dir
from writer.settings.store import Settings
from writer.ui.main_window import MainWindow
from writer.ui.theme import load_bundled_fonts
from writer.worker.completion_worker import CompletionWorker, EngineFactory

log = get_logger(__name__)

STOP_TIMEOUT_MS = 1500


class WriterApp:
    """The windows, the one worker they share, and the settings."""

    def __init__(self, settings: Settings, profile: Profile, make_engine: EngineFactory) -> None:
        self._settings = settings
        self._profile = profile
        self._engine_info: EngineInfo | None = None
        self.windows: list[MainWindow] = []
        load_bundled_fonts(resources_dir() / "fonts")
        self.worker = CompletionWorker(make_engine)
        self.worker.engine_ready.connect(self._remember_engine)
        settings.on_change(self._setting_changed)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: self._apply_appearance())

    def start(self, files: Sequence[Path]) -> None:
        """Open a window for every file (or an empty one), then start loading the model."""
        for path in files:
            self.open(path)
        if not files:
            self.open()
        for notice in self._settings.notices:
            self.windows[0].status.set_reason(notice)
        # The model is loaded after the first paint: the page is there before it is clever.
        QTimer.singleShot(0, self.worker.start)

    def open(self, path: Path | None = None) -> MainWindow:
        """Show ``path`` in the window if that is blank, in a new window otherwise."""
        window = next((w for w in self.windows if path and w.documents.is_blank), None)
        if window is None:
            window = self._new_window()
        if path is not None:
            if path.exists() or path.is_symlink():
                window.documents.open(path)
            else:
                window.documents.begin(path)
        window.show()
        window.activateWindow()
        return window

    def _new_window(self) -> MainWindow:
        window = MainWindow(self._settings, self.worker, self._profile.state, __version__)
        window.set_engine(self._engine_info)
        window.new_window_requested.connect(self.open)
        window.open_requested.connect(self.open)
        window.quit_requested.connect(self.quit)
        window.closed.connect(self.windows.remove)
        self.windows.append(window)
        return window

    def quit(self) -> None:
        """Close every window; stops at the first one that has to stay."""
        for window in list(self.windows):
            if not window.close():
                return

    def shut_down(self) -> bool:
        """Stop the worker; ``False`` when it is stuck in a call that cannot be interrupted."""
        return self.worker.stop(STOP_TIMEOUT_MS)

    def _remember_engine(self, info: EngineInfo) -> None:
        self._engine_info = info

    def _setting_changed(self, key: str) -> None:
        if key.startswith(("editor.", "window.")):
            self._apply_appearance()

    def _apply_appearance(self) -> None:
        for window in self.windows:
            window.apply_appearance()


def chosen_engine(settings: Settings, profile: Profile) -> EngineFactory:
    """Makes the engine for the chosen model; called, and importing torch, in the worker."""

    def make() -> Engine:
        folder = find_model(settings.text("completions.model"), resources_dir(), profile)
        from writer.engine.torch_engine import TorchEngine

        return TorchEngine(folder)

    return make


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
) -> int:
    """Open the window and stay until it is closed. ``profile`` ``None`` uses a throw-away one."""
    problem = display_problem()
    if problem is not None:
        raise WriterError(problem)
    with ExitStack() as stack:
        if profile is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="writer-profile-"))
            profile = Profile.under(Path(folder))
        profile.create()
        settings = Settings(profile.config / "settings.toml")
        if model is not None:
            settings.override("completions.model", model)
            find_model(model, resources_dir(), profile)

        QCoreApplication.setApplicationName("Writer")
        QCoreApplication.setApplicationVersion(__version__)
        QGuiApplication.setDesktopFileName("writer")
        qt_app = QApplication(sys.argv[:1])
        app = WriterApp(settings, profile, chosen_engine(settings, profile))
        close_signals = _quit_on_signals(app.quit)
        app.start(files)
        code = qt_app.exec()
        close_signals()
        stopped = app.shut_down()
    if not stopped:
        # Everything of the user's is saved and closed. Importing torch cannot be interrupted,
        # and waiting for it to end would keep the process for seconds after its window.
        log.info("the worker is still loading; leaving without it")
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def _quit_on_signals(quit_app: Callable[[], None]) -> Callable[[], None]:
    """Let Ctrl+C and SIGTERM close the windows. Qt's loop runs no Python by itself, so the
    signal's number is written to a socket that the loop watches (Python's ``set_wakeup_fd``).
    Returns the function that puts everything back."""
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
        quit_app()

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
