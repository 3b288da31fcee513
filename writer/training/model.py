"""GPT-2, written for training speed: the same function as transformers' ``GPT2LMHeadModel``.

Parameters and the residual stream are float32; matrix products run in the ``dtype`` asked for.
Layout is ``nn.Linear`` (out, in); :mod:`writer.training.export` turns it into the Conv1D layout
that transformers stores. Architecture after Radford et al. 2019: learned positions, pre-LayerNorm,
tanh GELU, tied embeddings. Linear layers have no bias here (the exported ones are zero).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

QUERY_PIECE = 256
"""On a CPU, queries attend in pieces of so many positions: what lies after a piece is not
computed only to be masked."""


@dataclass(frozen=True)
class ModelConfig:
    """Sizes of a GPT-2: vocabulary and context in tokens, width in channels."""

    vocab_size: int = 8192
    n_positions: int = 512
    n_embd: int = 256
    n_layer: int = 6
    n_head: int = 4


def _attend(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """Causal attention over (batch, heads, time, channels).

    On a GPU this is the fused kernel. On a CPU with bfloat16 matrix units two batched products
    and a compiled softmax are faster, above all backwards (docs/training.md has the figures).
    """
    if q.device.type != "cpu" or not torch.is_grad_enabled():
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)
    pieces = [
        _attend_piece(q[:, :, start : start + QUERY_PIECE], k, v, start)
        for start in range(0, q.shape[2], QUERY_PIECE)
    ]
    return torch.cat(pieces, dim=2)


def _attend_piece(q: Tensor, k: Tensor, v: Tensor, start: int) -> Tensor:
    """Attention of the queries from position ``start`` on, to the keys up to the last of them."""
    end = start + q.shape[2]
    # Compared as float32: integers of 64 bits fill vector registers four times as fast.
    queries = torch.arange(start, end, device=q.device, dtype=torch.float32)
    keys = torch.arange(end, device=q.device, dtype=torch.float32)
    scores = (q @ k[:, :, :end].transpose(-1, -2)).float() / math.sqrt(q.shape[3])
    scores = torch.where(queries[:, None] >= keys[None, :], scores, float("-inf"))
    return torch.softmax(scores, dim=-1).to(v.dtype) @ v[:, :, :end]


def _gelu(x: Tensor) -> Tensor:
    """GPT-2's tanh GELU, written with a sigmoid: tanh(u) = 2 sigmoid(2u) - 1.

    Equal to ``F.gelu(x, approximate="tanh")``, and twice as fast in the compiled CPU code.
    """
    wide = x.float()
    inner = 2 * math.sqrt(2 / math.pi) * (wide + 0.044715 * wide * wide * wide)
    return (wide * torch.sigmoid(inner)).to(x.dtype)


def _linear(x: Tensor, layer: nn.Linear) -> Tensor:
    """The layer in the precision of ``x``; its float32 master weight receives the gradient."""
    return F.linear(x, layer.weight.to(x.dtype))


def _norm(x: Tensor, layer: nn.LayerNorm, dtype: torch.dtype) -> Tensor:
    return F.layer_norm(x, layer.normalized_shape, layer.weight, layer.bias, layer.eps).to(dtype)


class Block(nn.Module):
    """One transformer block: attention, then a four times wider feed-forward layer."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        width = config.n_embd
        self.n_head = config.n_head
        self.ln_1 = nn.LayerNorm(width)
        self.c_attn = nn.Linear(width, 3 * width, bias=False)
        self.attn_proj = nn.Linear(width, width, bias=False)
        self.ln_2 = nn.LayerNorm(width)
        self.c_fc = nn.Linear(width, 4 * width, bias=False)
        self.mlp_proj = nn.Linear(4 * width, width, bias=False)

    def forward(self, x: Tensor, dtype: torch.dtype) -> Tensor:
        """(batch, time, width) float32 -> the same; matrix products run in ``dtype``."""
        batch, time, width = x.shape
        qkv = _linear(_norm(x, self.ln_1, dtype), self.c_attn)
        heads = qkv.view(batch, time, 3, self.n_head, width // self.n_head)
        q, k, v = (part.transpose(1, 2) for part in heads.unbind(2))
        mixed = _attend(q, k, v).transpose(1, 2).reshape(batch, time, width)
        x = x + _linear(mixed, self.attn_proj)
        hidden = _gelu(_linear(_norm(x, self.ln_2, dtype), self.c_fc))
        return x + _linear(hidden, self.mlp_proj)


class GPT2(nn.Module):
    """The language model. ``wte`` is also the output layer."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        self.wte = nn.Embedding(config.vocab_size, config.n_embd)
        self.wpe = nn.Embedding(config.n_positions, config.n_embd)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.n_layer))
        self.ln_f = nn.LayerNorm(config.n_embd)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """GPT-2's initialisation: normal(0.02), residual projections scaled by depth."""
        residual_std = 0.02 / math.sqrt(2 * self.config.n_layer)
        for name, parameter in self.named_parameters():
            if parameter.dim() < 2:
                continue
            nn.init.normal_(parameter, std=residual_std if "_proj" in name else 0.02)

    def hidden(self, tokens: Tensor, dtype: torch.dtype = torch.float32) -> Tensor:
        """tokens (batch, time) int64 -> final hidden states (batch, time, width) in ``dtype``."""
        positions = torch.arange(tokens.shape[1], device=tokens.device)
        x = self.wte(tokens) + self.wpe(positions)
        for block in self.blocks:
            x = block(x, dtype)
        return _norm(x, self.ln_f, dtype)

    def forward(self, tokens: Tensor) -> Tensor:
        """tokens (batch, time) int64 -> float32 logits (batch, time, vocabulary)."""
        return F.linear(self.hidden(tokens), self.wte.weight)
