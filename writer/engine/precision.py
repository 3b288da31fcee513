"""In which precisions a model can run on a CPU: how its products are made."""

from __future__ import annotations

from dataclasses import dataclass

from writer.engine.onnx_products import (
    Product,
    coarse,
    coarse_head,
    coarse_rows,
    exact,
    fine,
    fine_rows,
)


@dataclass(frozen=True, slots=True)
class Precision:
    """The products of a model's layers with few rows and with many (where that is another way),
    and that of its head."""

    name: str
    few: Product
    many: Product | None
    head: Product

    @property
    def exact_head(self) -> bool:
        """Whether every logit is exact as far as the head goes."""
        return self.head is exact

    @property
    def products(self) -> set[Product]:
        """What this machine must be able to do."""
        return {p for p in (self.few, self.many, self.head) if p is not None}


PRECISIONS = {
    p.name: p
    for p in (
        Precision("fp32", exact, None, exact),
        Precision("mixed", exact, None, coarse_head),
        Precision("w8a16", fine, fine_rows, coarse_head),
        Precision("int8", coarse, coarse_rows, coarse_head),
    )
}

SAFE = "fp32"
"""Works for every model on every machine."""
