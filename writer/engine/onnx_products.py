"""Ways to multiply by a weight in an ONNX graph: in 32 bits, in 8, in few rows and in many.

Shapes in comments: S rows. Products in 8 bits are ``MatMulNBits`` (a step) and
``MatMulIntegerToFloat`` (a prefill); both are in ``docs/ContribOperators.md`` of ONNX Runtime.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from writer.engine.checkpoint import Array
from writer.engine.onnx_nodes import Graph, floats

LEVELS = 127
"""Steps of 8 bits between 0 and the largest number."""
HALF_LEVELS = 63
"""The same of 7 bits. Processors before VNNI add two products of 8 bits in 16, which cuts off what
is too large; with 7 bits on one side nothing is (tried with QEMU's Haswell: 10 % off without)."""
BLOCKS = (32, 16)
"""Neighbouring weights that share a scale: the first size that divides the inputs of a layer."""
COARSE_BLOCKS = (64, *BLOCKS)
"""Where activations have 8 bits too, smaller blocks of weights help little."""
HEAD_BLOCKS = (128, *BLOCKS)
"""The head is coarser: its likeliest tokens are scored again exactly."""
AT_ONCE = 256
"""Outputs of a layer that are brought to 8 bits together."""

Product = Callable[[Graph, str, str, Array, "Array | None"], str]
"""Adds x W + b for ``x`` [1, S, inputs], a weight [inputs, outputs] and a bias [outputs] under a
name; the name of the result [1, S, outputs]."""


def exact(g: Graph, x: str, name: str, weight: Array, bias: Array | None) -> str:
    """The product in fp32."""
    out = g.add("MatMul", [x, g.constant(f"{name}.weight", weight)])
    return out if bias is None else g.add("Add", [out, g.constant(f"{name}.bias", bias)])


@dataclass(frozen=True, slots=True)
class Blocks:
    """A weight in 8 bits with a scale and an offset for each block of inputs: w = s (q - z).

    ``levels`` [outputs, blocks, block] and ``zeros`` [outputs, blocks] are uint8, ``scales``
    [outputs, blocks] fp32.
    """

    levels: NDArray[np.uint8]
    scales: Array
    zeros: NDArray[np.uint8]

    @classmethod
    def of(cls, weight: Array, block: int) -> Blocks:
        """The nearest such numbers to a weight [inputs, outputs]."""
        inputs, outputs = weight.shape
        shape = (outputs, inputs // block)
        made = cls(
            np.empty((*shape, block), np.uint8),
            np.empty(shape, np.float32),
            np.empty(shape, np.uint8),
        )
        # Some outputs at a time: what is computed with stays in the processor's cache.
        for begin in range(0, outputs, AT_ONCE):
            part = slice(begin, begin + AT_ONCE)
            values = np.array(weight[:, part].T, order="C").reshape(-1, *made.levels.shape[1:])
            low = np.minimum(values.min(axis=-1), 0.0)
            scales = np.maximum(values.max(axis=-1), 0.0)
            scales -= low
            scales /= 2 * LEVELS + 1
            np.maximum(scales, 1e-12, out=scales)
            zeros = np.rint(low / -scales)
            values /= scales[:, :, None]
            values += zeros[:, :, None]
            np.rint(values, out=values)
            np.clip(values, 0, 2 * LEVELS + 1, out=values)
            made.levels[part], made.scales[part], made.zeros[part] = values, scales, zeros
        return made

    def add_to(self, g: Graph, name: str) -> list[str]:
        """The constants of ``MatMulNBits``."""
        return [
            g.constant(f"{name}.levels", self.levels),
            g.constant(f"{name}.scales", self.scales),
            g.constant(f"{name}.zeros", self.zeros),
        ]


def block_for(inputs: int, sizes: Sequence[int] = BLOCKS) -> int | None:
    """The block for a layer with so many inputs; None where none divides them."""
    return next((size for size in sizes if inputs % size == 0), None)


def _in_blocks(
    g: Graph, x: str, name: str, weight: Array, bias: Array | None, sizes: Sequence[int]
) -> str:
    """x W + b with the weight in blocks; the kernel takes ``x`` in 8 bits, block by block."""
    inputs, outputs = weight.shape
    block = block_for(inputs, sizes)
    if block is None:
        return exact(g, x, name, weight, bias)
    named = [x, *Blocks.of(weight, block).add_to(g, name)]
    if bias is not None:
        named += ["", g.constant(f"{name}.bias", bias)]
    return g.add(
        "MatMulNBits", named, K=inputs, N=outputs, bits=8, block_size=block, accuracy_level=4
    )


def coarse(g: Graph, x: str, name: str, weight: Array, bias: Array | None) -> str:
    """Weights and activations in 8 bits."""
    return _in_blocks(g, x, name, weight, bias, COARSE_BLOCKS)


def coarse_head(g: Graph, x: str, name: str, weight: Array, bias: Array | None) -> str:
    """The same in larger blocks."""
    return _in_blocks(g, x, name, weight, bias, HEAD_BLOCKS)


def fine(g: Graph, x: str, name: str, weight: Array, bias: Array | None) -> str:
    """Weights in 8 bits, activations in 16: two numbers of 8 bits, as two rows of one product.

    The first row is what the kernel would make of ``x``, so that it loses nothing there; the
    second is what is left. On a CPU two rows cost little more than one.
    """
    inputs = weight.shape[0]
    block = block_for(inputs)
    if block is None:
        return exact(g, x, name, weight, bias)
    parts = g.add("Reshape", [x, g.whole(1, -1, inputs // block, block)])  # [1, S, blocks, block]
    largest = g.add("ReduceMax", [g.add("Abs", [parts])], axes=[-1], keepdims=1)
    step = g.add("Mul", [g.add("Max", [largest, g.number(1e-12)]), g.number(1 / LEVELS)])
    high = g.add("Mul", [g.add("Round", [g.add("Div", [parts, step])]), step])
    both = g.add("Concat", [high, g.add("Sub", [parts, high])], axis=0)  # [2, S, blocks, block]
    rows = g.add("Reshape", [both, g.whole(2, -1, inputs)])
    half = None if bias is None else bias * np.float32(0.5)
    out = _in_blocks(g, rows, name, weight, half, (block,))  # [2, S, outputs]
    return g.add("ReduceSum", [out, g.whole(0)], keepdims=1)


def _whole_rows(
    g: Graph, x: str, name: str, weight: Array, bias: Array | None, *, twice: bool
) -> str:
    """x W + b for many rows: a scale for each row of ``x`` and for each output.

    With ``twice`` each row is two of 7 bits, much as in :func:`fine`.
    """
    steps = HALF_LEVELS if twice else LEVELS
    middle = g.constant(f"middle of {steps}", np.array(steps + 1, np.uint8))
    largest = g.add("ReduceMax", [g.add("Abs", [x])], axes=[0, 2], keepdims=0)  # [S]
    step = g.add("Mul", [g.add("Max", [largest, g.number(1e-12)]), g.number(1 / steps)])
    zeros = g.add("Expand", [middle, g.add("Shape", [step])])  # [S]
    levels = g.add("QuantizeLinear", [x, step, zeros], axis=1)  # [1, S, inputs]
    if twice:
        high = g.add("DequantizeLinear", [levels, step, zeros], axis=1)
        smaller = g.add("Mul", [step, g.number(0.5 / steps)])
        left = g.add("QuantizeLinear", [g.add("Sub", [x, high]), smaller, zeros], axis=1)
        levels = g.add("Concat", [levels, left], axis=0)  # [2, S, inputs]
    low = np.minimum(weight.min(axis=0), 0.0)
    scales = np.maximum((np.maximum(weight.max(axis=0), 0.0) - low) / (2 * LEVELS + 1), 1e-12)
    offsets = np.rint(low / -scales) - (LEVELS + 1)  # [outputs]
    whole = np.clip(np.rint(weight / scales + offsets), -LEVELS - 1, LEVELS)
    out = g.add(
        "MatMulIntegerToFloat",
        [
            levels,
            g.constant(f"{name}.rows", whole.astype(np.int8)),
            g.number(1.0),
            g.constant(f"{name}.row scales", scales),
            middle,
            g.constant(f"{name}.row offsets", offsets.astype(np.int8)),
        ],
    )
    if twice:
        out, rest = g.split(out, 2)
        out = g.add("Add", [out, g.add("Mul", [rest, g.number(0.5 / steps)])])
    out = g.add("Mul", [out, g.add("Unsqueeze", [step, g.whole(1)])])
    return out if bias is None else g.add("Add", [out, g.constant(f"{name}.bias", bias)])


def coarse_rows(g: Graph, x: str, name: str, weight: Array, bias: Array | None) -> str:
    """Weights and activations in 8 bits, for many rows."""
    return _whole_rows(g, x, name, weight, bias, twice=False)


def fine_rows(g: Graph, x: str, name: str, weight: Array, bias: Array | None) -> str:
    """Weights in 8 bits, activations in 14, for many rows."""
    return _whole_rows(g, x, name, weight, bias, twice=True)


def write_chain(
    matrices: Sequence[Array], product: Product
) -> tuple[bytes, dict[str, NDArray[Any]]]:
    """Only products, one after the other: what a probe times. ``x`` to ``y``."""
    g, x = Graph(), "x"
    for number, matrix in enumerate(matrices):
        x = product(g, x, f"m{number}", matrix, None)
    g.name_last("y")
    ends = (("x", matrices[0].shape[0]), ("y", matrices[-1].shape[1]))
    given, found = (floats(name, [1, "S", size]) for name, size in ends)
    return g.model([given], [found]), g.large
