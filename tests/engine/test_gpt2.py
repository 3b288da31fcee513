"""The forward passes say what transformers says, however the cache was filled."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, load_model_from_string, numpy_helper
from safetensors.torch import load_file, save_file
from transformers import GPT2LMHeadModel

from tests.engine.conftest import save_model, train_tokenizer
from writer.completion.request import (
    CancelledError,
    CancelToken,
    CompletionOptions,
    CompletionRequest,
)
from writer.engine import onnx_nodes as nodes
from writer.engine import onnx_products
from writer.engine.gpt2 import GPT2
from writer.engine.gpt2_weights import opened
from writer.engine.lean_session import LeanSession
from writer.engine.numerics import Floats
from writer.engine.onnx_engine import OnnxEngine
from writer.engine.onnx_graph import write_graph
from writer.engine.onnx_model import OnnxCache, OnnxModel
from writer.engine.onnx_products import Columns, Linear
from writer.engine.onnx_session import open_session, run_until
from writer.engine.precision import PRECISIONS, SAFE
from writer.engine.prompt import build_prompt, reserved, window_start
from writer.engine.shaping import Features
from writer.engine.tokenizer import TextTokenizer

GO = CancelToken()
Make = Callable[[Path], Any]
MODELS: dict[str, Make] = {
    "onnx": lambda folder: OnnxModel(folder, SAFE, threads=1),
    "torch": GPT2,
}


@pytest.fixture(params=list(MODELS))
def make(request: pytest.FixtureRequest) -> Make:
    """Reads a folder, once for each way in which a model is run."""
    return MODELS[request.param]


TEXTS = [
    "The",
    "The gentleman met",
    "naïve façade \U0001f469\u200d\U0001f4bb, 東京",
    "He walked and walked; the walker was walking along the walls of the old town. " * 6,
]


def reference_logits(model: Any, ids: Sequence[int]) -> Floats:
    with torch.inference_mode():
        logits: Floats = model(torch.tensor([list(ids)])).logits[0].numpy()
    return logits


def reference_tokens(model: Any, ids: Sequence[int], count: int) -> list[int]:
    out = model.generate(
        torch.tensor([list(ids)]),
        attention_mask=torch.ones(1, len(ids)),
        max_new_tokens=count,
        do_sample=False,
        eos_token_id=None,
        pad_token_id=0,
    )
    tokens: list[int] = out[0, len(ids) :].tolist()
    return tokens


def greedy(session: LeanSession, ids: Sequence[int], count: int) -> list[int]:
    logits = session.prefill(ids, GO)
    node, tokens = -1, []
    for _ in range(count):
        tokens.append(int(logits.argmax()))
        (node,), rows = session.expand([node], [tokens[-1]], GO)
        logits = rows[0]
    session.keep(node)
    return tokens


def window(ids: list[int], positions: int = 64) -> list[int]:
    return ids[window_start(len(ids), positions - reserved(positions)) :]


def test_logits_equal_transformers_in_fp32(tiny: tuple[Path, Any], make: Make) -> None:
    """Every position's logits are those of transformers, up to rounding."""
    folder, reference = tiny
    model = make(folder)
    ids = [(7 * i) % 400 for i in range(60)]
    cache = model.new_cache()
    got = np.concatenate([model.forward(part, cache) for part in (ids[:1], ids[1:9], ids[9:])])
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, reference_logits(reference, ids), atol=2e-3, rtol=1e-3)


@pytest.mark.parametrize("precision", list(PRECISIONS))
def test_every_precision_answers_near_the_reference(tiny: tuple[Path, Any], precision: str) -> None:
    """Whatever precision is asked for, there is an answer close to the exact one."""
    folder, reference = tiny
    model = OnnxModel(folder, precision, threads=1)
    ids = [(11 * i) % 400 for i in range(40)]
    got = model.prefill(ids, model.new_cache(), GO)
    wanted = reference_logits(reference, ids)[-1]
    assert got @ wanted / np.sqrt((got @ got) * (wanted @ wanted)) > 0.97


