"""A calibrated model reads the beginning of a long prompt with a graph of its own."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from safetensors.numpy import load_file, save_file

from tests.engine.conftest import save_model
from writer.completion.request import CancelledError, CancelToken
from writer.engine import converted_copy, onnx_model
from writer.engine.calibration import calibrated
from writer.engine.converted import convert
from writer.engine.converted_copy import CopyOf, write_copy
from writer.engine.gpt2_weights import opened
from writer.engine.onnx_model import LAST_TOKENS, LEAST_READ, OnnxCache, OnnxModel
from writer.engine.precision import PRECISIONS, READING
from writer.engine.prompt_cache import PromptCache

IDS = [(37 * i) % 300 for i in range(60)]
SHAPE = {"vocab_size": 300, "n_positions": 64, "n_embd": 64, "n_layer": 3, "n_head": 4}
Make = Callable[..., OnnxModel]


def learn_something(folder: Path) -> None:
    """Biases, gains and offsets are zeros and ones before a model is taught."""
    random = np.random.default_rng(3)
    tensors = load_file(folder / "model.safetensors")
    for name, value in tensors.items():
        if name.endswith(".bias"):
            value[...] = random.normal(0, 0.5, value.shape)
        elif ".ln_" in name:
            value[...] = 1 + random.normal(0, 0.5, value.shape)
    # Here the two kinds of the activation function differ most.
    tensors["transformer.h.0.mlp.c_fc.bias"] -= np.float32(2)
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A calibrated model of some shape; a store holds its copy as after a real calibration."""

    def made(**more: Any) -> OnnxModel:
        folder, store = tmp_path / "model", tmp_path / "store"
        save_model(folder, **{**SHAPE, "initializer_range": 0.25, **more})
        learn_something(folder)
        source = CopyOf(folder, "w8a14")
        with opened(folder) as weights:
            copy = calibrated(weights, PRECISIONS["w8a14"], IDS * 5, 1)
        assert write_copy(source.paths(store)[0], copy, source)
        model = OnnxModel(folder, "w8a14", threads=1, store=store)
        assert model.calibrated
        return model

    return made


def fed(model: OnnxModel, ids: list[int], cache: Any = None) -> Any:
    cache = cache or model.new_cache()
    model.prefill(ids, cache, CancelToken())
    return cache


def slots(cache: Any) -> np.ndarray[Any, Any]:
    found: np.ndarray[Any, Any] = cache.data[:, :, : cache.length]
    return found


def off(found: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> float:
    """The mean difference, as a share of the mean number."""
    return float(np.abs(found - wanted).mean() / np.abs(wanted).mean())


@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"activation_function": "gelu"},
        {"scale_attn_by_inverse_layer_idx": True},
        {"n_inner": 96},
        {"initializer_range": 0.02},
    ],
    ids=["plain", "exact gelu", "scaled by layer", "inner width", "small weights"],
)
def test_what_was_read_is_what_fp32_has(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: dict[str, Any]
) -> None:
    """Keys and values of every position, in chunks that go on from each other."""
    monkeypatch.setattr(onnx_model, "CHUNK_TOKENS", 20)
    model = make(**shape)
    exact = OnnxModel(tmp_path / "model", "fp32", threads=1)
    wanted, found = slots(fed(exact, IDS)), slots(fed(model, IDS))
    assert found.shape == wanted.shape
    for one, other in zip(found, wanted, strict=True):  # keys, and values, of each layer
        for begin in range(0, len(IDS), 20):
            part = slice(begin, begin + 20)
            assert off(one[:, part], other[:, part]) < 0.035


def test_a_cache_grows_while_it_is_filled(make: Make, tmp_path: Path) -> None:
    """A window holds more than a cache has room for at first."""
    model = make(n_positions=400)
    exact = OnnxModel(tmp_path / "model", "fp32", threads=1)
    long = [(37 * i) % 300 for i in range(400)]
    found, wanted = fed(model, long), slots(fed(exact, long))
    assert found.data.shape[2] > OnnxCache.GROW
    for one, other in zip(slots(found), wanted, strict=True):
        assert off(one, other) < 0.035


@pytest.mark.parametrize(("gelu", "kind"), [("gelu_new", "FastGelu"), ("gelu", "BiasGelu")])
def test_the_activation_function_is_the_model_s(
    make: Make, tmp_path: Path, gelu: str, kind: str
) -> None:
    """The two are so near to each other that 8 bits hide which one it is."""
    make(activation_function=gelu)
    with opened(tmp_path / "model") as weights:
        reading = convert(weights, replace(PRECISIONS["w8a14"], reading=READING)).reading
    assert reading is not None
    kinds = [node.op_type for node in onnx.load_from_string(reading.graph).graph.node]
    assert [k for k in kinds if k.endswith("Gelu")] == [kind] * 2


