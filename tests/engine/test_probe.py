"""The precision is chosen by what is measured here, within what the model's figures allow."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any

import pytest

from tests.engine.conftest import SAMPLE
from writer.engine import onnx_engine, onnx_products, probe, threads
from writer.engine.config import GPT2Config, read_config
from writer.engine.fidelity import Fidelity, read_fidelity, write_fidelity
from writer.engine.onnx_engine import OnnxEngine
from writer.engine.precision import PRECISIONS
from writer.engine.probe import Rate
from writer.errors import WriterError
from writer.evaluation import fidelity
from writer.evaluation.texts import HeldText, Kind

GOOD = Fidelity(0.995, 1e-4, 1.001, 1000)
COARSE = Fidelity(0.97, 1e-3, 1.001, 1000)


def rates(**changed: Rate) -> dict[onnx_products.Product, Rate]:
    """Rates by the names of the products: 8 bits are twice as quick as 16, 16 as 32."""
    usual = {
        "exact": Rate(4, 4),
        "fine": Rate(2, 9),
        "fine_rows": Rate(9, 2),
        "coarse": Rate(1, 9),
        "coarse_rows": Rate(9, 1),
        "coarse_head": Rate(1, 9),
    }
    return {getattr(onnx_products, name): rate for name, rate in (usual | changed).items()}


@pytest.mark.parametrize(
    "worse",
    [Fidelity(0.98, 0, 1, 9), Fidelity(1, 1e-3, 1, 9), Fidelity(1, 0, 1.006, 9)],
)
def test_int8_needs_figures_that_pass(worse: Fidelity) -> None:
    """Without figures, or with one of them too coarse, int8 is not chosen by itself."""
    assert "int8" not in probe.allowed({})
    assert "int8" not in probe.allowed({"int8": worse})
    assert "int8" in probe.allowed({"int8": GOOD})
    assert "w8a16" not in probe.allowed({"w8a16": worse})
    assert "fp32" in probe.allowed({"fp32": worse})


def test_the_quickest_is_taken_if_it_is_worth_it(tiny: tuple[Path, Any]) -> None:
    """16-bit activations where they are quick here, int8 where it is allowed; nothing for a few
    per cent."""
    config = read_config(tiny[0])
    usual = probe.allowed({})
    assert probe.quickest(config, rates(), usual) == "w8a16"
    assert probe.quickest(config, rates(fine=Rate(3.9, 9)), usual) == "mixed"
    slow = {"fine": Rate(5, 9), "coarse_head": Rate(3.9, 9)}
    assert probe.quickest(config, rates(**slow), usual) == "fp32"
    assert probe.quickest(config, rates(), probe.allowed({"int8": GOOD})) == "int8"
    assert probe.quickest(config, rates(), probe.allowed({"int8": COARSE})) == "w8a16"


def test_a_light_model_leaves_the_window_its_cores(tiny: tuple[Path, Any]) -> None:
    """One thread for the starter model's size, what the machine has for DistilGPT2's."""
    assert threads.threads_for(read_config(tiny[0])) == 1
    large = GPT2Config(50_257, 1024, 768, 6, 12, 3072)
    assert threads.threads_for(large) == threads.candidates(threads.physical_cores())[-1]


def test_what_was_chosen_is_remembered(
    tiny: tuple[Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Measured once for a model, an adapter, a number of threads and a runtime; a damaged memory
    is measured again."""
    measured: list[int] = []

    def measure(
        _config: GPT2Config, _wanted: Mapping[int, Sequence[onnx_products.Product]], threads: int
    ) -> dict[onnx_products.Product, Rate]:
        measured.append(threads)
        return rates()

    monkeypatch.setattr(probe, "measure", measure)
    folder, memory = tiny[0], tmp_path / "state" / "precision.json"
    config = read_config(folder)
    first = probe.choose_for(folder, config, memory, 1)
    assert first == "w8a16"
    assert probe.choose_for(folder, config, memory, 1) == first
    assert measured == [1]
    probe.choose_for(folder, config, memory, 2)
    probe.choose_for(folder, config, memory, 1, adapter=tmp_path)
    monkeypatch.setattr(probe.ort, "__version__", "another")
    probe.choose_for(folder, config, memory, 1)
    assert measured == [1, 2, 1, 1]
    memory.write_text("{", encoding="utf-8")
    assert probe.choose_for(folder, config, memory, 1) == first
    assert len(measured) == 5
    stored = json.loads(memory.read_text(encoding="utf-8"))
    stored["chosen"] = dict.fromkeys(stored["chosen"], "int8")  # this model has no figures
    memory.write_text(json.dumps(stored), encoding="utf-8")
    assert probe.choose_for(folder, config, memory, 1) == first
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert probe.choose_for(folder, config, tmp_path / "file" / "no", 1) == first


