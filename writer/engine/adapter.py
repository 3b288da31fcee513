"""LoRA adapters in PEFT's format: read, checked against their base, added to its weights.

A weight W [outputs, inputs] becomes W + s B A, with A [r, inputs], B [outputs, r] and
s = alpha / r (Hu et al. 2021, arXiv 2106.09685), or alpha / sqrt(r) where the adapter is
rank-stabilised (Kalajdzievski 2023, arXiv 2312.03732). It is added once, when the weights
are read, so a model with an adapter is as fast as one without.

Only what is understood is used: an adapter that asks for anything else is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open

from writer.engine.checkpoint import FLOATS, Array, fingerprint, floats, stored_as
from writer.engine.config import GPT2Config, read_config, read_json
from writer.errors import ModelError, system_words
from writer.sentence import Sentence

CONFIG_NAME = "adapter_config.json"
WEIGHTS_NAME = "adapter_model.safetensors"
PICKLE_NAME = "adapter_model.bin"
FACTS_NAME = "writer.json"
"""What Writer notes about an adapter that it trained: its base, and how it was measured."""

LARGEST_RANK = 1024

UNDERSTOOD = frozenset({"peft_type", "task_type", "r", "lora_alpha", "use_rslora", "bias"})
WITHOUT_EFFECT = frozenset(
    {
        # What training used, or what the names of the tensors say as well.
        *("base_model_name_or_path", "revision", "peft_version", "inference_mode", "auto_mapping"),
        *("target_modules", "exclude_modules", "layers_to_transform", "layers_pattern"),
        *("lora_dropout", "megatron_core", "qalora_group_size", "fan_in_fan_out"),
        *("eva_config", "loftq_config", "lora_ga_config"),
    }
)
PLAIN_STARTS = ("gaussian", "eva", "orthogonal")
"""Ways to begin the training that leave the base's weights as they are; others do not."""

_TENSOR = re.compile(
    r"(?:base_model\.model\.)?(?:transformer\.)?"
    r"(?P<layer>h\.\d+\.(?:attn|mlp)\.\w+)\.lora_(?P<side>[AB])(?:\.default)?\.weight"
)


@dataclass(frozen=True, slots=True)
class AdapterConfig:
    """What ``adapter_config.json`` says, as far as it matters here."""

    rank: int
    alpha: float
    rank_stabilised: bool = False
    base: str = ""

    @property
    def scale(self) -> float:
        """s of the formula above."""
        return self.alpha / (self.rank**0.5 if self.rank_stabilised else self.rank)


def read_adapter_config(folder: Path) -> AdapterConfig:
    """Read and check; raises ``ModelError`` that names what cannot be used."""
    if not (folder / CONFIG_NAME).is_file():
        raise ModelError(
            "The folder {folder} has no {config}, so it holds no adapter. Choose a folder with a "
            "LoRA adapter in PEFT's format.",
            folder=folder,
            config=CONFIG_NAME,
        )
    data = read_json(folder / CONFIG_NAME)
    kind, task = data.get("peft_type"), data.get("task_type")
    if kind != "LORA":
        raise _refused(
            folder, Sentence("is of the kind {kind}; only LoRA adapters are read", kind=repr(kind))
        )
    if task not in (None, "CAUSAL_LM"):
        raise _refused(folder, Sentence("was made for another task ({task})", task=repr(task)))
    if data.get("bias", "none") != "none":
        raise _refused(folder, Sentence("changes biases, which Writer does not read"))
    start = data.get("init_lora_weights", True)
    if isinstance(start, str) and start not in PLAIN_STARTS:
        raise _refused(
            folder,
            Sentence("changed its base's weights when its training began ({start!r})", start=start),
        )
    known = UNDERSTOOD | WITHOUT_EFFECT | {"init_lora_weights"}
    for name, value in data.items():
        if name not in known and value:
            raise _refused(folder, Sentence("uses {name!r}, which Writer does not read", name=name))
    rank, alpha = data.get("r"), data.get("lora_alpha")
    if not isinstance(rank, int) or isinstance(rank, bool) or not 0 < rank <= LARGEST_RANK:
        raise _refused(folder, Sentence("has the rank {rank}", rank=repr(rank)))
    if not isinstance(alpha, (int, float)) or isinstance(alpha, bool) or not 0 < alpha < 1e6:
        raise _refused(folder, Sentence("has the strength (lora_alpha) {alpha}", alpha=repr(alpha)))
    base = data.get("base_model_name_or_path")
    return AdapterConfig(
        rank=rank,
        alpha=float(alpha),
        rank_stabilised=bool(data.get("use_rslora", False)),
        base=base if isinstance(base, str) else "",
    )


def adaptable_layers(config: GPT2Config) -> dict[str, tuple[int, int]]:
    """The layers that an adapter may change, each with its inputs and outputs."""
    shapes = {
        "attn.c_attn": (config.width, 3 * config.width),
        "attn.c_proj": (config.width, config.width),
        "mlp.c_fc": (config.width, config.inner),
        "mlp.c_proj": (config.inner, config.width),
    }
    return {f"h.{i}.{name}": shape for i in range(config.layers) for name, shape in shapes.items()}


