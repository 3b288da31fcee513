"""From a training checkpoint to a folder that ``AutoModelForCausalLM.from_pretrained`` loads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor

from writer.training.model import GPT2, ModelConfig
from writer.training.tokenizer import end_of_text_id, save_tokenizer


def huggingface_state(model: GPT2, dtype: torch.dtype) -> dict[str, Tensor]:
    """The weights under GPT-2's names, in its Conv1D layout (in, out), with zero biases.

    The output layer is tied to ``wte`` and therefore not stored.
    """
    state: dict[str, Tensor] = {
        "transformer.wte.weight": model.wte.weight,
        "transformer.wpe.weight": model.wpe.weight,
        "transformer.ln_f.weight": model.ln_f.weight,
        "transformer.ln_f.bias": model.ln_f.bias,
    }
    for index, block in enumerate(model.blocks):
        prefix = f"transformer.h.{index}."
        for name in ("ln_1", "ln_2"):
            state[f"{prefix}{name}.weight"] = getattr(block, name).weight
            state[f"{prefix}{name}.bias"] = getattr(block, name).bias
        for ours, theirs in (
            ("c_attn", "attn.c_attn"),
            ("attn_proj", "attn.c_proj"),
            ("c_fc", "mlp.c_fc"),
            ("mlp_proj", "mlp.c_proj"),
        ):
            weight: Tensor = getattr(block, ours).weight
            state[f"{prefix}{theirs}.weight"] = weight.T
            state[f"{prefix}{theirs}.bias"] = torch.zeros(weight.shape[0])
    return {name: value.detach().to("cpu", dtype).contiguous() for name, value in state.items()}


def huggingface_config(config: ModelConfig, separator: int, dtype: torch.dtype) -> dict[str, Any]:
    """``config.json`` of a GPT-2 with these sizes."""
    return {
        "architectures": ["GPT2LMHeadModel"],
        "model_type": "gpt2",
        "activation_function": "gelu_new",
        "vocab_size": config.vocab_size,
        "n_positions": config.n_positions,
        "n_embd": config.n_embd,
        "n_layer": config.n_layer,
        "n_head": config.n_head,
        "n_inner": None,
        "layer_norm_epsilon": 1e-5,
        "initializer_range": 0.02,
        "attn_pdrop": 0.0,
        "embd_pdrop": 0.0,
        "resid_pdrop": 0.0,
        "scale_attn_weights": True,
        "tie_word_embeddings": True,
        "bos_token_id": separator,
        "eos_token_id": separator,
        "torch_dtype": str(dtype).removeprefix("torch."),
        "use_cache": True,
    }


def export(
    model: GPT2, tokenizer: Tokenizer, folder: Path, dtype: torch.dtype = torch.float16
) -> None:
    """Write weights (safetensors), configurations and tokenizer; other files are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    separator = end_of_text_id(tokenizer)
    save_tokenizer(tokenizer, folder, model.config.n_positions)
    weights = huggingface_state(model, dtype)
    save_file(weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    generation = {"bos_token_id": separator, "eos_token_id": separator, "do_sample": False}
    for name, content in (
        ("config.json", huggingface_config(model.config, separator, dtype)),
        ("generation_config.json", generation),
    ):
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
