"""The forward pass of the GPT-2 family in plain torch, over a preallocated KV cache.

Shapes in comments: T tokens fed now, S tokens visible in all (cached and new), E width,
H heads, D width of a head, V vocabulary, L layers, C slots in the cache.
Source: Radford et al. 2019; the layout of the weights is the public GPT-2 checkpoint's.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from writer.completion.request import CancelledError, CancelToken
from writer.engine import precision as precisions
from writer.engine import weights
from writer.engine.adapter import read_adapter
from writer.engine.checkpoint import Checkpoint, conv1d, head_weight
from writer.engine.config import GPT2Config, read_config
from writer.engine.model import CHUNK_TOKENS
from writer.engine.numerics import Floats

PACKING_THREADS = 2


class KVCache:
    """Keys and values of one text: [L, 2, H, C, D]; the first ``length`` slots are in use."""

    GROW = 256

    def __init__(
        self, config: GPT2Config, device: str = "cpu", dtype: torch.dtype = torch.float32
    ) -> None:
        self._config = config
        self._device = device
        self._dtype = dtype
        self.length = 0
        self.data = self._allocate(0)

    def _allocate(self, slots: int) -> Tensor:
        c = self._config
        shape = (c.layers, 2, c.heads, slots, c.head_width)
        return torch.empty(shape, device=self._device, dtype=self._dtype)

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
class Block:
    """One transformer layer: attention and a two-layer perceptron, each after a norm."""

    norm1: Norm
    qkv: weights.Linear  # [T, E] -> [T, 3 E]
    out: weights.Linear  # [T, E] -> [T, E]
    norm2: Norm
    up: weights.Linear  # [T, E] -> [T, inner], and a GELU
    down: weights.Linear  # [T, inner] -> [T, E]
    scale: float


class GPT2:
    """A loaded model. Not thread-safe: one thread owns it, as the engine's protocol says."""

    def __init__(
        self,
        folder: Path,
        precision: str = "auto",
        adapter: Path | None = None,
        device: str = "cpu",
    ) -> None:
        """Read a folder, and an adapter that is added to its weights.

        On another device than the CPU the products are torch's own. Raises ``ModelError`` with a
        sentence when one of them cannot be used.
        """
        self.config = read_config(folder)
        self.device = device
        self.precision = precisions.choose(precision if device == "cpu" else "plain")
        self._adapter = read_adapter(adapter, folder, self.config) if adapter else None
        with torch.inference_mode(), Checkpoint(folder) as checkpoint:
            self._read(checkpoint)

    def _read(self, checkpoint: Checkpoint) -> None:
        c = self.config

        def own(name: str, *shape: int) -> Tensor:
            """A copy, so that no file stays mapped."""
            return torch.from_numpy(checkpoint.tensor(name, shape)).to(self.device)

        def norm(name: str) -> Norm:
            gain = own(f"{name}.weight", c.width)
            offset = own(f"{name}.bias", c.width)
            return Norm(gain, offset, c.norm_epsilon)

        def linear(name: str, inputs: int, outputs: int, gelu: str | None = None) -> weights.Linear:
            bias = own(f"{name}.bias", outputs)
            weight = conv1d(checkpoint, name, inputs, outputs)
            if self._adapter is not None:
                weight = self._adapter.added_to(name, weight)
            there = torch.from_numpy(weight).to(self.device)
            return weights.pack(self.precision.blocks, there, bias, gelu)

        def block(i: int) -> Block:
            return Block(
                norm1=norm(f"h.{i}.ln_1"),
                qkv=linear(f"h.{i}.attn.c_attn", c.width, 3 * c.width),
                out=linear(f"h.{i}.attn.c_proj", c.width, c.width),
                norm2=norm(f"h.{i}.ln_2"),
                up=linear(f"h.{i}.mlp.c_fc", c.width, c.inner, c.gelu),
                down=linear(f"h.{i}.mlp.c_proj", c.inner, c.width),
                scale=c.attention_scale(i),
            )

        def head() -> weights.Linear:
            weight = torch.from_numpy(head_weight(checkpoint, c)).to(self.device)
            packed = weights.pack(self.precision.head, weight, None)
            if not self.precision.exact_head:
                return packed
            rows = self._embedding if c.tied_head else weight.to(self._embedding.dtype, copy=True)
            return weights.rescored(packed, rows)

        self._positions = own("wpe.weight", c.positions, c.width)
        self._last_norm = norm("ln_f")
        # [V, E], one row read per token.
        rows = torch.from_numpy(checkpoint.tensor("wte.weight", (c.vocab_size, c.width)))
        self._embedding = rows.to(self.device, self.precision.embedding)
        # Packing runs outside Python's lock: the head, half of a small model, beside the layers.
        with ThreadPoolExecutor(PACKING_THREADS, thread_name_prefix="pack") as pool:
            packed_head = pool.submit(head)
            self._blocks = list(pool.map(block, range(c.layers)))
            self._head = packed_head.result()
        self._adapter = None  # it is in the weights now

    @property
    def parameters(self) -> int:
        """Numbers in the model, a tied head counted once."""
        c = self.config
        per_layer = 4 * c.width**2 + 4 * c.width + 2 * c.width * c.inner + c.inner + 5 * c.width
        head = 0 if c.tied_head else c.vocab_size * c.width
        return (c.vocab_size + c.positions) * c.width + c.layers * per_layer + 2 * c.width + head

    def forward(
        self,
        ids: Sequence[int],
        cache: KVCache,
        *,
        positions: Sequence[int] | None = None,
        visible: NDArray[np.bool_] | None = None,
        cancel: CancelToken | None = None,
    ) -> Floats:
        """Feed T tokens after what ``cache`` holds; logits [T, V] after each of them.

        Without ``positions`` the tokens continue the cached text. With them the tokens may be
        branches of a tree: ``visible`` [T, S] says which slots each token attends to.
        Raises ``CancelledError`` between layers; the cache then stays as it was.
        """
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
        x = self._embedding[torch.tensor(ids, device=self.device)].float()  # [T, E]
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
                qkv[0].to(cache.data.dtype),
                seen[2 * index],
                seen[2 * index + 1],
                attn_mask=visible,
                is_causal=causal,
                scale=block.scale,
            )  # [1, H, T, D]
            x = x + block.out(mixed.transpose(1, 2).reshape(count, c.width).float())
            x = x + block.down(block.up(block.norm2(x)))
        cache.length = total
        return x

    @torch.inference_mode()
    def _logits(self, hidden: Tensor) -> Floats:
        """Logits [N, V] of the final hidden states [N, E] of the positions that matter."""
        logits: Floats = self._head(self._last_norm(hidden)).cpu().numpy()  # no copy
        return logits

    def new_cache(self) -> KVCache:
        """An empty cache for this model."""
        return KVCache(self.config, self.device, self.precision.cache)

    def prefill(self, ids: Sequence[int], cache: KVCache, cancel: CancelToken) -> Floats:
        """Feed a text of any length in chunks; logits [V] after its last token."""
        hidden = torch.empty(0)
        for begin in range(0, len(ids), CHUNK_TOKENS):
            part = ids[begin : begin + CHUNK_TOKENS]
            hidden = self.hidden(part, cache, cancel=cancel)
        last: Floats = self._logits(hidden[-1:])[0]
        return last