def test_what_the_eight_bits_are_spent_on(tiny: tuple[Path, Any], tmp_path: Path) -> None:
    """Only the product that ends the first layer has more than 8 bits; and the weights of an input
    that its norm makes small use more of their levels than their size alone would give them."""
    (tmp_path / "config.json").write_bytes((tiny[0] / "config.json").read_bytes())
    tensors = load_file(tiny[0] / "model.safetensors")
    tensors["transformer.h.1.ln_1.weight"][0] = 0.01
    save_file(tensors, tmp_path / "model.safetensors")
    with opened(tmp_path) as weights:
        written, large = write_graph(weights, PRECISIONS["w8a14"])
        gain, _ = weights.norm("h.1.ln_1")
        plain = Columns.of(weights.linear(1, "attn.c_attn")[0] * gain[:, None])
    assert {name.split(".rest.")[0] for name in large if ".rest." in name} == {"h.0.mlp.c_proj"}

    part = "h.1.attn.c_attn"
    offsets = next(
        numpy_helper.to_array(constant)
        for constant in load_model_from_string(written).graph.initializer
        if constant.name == f"{part}.offsets"
    )

    def reach(levels: NDArray[np.int8], offsets: NDArray[np.int8]) -> int:
        return int(np.abs(levels[0].astype(int) - offsets).max())

    assert reach(large[f"{part}.levels"], offsets) > 4 * reach(plain.levels, plain.offsets)


