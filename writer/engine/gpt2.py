"""The forward pass of the GPT-2 family in plain torch, for graphics processors.

The CPU has :mod:`writer.engine.onnx_model`.

Shapes in comments: T tokens fed now, S tokens visible in all (cached and new), E width,
H heads, D width of a head, V vocabulary, L layers, C slots in the cache.
Source: Radford et al. 2019; the layout of the weights is the public GPT-2 checkpoint's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from writer.completion.request import CancelledError, CancelToken
from writer.engine.config import GPT2Config
from writer.engine.gpt2_weights import GPT2Weights, opened
from writer.engine.model import CHUNK_TOKENS
from writer.engine.numerics import Floats


class KVCache:
    """Keys and values of one text: [L, 2, H, C, D]; the first ``length`` slots are in use."""

    GROW = 256

    def __init__(self, config: GPT2Config, device: str = "cpu") -> None:
        self._config = config
        self._device = device
        self.length = 0
        self.data = self._allocate(0)

    def _allocate(self, slots: int) -> Tensor:
        c = self._config
        shape = (c.layers, 2, c.heads, slots, c.head_width)
        return torch.empty(shape, device=self._device)

    @torch.inference_mode()
    def reserve(self, slots: int) -> None:
        """Make room for ``slots`` tokens in all; what is cached stays."""
        if slots <= self.data.shape[3]:
            return
        grown = self._allocate(-(-slots // self.GROW) * self.GROW)
        grown[:, :, :, : self.length] = self.data[:, :, :, : self.length]
        self.data = grown

    def crop(self, length: int) -> None:
        """Forget everything from slot ``length`` on."""
        self.length = min(self.length, length)

    @torch.inference_mode()
    def gather(self, start: int, slots: Sequence[int]) -> None:
        """Keep the slots before ``start`` and, after them, only ``slots`` in their order."""
        if list(slots) != list(range(start, start + len(slots))):
            where = torch.tensor(slots, dtype=torch.long, device=self._device)
            kept = self.data[:, :, :, where]
            self.data[:, :, :, start : start + len(slots)] = kept
        self.length = start + len(slots)

    @torch.inference_mode()
    def copy_from(self, other: KVCache, length: int) -> None:
        """Start as a copy of the first ``length`` tokens of another cache."""
        self.length = 0
        self.reserve(length)
        self.data[:, :, :, :length] = other.data[:, :, :, :length]
        self.length = length

    @property
    def bytes(self) -> int:
        """Memory held, in bytes."""
        return self.data.numel() * self.data.element_size()


@dataclass(frozen=True, slots=True)
class Norm:
    """A layer norm's gain and offset, [E] each."""

    gain: Tensor
    offset: Tensor
    epsilon: float

    def __call__(self, x: Tensor) -> Tensor:
        return torch.layer_norm(x, self.gain.shape, self.gain, self.offset, self.epsilon)


@dataclass(frozen=True, slots=True)
class Linear:
    """x W + b: a weight [inputs, outputs], as checkpoints have it, and a bias [outputs]."""

    weight: Tensor
    bias: Tensor

    def __call__(self, x: Tensor) -> Tensor:
        return torch.addmm(self.bias, x, self.weight)


@dataclass(frozen=True, slots=True)
class Block:
    """One transformer layer: attention and a two-layer perceptron, each after a norm."""

    norm1: Norm
    qkv: Linear  # [T, E] -> [T, 3 E]
    out: Linear  # [T, E] -> [T, E]
    norm2: Norm
    up: Linear  # [T, E] -> [T, inner]
    down: Linear  # [T, inner] -> [T, E]
    scale: float


