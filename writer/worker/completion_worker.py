"""The thread that owns the engine.

One owner, one slot: a new request replaces one that waits and cancels the one being decoded.
The window never waits for this thread: ``submit`` and ``cancel`` return at once, and results
come back as queued signals. Errors become sentences; the next request tries again.
"""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import QObject, Qt, QThread, Signal

from writer.completion.protocol import Engine
from writer.completion.request import CancelToken, CompletionRequest
from writer.errors import WriterError
from writer.log import get_logger
from writer.sentence import Sentence
from writer.worker.engine_loader import EngineFactory, EngineLoader, Loaded, load_engine
from writer.worker.relay import Relay
from writer.worker.results import ChunkResult, RequestResult
from writer.worker.stand_back import stand_back

log = get_logger(__name__)

WAIT_S = 1.0
"""The bound on every wait for work; the thread then looks whether it should end."""
READING_AHEAD = 0
"""Stands for the id of a request while the engine only reads."""
RELOAD_AFTER_FAILURES = 2
"""So many failures in a row, and the engine is loaded afresh before the next request."""
IDS_PER_CHANNEL_BITS = 40
RETRY_LOAD_S = 5.0
"""After a failed load, requests within this time are answered with the same sentence."""


class CompletionWorker(QThread):
    """Owns one engine and answers one request at a time, the newest first."""

    engine_loading = Signal()
    engine_ready = Signal(object)
    """An ``EngineInfo``: the engine answers from now on."""
    engine_failed = Signal(object)
    """A sentence for the user: the engine could not be loaded."""
    chunk_ready = Signal(object)
    """A ``ChunkResult``."""
    request_finished = Signal(object)
    """A ``RequestResult``: nothing more comes for that request."""
    request_failed = Signal(object, object)
    """A request id (larger than a C int) and a sentence for the user."""
    switch_ended = Signal(int, object)
    """What ``use_engine`` returned, and why the old model stays (``None``: the new one answers)."""
    # From the thread to the relay, which lives in the window's thread and keeps the frame rate:
    _made = Signal(object)

    def __init__(self, make_engine: EngineFactory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("completion-worker")
        relay = Relay(self)
        relay.chunk_ready.connect(self.chunk_ready)
        relay.request_finished.connect(self.request_finished)
        self._made.connect(relay.take, Qt.ConnectionType.QueuedConnection)
        self._changed = threading.Condition()
        # Guarded by the condition's lock:
        self._make_engine = make_engine
        self._tickets = 0
        self._wanted: tuple[int, EngineFactory] | None = None
        self._loader: EngineLoader | None = None
        self._pending: CompletionRequest | None = None
        self._idle_prefix: str | None = None
        self._channels = 0
        self._running: tuple[int, CancelToken] | None = None
        self._stopping = False
        # Owned by the thread itself:
        self._engine: Engine | None = None
        self._failures = 0
        self._load_error: Sentence | None = None
        self._load_failed_at = float("-inf")

    # -- called from the window's thread ------------------------------------------------

    def submit(self, request: CompletionRequest) -> None:
        """Answer this request next; whatever waited or was being decoded is dropped."""
        with self._changed:
            self._pending = request
            if self._running is not None:
                self._running[1].cancel()
            self._changed.notify()

    def first_request_id(self) -> int:
        """The first id for one more sender; ids of several windows never meet."""
        self._channels += 1
        return (self._channels << IDS_PER_CHANNEL_BITS) + 1

    def read_ahead(self, prefix: str) -> None:
        """When there is nothing else to do, let the engine read this text, so that the next
        suggestion after it comes quickly. Any request comes first and interrupts it."""
        with self._changed:
            self._idle_prefix = prefix
            self._changed.notify()

    def cancel(self, request_id: int) -> None:
        """Stop working on this request, if it waits or is being decoded."""
        with self._changed:
            if self._pending is not None and self._pending.id == request_id:
                self._pending = None
            if self._running is not None and self._running[0] == request_id:
                self._running[1].cancel()

    def use_engine(self, make_engine: EngineFactory) -> int:
        """Change to another model; the old one answers until the new one is loaded.

        Returns a number that ``switch_ended`` gives back. Of several that are asked for while
        one is loading, the last is taken, and nothing is heard of the others.
        """
        with self._changed:
            self._tickets += 1
            self._wanted = (self._tickets, make_engine)
            self._changed.notify()
            return self._tickets

    def stop(self, timeout_ms: int = 1500) -> bool:
        """End the thread; ``False`` when it could not end in time.

        That can only happen inside a call that nothing can interrupt (importing a library,
        reading a model from a slow disk). The caller then ends the process without waiting.
        """
        with self._changed:
            self._stopping = True
            self._pending = None
            if self._running is not None:
                self._running[1].cancel()
            self._changed.notify()
        end = time.monotonic() + timeout_ms / 1000
        ended = self.wait(timeout_ms)
        with self._changed:
            loader = self._loader
        return ended and (loader is None or loader.join(max(0.0, end - time.monotonic())))

    # -- the thread ----------------------------------------------------------------------

    def run(self) -> None:
        threading.current_thread().name = self.objectName()
        stand_back()
        if not self._stopping:
            self._load()
        while True:
            with self._changed:
                while not (self._stopping or self._has_work()):
                    self._changed.wait(WAIT_S)
                if self._stopping:
                    break
                loaded, begin = self._next_switch()
                request, token = None, CancelToken()
                prefix = None
                if loaded is None and begin is None:
                    request, self._pending = self._pending, None
                    prefix, self._idle_prefix = self._idle_prefix, None
                if request is not None or prefix is not None:
                    self._running = (request.id if request else READING_AHEAD, token)
            if loaded is not None:
                self._end_switch(loaded)
            elif begin is not None:
                self._begin_switch(*begin)
            elif request is not None:
                self._answer(request, token)
            elif prefix is not None:
                self._read(prefix, token)
            with self._changed:
                self._running = None
        if self._loader is not None:
            self._loader.drop()
        self._close_engine()

    def _has_work(self) -> bool:
        """To be asked with the lock held."""
        can_begin = self._wanted is not None and self._loader is None
        done = self._loader is not None and self._loader.is_done
        return bool(self._pending or self._idle_prefix) or can_begin or done

    def _next_switch(self) -> tuple[EngineLoader | None, tuple[int, EngineFactory] | None]:
        """A loader that is done, or a switch that can begin; with the lock held."""
        if self._loader is not None and self._loader.is_done:
            loaded, self._loader = self._loader, None
            if self._wanted is None:
                return loaded, None
            loaded.drop()
        if self._loader is None and self._wanted is not None:
            begin, self._wanted = self._wanted, None
            return None, begin
        return None, None

    def _begin_switch(self, ticket: int, make_engine: EngineFactory) -> None:
        """Load beside the engine that answers; without one, here."""
        log.debug("loading another engine")
        self.engine_loading.emit()
        if self._engine is None:
            self._take(ticket, make_engine, load_engine(make_engine))
            return
        with self._changed:
            self._loader = EngineLoader(ticket, make_engine, self._wake)

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify()

    def _end_switch(self, loader: EngineLoader) -> None:
        self._take(loader.ticket, loader.make_engine, loader.take())

    def _take(self, ticket: int, make_engine: EngineFactory, loaded: Loaded) -> None:
        """Put the other engine in the place of the old one, which stays if there is none."""
        if loaded.engine is None:
            self.engine_failed.emit(loaded.sentence)
        else:
            with self._changed:
                self._make_engine = make_engine
            self._put_in_place(loaded)
        self.switch_ended.emit(ticket, loaded.sentence)

    def _load(self) -> bool:
        """Make the engine afresh and put it in the place of the old one, if it can be loaded."""
        log.debug("loading the engine")
        self.engine_loading.emit()
        with self._changed:
            make_engine = self._make_engine
        loaded = load_engine(make_engine)
        if loaded.engine is None:
            self._load_error = loaded.sentence
            self._load_failed_at = time.monotonic()
            self.engine_failed.emit(loaded.sentence)
            return False
        self._put_in_place(loaded)
        return True

    def _put_in_place(self, loaded: Loaded) -> None:
        self._close_engine()
        self._engine = loaded.engine
        self._failures = 0
        self._load_error, self._load_failed_at = None, float("-inf")
        log.debug("the engine is ready")
        self.engine_ready.emit(loaded.info)

    def _close_engine(self) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def _answer(self, request: CompletionRequest, token: CancelToken) -> None:
        if self._engine is None or self._failures >= RELOAD_AFTER_FAILURES:
            recently = time.monotonic() - self._load_failed_at < RETRY_LOAD_S
            # It may have failed because memory ran out: never two of them.
            self._close_engine()
            if recently or not self._load():
                self.request_failed.emit(request.id, self._load_error)
                return
        assert self._engine is not None
        try:
            self._stream(self._engine, request, token)
            self._failures = 0
        except WriterError as error:
            self._failures += 1
            self.request_failed.emit(request.id, error.sentence)
        except Exception as error:
            log.exception("request %d failed", request.id)
            self._failures += 1
            self.request_failed.emit(
                request.id,
                Sentence(
                    "The model could not answer ({kind}). Your text is as you left it; the next "
                    "suggestion is tried as you type on.",
                    kind=type(error).__name__,
                ),
            )

    def _read(self, prefix: str, token: CancelToken) -> None:
        if self._engine is None:
            return
        try:
            self._engine.prefill(prefix, token)
        except Exception:
            # Nobody waits for this; if the engine is broken, the next request will say so.
            log.exception("reading ahead failed")

    def _stream(self, engine: Engine, request: CompletionRequest, token: CancelToken) -> None:
        start = time.perf_counter()
        first_ms: float | None = None
        for chunk in engine.stream(request, token):
            if chunk.text and first_ms is None:
                first_ms = (time.perf_counter() - start) * 1000
            self._made.emit(
                ChunkResult(
                    request.id,
                    request.revision,
                    chunk.index,
                    chunk.text,
                    chunk.confidence,
                    chunk.reason,
                )
            )
        total_ms = (time.perf_counter() - start) * 1000
        self._made.emit(RequestResult(request.id, request.revision, first_ms, total_ms))
