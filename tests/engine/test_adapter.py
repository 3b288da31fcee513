"""LoRA adapters: the merged model computes what PEFT computes, and a misfit is a sentence."""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from writer.build_engine import build_engine
from writer.cli import main
from writer.completion.request import CancelToken
from writer.engine.adapter import CONFIG_NAME, WEIGHTS_NAME, check_adapter, read_adapter_config
from writer.engine.checkpoint import fingerprint
from writer.engine.onnx_model import OnnxModel
from writer.engine.precision import SAFE
from writer.errors import ModelError
from writer.evaluation.perplexity import Scorer
from writer.models.adapters import find_adapter, list_adapters
from writer.paths import Profile, resources_dir
from writer.settings.store import Settings

IDS = [0, 17, 45, 301, 12, 77, 200, 31]


def make_adapter(base: Any, folder: Path, **config: Any) -> Any:
    """PEFT's own model with an adapter that changes much; the adapter is saved in ``folder``."""
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(3)
    options = {"r": 4, "lora_alpha": 6, "target_modules": ["c_attn", "c_proj", "c_fc"]} | config
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PEFT tells transformers' own deprecations
        from transformers import AutoModelForCausalLM

        copy = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
        model = get_peft_model(
            copy, LoraConfig(task_type="CAUSAL_LM", fan_in_fan_out=True, **options)
        )
        for name, parameter in model.named_parameters():
            if "lora_B" in name:
                torch.nn.init.normal_(parameter, std=0.05)
        model.save_pretrained(folder)
    return model.eval()


