"""The document's own words and the word filter, with the starter model itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from writer.completion.reasons import Reason
from writer.completion.request import (
    CancelToken,
    CompletionOptions,
    CompletionRequest,
    Trigger,
)
from writer.completion.word_filter import WordFilter
from writer.engine.onnx_engine import OnnxEngine
from writer.engine.shaping import Features
from writer.paths import resources_dir

STARTER = resources_dir() / "models" / "starter"
MakeEngine = Callable[..., OnnxEngine]


@pytest.fixture
def make_engine() -> Iterator[MakeEngine]:
    engines: list[OnnxEngine] = []

    def build(**options: Any) -> OnnxEngine:
        engine = OnnxEngine(STARTER, threads=1, **options)
        engine.load()
        engines.append(engine)
        return engine

    yield build
    for engine in engines:
        engine.close()


def suggestion(
    engine: OnnxEngine, prefix: str, trigger: Trigger = Trigger.EXPLICIT
) -> tuple[str, Reason | None]:
    """What the engine would show after ``prefix``, and why it ended."""
    request = CompletionRequest(
        id=1,
        revision=0,
        prefix=prefix,
        trigger=trigger,
        options=CompletionOptions(max_words=4),
    )
    text, reason = "", None
    for chunk in engine.stream(request, CancelToken()):
        text += chunk.text
        reason = chunk.reason or reason
    return text, reason


NAMES = ("Zebedee Quillfeather", "Ottoline Vancorsky")


def twice_before(beginning: str, name: str) -> str:
    """A text that has said ``name`` twice and ends with its beginning."""
    return (
        f"When {name} came home, the house was dark.\n\n"
        f"Nobody had seen {name} for a week, and the letters lay behind the door.\n\n"
        f"At last the old clerk said that {beginning}"
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("left", [4, 5, 8])
def test_a_name_typed_twice_completes(make_engine: MakeEngine, name: str, left: int) -> None:
    """A name no model has read: after two mentions its beginning brings the rest of it."""
    shown, _ = suggestion(make_engine(), twice_before(name[:-left], name))
    assert shown.startswith(name[-left:])


def test_own_words_can_be_switched_off(make_engine: MakeEngine) -> None:
    """Without the part, the same request asks the model alone, and says something else."""
    text = twice_before("Ottoline Vanc", "Ottoline Vancorsky")
    shown, _ = suggestion(make_engine(), text)
    without, _ = suggestion(make_engine(features=Features(own_words=False)), text)
    assert shown.startswith("orsky")
    assert not without.startswith("orsky")


def test_a_filtered_word_is_never_suggested(make_engine: MakeEngine) -> None:
    """The word that would be suggested is put on the list: it is not shown any more."""
    prefix = "She looked at the "
    plain, _ = suggestion(make_engine(), prefix)
    word = plain.split()[0].strip(".,;")
    assert word not in prefix.split(), "the document's own words are allowed"
    filtered, reason = suggestion(make_engine(word_filter=WordFilter([word])), prefix)
    assert word not in filtered.split()
    assert filtered or reason is Reason.FILTERED


def test_a_filtered_word_of_the_document_is_allowed(make_engine: MakeEngine) -> None:
    """The writer's own word comes back."""
    prefix = "She looked at the "
    plain, _ = suggestion(make_engine(), prefix)
    word = plain.split()[0].strip(".,;")
    own = f"The {word} was long.\n\n{prefix}"
    shown, _ = suggestion(make_engine(word_filter=WordFilter([word])), own)
    assert shown.split()[0].strip(".,;") == word
