"""The weights of a GPT-2 folder by what they are for, with an adapter added where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from writer.engine.adapter import Adapter, adaptable_layers, read_adapter
from writer.engine.checkpoint import Array, Checkpoint, head_weight
from writer.engine.config import GPT2Config, read_config


class GPT2Weights:
    """One open checkpoint; every array is an own copy in fp32."""

    def __init__(
        self, config: GPT2Config, checkpoint: Checkpoint, adapter: Adapter | None = None
    ) -> None:
        self.config = config
        self._checkpoint = checkpoint
        self._adapter = adapter
        self._shapes = adaptable_layers(config)

    def tokens(self) -> Array:
        """The embedding of every token, [V, E]."""
        return self._checkpoint.tensor("wte.weight", (self.config.vocab_size, self.config.width))

    def places(self) -> Array:
        """The embedding of every position, [P, E]."""
        return self._checkpoint.tensor("wpe.weight", (self.config.positions, self.config.width))

    def head(self) -> Array:
        """The output layer, [V, E]."""
        return head_weight(self._checkpoint, self.config)

    def linear(self, layer: int, part: str) -> tuple[Array, Array]:
        """Weight [inputs, outputs] and bias [outputs] of a product, such as "attn.c_attn"."""
        name = f"h.{layer}.{part}"
        inputs, outputs = self._shapes[name]
        weight = self._checkpoint.tensor(f"{name}.weight", (inputs, outputs))
        if self._adapter is not None:
            weight = self._adapter.added_to(name, weight.T).T
        return weight, self._checkpoint.tensor(f"{name}.bias", (outputs,))

    def norm(self, name: str) -> tuple[Array, Array]:
        """Gain and offset of a layer norm, [E] each."""
        shape = (self.config.width,)
        tensor = self._checkpoint.tensor
        return tensor(f"{name}.weight", shape), tensor(f"{name}.bias", shape)


@contextmanager
def opened(folder: Path, adapter: Path | None = None) -> Iterator[GPT2Weights]:
    """The weights of ``folder``; raises ``ModelError`` where it, or the adapter, cannot be used."""
    config = read_config(folder)
    added = read_adapter(adapter, folder, config) if adapter else None
    with Checkpoint(folder) as checkpoint:
        yield GPT2Weights(config, checkpoint, added)
