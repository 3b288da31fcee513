"""The evaluation over real engines: what the offline gate and the perplexity claim is true."""

from __future__ import annotations

import json
import shutil
from dataclasses import fields, replace
from math import exp
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.engine.learned import SENTENCES
from writer.commands import evaluate
from writer.engine.fidelity import read_fidelity
from writer.engine.onnx_engine import OnnxEngine
from writer.errors import WriterError
from writer.evaluation.asking import ask
from writer.evaluation.curve import GATES
from writer.evaluation.perplexity import Scorer
from writer.evaluation.positions import Position, sample
from writer.evaluation.texts import HeldText, Kind

TEXT = " ".join(SENTENCES)


@pytest.fixture(scope="module")
def heldout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two books and two articles, of sentences the model knows and ones it does not."""
    folder = tmp_path_factory.mktemp("heldout")
    other = "A stranger walked along the cold harbour wall; nobody had seen him there before. "
    for name, sentences in (
        ("book", SENTENCES),
        ("story", SENTENCES[::-1]),
        ("18f-post", SENTENCES[::2]),
        ("web-page", SENTENCES[1::2]),
    ):
        paragraphs = [" ".join(sentences[i:] + sentences[:i]) + " " + other for i in range(3)]
        (folder / f"{name}.txt").write_text("\n\n".join(p.strip() for p in paragraphs))
    return folder


def positions() -> list[Position]:
    """Automatic ones all over the known sentences, some with text below."""
    text = "\n\n".join([TEXT, TEXT])
    found = sample([HeldText("book", Kind.BOOKS, text)], 24, seed=2)
    return [p for p in found if not p.explicit]


@pytest.mark.parametrize("healing", [True, False])
def test_cutting_at_a_gate_is_what_the_engine_does(learned: Path, healing: bool) -> None:
    """One run with the gate open tells what every other gate shows."""
    from writer.engine.shaping import Features

    engine = OnnxEngine(learned, threads=1, features=Features(healing=healing))
    engine.load()
    compared = 0
    for position in positions():
        answer = ask(engine, position)
        sure = sorted({step.confidence for step in answer.steps})
        between = [(a + b) / 2 for a, b in zip([0.0, *sure], [*sure, 1.0], strict=True)]
        for gate in between[:: 1 if len(between) < 4 else 2]:
            gated = ask(engine, position, min_confidence=gate)
            assert answer.shown_at(gate) == gated.text, (position.prefix[-30:], gate)
            assert len(gated.text) != 1, "one letter saves no key"
            compared += 1
    assert compared > 30
    engine.close()


def test_perplexity_is_that_of_transformers(tiny: tuple[Path, Any]) -> None:
    """In one window: the plain loss of the reference model. To more than three digits."""
    folder, reference = tiny
    scorer = Scorer(folder)
    text = "The gentleman met the gentle lady at the old house."
    ids = torch.tensor([[0, *scorer._tokenizer.encode(text)]])
    assert ids.shape[1] <= 64
    with torch.inference_mode():
        loss = float(reference(ids, labels=ids).loss)
    score = scorer.score(text)
    assert score.perplexity_per_token == pytest.approx(exp(loss), rel=1e-4)
    tokens = ids.shape[1] - 1
    assert (score.tokens, score.words, score.characters) == (tokens, 10, len(text))
    assert score.perplexity_per_word == pytest.approx(exp(loss * tokens / 10), rel=1e-4)
    assert score.bits_per_character == pytest.approx(
        loss * tokens / len(text) / torch.tensor(2.0).log().item(), rel=1e-4
    )


@pytest.mark.parametrize("stride", [32, 17])
def test_windows_are_strided_as_documented(tiny: tuple[Path, Any], stride: int) -> None:
    """Each token is scored once, in the first window that holds it: the plain loop says so."""
    folder, reference = tiny
    scorer = Scorer(folder, stride)
    ids = torch.tensor([0, *scorer._tokenizer.encode(TEXT)])
    total, scored, start = 0.0, 0, 0
    while scored < len(ids) - 1:
        piece = ids[start : start + 65]
        with torch.inference_mode():
            logits = reference(piece[None, :-1]).logits[0]
        losses = torch.nn.functional.cross_entropy(logits, piece[1:], reduction="none")
        total += float(losses[scored - start :].sum())
        scored = start + len(piece) - 1
        start += stride
    assert scorer.score(TEXT).nats == pytest.approx(total, rel=1e-4)


def test_a_text_that_goes_on_from_another_is_scored_in_its_light(tiny: tuple[Path, Any]) -> None:
    """Only its own tokens cost, each with all that fits before it: the plain loop says so."""
    folder, reference = tiny
    scorer = Scorer(folder, stride=16)
    before, text = TEXT[:150], TEXT[150:]
    lead = [0, *scorer._tokenizer.encode(before)]
    ids = torch.tensor(lead + scorer._tokenizer.encode(text))
    total = 0.0
    for begin in range(len(lead), len(ids), 16):
        end = min(begin + 16, len(ids))
        piece = ids[max(0, end - 65) : end]
        with torch.inference_mode():
            logits = reference(piece[None, :-1]).logits[0]
        losses = torch.nn.functional.cross_entropy(logits, piece[1:], reduction="none")
        total += float(losses[begin - end :].sum())
    score = scorer.score_after(before, text)
    assert score.nats == pytest.approx(total, rel=1e-4)
    assert score.tokens == len(ids) - len(lead)


def test_bad_strides_and_empty_texts_get_a_sentence(tiny: tuple[Path, Any]) -> None:
    """A stride over the context would leave tokens out."""
    with pytest.raises(WriterError, match="longer than the model's context"):
        Scorer(tiny[0], 65)
    with pytest.raises(WriterError, match="empty"):
        Scorer(tiny[0]).score(" \n")


def run(*arguments: str | Path) -> int:
    return evaluate.main(["--temp-profile", "--jobs", "1", *map(str, arguments)])


def test_the_command_from_end_to_end(
    learned: Path, heldout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scorecard, JSON and picture; a model that knows the text is often right."""
    out, plot = tmp_path / "out.json", tmp_path / "out.png"
    run(heldout, "--model", learned, "--positions", "24", "--typed", "120", "--json", out,
        "--plot", plot)  # fmt: skip
    data = json.loads(out.read_text())
    assert data["rates"]["all"]["precision"] > 0.4
    assert data["typing"]["books"]["keystrokes_saved"] > 0.2
    assert len(data["cases"]) == 24
    assert plot.read_bytes().startswith(b"\x89PNG")
    assert "Seam errors" in capsys.readouterr().out


