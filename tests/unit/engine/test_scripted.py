"""The scripted engine keeps the engine's protocol, so tests built on it mean something."""

from __future__ import annotations

import threading

import pytest

from writer.completion.protocol import Engine
from writer.completion.reasons import Reason
from writer.completion.request import CancelToken, Chunk, CompletionRequest
from writer.engine.scripted import Answer, Piece, ScriptedEngine
from writer.errors import ModelError


def ask(engine: Engine, request_id: int = 1, cancel: CancelToken | None = None) -> list[Chunk]:
    request = CompletionRequest(id=request_id, revision=0, prefix="Once")
    return list(engine.stream(request, cancel or CancelToken()))


def test_answers_come_in_order_then_the_default() -> None:
    """Each request takes the next answer; an empty queue means silence with a reason."""
    engine = ScriptedEngine(["one", Answer([" two", " three"], Reason.SENTENCE_END)])
    assert ask(engine) == [Chunk(0, "one", 1.0), Chunk(0, "", 1.0, Reason.WORD_LIMIT)]
    assert [c.text for c in ask(engine)] == [" two", " three", ""]
    assert ask(engine) == [Chunk(0, "", 0.0, Reason.LOW_CONFIDENCE)]
    assert [r.prefix for r in engine.requests] == ["Once"] * 3


def test_every_alternative_ends_once() -> None:
    """Each alternative that spoke gets exactly one last chunk."""
    engine = ScriptedEngine([Answer([Piece(" a"), Piece(" b", index=1), Piece(" c")])])
    chunks = ask(engine)
    assert [(c.index, c.reason) for c in chunks[-2:]] == [
        (0, Reason.WORD_LIMIT),
        (1, Reason.WORD_LIMIT),
    ]
    assert all(c.reason is None for c in chunks[:-2])


def test_a_gate_holds_a_piece_back_and_a_cancel_ends_the_wait() -> None:
    """A held answer ends with CANCELLED as soon as its request is cancelled."""
    gate = threading.Event()
    engine = ScriptedEngine([Answer([" a", Piece(" b", gate=gate)])])
    cancel = CancelToken()
    stream = engine.stream(CompletionRequest(7, 0, "x"), cancel)
    assert next(stream).text == " a"
    cancel.cancel()
    assert [c.reason for c in stream] == [Reason.CANCELLED]
    assert engine.cancelled_ids == (7,)

    gate.set()
    engine.queue(Answer([Piece(" b", gate=gate)]))
    assert [c.text for c in ask(engine)] == [" b", ""]


def test_errors_are_raised_where_they_were_queued() -> None:
    """A failing answer fails its own request only; a failing load says so."""
    engine = ScriptedEngine([Answer([" a"], error=RuntimeError("boom")), " b"])
    with pytest.raises(RuntimeError, match="boom"):
        ask(engine)
    assert ask(engine)[0].text == " b"

    engine = ScriptedEngine(load_error=ModelError("No model here."))
    with pytest.raises(ModelError):
        engine.load()
    engine.load_error = None
    assert engine.load().name == "scripted"
    assert engine.loaded
    engine.close()
    assert not engine.loaded
