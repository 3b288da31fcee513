"""How a linear layer keeps its weights: packed for the CPU at hand, in 32, 16 or 8 bits.

One decode step reads every weight once, so its time is the bytes of the weights over the
memory's bandwidth: half the bytes is nearly half the time. All strategies take and give
fp32 activations, except inside ``bf16``. Measured figures are in ``docs/performance.md``.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from writer.log import get_logger

log = get_logger(__name__)

Linear = Callable[[Tensor], Tensor]
"""[T, inputs] fp32 to [T, outputs] fp32."""
Packer = Callable[[Tensor, "Tensor | None"], Linear]
"""Turns a weight [outputs, inputs] and a bias [outputs] (both fp32) into a ``Linear``."""

FP16_LARGEST = 65504.0


def plain(weight: Tensor, bias: Tensor | None) -> Linear:
    """Torch's own fp32 product: works everywhere."""
    kept = weight.contiguous()

    def apply(x: Tensor) -> Tensor:
        return functional.linear(x, kept, bias)

    return apply


def packed_fp32(weight: Tensor, bias: Tensor | None) -> Linear:
    """fp32 in oneDNN's blocked order: the same numbers, no repacking in every call."""
    packed = torch.ops.mkldnn._reorder_linear_weight(weight.contiguous(), None)

    def apply(x: Tensor) -> Tensor:
        out: Tensor = torch.ops.mkldnn._linear_pointwise(x, packed, bias, "none", [], "")
        return out

    return apply


def packed_fp16(weight: Tensor, bias: Tensor | None) -> Linear:
    """fp16 weights with fp32 activations and sums (fbgemm, x86): near-lossless."""
    if weight.abs().max().item() > FP16_LARGEST:
        return plain(weight, bias)
    packed = torch.ops.quantized.linear_prepack_fp16(weight.contiguous(), bias)

    def apply(x: Tensor) -> Tensor:
        out: Tensor = torch.ops.quantized.linear_dynamic_fp16(x, packed)
        return out

    return apply


def packed_bf16(weight: Tensor, bias: Tensor | None) -> Linear:
    """bf16 weights and activations, fp32 sums (oneDNN; fast with AMX or AVX512-BF16)."""
    packed = torch.ops.mkldnn._reorder_linear_weight(weight.bfloat16().contiguous(), None)
    bias16 = None if bias is None else bias.bfloat16()

    def apply(x: Tensor) -> Tensor:
        out: Tensor = torch.ops.mkldnn._linear_pointwise(
            x.bfloat16(), packed, bias16, "none", [], ""
        )
        return out.float()

    return apply


def packed_int8(weight: Tensor, bias: Tensor | None) -> Linear:
    """int8 weights with a scale per output; activations quantized anew in every call (fbgemm).

    All rows of a call share one activation scale, so a row's result depends a little on the
    others. Good for one row, or where a small error does no harm.
    """
    scales = weight.abs().amax(dim=1).clamp_min(1e-8) / 127.0
    zeros = torch.zeros(weight.shape[0], dtype=torch.long)
    with warnings.catch_warnings():
        # torch announces the removal of quantize_per_channel; `choose` then falls back.
        warnings.simplefilter("ignore")
        quantized = torch.quantize_per_channel(weight, scales.double(), zeros, 0, torch.qint8)
        packed = torch.ops.quantized.linear_prepack(quantized, bias)

    def apply(x: Tensor) -> Tensor:
        out: Tensor = torch.ops.quantized.linear_dynamic(x, packed, False)
        return out

    return apply


def rowwise_int8(weight: Tensor, bias: Tensor | None) -> Linear:
    """int8 weights, and a scale for every row of activations: rows do not touch each other.

    So what was cached in one prefill equals what was cached token by token. One row goes
    through :func:`packed_int8`, several through an int8 product and the same affine scheme
    written out: x = s (q - z), so x W = s (q W - z sum(W)).
    """
    single = packed_int8(weight, bias)
    scales = weight.abs().amax(dim=1).clamp_min(1e-8) / 127.0  # [outputs]
    whole = (weight / scales[:, None]).round().to(torch.int8).contiguous()  # [outputs, inputs]
    sums = whole.sum(dim=1, dtype=torch.int32).float()  # [outputs]

    def apply(x: Tensor) -> Tensor:
        if x.shape[0] == 1:
            return single(x)
        low = x.amin(dim=1, keepdim=True).clamp(max=0.0)  # [T, 1]
        high = x.amax(dim=1, keepdim=True).clamp(min=0.0)
        step = ((high - low) / 255.0).clamp_min(1e-12)
        zero = (-low / step).round() - 128.0
        levels = (x / step).round().add_(zero).clamp_(-128, 127).to(torch.int8)  # [T, inputs]
        product = torch._int_mm(levels, whole.t()).float()  # [T, outputs]
        out = product.addcmul_(zero, sums[None], value=-1.0).mul_(step).mul_(scales)
        return out if bias is None else out.add_(bias)

    return apply


