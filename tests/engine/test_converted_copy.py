"""What was converted once is kept on the disk; whatever is wrong with that costs a conversion."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from tests.engine.conftest import save_model
from writer.engine import calibration, checkpoint, converted_copy, gptq, onnx_model
from writer.engine.adapter import CONFIG_NAME, WEIGHTS_NAME
from writer.engine.converted import convert
from writer.engine.converted_copy import ENDING, KEPT, STALE_S, CopyOf, read_copy, tidy, write_copy
from writer.engine.gpt2_weights import opened
from writer.engine.onnx_engine import OnnxEngine, copies_beside
from writer.engine.onnx_graph import write_graph
from writer.engine.onnx_model import OnnxModel
from writer.engine.precision import PRECISIONS, READING
from writer.paths import resources_dir

IDS = [5, 17, 80, 3, 41]


def logits(model: OnnxModel) -> np.ndarray[Any, Any]:
    """After some text, and after one token more with the quick head."""
    cache = model.new_cache()
    first = model.forward(IDS, cache)
    return np.concatenate([first, model.forward([7], cache, likeliest=True)])


def settled() -> None:
    """Wait for what is being written."""
    for thread in threading.enumerate():
        if thread.name == "keep converted":
            thread.join(60)


def load(folder: Path, store: Path, precision: str = "w8a14") -> OnnxModel:
    model = OnnxModel(folder, precision, threads=1, store=store)
    settled()
    return model


@pytest.fixture
def conversions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The precision of every conversion, as they happen."""
    seen: list[str] = []

    def watched(weights: Any, precision: Any) -> Any:
        seen.append(precision.name)
        return convert(weights, precision)

    monkeypatch.setattr(onnx_model, "convert", watched)
    return seen


@pytest.mark.parametrize("precision", ["mixed", "w8a14"])
def test_a_second_start_converts_nothing_and_says_the_same(
    tiny: tuple[Path, Any], tmp_path: Path, conversions: list[str], precision: str
) -> None:
    first = load(tiny[0], tmp_path / "store", precision)
    second = load(tiny[0], tmp_path / "store", precision)
    assert conversions == [precision]
    np.testing.assert_array_equal(logits(first), logits(second))


def test_a_head_of_its_own_is_kept_too(tmp_path: Path, conversions: list[str]) -> None:
    shape = {"vocab_size": 300, "n_positions": 64, "n_embd": 64, "n_layer": 2, "n_head": 4}
    folder = tmp_path / "untied"
    save_model(folder, **shape, tie_word_embeddings=False)
    first, second = load(folder, tmp_path / "store"), load(folder, tmp_path / "store")
    assert conversions == ["w8a14"]
    np.testing.assert_array_equal(logits(first), logits(second))


def test_fp32_has_no_copy(tiny: tuple[Path, Any], tmp_path: Path, conversions: list[str]) -> None:
    """It would be the model itself once more."""
    load(tiny[0], tmp_path, "fp32")
    load(tiny[0], tmp_path, "fp32")
    assert conversions == ["fp32", "fp32"]
    assert not list(tmp_path.iterdir())


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def cleared(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def no_json(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:8] + b"x" + data[9:])


