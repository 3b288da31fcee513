"""A model that is rounded by what goes through it is nearer to itself in fp32."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from tests.engine.conftest import SAMPLE, save_model
from writer import calibrating
from writer.app import chosen_engine
from writer.calibrating import AGAIN_S, Calibrator
from writer.commands import models
from writer.engine import calibration, converted_copy, onnx_engine
from writer.engine.calibration import MOST_WINDOWS, calibrate, second_moments
from writer.engine.converted_copy import CopyOf
from writer.engine.fidelity import CALIBRATED, Fidelity, write_fidelity
from writer.engine.gpt2_weights import opened
from writer.engine.gptq import Correction, Grid, rounded
from writer.engine.numerics import log_softmax
from writer.engine.onnx_engine import OnnxEngine, copies_beside
from writer.engine.onnx_model import OnnxModel
from writer.engine.onnx_products import Blocks, Columns
from writer.engine.tokenizer import load_tokenizer
from writer.errors import ModelError, WriterError
from writer.paths import Profile
from writer.settings.store import Settings


def correlated(random: np.random.Generator, rows: int, inputs: int) -> np.ndarray[Any, Any]:
    """Activations [rows, inputs] of which a few directions are most."""
    directions = random.standard_normal((12, inputs)) * np.linspace(4, 0.5, 12)[:, None]
    x = random.standard_normal((rows, 12)) @ directions
    return (x + 0.2 * random.standard_normal((rows, inputs))).astype(np.float32)


@pytest.mark.parametrize("inputs", [64, 200, 128])
def test_products_are_nearer_though_numbers_are_not(inputs: int) -> None:
    """That is what the moments are for; more inputs than are corrected together, and fewer."""
    random = np.random.default_rng(5)
    x = correlated(random, 2000, inputs)
    weight = random.standard_normal((inputs, 40), dtype=np.float32)
    moments = x.T @ x / np.float32(len(x))
    fresh = correlated(np.random.default_rng(5), 2000, inputs)

    def off(columns: Columns) -> tuple[float, float]:
        kept = (columns.levels.astype(np.float32) - columns.offsets) * columns.scales
        return float(np.square(fresh @ (kept - weight)).mean()), float(np.abs(kept - weight).mean())

    nearest, corrected = off(Columns.of(weight)), off(Columns.of(weight, moments))
    assert corrected[0] < 0.5 * nearest[0]
    assert corrected[1] > nearest[1]


def test_blocks_of_four_bits_are_corrected_too() -> None:
    random = np.random.default_rng(6)
    x = correlated(random, 2000, 300)
    weight = random.standard_normal((300, 270), dtype=np.float32)

    def off(blocks: Blocks) -> float:
        from tests.engine.test_rough_head import restored

        return float(np.square(x @ (restored(blocks, 300) - weight)).mean())

    moments = x.T @ x / np.float32(len(x))
    assert off(Blocks.of(weight, moments)) < 0.5 * off(Blocks.of(weight))


def test_without_correlation_it_is_plain_rounding() -> None:
    """Then nothing can make up for anything."""
    weight = np.random.default_rng(7).standard_normal((100, 20), dtype=np.float32)
    scales, offsets = np.full((1, 20), 0.03, np.float32), np.full((1, 20), 3, np.float32)
    grid = Grid(scales, offsets, 100, -128, 127)
    found = rounded(weight, Correction.of(np.eye(100, dtype=np.float32)), grid)
    np.testing.assert_array_equal(found, np.clip(np.rint(weight / 0.03 + 3), -128, 127))


def test_no_activation_at_all_is_no_error() -> None:
    """A layer that is always zero has moments of zero."""
    weight = np.random.default_rng(7).standard_normal((20, 8), dtype=np.float32)
    columns = Columns.of(weight, np.zeros((20, 20), np.float32))
    np.testing.assert_array_equal(columns.levels, Columns.of(weight).levels)


def test_the_moments_are_those_of_the_reference(tiny: tuple[Path, Any]) -> None:
    """What goes into the first layer's perceptron and into the head, beside transformers."""
    import torch

    folder, reference = tiny
    ids = [(37 * i) % 460 for i in range(128)]
    with opened(folder) as weights:
        moments = second_moments(weights, ids, 1)
    assert len(moments) == 4 * reference.config.n_layer + 1
    seen: dict[str, list[torch.Tensor]] = {"h.0.mlp.c_proj": [], "head": []}
    hooks = [
        module.register_forward_pre_hook(lambda _m, given, name=name: seen[name].append(given[0]))
        for name, module in (
            ("h.0.mlp.c_proj", reference.transformer.h[0].mlp.c_proj),
            ("head", reference.lm_head),
        )
    ]
    with torch.no_grad():
        for begin in (0, 64):
            reference(torch.tensor([ids[begin : begin + 64]]))
    for hook in hooks:
        hook.remove()
    for name, given in seen.items():
        x = torch.cat([part[0] for part in given]).double().numpy()
        np.testing.assert_allclose(moments[name], x.T @ x / len(x), rtol=1e-3, atol=1e-3)


