"""What the graphs of a model are made of: the residual stream, and its layers' products."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np

from writer.engine.checkpoint import Array
from writer.engine.gpt2_weights import GPT2Weights
from writer.engine.onnx_nodes import Graph
from writer.engine.onnx_products import WHOLE_BIAS, Linear, Product, exact

LEAST_BENT = -0.18
"""What the activation functions never go below: a little more than their minimum, -0.17. A row
without a larger number than that is scaled as if it had one."""
LEAST_REACH = 0.01
"""The least that an input of a layer may weigh beside the others: see :func:`_balance`."""


class Stream:
    """The residual stream: what the layers have added up so far, [1, S, E]."""

    def __init__(self, g: Graph, weights: GPT2Weights) -> None:
        self.graph = g
        self.weights = weights
        self._sum = "x"

    def add(self, found: str) -> None:
        """Add what a layer found."""
        self._sum = self.graph.add("Add", [self._sum, found])

    def keep(self, rows: str) -> None:
        """Go on with some rows only."""
        self._sum = self.graph.add("Gather", [self._sum, rows], axis=1)

    def normed(self, name: str, gain: Array, offset: Array, *output: str) -> str:
        """A layer norm of the sum."""
        g, epsilon = self.graph, self.weights.config.norm_epsilon
        inputs = [self._sum, g.constant(f"{name}.gain", gain), g.constant(f"{name}.offset", offset)]
        return g.add("LayerNormalization", inputs, *output, axis=-1, epsilon=epsilon)

    def bent(self, up: str, bias: str = "") -> str:
        """What the activation function of the perceptrons gives, after adding a bias."""
        kind = "FastGelu" if self.weights.config.gelu == "tanh" else "BiasGelu" if bias else "Gelu"
        return self.graph.add(kind, [up, bias] if bias else [up])

    def product(
        self, x: str, layer: int, part: str, product: Product, least: float | None = None
    ) -> str:
        """A layer's product of something that is never below ``least``."""
        weight, bias = self.weights.linear(layer, part)
        return product(self.graph, x, Linear(f"h.{layer}.{part}", weight, bias, least=least))

    def product_of_normed(self, norm: str, layer: int, part: str, product: Product) -> str:
        """A layer's product of the normed sum."""
        return product(self.graph, *self._normed_for(norm, layer, part, product))

    def bent_product_of_normed(self, norm: str, layer: int, part: str, product: Product) -> str:
        """The same through the activation function, which adds the bias on the way: one look less
        at many rows."""
        x, linear = self._normed_for(norm, layer, part, product)
        up, bias = product(self.graph, x, replace(linear, bias=None)), ""
        if linear.bias is not None:
            bias = self.graph.constant(f"{linear.name}.{WHOLE_BIAS}", linear.bias)
        return self.bent(up, bias)

    def _normed_for(self, norm: str, layer: int, part: str, product: Product) -> tuple[str, Linear]:
        """The normed sum, and what a layer multiplies it by.

        A norm's gain and offset are linear, so they may be part of the product: what is left has
        E numbers with E as the sum of their squares, and none beyond the root of E. (Embeddings
        may be so small that epsilon keeps them small, so the first layer's are scaled anyway.)
        """
        name = f"h.{layer}.{part}"
        gain, offset = self.weights.norm(f"h.{layer}.{norm}")
        weight, bias = self.weights.linear(layer, part)
        if product is not exact:
            bias = bias + offset @ weight
            weight = weight * gain[:, None]
            reach = _balance(weight)
            reach /= sqrt(len(reach)) * reach.max()
            gain, offset, weight = reach, np.zeros_like(offset), weight / reach[:, None]
        x = self.normed(f"h.{layer}.{norm}", gain, offset)
        return x, Linear(name, weight, bias, within_one=layer > 0)


def _balance(weight: Array) -> Array:
    """How far each input [E] should reach, so that its weights fill 8 bits better.

    A weight's error is that of the largest in its column. Scaling an input down and its weights
    up, by the root of what would make them all equal, gave the starter model a tenth less KL
    than no scaling and than all of it (the idea is that of AWQ, Lin et al. 2024, without data).
    """
    columns = weight / np.maximum(np.abs(weight).max(axis=0), np.float32(1e-12))
    size = np.sqrt(np.square(columns).mean(axis=1))
    least = np.float32(max(LEAST_REACH * float(size.mean()), 1e-12))
    reach: Array = np.sqrt(np.maximum(size, least))
    return reach
