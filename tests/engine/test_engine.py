"""What a person sees of the engine: words completed, choices offered, silence when unsure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.engine.conftest import text_of
from tests.engine.learned import SENTENCES
from writer.completion.protocol import Engine
from writer.completion.reasons import Reason
from writer.completion.request import (
    CancelToken,
    Chunk,
    CompletionOptions,
    CompletionRequest,
    SamplingOptions,
    Trigger,
)
from writer.engine import own_words
from writer.engine.lean_session import LeanSession
from writer.engine.onnx_engine import OnnxEngine
from writer.engine.shaping import Features


@pytest.fixture(scope="module")
def engine(learned: Path) -> Iterator[OnnxEngine]:
    made = OnnxEngine(learned, threads=1)
    made.load()
    yield made
    made.close()


def ask(
    engine: Engine, prefix: str, cancel: CancelToken | None = None, **asked: Any
) -> list[Chunk]:
    outer = {name: asked.pop(name) for name in ("suffix", "trigger") if name in asked}
    options = CompletionOptions(**asked)
    request = CompletionRequest(1, 0, prefix, options=options, **outer)
    return list(engine.stream(request, cancel or CancelToken()))


def reasons(chunks: list[Chunk]) -> dict[int, Reason]:
    return {c.index: c.reason for c in chunks if c.reason is not None}


@pytest.mark.parametrize(
    ("prefix", "begins"),
    [
        ("The old gent", "leman"),
        ("The old ", "gentleman"),
        ("The old", " gentleman"),
        ("The old g", "entleman"),
        ("The old gentlem", "an"),
        ("An unbel", "ievable story"),
        ("An unbelievabl", "e story"),
        ("She sent a na", "ïve letter \U0001f600 and"),
        ("She sent a naï", "ve letter \U0001f600 and"),
        ("She sent a naïve letter", " \U0001f600 and"),
        ("She sent a naïve letter ", "\U0001f600 and"),
        ("She sent a naïve letter \U0001f600", " and a smile"),
        ("was told by Mr", ". Smith in the"),
        ("The price of the coffee was 3", ".14 pounds"),
        ("The price of the coffee was 3.", "14 pounds"),
    ],
)
def test_words_are_healed(engine: OnnxEngine, prefix: str, begins: str) -> None:
    """From any place inside or after a word, the right word is completed, byte for byte."""
    assert text_of(ask(engine, prefix)).startswith(begins)


def test_every_cut_of_a_known_sentence_is_continued(engine: OnnxEngine) -> None:
    """Wherever the caret stands in a well-known sentence, the next word is the right one."""
    sentence = SENTENCES[4]
    for cut in range(len("She sent"), len(sentence) - 1):
        shown = text_of(ask(engine, sentence[:cut], max_words=1))
        assert sentence[cut:].startswith(shown.rstrip()), (sentence[:cut], shown)


def test_without_healing_a_word_is_not_completed(learned: Path) -> None:
    """The part can be switched off, to measure what it is worth."""
    plain = OnnxEngine(learned, threads=1, features=Features(healing=False))
    plain.load()
    assert not text_of(ask(plain, "The old g")).startswith("entleman")


def test_a_suggestion_ends_with_its_sentence_or_its_words(engine: OnnxEngine) -> None:
    """Mr. Smith does not end a sentence; a full stop does; the word limit counts words."""
    chunks = ask(engine, "An unbelievable story was told", max_words=32)
    assert text_of(chunks) == " by Mr. Smith in the garden."
    assert reasons(chunks) == {0: Reason.SENTENCE_END}
    chunks = ask(engine, "An unbelievable story was told", max_words=2)
    assert text_of(chunks) == " by Mr."
    assert reasons(chunks) == {0: Reason.WORD_LIMIT}


def test_the_gate_silences_automatic_suggestions_only(engine: OnnxEngine) -> None:
    """Below the wanted confidence nothing is shown, unless the person asked."""
    chunks = ask(engine, "Zebras xylophone", min_confidence=0.9)
    assert [(c.text, c.reason) for c in chunks] == [("", Reason.LOW_CONFIDENCE)]
    assert text_of(ask(engine, "Zebras xylophone", min_confidence=0.9, trigger=Trigger.EXPLICIT))
    sure = ask(engine, "An unbel", min_confidence=0.8)
    assert text_of(sure).startswith("ievable story")
    assert all(c.confidence >= 0.8 for c in sure)
    assert len(text_of(sure)) < len(text_of(ask(engine, "An unbel", max_words=32)))


def test_text_after_the_caret_is_not_repeated(engine: OnnxEngine) -> None:
    """The suggestion leads into what follows; inside a word there is nothing to add."""
    chunks = ask(engine, "The captain looked at", suffix=" thought of the young lady.")
    assert text_of(chunks) == " the sea and"
    assert reasons(chunks) == {0: Reason.MEETS_SUFFIX}
    assert text_of(ask(engine, "The old ", suffix="met the young lady.")) == "gentleman "
    assert reasons(ask(engine, "The old gent", suffix="leman met")) == {0: Reason.MEETS_SUFFIX}


@pytest.mark.parametrize(
    ("prefix", "suffix", "shown"),
    [
        ("The old gentleman met the ", "lady at the river.", "young "),
        ("The old gentleman met the", " lady at the river.", " young"),
        ("The captain looked at the ", "and thought of the young lady.", "sea "),
        ("The old gentleman ", "the young lady at the river.", "met "),
        ("An unbelievable story was told by ", "in the garden.", "Mr. Smith "),
        ("The captain looked at the sea and ", "the young lady.", "thought of "),
    ],
)
def test_inside_a_line_it_leads_into_what_follows(
    engine: OnnxEngine, prefix: str, suffix: str, shown: str
) -> None:
    """What is missing is offered, and ends where the rest of the line goes on."""
    chunks = ask(engine, prefix, suffix=suffix, trigger=Trigger.EXPLICIT)
    assert text_of(chunks) == shown
    assert reasons(chunks) == {0: Reason.LEADS_IN}


@pytest.mark.parametrize(
    ("prefix", "suffix"),
    [
        ("The old gentleman met the ", "young lady at the river."),
        ("The captain looked", " at the sea and thought of the young lady."),
    ],
)
def test_a_line_that_lacks_nothing_gets_nothing(
    engine: OnnxEngine, prefix: str, suffix: str
) -> None:
    """Where the line reads best as it is, that is said."""
    chunks = ask(engine, prefix, suffix=suffix, trigger=Trigger.EXPLICIT)
    assert reasons(chunks) == {0: Reason.NOTHING_FITS}


def test_inside_a_line_only_explicit_requests_look_at_the_rest(engine: OnnxEngine) -> None:
    """What comes by itself is cut where the rest begins, as ever."""
    chunks = ask(engine, "The old ", suffix="met the young lady.", trigger=Trigger.AUTOMATIC)
    assert reasons(chunks) == {0: Reason.MEETS_SUFFIX}


@pytest.mark.parametrize("prefix", ["The", "The captain looked at the sea. ", "The young"])
def test_alternatives_begin_with_different_words(engine: OnnxEngine, prefix: str) -> None:
    """Three choices differ from their first word on; the first is the plain suggestion."""
    chunks = ask(engine, prefix, alternatives=3, trigger=Trigger.EXPLICIT)
    assert set(reasons(chunks)) == {0, 1, 2}
    texts = [text_of(chunks, i) for i in range(3)]
    firsts = [text.split()[0] for text in texts if text]
    assert len(set(firsts)) == len(firsts) >= 2
    assert all(text == text.rstrip() for text in texts)


def test_where_only_one_word_fits_there_is_one_alternative(engine: OnnxEngine) -> None:
    """A choice that the model all but rules out is not offered for the sake of the number."""
    chunks = ask(engine, "“Come", alternatives=3, trigger=Trigger.EXPLICIT)
    assert text_of(chunks).startswith(" in,”")
    assert [reasons(chunks)[i] for i in (1, 2)] == [Reason.LOW_CONFIDENCE] * 2


def test_the_same_request_gives_the_same_text_whatever_came_before(engine: OnnxEngine) -> None:
    """Greedy or drawn with a seed, nothing asked in between changes an answer."""
    drawn = SamplingOptions(temperature=0.9, top_p=0.95, seed=11)
    asked: list[dict[str, Any]] = [
        {"prefix": "The old gent"},
        {"prefix": "The captain", "sampling": drawn},
        {"prefix": "The captain", "sampling": drawn, "alternatives": 3},
        {"prefix": "“Come in,” said", "alternatives": 2},
        {"prefix": " ".join(SENTENCES * 4) + " The old"},
    ]
    first = [[text_of(ask(engine, **a), i) for i in range(3)] for a in asked]
    for order in ([4, 2, 0, 1, 3], [3, 3, 1, 0, 4, 2]):
        for n in order:
            assert [text_of(ask(engine, **asked[n]), i) for i in range(3)] == first[n]
    other = SamplingOptions(temperature=0.9, top_p=0.95, seed=12)
    seeds = {text_of(ask(engine, "The captain", sampling=other, alternatives=1)), first[1][0]}
    more = [SamplingOptions(temperature=1.5, seed=s) for s in range(6)]
    seeds |= {text_of(ask(engine, "The captain", sampling=s)) for s in more}
    assert len(seeds) > 1


def test_cancel_stops_within_a_token(engine: OnnxEngine) -> None:
    """After a cancel no more text comes, and every open alternative ends as cancelled."""
    for count in (1, 3):
        cancel = CancelToken()
        request = CompletionRequest(
            1, 0, "The", options=CompletionOptions(alternatives=count, max_words=16)
        )
        stream = engine.stream(request, cancel)
        first = next(stream)
        assert first.text
        fed = engine.fed_tokens
        cancel.cancel()
        rest = list(stream)
        assert engine.fed_tokens - fed <= count
        assert {c.index for c in rest if c.reason is Reason.CANCELLED} == set(range(count))
    cancel = CancelToken()
    cancel.cancel()
    fed = engine.fed_tokens
    assert [c.reason for c in ask(engine, "Another text", cancel)] == [Reason.CANCELLED]
    assert engine.fed_tokens == fed


def test_typing_on_costs_only_what_is_new(engine: OnnxEngine) -> None:
    """Typing the suggested word letter by letter feeds next to nothing."""
    text = "The captain looked at the sea and"
    ask(engine, text)
    fed = engine.fed_tokens
    for letter in " thought":
        text += letter
        assert text_of(ask(engine, text))
    assert engine.fed_tokens - fed <= 12


@pytest.mark.parametrize(
    "prefix",
    [
        "",
        " ",
        "\n",
        "\n\n",
        "\t",
        "\ud83d",
        "\u0301",
        "\U0001f469\u200d",
        "<|endoftext|>",
        "a" * 500,
    ],
)
def test_any_text_before_the_caret_is_taken(engine: OnnxEngine, prefix: str) -> None:
    """Odd, empty and endless beginnings get an answer or a silence, never a failure."""
    for trigger in Trigger:
        chunks = ask(engine, prefix, trigger=trigger)
        assert chunks[-1].reason is not None
        assert "\ufffd" not in text_of(chunks)


def test_an_engine_can_be_closed_and_loaded_again(learned: Path) -> None:
    """Closing frees the model; loading brings the same answers back."""
    made = OnnxEngine(learned, threads=1)
    info = made.load()
    assert info.context_tokens == 256
    assert info.parameters > 100_000
    before = text_of(ask(made, "The old"))
    made.close()
    made.close()
    with pytest.raises(Exception, match="No model is loaded"):
        ask(made, "The old")
    made.load()
    assert text_of(ask(made, "The old")) == before


def test_a_prefill_ahead_makes_the_request_cheap(engine: OnnxEngine) -> None:
    """What was fed while idle is not fed again, and changes no answer."""
    text = "She sent a naïve letter \U0001f600 and a smile to"
    before = text_of(ask(engine, text))
    other = "“Come in,” said the captain, and the young " + text
    engine.prefill(other, CancelToken())
    fed = engine.fed_tokens
    ask(engine, other, max_words=1)
    assert engine.fed_tokens - fed < 12
    cancel = CancelToken()
    cancel.cancel()
    engine.prefill("quite another text " * 20, cancel)
    assert text_of(ask(engine, text)) == before


def test_a_prefill_ahead_counts_the_words_of_the_document(
    engine: OnnxEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a jump, the first request counts only the paragraph that it is typed in."""
    read: list[int] = []
    add = own_words.add_followers

    def counting(followers: own_words.Followers, ids: Sequence[int], known: int = 0) -> None:
        read.append(len(ids) - known)
        add(followers, ids, known)

    text = "A smile and a letter.\n" * 20 + "The old gent"
    engine.prefill(text, CancelToken())
    monkeypatch.setattr(own_words, "add_followers", counting)
    ask(engine, text + "l", max_words=1)
    assert read == [0]