def test_the_first_perceptron_is_read_in_fourteen_bits(make: Make, tmp_path: Path) -> None:
    """All that follows stands on it: two products for each of its two."""
    make()
    with opened(tmp_path / "model") as weights:
        reading = convert(weights, replace(PRECISIONS["w8a14"], reading=READING)).reading
    assert reading is not None
    nodes = onnx.load_from_string(reading.graph).graph.node
    products = Counter(n.input[1] for n in nodes if n.op_type == "MatMulIntegerToFloat")
    twice = {name for name, times in products.items() if times == 2}
    assert twice == {"h.0.mlp.c_fc.levels", "h.0.mlp.c_proj.levels"}


def test_the_end_of_a_prompt_is_fed_as_steps_are(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read goes through the other graph, and what comes last does not."""
    model = make()
    read: list[int] = []
    whole = model._read

    def counted(reader: Any, ids: Any, *rest: Any) -> None:
        read.extend(ids)
        whole(reader, ids, *rest)

    monkeypatch.setattr(model, "_read", counted)
    fed(model, IDS)
    assert read == IDS[:-LAST_TOKENS]
    read.clear()
    fed(model, IDS[: LEAST_READ + LAST_TOKENS - 1])
    assert not read, "so short a prompt costs less in one go"


def test_it_goes_on_from_what_was_fed_before(make: Make) -> None:
    """A text of which a part is known already, with more room in the cache than is used."""
    model = make()
    known = fed(model, IDS[:12])
    found = slots(fed(model, IDS[12:], known))
    assert off(found, slots(fed(model, IDS))) < 0.06


def test_garbage_behind_what_is_used_is_not_read(make: Make) -> None:
    """Slots that nothing was written to hold anything, numbers that are none too."""
    model = make()
    clean, dirty = fed(model, IDS[:12]), fed(model, IDS[:12])
    dirty.data[:, :, 12:] = np.nan
    found = slots(fed(model, IDS[12:], dirty))
    np.testing.assert_array_equal(found, slots(fed(model, IDS[12:], clean)))


def test_a_stop_keeps_the_chunks_that_were_read(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the prompt goes on from them."""
    monkeypatch.setattr(onnx_model, "CHUNK_TOKENS", 20)
    model = make()
    wanted = slots(fed(model, IDS)).copy()
    whole = model._read
    cancel, cache = CancelToken(), model.new_cache()

    def stopped(reader: Any, ids: Any, *rest: Any) -> None:
        if cache.length:
            cancel.cancel()
        whole(reader, ids, *rest)

    monkeypatch.setattr(model, "_read", stopped)
    with pytest.raises(CancelledError):
        model.prefill(IDS, cache, cancel)
    assert 0 < cache.length < len(IDS)
    monkeypatch.setattr(model, "_read", whole)
    found = slots(fed(model, IDS[cache.length :], cache))
    assert off(found, wanted) < 0.06


def test_the_prompt_cache_takes_what_was_read(make: Make) -> None:
    """A fork of it says the same as the original."""
    model = make()
    cache = PromptCache(model)
    branch, shared = cache.claim(IDS)
    assert not shared
    fed(model, IDS, branch.cache)
    copied = model.new_cache()
    copied.copy_from(branch.cache, len(IDS))
    one = model.forward([7], branch.cache, likeliest=True)
    np.testing.assert_array_equal(one, model.forward([7], copied, likeliest=True))


def test_only_a_calibrated_copy_has_it(make: Make, tmp_path: Path) -> None:
    """A plain one would be too far from fp32 with it."""
    assert make()._reader is not None
    with opened(tmp_path / "model") as weights:
        assert convert(weights, PRECISIONS["w8a14"]).reading is None


def test_where_the_products_are_wrong_there_is_none(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A processor may cut off sums of 8 bits times 8 bits; steps have 7 and 8. The copy may have
    been made on another machine, so it is looked at where it is used."""
    monkeypatch.setattr(onnx_model, "works", lambda _product: False)
    model = make()
    assert model._reader is None
    assert fed(model, IDS).length == len(IDS)


def test_a_second_graph_that_is_damaged_costs_the_copy(make: Make, tmp_path: Path) -> None:
    """The model is converted as if there were none."""
    make()
    (path,) = (tmp_path / "store").iterdir()
    header, begin = converted_copy._header(path)
    first, last = header["reading graph"]["data_offsets"]
    data = bytearray(path.read_bytes())
    data[begin + first : begin + last] = b"\xff" * (last - first)
    path.write_bytes(data)
    model = OnnxModel(tmp_path / "model", "w8a14", threads=1, store=tmp_path / "store")
    for thread in threading.enumerate():
        if thread.name == "keep converted":
            thread.join(60)
    assert not model.calibrated
    assert fed(model, IDS).length == len(IDS)


def test_a_prompt_may_take_every_position_and_no_more(make: Make) -> None:
    model = make()
    full = [*IDS, 1, 2, 3, 4]
    assert fed(model, full).length == SHAPE["n_positions"]
    with pytest.raises(ValueError, match="outside"):
        fed(model, [*full, 5])
