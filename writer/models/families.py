"""Which kinds of models Writer can write with, from ``config.json`` alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from writer.errors import ModelError, system_words

LEAN = frozenset({"gpt2"})
"""Families with a forward pass of Writer's own."""
GENERAL = frozenset(
    {
        "gpt_neo",
        "gpt_neox",
        "gptj",
        "llama",
        "mistral",
        "olmo",
        "olmo2",
        "opt",
        "phi",
        "qwen2",
        "qwen3",
        "smollm3",
        "stablelm",
    }
)
"""Families that are read through transformers; ``tests/engine/test_families.py`` tries each."""
NO_CONTINUATION = frozenset(
    {"albert", "bart", "bert", "deberta", "distilbert", "electra", "mpnet", "roberta", "t5"}
)
NO_REWINDING = frozenset({"falcon_mamba", "jamba", "mamba", "mamba2", "rwkv", "zamba"})
CAUSAL_HEADS = ("ForCausalLM", "LMHeadModel", "DoubleHeadsModel")


def read_family(config_path: Path) -> str:
    """The family of a model folder; raises ``ModelError`` as :func:`check_config` does."""
    try:
        config = json.loads(config_path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError(
            "{folder} has no {name}, so it holds no model. Choose a folder with config.json, "
            "model.safetensors and tokenizer.json.",
            folder=config_path.parent,
            name=config_path.name,
        ) from error
    except (OSError, ValueError) as error:
        raise ModelError(
            "{path} cannot be read ({reason}). Get the model again.",
            path=config_path,
            reason=system_words(error),
        ) from error
    return check_config(config, config_path)


def check_config(config: Any, where: Path) -> str:
    """The family that ``config`` describes.

    Raises ``ModelError`` saying what is not supported and why: code of its own, a family that
    does not continue text or cannot take tokens back, numbers that Writer does not read.
    """
    if not isinstance(config, dict):
        raise ModelError("{where} does not describe a model. Get the model again.", where=where)
    if "auto_map" in config:
        raise ModelError(
            "This model is not supported, because it needs program code of its own (auto_map), and "
            "Writer never runs code from a model. Choose another model."
        )
    if "quantization_config" in config:
        raise ModelError(
            "This model is not supported, because its weights are stored in a packed form "
            "(quantization_config). Choose the same model in 16 or 32 bits; Writer packs it itself."
        )
    family = config.get("model_type")
    if not isinstance(family, str) or not family:
        raise ModelError(
            "{where} does not say which family the model is of. Choose another one.", where=where
        )
    if family in NO_CONTINUATION or config.get("is_encoder_decoder"):
        raise ModelError(
            "This model is not supported, because models of the family {family!r} fill gaps or "
            "answer; they do not continue a text. Choose a GPT-2-family model.",
            family=family,
        )
    if family in NO_REWINDING:
        raise ModelError(
            "This model is not supported, because the memory of the family {family!r} cannot be "
            "wound back when you delete or change a word. Choose a GPT-2-family model.",
            family=family,
        )
    if family not in LEAN | GENERAL:
        raise ModelError(
            "This model is not supported, because the family {family!r} was never tried with "
            "Writer. These were: {families}.",
            family=family,
            families=", ".join(sorted(LEAN | GENERAL)),
        )
    heads = config.get("architectures")
    if isinstance(heads, list) and heads and not any(_continues(head, family) for head in heads):
        raise ModelError(
            "This model is not supported, because it was made for something else than continuing "
            "text ({heads}). Choose another model.",
            heads=", ".join(map(str, heads)),
        )
    return family


def _continues(head: Any, family: str) -> bool:
    """Bare GPT-2 files name no head; the output layer is their embedding."""
    return isinstance(head, str) and (
        head.endswith(CAUSAL_HEADS) or (family in LEAN and head == "GPT2Model")
    )