def test_the_move_of_the_window_is_prepared(engine: OnnxEngine) -> None:
    """Typing past the end of the window costs no whole prefill after an idle moment."""
    positions = engine.load().context_tokens
    text, costs = "The old gentleman", []
    for number in range(90):
        engine.prefill(text, CancelToken())
        text += f" word{number}"
        fed = engine.fed_tokens
        ask(engine, text, max_words=1)
        costs.append(engine.fed_tokens - fed)
    assert len(text) > 2 * positions
    assert max(costs) < positions // 6


def test_nothing_is_fed_before_a_model_is_loaded(learned: Path) -> None:
    """A prefill without a model does nothing."""
    made = OnnxEngine(learned)
    made.load()
    made.close()
    made.prefill("nothing is loaded", CancelToken())
    assert made.fed_tokens == 0


@pytest.mark.parametrize(
    ("asked", "likeliest"),
    [
        ({}, {True}),
        ({"suffix": "\n\nIt rained."}, {True}),
        ({"suffix": "met the young lady.", "trigger": Trigger.EXPLICIT}, {False}),
        ({"sampling": SamplingOptions(temperature=0.8)}, {False}),
    ],
)
def test_logits_may_be_rough_where_only_the_likeliest_count(
    engine: OnnxEngine, monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any], likeliest: set[bool]
) -> None:
    """What stands behind the caret, and what is drawn at a temperature, may be any token."""
    seen = []
    real = LeanSession.expand

    def expand(self: Any, parents: Any, ids: Any, cancel: Any, **how: bool) -> Any:
        seen.append(how.get("likeliest", False))
        return real(self, parents, ids, cancel, **how)

    monkeypatch.setattr(LeanSession, "expand", expand)
    ask(engine, "The old ", **asked)
    assert set(seen) == likeliest
