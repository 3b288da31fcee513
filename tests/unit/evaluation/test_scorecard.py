"""The figures, worked out by hand for engines that say what they are told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from writer.completion.eagerness import Eagerness, read_thresholds
from writer.completion.reasons import Reason
from writer.completion.request import Trigger
from writer.engine.scripted import Answer, Piece, ScriptedEngine
from writer.evaluation import asking, calibrate, scorecard, typist
from writer.evaluation.curve import draw, sweep
from writer.evaluation.judging import KnownWords
from writer.evaluation.positions import Place, Position
from writer.evaluation.scorecard import Case, Rates
from writer.evaluation.texts import HeldText, Kind
from writer.evaluation.typist import Passage, passages, type_passage
from writer.evaluation.workers import spread


def position(prefix: str, target: str, **more: object) -> Position:
    place = Place.MID_WORD if prefix[-1].isalnum() and target[0].isalnum() else Place.WORD_START
    values: dict[str, object] = {"place": place, "suffix": "", **more}
    return Position("d", Kind.BOOKS, prefix=prefix, targets=(target,), **values)  # type: ignore[arg-type]


def case(prefix: str, target: str, pieces: Sequence[tuple[str, float]], **more: object) -> Case:
    """A case whose answer came in these pieces."""
    engine = ScriptedEngine([Answer([Piece(text, confidence=c) for text, c in pieces])])
    where = position(prefix, target, **more)
    return Case(where, asking.ask(engine, where))


def test_the_engine_is_asked_as_the_editor_asks() -> None:
    """Automatic, with word limit and gate; explicit in a gap; not in the middle of a line."""
    engine = ScriptedEngine(default="man")
    asking.ask(engine, position("The old ", "man"), max_words=5, min_confidence=0.3)
    asking.ask(engine, position("The old ", "man ", suffix="went home", explicit=True))
    silent = asking.ask(engine, position("The old ", "man ", suffix="went home"))
    first, second = engine.requests
    assert (first.trigger, first.options.max_words) == (Trigger.AUTOMATIC, 5)
    assert first.options.min_confidence == 0.3
    assert second.trigger is Trigger.EXPLICIT
    assert second.suffix == "went home"
    assert (silent.asked, silent.text) == (False, "")
    assert silent.reason == Reason.MIDDLE_OF_LINE.value


def test_a_gate_cuts_the_text_where_confidence_falls() -> None:
    """The last place that reaches the gate counts, also after a place that does not."""
    answer = case("The old ", "man", [("man", 0.8), (" Mr", 0.2), (". Smith", 0.4)]).answer
    assert answer.shown_at(0.0) == "man Mr. Smith"
    assert answer.shown_at(0.3) == "man Mr. Smith"
    assert answer.shown_at(0.5) == "man"
    assert answer.shown_at(0.8) == "man"
    assert answer.shown_at(0.81) == ""
    assert answer.confidence == 0.4


FOUR = [
    case("The old ", "man went", [("man", 0.9), (" came", 0.3)]),
    case("The old ", "sea was", [("man", 0.6)]),
    case("The gent", "leman", [("leman", 0.7)]),
    case("The old ", "sea was", []),
]
"""At 0.5: right, wrong, right, silent. At 0.2 the first is wrong too."""


def test_rates_by_hand() -> None:
    """Coverage 3/4, precision 2/3 and wrong shown 1/4; a lower gate makes the first wrong."""
    at_half = scorecard.rates(FOUR, 0.5)
    assert at_half == Rates(positions=4, shown=3, right=2)
    assert at_half.coverage == 0.75
    assert at_half.precision == pytest.approx(2 / 3)
    assert at_half.wrong_show_rate == 0.25
    assert scorecard.rates(FOUR, 0.2) == Rates(4, 3, 1)
    assert scorecard.rates(FOUR, 0.95) == Rates(4, 0, 0)
    assert Rates(0, 0, 0).precision == Rates(0, 0, 0).coverage == 0.0
    # Wilson's interval for 5 of 10 is 0.237 to 0.763.
    assert Rates(20, 10, 5).precision_margin == pytest.approx(0.263, abs=1e-3)


def test_the_sweep_agrees_with_every_single_gate() -> None:
    """The curve is the same as asking again at each gate."""
    for point in sweep(FOUR):
        assert point.rates == scorecard.rates(FOUR, point.gate)


def test_first_words_at_fixed_coverage() -> None:
    """Ranked by the first word's confidence; too short texts are left out."""
    cases = [
        case("The ", "old man went home today", [("old", 0.9), (" man came back now", 0.1)]),
        case("The gen", "tle man", [("tle", 0.8), (" man", 0.5)]),
        case("The ", "sea", [("old", 0.1)]),
        case("The ", "sea", []),
    ]
    assert scorecard.exact_words(cases, 0.5) == {1: 1.0, 2: 1.0, 3: 0.0, 5: 0.0}
    assert scorecard.exact_words(cases, 0.25) == {1: 1.0, 2: 1.0, 3: 0.0, 5: 0.0}
    assert scorecard.exact_words(cases, 1.0)[1] == pytest.approx(2 / 3)


