"""Ways to multiply by a weight in an ONNX graph: in 32 bits, and with weights in 16, 8 and 4.

Shapes in comments: S rows. Products with weights in 8 bits are ``MatMulIntegerToFloat``
(``docs/ContribOperators.md`` of ONNX Runtime): whole numbers of 8 bits on both sides, a scale and
an offset for each output. What a step of one token costs is the way of the weights from memory to
the processor. Two rows cost that once, so an activation is two numbers: 14 bits instead of 7.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from writer.engine.checkpoint import Array
from writer.engine.gptq import Correction, Grid, rounded
from writer.engine.onnx_nodes import Graph, Written, floats

LEVELS = 63
"""Steps of 7 bits between 0 and the largest activation. Processors before VNNI add two products of
8 bits in 16, which cuts off what is too large; with 7 bits on one side nothing is (tried with
QEMU's Haswell: 10 % off without)."""
REST = 1 / (2 * LEVELS)
"""What one such step can leave, as a share of the largest number: half of it."""
WEIGHT_LEVELS = 255
"""Steps of 8 bits between the least weight and the largest."""
AT_ONCE = 256
"""Outputs of a layer that are brought to fewer bits together."""
ROUNDED_AT_ONCE = 4096
"""The same where they are rounded for their products."""
BLOCK = 128
"""Weights in 4 bits that have a scale and an offset together."""
BLOCK_LEVELS = 15
"""Steps of 4 bits between the least weight of a block and the largest."""
ROW_LEVELS = 127
"""Steps of 8 bits between 0 and the largest activation of a row."""
WHOLE_BIAS = "whole bias"
"""A name of its own: :func:`_in_two_rows` may have another part of the bias in each row."""
ACTIVATIONS_IN_8_BITS = 4
"""What ``MatMulNBits`` calls that."""


@dataclass(frozen=True, slots=True)
class Linear:
    """What a product multiplies by and adds: a ``weight`` [inputs, outputs], and a ``bias``
    [outputs] or none.

    ``within_one`` says that no activation is beyond 1 or -1, ``least`` what none is below, where
    that is known; ``moments`` [inputs, inputs] are the second moments of the activations, where
    they are known (see :mod:`writer.engine.gptq`).
    """

    name: str
    weight: Array
    bias: Array | None = None
    within_one: bool = False
    least: float | None = None
    moments: Array | None = None


Product = Callable[[Graph, str, Linear], str]
"""Adds x W + b for ``x`` [1, S, inputs]; the name of the result [1, S, outputs]."""


def exact(g: Graph, x: str, layer: Linear) -> str:
    """The product in fp32."""
    return _biased(g, g.add("MatMul", [x, g.constant(f"{layer.name}.weight", layer.weight)]), layer)


def fine(g: Graph, x: str, layer: Linear) -> str:
    """Weights in 8 bits, activations in 14: two rows of 7 bits each."""
    return _in_two_rows(g, x, layer, _columns(g, layer), None)


def fine_for_many(g: Graph, x: str, layer: Linear) -> str:
    """As :func:`fine`, but two products instead of one of twice the rows: where there are many,
    putting the rows together and taking them apart costs more than the weights' way."""
    columns = _columns(g, layer)
    x, largest = _scaled(g, x, layer)
    levels, rest = _two_numbers(g, x)
    out = _whole_product(g, levels, layer.name, columns, None)
    more = _whole_product(g, rest, layer.name, columns, None)
    out = g.add("Add", [out, g.add("Mul", [more, g.number(REST)])])
    return _biased(g, g.add("Mul", [out, largest]), layer, WHOLE_BIAS)


def coarse_for_many(g: Graph, x: str, layer: Linear) -> str:
    """Weights and activations in 8 bits: half the work of :func:`fine`.

    A row has a scale of its own. With one for all of them what is large in one row, as most is at
    the first position of a text, would make every other one coarser.
    """
    columns = _columns(g, layer)
    x, largest = _scaled(g, x, layer)
    levels = g.add("QuantizeLinear", [x, g.number(1 / ROW_LEVELS), _middle(g, ROW_LEVELS)])
    out = _whole_product(g, levels, layer.name, columns, None, ROW_LEVELS)
    return _biased(g, g.add("Mul", [out, largest]), layer, WHOLE_BIAS)


def finest(g: Graph, x: str, layer: Linear) -> str:
    """Weights in 16 bits, as two of 8; activations as in :func:`fine`."""
    first = g.once(f"{layer.name} nearest", lambda: Columns.of(layer.weight))
    return _in_two_rows(g, x, layer, first, first.rest_of(layer.weight))


def _columns(g: Graph, layer: Linear) -> Columns:
    return g.once(f"{layer.name} columns", lambda: Columns.of(layer.weight, layer.moments))


def rough(g: Graph, x: str, layer: Linear) -> str:
    """Weights in 4 bits, activations in 8: a tenth off in half the time of :func:`fine`, to find
    what is worth a second look."""
    name = layer.name
    blocks = g.once(f"{name} blocks", lambda: Blocks.of(layer.weight, layer.moments))
    inputs = [
        x,
        g.constant(f"{name}.levels", blocks.levels),
        g.constant(f"{name}.scales", blocks.scales),
        g.constant(f"{name}.offsets", blocks.offsets),
    ]
    out = g.add(
        "MatMulNBits",
        inputs,
        K=layer.weight.shape[0],
        N=layer.weight.shape[1],
        bits=4,
        block_size=BLOCK,
        accuracy_level=ACTIVATIONS_IN_8_BITS,
    )
    common = g.add("MatMul", [x, g.constant(f"{name}.common", blocks.common[:, None])])
    return _biased(g, g.add("Add", [out, common]), layer)


def _in_two_rows(g: Graph, x: str, layer: Linear, columns: Columns, more: Columns | None) -> str:
    """The product with 14 bits of ``x``, and with ``more`` of the weight where there is more."""
    within_one, bias = layer.within_one, layer.bias
    if not within_one:
        x, largest = _scaled(g, x, layer)
    rows = g.add("Concat", _two_numbers(g, x), axis=0)  # [2, S, inputs]
    both = None if bias is None or not within_one else bias / np.float32(1 + REST)
    out = _whole_product(g, rows, layer.name, columns, both)  # [2, S, outputs]
    if more is not None:
        out = g.add("Add", [out, _whole_product(g, rows, f"{layer.name}.rest", more, None)])
    # One small product weighs the two and adds them.
    shares = g.constant("shares", np.array([[1, REST]], np.float32))
    out = g.add("MatMul", [shares, g.add("Reshape", [out, g.whole(2, -1)])])
    out = g.add("Reshape", [out, g.whole(1, -1, columns.outputs)])
    return out if within_one else _biased(g, g.add("Mul", [out, largest]), layer)


def _biased(g: Graph, out: str, layer: Linear, name: str = "bias") -> str:
    if layer.bias is None:
        return out
    return g.add("Add", [out, g.constant(f"{layer.name}.{name}", layer.bias)])


def _scaled(g: Graph, x: str, layer: Linear) -> tuple[str, str]:
    """Rows [1, S, inputs] over their largest number [1, S, 1]. (Of a row of zeros comes what is no
    number, and any whole number of it; it is multiplied by zero in the end.)"""
    apart = x if layer.least is not None else g.add("Abs", [x])
    largest = g.add("ReduceMax", [apart], axes=[2], keepdims=1)
    if layer.least is not None:
        largest = g.add("Max", [largest, g.number(-layer.least)])
    return g.add("Div", [x, largest]), largest


def _two_numbers(g: Graph, x: str) -> tuple[str, str]:
    """Numbers from -1 to 1 in steps of 7 bits, and what that leaves of them, likewise."""
    middle, step = _middle(g), g.number(1 / LEVELS)
    levels = g.add("QuantizeLinear", [x, step, middle])
    left = g.add("Sub", [x, g.add("DequantizeLinear", [levels, step, middle])])
    return levels, g.add("QuantizeLinear", [left, g.number(REST / LEVELS), middle])


def _middle(g: Graph, most: int = LEVELS) -> str:
    return g.constant(f"middle {most}", np.array(most + 1, np.uint8))


def _whole_product(
    g: Graph, levels: str, name: str, columns: Columns, bias: Array | None, most: int = LEVELS
) -> str:
    """The product of whole numbers; of the activations ``most`` is what 1 became."""
    inputs = [
        levels,
        g.constant(f"{name}.levels", columns.levels),
        g.number(1 / most),
        g.constant(f"{name}.scales", columns.scales),
        _middle(g, most),
        g.constant(f"{name}.offsets", columns.offsets),
    ]
    if bias is not None:
        inputs.append(g.constant(f"{name}.bias", bias))
    return g.add("MatMulIntegerToFloat", inputs)


@dataclass(frozen=True, slots=True)
class Columns:
    """A weight in 8 bits with a scale and an offset for each output: w = s (q - z).

    ``levels`` [inputs, outputs] and ``offsets`` [outputs] are int8, ``scales`` [outputs] fp32.
    """

    levels: NDArray[np.int8]
    scales: Array
    offsets: NDArray[np.int8]

    @classmethod
    def of(cls, weight: Array, moments: Array | None = None) -> Columns:
        """Such numbers for a weight [inputs, outputs]: the nearest ones, or, with the ``moments``
        [inputs, inputs] of what it is multiplied with, those that give the nearest products."""
        made = cls(
            np.empty(weight.shape, np.int8),
            np.empty(weight.shape[1], np.float32),
            np.empty(weight.shape[1], np.int8),
        )
        # Some outputs at a time: what is computed with stays in the processor's cache.
        for begin in range(0, weight.shape[1], AT_ONCE):
            part = slice(begin, begin + AT_ONCE)
            values = np.array(weight[:, part], order="C")
            low = np.minimum(values.min(axis=0), 0.0)
            scales = np.maximum((np.maximum(values.max(axis=0), 0.0) - low) / WEIGHT_LEVELS, 1e-12)
            offsets = np.rint(low / -scales) - 128
            values /= scales
            values += offsets
            np.rint(values, out=values)
            np.clip(values, -128, 127, out=values)
            made.levels[:, part], made.scales[part], made.offsets[part] = values, scales, offsets
        if moments is not None:
            correction = Correction.of(moments)
            for begin in range(0, weight.shape[1], ROUNDED_AT_ONCE):
                part = slice(begin, begin + ROUNDED_AT_ONCE)
                scales, offsets = made.scales[None, part], made.offsets[None, part]
                grid = Grid(scales, offsets.astype(np.float32), len(weight), -128, 127)
                made.levels[:, part] = rounded(weight[:, part], correction, grid)
        return made

    @property
    def outputs(self) -> int:
        return len(self.scales)

    def rest_of(self, weight: Array) -> Columns:
        """What these numbers leave of a weight, in 8 bits more."""
        levels, offsets = self.levels.astype(np.float32), self.offsets.astype(np.float32)
        scales = self.scales / np.float32(254)
        rest = (weight - (levels - offsets) * self.scales) / scales
        limited = np.clip(np.rint(rest), -127, 127).astype(np.int8)
        return Columns(limited, scales, np.zeros_like(self.offsets))


@dataclass(frozen=True, slots=True)
class Blocks:
    """A weight in 4 bits with a scale and an offset for every ``BLOCK`` inputs of an output, less
    what all outputs have in common (of a head that is a lot): ``common`` [inputs].

    Two numbers lie in a byte, the first in its lower half: ``levels`` [outputs, blocks, BLOCK / 2]
    and ``offsets`` [outputs, blocks / 2] are uint8, ``scales`` [outputs, blocks] fp32. Inputs that
    the last block lacks are zeros.
    """

    levels: NDArray[np.uint8]
    scales: Array
    offsets: NDArray[np.uint8]
    common: Array

    @classmethod
    def of(cls, weight: Array, moments: Array | None = None) -> Blocks:
        """Such numbers for a weight [inputs, outputs], as :meth:`Columns.of` chooses them."""
        inputs, outputs = weight.shape
        blocks = -(-inputs // BLOCK)
        made = cls(
            np.empty((outputs, blocks, BLOCK // 2), np.uint8),
            np.empty((outputs, blocks), np.float32),
            np.empty((outputs, -(-blocks // 2)), np.uint8),
            weight.mean(axis=1),
        )
        correction = None if moments is None else Correction.of(moments)
        padded = np.zeros((AT_ONCE, blocks * BLOCK), np.float32)
        offsets = np.zeros((AT_ONCE, 2 * made.offsets.shape[1]), np.float32)
        for begin in range(0, outputs, AT_ONCE):
            part = slice(begin, begin + AT_ONCE)
            count = len(made.scales[part])
            np.subtract(weight[:, part].T, made.common, out=padded[:count, :inputs])
            padded[:, inputs:] = 0
            values = padded[:count].reshape(count, blocks, BLOCK)
            low = np.minimum(values.min(axis=2), 0.0)
            range_ = np.maximum(values.max(axis=2), 0.0) - low
            made.scales[part] = scales = np.maximum(range_ / BLOCK_LEVELS, 1e-12)
            offsets[:count, :blocks] = np.rint(low / -scales)
            values /= scales[:, :, None]
            values += offsets[:count, :blocks, None]
            np.rint(values, out=values)
            np.clip(values, 0, BLOCK_LEVELS, out=values)
            made.levels[part], made.offsets[part] = _in_pairs(values), _in_pairs(offsets[:count])
            if correction is None:
                continue
            grid = Grid(scales.T, offsets[:count, :blocks].T, BLOCK, 0, BLOCK_LEVELS)
            own = weight[:, part] - made.common[:, None]
            values.reshape(count, -1)[:, :inputs] = rounded(own, correction, grid).T
            made.levels[part] = _in_pairs(values)
        return made


def _in_pairs(numbers: Array) -> NDArray[np.uint8]:
    """Whole numbers of 4 bits [..., 2 n] as bytes [..., n]."""
    pairs = numbers.astype(np.uint8).view("<u2")  # the first is the lower byte
    packed: NDArray[np.uint8] = (pairs | pairs >> 4).astype(np.uint8)
    return packed


def write_chain(matrices: Sequence[Array], product: Product) -> Written:
    """Only products, one after the other: what a probe times. ``x`` to ``y``."""
    g, x = Graph(), "x"
    for number, matrix in enumerate(matrices):
        x = product(g, x, Linear(f"m{number}", matrix))
    g.name_last("y")
    ends = (("x", matrices[0].shape[0]), ("y", matrices[-1].shape[1]))
    given, found = (floats(name, [1, "S", size]) for name, size in ends)
    return g.written([given], [found])
