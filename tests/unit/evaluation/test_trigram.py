"""The trigram baseline: checked by hand on four words, and its probabilities sum to 1."""

from __future__ import annotations

import lzma
from itertools import product
from math import exp, log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer.completion.request import CancelToken, CompletionOptions, CompletionRequest, Trigger
from writer.errors import WriterError
from writer.evaluation.asking import answer_to, answers_to
from writer.evaluation.spelling import END, SYMBOLS, Speller
from writer.evaluation.trigram import Cache, Trigram, count, units
from writer.evaluation.trigram_engine import TrigramEngine
from writer.evaluation.trigram_file import load, save, train, trigram_at

A, B, C, D, U, S = range(6)
"""Ids: four words, the unknown word, the start mark."""
WORDS = [" a", " b", " c", " d"]


@pytest.fixture
def model() -> Trigram:
    """One document, "a b c a b d a b c", no trigram dropped."""
    return Trigram(count([[A, B, C, A, B, D, A, B, C]], WORDS, [" xy", " xz"], 1))


def test_a_text_is_cut_without_loss() -> None:
    """Words keep the space before them, signs stand alone, contractions stay whole."""
    assert units("He said: don't\n\nGo, well-read one.  So") == [
        "He", " said", ":", " don't", "\n\n", "Go", ",", " well-read", " one", ".", " ", " So",
    ]  # fmt: skip


@given(st.text("ab '’-.\n\t ,é", max_size=30))
def test_the_pieces_of_any_text_give_it_back(text: str) -> None:
    """So the product of their probabilities is that of the exact text."""
    assert "".join(units(text)) == text


def test_probabilities_by_hand(model: Trigram) -> None:
    """The formulas of the module, worked out with pencil and paper for "a b" -> c.

    Trigrams: SSa Sab abc bca cab abd bda dab abc, so 8 kinds; "ab" comes 3 times: c 2, d 1.
    Bigram kinds (from trigram kinds): Sa:1, ab: after S, c, d = 3, bc:1, ca:1, bd:1, da:1.
    Unigram kinds: a after S, c, d = 3; b 1, c 1, d 1; U is given 0.5. In all 6.5.
    """
    p1 = {A: 3 / 6.5, B: 1 / 6.5, C: 1 / 6.5, D: 1 / 6.5, U: 0.5 / 6.5}
    p2_rest = 1 - 2 * (1 - 0.75) / 2
    p2 = {w: p2_rest * p1[w] + ((1 - 0.75) / 2 if w in (C, D) else 0) for w in p1}
    p3_rest = 1 - (2 - 0.75) / 3 - (1 - 0.75) / 3
    p3 = {w: p3_rest * p2[w] for w in p2}
    p3[C] += (2 - 0.75) / 3
    p3[D] += (1 - 0.75) / 3
    for word, expected in p3.items():
        assert model.id_probability(A, B, word) == pytest.approx(expected, rel=1e-5)
        assert model.listed(A, B)[word] == pytest.approx(expected, rel=1e-5)


def test_unseen_contexts_fall_back(model: Trigram) -> None:
    """After two words that never stood together, only the last one counts; then none."""
    assert model.id_probability(D, B, C) == pytest.approx(model.id_probability(C, B, C), abs=0.6)
    assert model.id_probability(U, U, A) == pytest.approx(3 / 6.5, rel=1e-5)


@pytest.mark.parametrize("least", [1, 2])
def test_everything_sums_to_one(least: int) -> None:
    """After every two words, with rare trigrams kept and dropped."""
    made = Trigram(count([[A, B, C, A, B, D], [B, A, U, B, A, U, B]], WORDS, [" xy"], least))
    for a, b in product(range(6), repeat=2):
        p = made.listed(a, b)
        assert p.sum() == pytest.approx(1.0, abs=1e-5)
        assert p[S] == 0.0
        assert all(made.id_probability(a, b, c) == pytest.approx(p[c], abs=1e-6) for c in range(5))


def test_the_speller_gives_all_strings_together_one() -> None:
    """At every point the symbols sum to 1, so the strings do."""
    speller = Speller(["the", "then", "a"])
    for before in (b"", b"\0\0\0\0", b"\0\0th", b"zzzz", b"the"):
        total = sum(speller.probability(symbol, before) for symbol in range(SYMBOLS))
        assert total == pytest.approx(1.0)
    assert speller.probability(END, b"\0\0\0a") > speller.probability(END, b"\0\0\0t")
    begins = speller.logprob("th", whole=False)
    goes_on = [speller.probability(s, b"\0\0\0\0th"[-4:]) for s in range(SYMBOLS)]
    assert sum(exp(begins) * p for p in goes_on) == pytest.approx(exp(begins))


def test_unlisted_words_share_what_the_unknown_word_has(model: Trigram) -> None:
    """Spelled probabilities leave out the listed words: nothing is counted twice."""
    listed = sum(exp(model.speller.logprob(w)) for w in [*WORDS, ""])
    spelled = exp(model.speller.logprob(" xyz"))
    assert model.spelled(" xyz") == pytest.approx(spelled / (1 - listed))


