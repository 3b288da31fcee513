"""The worker thread: newest request wins, errors become sentences, it always ends."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from writer.completion.request import CompletionRequest
from writer.engine.scripted import Answer, Piece, ScriptedEngine
from writer.errors import ModelError
from writer.sentence import Sentence
from writer.worker.completion_worker import CompletionWorker
from writer.worker.results import ChunkResult, RequestResult

WAIT_MS = 10_000


def request(number: int) -> CompletionRequest:
    return CompletionRequest(id=number, revision=number, prefix=f"text {number}")


class Listener:
    """Collects what a worker says."""

    def __init__(self, worker: CompletionWorker) -> None:
        self.chunks: list[ChunkResult] = []
        self.finished: list[RequestResult] = []
        self.failures: list[tuple[int, str]] = []
        self.load_failures: list[str] = []
        self.ready = 0
        worker.chunk_ready.connect(self.chunks.append)
        worker.request_finished.connect(self.finished.append)
        worker.request_failed.connect(lambda i, m: self.failures.append((i, m)))
        worker.engine_failed.connect(self.load_failures.append)
        worker.engine_ready.connect(self._ready)

    def _ready(self, _info: object) -> None:
        self.ready += 1

    def text(self, number: int) -> str:
        return "".join(c.text for c in self.chunks if c.request_id == number)


StartWorker = Callable[[Callable[[], ScriptedEngine]], tuple[CompletionWorker, Listener]]


@pytest.fixture
def start(qtbot: QtBot) -> Iterator[StartWorker]:
    workers: list[CompletionWorker] = []

    def build(make: Callable[[], ScriptedEngine]) -> tuple[CompletionWorker, Listener]:
        worker = CompletionWorker(make)
        workers.append(worker)
        listener = Listener(worker)
        worker.start()
        return worker, listener

    yield build
    for worker in workers:
        assert worker.stop(WAIT_MS)


def test_the_engine_lives_in_the_worker_thread_only(start: StartWorker, qtbot: QtBot) -> None:
    """Loading and decoding happen in the thread called completion-worker and nowhere else."""
    engine = ScriptedEngine(["a"])
    worker, heard = start(lambda: engine)
    worker.submit(request(1))
    qtbot.waitUntil(lambda: len(heard.finished) == 1, timeout=WAIT_MS)
    assert engine.thread_names == {"completion-worker"}
    assert heard.text(1) == "a"


def test_the_newest_request_wins(start: StartWorker, qtbot: QtBot) -> None:
    """While one is decoded, of ten that come only the last is answered; the first is cancelled."""
    gate = threading.Event()
    engine = ScriptedEngine([Answer((Piece("old", gate=gate),)), "new"])
    worker, heard = start(lambda: engine)
    worker.submit(request(1))
    qtbot.waitUntil(lambda: len(engine.requests) == 1, timeout=WAIT_MS)
    for number in range(2, 12):
        worker.submit(request(number))
    qtbot.waitUntil(lambda: heard.text(11) == "new", timeout=WAIT_MS)
    assert [r.id for r in engine.requests] == [1, 11]
    assert engine.cancelled_ids == (1,)
    assert heard.text(1) == ""


def test_cancel_stops_a_waiting_and_a_running_request(start: StartWorker, qtbot: QtBot) -> None:
    """A cancelled request ends; one that waited is never begun."""
    gate = threading.Event()
    engine = ScriptedEngine([Answer((Piece("old", gate=gate),)), "third"])
    worker, heard = start(lambda: engine)
    worker.submit(request(1))
    qtbot.waitUntil(lambda: len(engine.requests) == 1, timeout=WAIT_MS)
    worker.submit(request(2))
    worker.cancel(2)
    worker.submit(request(3))
    qtbot.waitUntil(lambda: heard.text(3) == "third", timeout=WAIT_MS)
    assert [r.id for r in engine.requests] == [1, 3]


def test_an_error_is_a_sentence_and_the_next_request_is_answered(
    start: StartWorker, qtbot: QtBot
) -> None:
    """A failing engine costs one suggestion, not the session."""
    engine = ScriptedEngine([Answer(("x",), error=RuntimeError("tensor trouble")), "fine"])
    worker, heard = start(lambda: engine)
    worker.submit(request(1))
    qtbot.waitUntil(lambda: len(heard.failures) == 1, timeout=WAIT_MS)
    number, sentence = heard.failures[0]
    assert number == 1
    assert "Your text is as you left it" in sentence
    assert "Traceback" not in sentence
    worker.submit(request(2))
    qtbot.waitUntil(lambda: heard.text(2) == "fine", timeout=WAIT_MS)


def test_an_engine_that_keeps_failing_is_loaded_afresh(start: StartWorker, qtbot: QtBot) -> None:
    """Completions come back by themselves: after two failures in a row the model is reloaded.
    The one that failed is freed before, because it may have failed for lack of memory."""
    broken = ScriptedEngine(default=Answer(error=RuntimeError("broken")))
    sound = ScriptedEngine(default="well")
    engines = [broken, sound]
    closed: list[int] = []

    def make() -> ScriptedEngine:
        closed.append(broken.close_count)
        return engines.pop(0)

    worker, heard = start(make)
    for number in (1, 2):
        worker.submit(request(number))
        qtbot.waitUntil(lambda number=number: len(heard.failures) == number, timeout=WAIT_MS)
    worker.submit(request(3))
    qtbot.waitUntil(lambda: heard.text(3) == "well", timeout=WAIT_MS)
    assert closed == [0, 1]
    assert broken.close_count == 1
    assert heard.ready == 2


def test_a_model_that_failed_to_load_does_not_hold_up_the_next(
    start: StartWorker, qtbot: QtBot
) -> None:
    """One that was chosen after it is loaded afresh at once when it fails."""
    damaged = ScriptedEngine(load_error=ModelError("The model is damaged. Get it again."))
    broken = ScriptedEngine(default=Answer(error=RuntimeError("broken")))
    engines = [broken, ScriptedEngine(default="well")]
    worker, heard = start(lambda: damaged)
    qtbot.waitUntil(lambda: bool(heard.load_failures), timeout=WAIT_MS)
    worker.use_engine(lambda: engines.pop(0))
    qtbot.waitUntil(lambda: heard.ready == 1, timeout=WAIT_MS)
    for number in (1, 2):
        worker.submit(request(number))
        qtbot.waitUntil(lambda number=number: len(heard.failures) == number, timeout=WAIT_MS)
    worker.submit(request(3))
    qtbot.waitUntil(lambda: heard.text(3) == "well", timeout=WAIT_MS)


def test_a_model_that_cannot_be_loaded_is_a_sentence(start: StartWorker, qtbot: QtBot) -> None:
    """Its own sentence reaches the window, and requests get it too instead of waiting."""
    engine = ScriptedEngine(load_error=ModelError("The model is damaged. Get it again."))
    worker, heard = start(lambda: engine)
    qtbot.waitUntil(lambda: bool(heard.load_failures), timeout=WAIT_MS)
    assert heard.load_failures == ["The model is damaged. Get it again."]
    worker.submit(request(1))
    qtbot.waitUntil(lambda: bool(heard.failures), timeout=WAIT_MS)
    assert heard.failures == [(1, "The model is damaged. Get it again.")]


def test_the_old_engine_answers_until_the_new_one_is_there(
    start: StartWorker, qtbot: QtBot
) -> None:
    """Changing to a model that fails keeps the one that works."""
    old = ScriptedEngine(default="old")
    worker, heard = start(lambda: old)
    qtbot.waitUntil(lambda: heard.ready == 1, timeout=WAIT_MS)
    worker.use_engine(lambda: ScriptedEngine(load_error=ModelError("No.")))
    qtbot.waitUntil(lambda: heard.load_failures == ["No."], timeout=WAIT_MS)
    worker.submit(request(1))
    qtbot.waitUntil(lambda: heard.text(1) == "old", timeout=WAIT_MS)
    worker.use_engine(lambda: ScriptedEngine(default="new"))
    qtbot.waitUntil(lambda: heard.ready == 2, timeout=WAIT_MS)
    worker.submit(request(2))
    qtbot.waitUntil(lambda: heard.text(2) == "new", timeout=WAIT_MS)
    assert old.close_count == 1


def test_the_old_engine_answers_while_the_new_one_loads(start: StartWorker, qtbot: QtBot) -> None:
    """Nobody waits for a switch: not the window, not the next suggestion."""
    old, gate = ScriptedEngine(default="old"), threading.Event()
    new = ScriptedEngine(default="new", load_gate=gate)
    worker, heard = start(lambda: old)
    ended: list[tuple[int, Sentence | None]] = []
    worker.switch_ended.connect(lambda *what: ended.append(what))
    qtbot.waitUntil(lambda: heard.ready == 1, timeout=WAIT_MS)
    ticket = worker.use_engine(lambda: new)
    qtbot.waitUntil(lambda: new.load_count == 1, timeout=WAIT_MS)
    worker.submit(request(1))
    qtbot.waitUntil(lambda: heard.text(1) == "old", timeout=WAIT_MS)
    assert ended == []
    assert old.close_count == 0
    gate.set()
    qtbot.waitUntil(lambda: ended == [(ticket, None)], timeout=WAIT_MS)
    worker.submit(request(2))
    qtbot.waitUntil(lambda: heard.text(2) == "new", timeout=WAIT_MS)
    assert old.close_count == 1
    assert new.thread_names == {"engine-loader", "completion-worker"}


def test_of_several_switches_the_last_one_counts(start: StartWorker, qtbot: QtBot) -> None:
    """Somebody who changes their mind while a model loads gets what they chose last."""
    gate = threading.Event()
    first, unheard = ScriptedEngine(load_gate=gate), ScriptedEngine()
    worker, heard = start(lambda: ScriptedEngine(default="old"))
    ended: list[tuple[int, Sentence | None]] = []
    worker.switch_ended.connect(lambda *what: ended.append(what))
    qtbot.waitUntil(lambda: heard.ready == 1, timeout=WAIT_MS)
    worker.use_engine(lambda: first)
    qtbot.waitUntil(lambda: first.load_count == 1, timeout=WAIT_MS)
    worker.use_engine(lambda: unheard)
    ticket = worker.use_engine(lambda: ScriptedEngine(default="last"))
    gate.set()
    qtbot.waitUntil(lambda: ended == [(ticket, None)], timeout=WAIT_MS)
    worker.submit(request(1))
    qtbot.waitUntil(lambda: heard.text(1) == "last", timeout=WAIT_MS)
    assert (first.load_count, first.close_count, unheard.load_count) == (1, 1, 0)


def test_stopping_while_another_engine_loads(qtbot: QtBot) -> None:
    """A load that hangs is reported, not waited for; what it loads at last is closed."""
    gate = threading.Event()
    old, new = ScriptedEngine(), ScriptedEngine(load_gate=gate)
    worker = CompletionWorker(lambda: old)
    heard = Listener(worker)
    worker.start()
    qtbot.waitUntil(lambda: heard.ready == 1, timeout=WAIT_MS)
    worker.use_engine(lambda: new)
    qtbot.waitUntil(lambda: new.load_count == 1, timeout=WAIT_MS)
    assert not worker.stop(200)
    gate.set()
    assert worker.stop(WAIT_MS)
    assert old.close_count == new.close_count == 1


@pytest.mark.parametrize("moment", ["loading", "decoding", "idle"])
def test_stopping_ends_the_thread(moment: str, qtbot: QtBot) -> None:
    """50 times out of 50, whatever it was doing; a load in progress ends as soon as it can."""
    for round_number in range(50):
        gate = threading.Event()
        engine = ScriptedEngine(
            [Answer((Piece("x", gate=threading.Event()),))],
            load_gate=gate if moment == "loading" else None,
        )
        worker = CompletionWorker(lambda engine=engine: engine)
        worker.start()
        if moment == "decoding":
            worker.submit(request(round_number))
            qtbot.waitUntil(lambda engine=engine: len(engine.requests) == 1, timeout=WAIT_MS)
        if moment == "loading":
            qtbot.waitUntil(lambda engine=engine: engine.load_count == 1, timeout=WAIT_MS)
            assert not worker.stop(1), "a load that is stuck is reported, not waited for"
            gate.set()
        assert worker.stop(2000)
        assert engine.close_count == engine.load_count


def test_held_text_is_shown_within_a_frame(start: StartWorker, qtbot: QtBot) -> None:
    """Text that came too soon after other text does not wait for the next piece."""
    last = threading.Event()
    engine = ScriptedEngine([Answer(("a", "b", Piece("c", gate=last)))])
    worker, heard = start(lambda: engine)
    worker.submit(request(1))
    qtbot.waitUntil(lambda: heard.text(1) == "ab", timeout=WAIT_MS)
    last.set()
    qtbot.waitUntil(lambda: heard.text(1) == "abc", timeout=WAIT_MS)


def test_reading_ahead_happens_only_when_nothing_is_asked(start: StartWorker, qtbot: QtBot) -> None:
    """A request that waits comes first; then the engine reads; the newest text only."""
    gate = threading.Event()
    engine = ScriptedEngine([Answer((Piece("x", gate=gate),)), "y"])
    worker, heard = start(lambda: engine)
    worker.submit(request(1))
    qtbot.waitUntil(lambda: len(engine.requests) == 1, timeout=WAIT_MS)
    worker.read_ahead("old text")
    worker.read_ahead("new text")
    assert engine.prefilled == ()
    gate.set()
    qtbot.waitUntil(lambda: engine.prefilled == ("new text",), timeout=WAIT_MS)
    worker.submit(request(2))
    qtbot.waitUntil(lambda: heard.text(2) == "y", timeout=WAIT_MS)


def test_ids_of_two_senders_never_meet(start: StartWorker) -> None:
    """Two windows share a worker, and neither takes the other's text for its own."""
    worker, _ = start(ScriptedEngine)
    first, second = worker.first_request_id(), worker.first_request_id()
    assert second - first > 1_000_000_000


def policy() -> int | None:
    """How the system gives a processor to the thread that asks, where it says so."""
    return os.sched_getscheduler(0) if sys.platform == "linux" else None


def test_the_engine_does_not_push_the_window_aside(start: StartWorker, qtbot: QtBot) -> None:
    """On Linux its thread takes no processor from one that runs; the window's stays as it was."""
    policies: list[int | None] = []
    before = policy()

    def make() -> ScriptedEngine:
        policies.append(policy())
        return ScriptedEngine()

    _, listener = start(make)
    qtbot.waitUntil(lambda: listener.ready == 1, timeout=WAIT_MS)
    assert policies == [os.SCHED_BATCH if sys.platform == "linux" else None]
    assert policy() == before
