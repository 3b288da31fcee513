"""The precision is chosen by what is measured here, within what the model's figures allow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.engine.conftest import SAMPLE
from writer.engine import probe, weights
from writer.engine.config import GPT2Config, read_config
from writer.engine.device import choose_device
from writer.engine.fidelity import Fidelity, read_fidelity, write_fidelity
from writer.engine.gpt2 import GPT2, KVCache
from writer.engine.precision import PRECISIONS, choose
from writer.engine.probe import Rate
from writer.engine.torch_engine import TorchEngine
from writer.errors import WriterError
from writer.evaluation import fidelity
from writer.evaluation.texts import HeldText, Kind

GOOD = Fidelity(0.995, 1e-4, 1.001, 1000)
COARSE = Fidelity(0.97, 1e-3, 1.001, 1000)
SLOW = {"fp32": Rate(4, 4), "plain": Rate(6, 6), "fp16": Rate(2, 8), "int8": Rate(1, 1)}
HALVES = {"bf16": Rate(2, 1), "int8-few": Rate(1, 9), "int8-many": Rate(9, 1)}


def rates(**changed: Rate) -> dict[str, Rate]:
    return {**SLOW, **HALVES, **{name.replace("_", "-"): rate for name, rate in changed.items()}}


@pytest.mark.parametrize(
    "worse",
    [Fidelity(0.98, 0, 1, 9), Fidelity(1, 1e-3, 1, 9), Fidelity(1, 0, 1.006, 9)],
)
def test_int8_needs_figures_that_pass(worse: Fidelity) -> None:
    """Without figures, or with one of them too coarse, int8 is not chosen by itself."""
    assert not {"int8", "int8-bf16"} & set(probe.allowed({}))
    assert not {"int8"} & set(probe.allowed({"int8": worse}))
    assert "int8" in probe.allowed({"int8": GOOD})
    assert "mixed" not in probe.allowed({"mixed": worse})


def test_the_quickest_is_taken_if_it_is_worth_it(tiny: tuple[Path, Any]) -> None:
    """bf16 where it is quick here, int8 where it is allowed; nothing for a few per cent."""
    config = read_config(tiny[0])
    usual = probe.allowed({})
    assert probe.quickest(config, rates(), usual) == "mixed-bf16"
    assert probe.quickest(config, rates(bf16=Rate(2, 40)), usual) == "mixed"
    assert probe.quickest(config, rates(bf16=Rate(2, 7)), usual) == "mixed"
    assert probe.quickest(config, rates(fp16=Rate(90, 90)), usual) == "fp32"
    with_int8 = probe.allowed({"int8-bf16": GOOD, "int8": COARSE})
    assert probe.quickest(config, rates(), with_int8) == "int8-bf16"


def test_what_was_chosen_is_remembered(
    tiny: tuple[Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Measured once for a model, an adapter and a torch; a damaged memory is measured again."""
    measured: list[Sequence[str]] = []

    def measure(_config: GPT2Config, parts: Sequence[str]) -> dict[str, Rate]:
        measured.append(parts)
        return rates()

    monkeypatch.setattr(probe, "measure", measure)
    folder, memory = tiny[0], tmp_path / "state" / "precision.json"
    config = read_config(folder)
    first = probe.choose_for(folder, config, memory)
    assert PRECISIONS[first].available
    assert probe.choose_for(folder, config, memory) == first
    assert len(measured) == 1
    probe.choose_for(folder, config, memory, adapter=tmp_path)
    monkeypatch.setattr(torch, "__version__", "another")
    probe.choose_for(folder, config, memory)
    assert len(measured) == 3
    memory.write_text("{", encoding="utf-8")
    assert probe.choose_for(folder, config, memory) == first
    assert len(measured) == 4
    stored = json.loads(memory.read_text(encoding="utf-8"))
    stored["chosen"] = dict.fromkeys(stored["chosen"], "int8")  # this model has no figures
    memory.write_text(json.dumps(stored), encoding="utf-8")
    assert probe.choose_for(folder, config, memory) == first
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert probe.choose_for(folder, config, tmp_path / "file" / "no") == first


def test_the_engine_asks_the_probe(tiny: tuple[Path, Any], tmp_path: Path) -> None:
    """With a place to remember it in, the real probe chooses, and the engine says what."""
    memory = tmp_path / "precision.json"
    engine = TorchEngine(tiny[0], threads=1, memory=memory)
    info = engine.load()
    assert info.precision in probe.allowed({})
    assert info.precision in memory.read_text(encoding="utf-8")
    engine.close()


