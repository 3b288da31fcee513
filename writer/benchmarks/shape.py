"""A checkpoint with the shape of DistilGPT2 and random weights, made once and kept."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from writer.engine.tokenizer import load_tokenizer

SEED = 20261123
DEVIATION = 0.08
"""Larger than training starts from, so that the best token stands out as in a trained model."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The numbers of a GPT-2 configuration, named as in ``config.json``."""

    vocab_size: int
    n_positions: int
    n_embd: int
    n_layer: int
    n_head: int


SHAPES = {"distilgpt2": Shape(50257, 1024, 768, 6, 12)}


def make(folder: Path, shape: Shape, tokenizer_folder: Path) -> None:
    """Write the model; the tokenizer, whose ids must fit, is copied from another one."""
    if (folder / "tokenizer.json").is_file():
        return
    import torch
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    generator = torch.Generator().manual_seed(SEED)
    e = shape.n_embd

    def drawn(*size: int) -> torch.Tensor:
        return torch.randn(*size, generator=generator) * DEVIATION

    tensors = {
        "wte.weight": drawn(shape.vocab_size, e),
        "wpe.weight": drawn(shape.n_positions, e),
        "ln_f.weight": torch.ones(e),
        "ln_f.bias": torch.zeros(e),
    }
    for i in range(shape.n_layer):
        for name in ("ln_1", "ln_2"):
            tensors[f"h.{i}.{name}.weight"] = torch.ones(e)
            tensors[f"h.{i}.{name}.bias"] = torch.zeros(e)
        for name, inputs, outputs in (
            ("attn.c_attn", e, 3 * e),
            ("attn.c_proj", e, e),
            ("mlp.c_fc", e, 4 * e),
            ("mlp.c_proj", 4 * e, e),
        ):
            tensors[f"h.{i}.{name}.weight"] = drawn(inputs, outputs)
            tensors[f"h.{i}.{name}.bias"] = drawn(outputs)
    named = {f"transformer.{name}": tensor for name, tensor in tensors.items()}
    save_file(named, folder / "model.safetensors", metadata={"format": "pt"})
    end = load_tokenizer(tokenizer_folder).end_token
    config = {
        "model_type": "gpt2",
        "architectures": ["GPT2LMHeadModel"],
        "activation_function": "gelu_new",
        "layer_norm_epsilon": 1e-5,
        "tie_word_embeddings": True,
        "bos_token_id": end,
        "eos_token_id": end,
        **asdict(shape),
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    # Last: a folder with it is complete.
    shutil.copyfile(tokenizer_folder / "tokenizer.json", folder / "tokenizer.json")
