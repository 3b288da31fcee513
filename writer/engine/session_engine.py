"""What every engine does around its model: prompts, silence, the decode loop; no torch."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from writer.completion.eagerness import read_thresholds
from writer.completion.reasons import Reason
from writer.completion.request import (
    CancelledError,
    CancelToken,
    Chunk,
    CompletionRequest,
    EngineInfo,
)
from writer.completion.word_filter import WordFilter
from writer.engine.decode import Decoding
from writer.engine.healing import Session
from writer.engine.own_words import OwnWords, OwnWordsSession
from writer.engine.prompt import Prompt, build_prompt, reserved
from writer.engine.shaping import Features
from writer.engine.vocabulary import Vocabulary
from writer.errors import ModelError
from writer.log import get_logger

log = get_logger(__name__)

WARM_UP_TEXT = "It was a dark and stormy night; the rain fell in torrents."

MOVE_AHEAD = 8
"""The window's move is prepared when less than this part of the positions is left before it."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A model that was read: how to run it, and what to say about it."""

    session: Session
    vocabulary: Vocabulary
    positions: int
    parameters: int
    precision: str
    adapter: str = ""


class SessionEngine:
    """Implements ``writer.completion.protocol.Engine`` over a ``Session``.

    ``threads`` is how many threads the model may use (None: what measures best while loading).
    ``features`` switches parts of the judgement off, for measurements; a word of
    ``word_filter`` is never part of a suggestion. ``notice`` is said along with the loaded model.
    """

    keeps_several_texts = False
    """Whether a session keeps what it read of one text while it reads another."""

    def __init__(
        self,
        folder: Path,
        *,
        threads: int | None = None,
        features: Features | None = None,
        word_filter: WordFilter | None = None,
        notice: str = "",
    ) -> None:
        self._folder = folder
        self._notice = notice
        self._word_filter = word_filter
        self._own: OwnWords | None = None
        self._threads = threads
        self._features = features or Features()
        self._opened: Opened | None = None

    def _open(self) -> Opened:
        """Read the folder; raises ``ModelError``."""
        raise NotImplementedError

    def load(self) -> EngineInfo:
        """Read the folder; raises ``ModelError`` with a sentence when it cannot be used."""
        started = time.perf_counter()
        try:
            opened = self._open()
            self._opened = opened
            vocabulary = opened.vocabulary
            self._own = OwnWords(vocabulary.tokenizer.encode, vocabulary.goes_on)
            return_memory()
            self._warm_up(opened)
        except MemoryError as error:
            self.close()
            raise ModelError(
                "There is not enough memory for the model in {folder}. Close other programs, or "
                "choose a smaller model.",
                folder=self._folder,
            ) from error
        info = EngineInfo(
            name=" + ".join(filter(None, (self._folder.name, opened.adapter))),
            parameters=opened.parameters,
            context_tokens=opened.positions,
            precision=opened.precision,
            load_ms=(time.perf_counter() - started) * 1000.0,
            thresholds=read_thresholds(self._folder),
            notice=self._notice,
        )
        log.info("loaded %s (%s) in %.0f ms", info.name, info.precision, info.load_ms)
        return info

    def _warm_up(self, opened: Opened) -> None:
        """Run what a first short request would be the first to run, and choose the threads."""
        go = CancelToken()
        prompt = build_prompt(WARM_UP_TEXT, opened.vocabulary.tokenizer, opened.positions)
        if not prompt.ids:
            return
        opened.session.prefill(prompt.ids, go)
        token = prompt.ids[-1]
        self._choose_threads(lambda: opened.session.expand([-1], [token], go, likeliest=True))
        opened.session.keep(-1)

    def prefill(self, prefix: str, cancel: CancelToken) -> None:
        """Feed a text without asking for more: for idle moments, so that the next key is quick.

        Where the window's start is about to move, what it will hold then is fed as well, and the
        document's own words are counted. May be cancelled like a request; what was fed until then
        is kept. Does nothing when no model is loaded.
        """
        opened = self._opened
        if opened is None:
            return
        self._settle()
        prompt = self._prompt(opened, prefix)
        now = prompt.ids
        soon = self._prompt(opened, prefix, spare=opened.positions // MOVE_AHEAD).ids
        with suppress(CancelledError):
            # What is needed first is fed last, so that it is the last to be given up.
            if self.keeps_several_texts and soon and soon != now:
                opened.session.prefill(soon, cancel)
            if now:
                opened.session.prefill(now, cancel)
            # After a jump all of them are: 14 ms with Python's lock, for which a key would wait.
            if not cancel.cancelled:
                self._count_own_words(prefix, prompt)

    def _choose_threads(self, step: Callable[[], object]) -> None:
        """Run a step for the first time; an engine may time it, to choose its threads."""
        step()

    def _settle(self) -> None:
        """Before every use of the model, in the thread that will run it."""

    def _prompt(self, opened: Opened, prefix: str, spare: int = 0) -> Prompt:
        return build_prompt(
            prefix,
            opened.vocabulary.tokenizer,
            opened.positions,
            healing=self._features.healing,
            spare=spare,
        )

    def stream(self, request: CompletionRequest, cancel: CancelToken) -> Iterator[Chunk]:
        """Yield chunks for a request; see the protocol. Raises ``ModelError`` when not loaded."""
        opened = self._opened
        if opened is None:
            raise ModelError("No model is loaded. Choose a model first.")
        self._settle()
        prompt = self._prompt(opened, request.prefix)
        silence = Reason.EMPTY_TEXT if not prompt.ids else _nothing_to_add(request)
        if silence is not None:
            for index in range(max(1, request.options.alternatives)):
                yield Chunk(index, "", 0.0, silence)
            return
        yield from Decoding(
            self._session_with_own_words(opened, request, prompt),
            opened.vocabulary,
            prompt,
            request,
            cancel,
            token_limit=reserved(opened.positions),
            features=self._features,
            word_filter=self._word_filter,
        ).chunks()

    def _session_with_own_words(
        self, opened: Opened, request: CompletionRequest, prompt: Prompt
    ) -> Session:
        """The model, mixed with what the document said before."""
        own = self._count_own_words(request.prefix, prompt)
        return opened.session if own is None else OwnWordsSession(opened.session, own)

    def _count_own_words(self, prefix: str, prompt: Prompt) -> OwnWords | None:
        """The words of the text before the piece that is forced, up to date."""
        if self._own is None or not self._features.own_words:
            return None
        forced = len(prompt.forced.decode("utf-8", "replace"))
        text = prefix.encode("utf-8", "replace").decode("utf-8")
        self._own.read(text[: len(text) - forced])
        return self._own

    def close(self) -> None:
        """Free the model and its caches."""
        self._opened = None
        self._own = None
        return_memory()


def _nothing_to_add(request: CompletionRequest) -> Reason | None:
    """Inside a word, all that fits is what stands there already."""
    inside = request.prefix[-1:].isalnum() and request.suffix[:1].isalnum()
    return Reason.MEETS_SUFFIX if inside else None


def return_memory() -> None:
    """Give what loading or a model used back to the system, where the C library can (glibc)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
