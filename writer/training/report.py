"""What a person sees of a run: a progress bar, and the learning curve as a picture."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

from tqdm import tqdm

from writer.training.loop import Progress

RECENT_STEPS = 50


class ProgressBar:
    """Loss, tokens per second and time left, on one line; evaluations on lines of their own.

    Of a run bounded by minutes the number of steps is known only when its cool-down starts;
    until then the bar counts seconds.
    """

    def __init__(self, tokens_per_step: int, progress: Progress, minutes: float | None) -> None:
        self._tokens_per_step = tokens_per_step
        self._recent: deque[float] = deque(maxlen=RECENT_STEPS)
        self._rates: deque[float] = deque(maxlen=RECENT_STEPS)
        self._minutes = minutes
        by_time = minutes is not None
        self._bar = tqdm(
            total=round(minutes * 60) if minutes is not None else progress.last_step,
            initial=round(progress.seconds) if by_time else progress.step,
            unit="s" if by_time else "step",
            dynamic_ncols=True,
            smoothing=0.05,
            # A log file gets a line now and then, a terminal a bar that moves.
            mininterval=0.2 if sys.stderr.isatty() else 30.0,
        )

    def step(self, progress: Progress, loss: float, tokens_per_second: float) -> None:
        """Move the bar."""
        self._recent.append(loss)
        self._rates.append(tokens_per_second)
        done = round(progress.seconds) if self._minutes is not None else progress.step
        self._bar.update(done - self._bar.n)
        phase = "cool-down" if progress.step > progress.cooldown_start else "plateau"
        seen = progress.step * self._tokens_per_step / 1e6
        self._bar.set_postfix_str(
            f"loss {fmean(self._recent):.3f}, {fmean(self._rates):,.0f} tok/s, "
            f"{seen:.1f}M tokens, {phase}",
            refresh=False,
        )

    def heldout(self, progress: Progress, bits: dict[str, float]) -> None:
        """Write the evaluation above the bar."""
        figures = ", ".join(f"{source} {value:.3f}" for source, value in bits.items())
        self._bar.write(f"step {progress.step:,}: held-out bits per character: {figures}")

    def close(self) -> None:
        """Leave the bar as it stands."""
        self._bar.close()


def smooth(values: Sequence[float], window: int) -> list[float]:
    """The mean of the last ``window`` values at each place."""
    total = 0.0
    result: list[float] = []
    for index, value in enumerate(values):
        total += value
        if index >= window:
            total -= values[index - window]
        result.append(total / min(index + 1, window))
    return result


def draw_curve(progress: Progress, tokens_per_step: int, path: Path) -> None:
    """The learning curve as a PNG: training loss, and held-out bits per character by source.

    Horizontal axis: millions of tokens seen. Draws without a display.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4), layout="constrained")
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)
    millions = tokens_per_step / 1e6
    steps = [(step + 1) * millions for step, _ in progress.losses]
    losses = smooth([loss for _, loss in progress.losses], RECENT_STEPS)
    left.plot(steps, losses, linewidth=1)
    left.set(title="Training", xlabel="million tokens", ylabel="loss, nats per token")
    if losses:
        left.set_ylim(min(losses) - 0.1, losses[len(losses) // 20] + 0.1)
    names = sorted({source for _, bits in progress.heldout for source in bits})
    for source in names:
        points = [(s * millions, bits[source]) for s, bits in progress.heldout if source in bits]
        right.plot(*zip(*points, strict=True), marker=".", label=f"held-out {source}")
        right.annotate(
            f"{points[-1][1]:.3f}", points[-1], textcoords="offset points", xytext=(4, 4)
        )
    right.set(title="Held out", xlabel="million tokens", ylabel="bits per character")
    if names:
        right.legend(frameon=False)
        every = [value for step, bits in progress.heldout[1:] for value in bits.values()]
        if every:
            right.set_ylim(min(every) - 0.05, sorted(every)[len(every) * 9 // 10] + 0.1)
    for axes in (left, right):
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
        if progress.cooldown_start < progress.step:
            axes.axvspan(
                progress.cooldown_start * millions, progress.step * millions, alpha=0.08, color="k"
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120)
