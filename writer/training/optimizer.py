"""Muon for the matrices, AdamW for the rest, and the warm-up, plateau, cool-down schedule.

Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/) replaces a matrix's momentum
by the nearest orthogonal matrix, found with five Newton-Schulz steps. ``torch.optim.Muon`` does
so one matrix at a time; here all matrices of one shape go through one batched product.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
"""Quintic coefficients of the Muon post: singular values end between about 0.7 and 1.2."""


def orthogonalise(matrices: Tensor, steps: int = 5) -> Tensor:
    """(n, rows, columns) -> the nearest semi-orthogonal matrices, approximately, in bfloat16."""
    wide = matrices.shape[-2] <= matrices.shape[-1]
    x = (matrices if wide else matrices.mT).bfloat16()
    x = x / (x.float().norm(dim=(-2, -1), keepdim=True) + 1e-7).bfloat16()
    a, b, c = NEWTON_SCHULZ
    for _ in range(steps):
        gram = x @ x.mT
        x = a * x + (b * gram + c * (gram @ gram)) @ x
    result: Tensor = x if wide else x.mT
    return result


class Muon(torch.optim.Optimizer):
    """Momentum orthogonalised by Newton-Schulz; for two-dimensional parameters only.

    ``lr`` is the spectral size of one update of a square matrix; taller ones get
    sqrt(rows / columns) times that. A matrix of several square pieces stacked by rows
    (queries, keys, values: 3 * width by width) is orthogonalised piece by piece.
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float,
        momentum: float = 0.95,
        weight_decay: float = 0.0,
    ) -> None:
        defaults = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay}
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]  # noqa: ARG002
        """One update of every parameter that has a gradient."""
        for group in self.param_groups:
            by_shape: dict[tuple[int, int], list[tuple[Tensor, Tensor]]] = defaultdict(list)
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                state = self.state[parameter]
                if not state:
                    state["momentum"] = torch.zeros_like(parameter)
                velocity = state["momentum"]
                velocity.lerp_(parameter.grad, 1 - group["momentum"])
                direction = parameter.grad.lerp(velocity, group["momentum"])
                rows, columns = parameter.shape
                pieces = 3 if rows == 3 * columns else 1
                for target, part in zip(
                    parameter.data.chunk(pieces), direction.chunk(pieces), strict=True
                ):
                    by_shape[part.shape[0], part.shape[1]].append((target, part))
            for (rows, columns), members in by_shape.items():
                updates = orthogonalise(torch.stack([part for _, part in members])).float()
                size = group["lr"] * max(1.0, rows / columns) ** 0.5
                for (target, _), update in zip(members, updates, strict=True):
                    target.mul_(1 - group["lr"] * group["weight_decay"]).sub_(update, alpha=size)


@dataclass(frozen=True)
class OptimizerConfig:
    """Peak learning rates and what belongs to them."""

    name: str = "muon"
    """``muon`` (matrices by Muon, the rest by AdamW) or ``adamw`` (everything by AdamW)."""
    matrix_lr: float = 0.012
    adam_lr: float = 3e-3
    weight_decay: float = 0.05
    clip_norm: float = 1.0


def make_optimizers(model: nn.Module, config: OptimizerConfig) -> list[torch.optim.Optimizer]:
    """The optimizers of one model; each group remembers its peak rate as ``peak_lr``."""
    matrices = [p for n, p in model.named_parameters() if p.dim() == 2 and "blocks." in n]
    tables = [p for n, p in model.named_parameters() if p.dim() == 2 and "blocks." not in n]
    vectors = [p for p in model.parameters() if p.dim() < 2]
    fused = next(model.parameters()).device.type in ("cpu", "cuda")
    groups: list[dict[str, Any]] = [
        {"params": tables, "weight_decay": 0.0},
        {"params": vectors, "weight_decay": 0.0},
    ]
    optimizers: list[torch.optim.Optimizer] = []
    if config.name == "muon":
        optimizers.append(Muon(matrices, lr=config.matrix_lr, weight_decay=config.weight_decay))
    else:
        groups.append({"params": matrices, "weight_decay": 0.1})
    optimizers.append(
        torch.optim.AdamW(groups, lr=config.adam_lr, betas=(0.9, 0.95), eps=1e-10, fused=fused)
    )
    set_peaks(optimizers, config)
    return optimizers


def set_peaks(optimizers: list[torch.optim.Optimizer], config: OptimizerConfig) -> None:
    """Give every group the peak rate of the configuration."""
    for optimizer in optimizers:
        peak = config.matrix_lr if isinstance(optimizer, Muon) else config.adam_lr
        for group in optimizer.param_groups:
            group["peak_lr"] = peak


def rate_factor(step: int, warmup: int, cooldown_start: int, cooldown_steps: int) -> float:
    """The share of the peak rate at a step: linear up, level, then linear down to zero.

    The level part does not depend on how long training goes on, so a cool-down can branch off
    from any checkpoint (Hägele et al. 2024, https://arxiv.org/abs/2405.18392).
    """
    factor = min(1.0, (step + 1) / max(1, warmup))
    if step >= cooldown_start:
        factor = min(factor, 1.0 - (step - cooldown_start + 1) / (cooldown_steps + 1))
    return max(0.0, factor)


def set_rates(optimizers: list[torch.optim.Optimizer], factor: float) -> None:
    """Set every group's rate to ``factor`` times its peak."""
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = group["peak_lr"] * factor
