"""``writer finetune``: a style is really learnt, stopped, gone on with, measured and removed."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from tests.engine.test_adapter import IDS, make_adapter
from writer.cli import main
from writer.engine.adapter import WEIGHTS_NAME
from writer.engine.onnx_model import OnnxModel
from writer.engine.precision import SAFE
from writer.errors import WriterError
from writer.models.adapters import find_adapter, keep_adapter, list_adapters
from writer.models.learning import (
    PAUSE,
    RESUME,
    STOP,
    Finished,
    Measuring,
    Message,
    Paused,
    Reading,
    Step,
    Stopped,
    from_line,
)
from writer.paths import Profile
from writer.settings.store import Settings
from writer.training.style.control import Control
from writer.training.style.job import Job, carry_out, work_folder
from writer.training.style.loop import Plan

PLAN = Plan(rank=4, alpha=8.0, rate=1e-2, passes=2, rows=8, context=64, checks=3)


def own_prose(characters: int, seed: int = 1) -> str:
    """What an author with few words and strong habits writes."""
    pick = random.Random(seed).choice
    names, verbs, things = ("Anna", "Tom", "Clara"), ("saw", "lost", "found"), ("key", "dog", "hat")
    text = ""
    while len(text) < characters:
        text += f"{pick(names)} {pick(verbs)} the {pick(things)} by the window, and said so."
        text += pick([" ", " ", "\n\n"])
    return text.strip()


def write_letters(folder: Path) -> None:
    """Letters of an author with few things to say: each says all of them, once, in some order.

    No letter repeats itself, so the words of the document itself are of little help in it.
    """
    pick = random.Random(4)
    parts = (
        ("Anna", "Tom", "Clara", "My sister", "The doctor", "The old captain"),
        ("found a letter", "lost her keys", "told a story", "bought a lamp", "painted a door"),
        ("by the river", "in the garden", "at the market", "near the station", "under the bridge"),
        ("on Monday", "before dinner", "after the rain", "in the spring", "last winter"),
    )
    sentences = [" ".join(map(pick.choice, parts)) + "." for _ in range(30)]
    folder.mkdir()
    for number in range(8):
        text = " ".join(pick.sample(sentences, len(sentences)))
        (folder / f"{number}.txt").write_text(text)


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document of one author."""
    path = tmp_path_factory.mktemp("own") / "novel.md"
    path.write_text(own_prose(12_000))
    return path


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """A profile of its own."""
    return Profile.under(tmp_path / "profile")


@pytest.fixture
def job(learned: Path, document: Path) -> Job:
    """A few steps, and a typist who types a line or two."""
    return Job((document,), "starter", learned, "my-style", PLAN, typed=40, threads=1)


def heard(messages: list[Message], kind: type[Any]) -> list[Any]:
    return [message for message in messages if isinstance(message, kind)]


