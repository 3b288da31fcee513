"""In which precisions a model can run on a CPU: how its products are made."""

from __future__ import annotations

from dataclasses import dataclass

from writer.engine import onnx_graph as graphs


@dataclass(frozen=True, slots=True)
class Precision:
    """The products of a model's layers with few rows and with many (where that is another way),
    and that of its head."""

    name: str
    few: graphs.Product
    many: graphs.Product | None
    head: graphs.Product

    @property
    def exact_head(self) -> bool:
        """Whether every logit is exact as far as the head goes."""
        return self.head is graphs.exact

    @property
    def products(self) -> set[graphs.Product]:
        """What this machine must be able to do."""
        return {p for p in (self.few, self.many, self.head) if p is not None}


PRECISIONS = {
    p.name: p
    for p in (
        Precision("fp32", graphs.exact, None, graphs.exact),
        Precision("mixed", graphs.exact, None, graphs.coarse_head),
        Precision("w8a16", graphs.fine, graphs.fine_rows, graphs.coarse_head),
        Precision("int8", graphs.coarse, graphs.coarse_rows, graphs.coarse_head),
    )
}

SAFE = "fp32"
"""Works for every model on every machine."""