def test_calibrating_writes_thresholds_that_the_engine_reads(
    learned: Path, heldout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Into the model's folder; the documents it chose on are named."""
    folder = tmp_path / "model"
    folder.mkdir()
    for file in learned.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    run(heldout, "--model", folder, "--positions", "40", "--typed", "0", "--calibrate")
    judgement = json.loads((folder / "judgement.json").read_text())
    assert judgement["calibrated_on"] == ["book", "18f-post"]
    engine = OnnxEngine(folder, threads=1)
    info = engine.load()
    for eagerness, gate in info.thresholds.items():
        assert gate == judgement["min_confidence"][eagerness.value]
        assert gate in GATES
    assert "Balanced precision when shown" in capsys.readouterr().out


def test_baselines_stand_in_one_table(
    learned: Path, tiny: tuple[Path, Any], heldout: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """The trigram, an untaught model and a taught one: the taught one is ahead of the other."""
    from writer.evaluation.trigram_file import save, train

    save(train([TEXT, TEXT, TEXT], least_count=2), tmp_path / "t.npz")
    run(heldout, "--model", learned, "--baselines", "--trigram", tmp_path / "t.npz", "--compare",
        tiny[0], "--positions", "8", "--typed", "60", "--json", tmp_path / "o.json")  # fmt: skip
    rows = {(r["model"], r["text"]): r for r in json.loads((tmp_path / "o.json").read_text())}
    assert len(rows) == 6
    taught, untaught = rows[learned.name, "books"], rows[tiny[0].name, "books"]
    assert taught["bits_per_character"] < untaught["bits_per_character"]
    assert rows["word trigram + cache", "books"]["bits_per_character"] < 8
    assert "bits/char" in capsys.readouterr().out


def test_the_ablation_agrees_with_single_runs(
    learned: Path, heldout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row for every part, and the rates of each are those of a run without it."""
    from writer.engine.shaping import Features

    table, alone = tmp_path / "table.json", tmp_path / "alone.json"
    options = ("--model", learned, "--positions", "20", "--typed", "0", "--json")
    run(heldout, "--ablation", *options, table)
    rows = {",".join(o["without"]): o["rates"] for o in json.loads(table.read_text())}
    assert set(rows) == {"", *(field.name for field in fields(Features))}
    for part in ("", "gate", "healing"):
        run(heldout, "--without", part, *options, alone)
        assert json.loads(alone.read_text())["rates"] == rows[part]
    assert "| without healing" in capsys.readouterr().out


def test_perplexity_of_a_file(
    learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Printed per token, per word and in bits per character."""
    path = tmp_path / "text.txt"
    path.write_text(TEXT)
    run("--model", learned, "--perplexity", path, "--stride", "64", "--json", tmp_path / "p.json")
    assert "perplexity per word" in capsys.readouterr().out
    assert json.loads((tmp_path / "p.json").read_text())["perplexity_per_token"] < 20


def test_precisions_are_written_as_they_are_read_in_the_editor_only(
    learned: Path, heldout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The figures that decide are those of one length; others can be looked at."""
    model = tmp_path / "model"
    shutil.copytree(learned, model)
    asked = (heldout, "--model", model, "--precisions", "--positions", "48")
    run(*asked, "--at-once", "8")
    assert "not written" in capsys.readouterr().out
    assert not read_fidelity(model)
    run(*asked)
    assert "written to" in capsys.readouterr().out
    assert "w8a14" in read_fidelity(model)


def test_switching_parts_off_reaches_the_engine(learned: Path) -> None:
    """Without healing, a begun word is not finished as it was."""
    from writer.evaluation.workers import EngineSpec, engine_of

    begun = Position("d", Kind.BOOKS, positions()[0].place, "The old gent", "", ("leman",))
    whole = EngineSpec(learned)
    assert ask(engine_of(whole), begun).text.startswith("leman")
    bare = replace(whole, without=frozenset({"healing"}))
    assert not ask(engine_of(bare), begun).text.startswith("leman met")
    engine_of.cache_clear()