def rescored(coarse: Linear, rows: Tensor) -> Linear:
    """A head whose likeliest tokens are exact: a coarse one finds them, ``rows`` [V, E] score.

    The head is half of a small model's weights. An int8 head alone changes one best token in
    a hundred; with the best ``EXACT_TOKENS`` scored again it changed none in 3,856.
    """
    count = min(EXACT_TOKENS, rows.shape[0])

    def apply(x: Tensor) -> Tensor:
        logits = coarse(x)  # [N, V]
        near = logits.topk(count, dim=-1).indices  # [N, K]
        exact = torch.bmm(rows[near].float(), x[:, :, None])[:, :, 0]  # [N, K]
        return logits.scatter_(1, near, exact)

    return apply


EXACT_TOKENS = 32

PACKERS: dict[str, Packer] = {
    "fp32": packed_fp32,
    "fp16": packed_fp16,
    "bf16": packed_bf16,
    "int8": packed_int8,
    "rowwise": rowwise_int8,
    "plain": plain,
}


@dataclass(frozen=True, slots=True)
class Precision:
    """How the layers, the head and the embedding of a model are kept.

    ``blocks`` and ``head`` name packers; ``embedding`` is what the token rows are kept in,
    and with ``exact_head`` they score the likeliest tokens again.
    """

    name: str
    blocks: str
    head: str
    embedding: torch.dtype = torch.float32
    exact_head: bool = False

    @property
    def available(self) -> bool:
        """Whether this machine can run it."""
        return works(self.blocks) and works(self.head)


PRECISIONS = {
    p.name: p
    for p in (
        Precision("mixed", "fp16", "int8", torch.float16, exact_head=True),
        Precision("fp16", "fp16", "fp16", torch.float16),
        Precision("fp32", "fp32", "fp32"),
        Precision("plain", "plain", "plain"),
        Precision("bf16", "bf16", "fp32", torch.bfloat16),
        Precision("int8", "rowwise", "int8", torch.float16, exact_head=True),
    )
}

PREFERENCE = {
    "auto": ("mixed", "fp16", "fp32", "plain"),
    "mixed": ("mixed", "fp16", "fp32", "plain"),
    "fp16": ("fp16", "fp32", "plain"),
    "fp32": ("fp32", "plain"),
    "plain": ("plain",),
    "bf16": ("bf16", "fp32", "plain"),
    "int8": ("int8", "mixed", "fp16", "fp32", "plain"),
}
"""What each setting tries, in order. ``auto`` is near-lossless wherever it ends."""

TOLERANCE = {"fp32": 1e-4, "fp16": 5e-3, "bf16": 5e-2, "int8": 5e-2, "rowwise": 5e-2, "plain": 0}


def works(name: str) -> bool:
    """Whether a strategy exists on this machine and gives about the right numbers."""
    generator = torch.Generator().manual_seed(1)
    weight = torch.randn(48, 32, generator=generator)
    bias = torch.randn(48, generator=generator)
    x = torch.randn(5, 32, generator=generator)
    wanted = functional.linear(x, weight, bias)
    try:
        with torch.inference_mode():
            linear = PACKERS[name](weight, bias)
            got = torch.cat([linear(x), linear(x[:1])])
    except (RuntimeError, NotImplementedError, AttributeError, TypeError) as error:
        log.debug("precision %s is not available here: %s", name, str(error).split("\n")[0])
        return False
    wanted = torch.cat([wanted, wanted[:1]])
    error_ratio = (got - wanted).abs().max() / wanted.abs().max()
    return bool(error_ratio <= TOLERANCE[name] + 1e-6)


def choose(setting: str) -> Precision:
    """The first precision that works for a setting; unknown settings are errors."""
    if setting not in PREFERENCE:
        raise ValueError(f"unknown precision {setting!r}; one of {', '.join(PREFERENCE)}")
    wanted = (PRECISIONS[name] for name in PREFERENCE[setting])
    return next((p for p in wanted if p.available), PRECISIONS["plain"])
