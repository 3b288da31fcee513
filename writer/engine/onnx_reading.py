"""GPT-2 as a second graph, which only reads: it feeds the beginning of a long prompt.

Shapes in comments: S tokens fed now, P read before, T = P + S, E width, H heads, D width of a head,
C slots of the cache.

It gives keys and values and no logits, so the last layer ends with them (its queries are computed
along with them, and not used). Its
attention is products and a softmax: with 128 tokens at once that takes less than half the time of
``GroupQueryAttention``, which is made for few.
"""

from __future__ import annotations

from typing import Any

from onnx import TensorProto

from writer.engine.gpt2_weights import GPT2Weights
from writer.engine.onnx_graph import cache_names
from writer.engine.onnx_nodes import Graph, Written, floats, wholes
from writer.engine.onnx_stream import LEAST_BENT, Stream
from writer.engine.precision import Reading


def write_reading_graph(
    weights: GPT2Weights, reading: Reading, worked_out: dict[str, Any]
) -> Written:
    """The graph; its constants are made of what was ``worked_out`` for that of the steps.

    Inputs: ``x`` [1, S, E], the sums of token and position rows; ``past`` [1] (int64), P; ``mask``
    [1, 1, S, T], added to the scores; ``k0``, ``v0`` … [1, H, C, D], the cache, but for the last
    layer. Outputs: ``new k0``, ``new v0`` … [1, H, S, D], the keys and values of the S tokens.
    """
    c, g = weights.config, Graph(worked_out=worked_out)
    names = cache_names(c)
    inputs = [
        floats("x", [1, "S", c.width]),
        wholes("past", 1, TensorProto.INT64),
        floats("mask", [1, 1, "S", "T"]),
        *(floats(name, [1, c.heads, "C", c.head_width]) for name in names[:-2]),
    ]
    outputs = [floats(f"new {name}", [1, c.heads, None, c.head_width]) for name in names]
    stream = Stream(g, weights)
    for layer in range(c.layers):
        product = reading.layers
        q, k, v = _queries_keys_values(stream, layer, reading)
        if layer == c.layers - 1:
            break
        mixed = _attention(stream, layer, q, k, v)
        stream.add(stream.product(mixed, layer, "attn.c_proj", product))
        if layer == 0:
            product = reading.first_perceptron
        bent = stream.bent_product_of_normed("ln_2", layer, "mlp.c_fc", product)
        stream.add(stream.product(bent, layer, "mlp.c_proj", product, LEAST_BENT))
    return g.written(inputs, outputs)


def _queries_keys_values(stream: Stream, layer: int, reading: Reading) -> tuple[str, str, str]:
    """Those of the S tokens, each [1, H, S, D]."""
    g, c = stream.graph, stream.weights.config
    qkv = stream.product_of_normed("ln_1", layer, "attn.c_attn", reading.layers)
    heads = g.add("Reshape", [qkv, g.whole(1, -1, 3 * c.heads, c.head_width)])
    heads = g.add("Transpose", [heads], perm=[0, 2, 1, 3])  # [1, 3 H, S, D]
    q, k, v = f"q{layer}", f"new k{layer}", f"new v{layer}"
    g.add("Split", [heads, g.whole(c.heads, c.heads, c.heads)], q, k, v, axis=1)
    return q, k, v


def _attention(stream: Stream, layer: int, q: str, k: str, v: str) -> str:
    """The values that attention mixes, [1, S, E]."""
    g, c = stream.graph, stream.weights.config
    keys, values = (
        g.add("Concat", [g.add("Slice", [before, g.whole(0), "past", g.whole(2)]), now], axis=2)
        for before, now in ((f"k{layer}", k), (f"v{layer}", v))
    )  # [1, H, T, D]
    scale = c.attention_scale(layer)
    scores = g.add("FusedMatMul", [q, keys], transB=1, alpha=scale)  # [1, H, S, T]
    shares = g.add("Softmax", [g.add("Add", [scores, "mask"])], axis=-1)
    mixed = g.add("Transpose", [g.add("MatMul", [shares, values])], perm=[0, 2, 1, 3])
    return g.add("Reshape", [mixed, g.whole(1, -1, c.width)])