def other_words(path: Path) -> None:
    """A header that is JSON, and means nothing."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    path.write_bytes(data[:8] + b'{"graph": []}'.ljust(size) + data[8 + size :])


def no_graph(path: Path) -> None:
    """Everything is as long as it should be, but the graph is none."""
    header, begin = converted_copy._header(path)
    first, last = header["steps graph"]["data_offsets"]
    data = bytearray(path.read_bytes())
    data[begin + first : begin + last] = b"\xff" * (last - first)
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [cut, longer, cleared, emptied, no_json, other_words, no_graph])
def test_a_damaged_copy_is_made_anew(
    tiny: tuple[Path, Any],
    tmp_path: Path,
    conversions: list[str],
    damage: Callable[[Path], None],
) -> None:
    first = load(tiny[0], tmp_path)
    (path,) = tmp_path.iterdir()
    damage(path)
    second, third = load(tiny[0], tmp_path), load(tiny[0], tmp_path)
    assert conversions == ["w8a14"] * 2
    for model in (second, third):
        np.testing.assert_array_equal(logits(first), logits(model))


def test_other_weights_have_another_copy(
    tiny: tuple[Path, Any], tmp_path: Path, conversions: list[str]
) -> None:
    """The same folder may hold another model tomorrow."""
    folder = tmp_path / "model"
    shutil.copytree(tiny[0], folder)
    before = logits(load(folder, tmp_path / "store"))
    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    # One number, in the middle of the last tensor.
    data[-402:-400] = (np.frombuffer(data[-402:-400], np.uint16) ^ 0x4000).tobytes()
    weights.write_bytes(data)
    after = logits(load(folder, tmp_path / "store"))
    assert conversions == ["w8a14"] * 2
    assert not np.array_equal(before, after)


def test_weights_that_differ_in_their_middle_only_have_another_copy(
    tiny: tuple[Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An adapter that was merged leaves the embeddings, and with them both ends of a file."""
    monkeypatch.setattr(checkpoint, "FINGERPRINT_BYTES", 64)
    folder = tmp_path / "model"
    shutil.copytree(tiny[0], folder)
    before = set(CopyOf(folder, "w8a14").paths(tmp_path))
    weights = folder / "model.safetensors"
    written_ns = weights.stat().st_mtime_ns
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    os.utime(weights, ns=(written_ns, written_ns + 10_000_000))
    assert before.isdisjoint(CopyOf(folder, "w8a14").paths(tmp_path))


def test_another_configuration_of_the_same_weights_has_another_copy(
    tiny: tuple[Path, Any], tmp_path: Path, conversions: list[str]
) -> None:
    """The graph is made of it."""
    folder = tmp_path / "model"
    shutil.copytree(tiny[0], folder)
    before = logits(load(folder, tmp_path / "store"))
    config = folder / "config.json"
    data = json.loads(config.read_text(encoding="utf-8"))
    data["scale_attn_by_inverse_layer_idx"] = True
    config.write_text(json.dumps(data), encoding="utf-8")
    after = logits(load(folder, tmp_path / "store"))
    assert conversions == ["w8a14"] * 2
    assert not np.array_equal(before, after)


def test_an_adapter_has_a_copy_of_its_own(tiny: tuple[Path, Any], tmp_path: Path) -> None:
    """Its strength is in its configuration."""
    adapter = tmp_path / "adapter"
    adapter.mkdir()
    paths = {*CopyOf(tiny[0], "w8a14").paths(tmp_path), *CopyOf(tiny[0], "mixed").paths(tmp_path)}
    for weights, config in ((b"one", b"{}"), (b"two", b"{}"), (b"two", b'{"lora_alpha": 2}')):
        (adapter / WEIGHTS_NAME).write_bytes(weights)
        (adapter / CONFIG_NAME).write_bytes(config)
        paths.update(CopyOf(tiny[0], "w8a14", adapter).paths(tmp_path))
    assert len(paths) == 10


