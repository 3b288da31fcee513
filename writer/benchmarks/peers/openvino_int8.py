"""OpenVINO with int8 weights and its own state for keys and values.

The model is written as its tools would convert it: compressed weights, and a state that is read,
extended and used by one attention operator. Going back in the text means copying the state.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openvino as ov
from openvino import opset13 as op

from writer.benchmarks.peer import Listener, continue_greedily
from writer.benchmarks.quantize import quantized
from writer.engine.checkpoint import Array
from writer.engine.gpt2_weights import GPT2Weights, opened
from writer.engine.prompt_cache import common_prefix

FILE_NAME = "int8.xml"


def _product(x: Any, weight: Array, bias: Array | None) -> Any:
    levels, scales = quantized(weight, 1)  # [outputs, inputs], [outputs, 1]
    whole = op.multiply(op.convert(op.constant(levels), "f32"), op.constant(scales))
    out = op.matmul(x, whole, False, True)
    return out if bias is None else op.add(out, op.constant(bias))


def _norm(x: Any, source: GPT2Weights, name: str) -> Any:
    gain, offset = source.norm(name)
    flat = op.mvn(x, op.constant(np.array([-1])), True, source.config.norm_epsilon, "INSIDE_SQRT")
    return op.add(op.multiply(flat, op.constant(gain)), op.constant(offset))


def _rows(weight: Array) -> Any:
    """An embedding in 8 bits."""
    levels, scales = quantized(weight, 1)
    return op.multiply(op.convert(op.constant(levels), "f32"), op.constant(scales))


def write(folder: Path, target: Path) -> None:
    """Write the int8 model of ``folder``."""
    with opened(folder) as source:
        c = source.config
        ids = op.parameter([-1, -1], np.int64, name="ids")
        where = op.parameter([-1, -1], np.int64, name="where")
        beams = op.parameter([-1], np.int32, name="beams")
        for node, name in ((ids, "ids"), (where, "where"), (beams, "beams")):
            node.output(0).tensor.set_names({name})
        axis = op.constant(np.array(0))
        x = op.add(
            op.gather(_rows(source.tokens()), ids, axis),
            op.gather(op.constant(source.places()), where, axis),
        )
        sinks: list[Any] = []
        variables: list[Any] = []
        batch = op.gather(op.shape_of(ids), op.constant(np.array([0])), axis)
        for i in range(c.layers):
            x = _layer(x, source, i, beams, batch, sinks, variables)
        x = _norm(x, source, "ln_f")
        x = op.gather(x, op.constant(np.array([-1])), op.constant(np.array(1)))
        logits = _product(x, source.head(), None)
        logits.output(0).tensor.set_names({"logits"})
        model = ov.Model([op.result(logits)], sinks, [ids, where, beams], "gpt2")
        model.add_variables(variables)
        ov.save_model(model, str(target), compress_to_fp16=False)


def _layer(
    x: Any,
    source: GPT2Weights,
    i: int,
    beams: Any,
    batch: Any,
    sinks: list[Any],
    variables: list[Any],
) -> Any:
    c = source.config
    qkv = _product(_norm(x, source, f"h.{i}.ln_1"), *_turned(source.linear(i, "attn.c_attn")))
    shape = op.constant(np.array([0, 0, 3, c.heads, c.head_width]))
    qkv = op.transpose(op.reshape(qkv, shape, True), op.constant(np.array([2, 0, 3, 1, 4])))
    parts = op.split(qkv, op.constant(np.array(0)), 3)
    q, k, v = (op.squeeze(parts.output(n), op.constant(np.array([0]))) for n in range(3))
    kept = []
    for kind, new in (("k", k), ("v", v)):
        info = ov.op.util.VariableInfo()
        info.data_shape = ov.PartialShape([-1, c.heads, -1, c.head_width])
        info.data_type = ov.Type.f32
        info.variable_id = f"{kind}{i}"
        variable = ov.op.util.Variable(info)
        size = op.concat(
            [
                batch,
                op.constant(np.array([c.heads])),
                op.constant(np.array([0])),
                op.constant(np.array([c.head_width])),
            ],
            0,
        )
        empty = op.broadcast(op.constant(np.array(0.0, np.float32)), size)
        past = op.gather(ov.op.read_value(empty, variable), beams, op.constant(np.array(0)))
        whole = op.concat([past, new], 2)
        sinks.append(ov.op.assign(whole, variable))
        variables.append(variable)
        kept.append(whole)
    mixed = op.scaled_dot_product_attention(
        q,
        *kept,
        attention_mask=_visible(q, kept[0]),
        scale=op.constant(np.float32(c.attention_scale(i))),
    )
    mixed = op.transpose(mixed, op.constant(np.array([0, 2, 1, 3])))
    mixed = op.reshape(mixed, op.constant(np.array([0, 0, c.width])), True)
    x = op.add(x, _product(mixed, *_turned(source.linear(i, "attn.c_proj"))))
    inner = _product(_norm(x, source, f"h.{i}.ln_2"), *_turned(source.linear(i, "mlp.c_fc")))
    return op.add(x, _product(op.gelu(inner, "tanh"), *_turned(source.linear(i, "mlp.c_proj"))))


def _turned(linear: tuple[Array, Array]) -> tuple[Array, Array]:
    return np.ascontiguousarray(linear[0].T), linear[1]


def _visible(q: Any, k: Any) -> Any:
    """[T, S] of 0 and -inf: new token t sees all that was there and the new ones up to itself."""
    zero, two = op.constant(np.array(0)), op.constant(np.array(2))
    count = op.gather(op.shape_of(q), two, zero)
    total = op.gather(op.shape_of(k), two, zero)
    one = op.constant(np.array(1))
    slots = op.unsqueeze(op.range(zero, total, one, "i64"), zero)
    last = op.unsqueeze(op.range(op.subtract(total, count), total, one, "i64"), one)
    ruled_out = op.constant(np.array(np.finfo(np.float32).min, np.float32))
    return op.select(op.greater(slots, last), ruled_out, op.constant(np.array(0.0, np.float32)))


class OpenVinoPeer:
    """A compiled model and one request with its state."""

    block_bytes = 1.0
    head_bytes = 1.0

    def __init__(self, path: Path, threads: int) -> None:
        config = {
            "PERFORMANCE_HINT": "LATENCY",
            "INFERENCE_NUM_THREADS": threads,
            "INFERENCE_PRECISION_HINT": "f32",
            "KV_CACHE_PRECISION": "f32",
        }
        self._request = ov.Core().compile_model(str(path), "CPU", config).create_infer_request()
        self._ids: list[int] = []

    def forget(self) -> None:
        self._request.reset_state()
        self._ids = []

    def _run(self, rows: Sequence[Sequence[int]], start: int, beams: Sequence[int]) -> Any:
        ids = np.array(rows, np.int64)
        where = np.arange(start, start + ids.shape[1])
        self._request.infer(
            {
                "ids": ids,
                "where": np.broadcast_to(where, ids.shape).copy(),
                "beams": np.array(beams, np.int32),
            },
            share_inputs=True,
        )
        return self._request.get_output_tensor(0).data[:, 0]

    def _crop(self, length: int, rows: int = 1) -> None:
        for state in self._request.query_state():
            state.state = ov.Tensor(np.ascontiguousarray(state.state.data[:rows, :, :length]))

    def _read(self, ids: Sequence[int]) -> Any:
        shared = min(common_prefix(self._ids, ids), len(ids) - 1)
        if shared == 0:
            self.forget()
        elif shared < len(self._ids):
            self._crop(shared)
        del self._ids[shared:]
        return self._feed(ids[shared:])

    def _feed(self, ids: Sequence[int]) -> Any:
        logits = self._run([ids], len(self._ids), [0])
        self._ids.extend(ids)
        return logits

    def complete(self, ids: Sequence[int], count: int, listener: Listener) -> None:
        continue_greedily(self._read(ids), self._feed, count, listener)

    def branches(self, ids: Sequence[int], firsts: Sequence[int], count: int) -> list[list[int]]:
        self._read(ids)
        tokens, beams = list(firsts), [0] * len(firsts)
        rows: list[list[int]] = [[] for _ in firsts]
        for step in range(count):
            logits = self._run([[t] for t in tokens], len(ids) + step, beams)
            beams = list(range(len(firsts)))
            tokens = logits.argmax(axis=-1).tolist()
            for row, token in zip(rows, tokens, strict=True):
                row.append(token)
        self._crop(len(ids))
        return rows

    def close(self) -> None:
        del self._request


def open_peer(folder: Path, cache: Path, threads: int) -> OpenVinoPeer:
    """Convert ``folder`` where that was not done before, and load it."""
    path = cache / FILE_NAME
    if not path.is_file():
        write(folder, path)
    return OpenVinoPeer(path, threads)
