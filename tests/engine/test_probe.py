"""The precision is chosen by what is measured here, within what the model's figures allow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
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
    """Rates by the names of the products: 8 bits are four times as quick as 32, 4 eight times."""
    usual = {"exact": Rate(4, 4), "fine": Rate(1, 2), "rough": Rate(0.5, 9)}
    return {getattr(onnx_products, name): rate for name, rate in (usual | changed).items()}


@pytest.mark.parametrize(
    "worse",
    [Fidelity(0.98, 0, 1, 9), Fidelity(1, 1e-3, 1, 9), Fidelity(1, 0, 1.006, 9)],
)
def test_figures_may_speak_against_a_precision(worse: Fidelity) -> None:
    """Eight bits are good enough for a model unless its own figures say that they are not; fp32
    always is."""
    assert probe.allowed({}) == list(PRECISIONS)
    assert probe.allowed({"w8a14": GOOD}) == list(PRECISIONS)
    assert probe.allowed({"w8a14": worse}) == ["fp32", "mixed"]
    assert "fp32" in probe.allowed({"fp32": worse})


def test_the_quickest_is_taken_if_it_is_worth_it(tiny: tuple[Path, Any]) -> None:
    """Eight bits where they are quick here; nothing for a few per cent."""
    config = read_config(tiny[0])
    names = probe.allowed({})
    assert probe.quickest(config, rates(), names) == "w8a14"
    assert probe.quickest(config, rates(fine=Rate(1, 90)), names) == "mixed"
    assert probe.quickest(config, rates(fine=Rate(3.9, 3.9), rough=Rate(3.9, 9)), names) == "fp32"
    assert probe.quickest(config, rates(), probe.allowed({"w8a14": COARSE})) == "mixed"


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
        _config: GPT2Config, _products: Sequence[onnx_products.Product], threads: int
    ) -> dict[onnx_products.Product, Rate]:
        measured.append(threads)
        return rates()

    monkeypatch.setattr(probe, "measure", measure)
    folder, memory = tiny[0], tmp_path / "state" / "precision.json"
    config = read_config(folder)
    first = probe.choose_for(folder, config, memory, 1)
    assert first == "w8a14"
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
    stored["chosen"] = dict.fromkeys(stored["chosen"], "int3")  # of a version that had such a one
    memory.write_text(json.dumps(stored), encoding="utf-8")
    assert probe.choose_for(folder, config, memory, 1) == first
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert probe.choose_for(folder, config, tmp_path / "file" / "no", 1) == first


def test_what_a_choice_needs_is_timed(tiny: tuple[Path, Any]) -> None:
    """The real probe gives each product its rates, from a clock."""
    ticks = iter(range(10**6))
    config, names = read_config(tiny[0]), list(PRECISIONS)
    found = probe.measure(config, probe.timed(names), 1, clock=lambda: float(next(ticks)))
    assert list(found) == [onnx_products.exact, onnx_products.fine, onnx_products.rough]
    assert len({time for rate in found.values() for time in (rate.step, rate.prefill)}) == 1
    assert all(probe.pause_s(config, found, name) > 0 for name in names)
    assert next(ticks) == 2 * (8 + 4) * len(found)


def test_no_two_matrices_that_are_timed_are_the_same(
    tiny: tuple[Path, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Equal ones would be in memory, and in the processor's cache, only once."""
    seen: list[bytes] = []
    real = probe.write_chain

    def write_chain(matrices: Sequence[Any], product: onnx_products.Product) -> Any:
        seen.extend(matrix.tobytes() for matrix in matrices)
        return real(matrices, product)

    monkeypatch.setattr(probe, "write_chain", write_chain)
    probe.measure(read_config(tiny[0]), [onnx_products.exact], 1)
    assert len(set(seen)) == len(seen) > 2


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
    [(["fine"], "fp32"), (["finest"], "mixed"), (["rough"], "mixed"), ([], "w8a14")],
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
    assert all(probe.works(p) for precision in PRECISIONS.values() for p in precision.products)
    assert not probe.works(unavailable)
    assert not probe.works(
        lambda g, x, layer: onnx_products.exact(g, x, replace(layer, weight=2 * layer.weight))
    )


def test_figures_belong_to_the_weights(tiny: tuple[Path, Any], tmp_path: Path) -> None:
    """Figures of other weights, damaged ones and missing ones are no figures."""
    weights_file = tmp_path / "model.safetensors"
    weights_file.write_bytes((tiny[0] / "model.safetensors").read_bytes())
    assert read_fidelity(tmp_path) == {}
    path = write_fidelity(tmp_path, {"w8a14": GOOD})
    assert read_fidelity(tmp_path) == {"w8a14": GOOD}
    weights_file.write_bytes(weights_file.read_bytes() + b" ")
    assert read_fidelity(tmp_path) == {}
    path.write_text('{"version": 1, "weights": []', encoding="utf-8")
    assert read_fidelity(tmp_path) == {}


def test_precisions_are_compared_with_fp32(tiny: tuple[Path, Any]) -> None:
    """fp32 beside itself is the same everywhere; text that is too short is a sentence."""
    texts = [HeldText("a", Kind.BOOKS, " ".join(SAMPLE)), HeldText("b", Kind.BOOKS, SAMPLE[0] * 9)]
    figures = fidelity.measure(tiny[0], texts, 48, ["fp32", "w8a14"])
    assert figures["fp32"].positions == 48
    assert figures["fp32"].agreement == 1.0
    assert figures["fp32"].passes
    assert figures["w8a14"].divergence > figures["fp32"].divergence
    assert figures["w8a14 calibrated"].divergence > figures["fp32"].divergence
    assert figures["w8a14 calibrated"] != figures["w8a14"]
    assert "fp32" in fidelity.table(figures)
    with pytest.raises(WriterError, match="too short"):
        fidelity.measure(tiny[0], [HeldText("c", Kind.BOOKS, "Short.")], 48, ["fp32"])