def test_what_a_choice_needs_is_timed(tiny: tuple[Path, Any]) -> None:
    """The real probe gives each product a rate for what it is used for, from a clock, and spends
    no time on what no precision asks."""
    ticks = iter(range(10**6))
    config, names = read_config(tiny[0]), list(PRECISIONS)
    found = probe.measure(config, probe.needed(names), 1, clock=lambda: float(next(ticks)))
    assert set(found) == {p for precision in PRECISIONS.values() for p in precision.products}
    times = [time for rate in found.values() for time in (rate.step, rate.prefill)]
    assert len({time for time in times if time < inf}) == 1
    assert all(probe.pause_s(config, found, name) < inf for name in names)
    assert next(ticks) == 2 * (8 * len(probe.needed(names)[1]) + 4 * 3)
    assert found[onnx_products.fine].prefill == inf
    assert all(map(probe.works, found))


def test_the_engine_asks_the_probe(
    tiny: tuple[Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A light model is exact without asking; for others, with a place to remember it in, the real
    probe chooses, and the engine says what."""
    memory = tmp_path / "precision.json"
    engine = OnnxEngine(tiny[0], threads=1, memory=memory)
    assert engine.load().precision == "fp32"
    assert not memory.exists()
    engine.close()
    monkeypatch.setattr(onnx_engine, "is_light", lambda config: False)
    engine = OnnxEngine(tiny[0], threads=1, memory=memory)
    info = engine.load()
    assert info.precision in probe.allowed({})
    assert info.precision in memory.read_text(encoding="utf-8")
    engine.close()


def test_an_unknown_precision_is_an_error(tiny: tuple[Path, Any]) -> None:
    """A name that is none says which there are."""
    with pytest.raises(ValueError, match="fp32, mixed"):
        OnnxEngine(tiny[0], precision="int3")


def unavailable(*_args: object) -> str:
    raise RuntimeError("not on this processor")


@pytest.mark.parametrize(
    ("missing", "left"),
    [(["fine", "coarse_head"], "fp32"), (["fine_rows"], "mixed"), ([], "w8a16")],
)
def test_a_processor_without_the_quick_products_has_another_way(
    tiny: tuple[Path, Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    missing: list[str],
    left: str,
) -> None:
    """What the runtime lacks on a machine, or gets wrong there, is not chosen."""
    lacking = {getattr(onnx_products, name) for name in missing}
    real = probe.works
    monkeypatch.setattr(probe, "works", lambda p: p not in lacking and real(p))
    monkeypatch.setattr(probe, "measure", lambda _config, _products, _threads: rates())
    config = read_config(tiny[0])
    assert probe.choose_for(tiny[0], config, tmp_path / "memory.json", 1) == left


def test_a_product_that_fails_or_is_wrong_does_not_work() -> None:
    """The probe runs each product once, beside the exact one."""
    assert probe.works(onnx_products.fine)
    assert not probe.works(unavailable)
    assert not probe.works(
        lambda g, x, name, weight, bias: onnx_products.exact(g, x, name, 2 * weight, bias)
    )


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
    figures = fidelity.measure(tiny[0], texts, 48, ["fp32", "int8"])
    assert figures["fp32"].positions == 48
    assert figures["fp32"].agreement == 1.0
    assert figures["fp32"].passes
    assert figures["int8"].divergence > figures["fp32"].divergence
    assert "fp32" in fidelity.table(figures)
    with pytest.raises(WriterError, match="too short"):
        fidelity.measure(tiny[0], [HeldText("c", Kind.BOOKS, "Short.")], 48, ["fp32"])