@pytest.mark.parametrize("size", [1e-7, 1e6])
@pytest.mark.parametrize("precision", list(PRECISIONS))
def test_embeddings_may_have_any_size(
    tiny: tuple[Path, Any], tmp_path: Path, precision: str, size: float
) -> None:
    """Rows that 16 bits cannot hold are kept in 32: each norm makes up for their size."""
    config = json.loads((tiny[0] / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps(config))
    tensors = load_file(tiny[0] / "model.safetensors")
    reference = GPT2LMHeadModel.from_pretrained(tiny[0])
    with torch.no_grad():
        for name in ("wte", "wpe"):
            tensors[f"transformer.{name}.weight"] *= size
            reference.get_submodule(f"transformer.{name}").weight *= size
    save_file(tensors, tmp_path / "model.safetensors")
    model = OnnxModel(tmp_path, precision, threads=1)
    ids = [(11 * i) % 400 for i in range(40)]
    got = model.prefill(ids, model.new_cache(), GO)
    wanted = reference_logits(reference, ids)[-1]
    assert got @ wanted / np.sqrt((got @ got) * (wanted @ wanted)) > 0.97


@pytest.mark.parametrize("text", TEXTS)
def test_greedy_tokens_equal_generate(tiny: tuple[Path, Any], text: str, make: Make) -> None:
    """From one token to past the window, the tokens are those of ``generate``."""
    folder, reference = tiny
    ids = window(train_tokenizer().encode(text).ids)
    session = LeanSession(make(folder))
    assert greedy(session, ids, 12) == reference_tokens(reference, ids, 12)


def test_greedy_tokens_survive_cache_reuse_and_crops(tiny: tuple[Path, Any], make: Make) -> None:
    """Growing, shortening, leaving and coming back change no token."""
    folder, reference = tiny
    session = LeanSession(make(folder))
    long, other, accents = (train_tokenizer().encode(TEXTS[i]).ids for i in (3, 1, 2))
    prompts = [long[:5], long[:9], long[:30], long[:12], other, long[:31], accents, accents[:-1]]
    prompts += [
        long[:31],
        long[:31] + reference_tokens(reference, long[:31], 3),
        long[:3],
        long[3:40],
    ]
    for ids in prompts:
        assert greedy(session, ids, 8) == reference_tokens(reference, ids, 8)


def test_only_new_tokens_are_fed(tiny: tuple[Path, Any], make: Make) -> None:
    """A prompt that grows by two tokens costs two, one that was just answered costs none."""
    session = LeanSession(make(tiny[0]))
    ids = list(range(20, 50))
    session.prefill(ids[:28], GO)
    before = session.fed_tokens
    session.prefill(ids, GO)
    assert session.fed_tokens == before + 2
    first = greedy(session, ids, 4)
    before = session.fed_tokens
    assert greedy(session, ids, 4) == first
    assert greedy(session, ids + first[:2], 2) == first[2:]
    assert session.fed_tokens == before


def test_rows_of_a_tree_do_not_see_each_other(tiny: tuple[Path, Any], make: Make) -> None:
    """Several continuations in one batch equal each of them alone."""
    folder, reference = tiny
    session = LeanSession(make(folder))
    ids = list(range(30, 50))
    session.prefill(ids, GO)
    nodes, _ = session.expand([-1, -1, -1], [5, 6, 7], GO)
    deeper, _ = session.expand([nodes[2], nodes[0]], [8, 9], GO)
    _, rows = session.expand([deeper[1], nodes[1], deeper[0]], [10, 11, 12], GO)
    for row, path in zip(rows, ([5, 9, 10], [6, 11], [7, 8, 12]), strict=True):
        wanted = reference_logits(reference, ids + path)[-1]
        np.testing.assert_allclose(row, wanted, atol=2e-3, rtol=1e-3)
    session.keep(deeper[1])
    assert greedy(session, [*ids, 5, 9], 6) == reference_tokens(reference, [*ids, 5, 9], 6)


def test_branches_stay_within_the_memory_limit(tiny: tuple[Path, Any], make: Make) -> None:
    """Switching between texts keeps several, but never more bytes than allowed."""
    from writer.engine.prompt_cache import PromptCache

    model = make(tiny[0])
    one = model.new_cache()
    one.reserve(1)
    cache = PromptCache(model, memory_limit=2 * one.bytes)
    for start in (0, 100, 200, 100, 300):
        ids = [start + i % 7 for i in range(80)]
        branch, shared = cache.claim(ids)
        branch.crop(shared)
        branch.cache.reserve(80)
        branch.cache.length = 80
        branch.ids.extend(ids[shared:])
        assert cache.bytes <= 2 * one.bytes
    assert [b.ids[0] for b in cache.branches] == [100, 300]


def test_a_cancelled_prefill_leaves_the_cache_usable(tiny: tuple[Path, Any]) -> None:
    """After a cancellation in the middle of a pass, the next answer is still right."""
    folder, reference = tiny
    session = LeanSession(GPT2(folder))
    ids = list(range(60, 90))
    session.prefill(ids[:10], GO)

    class AfterOneLayer(CancelToken):
        looks = 0

        @property
        def cancelled(self) -> bool:
            AfterOneLayer.looks += 1
            return AfterOneLayer.looks > 1

    with pytest.raises(CancelledError):
        session.prefill(ids, AfterOneLayer())
    assert AfterOneLayer.looks == 2
    assert greedy(session, ids, 6) == reference_tokens(reference, ids, 6)


@pytest.mark.parametrize("precision", list(PRECISIONS))
def test_a_run_that_was_cancelled_leaves_the_cache_usable(
    tiny: tuple[Path, Any], precision: str
) -> None:
    """The runtime is told to stop, and what was read before stays good."""
    model = OnnxModel(tiny[0], precision, threads=1)
    ids = list(range(60, 90))
    wanted = greedy(LeanSession(model), ids, 6)
    session = LeanSession(model)
    session.prefill(ids[:10], GO)
    stopped = CancelToken()
    stopped.cancel()
    with pytest.raises(CancelledError):
        session.expand([-1, -1], [5, 6], stopped)
    for part in (ids, ids[:12]):
        with pytest.raises(CancelledError):
            session.prefill(part, stopped)
    assert greedy(session, ids, 6) == wanted


def test_a_cancel_reaches_a_run_that_is_under_way() -> None:
    """The options of the run say stop as soon as somebody cancels, whoever runs it; another error
    of the runtime is none of our making, and one that means memory says so."""
    cancel = CancelToken()

    class Runtime:
        def run_with_iobinding(self, binding: Any, options: Any) -> None:
            assert not options.terminate
            if binding == "cancelled":
                cancel.cancel()
                assert options.terminate
            raise RuntimeError("Failed to allocate memory" if binding == "full" else "stopped")

    with pytest.raises(RuntimeError):
        run_until(Runtime(), "broken", cancel)
    with pytest.raises(MemoryError):
        run_until(Runtime(), "full", cancel)
    with pytest.raises(CancelledError):
        run_until(Runtime(), "cancelled", cancel)


def test_engine_text_is_the_text_of_the_greedy_tokens(tiny: tuple[Path, Any]) -> None:
    """With the judgement switched off, the engine shows a beginning of what generate says."""
    folder, reference = tiny
    plain = Features(**{field.name: False for field in fields(Features)})
    engine = OnnxEngine(folder, threads=1, features=plain)
    engine.load()
    tokenizer = train_tokenizer()
    options = CompletionOptions(max_words=6, stop_at_sentence=False)
    for text in TEXTS:
        ids = build_prompt(text, TextTokenizer(tokenizer), 64, healing=False).ids
        wanted = tokenizer.decode(reference_tokens(reference, ids, 15))
        chunks = list(engine.stream(CompletionRequest(1, 0, text, options=options), GO))
        shown = "".join(chunk.text for chunk in chunks)
        assert wanted.startswith(shown)


def test_the_shape_of_distilgpt2(tmp_path: Path) -> None:
    """DistilGPT2's own shape: 6 layers, 768 wide, 50,257 tokens, greedy tokens as generate's."""
    reference = save_model(tmp_path, n_layer=6, initializer_range=0.08)
    model = OnnxModel(tmp_path, SAFE, threads=2)
    assert model.config.parameters == 81_912_576
    ids = [(31 * i) % 50_257 for i in range(40)]
    assert greedy(LeanSession(model), ids, 6) == reference_tokens(reference, ids, 6)


def product_of(
    product: onnx_products.Product,
    weight: Floats,
    bias: Floats,
    x: Floats,
    *,
    within_one: bool = False,
    least: float | None = None,
) -> Floats:
    """x W + b [S, outputs] as the runtime computes it."""
    g = nodes.Graph()
    g.add("Identity", [product(g, "x", Linear("m", weight, bias, within_one, least))], "y")
    ends = (("x", weight.shape[0]), ("y", weight.shape[1]))
    given, found = (nodes.floats(name, [1, "S", size]) for name, size in ends)
    session = open_session(*g.written([given], [found]), 1)
    out: Floats = session.run(None, {"x": x[None]})[0][0]
    return out


ERRORS = {
    onnx_products.exact: 1e-6,
    onnx_products.fine: 0.008,
    onnx_products.finest: 4e-4,
    onnx_products.fine_for_many: 0.008,
    onnx_products.coarse_for_many: 0.014,
}


@pytest.mark.parametrize("product", ERRORS)
def test_rows_do_not_depend_on_each_other(product: onnx_products.Product) -> None:
    """One row alone gives what it gives among others, so that the cache may be filled anyhow; and
    all are as near to the exact product as the precision says, whatever their size."""
    random = np.random.default_rng(4)
    weight = random.standard_normal((128, 96), dtype=np.float32)
    bias = random.standard_normal(96, dtype=np.float32)
    x = random.standard_normal((9, 128), dtype=np.float32)
    x *= np.logspace(-1, 2, 9, dtype=np.float32)[:, None]
    together = product_of(product, weight, bias, x)
    alone = np.concatenate([product_of(product, weight, bias, row[None]) for row in x])
    np.testing.assert_allclose(together, alone, rtol=1e-4, atol=2e-3)
    exact = x @ weight + bias
    error = np.linalg.norm(together - exact, axis=1) / np.linalg.norm(exact, axis=1)
    assert error.max() < ERRORS[product]


@pytest.mark.parametrize("product", ERRORS)
def test_what_is_within_one_needs_no_scaling(product: onnx_products.Product) -> None:
    """Numbers that are known not to be beyond one are taken as they are, with the same result; a
    row of zeros gives the bias."""
    random = np.random.default_rng(5)
    weight = random.standard_normal((128, 96), dtype=np.float32)
    bias = random.standard_normal(96, dtype=np.float32)
    x = random.uniform(-1, 1, (5, 128)).astype(np.float32)
    x[0] = 0
    for within_one in (False, True):
        found = product_of(product, weight, bias, x, within_one=within_one)
        np.testing.assert_allclose(found[0], bias, atol=1e-5)
        exact = x @ weight + bias
        assert np.linalg.norm(found - exact) < ERRORS[product] * np.linalg.norm(exact)


@pytest.mark.parametrize("product", ERRORS)
def test_what_is_never_far_below_zero_needs_no_look_for_it(product: onnx_products.Product) -> None:
    """As behind a perceptron's activation function, where only the largest number is looked for."""
    random = np.random.default_rng(5)
    weight = random.standard_normal((128, 96), dtype=np.float32)
    x = np.maximum(random.standard_normal((5, 128), dtype=np.float32), -0.17)
    x[0] = random.uniform(-0.17, 0.01, 128)  # none is large
    found = product_of(product, weight, np.zeros(96, np.float32), x, least=-0.18)
    error = np.linalg.norm(found - x @ weight, axis=1) / np.linalg.norm(x @ weight, axis=1)
    assert error.max() < ERRORS[product]


def test_activations_have_fourteen_bits() -> None:
    """With weights that 8 bits hold exactly only the activations are rounded: to one part in
    15,876 of the largest, half of that at most for each."""
    weight = np.eye(64, dtype=np.float32) * 127
    weight[0, 1:] = -128  # the least and the largest of a column fix its levels
    weight[0, 0], weight[1, 0] = 127, -128
    random = np.random.default_rng(4)
    x = random.uniform(-1, 1, (9, 64)).astype(np.float32)
    x[:, 0] = x[:, 1] = 0
    x[:, 2] = 1
    found = product_of(onnx_products.fine, weight, np.zeros(64, np.float32), x)
    assert np.abs(found[:, 2:] / 127 - x[:, 2:]).max() < 0.51 / (63 * 126)


def test_two_products_fit_into_sixteen_bits() -> None:
    """Processors without VNNI add them in so many and cut off the rest: one factor has 7 bits."""
    random = np.random.default_rng(4)
    weight = random.standard_normal((64, 48), dtype=np.float32)
    x = random.standard_normal((1, 99, 64), dtype=np.float32)
    x[0, 0] = np.abs(x).max()
    g = nodes.Graph()
    onnx_products.fine(g, "x", Linear("m", weight))
    (node,) = [node for node in g.nodes if node.op_type == "MatMulIntegerToFloat"]
    g.add("Identity", [node.input[0]], "y")
    found = helper.make_tensor_value_info("y", TensorProto.UINT8, [2, "S", 64])
    session = open_session(*g.written([nodes.floats("x", [1, "S", 64])], [found]), 1)
    levels = session.run(None, {"x": x})[0].astype(int)
    largest = np.abs(g.large["m.levels"].astype(int)).max()
    assert 2 * levels.max() * largest < 2**15
    assert levels.min() >= 1


@pytest.mark.parametrize("precision", [n for n, p in PRECISIONS.items() if not p.exact_head])
def test_the_likeliest_tokens_of_a_coarse_head_are_exact(
    tiny: tuple[Path, Any], precision: str
) -> None:
    """Scored again, the best tokens' logits are those of the rows and the final hidden state."""
    model = OnnxModel(tiny[0], precision, threads=1)
    found = model.forward([5, 6, 7], model.new_cache())
    plain = OnnxModel(tiny[0], SAFE, threads=1).forward([5, 6, 7], OnnxCache(model.config))
    if model.precision.layers is onnx_products.exact:
        best = np.argsort(-plain, axis=1)[:, :8]
        np.testing.assert_allclose(
            np.take_along_axis(found, best, 1), np.take_along_axis(plain, best, 1), atol=1e-2
        )
    assert (found.argmax(axis=1) == plain.argmax(axis=1)).all()