def test_the_command_teaches_the_starter_model_a_style_and_shows_what_it_is_worth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Held-out perplexity falls, keystrokes saved rise, and suggestions use it from then on."""
    write_letters(tmp_path / "letters")
    folder = tmp_path / "profile"
    where = ["--profile", str(folder)]
    options = ["--rate", "0.003", "--passes", "8", "--typed", "200", "--threads", "1"]
    assert main(["finetune", str(tmp_path / "letters"), *options, *where]) == 0
    said = capsys.readouterr()
    rows = {line[:20].strip(): line[20:].split() for line in said.out.splitlines()[:4]}
    assert rows["held out"] == ["before", "after"]
    for name in ("perplexity per word", "bits per character"):
        assert float(rows[name][1]) < float(rows[name][0])
    before, after = (float(share.rstrip("%")) for share in rows["keystrokes saved"])
    assert after > before
    assert "It helps: on" in said.out
    assert "Processor time:" in said.out
    assert "Measuring before" in said.err
    assert "Step " in said.err
    (kept,) = list_adapters(Profile.under(folder))
    assert (kept.name, kept.base) == ("my-style", "starter")
    assert kept.notes.startswith("It helps")
    assert Settings(folder / "config" / "settings.toml").text("completions.adapter") == "my-style"

    assert main(["adapters", "remove", "my-style", *where]) == 0
    assert list_adapters(Profile.under(folder)) == []
    assert Settings(folder / "config" / "settings.toml").text("completions.adapter") == ""


def test_what_was_learnt_is_read_by_peft_and_by_writer_alike(
    tiny: tuple[Path, Any], document: Path, profile: Profile
) -> None:
    """PEFT's model with the adapter, and Writer's merged weights, give the same logits."""
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    base, plain = tiny
    job = Job((document,), "tiny", base, "mine", replace(PLAN, passes=1), typed=20, threads=1)
    assert isinstance(carry_out(job, profile, Control(), lambda _: None), Finished)
    folder = find_adapter("mine", profile)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PEFT tells transformers' own deprecations
        model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
        reference = PeftModel.from_pretrained(model, folder).eval()
    merged = OnnxModel(base, SAFE, threads=1, adapter=folder)
    with torch.inference_mode():
        wanted = reference(torch.tensor([IDS])).logits[0]
        without = plain(torch.tensor([IDS])).logits[0]
    got = torch.from_numpy(merged.forward(IDS, merged.new_cache()))
    assert (got - wanted).abs().max() < 1e-3
    assert (without - wanted).abs().max() > 1e-2


def stopping_at(step: int, control: Control, messages: list[Message]) -> Callable[[Message], None]:
    def say(message: Message) -> None:
        messages.append(message)
        if isinstance(message, Step) and message.step == step:
            control.stop()

    return say


def test_stopped_and_gone_on_with_is_the_same_as_never_stopped(job: Job, tmp_path: Path) -> None:
    """To the bit; and what was measured before learning is not measured again."""
    whole, broken = Profile.under(tmp_path / "whole"), Profile.under(tmp_path / "broken")
    carry_out(job, whole, Control(), lambda _: None)
    messages: list[Message] = []
    control = Control()
    assert carry_out(job, broken, control, stopping_at(5, control, messages)) == Stopped(5)
    assert list_adapters(broken) == []
    again: list[Message] = []
    assert isinstance(carry_out(job, broken, Control(), again.append), Finished)
    assert heard(again, Step)[0].step == 6
    assert not any(message.before for message in heard(again, Measuring))
    one, two = (load_file(find_adapter("my-style", p) / WEIGHTS_NAME) for p in (whole, broken))
    assert all(torch.equal(one[name], two[name]) for name in one)
    assert not work_folder(broken, "my-style").exists()


def test_other_documents_begin_anew(job: Job, profile: Profile, tmp_path: Path) -> None:
    """What was begun with other texts is not gone on with."""
    control = Control()
    carry_out(job, profile, control, stopping_at(3, control, []))
    other = tmp_path / "other.txt"
    other.write_text(own_prose(11_000, seed=2))
    messages: list[Message] = []
    control = Control()
    carry_out(replace(job, files=(other,)), profile, control, stopping_at(1, control, messages))
    assert heard(messages, Step)[0].step == 1


def test_when_the_time_is_over_the_best_so_far_is_kept(job: Job, profile: Profile) -> None:
    """A limit that a first step already reaches still ends with an adapter and its figures."""
    hurried = replace(job, plan=replace(PLAN, minutes=1e-6))
    messages: list[Message] = []
    result = carry_out(hurried, profile, Control(), messages.append)
    assert isinstance(result, Finished)
    assert len(heard(messages, Step)) == 1
    assert [adapter.name for adapter in list_adapters(profile)] == ["my-style"]


def test_a_style_that_did_not_help_is_kept_and_not_switched_on(
    learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a text without any habit nothing can be learnt, and the command says so."""
    letters = random.Random(3)
    noise = "".join(chr(letters.randrange(33, 126)) for _ in range(12_000))
    path = tmp_path / "noise.txt"
    path.write_text("\n".join(noise[i : i + 60] for i in range(0, len(noise), 60)))
    folder = tmp_path / "profile"
    Settings(folder / "config" / "settings.toml").set("completions.model", str(learned))
    options = ["--minutes", "0.005", "--typed", "50", "--threads", "1", "--profile", str(folder)]
    assert main(["finetune", str(path), *options]) == 0
    assert "It is not switched on." in capsys.readouterr().out
    assert Settings(folder / "config" / "settings.toml").text("completions.adapter") == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["short.txt"], "only 20 characters to learn from"),
        (["nowhere.txt"], "no file or folder nowhere.txt"),
        (["short.txt", "--name", "../mine"], "cannot be the name of an adapter"),
    ],
)
def test_what_cannot_be_learnt_from_is_a_sentence(
    learned: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    sentence: str,
) -> None:
    """Nothing is changed, and it says what to do."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "short.txt").write_text("It was a dark night.\n")
    where = ["--model", str(learned), "--profile", str(tmp_path / "profile")]
    assert main(["finetune", *arguments, *where]) == 2
    assert sentence in capsys.readouterr().err


def test_an_adapter_that_writer_did_not_train_is_never_replaced(
    job: Job, tiny: tuple[Path, Any], profile: Profile, tmp_path: Path
) -> None:
    """Somebody else's work under the same name stays as it is."""
    make_adapter(tiny[0], tmp_path / "a")
    folder = keep_adapter(tmp_path / "a", "my-style", profile, base="starter")
    before = (folder / WEIGHTS_NAME).read_bytes()
    with pytest.raises(WriterError, match="Writer did not train it"):
        carry_out(job, profile, Control(), lambda _: None)
    assert (folder / WEIGHTS_NAME).read_bytes() == before


