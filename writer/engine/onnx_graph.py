"""GPT-2 as an ONNX graph for ONNX Runtime: one run feeds tokens and gives logits.

Shapes in comments: S tokens fed now, T tokens visible in all (cached and new), N positions whose
logits are wanted, E width, H heads, D width of a head, V vocabulary, C slots of the cache.

Attention is ``GroupQueryAttention``, which reads and writes a cache in place
(``docs/ContribOperators.md`` of ONNX Runtime); the products are in ``onnx_products.py``.
"""

from __future__ import annotations

from typing import Any

from onnx import TensorProto

from writer.engine.checkpoint import Array
from writer.engine.config import GPT2Config
from writer.engine.gpt2_weights import GPT2Weights
from writer.engine.onnx_nodes import Graph, Written, floats, halves, wholes
from writer.engine.onnx_products import Linear, Product
from writer.engine.onnx_stream import LEAST_BENT, Stream
from writer.engine.precision import Precision

EXACT_TOKENS = 32
"""The likeliest tokens, looked at again after a head in 8 bits."""
HALF_LEAST, HALF_MOST = 1e-3, 65504.0
"""Between these the largest of some numbers should be for fp16."""


def write_graph(
    weights: GPT2Weights, precision: Precision, worked_out: dict[str, Any] | None = None
) -> Written:
    """The graph of a model in a precision; ``worked_out`` is filled with what its constants were
    made of.

    Inputs: ``x`` [1, S, E], the sums of token and position rows; ``last`` [1] and ``total`` [1]
    (int32), T - 1 and T; ``mask`` [1, 1, S, T], added to the scores; ``wanted`` [N] (int64), the
    positions whose logits are wanted; ``k0``, ``v0`` … [1, H, C, D], the cache. Outputs: ``logits``
    [1, N, V]; ``new k0``, ``new v0`` …, the cache, which may be the same memory.

    A coarse head has one input more, ``rows`` [V, E], those of the head (fp16 where they fit). With
    a quick head, ``every`` and ``likeliest`` (int64) are inputs too: for which of the wanted
    positions the head is, and for which the quick one, whose output is ``near``.
    """
    c, g = weights.config, Graph(worked_out={} if worked_out is None else worked_out)
    cache: list[int | str] = [1, c.heads, "C", c.head_width]
    names = cache_names(c)
    inputs = [
        floats("x", [1, "S", c.width]),
        wholes("last", 1, TensorProto.INT32),
        wholes("total", 1, TensorProto.INT32),
        floats("mask", [1, 1, "S", "T"]),
        wholes("wanted", "N", TensorProto.INT64),
        *(floats(name, cache) for name in names),
    ]
    outputs = [
        floats("logits", [1, None, c.vocab_size]),
        *(floats(f"new {name}", cache) for name in names),
    ]
    stream = Stream(g, weights)
    for layer in range(c.layers):
        mixed = _attention(stream, layer, precision.layers)
        if layer == c.layers - 1:
            # From here on only those positions count whose logits are wanted.
            stream.keep("wanted")
            mixed = g.add("Gather", [mixed, "wanted"], axis=1)
        stream.add(stream.product(mixed, layer, "attn.c_proj", precision.layers))
        up = stream.product_of_normed("ln_2", layer, "mlp.c_fc", precision.layers)
        bent = stream.bent(up)
        down = precision.first if layer == 0 else precision.layers
        stream.add(stream.product(bent, layer, "mlp.c_proj", down, LEAST_BENT))
    final, head = stream.normed("ln_f", *weights.norm("ln_f")), weights.head()
    if precision.quick_head is not None:
        inputs += [wholes(name, name, TensorProto.INT64) for name in ("every", "likeliest")]
        outputs.append(floats("near", [1, None, c.vocab_size]))
        hidden = g.add("Gather", [final, "likeliest"], axis=1)
        found = precision.quick_head(g, hidden, Linear("quick head", head.T))
        _look_again(g, found, hidden, min(precision.near_tokens, c.vocab_size))
        g.name_last("near")
        final = g.add("Gather", [final, "every"], axis=1)
    found = precision.head(g, final, Linear("head", head.T))
    if not precision.exact_head:
        shape = [c.vocab_size, c.width]
        inputs.append(halves("rows", shape) if fits_half(head) else floats("rows", shape))
        _look_again(g, found, final, min(EXACT_TOKENS, c.vocab_size))
    g.name_last("logits")
    return g.written(inputs, outputs)


def _look_again(g: Graph, found: str, hidden: str, count: int) -> None:
    """Score the likeliest of the tokens that a coarse head ``found`` exactly, and put that in.

    The head is half of a small model's weights. In 8 bits alone it changed one best token in a
    hundred; with the best 32 scored again none in 3,856. In 4 bits the starter model's perplexity
    was 0.9 % higher with 32 of them, and 0.3 % with 128.
    """
    at = f"{found} at"
    g.add("TopK", [found, g.whole(count)], f"{found} best", at, sorted=0)
    seen = g.add("Cast", [g.add("Gather", ["rows", at], axis=0)], to=TensorProto.FLOAT)
    column = g.add("Unsqueeze", [hidden, g.whole(3)])  # [1, N, E, 1]
    exact_ones = g.add("Squeeze", [g.add("MatMul", [seen, column]), g.whole(3)])
    g.add("ScatterElements", [found, at, exact_ones], axis=2)


def fits_half(rows: Array) -> bool:
    """Whether fp16 has numbers so large, and enough of them so small."""
    return HALF_LEAST < float(max(-rows.min(), rows.max())) < HALF_MOST


def cache_names(config: GPT2Config) -> list[str]:
    """The inputs for keys and values, in the order of the cache's memory."""
    return [f"{kind}{layer}" for layer in range(config.layers) for kind in "kv"]


def _attention(stream: Stream, layer: int, product: Product) -> str:
    """The first half of a transformer layer, up to the values that attention mixed, [1, S, E]."""
    g, c, name = stream.graph, stream.weights.config, f"h.{layer}"
    qkv = stream.product_of_normed("ln_1", layer, "attn.c_attn", product)
    k, v = f"k{layer}", f"v{layer}"
    return g.add(
        "GroupQueryAttention",
        [qkv, "", "", k, v, "last", "total", "", "", "", "mask"],
        f"{name}.mixed",
        f"new {k}",
        f"new {v}",
        num_heads=c.heads,
        kv_num_heads=c.heads,
        scale=c.attention_scale(layer),
    )
