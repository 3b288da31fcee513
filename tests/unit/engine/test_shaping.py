"""What is shown is whole words that pass the gate, that neither loop nor collide."""

from __future__ import annotations

from math import log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer.completion.reasons import Reason
from writer.engine.shaping import Features, Shaper


def shaper(before: str = "He met the", suffix: str = "", gate: float = 0.0, **more: Any) -> Shaper:
    settings: dict[str, Any] = {
        "max_words": 8,
        "stop_at_sentence": True,
        "features": Features(),
    }
    return Shaper(before=before, suffix=suffix, gate=gate, **(settings | more))


def run(
    made: Shaper, pieces: list[str], p: float = 1.0, end: bool = True
) -> tuple[str, Reason | None]:
    """Push pieces with token probability ``p`` each; all text shown, and why it ended."""
    shown, probability = "", 1.0
    for piece in pieces:
        probability *= p
        shown += made.push(piece, log(probability), 1.0)
        if made.reason is not None:
            return shown, made.reason
    if end:
        shown += made.finish(Reason.END_OF_TEXT)
    return shown, made.reason


def test_whole_words_only() -> None:
    """A word is shown when what follows it is known, and white space with the next word."""
    made = shaper()
    assert made.push(" old", 0.0, 1.0) == ""
    assert made.push("er", 0.0, 1.0) == ""
    assert made.push(" ", 0.0, 1.0) == " older"
    assert made.push("man", 0.0, 1.0) == ""
    assert made.push(",", 0.0, 1.0) == " man"
    assert made.finish(Reason.TOKEN_LIMIT) == ""
    assert made.shown == " older man"


@pytest.mark.parametrize(
    ("pieces", "shown", "reason"),
    [
        ([" man", ".", " He", " left"], " man.", Reason.SENTENCE_END),
        ([" man", ".”", " He"], " man.”", Reason.SENTENCE_END),
        ([" Mr", ".", " Smith", ".", " He"], " Mr. Smith.", Reason.SENTENCE_END),
        ([" man", "\n\n", "He"], " man", Reason.PARAGRAPH_END),
        (["\n", "He"], "", Reason.PARAGRAPH_END),
        ([" man"], " man", Reason.END_OF_TEXT),
        ([], "", Reason.END_OF_TEXT),
        ([" a", " man", "\ufffd", " x"], " a", Reason.LOW_CONFIDENCE),
    ],
)
def test_where_it_ends(pieces: list[str], shown: str, reason: Reason) -> None:
    """Sentence, paragraph and text ends are ends, and say so."""
    assert run(shaper(), pieces) == (shown, reason)


def test_the_word_limit_ends_at_a_word_with_its_punctuation() -> None:
    """The limit counts whole words and never cuts one, nor its comma."""
    pieces = [" one", " two", " thr", "ee", ",", " four"]
    assert run(shaper(max_words=3), pieces) == (" one two three,", Reason.WORD_LIMIT)


def test_sentences_may_go_on_if_asked() -> None:
    """Without stop_at_sentence only the other ends count."""
    got = run(shaper(stop_at_sentence=False, max_words=3), [" man", ".", " He", " left", " it"])
    assert got == (" man. He left", Reason.WORD_LIMIT)


def test_the_gate_shows_the_longest_beginning_worth_showing() -> None:
    """Words are shown while their joint probability passes, and the rest is never seen."""
    made = shaper(gate=0.5)
    assert run(made, [" a", " b", " c", " d"], p=0.75) == (" a b", Reason.LOW_CONFIDENCE)
    assert made.confidence == pytest.approx(0.5625)
    assert run(shaper(gate=0.9), [" a", " b"], p=0.75) == ("", Reason.LOW_CONFIDENCE)


def test_an_unsure_word_end_does_not_pass() -> None:
    """ "gentle" is not shown when "gentleman" is about as likely."""
    made = shaper(gate=0.5)
    assert made.push(" gentle", log(0.9), 1.0) == ""
    assert made.push(" man", log(0.8), 0.4) == ""
    assert made.push(" left", log(0.75), 1.0) == " gentle man"