def test_figures_belong_to_the_weights(tiny: tuple[Path, Any], tmp_path: Path) -> None:
    """Figures of other weights, damaged ones and missing ones are no figures."""
    weights_file = tmp_path / "model.safetensors"
    weights_file.write_bytes((tiny[0] / "model.safetensors").read_bytes())
    assert read_fidelity(tmp_path) == {}
    path = write_fidelity(tmp_path, {"int8": GOOD})
    assert read_fidelity(tmp_path) == {"int8": GOOD}
    weights_file.write_bytes(weights_file.read_bytes() + b" ")
    assert read_fidelity(tmp_path) == {}
    path.write_text('{"version": 1, "weights": []', encoding="utf-8")
    assert read_fidelity(tmp_path) == {}


def test_precisions_are_compared_with_fp32(tiny: tuple[Path, Any]) -> None:
    """fp32 beside itself is the same everywhere; text that is too short is a sentence."""
    texts = [HeldText("a", Kind.BOOKS, " ".join(SAMPLE)), HeldText("b", Kind.BOOKS, SAMPLE[0] * 9)]
    figures = fidelity.measure(tiny[0], texts, 48, ["plain", "int8"])
    assert figures["plain"].positions == 48
    assert figures["plain"].agreement == 1.0
    assert figures["plain"].passes
    assert figures["int8"].divergence > figures["plain"].divergence
    assert "plain" in fidelity.table(figures)
    with pytest.raises(WriterError, match="too short"):
        fidelity.measure(tiny[0], [HeldText("c", Kind.BOOKS, "Short.")], 48, ["plain"])


def gone(*_args: object) -> weights.Linear:
    raise RuntimeError("not on this processor")


@pytest.mark.parametrize(
    ("missing", "left"),
    [
        (["int8", "fp16", "int8-few", "int8-many"], "fp32"),
        (["int8", "fp16", "bf16", "int8-few", "fp32"], "plain"),
        (["bf16"], "mixed"),
    ],
)
def test_a_processor_without_the_quick_products_has_another_way(
    tiny: tuple[Path, Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    missing: list[str],
    left: str,
) -> None:
    """No AVX2, no fbgemm, no oneDNN: what is left is chosen, and says what the reference says."""
    for name in missing:
        monkeypatch.setitem(weights.PACKERS, name, gone)
    folder, reference = tiny
    assert choose("auto").name == left
    chosen = probe.choose_for(folder, read_config(folder), tmp_path / "memory.json")
    assert not {*PRECISIONS[chosen].blocks.split("+"), PRECISIONS[chosen].head} & set(missing)
    model = GPT2(folder, chosen)
    ids = [(5 * i) % 400 for i in range(30)]
    got = model.forward(ids, model.new_cache())
    with torch.inference_mode():
        wanted = reference(torch.tensor([ids])).logits[0]
    assert int(got[-1].argmax()) == int(wanted[-1].argmax())


def test_a_graphics_processor_is_used_where_there_is_one() -> None:
    """CUDA, then Metal, then the CPU."""
    assert choose_device(cuda=True, mps=False) == "cuda"
    assert choose_device(cuda=False, mps=True) == "mps"
    assert choose_device(cuda=False, mps=False) == "cpu"


def test_everything_lives_on_the_chosen_device(tiny: tuple[Path, Any]) -> None:
    """Torch's device without memory refuses to mix with the CPU: nothing was left behind."""
    model = GPT2(tiny[0], device="meta")
    assert model.precision.name == "plain"
    cache = model.new_cache()
    for count in (5, 3, 1):
        hidden = model.hidden(list(range(count)), cache)
        assert hidden.device.type == cache.data.device.type == "meta"
    tree = torch.ones(2, 11, dtype=torch.bool)
    assert model.hidden([1, 2], cache, positions=[9, 9], visible=tree).shape[0] == 2
    cache.gather(9, [10])
    assert cache.length == 10


def test_the_best_of_a_row_are_found_by_groups() -> None:
    """The same places as a selection over everything, whatever the size."""
    generator = torch.Generator().manual_seed(2)
    for size in (40, 1000, 4103):
        logits = torch.randn(3, size, generator=generator)
        found = weights.best(logits, 32).sort(dim=1).values
        assert torch.equal(found, logits.topk(32).indices.sort(dim=1).values)


def test_a_cache_in_bf16_is_half_as_large(tiny: tuple[Path, Any]) -> None:
    """Where a prefill is in bf16 anyhow, keys and values are kept in it too."""
    config = read_config(tiny[0])
    whole, half = KVCache(config), KVCache(config, dtype=torch.bfloat16)
    whole.reserve(10)
    half.reserve(10)
    assert half.bytes * 2 == whole.bytes
    assert PRECISIONS["mixed-bf16"].cache == torch.bfloat16
    assert PRECISIONS["mixed"].cache == torch.float32
