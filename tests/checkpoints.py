"""GPT-2 checkpoints with random weights, written without torch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

END = "<|endoftext|>"
SPACE = "\u0120"
"""How a byte-level vocabulary writes a space."""
DISTILGPT2 = {"vocab_size": 50257, "n_positions": 1024, "n_embd": 768, "n_layer": 6, "n_head": 12}
TINY = {"vocab_size": 300, "n_positions": 64, "n_embd": 16, "n_layer": 2, "n_head": 2}
CARD = """---
license: apache-2.0
language: en
---

# A model for tests

It knows nothing, and it says so. **Limits**: its weights are random.
"""


def write_tokenizer(path: Path, size: int) -> None:
    """A byte-level BPE with exactly ``size`` tokens: the bytes, pieces, words, and the end.

    Most tokens are words with their space, as in GPT-2's own, so that words end.
    """
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    letters = [c for c in alphabet if c.isascii() and c.islower()]
    pairs = [(a, b) for a in letters for b in letters]
    begun = [(SPACE, a + b) for a, b in pairs]
    words = [(SPACE + a + b, c + d) for a, b in pairs for c, d in pairs]
    merges = [*pairs, *begun, *words][: size - len(alphabet) - 1]
    vocabulary = {token: i for i, token in enumerate([*alphabet, *(a + b for a, b in merges)])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(END, special=True)])
    assert tokenizer.get_vocab_size() == size
    tokenizer.save(str(path))


def write_checkpoint(folder: Path, shape: dict[str, int], dtype: type = np.float16) -> Path:
    """A whole GPT-2 repository in ``folder``: configuration, weights, tokenizer, card."""
    folder.mkdir(parents=True, exist_ok=True)
    width, layers = shape["n_embd"], shape["n_layer"]
    config: dict[str, Any] = {
        "architectures": ["GPT2LMHeadModel"],
        "model_type": "gpt2",
        "activation_function": "gelu_new",
        "layer_norm_epsilon": 1e-5,
        "bos_token_id": shape["vocab_size"] - 1,
        "eos_token_id": shape["vocab_size"] - 1,
        **shape,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1))
    (folder / "README.md").write_text(CARD)
    write_tokenizer(folder / "tokenizer.json", shape["vocab_size"])
    random = np.random.default_rng(20261123)

    def matrix(*size: int, deviation: float = 0.02) -> np.ndarray[Any, Any]:
        return (random.standard_normal(size, dtype=np.float32) * deviation).astype(dtype)

    def zeros(*size: int) -> np.ndarray[Any, Any]:
        return np.zeros(size, dtype)

    tensors = {
        # A large deviation makes one token stand out: a model that is sure of its nonsense.
        "transformer.wte.weight": matrix(shape["vocab_size"], width, deviation=0.25),
        "transformer.wpe.weight": matrix(shape["n_positions"], width),
        "transformer.ln_f.weight": np.ones(width, dtype),
        "transformer.ln_f.bias": zeros(width),
    }
    for layer in range(layers):
        at = f"transformer.h.{layer}."
        for norm in ("ln_1", "ln_2"):
            tensors[f"{at}{norm}.weight"] = np.ones(width, dtype)
            tensors[f"{at}{norm}.bias"] = zeros(width)
        for name, inputs, outputs in (
            ("attn.c_attn", width, 3 * width),
            ("attn.c_proj", width, width),
            ("mlp.c_fc", width, 4 * width),
            ("mlp.c_proj", 4 * width, width),
        ):
            tensors[f"{at}{name}.weight"] = matrix(inputs, outputs)
            tensors[f"{at}{name}.bias"] = zeros(outputs)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    return folder