@pytest.mark.parametrize(
    ("suffix", "pieces", "shown", "reason"),
    [
        (" and the sea", [" man", " and", " the", " moon"], " man", Reason.MEETS_SUFFIX),
        (" and the sea", [" and", " the", " sea"], "", Reason.MEETS_SUFFIX),
        (".", [" man", ".", " He"], " man", Reason.MEETS_SUFFIX),
        ("", [" man", ".", " He"], " man.", Reason.SENTENCE_END),
        (" and the sea", [" man", " and", " her", " dog", "."], " man and her dog.", None),
        ("man left", [" old", " man", " left"], " old ", Reason.MEETS_SUFFIX),
        ("\nThe old man came", [" dog", ".", " The"], " dog.", Reason.SENTENCE_END),
    ],
)
def test_nothing_repeats_the_text_after_the_caret(
    suffix: str, pieces: list[str], shown: str, reason: Reason | None
) -> None:
    """Text is cut where it starts to say what stands right of the caret; seams stay clean."""
    got, why = run(shaper(suffix=suffix), pieces)
    assert got == shown
    assert reason is None or why is reason


def test_a_suggestion_that_saves_no_key_is_not_shown() -> None:
    """Tab is a key: one letter waits for what follows it, and alone stays unseen."""
    made = shaper("He met the gentlema", gate=0.5, least_characters=2)
    assert made.push("n", log(0.9), 1.0) == ""
    assert made.push(" left", log(0.8), 1.0) == ""
    assert made.push(" her", log(0.7), 1.0) == "n left"
    alone = shaper("He met the gentlema", gate=0.5, least_characters=2)
    assert run(alone, ["n", " l", "eft"], p=0.75) == ("", Reason.SAVES_NOTHING)
    sign = shaper("He met the gentleman", least_characters=2)
    assert run(sign, [".", " He"]) == ("", Reason.SAVES_NOTHING)
    assert run(shaper("He met the gentlema"), ["n", ".", " He"]) == ("n.", Reason.SENTENCE_END)


def test_the_words_before_the_caret_are_not_said_again() -> None:
    """Three words in a row that stand right before the caret are a loop like any other."""
    before = "I saw the old man"
    assert run(shaper(before), [" the", " old", " man", " walk"])[1] is Reason.REPETITION
    assert run(shaper(before), [" the", " old", " sea", "."])[0] == " the old sea."


def test_a_loop_is_not_shown() -> None:
    """The second round of a loop stays unseen."""
    pieces = [" he", " said", " that", " he", " said", " that", " he"]
    assert run(shaper("And so"), pieces) == (" he said that he", Reason.REPETITION)
    assert run(shaper("And"), [" so", " so", " so", " so", " so"]) == (" so", Reason.REPETITION)
    big = [" big", ",", " big", ",", " big", ",", " and", " big", "."]
    assert run(shaper("The other was a"), big) == (" big,", Reason.REPETITION)


@given(
    st.lists(
        st.sampled_from([" the", " man", ".", ",", "\n", " Mr", "s", "”", " “", "é", " 3", "—"])
    ),
    st.floats(0.3, 1.0),
    st.sampled_from(["", " the man", "man", ".", "\nThe"]),
)
def test_any_text_is_a_clean_growth(pieces: list[str], p: float, suffix: str) -> None:
    """Whatever the model says: no trailing space but a bridge, no line break, one reason."""
    made = shaper(suffix=suffix, gate=0.1)
    shown, reason = run(made, pieces, p)
    assert reason is not None
    assert "\n" not in shown
    assert shown == shown.rstrip() or (shown.endswith(" ") and suffix[:1].isalnum())
    assert shown.rstrip() == made.shown
    assert made.shown in "".join(pieces)