class Adapter:
    """An adapter that fits its base; made by :func:`read_adapter`."""

    def __init__(
        self, name: str, config: AdapterConfig, parts: Mapping[str, tuple[Array, Array]]
    ) -> None:
        self.name = name
        self.config = config
        self._parts = parts

    @property
    def layers(self) -> list[str]:
        """The names of the layers it changes."""
        return sorted(self._parts)

    def added_to(self, name: str, weight: Array) -> Array:
        """``weight`` [outputs, inputs] of the layer ``name`` with this adapter, fp32."""
        if name not in self._parts:
            return weight
        a, b = self._parts[name]
        total: Array = weight + np.float32(self.config.scale) * (b @ a)
        return total

    def add_to_model(self, model: Any) -> None:
        """The same to transformers' GPT-2, whose Conv1D weights are stored [inputs, outputs]."""
        for name in self._parts:
            weight = model.get_submodule(f"transformer.{name}").weight.data
            whole = self.added_to(name, weight.float().numpy().T)
            weight.copy_(weight.new_tensor(whole.T))


def read_adapter(folder: Path, base: Path, base_config: GPT2Config) -> Adapter:
    """The adapter in ``folder`` for the model in ``base``; raises ``ModelError`` for a misfit."""
    config = read_adapter_config(folder)
    _check_base(folder, base)
    tensors = _read_tensors(folder)
    shapes = adaptable_layers(base_config)
    for layer, sides in tensors.items():
        if layer not in shapes:
            raise _refused(
                folder,
                Sentence(
                    "changes {layer!r}, which the model {model!r} has not",
                    layer=layer,
                    model=base.name,
                ),
            )
        inputs, outputs = shapes[layer]
        wanted = {"A": (config.rank, inputs), "B": (outputs, config.rank)}
        for side, shape in wanted.items():
            found = tuple(sides[side].shape) if side in sides else None
            if found != shape:
                raise _refused(
                    folder,
                    Sentence(
                        "does not fit the model {model!r}: its part {side} of {layer!r} has the "
                        "shape {found}, where {wanted} is needed",
                        model=base.name,
                        side=side,
                        layer=layer,
                        found=found,
                        wanted=shape,
                    ),
                )
    if not tensors:
        raise _refused(folder, Sentence("changes no layer"))
    parts = {layer: (sides["A"], sides["B"]) for layer, sides in tensors.items()}
    return Adapter(folder.name, config, parts)


def check_adapter(folder: Path, base: Path) -> Adapter:
    """The adapter, if the model in ``base`` can take it; raises ``ModelError`` with the reason."""
    if read_json(base / "config.json").get("model_type") != "gpt2":
        raise ModelError(
            "The model {model!r} takes no adapters: Writer adds them to models of the GPT-2 "
            "family only. The model works without one.",
            model=base.name,
        )
    return read_adapter(folder, base, read_config(base))


def base_fingerprint(folder: Path) -> str:
    """The fingerprint of the weights that Writer trained this adapter on; empty if unknown."""
    if not (folder / FACTS_NAME).is_file():
        return ""
    base = read_json(folder / FACTS_NAME).get("base")
    found = base.get("fingerprint") if isinstance(base, dict) else None
    return found if isinstance(found, str) else ""


def _check_base(folder: Path, base: Path) -> None:
    trained_on = base_fingerprint(folder)
    if trained_on and trained_on != fingerprint(base):
        raise _refused(
            folder,
            Sentence(
                "was trained on another model than {model!r}, or on another version of it. Train "
                "it again",
                model=base.name,
            ),
        )


def _read_tensors(folder: Path) -> dict[str, dict[str, Array]]:
    """Layer to side ("A", "B") to tensor in fp32."""
    path = folder / WEIGHTS_NAME
    if not path.is_file():
        if (folder / PICKLE_NAME).is_file():
            raise ModelError(
                "The adapter in {folder} is stored as a pickle (.bin), which could run code when "
                "it is opened, so Writer does not. Use a copy in the safetensors format.",
                folder=folder,
            )
        raise ModelError(
            "The adapter in {folder} is not complete: it has no {weights}.",
            folder=folder,
            weights=WEIGHTS_NAME,
        )
    found: dict[str, dict[str, Array]] = {}
    try:
        with safe_open(path, framework="np") as file:
            for name in list(file.keys()):
                match = _TENSOR.fullmatch(name)
                if match is None:
                    raise _refused(
                        folder, Sentence("holds {name!r}, which Writer does not read", name=name)
                    )
                usable = stored_as(file, name) in FLOATS
                tensor = floats(file, name) if usable else np.array(np.nan, np.float32)
                if not np.isfinite(tensor).all():
                    raise _refused(
                        folder, Sentence("holds values in {name!r} that are no numbers", name=name)
                    )
                found.setdefault(match["layer"], {})[match["side"]] = tensor
    except (SafetensorError, OSError, ValueError, RuntimeError) as error:
        raise ModelError(
            "{path} is damaged or not complete ({reason}). Get or train the adapter again.",
            path=path,
            reason=system_words(error),
        ) from error
    return found


def _refused(folder: Path, why: Sentence) -> ModelError:
    return ModelError(
        "The adapter {name!r} {why}. The model works without it; choose another adapter or none.",
        name=folder.name,
        why=why,
    )
