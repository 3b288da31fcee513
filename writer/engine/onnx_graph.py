"""GPT-2 as an ONNX graph for ONNX Runtime: one run feeds tokens and gives logits.

Shapes in comments: S tokens fed now, T tokens visible in all (cached and new), N positions whose
logits are wanted, E width, H heads, D width of a head, V vocabulary, C slots of the cache.

Attention is ``GroupQueryAttention``, which reads and writes a cache in place
(``docs/ContribOperators.md`` of ONNX Runtime); the products are in ``onnx_products.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray
from onnx import TensorProto, helper

from writer.engine.config import GPT2Config
from writer.engine.gpt2_weights import GPT2Weights
from writer.engine.onnx_nodes import Graph, floats
from writer.engine.onnx_products import Product


def write_graph(
    weights: GPT2Weights, product: Product, head: Product | None
) -> tuple[bytes, dict[str, NDArray[Any]]]:
    """The graph of a model with one kind of product in its layers, and its large constants.

    Inputs: ``x`` [1, S, E], the sums of token and position rows; ``last`` [1] and ``total`` [1]
    (int32), T - 1 and T; ``mask`` [1, 1, S, T], added to the scores; ``k0``, ``v0`` … [1, H, C, D],
    the cache. Outputs: ``new k0``, ``new v0`` …, the cache, which may be the same memory.

    With a ``head`` there are also ``wanted`` [N] (int64), the positions whose logits are wanted,
    and as the first outputs ``logits`` [1, N, V] and ``final`` [1, N, E], what the head multiplies.
    """
    c, g = weights.config, Graph()
    cache: list[int | str] = [1, c.heads, "C", c.head_width]
    names = cache_names(c)
    inputs = [
        floats("x", [1, "S", c.width]),
        helper.make_tensor_value_info("last", TensorProto.INT32, [1]),
        helper.make_tensor_value_info("total", TensorProto.INT32, [1]),
        *(floats(name, cache) for name in names),
    ]
    outputs = [floats(f"new {name}", cache) for name in names]
    x, mask = "x", ["", "", "", "mask"] if head else []
    for layer in range(c.layers):
        mixed = _attention(g, weights, layer, x, product, mask)
        if head is None and layer == c.layers - 1:
            break  # the cache is complete
        x = _rest(g, weights, layer, x, mixed, product)
    if head is not None:
        inputs.append(floats("mask", [1, 1, "S", "T"]))
        inputs.append(helper.make_tensor_value_info("wanted", TensorProto.INT64, ["N"]))
        shapes = {"logits": c.vocab_size, "final": c.width}
        outputs[:0] = [floats(name, [1, "N", size]) for name, size in shapes.items()]
        final = _norm(g, weights, "ln_f", g.add("Gather", [x, "wanted"], axis=1), "final")
        head(g, final, "head", weights.head().T, None)
        g.name_last("logits")
    return g.model(inputs, outputs), g.large


def cache_names(config: GPT2Config) -> list[str]:
    """The inputs for keys and values, in the order of the cache's memory."""
    return [f"{kind}{layer}" for layer in range(config.layers) for kind in "kv"]


def _norm(g: Graph, weights: GPT2Weights, name: str, x: str, *output: str) -> str:
    gain, offset = weights.norm(name)
    inputs = [x, g.constant(f"{name}.gain", gain), g.constant(f"{name}.offset", offset)]
    epsilon = weights.config.norm_epsilon
    return g.add("LayerNormalization", inputs, *output, axis=-1, epsilon=epsilon)


def _attention(
    g: Graph, weights: GPT2Weights, layer: int, x: str, product: Product, more: Sequence[str]
) -> str:
    """The first half of a transformer layer, up to the values that attention mixed, [1, S, E]."""
    c, name = weights.config, f"h.{layer}"
    normed = _norm(g, weights, f"{name}.ln_1", x)
    qkv = product(g, normed, f"{name}.attn.c_attn", *weights.linear(layer, "attn.c_attn"))
    k, v = f"k{layer}", f"v{layer}"
    return g.add(
        "GroupQueryAttention",
        [qkv, "", "", k, v, "last", "total", *more],
        f"{name}.mixed",
        f"new {k}",
        f"new {v}",
        num_heads=c.heads,
        kv_num_heads=c.heads,
        scale=c.attention_scale(layer),
    )


def _rest(g: Graph, weights: GPT2Weights, layer: int, x: str, mixed: str, product: Product) -> str:
    """The second half: what attention found is added, then a two-layer perceptron after a norm."""
    c, name = weights.config, f"h.{layer}"

    def linear(x: str, part: str) -> str:
        return product(g, x, f"{name}.{part}", *weights.linear(layer, part))

    x = g.add("Add", [x, linear(mixed, "attn.c_proj")])
    up = linear(_norm(g, weights, f"{name}.ln_2", x), "mlp.c_fc")
    bent = g.add("FastGelu" if c.gelu == "tanh" else "Gelu", [up])
    return g.add("Add", [x, linear(bent, "mlp.c_proj")])
