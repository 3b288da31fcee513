"""The lean forward pass says what transformers says, however the cache was filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.engine.conftest import save_model, train_tokenizer
from writer.completion.request import (
    CancelledError,
    CancelToken,
    CompletionOptions,
    CompletionRequest,
)
from writer.engine.gpt2 import GPT2, KVCache
from writer.engine.numerics import Floats
from writer.engine.precision import PREFERENCE
from writer.engine.prompt import build_prompt, reserved, window_start
from writer.engine.prompt_cache import LeanSession
from writer.engine.shaping import Features
from writer.engine.tokenizer import TextTokenizer
from writer.engine.torch_engine import TorchEngine
from writer.engine.weights import Linear

GO = CancelToken()
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


@pytest.mark.parametrize("precision", ["plain", "fp32"])
def test_logits_equal_transformers_in_fp32(tiny: tuple[Path, Any], precision: str) -> None:
    """Every position's logits are those of transformers, up to rounding."""
    folder, reference = tiny
    model = GPT2(folder, precision)
    ids = [(7 * i) % 400 for i in range(60)]
    cache = KVCache(model.config)
    got = np.concatenate([model.forward(part, cache) for part in (ids[:1], ids[1:9], ids[9:])])
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, reference_logits(reference, ids), atol=2e-3, rtol=1e-3)


@pytest.mark.parametrize("precision", list(PREFERENCE))
def test_every_precision_answers_near_the_reference(tiny: tuple[Path, Any], precision: str) -> None:
    """Whatever precision is asked for, there is an answer close to the exact one."""
    folder, reference = tiny
    model = GPT2(folder, precision)
    ids = [(11 * i) % 400 for i in range(40)]
    got = model.prefill(ids, KVCache(model.config), GO)
    wanted = reference_logits(reference, ids)[-1]
    assert got @ wanted / np.sqrt((got @ got) * (wanted @ wanted)) > 0.97


@pytest.mark.parametrize("text", TEXTS)
def test_greedy_tokens_equal_generate(tiny: tuple[Path, Any], text: str) -> None:
    """From one token to past the window, the tokens are those of ``generate``."""
    folder, reference = tiny
    ids = window(train_tokenizer().encode(text).ids)
    session = LeanSession(GPT2(folder))
    assert greedy(session, ids, 12) == reference_tokens(reference, ids, 12)


def test_greedy_tokens_survive_cache_reuse_and_crops(tiny: tuple[Path, Any]) -> None:
    """Growing, shortening, leaving and coming back change no token."""
    folder, reference = tiny
    session = LeanSession(GPT2(folder))
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


def test_only_new_tokens_are_fed(tiny: tuple[Path, Any]) -> None:
    """A prompt that grows by two tokens costs two, one that was just answered costs none."""
    session = LeanSession(GPT2(tiny[0]))
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


def test_rows_of_a_tree_do_not_see_each_other(tiny: tuple[Path, Any]) -> None:
    """Several continuations in one batch equal each of them alone."""
    folder, reference = tiny
    session = LeanSession(GPT2(folder, "fp32"))
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


def test_branches_stay_within_the_memory_limit(tiny: tuple[Path, Any]) -> None:
    """Switching between texts keeps several, but never more bytes than allowed."""
    from writer.engine.prompt_cache import PromptCache

    model = GPT2(tiny[0])
    one = KVCache(model.config)
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
    model = GPT2(folder)
    session = LeanSession(model)
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


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_a_cancel_inside_a_long_prefill_runs_no_further_layer(
    tiny: tuple[Path, Any], layer: int
) -> None:
    """After the cancel the layer that is being computed is the last one."""
    model = GPT2(tiny[0])
    cancel = CancelToken()
    entered: list[int] = []

    def watched(number: int, product: Linear) -> Linear:
        def apply(x: torch.Tensor) -> torch.Tensor:
            entered.append(number)
            if number == layer and x.shape[0] > 1:
                cancel.cancel()
            return product(x)

        return apply

    model._blocks = [
        replace(block, qkv=watched(number, block.qkv)) for number, block in enumerate(model._blocks)
    ]
    session = LeanSession(model)
    if layer == 2:
        # The pass was through when the cancel came: what it fed is kept, no second one begins.
        session.prefill(list(range(40)), cancel)
        with pytest.raises(CancelledError):
            session.prefill(list(range(60)), cancel)
    else:
        with pytest.raises(CancelledError):
            session.prefill(list(range(60)), cancel)
    assert entered == list(range(layer + 1))


def test_engine_text_is_the_text_of_the_greedy_tokens(tiny: tuple[Path, Any]) -> None:
    """With the judgement switched off, the engine shows a beginning of what generate says."""
    folder, reference = tiny
    plain = Features(**{field.name: False for field in fields(Features)})
    engine = TorchEngine(folder, threads=1, features=plain)
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
    model = GPT2(tmp_path)
    assert model.parameters == 81_912_576
    ids = [(31 * i) % 50_257 for i in range(40)]
    assert greedy(LeanSession(model), ids, 6) == reference_tokens(reference, ids, 6)


def test_int8_rows_do_not_depend_on_each_other() -> None:
    """One row alone gives what it gives among others, so that the cache may be filled anyhow."""
    from writer.engine import weights

    generator = torch.Generator().manual_seed(4)
    weight = torch.randn(96, 64, generator=generator)
    bias = torch.randn(96, generator=generator)
    x = torch.randn(9, 64, generator=generator) * torch.logspace(-1, 2, 9)[:, None]
    linear = weights.pack("int8-few+int8-many", weight, bias)
    together = linear(x)
    alone = torch.cat([linear(row[None]) for row in x])
    torch.testing.assert_close(together, alone, rtol=1e-4, atol=2e-3)
    exact = torch.nn.functional.linear(x, weight, bias)
    error = (together - exact).norm(dim=1) / exact.norm(dim=1)
    assert float(error.max()) < 0.02


def test_the_likeliest_tokens_of_a_coarse_head_are_exact() -> None:
    """Rescoring makes the best tokens' logits those of the exact head."""
    from writer.engine import weights

    generator = torch.Generator().manual_seed(4)
    rows = torch.randn(500, 64, generator=generator)
    x = torch.randn(3, 64, generator=generator)
    got = weights.rescored(weights.packed_int8(rows, None), rows)(x)
    exact = x @ rows.t()
    torch.testing.assert_close(got.topk(8).values, exact.topk(8).values)
    assert torch.equal(got.topk(8).indices, exact.topk(8).indices)