def test_faults_are_counted_once_each() -> None:
    """A double space, a loop, text said again, and a word that is none."""
    cases = [
        case("The old ", "man", [(" man so", 1.0)]),
        case("The old ", "man", [("man and man and man", 1.0)]),
        case("The ", "old ", [("man went home", 1.0)], suffix="\n\nman went home today."),
        case("Hello Johnn", "ie", [("ess", 1.0)]),
        case("Hello Johnn", "ie", [("ie", 1.0)]),
        case("Hello ", "you", []),
    ]
    found = scorecard.faults(cases, 0.0, KnownWords(frozenset({"johnnie"})))
    assert (found.shown, found.single) == (5, 0)
    assert dict(found.seams) == {"double space": 1}
    assert found.loops == 1
    assert found.duplicates == 0
    assert (found.finished, found.real) == (2, 1)
    assert "no word: Johnness" in [what for what, _, _ in found.examples]
    assert found.as_json()["real_word_rate"] == 0.5


def test_percentiles() -> None:
    """Nearest rank."""
    assert scorecard.percentile([3.0, 1.0, 2.0, 4.0], 0.5) == 3.0
    assert scorecard.percentile([3.0, 1.0], 0.9) == 3.0
    assert scorecard.percentile([], 0.5) == 0.0


class TestTypist:
    """Every key by hand."""

    def test_a_right_suggestion_is_taken(self) -> None:
        """Typing "The " costs 4 keys, Tab 1 for "old man", "." 1: 6 for 12 characters."""
        engine = ScriptedEngine([Answer(reason=Reason.LOW_CONFIDENCE)] * 3 + ["old man"])
        typed = type_passage(engine, Passage("d", Kind.BOOKS, "Before. ", "The old man."))
        assert (typed.characters, typed.keys, typed.accepted) == (12, 6, 7)
        assert typed.keystrokes_saved == 0.5
        assert typed.suggestions == 1
        assert typed.saved_after_reading(1.0) == pytest.approx(1 - 7 / 12)
        assert typed.requests == len(engine.requests) == 5
        assert engine.requests[-1].prefix == "Before. The old man"

    def test_a_wrong_suggestion_is_read_and_typed_through(self) -> None:
        """It stays while the keys agree with it, and is asked for again when they do not."""
        engine = ScriptedEngine(["ab cx", Answer()])
        typed = type_passage(engine, Passage("d", Kind.BOOKS, "x ", "zab cd"))
        assert typed.keys == 6
        assert typed.suggestions == 1
        # After "z", and after the "d" that disagrees nothing is left to ask for.
        assert [r.prefix for r in engine.requests] == ["x z"]
        assert typed.saved_after_reading(1.0) == pytest.approx(-1 / 6)

    def test_one_letter_is_not_worth_a_tab(self) -> None:
        """A Tab costs as much as the key."""
        engine = ScriptedEngine(["b", Answer()])
        typed = type_passage(engine, Passage("d", Kind.BOOKS, "x ", "ab"))
        assert (typed.keys, typed.accepted) == (2, 0)

    def test_a_suggestion_beyond_the_passage_is_left(self) -> None:
        """What is not in the text to be typed is not accepted."""
        engine = ScriptedEngine(default="bcd")
        assert type_passage(engine, Passage("d", Kind.BOOKS, "x ", "abc")).accepted == 0

    def test_passages_have_text_before_them(self) -> None:
        """And start with paragraphs, spread over the documents."""
        text = "\n\n".join(f"Paragraph {i} " + "word " * 40 for i in range(40))
        books = [HeldText(name, Kind.BOOKS, text) for name in ("a", "b", "c")]
        found = passages(books, 3000)
        assert sum(len(p.text) for p in found) == 3000
        assert {p.document for p in found} == {"a", "b", "c"}
        assert len({(p.document, p.before) for p in found}) == len(found)
        assert all(p.before.endswith("\n\n") and p.text.startswith("Para") for p in found)

    def test_totals_add_up(self) -> None:
        """Two passages are one long one."""
        both = typist.total([typist.Typed(10, 5, 5, 1, 2, 0.5, (1.0,))] * 2)
        assert both == typist.Typed(20, 10, 10, 2, 4, 1.0, (1.0, 1.0))
        assert both.cpu_per_thousand == 50.0


