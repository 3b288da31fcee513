"""At most one update of the window per frame."""

from __future__ import annotations

from writer.completion.reasons import Reason
from writer.worker.coalescer import Coalescer
from writer.worker.results import ChunkResult


def chunk(
    text: str, index: int = 0, reason: Reason | None = None, request_id: int = 1
) -> ChunkResult:
    return ChunkResult(request_id, 1, index, text, 1.0, reason)


def texts(chunks: list[ChunkResult]) -> list[str]:
    return [c.text for c in chunks]


def test_the_first_text_is_sent_at_once_and_the_rest_once_a_frame() -> None:
    """The eye gets the first word immediately; later pieces are joined within a frame."""
    coalescer = Coalescer(frame_s=0.016)
    assert texts(coalescer.add(chunk("a"), 0.000)) == ["a"]
    assert texts(coalescer.add(chunk("b"), 0.004)) == []
    assert texts(coalescer.add(chunk("c"), 0.008)) == []
    assert texts(coalescer.add(chunk("d"), 0.017)) == ["bcd"]


def test_the_first_text_of_every_request_is_sent_at_once() -> None:
    """Each key is a new request: its first ink does not wait for the frame of the one before."""
    coalescer = Coalescer(frame_s=0.016)
    coalescer.add(chunk("a"), 0.000)
    coalescer.add(chunk("b"), 0.001)
    coalescer.add(chunk("", reason=Reason.CANCELLED), 0.002)
    assert texts(coalescer.add(chunk("c", request_id=2), 0.003)) == ["c"]
    assert texts(coalescer.add(chunk("d", request_id=2), 0.004)) == []
    assert texts(coalescer.add(chunk("e", request_id=3), 0.005)) == ["e"]


def test_the_end_is_sent_at_once_with_what_was_held() -> None:
    """The last chunk of an alternative never waits, and nothing is lost."""
    coalescer = Coalescer(frame_s=0.016)
    coalescer.add(chunk("a"), 0.0)
    coalescer.add(chunk("b"), 0.001)
    (last,) = coalescer.add(chunk("", reason=Reason.WORD_LIMIT), 0.002)
    assert (last.text, last.reason) == ("b", Reason.WORD_LIMIT)


def test_alternatives_are_kept_apart() -> None:
    """Text of one alternative is never joined to another's."""
    coalescer = Coalescer(frame_s=0.016)
    coalescer.add(chunk("x"), 0.0)
    coalescer.add(chunk("a", 0), 0.001)
    coalescer.add(chunk("p", 1), 0.002)
    coalescer.add(chunk("b", 0), 0.003)
    assert texts(coalescer.flush(0.1)) == ["ab", "p"]
