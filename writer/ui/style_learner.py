"""Learning the writer's style: a process of its own, started, followed and told what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

from writer.log import get_logger
from writer.models.learning import (
    PAUSE,
    RESUME,
    STOP,
    Failed,
    Finished,
    Message,
    Paused,
    Stopped,
    from_line,
)
from writer.paths import Profile
from writer.processes import own_command
from writer.sentence import Sentence

log = get_logger(__name__)

STYLE = "my-style"
"""What the adapter is called that the window makes."""

MakeCommand = Callable[[Sequence[str]], list[str]]
"""From the arguments of ``writer finetune`` to a whole command line."""


def finetune_command(arguments: Sequence[str]) -> list[str]:
    """Writer itself, as another process."""
    return [*own_command(), "finetune", "--progress-json", "--background", *arguments]


class StyleLearner(QObject):
    """At most one learning at a time, whatever windows there are; ``last`` is what it said last.

    The process ends by itself when Writer does, and keeps its place: its input ends then.
    """

    changed = Signal()
    """It said something, or was told something."""
    learnt = Signal()
    """It is done, and kept."""

    def __init__(
        self,
        profile: Profile,
        make_command: MakeCommand = finetune_command,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.profile = profile
        self._make_command = make_command
        self._process: QProcess | None = None
        self._unread = b""
        self._paused = False
        self.last: Message | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a process, paused or not."""
        return self._process is not None

    @property
    def is_paused(self) -> bool:
        """Whether it was told to pause; it does at the end of the step it is in."""
        return self._paused

    def start(self, files: Sequence[Path], model: str, minutes: int) -> None:
        """Learn from these documents; what was stopped before goes on if they are the same."""
        if self._process is not None:
            return
        arguments = [*map(str, files), "--name", STYLE, "--minutes", str(minutes)]
        arguments += ["--model", model, *self._profile_arguments()]
        program, *rest = self._make_command(arguments)
        self.last, self._paused, self._unread = None, False, b""
        process = QProcess(self)
        process.setObjectName("style-learner")
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        self._process = process
        process.start(program, rest)
        self.changed.emit()

    def pause(self) -> None:
        """Compute nothing until it is resumed."""
        self._tell(PAUSE)
        self._paused = True
        self.changed.emit()

    def resume(self) -> None:
        """Go on."""
        self._tell(RESUME)
        self._paused = False
        self.changed.emit()

    def stop(self) -> None:
        """End it; the same documents go on from there."""
        self._tell(STOP)

    def shut_down(self, timeout_ms: int) -> None:
        """Writer ends: let the process keep its place and end too, in this time at most."""
        process, self._process = self._process, None
        if process is None:
            return
        process.finished.disconnect(self._finished)
        process.errorOccurred.disconnect(self._failed)
        process.closeWriteChannel()
        if not process.waitForFinished(timeout_ms):
            # Its last checkpoint is half a minute old at most.
            process.kill()
            process.waitForFinished(timeout_ms)

    def _profile_arguments(self) -> list[str]:
        if self.profile == Profile.default():
            return []
        return ["--profile", str(self.profile.state.parent)]

    def _tell(self, word: str) -> None:
        if self._process is not None:
            self._process.write(f"{word}\n".encode())

    def _read(self) -> None:
        if self._process is None:
            return
        self._unread += bytes(self._process.readAllStandardOutput().data())
        *lines, self._unread = self._unread.split(b"\n")
        for line in lines:
            message = from_line(line.decode("utf-8", "replace"))
            # What was said before the process heard of a pause is not news any more.
            if message is not None and not (isinstance(message, Paused) and not self._paused):
                self.last = message
        if lines:
            self.changed.emit()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._end()

    def _finished(self) -> None:
        self._read()
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        if said:
            log.debug("the learning said: %s", said[-2000:])
        process.deleteLater()
        self._paused = False
        if not isinstance(self.last, Finished | Stopped | Failed):
            self.last = Failed(
                Sentence(
                    "Learning ended before it was done. Your documents are as they were; start "
                    "again to go on from where it was kept last."
                )
            )
        self.changed.emit()
        if isinstance(self.last, Finished):
            self.learnt.emit()