def test_a_full_disk_costs_only_the_copy(
    tiny: tuple[Path, Any],
    tmp_path: Path,
    conversions: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(_tensors: Any, path: Path, _metadata: Any) -> None:
        Path(path).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(converted_copy, "save_file", full)
    first, second = load(tiny[0], tmp_path), load(tiny[0], tmp_path)
    assert conversions == ["w8a14"] * 2
    np.testing.assert_array_equal(logits(first), logits(second))
    assert not list(tmp_path.iterdir())


def test_a_store_that_cannot_be_made_costs_only_the_copy(
    tiny: tuple[Path, Any], tmp_path: Path, conversions: list[str]
) -> None:
    (tmp_path / "store").write_text("a file stands in the way", encoding="utf-8")
    load(tiny[0], tmp_path / "store")
    assert conversions == ["w8a14"]


def made_in(store: Path, folder: Path, name: str, age_s: float) -> Path:
    """A copy of a model in ``folder`` that was last used some time ago."""
    with opened(folder) as weights:
        path = store / f"{name}{ENDING}"
        write_copy(path, convert(weights, PRECISIONS["mixed"]), CopyOf(folder, "mixed"))
    then = path.stat().st_mtime - age_s
    os.utime(path, (then, then))
    return path


def test_only_the_copies_last_used_stay(tiny: tuple[Path, Any], tmp_path: Path) -> None:
    made = [made_in(tmp_path, tiny[0], f"copy {age}", age) for age in range(KEPT + 2, 0, -1)]
    assert [path.exists() for path in made] == [False] * 2 + [True] * KEPT
    oldest = made[2]
    assert read_copy(oldest) is not None  # reading is using
    newest = made_in(tmp_path, tiny[0], "new", 0)
    assert newest.exists()
    assert oldest.exists()
    assert not made[3].exists()


def test_the_copy_of_a_model_that_was_removed_goes(tiny: tuple[Path, Any], tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(tiny[0], folder)
    path = made_in(tmp_path / "store", folder, "copy", 0)
    tidy(path.parent)
    assert path.exists()
    shutil.rmtree(folder)
    tidy(path.parent)
    assert not path.exists()


@pytest.mark.parametrize("name", ["copy.123.tmp", ".tmpZBvQRN"])
def test_what_was_never_finished_goes_after_an_hour(tmp_path: Path, name: str) -> None:
    """The process that wrote it may have been killed; or it is just writing. safetensors writes
    under a name of its own first."""
    unfinished = tmp_path / name
    unfinished.write_bytes(b"half")
    written_s = unfinished.stat().st_mtime
    tidy(tmp_path, written_s + STALE_S - 1)
    assert unfinished.exists()
    tidy(tmp_path, written_s + STALE_S + 1)
    assert not unfinished.exists()


def test_the_engine_keeps_its_copies_beside_what_it_measured(
    tiny: tuple[Path, Any], tmp_path: Path, conversions: list[str]
) -> None:
    memory = tmp_path / "state" / "precision.json"
    for _ in range(2):
        engine = OnnxEngine(tiny[0], precision="w8a14", memory=memory)
        engine.load()
        settled()
        engine.close()
    assert conversions == ["w8a14"]
    assert len(list(copies_beside(memory).iterdir())) == 1


def test_a_start_with_another_model_removes_the_copy_of_one_that_is_gone(
    tiny: tuple[Path, Any], tmp_path: Path
) -> None:
    memory = tmp_path / "precision.json"
    folder = tmp_path / "model"
    shutil.copytree(tiny[0], folder)
    path = made_in(copies_beside(memory), folder, "copy", 0)
    shutil.rmtree(folder)
    engine = OnnxEngine(tiny[0], precision="fp32", memory=memory)
    engine.load()
    engine.close()
    assert not path.exists()


GRAPH_OF_FORMAT = {2: "9902fb44c9ddc876"}


def test_a_graph_that_is_written_differently_has_another_format(tiny: tuple[Path, Any]) -> None:
    """A copy holds the graph, so a change of it, or of how one is calibrated, would not reach who
    has a copy: raise ``FORMAT`` and write down the new digest."""
    text = (resources_dir() / calibration.TEXT).read_bytes()
    chosen = [calibration.NEAR_TOKENS, calibration.WINDOW, calibration.MOST_WINDOWS, gptq.DAMPING]
    digest = hashlib.sha256(text + json.dumps(chosen).encode())
    with opened(tiny[0]) as weights:
        reading = replace(PRECISIONS["w8a14"], reading=READING)
        graphs = [write_graph(weights, PRECISIONS[name]) for name in ("mixed", "w8a14")]
        for written, large in filter(None, (*graphs, convert(weights, reading).reading)):
            graph = onnx.load_from_string(written).graph
            nodes = [(n.op_type, list(n.input), list(n.output)) for n in graph.node]
            attributes = [str(a) for n in graph.node for a in n.attribute]
            shapes = sorted((k, str(v.dtype), v.shape) for k, v in large.items())
            digest.update(json.dumps([nodes, attributes, shapes]).encode())
    assert GRAPH_OF_FORMAT[converted_copy.FORMAT] == digest.hexdigest()[:16]
