"""``writer bench`` with a tiny model: every peer computes the same, every row is measured."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.engine.conftest import train_tokenizer
from writer.benchmarks import turns
from writer.benchmarks.floor import bandwidth
from writer.benchmarks.growth import growth
from writer.benchmarks.page import put
from writer.benchmarks.peer import OWN_PRECISIONS, PROGRAMS, Listener, Program
from writer.benchmarks.remote import PeerError, Remote
from writer.benchmarks.run import ROWS, Plan, carry_out, passage
from writer.benchmarks.shape import Shape, make
from writer.benchmarks.table import markdown
from writer.benchmarks.turns import QUICK, Document, Sizes, Turns
from writer.commands import bench
from writer.engine.precision import PRECISIONS
from writer.errors import WriterError

INSTALLED = [p for p in PROGRAMS.values() if p.installed]
WITHOUT_TORCH = [p for p in INSTALLED if not p.module.startswith("hf_") and not p.option]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model of the benchmark's own making, with a tokenizer."""
    source = tmp_path_factory.mktemp("tokenizer")
    train_tokenizer().save(str(source / "tokenizer.json"))
    made = tmp_path_factory.mktemp("shape")
    make(made, Shape(600, 128, 64, 2, 4), source)
    return made


@pytest.mark.parametrize("program", INSTALLED, ids=lambda p: p.name)
def test_every_peer_says_what_fp32_says(folder: Path, tmp_path: Path, program: Program) -> None:
    """The same tokens, whether the text is new, grown or shortened; 8 bits may differ rarely."""
    exact = PROGRAMS["writer-fp32"].open(folder, tmp_path, 1)
    peer = program.open(folder, tmp_path, 1)
    ids = [(7 * i) % 500 for i in range(60)]
    agreed = asked = 0
    for length in (40, 43, 44, 20, 21, 60, 60):
        wanted, got = Listener(), Listener()
        exact.complete(ids[:length], 3, wanted)
        peer.complete(ids[:length], 3, got)
        assert len(got.tokens) == len(got.times_s) == 3
        agreed += sum(a == b for a, b in zip(got.tokens, wanted.tokens, strict=True))
        asked += 3
    rows = peer.branches(ids[:30], ids[:3], 4)
    right = exact.branches(ids[:30], ids[:3], 4)
    assert [len(row) for row in rows] == [4, 4, 4]
    agreed += sum(
        a == b for r, w in zip(rows, right, strict=True) for a, b in zip(r, w, strict=True)
    )
    asked += 12
    assert agreed == asked if "fp32" in program.label else agreed > 0.7 * asked
    peer.close()
    exact.close()


def test_writers_columns_are_its_precisions() -> None:
    """Each can be asked for by its name."""
    assert set(OWN_PRECISIONS) == set(PRECISIONS)


def test_the_bandwidth_is_that_of_a_memory() -> None:
    """Bytes a second: more than a disk gives, less than any memory."""
    assert 1e8 < bandwidth(2, size=2**24, rounds=2) < 1e13


def test_the_model_is_the_same_every_time(folder: Path, tmp_path: Path) -> None:
    """Figures of two machines are of the same weights; transformers reads them all."""
    from transformers import GPT2LMHeadModel

    make(tmp_path / "again", Shape(600, 128, 64, 2, 4), folder)
    for name in ("model.safetensors", "config.json", "tokenizer.json"):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()
    model, info = GPT2LMHeadModel.from_pretrained(folder, output_loading_info=True)
    assert not info["missing_keys"]
    assert not info["unexpected_keys"]
    assert model.config.n_layer == 2


@pytest.mark.parametrize("program", WITHOUT_TORCH, ids=lambda p: p.name)
def test_what_does_not_run_in_torch_has_none(
    folder: Path, tmp_path: Path, program: Program
) -> None:
    """A program's start and memory are its own: nothing of another one is in its process."""
    with Remote(program, folder, tmp_path, 1) as remote:
        remote.complete([1, 2, 3], 2)
        modules = remote.modules()
    assert "numpy" in modules
    assert not {"torch", "transformers"} & set(modules)


SIZES = Sizes(
    rounds=1,
    starts=1,
    document=30,
    prefills=(16, 32),
    tokens=4,
    letters=6,
    agreement=3,
    timer_s=0.05,
)