@pytest.fixture(scope="module")
def adapter(tiny: tuple[Path, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole adapter for the tiny model."""
    folder = tmp_path_factory.mktemp("adapter")
    make_adapter(tiny[0], folder)
    return folder


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"use_rslora": True, "r": 9},
        {"target_modules": ["c_attn"], "lora_alpha": 16},
        {"target_modules": ["c_fc"], "layers_to_transform": [1]},
    ],
    ids=["all", "rank-stabilised", "attention", "one-layer"],
)
def test_merged_weights_compute_what_peft_computes(
    tiny: tuple[Path, Any], tmp_path: Path, config: dict[str, Any]
) -> None:
    """Logits agree to 1e-4, with PEFT's own forward pass as the reference."""
    base, plain = tiny
    reference = make_adapter(base, tmp_path / "a", **config)
    model = OnnxModel(base, SAFE, threads=1, adapter=tmp_path / "a")
    cache = model.new_cache()
    got = torch.from_numpy(model.forward(IDS, cache))
    with torch.inference_mode():
        wanted = reference(torch.tensor([IDS])).logits[0]
        without = plain(torch.tensor([IDS])).logits[0]
    assert (got - wanted).abs().max() < 1e-4
    assert (without - wanted).abs().max() > 0.1


def test_perplexity_is_measured_with_the_adapter(
    tiny: tuple[Path, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``writer eval --perplexity --adapter`` scores what PEFT scores."""
    base, _ = tiny
    reference = make_adapter(base, tmp_path / "a")
    text = tmp_path / "text.txt"
    text.write_text("The gentleman met the gentle lady at the old house.")
    scorer = Scorer(base)
    ids = torch.tensor([[0, *scorer._tokenizer.encode(text.read_text())]])
    with torch.inference_mode():
        loss = float(reference(ids, labels=ids).loss)
    argv = ["eval", "--temp-profile", "--model", str(base), "--perplexity", str(text)]
    assert main([*argv, "--adapter", str(tmp_path / "a"), "--json", str(tmp_path / "p")]) == 0
    found = json.loads((tmp_path / "p").read_text())["perplexity_per_token"]
    assert found == pytest.approx(torch.tensor(loss).exp().item(), rel=1e-4)


def configure(**changes: Any) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / CONFIG_NAME
        path.write_text(json.dumps(json.loads(path.read_text()) | changes))

    return damage


def change(make: Callable[[dict[str, torch.Tensor]], None]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        tensors = load_file(folder / WEIGHTS_NAME)
        make(tensors)
        save_file({k: t.clone().contiguous() for k, t in tensors.items()}, folder / WEIGHTS_NAME)

    return damage


A0 = "base_model.model.transformer.h.0.attn.c_attn.lora_A.weight"


def truncate(folder: Path) -> None:
    data = (folder / WEIGHTS_NAME).read_bytes()
    (folder / WEIGHTS_NAME).write_bytes(data[: len(data) // 2])


def as_pickle(folder: Path) -> None:
    (folder / WEIGHTS_NAME).rename(folder / "adapter_model.bin")


def other_base(folder: Path) -> None:
    (folder / "writer.json").write_text(json.dumps({"base": {"fingerprint": "0" * 64}}))


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda f: (f / CONFIG_NAME).unlink(), "holds no adapter"),
        (lambda f: (f / CONFIG_NAME).write_text("{"), "cannot be read"),
        (lambda f: (f / WEIGHTS_NAME).unlink(), "is not complete"),
        (as_pickle, "could run code"),
        (truncate, "is damaged"),
        (configure(peft_type="IA3"), "kind 'IA3'"),
        (configure(task_type="SEQ_CLS"), "another task"),
        (configure(bias="all"), "biases"),
        (configure(use_dora=True), "'use_dora'"),
        (configure(modules_to_save=["wte"]), "'modules_to_save'"),
        (configure(rank_pattern={"c_attn": 2}), "'rank_pattern'"),
        (configure(something_new={"a": 1}), "'something_new'"),
        (configure(init_lora_weights="pissa"), "'pissa'"),
        (configure(r=0), "rank 0"),
        (configure(r=8), "does not fit"),
        (configure(lora_alpha=None), "lora_alpha"),
        (change(lambda t: t.pop(A0)), "does not fit"),
        (change(lambda t: t.update({A0: t[A0][:, :40]})), "does not fit"),
        (change(lambda t: t.update({A0: t[A0] / 0.0})), "no numbers"),
        (change(lambda t: t.update({A0.replace("h.0", "h.7"): t[A0]})), "'h.7.attn.c_attn'"),
        (change(lambda t: t.update({"lm_head.lora_A.weight": t[A0]})), "'lm_head"),
        (change(dict.clear), "changes no layer"),
        (other_base, "another model than"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_a_sentence(
    tiny: tuple[Path, Any], adapter: Path, tmp_path: Path, damage: Callable[[Path], None], says: str
) -> None:
    """Nothing is merged that is not understood in full."""
    folder = tmp_path / "a"
    shutil.copytree(adapter, folder)
    damage(folder)
    with pytest.raises(ModelError, match=says):
        OnnxModel(tiny[0], SAFE, threads=1, adapter=folder)


def test_an_adapter_of_this_very_base_is_taken(
    tiny: tuple[Path, Any], adapter: Path, tmp_path: Path
) -> None:
    """What Writer noted about the base is compared with the base at hand."""
    folder = tmp_path / "a"
    shutil.copytree(adapter, folder)
    facts = {"base": {"name": "tiny", "fingerprint": fingerprint(tiny[0])}}
    (folder / "writer.json").write_text(json.dumps(facts))
    assert len(check_adapter(folder, tiny[0]).layers) == 12
    assert read_adapter_config(folder).scale == 1.5


def test_other_families_take_none(adapter: Path, tmp_path: Path) -> None:
    """A sentence, not a traceback from another architecture's weights."""
    (tmp_path / "config.json").write_text('{"model_type": "llama"}')
    with pytest.raises(ModelError, match="takes no adapters"):
        check_adapter(adapter, tmp_path)


@pytest.fixture
def desk(tiny: tuple[Path, Any], tmp_path: Path) -> tuple[Settings, Profile]:
    """Settings that name the tiny model, and a profile."""
    profile = Profile.under(tmp_path / "profile")
    profile.create()
    settings = Settings(profile.config / "settings.toml")
    settings.set("completions.model", str(tiny[0]))
    return settings, profile


def test_the_setting_is_used_and_a_misfit_only_said(
    desk: tuple[Settings, Profile], adapter: Path, tiny: tuple[Path, Any]
) -> None:
    """Suggestions go on without an adapter that does not fit; one named for this run must fit."""
    settings, profile = desk
    resources = resources_dir()
    settings.set("completions.adapter", str(adapter))
    info = build_engine(settings, profile, resources).load()
    assert info.name == f"{tiny[0].name} + {adapter.name}"
    assert not info.notice
    without = build_engine(settings, profile, resources, adapter="").load()
    assert without.name == tiny[0].name
    other = build_engine(settings, profile, resources, model="starter").load()
    assert (other.name, other.notice) == ("starter", "")
    settings.set("completions.model", "starter")
    info = build_engine(settings, profile, resources).load()
    assert info.name == "starter"
    assert "does not fit the model 'starter'" in info.notice
    with pytest.raises(ModelError, match="does not fit"):
        build_engine(settings, profile, resources, adapter=str(adapter)).load()


def test_the_command_keeps_uses_and_removes(
    desk: tuple[Settings, Profile],
    adapter: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """From a folder to the settings and back, one sentence each."""
    profile = desk[1]

    def run(*words: str) -> str:
        assert main(["adapters", *words, "--profile", str(tmp_path / "profile")]) == 0
        return capsys.readouterr().out

    assert "no adapters" in run("list")
    assert "Kept as 'mine'" in run("add", str(adapter), "--name", "mine")
    assert [kept.name for kept in list_adapters(profile)] == ["mine"]
    assert "from Writer's next start on" in run("use", "mine")
    assert "* mine" in run("list")
    assert Settings(profile.config / "settings.toml").text("completions.adapter") == "mine"
    assert "No adapter" in run("off")
    assert "  mine" in run("list")
    assert "is gone" in run("remove", "mine")
    assert list_adapters(profile) == []
    with pytest.raises(ModelError, match="no adapter called 'mine'"):
        find_adapter("mine", profile)


def test_fed_text_is_continued_with_the_adapter(tiny: tuple[Path, Any], tmp_path: Path) -> None:
    """The weights for many rows in 8 bits have the adapter in them too."""
    reference = make_adapter(tiny[0], tmp_path / "a")
    model = OnnxModel(tiny[0], "w8a14", threads=1, adapter=tmp_path / "a")
    got = model.prefill(IDS, model.new_cache(), CancelToken())
    with torch.inference_mode():
        wanted = reference(torch.tensor([IDS])).logits[0, -1]
    assert int(got.argmax()) == int(wanted.argmax())
