"""Building an ONNX graph: nodes and constants as they are added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

MICROSOFT = "com.microsoft"
OPSETS = (("", 17), (MICROSOFT, 1))
IR_VERSION = 9
T = TypeVar("T")

INLINE_BYTES = 1024
"""Constants up to this size stand in the graph; larger ones are given to the session as they are,
without a copy."""


class Written(NamedTuple):
    """A finished graph, serialized without its ``large`` constants, and those by their names."""

    graph: bytes
    large: Mapping[str, NDArray[Any]]


@dataclass(slots=True)
class Graph:
    """Nodes and constants as they are added; ``large`` are those outside of the graph."""

    nodes: list[Any] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)
    large: dict[str, NDArray[Any]] = field(default_factory=dict)
    revealed: list[Any] = field(default_factory=list)
    """Outputs beside those that are asked for."""
    worked_out: dict[str, Any] = field(default_factory=dict)
    """What constants were made of; another graph of the same weights may be given it."""

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add a constant, or use the one that has this name already."""
        if name in self.constants:
            return name
        value = np.ascontiguousarray(value)
        if value.nbytes <= INLINE_BYTES:
            self.constants[name] = numpy_helper.from_array(value, name)
            return name
        outside = TensorProto(
            name=name,
            data_type=helper.np_dtype_to_tensor_dtype(value.dtype),
            dims=value.shape,
            data_location=TensorProto.EXTERNAL,
        )
        outside.external_data.add(key="location", value="memory")
        self.constants[name] = outside
        self.large[name] = value
        return name

    def once(self, name: str, work_out: Callable[[], T]) -> T:
        """What was worked out under this name, now or before."""
        if name not in self.worked_out:
            self.worked_out[name] = work_out()
        found: T = self.worked_out[name]
        return found

    def number(self, value: float) -> str:
        """A constant number, fp32."""
        return self.constant(f"number {value}", np.array(value, np.float32))

    def whole(self, *values: int) -> str:
        """A constant vector of whole numbers: a shape, or axes."""
        return self.constant(f"whole {values}", np.array(values, np.int64))

    def add(self, kind: str, inputs: Sequence[str], *outputs: str, **attributes: Any) -> str:
        """Add a node; the name of its first output (made up where none is named)."""
        named = outputs or (f"{kind} {len(self.nodes)}",)
        domain = MICROSOFT if kind in CONTRIBUTED else ""
        node = helper.make_node(kind, list(inputs), list(named), domain=domain, **attributes)
        self.nodes.append(node)
        return named[0]

    def reveal(self, value: str, name: str, size: int) -> None:
        """Let what the graph computes on its way [1, S, size] be an output too."""
        self.add("Identity", [value], name)
        self.revealed.append(floats(name, [1, None, size]))

    def name_last(self, name: str) -> None:
        """Call the first output of the last node so: it is one of the graph's own."""
        self.nodes[-1].output[0] = name

    def written(self, inputs: Sequence[Any], outputs: Sequence[Any]) -> Written:
        """The finished graph."""
        ends = [*outputs, *self.revealed]
        graph = helper.make_graph(
            self.nodes, "gpt2", list(inputs), ends, list(self.constants.values())
        )
        opsets = [helper.make_opsetid(*opset) for opset in OPSETS]
        made = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
        return Written(made.SerializeToString(), self.large)


CONTRIBUTED = frozenset(
    {
        "BiasGelu",
        "FastGelu",
        "FusedMatMul",
        "Gelu",
        "GroupQueryAttention",
        "MatMulIntegerToFloat",
        "MatMulNBits",
    }
)


def floats(name: str, shape: Sequence[int | str | None]) -> Any:
    """An input or output of fp32 numbers; a dimension may have a name, or be any."""
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape))


def halves(name: str, shape: Sequence[int]) -> Any:
    """An input of fp16 numbers."""
    return helper.make_tensor_value_info(name, TensorProto.FLOAT16, list(shape))


def wholes(name: str, count: int | str, kind: int) -> Any:
    """An input of whole numbers in a row; ``kind`` is one of ``TensorProto``."""
    return helper.make_tensor_value_info(name, kind, [count])
