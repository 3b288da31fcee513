"""A head in 4 bits finds the likeliest tokens; a second look makes them exact."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from writer.engine import numerics, onnx_nodes, onnx_products
from writer.engine.onnx_model import OnnxModel
from writer.engine.onnx_products import BLOCK, Blocks, Linear
from writer.engine.onnx_session import open_session
from writer.engine.precision import PRECISIONS
from writer.evaluation import fidelity


def restored(blocks: Blocks, inputs: int) -> np.ndarray[Any, Any]:
    """The weight [inputs, outputs] that 4 bits stand for."""
    outputs, count = blocks.scales.shape

    def unpacked(pairs: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.stack((pairs & 15, pairs >> 4), axis=-1).reshape(outputs, -1).astype(np.float32)

    levels = unpacked(blocks.levels).reshape(outputs, count, BLOCK)
    offsets = unpacked(blocks.offsets)[:, :count, None]
    weight = (levels - offsets) * blocks.scales[:, :, None]
    return weight.reshape(outputs, -1)[:, :inputs].T + blocks.common[:, None]


@pytest.mark.parametrize("inputs", [64, BLOCK, 3 * BLOCK, 2 * BLOCK + 8])
def test_no_weight_is_a_step_off_and_few_more_than_half(inputs: int) -> None:
    """Whole blocks, an odd number of them, and a last one that is not full."""
    weight = np.random.default_rng(1).standard_normal((inputs, 300), dtype=np.float32)
    weight[:, 8] = np.abs(weight[:, 8])
    weight += 9 * np.sin(np.arange(inputs, dtype=np.float32))[:, None]
    blocks = Blocks.of(weight)
    own = weight - weight.mean(axis=1, keepdims=True)
    parts = np.split(own, range(BLOCK, inputs, BLOCK))
    spans = [np.maximum(part.max(axis=0), 0) - np.minimum(part.min(axis=0), 0) for part in parts]
    steps = np.repeat(spans, BLOCK, axis=0)[:inputs] / 15
    # Zero has a level of its own, so the range may be moved by half a step.
    assert (np.abs(restored(blocks, inputs) - weight) <= 1.01 * steps + 1e-9).all()
    assert (np.abs(restored(blocks, inputs) - weight) <= 0.51 * steps + 1e-9).mean() > 0.98


@pytest.mark.parametrize("inputs", [64, 2 * BLOCK, 2 * BLOCK + 8])
def test_the_product_is_that_of_the_restored_weight(inputs: int) -> None:
    """The runtime reads the blocks as they were written."""
    random = np.random.default_rng(2)
    weight = random.standard_normal((inputs, 40), dtype=np.float32)
    bias = random.standard_normal(40, dtype=np.float32)
    g = onnx_nodes.Graph()
    onnx_products.rough(g, "x", Linear("m", weight, bias))
    g.name_last("y")
    ends = [onnx_nodes.floats("x", [1, "S", inputs])], [onnx_nodes.floats("y", [1, "S", 40])]
    session = open_session(*g.written(*ends), 1)
    x = random.standard_normal((1, 5, inputs), dtype=np.float32)
    (found,) = session.run(None, {"x": x})
    wanted = x @ restored(Blocks.of(weight), inputs) + bias
    np.testing.assert_allclose(found, wanted, atol=0.02 * np.abs(wanted).max())


@pytest.fixture(params=[True, False], ids=["tied", "untied"])
def leaning(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A tiny model whose head's rows have a lot in common."""
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(7)
    shape = {"vocab_size": 463, "n_positions": 64, "n_embd": 64, "n_layer": 2, "n_head": 4}
    config = GPT2Config(**shape, initializer_range=0.25, tie_word_embeddings=request.param)
    model = GPT2LMHeadModel(config).eval()
    with torch.no_grad():
        model.lm_head.weight += 0.5 * torch.randn(64)
        model.transformer.ln_f.bias += 1.0
    model.save_pretrained(tmp_path)
    return tmp_path


def test_the_likeliest_tokens_are_as_exact_as_ever(
    leaning: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are those of the head in 8 bits with its second look; the others are near them."""
    monkeypatch.setitem(PRECISIONS, "w8a14", replace(PRECISIONS["w8a14"], near_tokens=150))
    model = OnnxModel(leaning, "w8a14", threads=1)
    ids = [5, 6, 7]
    wanted = model.forward(ids, model.new_cache())
    found = model.forward(ids, model.new_cache(), likeliest=True)
    best = np.argsort(-wanted, axis=1)[:, :8]
    pair = [np.take_along_axis(x, best, 1) for x in (wanted, found)]
    np.testing.assert_allclose(*pair, atol=1e-5)
    off = found - wanted
    assert np.abs(off.mean(axis=1)).max() < 0.1 * off.std() + 0.02
    assert 1e-3 < off.std() < 0.2 * wanted.std()
    # A step after a prefill goes on in the same cache.
    cache = model.new_cache()
    model.forward(ids[:2], cache)
    np.testing.assert_allclose(model.forward(ids[2:], cache, likeliest=True)[0], found[2], atol=0.1)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_all_logits_are_good_without_a_quick_head(leaning: Path, precision: str) -> None:
    """``rough_logits`` says which models make a difference."""
    model = OnnxModel(leaning, precision, threads=1)
    plain, quick = (
        model.forward([5, 6], model.new_cache(), likeliest=likeliest) for likeliest in (False, True)
    )
    assert (plain == quick).all() == (not model.rough_logits)


def test_the_divergence_takes_rare_tokens_together() -> None:
    """Noise among them is nothing that a person sees; a change of their sum is, and so is one of
    a likely token."""
    random = np.random.default_rng(3)
    logits = random.standard_normal((4, 500)).astype(np.float32)
    logits[:, :40] += 9
    wanted = numerics.log_softmax(logits)
    rare = wanted[:, 40:].copy()
    for changed, seen in ((random.permuted(rare, axis=1), False), (rare + 3, True)):
        found = numerics.log_softmax(np.c_[wanted[:, :40], changed])
        above = fidelity._divergences(wanted, found) > 1e-5
        assert above.all() if seen else not above.any()
    other = wanted.copy()
    other[:, 0] += 1
    assert (fidelity._divergences(wanted, numerics.log_softmax(other)) > 1e-5).any()
    assert np.abs(fidelity._divergences(wanted, wanted)).max() < 1e-6