def test_a_long_text_is_read_in_part(tiny: tuple[Path, Any]) -> None:
    """It takes no longer than it must, and says how far it is."""
    heard: list[float] = []
    with opened(tiny[0]) as weights:
        second_moments(weights, [5] * 64 * (MOST_WINDOWS + 9), 1, heard.append)
    assert len(heard) == MOST_WINDOWS
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_activations_too_large_to_be_squared_are_left_out(tmp_path: Path) -> None:
    """What they gave would be no numbers, and the copy would talk nonsense for good."""
    folder = tmp_path / "huge"
    shape = {"vocab_size": 300, "n_positions": 64, "n_embd": 64, "n_layer": 2, "n_head": 4}
    save_model(folder, **shape)
    tensors = load_file(folder / "model.safetensors")
    tensors["transformer.h.0.mlp.c_fc.weight"] *= np.float32(1e22)
    save_file(tensors, folder / "model.safetensors")
    with opened(folder) as weights:
        moments = second_moments(weights, list(range(128)), 1)
    assert "h.0.mlp.c_proj" not in moments
    assert all(np.isfinite(found).all() for found in moments.values())


def divergence(folder: Path, model: OnnxModel) -> float:
    """Mean KL from fp32 on a text that it was not calibrated on, in nats."""
    ids = load_tokenizer(folder).encode(" ".join(SAMPLE))[:60]
    exact = OnnxModel(folder, "fp32", threads=1)
    wanted, found = (log_softmax(m.forward(ids, m.new_cache())) for m in (exact, model))
    return float((np.exp(wanted) * (wanted - found)).sum(axis=1).mean())