class TestCalibration:
    """Thresholds meet their targets, or say that they do not."""

    @pytest.fixture
    def cases(self) -> list[Case]:
        """1,000 positions: confidence 0.0 to 0.999, right with that probability."""
        made = []
        for i in range(1000):
            sure = i / 1000
            right = (i * 7919) % 1000 / 1000 < sure
            made.append(case("The ", "old", [("old" if right else "new", sure)]))
        return made

    def test_targets_are_met(self, cases: list[Case]) -> None:
        """Precision over a gate g is (1+g)/2 here, coverage 1-g, wrong shown (1-g)^2/2.

        Everything is precise enough for Eager, so Balanced shows 1/2.1 of all: its gate is
        0.524, and 0.113 of all is shown and wrong. Half of that is (1-0.664)^2/2.
        """
        chosen = calibrate.choose(cases)
        assert chosen[Eagerness.BALANCED] == pytest.approx(0.525, abs=0.006)
        assert chosen[Eagerness.CALM] == pytest.approx(0.665, abs=0.02)
        assert chosen[Eagerness.EAGER] == 0.0
        rates = {e: scorecard.rates(cases, gate) for e, gate in chosen.items()}
        assert rates[Eagerness.BALANCED].precision >= 0.5
        assert rates[Eagerness.BALANCED].wrong_show_rate <= 0.15
        verdicts = calibrate.verdicts(rates)
        assert [met for _, met in verdicts] == [True] * 5

    def test_a_weak_model_still_shows_a_fifth(self) -> None:
        """Half of what is precise enough for Eager would be too little: Eager gives way."""
        cases = [
            case("The ", "old", [("old" if i % 1000 < 9 * (i % 100) else "new", (i % 100) / 100)])
            for i in range(1000)
        ]
        chosen = calibrate.choose(cases)
        balanced = scorecard.rates(cases, chosen[Eagerness.BALANCED])
        eager = scorecard.rates(cases, chosen[Eagerness.EAGER])
        assert eager.coverage >= 2 * balanced.coverage

    def test_the_file_is_what_the_engine_reads(self, cases: list[Case], tmp_path: Path) -> None:
        """Written into the model's folder, and read back by the reader of the engine."""
        chosen = calibrate.choose(cases)
        held = {e: scorecard.rates(cases, gate) for e, gate in chosen.items()}
        path = calibrate.write_judgement(
            tmp_path, chosen, documents=["a"], positions=1000, held=held
        )
        assert read_thresholds(tmp_path) == pytest.approx(chosen)
        data = json.loads(path.read_text())
        assert (data["version"], data["positions"], data["calibrated_on"]) == (1, 1000, ["a"])
        assert list(tmp_path.iterdir()) == [path]


def test_the_curve_is_drawn(tmp_path: Path) -> None:
    """A PNG with every curve and its marks; a curve with too few points is left out."""
    points = sweep(FOUR * 10)
    draw({"books": points, "few": sweep(FOUR)}, {"Balanced": 0.5}, tmp_path / "c.png", "Title")
    assert (tmp_path / "c.png").read_bytes().startswith(b"\x89PNG")


def test_work_is_spread_and_comes_back_in_order() -> None:
    """In this process or in others, every item once."""
    seen: list[tuple[int, int]] = []
    items = list(range(7))
    assert spread(sorted, items, 1, lambda *p: seen.append(p), 3) == items
    assert seen == [(3, 7), (6, 7), (7, 7)]
    assert spread(sorted, items, 2, lambda *p: None, 4) == items
