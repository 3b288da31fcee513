"""What ``config.json`` says about a GPT-2-family model, checked before anything is read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from writer.errors import ModelError, system_words
from writer.sentence import Sentence

ACTIVATIONS = {
    "gelu_new": "tanh",
    "gelu_pytorch_tanh": "tanh",
    "gelu_fast": "tanh",
    "gelu": "none",
}
"""How GPT-2-family checkpoints name GELU, and how it is approximated: "none" is exact."""


@dataclass(frozen=True, slots=True)
class GPT2Config:
    """The numbers that fix the shapes of a model.

    ``vocab_size`` V, ``positions`` P, ``width`` E, ``layers`` L, ``heads`` H, and ``inner``
    (usually 4 E) are counts; ``gelu`` is how GELU is approximated, "tanh" or "none".
    """

    vocab_size: int
    positions: int
    width: int
    layers: int
    heads: int
    inner: int
    gelu: str = "tanh"
    norm_epsilon: float = 1e-5
    scale_attention: bool = True
    scale_by_layer: bool = False
    tied_head: bool = True
    end_token: int | None = None

    @property
    def head_width(self) -> int:
        """Numbers per attention head, D = E / H."""
        return self.width // self.heads

    @property
    def layer_weights(self) -> int:
        """Weights in the products of all layers."""
        return self.layers * (4 * self.width**2 + 2 * self.width * self.inner)

    @property
    def head_weights(self) -> int:
        """Weights in the product of the head."""
        return self.vocab_size * self.width

    @property
    def parameters(self) -> int:
        """Numbers in the model, a tied head counted once."""
        small = self.layers * (9 * self.width + self.inner) + 2 * self.width
        tables = (1 if self.tied_head else 2) * self.head_weights + self.positions * self.width
        return self.layer_weights + small + tables

    def attention_scale(self, layer: int) -> float:
        """What the scores of ``layer`` are multiplied with before the softmax."""
        scale = float(self.head_width) ** -0.5 if self.scale_attention else 1.0
        return scale / (layer + 1) if self.scale_by_layer else scale


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a model folder; anything else is a ``ModelError``."""
    if not path.parent.is_dir():
        raise ModelError(
            "There is no folder {folder}. Choose another model, or download it again.",
            folder=path.parent,
        )
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(
            "The folder {folder} has no {name}, so it is not a complete model. Download the model "
            "again, or choose another folder.",
            folder=path.parent,
            name=path.name,
        ) from None
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise ModelError(
            "{path} cannot be read ({reason}). Download the model again, or choose another one.",
            path=path,
            reason=system_words(error),
        ) from error
    if not isinstance(data, dict):
        raise ModelError(
            "{path} does not describe a model. Download it again, or choose another one.", path=path
        )
    return data


def read_config(folder: Path) -> GPT2Config:
    """The configuration of a GPT-2-family folder; raises ``ModelError`` for any other."""
    data = read_json(folder / "config.json")
    family = data.get("model_type")
    if family != "gpt2":
        unknown = Sentence("of an unknown family")
        named = Sentence("of the family {family}", family=repr(family)) if family else unknown
        raise ModelError(
            "The model in {folder} is {named}, and this engine reads GPT-2 models only. Choose a "
            "GPT-2-family model, such as DistilGPT2.",
            folder=folder,
            named=named,
        )
    return parse_config(data, folder)


def parse_config(data: dict[str, Any], folder: Path) -> GPT2Config:
    """Check every number that a shape depends on; ``folder`` is only for the message."""

    def count(name: str, default: int | None = None) -> int:
        value = data.get(name)
        if value is None:
            value = default
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= 2**24:
            raise _damaged(folder, Sentence("{name!r} is {value}", name=name, value=repr(value)))
        return value

    width = count("n_embd")
    heads = count("n_head")
    if width % heads:
        raise _damaged(
            folder,
            Sentence(
                "'n_embd' {width} cannot be divided by 'n_head' {heads}", width=width, heads=heads
            ),
        )
    activation = data.get("activation_function", "gelu_new")
    if activation not in ACTIVATIONS:
        raise ModelError(
            "The model in {folder} uses the activation {activation}, which Writer does not "
            "know. Choose another model.",
            folder=folder,
            activation=repr(activation),
        )
    if data.get("add_cross_attention"):
        raise ModelError(
            "The model in {folder} needs a second input (cross-attention), so it cannot continue "
            "plain text. Choose another model.",
            folder=folder,
        )
    epsilon = data.get("layer_norm_epsilon", 1e-5)
    if not isinstance(epsilon, (int, float)) or not 0 < epsilon < 1:
        raise _damaged(
            folder, Sentence("{name!r} is {value}", name="layer_norm_epsilon", value=repr(epsilon))
        )
    vocab_size = count("vocab_size")
    end_token = data.get("eos_token_id")
    if not isinstance(end_token, int) or not 0 <= end_token < vocab_size:
        end_token = None
    return GPT2Config(
        vocab_size=vocab_size,
        positions=count("n_positions", data.get("n_ctx")),
        width=width,
        layers=count("n_layer"),
        heads=heads,
        inner=count("n_inner", 4 * width),
        gelu=ACTIVATIONS[activation],
        norm_epsilon=float(epsilon),
        scale_attention=bool(data.get("scale_attn_weights", True)),
        scale_by_layer=bool(data.get("scale_attn_by_inverse_layer_idx", False)),
        tied_head=bool(data.get("tie_word_embeddings", True)),
        end_token=end_token,
    )


def _damaged(folder: Path, what: Sentence) -> ModelError:
    return ModelError(
        "The file config.json in {folder} is damaged: {what}. Download the model again, or choose "
        "another one.",
        folder=folder,
        what=what,
    )
