"""Every family that Writer says it supports: tokens, rewinding and suggestions are right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from tests.engine.conftest import train_tokenizer
from tests.engine.test_engine import ask
from writer.completion.request import CancelToken
from writer.engine.choose import engine_for
from writer.engine.transformers_engine import TransformersEngine, TransformersSession
from writer.models.check import check_folder
from writer.models.families import GENERAL

WIDTH = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 128,
}
SHAPES: dict[str, dict[str, Any]] = {
    "gpt_neo": {
        "hidden_size": 32,
        "num_layers": 2,
        "num_heads": 4,
        "attention_types": [[["global", "local"], 1]],
        "window_size": 8,
        "max_position_embeddings": 128,
    },
    "gpt_neox": WIDTH,
    "gptj": {"n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 128, "rotary_dim": 4},
    "opt": {
        "hidden_size": 32,
        "word_embed_proj_dim": 32,
        "ffn_dim": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "max_position_embeddings": 128,
    },
    "mistral": WIDTH | {"sliding_window": 8},
    "qwen3": WIDTH | {"head_dim": 8},
    "phi": WIDTH | {"num_key_value_heads": 4},
}


@pytest.fixture(scope="module", params=sorted(GENERAL))
def family(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A folder with a tiny random model of the family, and transformers' model of it."""
    from transformers import AutoConfig, AutoModelForCausalLM

    name: str = request.param
    folder = tmp_path_factory.mktemp(name)
    tokenizer = train_tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(5)
    config = AutoConfig.for_model(
        name,
        vocab_size=tokenizer.get_vocab_size(),
        bos_token_id=0,
        eos_token_id=0,
        pad_token_id=0,
        initializer_range=0.3,
        **SHAPES.get(name, WIDTH),
    )
    model = AutoModelForCausalLM.from_config(config).eval()
    model.save_pretrained(folder)
    return folder, model


def test_a_supported_family_is_checked_loaded_and_rewound(family: tuple[Path, Any]) -> None:
    """The check accepts it, greedy tokens equal a fresh computation after every kind of edit
    (longer, shorter, other, past a sliding window), and the engine answers."""
    folder, model = family
    assert check_folder(folder).family == model.config.model_type
    session, go = TransformersSession(model), CancelToken()
    long = [5 + i % 90 for i in range(24)]
    for ids in (long[:6], long[:20], long[:9], [*long[:12], 99], long, [40], long[:15]):
        got = session.prefill(ids, go)
        with torch.inference_mode():
            wanted = model(torch.tensor([ids]), use_cache=False).logits[0, -1]
        torch.testing.assert_close(torch.from_numpy(got), wanted, atol=2e-4, rtol=2e-4)
    engine = engine_for(folder, threads=1)
    assert isinstance(engine, TransformersEngine)
    engine.load()
    assert ask(engine, "The old gent")[-1].reason is not None
    engine.close()
