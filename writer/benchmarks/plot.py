"""A picture of the rows that matter most, every peer a bar."""

from __future__ import annotations

from math import isinf
from pathlib import Path

from writer.benchmarks.table import Report, number
from writer.errors import WriterError

SHOWN = (
    "first token, text known",
    "each further token",
    "3 alternatives of 12",
    "prefill of 256 tokens",
    "session, every key: all of it",
    "process start to first token",
)
OURS, THEIRS = "#3b6ea5", "#b9b9b9"


def draw(report: Report, path: Path) -> None:
    """Write the picture; raises :class:`WriterError` when that fails."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    rows = [row for row in (report.row(name) for name in SHOWN) if row is not None and row.cells]
    if not rows:
        return
    lines = -(-len(rows) // 2)
    figure = Figure(figsize=(10, 0.6 + lines * (0.7 + 0.28 * len(report.peers))))
    FigureCanvasAgg(figure)
    for index, row in enumerate(rows):
        axes = figure.add_subplot(lines, 2, index + 1)
        names = [n for n in reversed(list(report.peers)) if n in row.cells]
        values = [row.cells[n].median for n in names]
        colours = [OURS if n.startswith("writer") else THEIRS for n in names]
        shown = [0.0 if isinf(v) else v for v in values]
        axes.barh([report.peers[n] for n in names], shown, color=colours)
        for place, value in enumerate(values):
            axes.annotate(
                number(value),
                (shown[place], place),
                xytext=(3, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
            )
        axes.set_title(f"{row.name} ({row.unit})", fontsize=9, loc="left")
        axes.set_xlim(0, 1.15 * max(shown) or 1)
        axes.tick_params(labelsize=8, length=0)
        axes.set_xticks([])
        axes.spines[["top", "right", "bottom"]].set_visible(False)
    figure.suptitle(f"Model {report.model}; less is better", fontsize=10)
    figure.tight_layout()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, dpi=130)
    except (OSError, ValueError) as error:
        raise WriterError(f"The plot could not be written to {path} ({error}).") from error
