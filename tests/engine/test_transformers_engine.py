"""Other families answer through transformers with the same judgement."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from tests.engine.conftest import text_of, train_tokenizer
from tests.engine.test_engine import ask
from writer.completion.request import CancelToken
from writer.engine.choose import engine_for
from writer.engine.onnx_engine import OnnxEngine
from writer.engine.transformers_engine import TransformersEngine, TransformersSession
from writer.errors import ModelError


@pytest.fixture(scope="module")
def other_family(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    from transformers import LlamaConfig, LlamaForCausalLM

    folder = tmp_path_factory.mktemp("other")
    tokenizer = train_tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(3)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=tokenizer.get_vocab_size(),
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=128,
            initializer_range=0.3,
            bos_token_id=0,
            eos_token_id=0,
        )
    ).eval()
    model.save_pretrained(folder)
    return folder, model


def test_tokens_of_another_family_equal_generate(other_family: tuple[Path, Any]) -> None:
    """Greedy tokens are those of ``generate``, with reuse, crops and rows."""
    _, model = other_family
    session, go = TransformersSession(model), CancelToken()
    for ids in ([5, 6, 7, 8], [5, 6, 7, 8, 9, 10], [5, 6], [40]):
        prompt = torch.tensor([ids])
        wanted = model.generate(
            prompt,
            attention_mask=torch.ones_like(prompt),
            max_new_tokens=6,
            do_sample=False,
            eos_token_id=None,
            pad_token_id=0,
        )[0, len(ids) :].tolist()
        logits, node, got = session.prefill(ids, go), -1, []
        for _ in range(6):
            got.append(int(logits.argmax()))
            nodes, rows = session.expand([-1, node], [3, got[-1]], go)
            node, logits = nodes[1], rows[1]
        assert got == wanted


def test_the_right_engine_is_chosen(other_family: tuple[Path, Any], learned: Path) -> None:
    """GPT-2 folders get the lean engine, others the general one, no folder a sentence."""
    assert isinstance(engine_for(learned), OnnxEngine)
    chosen = engine_for(other_family[0], threads=1)
    assert isinstance(chosen, TransformersEngine)
    assert chosen.load().precision == "fp32"
    assert ask(chosen, "The old gent")[-1].reason is not None
    chosen.close()
    with pytest.raises(ModelError, match="no folder"):
        engine_for(learned / "missing")


def test_both_engines_say_the_same(learned: Path) -> None:
    """On a GPT-2 folder the general path is the reference for the lean one."""
    lean = OnnxEngine(learned, threads=1, precision="fp32")
    general = TransformersEngine(learned, threads=1)
    lean.load()
    general.load()
    for prefix in ("The old gent", "The captain", "“Come in,” ", "The price was 3"):
        for count in (1, 3):
            one = ask(lean, prefix, alternatives=count)
            other = ask(general, prefix, alternatives=count)
            assert [text_of(one, i) for i in range(count)] == [
                text_of(other, i) for i in range(count)
            ]


def test_bad_folders_of_other_families_are_sentences(
    other_family: tuple[Path, Any], tmp_path: Path
) -> None:
    """A family that transformers does not know, or a pickle, is a sentence."""
    (tmp_path / "config.json").write_text('{"model_type": "no-such-family"}')
    with pytest.raises(ModelError, match=r"no model\.safetensors"):
        TransformersEngine(tmp_path, threads=1).load()
    source = other_family[0] / "model.safetensors"
    (tmp_path / "model.safetensors").write_bytes(source.read_bytes())
    with pytest.raises(ModelError, match="no-such-family"):
        TransformersEngine(tmp_path, threads=1).load()
