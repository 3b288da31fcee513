"""How a linear layer keeps its weights: packed for the CPU at hand, in 32, 16 or 8 bits.

One decode step reads every weight once, so its time is the bytes of the weights over the
memory's bandwidth: half the bytes is nearly half the time. All strategies take and give
fp32 activations, except inside ``bf16``. Measured figures are in ``docs/performance.md``.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

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
    """int8 weights with a scale per output; activations quantized anew in every call.

    The activations share one scale per call, so results depend a little on what else is in
    the call. Not lossless: only a precision that was checked on the model may be shown.
    """
    scales = weight.abs().amax(dim=1).clamp_min(1e-8) / 127.0
    zeros = torch.zeros(weight.shape[0], dtype=torch.long)
    with warnings.catch_warnings():
        # torch announces the removal of quantize_per_channel; `available` then falls back.
        warnings.simplefilter("ignore")
        quantized = torch.quantize_per_channel(weight, scales.double(), zeros, 0, torch.qint8)
        packed = torch.ops.quantized.linear_prepack(quantized, bias)

    def apply(x: Tensor) -> Tensor:
        out: Tensor = torch.ops.quantized.linear_dynamic(x, packed, False)
        return out

    return apply


PACKERS: dict[str, Packer] = {
    "fp32": packed_fp32,
    "fp16": packed_fp16,
    "bf16": packed_bf16,
    "int8": packed_int8,
    "plain": plain,
}

PREFERENCE = {
    "auto": ("fp16", "fp32", "plain"),
    "fp32": ("fp32", "plain"),
    "fp16": ("fp16", "fp32", "plain"),
    "bf16": ("bf16", "fp32", "plain"),
    "int8": ("int8", "fp16", "fp32", "plain"),
    "plain": ("plain",),
}
"""What each setting tries, in order; ``auto`` is near-lossless wherever it ends."""

TOLERANCE = {"fp32": 1e-4, "fp16": 5e-3, "bf16": 5e-2, "int8": 1e-1, "plain": 0.0}


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


def choose(precision: str) -> str:
    """The name of the first strategy that works for a setting; unknown settings are errors."""
    if precision not in PREFERENCE:
        raise ValueError(f"unknown precision {precision!r}; one of {', '.join(PREFERENCE)}")
    return next((name for name in PREFERENCE[precision] if works(name)), "plain")