class GPT2:
    """A loaded model in fp32; implements ``writer.engine.model.CausalModel``."""

    rough_logits = False
    """Nothing here is quicker where only the likeliest tokens count."""

    def __init__(self, folder: Path, adapter: Path | None = None, device: str = "cpu") -> None:
        """Read a folder, and an adapter that is added to its weights, onto a device of torch.

        Raises ``ModelError`` with a sentence when one of them cannot be used.
        """
        self.device = device
        with opened(folder, adapter) as weights:
            self.config = c = weights.config
            self._embedding = self._there(weights.tokens())
            self._positions = self._there(weights.places())
            self._blocks = [self._block(weights, i) for i in range(c.layers)]
            self._last_norm = self._norm(weights, "ln_f")
            self._head = self._embedding if c.tied_head else self._there(weights.head())

    def _there(self, array: Floats) -> Tensor:
        return torch.from_numpy(array).to(self.device)

    def _norm(self, weights: GPT2Weights, name: str) -> Norm:
        gain, offset = map(self._there, weights.norm(name))
        return Norm(gain, offset, self.config.norm_epsilon)

    def _block(self, weights: GPT2Weights, i: int) -> Block:
        def linear(part: str) -> Linear:
            return Linear(*map(self._there, weights.linear(i, part)))

        return Block(
            norm1=self._norm(weights, f"h.{i}.ln_1"),
            qkv=linear("attn.c_attn"),
            out=linear("attn.c_proj"),
            norm2=self._norm(weights, f"h.{i}.ln_2"),
            up=linear("mlp.c_fc"),
            down=linear("mlp.c_proj"),
            scale=self.config.attention_scale(i),
        )

    def forward(
        self,
        ids: Sequence[int],
        cache: KVCache,
        *,
        positions: Sequence[int] | None = None,
        visible: NDArray[np.bool_] | None = None,
        likeliest: bool = False,
        cancel: CancelToken | None = None,
    ) -> Floats:
        """Logits [T, V]: see :class:`writer.engine.model.CausalModel`."""
        del likeliest  # all of them are good
        seen = None if visible is None else torch.from_numpy(visible)
        hidden = self.hidden(ids, cache, positions=positions, visible=seen, cancel=cancel)
        return self._logits(hidden)

    @torch.inference_mode()
    def hidden(
        self,
        ids: Sequence[int],
        cache: KVCache,
        *,
        positions: Sequence[int] | None = None,
        visible: Tensor | None = None,
        cancel: CancelToken | None = None,
    ) -> Tensor:
        """The same up to the final hidden states [T, E], before the last norm and the head."""
        c = self.config
        start, count = cache.length, len(ids)
        total = start + count
        cache.reserve(total)
        where = range(start, total) if positions is None else positions
        if max(where) >= c.positions:
            raise ValueError(f"position {max(where)} is outside the {c.positions} of the model")
        if visible is None and count > 1 and start > 0:
            # Token t of the new ones sees the whole cache and the new ones up to itself.
            visible = torch.ones(count, total, dtype=torch.bool).tril(diagonal=start)
        if visible is not None:
            visible = visible.to(self.device)
        causal = visible is None and count > 1
        x = self._embedding[torch.tensor(ids, device=self.device)]  # [T, E]
        x = x + self._positions[torch.tensor(where, device=self.device)]
        # One view for all layers: every call into torch costs a small model time.
        seen = cache.data[:, :, None, :, :total].flatten(0, 1).unbind()  # 2 L of [1, H, S, D]
        new = cache.data[:, :, None, :, start:total].unbind()  # L of [2, 1, H, T, D]
        for index, block in enumerate(self._blocks):
            if cancel is not None and cancel.cancelled:
                raise CancelledError
            # [T, 3 E] -> [3, 1, H, T, D]
            qkv = block.qkv(block.norm1(x)).view(1, count, 3, c.heads, c.head_width)
            qkv = qkv.permute(2, 0, 3, 1, 4)
            new[index].copy_(qkv[1:])
            mixed = functional.scaled_dot_product_attention(
                qkv[0],
                seen[2 * index],
                seen[2 * index + 1],
                attn_mask=visible,
                is_causal=causal,
                scale=block.scale,
            )  # [1, H, T, D]
            x = x + block.out(mixed.transpose(1, 2).reshape(count, c.width))
            bent = functional.gelu(block.up(block.norm2(x)), approximate=c.gelu)
            x = x + block.down(bent)
        cache.length = total
        return x

    @torch.inference_mode()
    def _logits(self, hidden: Tensor) -> Floats:
        """Logits [N, V] of the final hidden states [N, E] of the positions that matter."""
        logits: Floats = functional.linear(self._last_norm(hidden), self._head).cpu().numpy()
        return logits

    def new_cache(self) -> KVCache:
        """An empty cache for this model."""
        return KVCache(self.config, self.device)

    def prefill(self, ids: Sequence[int], cache: KVCache, cancel: CancelToken) -> Floats:
        """Feed a text of any length in chunks; logits [V] after its last token."""
        hidden = torch.empty(0)
        for begin in range(0, len(ids), CHUNK_TOKENS):
            part = ids[begin : begin + CHUNK_TOKENS]
            hidden = self.hidden(part, cache, cancel=cancel)
        last: Floats = self._logits(hidden[-1:])[0]
        return last