def test_the_engine_uses_what_was_calibrated(learned: Path, tmp_path: Path) -> None:
    """The first start asks for it, the next one has it, and it is nearer to fp32; the plain copy
    is not needed any more."""
    memory = tmp_path / "precision.json"
    asked: list[tuple[CopyOf, Path]] = []

    def load() -> None:
        engine = OnnxEngine(
            learned,
            precision="w8a14",
            memory=memory,
            calibrate=lambda source, store: asked.append((source, store)),
        )
        engine.load()
        engine.close()

    load()
    ((source, store),) = asked
    assert source == CopyOf(learned, "w8a14")
    assert store == copies_beside(memory)
    plain = OnnxModel(learned, "w8a14", threads=1)
    heard: list[float] = []
    assert calibrate(source, store, 1, heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == pytest.approx(1.0)
    assert [path.name for path in store.iterdir()] == [source.paths(store)[0].name]
    load()
    assert len(asked) == 1
    sharp = OnnxModel(learned, "w8a14", threads=1, store=store)
    assert sharp.calibrated
    assert not plain.calibrated
    assert divergence(learned, sharp) < 0.7 * divergence(learned, plain)


def test_fp32_is_never_calibrated(tiny: tuple[Path, Any], tmp_path: Path) -> None:
    asked: list[Any] = []
    engine = OnnxEngine(
        tiny[0],
        precision="fp32",
        memory=tmp_path / "precision.json",
        calibrate=lambda source, _store: asked.append(source),
    )
    engine.load()
    engine.close()
    assert not asked


def test_a_model_whose_figures_speak_against_it_is_not_calibrated(
    tiny: tuple[Path, Any], tmp_path: Path
) -> None:
    """As with any precision, what was measured on the model itself decides."""
    folder = tmp_path / "model"
    shutil.copytree(tiny[0], folder)
    asked: list[Any] = []
    for agreement in (0.999, 0.9):
        figure = Fidelity(agreement, 1e-5, 1.0, 100)
        write_fidelity(folder, {CALIBRATED.format("w8a14"): figure})
        engine = OnnxEngine(
            folder,
            precision="w8a14",
            memory=tmp_path / "precision.json",
            calibrate=lambda source, _store: asked.append(source),
        )
        engine.load()
        engine.close()
    assert len(asked) == 1


def test_what_cannot_be_written_is_said(
    tiny: tuple[Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the plain copy stays."""

    def full(_tensors: Any, _path: Path, _metadata: Any) -> None:
        raise OSError(28, "No space left on device")

    source, store = CopyOf(tiny[0], "w8a14"), tmp_path / "converted"
    store.mkdir()
    plain = source.paths(store)[1]
    plain.write_bytes(b"plain")
    monkeypatch.setattr(converted_copy, "save_file", full)
    assert not calibrate(source, store, 1)
    assert plain.exists()


def test_an_adapter_that_is_replaced_meanwhile_is_not_mistaken_for_the_new_one(
    tiny: tuple[Path, Any], tmp_path: Path
) -> None:
    """It takes half a minute, in which a style may be learned anew."""
    folder = tmp_path / "style"
    folder.mkdir()
    config = {"peft_type": "LORA", "r": 2, "lora_alpha": 4}
    (folder / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")

    def learn(size: float) -> None:
        part = "transformer.h.0.attn.c_attn.lora_"
        sides = {"A": (2, 64), "B": (192, 2)}
        tensors = {f"{part}{s}.weight": np.full(shape, size, "f4") for s, shape in sides.items()}
        save_file(tensors, folder / "adapter_model.safetensors")

    learn(0.1)
    source, store = CopyOf(tiny[0], "w8a14", folder), tmp_path / "converted"
    assert calibrate(source, store, 1, lambda _share: learn(0.2))
    assert not source.paths(store)[0].exists()
    learn(0.1)
    assert source.paths(store)[0].exists()


def test_a_missing_text_is_said(
    tiny: tuple[Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibration, "resources_dir", lambda: tmp_path)
    with pytest.raises(WriterError, match="Install Writer again"):
        calibrate(CopyOf(tiny[0], "w8a14"), tmp_path, 1)


def test_the_command_says_what_needs_none(tiny: tuple[Path, Any], tmp_path: Path) -> None:
    """A light model runs in fp32."""
    with pytest.raises(ModelError, match="needs no calibration"):
        models.main(["calibrate", str(tiny[0]), "--profile", str(tmp_path)])


def test_the_command_says_what_another_engine_runs(tmp_path: Path) -> None:
    shape = {"vocab_size": 300, "n_positions": 64, "n_embd": 16, "n_layer": 1, "n_head": 4}
    save_model(tmp_path / "narrow", **shape)
    order = ["calibrate", str(tmp_path / "narrow"), "--precision", "w8a14"]
    with pytest.raises(ModelError, match="needs no calibration"):
        models.main([*order, "--profile", str(tmp_path)])


class Child:
    """A process that does nothing until it is told to end."""

    def __init__(self) -> None:
        self.ended = False

    def poll(self) -> int | None:
        return 0 if self.ended else None

    def terminate(self) -> None:
        self.ended = True

    def wait(self, _timeout: float) -> int:
        assert self.ended
        return 0


class Starts:
    """Keeps the orders of the processes that were started."""

    def __init__(self) -> None:
        self.orders: list[list[str]] = []
        self.children: list[Child] = []

    def __call__(self, order: Sequence[str]) -> Any:
        self.orders.append(list(order))
        self.children.append(Child())
        return self.children[-1]


SOURCE = CopyOf(Path("model"), "w8a14", Path("style"))


def test_one_at_a_time_and_not_again_within_the_hour(tmp_path: Path) -> None:
    starts, now_s = Starts(), [time.time()]
    calibrator = Calibrator(lambda: False, start=starts, now_s=lambda: now_s[0])
    calibrator.begin(SOURCE, tmp_path)
    calibrator.begin(SOURCE, tmp_path)
    ((*order,),) = starts.orders
    wanted = f"models calibrate model --precision w8a14 --into {tmp_path} --quietly --adapter style"
    assert " ".join(order) == wanted
    starts.children[0].ended = True
    calibrator.begin(SOURCE, tmp_path)
    assert len(starts.orders) == 1
    now_s[0] += AGAIN_S + 60
    calibrator.begin(SOURCE, tmp_path)
    assert len(starts.orders) == 2


def test_another_model_need_not_wait_for_the_hour(tmp_path: Path) -> None:
    starts = Starts()
    calibrator = Calibrator(lambda: False, start=starts)
    calibrator.begin(SOURCE, tmp_path)
    starts.children[0].ended = True
    calibrator.begin(CopyOf(Path("model"), "w8a14"), tmp_path)
    assert len(starts.orders) == 2


def test_the_window_has_what_it_loads_calibrated(
    tiny: tuple[Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All the way from the window's engine to the process."""
    monkeypatch.setattr(onnx_engine, "chosen", lambda *_given: "w8a14")
    starts, profile = Starts(), Profile.under(tmp_path)
    profile.create()
    calibrator = Calibrator(lambda: False, start=starts)
    settings = Settings(profile.config / "settings.toml")
    engine = chosen_engine(settings, profile, calibrator)(str(tiny[0]))
    engine.load()
    engine.close()
    (order,) = starts.orders
    assert order[:3] == ["models", "calibrate", str(tiny[0])]


def test_on_battery_it_waits(tmp_path: Path) -> None:
    starts = Starts()
    Calibrator(lambda: True, start=starts).begin(SOURCE, tmp_path)
    assert not starts.orders
    assert not list(tmp_path.iterdir())


def test_the_end_of_the_window_ends_it_and_the_next_start_begins_anew(tmp_path: Path) -> None:
    starts = Starts()
    first = Calibrator(lambda: False, start=starts)
    first.begin(SOURCE, tmp_path)
    first.stop()
    assert starts.children[0].ended
    first.begin(SOURCE, tmp_path)
    assert len(starts.orders) == 1
    Calibrator(lambda: False, start=starts).begin(SOURCE, tmp_path)
    assert len(starts.orders) == 2


def test_what_cannot_be_started_is_no_error(tmp_path: Path) -> None:
    def start(_order: Sequence[str]) -> Any:
        raise OSError("no such program")

    calibrator = Calibrator(lambda: False, start=start)
    calibrator.begin(SOURCE, tmp_path)
    calibrator.stop()


def test_the_child_that_is_started_writes_the_copy(
    tiny: tuple[Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For real: the order that the window gives, in a process of its own."""
    store = tmp_path / "converted"
    started: list[subprocess.Popen[bytes]] = []

    def start(order: Sequence[str]) -> subprocess.Popen[bytes]:
        started.append(calibrating._child(order))
        return started[-1]

    source = CopyOf(tiny[0], "w8a14")
    Calibrator(lambda: False, start=start).begin(source, store)
    assert started[0].wait(120) == 0
    assert source.paths(store)[0].exists()