def test_two_at_once_under_one_name_is_a_sentence(job: Job, profile: Profile) -> None:
    """The second is told so, and the first is not disturbed."""
    refused = []

    def say(message: Message) -> None:
        if isinstance(message, Reading):
            with pytest.raises(WriterError, match="being learnt already"):
                carry_out(job, profile, Control(), lambda _: None)
            refused.append(message)

    quick = replace(job, plan=replace(PLAN, minutes=1e-6))
    assert isinstance(carry_out(quick, profile, Control(), say), Finished)
    assert refused


def test_models_of_other_families_are_refused(job: Job, profile: Profile, tmp_path: Path) -> None:
    """Before anything is read or computed."""
    other = tmp_path / "llama"
    shutil.copytree(job.model, other)
    config = json.loads((other / "config.json").read_text())
    (other / "config.json").write_text(json.dumps(config | {"model_type": "llama"}))
    with pytest.raises(WriterError, match="GPT-2"):
        carry_out(replace(job, model=other), profile, Control(), lambda _: None)


def test_the_process_of_the_window_gives_way_to_others() -> None:
    """So that typing never waits for the learning."""
    code = "import os; from writer.processes import lower_priority; lower_priority()"
    after = subprocess.check_output([sys.executable, "-c", f"{code}; print(os.nice(0))"])
    assert int(after) == min(19, os.nice(0) + 10)


def test_the_process_of_the_window_pauses_goes_on_and_stops(
    learned: Path, document: Path, tmp_path: Path
) -> None:
    """It says everything in lines, does what it is told, and goes on from there the next time."""
    command = [sys.executable, "-m", "writer", "finetune", str(document), "--progress-json"]
    command += ["--model", str(learned), "--profile", str(tmp_path / "profile")]
    command += ["--typed", "10", "--passes", "200", "--threads", "1"]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert child.stdin is not None
    assert child.stdout is not None

    def tell(word: str) -> None:
        assert child.stdin is not None
        child.stdin.write(word + "\n")
        child.stdin.flush()

    def until(kind: type[Any], messages: Iterator[Message | None]) -> Any:
        return next(message for message in messages if isinstance(message, kind))

    try:
        messages = (from_line(line) for line in child.stdout)
        until(Step, messages)
        tell(PAUSE)
        until(Paused, messages)
        tell(RESUME)
        until(Step, messages)
        tell(STOP)
        stopped = until(Stopped, messages)
        assert child.wait(60) == 0
    finally:
        child.kill()
        child.wait()
        child.stdin.close()
        child.stdout.close()
    assert stopped.step > 1
    assert (work_folder(Profile.under(tmp_path / "profile"), "my-style") / "checkpoint.pt").exists()
