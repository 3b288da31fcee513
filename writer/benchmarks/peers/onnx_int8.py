"""ONNX Runtime with dynamically quantized int8 layers.

The graph is written with the operators that its own GPT-2 optimizer would fuse to; the cache is
one buffer that is read and written in place, so that cropping it costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from writer.benchmarks.peer import Listener, continue_greedily
from writer.benchmarks.source import Array, Source, opened, quantized
from writer.engine.config import GPT2Config, read_config
from writer.engine.prompt_cache import common_prefix
from writer.engine.runtime import ort

MICROSOFT = "com.microsoft"
FILE_NAME = "int8.onnx"


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

    def norm(self, source: Source, x: str, name: str) -> str:
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
        tokens = g.constant("wte", source("wte.weight", c.vocab_size, c.width))
        places = g.constant("wpe", source("wpe.weight", c.positions, c.width))
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


def _layer(g: _Graph, source: Source, i: int, x: str) -> str:
    c, linears = source.config, source.linears(i)
    qkv = g.product(g.norm(source, x, f"h.{i}.ln_1"), f"{i}.qkv", *linears["attn.c_attn"])
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
    out = g.product(mixed, f"{i}.out", *linears["attn.c_proj"])
    x = g.add("Add", [x, out], f"{i}.x1")
    up = g.product(g.norm(source, x, f"h.{i}.ln_2"), f"{i}.up", *linears["mlp.c_fc"])
    gelu = g.add("FastGelu", [up], f"{i}.gelu", domain=MICROSOFT)
    return g.add("Add", [x, g.product(gelu, f"{i}.down", *linears["mlp.c_proj"])], f"{i}.x2")


class OnnxPeer:
    """One session, one cache buffer for a single row and one for several."""

    block_bytes = 1.0
    head_bytes = 1.0

    def __init__(self, path: Path, config: GPT2Config, threads: int) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._config = config
        self._cache = self._allocate(1)
        self._several: list[Any] = []
        self._ids: list[int] = []

    def _allocate(self, rows: int) -> list[Any]:
        c = self._config
        shape = (rows, c.heads, c.positions, c.head_width)
        return [
            ort.OrtValue.ortvalue_from_numpy(np.zeros(shape, np.float32))
            for _ in range(2 * c.layers)
        ]

    def forget(self) -> None:
        self._ids = []

    def _run(self, rows: Sequence[Sequence[int]], start: int, cache: list[Any]) -> Any:
        """Feed ``rows`` after ``start`` cached tokens; logits [B, V]."""
        count = len(rows[0])
        binding = self._session.io_binding()
        ids = np.array(rows, np.int64)
        binding.bind_cpu_input("ids", ids)
        binding.bind_cpu_input(
            "where", np.broadcast_to(np.arange(start, start + count), ids.shape).copy()
        )
        binding.bind_cpu_input("lengths", np.full(len(rows), start + count - 1, np.int32))
        binding.bind_cpu_input("total", np.array([start + count], np.int32))
        binding.bind_output("logits.out")  # outputs come back in the order of binding
        names = [f"{kind}{i}" for i in range(self._config.layers) for kind in "kv"]
        for name, value in zip(names, cache, strict=True):
            binding.bind_ortvalue_input(name, value)
            binding.bind_ortvalue_output(f"{name}.out", value)
        self._session.run_with_iobinding(binding)
        return binding.get_outputs()[0].numpy()[:, 0]

    def _feed(self, ids: Sequence[int]) -> Any:
        logits = self._run([ids], len(self._ids), self._cache)
        self._ids.extend(ids)
        return logits

    def _read(self, ids: Sequence[int]) -> Any:
        shared = min(common_prefix(self._ids, ids), len(ids) - 1)
        del self._ids[shared:]
        return self._feed(ids[shared:])

    def complete(self, ids: Sequence[int], count: int, listener: Listener) -> None:
        continue_greedily(self._read(ids), self._feed, count, listener)

    def branches(self, ids: Sequence[int], firsts: Sequence[int], count: int) -> list[list[int]]:
        self._read(ids)
        if not self._several or self._several[0].shape()[0] != len(firsts):
            self._several = self._allocate(len(firsts))
        start = len(ids)
        for several, one in zip(self._several, self._cache, strict=True):
            several.numpy()[:, :, :start] = one.numpy()[:, :, :start]
        tokens = list(firsts)
        rows: list[list[int]] = [[] for _ in firsts]
        for step in range(count):
            logits = self._run([[t] for t in tokens], start + step, self._several)
            tokens = logits.argmax(axis=-1).tolist()
            for row, token in zip(rows, tokens, strict=True):
                row.append(token)
        return rows

    def close(self) -> None:
        del self._session, self._cache, self._several


def open_peer(folder: Path, cache: Path, threads: int) -> OnnxPeer:
    """Convert ``folder`` where that was not done before, and load it."""
    path = cache / FILE_NAME
    if not path.is_file():
        write(folder, path)
    return OnnxPeer(path, read_config(folder), threads)
