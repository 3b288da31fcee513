"""The graph of the ONNX Runtime peer, with the operators that its GPT-2 optimizer would fuse to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from writer.benchmarks.quantize import quantized
from writer.engine.checkpoint import Array
from writer.engine.gpt2_weights import GPT2Weights, opened

MICROSOFT = "com.microsoft"


class _Graph:
    """Nodes and constants as they are added."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: Any) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: Sequence[str], *outputs: str, **more: Any) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), list(outputs), **more))
        return outputs[0]

    def norm(self, source: GPT2Weights, x: str, name: str) -> str:
        gain, offset = source.norm(name)
        inputs = [x, self.constant(f"{name}.g", gain), self.constant(f"{name}.b", offset)]
        epsilon = source.config.norm_epsilon
        return self.add("LayerNormalization", inputs, f"{name}.out", axis=-1, epsilon=epsilon)

    def product(self, x: str, name: str, weight: Array, bias: Array | None) -> str:
        levels, scales = quantized(weight, 0)  # [inputs, outputs], [1, outputs]
        inputs = [x, self.constant(f"{name}.w", levels), self.constant(f"{name}.s", scales[0]), ""]
        if bias is not None:
            inputs.append(self.constant(f"{name}.bias", bias))
        return self.add("DynamicQuantizeMatMul", inputs, f"{name}.out", domain=MICROSOFT)


def write(folder: Path, target: Path) -> None:
    """Write the graph of ``folder``: tokens and a cache in, logits after the last one out."""
    with opened(folder) as source:
        c, g = source.config, _Graph()
        tokens = g.constant("wte", source.tokens())
        places = g.constant("wpe", source.places())
        x = g.add(
            "Add",
            [g.add("Gather", [tokens, "ids"], "tok"), g.add("Gather", [places, "where"], "pos")],
            "x",
        )
        for i in range(c.layers):
            x = _layer(g, source, i, x)
        x = g.norm(source, x, "ln_f")
        ends = [g.constant(name, np.array([v])) for name, v in (("a", -1), ("b", 2**31), ("ax", 1))]
        x = g.add("Slice", [x, *ends], "last")
        g.product(x, "logits", np.ascontiguousarray(source.head().T), None)
    cache = ["B", c.heads, "C", c.head_width]
    kept = [f"{kind}{i}" for i in range(c.layers) for kind in "kv"]
    graph = helper.make_graph(
        g.nodes,
        "gpt2",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["B", "S"]),
            helper.make_tensor_value_info("where", TensorProto.INT64, ["B", "S"]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["B"]),
            helper.make_tensor_value_info("total", TensorProto.INT32, [1]),
            *(helper.make_tensor_value_info(n, TensorProto.FLOAT, cache) for n in kept),
        ],
        [
            helper.make_tensor_value_info("logits.out", TensorProto.FLOAT, ["B", 1, c.vocab_size]),
            *(helper.make_tensor_value_info(f"{n}.out", TensorProto.FLOAT, cache) for n in kept),
        ],
        g.constants,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MICROSOFT, 1)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=9), str(target))


def _layer(g: _Graph, source: GPT2Weights, i: int, x: str) -> str:
    c = source.config
    qkv = g.product(g.norm(source, x, f"h.{i}.ln_1"), f"{i}.qkv", *source.linear(i, "attn.c_attn"))
    mixed = g.add(
        "GroupQueryAttention",
        [qkv, "", "", f"k{i}", f"v{i}", "lengths", "total"],
        f"{i}.mixed",
        f"k{i}.out",
        f"v{i}.out",
        domain=MICROSOFT,
        num_heads=c.heads,
        kv_num_heads=c.heads,
        scale=c.attention_scale(i),
    )
    out = g.product(mixed, f"{i}.out", *source.linear(i, "attn.c_proj"))
    x = g.add("Add", [x, out], f"{i}.x1")
    up = g.product(g.norm(source, x, f"h.{i}.ln_2"), f"{i}.up", *source.linear(i, "mlp.c_fc"))
    gelu = g.add("FastGelu", [up], f"{i}.gelu", domain=MICROSOFT)
    down = g.product(gelu, f"{i}.down", *source.linear(i, "mlp.c_proj"))
    return g.add("Add", [x, down], f"{i}.x2")
