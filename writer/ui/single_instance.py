"""One Writer per profile: a later start hands its files to the window that is already there."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from writer.documents.filelock import try_lock
from writer.log import get_logger

log = get_logger(__name__)

CONNECT_MS = 300
RETRY_MS = 50
ANSWER_MS = 3000
"""A window that is busy (opening a long file) needs a moment; a dead one does not connect."""
LARGEST_BYTES = 1 << 20
_TAKEN = b"taken\n"


class SingleInstance(QObject):
    """Either hands files to the running Writer, or receives them from later starts."""

    files_received = Signal(object)
    """A list of ``Path``; empty when Writer was started without files."""

    def __init__(self, state: Path) -> None:
        """``state`` is the profile's state folder; its path makes the name."""
        super().__init__()
        self._lock_path = state / "instance.lock"
        self._lock_fd = -1
        self._server: QLocalServer | None = None
        who = f"{getpass.getuser() if hasattr(os, 'getuid') else ''}:{state.resolve()}"
        self._name = f"writer-{hashlib.sha256(who.encode()).hexdigest()[:20]}"

    def hand_over(self, files: Sequence[Path], *, patience_ms: int = 0) -> bool:
        """Give the files to a running Writer; ``False`` when there is none, or it says nothing.

        Waits for at most ``patience_ms`` until there is one, and then ``2 * ANSWER_MS``.
        """
        socket = QLocalSocket()
        for _ in range(patience_ms // RETRY_MS + 1):
            socket.connectToServer(self._name)
            if socket.waitForConnected(CONNECT_MS):
                break
            QThread.msleep(RETRY_MS if patience_ms else 0)
        else:
            return False
        message = {"version": 1, "files": [str(path.absolute()) for path in files]}
        socket.write(json.dumps(message).encode() + b"\n")
        socket.waitForBytesWritten(ANSWER_MS)
        answer = b""
        while not answer.endswith(b"\n") and socket.waitForReadyRead(ANSWER_MS):
            answer += bytes(socket.readAll().data())
        socket.abort()
        return answer == _TAKEN

    def listen(self) -> bool:
        """Receive files from now on; ``False`` when another Writer does, or it cannot be done."""
        if not self._first():
            return False
        # The lock says that no other Writer lives: a socket that is there is a dead one's.
        QLocalServer.removeServer(self._name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._connected)
        if not server.listen(self._name):
            log.warning("later starts open windows of their own: %s", server.errorString())
            return False
        self._server = server
        return True

    def close(self) -> None:
        """Receive nothing more."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._lock_fd >= 0:
            os.close(self._lock_fd)
            self._lock_fd = -1

    def _first(self) -> bool:
        try:
            fd = os.open(self._lock_path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return False
        if not try_lock(fd):
            os.close(fd)
            return False
        self._lock_fd = fd
        return True

    def _connected(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > LARGEST_BYTES:
                socket.abort()
            return
        try:
            message = json.loads(bytes(socket.readLine(LARGEST_BYTES).data()))
            files = [Path(name) for name in message["files"]]
        except (ValueError, KeyError, TypeError):
            socket.abort()
            return
        socket.write(_TAKEN)
        socket.flush()
        self.files_received.emit(files)
