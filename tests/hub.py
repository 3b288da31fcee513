"""A stand-in of the hub on this machine: lists files, serves ranges, and fails as it is told."""

from __future__ import annotations

import hashlib
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

COMMIT = "c0ffee" + "0" * 34
LARGE_BYTES = 100_000
"""Files above this are listed as the hub lists large files: with their SHA-256."""


@dataclass
class Fault:
    """What goes wrong with one file, and how often before it works."""

    drop_at: float | None = None
    """Close the connection after this share of the file (of the whole file, not of the range)."""
    stall_at: float | None = None
    """Send this share, then nothing, until the hub is closed."""
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    change: Callable[[bytes], bytes] | None = None
    """Serve other bytes than are listed."""
    no_ranges: bool = False
    times: int = 1_000_000


class Hub:
    """Serves repositories: name to file name to bytes."""

    def __init__(self) -> None:
        self.repositories: dict[str, dict[str, bytes | Path]] = {}
        self.faults: dict[str, Fault] = {}
        """By file name; ``api`` is the listing."""
        self.commits: dict[str, str] = {}
        """The commit a repository states, where it is not ``COMMIT``."""
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.sent_bytes = 0
        self.stalled = threading.Event()
        """Set when a stall begins."""
        self._listed: dict[tuple[str, str], dict[str, Any]] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                hub._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="stand-in-hub", daemon=True
        )
        self._thread.start()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def paths(self) -> list[str]:
        """What was asked for, in order, without queries."""
        return [urlsplit(path).path for path, _ in self.requests]

    def serve_folder(self, repository: str, folder: Path) -> None:
        """Serve the files of a folder."""
        files: dict[str, bytes | Path] = {p.name: p for p in folder.iterdir() if p.is_file()}
        self.repositories[repository] = files

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    # -- answers ---------------------------------------------------------------------------

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = unquote(urlsplit(handler.path).path)
        with self._lock:
            self.requests.append((handler.path, dict(handler.headers)))
        if found := re.fullmatch(r"/api/models/([^/]+/[^/]+)(?:/revision/(.+))?", path):
            self._list(handler, found[1], found[2] or "main")
        elif found := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
            self._send_file(handler, found[1], found[2], found[3])
        else:
            self._refuse(handler, 404, "EntryNotFound")

    def _refuse(
        self,
        handler: BaseHTTPRequestHandler,
        status: int,
        code: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        handler.send_response(status)
        for key, value in ({"X-Error-Code": code} if code else {}).items():
            handler.send_header(key, value)
        for key, value in (headers or {}).items():
            handler.send_header(key, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    def _fault(self, name: str) -> Fault:
        with self._lock:
            fault = self.faults.get(name)
            if fault is None or fault.times <= 0:
                return Fault()
            fault.times -= 1
            return fault

    def _list(self, handler: BaseHTTPRequestHandler, repository: str, revision: str) -> None:
        fault = self._fault("api")
        if fault.status is not None:
            self._refuse(handler, fault.status, headers=fault.headers)
            return
        if fault.stall_at is not None:
            self._closing.wait(30)
            return
        if repository not in self.repositories:
            self._refuse(handler, 404, "RepoNotFound")
            return
        commit = self.commits.get(repository, COMMIT)
        if revision not in ("main", commit) and repository not in self.commits:
            self._refuse(handler, 404, "RevisionNotFound")
            return
        files = self.repositories[repository]
        siblings = [self._describe(repository, name) for name in sorted(files)]
        body = json.dumps(
            {
                "id": repository,
                "sha": commit,
                "siblings": siblings,
                "cardData": {"license": "apache-2.0"},
            }
        ).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def _describe(self, repository: str, name: str) -> dict[str, Any]:
        key = (repository, name)
        if key not in self._listed:
            data = self._bytes(repository, name)
            git = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
            sibling: dict[str, Any] = {"rfilename": name, "size": len(data), "blobId": git}
            if len(data) > LARGE_BYTES:
                sha256 = hashlib.sha256(data).hexdigest()
                sibling["lfs"] = {"sha256": sha256, "size": len(data), "pointerSize": 134}
            self._listed[key] = sibling
        return self._listed[key]

    def _bytes(self, repository: str, name: str) -> bytes:
        stored = self.repositories[repository][name]
        return stored.read_bytes() if isinstance(stored, Path) else stored

    def _send_file(
        self, handler: BaseHTTPRequestHandler, repository: str, revision: str, name: str
    ) -> None:
        fault = self._fault(name)
        if fault.status is not None:
            self._refuse(handler, fault.status, headers=fault.headers)
            return
        data = self._bytes(repository, name)
        if fault.change is not None:
            data = fault.change(data)
        start = 0
        asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        if asked and not fault.no_ranges:
            start = int(asked[1])
            if start >= len(data):
                self._refuse(handler, 416)
                return
            handler.send_response(206)
            handler.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        else:
            handler.send_response(200)
        handler.send_header("Content-Length", str(len(data) - start))
        handler.end_headers()
        end = len(data)
        for share in (fault.drop_at, fault.stall_at):
            if share is not None:
                end = max(start, int(len(data) * share))
        with self._lock:
            self.sent_bytes += end - start
        try:
            handler.wfile.write(data[start:end])
            handler.wfile.flush()
            if fault.stall_at is not None:
                self.stalled.set()
                self._closing.wait(30)
            if end < len(data):
                handler.connection.shutdown(socket.SHUT_RDWR)
                handler.close_connection = True
        except OSError:
            handler.close_connection = True


@contextmanager
def running_hub() -> Iterator[Hub]:
    """A hub that is closed afterwards."""
    hub = Hub()
    try:
        yield hub
    finally:
        hub.close()