def test_the_document_so_far_counts(model: Trigram) -> None:
    """A name that was written becomes likely; m = 0.1 of n(u)/n is added to 0.9 of the rest."""
    empty, cache = Cache(), Cache([" Zoë", " a", " Zoë", " b"])
    before = model.probability(" Zoë", [" a", " b"], empty)
    assert before < 1e-4
    after = model.probability(" Zoë", [" a", " b"], cache)
    assert after == pytest.approx(0.9 * before + 0.1 * 2 / 4)
    assert cache.share(" c") == 0.0


def test_the_cost_of_a_text_is_the_sum_over_its_pieces(model: Trigram) -> None:
    """-ln of the product, the cache growing as it goes."""
    first = model.probability(" a", [], Cache())
    second = model.probability(" b", [" a"], Cache([" a"]))
    assert model.nats(" a b") == pytest.approx(-log(first) - log(second))


def test_training_lists_frequent_words_only(tmp_path: Path) -> None:
    """The rest goes to the speller; a file gives back the same model; words() knows both."""
    made = train(["a b a b a c", "a b's Rare-thing"], least_count=2)
    assert made.words == [" a", " b", "a"]
    assert made.rare == [" c", " b's", " Rare-thing"]
    save(made, tmp_path / "t.npz")
    back = load(tmp_path / "t.npz")
    assert back.tables.words == made.words
    assert back.tables.rare == made.rare
    assert back.nats("a b zz") == pytest.approx(Trigram(made).nats("a b zz"))
    assert {"a", "b", "c", "b's", "rare", "thing"} <= back.words()


def test_bad_files_get_a_sentence(tmp_path: Path) -> None:
    """No file and no corpus, no name at all, or a file of another kind."""
    with pytest.raises(WriterError, match="--trigram FILE"):
        trigram_at(None, None)
    with pytest.raises(WriterError, match="--corpus DIR"):
        trigram_at(tmp_path / "none.npz", None)
    (tmp_path / "bad.npz").write_bytes(b"PK no zip")
    with pytest.raises(WriterError, match="no trigram"):
        trigram_at(tmp_path / "bad.npz", None)


def test_it_is_made_from_a_cleaned_corpus(tmp_path: Path) -> None:
    """Archives, cleaning and counting work together; the second time the file is read."""
    sentence = "The old captain looked at the old sea and the old captain smiled at the sea. "
    for name in ("books", "web"):
        with lzma.open(tmp_path / f"{name}.txt.xz", "wt") as stream:
            stream.write((name + sentence) * 5 + "\n\n" + (sentence + name) * 4 + "\n")
    made = trigram_at(tmp_path / "kept" / "t.npz", tmp_path)
    assert " captain" in made.tables.words
    assert trigram_at(tmp_path / "kept" / "t.npz", None).tables.words == made.tables.words


class TestEngine:
    """The same protocol as a model's engine."""

    @pytest.fixture
    def engine(self) -> TrigramEngine:
        text = "The old captain looked at the sea. The old captain smiled. " * 3
        made = TrigramEngine(Path("none"), Trigram(train([text], least_count=2)))
        made.load()
        return made

    @pytest.mark.parametrize(
        ("prefix", "begins"),
        [
            ("The old", " captain"),
            ("The old ", "captain"),
            ("The old cap", "tain"),
            ("The old captain", " "),
            ("Then Zebulon went. Zebu", "lon"),
        ],
    )
    def test_words_are_completed(self, engine: TrigramEngine, prefix: str, begins: str) -> None:
        """Mid-word, at both ends of a word, and for a name that only the document has."""
        assert answer_to(engine, CompletionRequest(1, 0, prefix)).text.startswith(begins)

    def test_the_gate_and_the_sentence_end_it(self, engine: TrigramEngine) -> None:
        """Confidence is the product of the probabilities, so a higher gate shows less."""
        open_gate = answer_to(engine, CompletionRequest(1, 0, "The old"))
        assert open_gate.text.endswith(".")
        confidences = [step.confidence for step in open_gate.steps]
        assert confidences == sorted(confidences, reverse=True)
        options = CompletionOptions(min_confidence=confidences[0])
        gated = answer_to(engine, CompletionRequest(1, 0, "The old", options=options))
        assert gated.text == open_gate.shown_at(confidences[0]) == " captain"

    def test_several_next_words(self, engine: TrigramEngine) -> None:
        """Alternatives are different words, best first."""
        request = CompletionRequest(
            1, 0, "The old captain ", trigger=Trigger.EXPLICIT,
            options=CompletionOptions(max_words=1, alternatives=3),
        )  # fmt: skip
        words = answers_to(engine, request)
        assert len(set(words)) == 3
        assert {"looked", "smiled"} <= set(words)

    def test_cancelling_ends_it(self, engine: TrigramEngine) -> None:
        """Before the first word, with the reason."""
        cancel = CancelToken()
        cancel.cancel()
        (chunk,) = engine.stream(CompletionRequest(1, 0, "The old"), cancel)
        assert chunk.reason is not None
        assert chunk.reason.value == "cancelled"