def test_a_run_fills_every_row(folder: Path, tmp_path: Path) -> None:
    """Writer and what is always installed, each in its own process; who is missing is named."""
    gone = Program("gone", "Gone", "gone", ("no_such_module",), "pip install gone")
    programs = [PROGRAMS["writer"], PROGRAMS["generate"], gone]
    rows = [row for row in ROWS if row not in ("growth", "start", "hand")]
    report = carry_out(Plan(folder, tmp_path, "tiny", programs, rows, SIZES, 1))
    assert report.peers == {"writer": "Writer", "generate": "generate fp32"}
    assert report.missing == {"Gone": "pip install gone"}
    names = [row.name for row in report.rows]
    for name in (
        "best token as in fp32",
        "prefill of 32 tokens", "first token, text known", "each further token",
        "request of 4 tokens", "3 alternatives of 4", "session, every key: suggestion p99",
        "each further token over its floor", "5 ms timer late while tokens come, p99",
        "as it is, all waited for: key to suggestion, in all",
    ):  # fmt: skip
        assert name in names
    for row in report.rows:
        if not row.name.startswith("stop"):  # a tiny model may be done before it is cancelled
            assert set(row.cells) == {"writer", "generate"}
    exact = report.row("best token as in fp32")
    assert exact is not None
    assert exact.cells["generate"].median == 1.0
    assert "Gone: not installed. pip install gone" in markdown(report)


def test_a_key_is_timed_in_documents_of_several_lengths(folder: Path, tmp_path: Path) -> None:
    """Each has its row, and the longest is compared with the shortest."""
    rows = growth(folder, tmp_path, passage(), 3, print, words=(60, 600))
    assert [row.name for row in rows] == [
        "a key in 60 words", "a key in 600 words", "a key in 600 words over one in 60",
    ]  # fmt: skip
    assert all(len(row.cells["writer"].values) == 3 for row in rows)


def test_a_peer_that_fails_is_left_out(folder: Path, tmp_path: Path) -> None:
    """A program that cannot load is a sentence, not the end of the run."""
    with pytest.raises(PeerError, match="failed"):
        Remote(PROGRAMS["writer"], tmp_path / "nothing", tmp_path, 1)
    broken = Program("writer-none", "Broken", "no_such_peer")
    programs = [PROGRAMS["writer"], broken]
    report = carry_out(Plan(folder, tmp_path, "tiny", programs, ["start", "hand"], SIZES, 1))
    assert list(report.peers) == ["writer"]
    assert any(note.startswith("Broken") for note in report.notes)
    names = [row.name for row in report.rows]
    assert {"import and load", "process start to first token"} <= set(names)
    assert "session by hand, all used: first ink p90" in names
    assert "as it is, by hand: time spent computing" in names


def test_the_command_writes_table_json_and_picture(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One command; what it prints is what it writes."""
    out = tmp_path / "out"
    arguments = ["--model", str(folder), "--peers", "none", "--rows", "request", "--quick"]
    arguments += ["--cache", str(tmp_path / "cache"), "--out", str(out), "--threads", "1"]
    page = tmp_path / "page.md"
    page.write_text("Before\n<!-- bench distilgpt2 -->\nold\n<!-- end of bench -->\nAfter\n")
    arguments += ["--page", str(page)]
    assert bench.main([*arguments, "--temp-profile"]) == 0
    assert capsys.readouterr().out == (out / "bench.md").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads((out / "bench.json").read_text(encoding="utf-8"))
    assert any(row["name"] == "each further token" for row in data["rows"])
    assert (out / "bench.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "bench-distilgpt2.png").is_file()
    shown = page.read_text(encoding="utf-8")
    assert shown.startswith("Before\n<!-- bench distilgpt2 -->\n`writer bench --model ")
    assert "| each further token" in shown
    assert "old" not in shown
    assert shown.endswith("<!-- end of bench -->\nAfter\n")


def test_a_page_without_a_place_is_left_alone(tmp_path: Path) -> None:
    """A sentence that says what is missing; the page is as it was."""
    page = tmp_path / "page.md"
    page.write_text("Text\n")
    with pytest.raises(WriterError, match="no place for the table"):
        put(page, "starter", "| a |", "writer bench")
    assert page.read_text() == "Text\n"
    with pytest.raises(WriterError, match="cannot be read"):
        put(tmp_path / "none.md", "starter", "| a |", "writer bench")


def test_names_that_do_not_exist_are_sentences() -> None:
    """So that a slip of the keyboard does not start a long run."""
    with pytest.raises(WriterError, match="no program called 'lama'"):
        bench.main(["--peers", "lama"])
    with pytest.raises(WriterError, match=r"no precision called 'int4'.* w8a14"):
        bench.main(["--precisions", "int4"])
    with pytest.raises(WriterError, match="no row called"):
        bench.main(["--rows", "everything"])


def test_a_turn_waits_for_the_threads_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every peer's, in every round; a quick run waits too."""
    seen: list[object] = []
    monkeypatch.setattr(turns.time, "sleep", lambda seconds: seen.append(seconds))
    peers: Any = [SimpleNamespace(program=SimpleNamespace(name=name)) for name in "ab"]
    taking = Turns(peers, QUICK, Document([], lambda _: [], 1), lambda _: None)
    for number in range(2):
        taking.each(number, lambda peer: seen.append(peer.program.name))
    rest = QUICK.rest_s
    assert rest > 0
    assert seen == [rest, "a", rest, "b", rest, "b", rest, "a"]
