"""In which precisions a model can run on a CPU: how its products are made."""

from __future__ import annotations

from dataclasses import dataclass

from writer.engine.onnx_products import (
    Product,
    coarse_for_many,
    exact,
    fine,
    fine_for_many,
    finest,
    rough,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The products with which the beginning of a long prompt is read: those of the layers, and of
    the first one's perceptron, on which all that follows stands."""

    layers: Product
    first_perceptron: Product


@dataclass(frozen=True, slots=True)
class Precision:
    """The products of a model's layers, the one that ends its first layer, that of its head, and
    one for the head where only the likeliest tokens count.

    All that follows stands on the first layer: with its perceptron's output in 16 bits the starter
    model's KL is a sixth smaller."""

    name: str
    layers: Product
    first: Product
    head: Product
    quick_head: Product | None = None
    near_tokens: int = 192
    """The likeliest tokens that are scored again exactly after the quick head."""
    exact_head: bool = False
    """Whether every logit is as exact as what the head is given, so that none is scored again."""

    reading: Reading | None = None
    """How the beginning of a long prompt is read, where it is read otherwise than its end."""

    @property
    def step_head(self) -> Product:
        """The head of a plain step."""
        return self.quick_head or self.head

    @property
    def products(self) -> set[Product]:
        """What this machine must be able to do."""
        return {self.layers, self.first, self.head, self.step_head}


PRECISIONS = {
    p.name: p
    for p in (
        Precision("fp32", exact, exact, exact, exact_head=True),
        Precision("mixed", exact, exact, fine),
        Precision("w8a14", fine, finest, fine, rough),
    )
}

READING = Reading(coarse_for_many, fine_for_many)
"""For calibrated copies of a precision with a quick head: plain ones would be too far from fp32."""

SAFE = "fp32"
"""Works for every model on every machine."""
