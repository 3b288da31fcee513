"""Loading an engine: a failure is a sentence, and another engine can go on answering meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from writer.completion.protocol import Engine
from writer.completion.request import EngineInfo
from writer.errors import WriterError, system_words
from writer.log import get_logger
from writer.sentence import Sentence

log = get_logger(__name__)

EngineFactory = Callable[[], Engine]


@dataclass(frozen=True, slots=True)
class Loaded:
    """An engine with what it says about itself, or a sentence why there is none."""

    engine: Engine | None = None
    info: EngineInfo | None = None
    sentence: Sentence | None = None


def load_engine(make_engine: EngineFactory) -> Loaded:
    """Make an engine and load it; never raises."""
    try:
        engine = make_engine()
        return Loaded(engine, engine.load())
    except WriterError as error:
        return Loaded(sentence=error.sentence)
    except Exception as error:
        log.exception("the engine could not be loaded")
        return Loaded(
            sentence=Sentence(
                "The model could not be loaded ({kind}: {reason}). Writing works as before; "
                "suggestions come back when the model does.",
                kind=type(error).__name__,
                reason=system_words(error),
            )
        )


class EngineLoader:
    """Loads one engine in a thread called engine-loader, while another engine answers.

    ``wake`` is called in that thread when it is done.
    """

    def __init__(self, ticket: int, make_engine: EngineFactory, wake: Callable[[], None]) -> None:
        self.ticket = ticket
        self.make_engine = make_engine
        self._wake = wake
        self._lock = threading.Lock()
        # Guarded by the lock:
        self._loaded: Loaded | None = None
        self._unwanted = False
        self._thread = threading.Thread(target=self._run, name="engine-loader", daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether ``take`` has something to give."""
        with self._lock:
            return self._loaded is not None

    def take(self) -> Loaded:
        """What came of it; to be called once, when it is done."""
        with self._lock:
            assert self._loaded is not None
            return self._loaded

    def drop(self) -> None:
        """Nobody wants the engine any more: it is closed, now or when it is loaded."""
        with self._lock:
            self._unwanted = True
            loaded = self._loaded
        if loaded is not None and loaded.engine is not None:
            loaded.engine.close()

    def join(self, timeout_s: float) -> bool:
        """``False`` when it is still in a call that nothing can interrupt."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        loaded = load_engine(self.make_engine)
        with self._lock:
            self._loaded = loaded
            unwanted = self._unwanted
        if unwanted and loaded.engine is not None:
            loaded.engine.close()
        self._wake()
