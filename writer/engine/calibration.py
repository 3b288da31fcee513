"""A model that is rounded by what goes through it: calibrated on some pages of prose.

Its products are then nearer to fp32 at the same size and speed (see :mod:`writer.engine.gptq`).
It takes much longer than a conversion, so it is done once, and kept (``converted_copy.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from writer.engine.checkpoint import Array
from writer.engine.converted import Converted, convert
from writer.engine.converted_copy import CopyOf, write_copy
from writer.engine.gpt2_weights import GPT2Weights, opened
from writer.engine.onnx_graph import cache_names, write_graph
from writer.engine.onnx_nodes import Graph
from writer.engine.onnx_products import Linear, Product, exact
from writer.engine.onnx_session import open_session
from writer.engine.precision import PRECISIONS, READING, Precision
from writer.engine.tokenizer import load_tokenizer
from writer.errors import WriterError
from writer.paths import resources_dir

TEXT = "calibration.txt"
"""Pages from a dozen books in the public domain, none of which is held out; in the resources."""
WINDOW = 256
"""Tokens that are read together (fewer where the model holds fewer)."""
MOST_WINDOWS = 16
NEAR_TOKENS = 128
"""Rounded so, the quick head needs fewer to be scored again."""

Progress = Callable[[float], None]
"""Told how much of the work is done, from 0 to 1; what it raises ends it."""


def unheard(_share: float) -> None:
    """Progress that nobody asks about."""


def calibrate(source: CopyOf, store: Path, threads: int, progress: Progress = unheard) -> bool:
    """Make the calibrated copy of a model, which then replaces a plain one; whether it could be
    written.

    Raises ``ModelError`` for a folder that cannot be used, and what ``progress`` raises.
    """
    ids = load_tokenizer(source.folder).encode(_some_prose())
    with opened(source.folder, source.adapter) as weights:
        # Now: a newer adapter may lie there before this one is calibrated.
        sharp, plain = source.paths(store)
        made = calibrated(weights, PRECISIONS[source.precision], ids, threads, progress)
    if not write_copy(sharp, made, source):
        return False
    with suppress(OSError):  # in use, on Windows
        plain.unlink(missing_ok=True)
    return True


def _some_prose() -> str:
    try:
        return (resources_dir() / TEXT).read_text(encoding="utf-8")
    except OSError as error:
        raise WriterError(
            "The text to calibrate a model with is missing, so this installation is incomplete. "
            "Your documents are not affected. Install Writer again."
        ) from error


def calibrated(
    weights: GPT2Weights,
    precision: Precision,
    ids: Sequence[int],
    threads: int,
    progress: Progress = unheard,
) -> Converted:
    """The model in a precision, rounded by how it reads the tokens ``ids``."""
    moments = second_moments(weights, ids, threads, lambda share: progress(share / 3))
    products = 4 * weights.config.layers + 2
    done = 0

    def counted(product: Product) -> Product:
        if product is exact:
            return exact

        def made(g: Graph, x: str, layer: Linear) -> str:
            nonlocal done
            done += 1
            progress((1 + 2 * done / products) / 3)
            name = layer.name.removeprefix("quick ")
            return product(g, x, replace(layer, moments=moments.get(name)))

        return made

    quick = precision.quick_head
    return convert(
        weights,
        replace(
            precision,
            layers=counted(precision.layers),
            # Rounded so, the end of the first layer needs no more bits than the others.
            first=counted(precision.layers),
            head=counted(precision.head),
            near_tokens=NEAR_TOKENS,
            quick_head=None if quick is None else counted(quick),
            reading=None if quick is None else READING,
        ),
    )


def second_moments(
    weights: GPT2Weights, ids: Sequence[int], threads: int, progress: Progress = unheard
) -> Mapping[str, Array]:
    """The mean of x^T x [inputs, inputs] of every product's activations, by its name, in fp32."""
    seen = _Seen()
    precision = Precision("seen", seen.product, seen.product, seen.head, exact_head=True)
    session = open_session(*write_graph(weights, precision), threads)
    tokens, places, c = weights.tokens(), weights.places(), weights.config
    sums = {name: np.zeros((size, size), np.float32) for name, size in seen.sizes.items()}
    windows = list(_windows(ids, min(WINDOW, c.positions)))
    for number, window in enumerate(windows):
        count = len(window)
        nothing = np.zeros((1, c.heads, count, c.head_width), np.float32)
        feeds = {
            "x": (tokens[window] + places[:count])[None],
            "last": np.array([count - 1], np.int32),
            "total": np.array([count], np.int32),
            "mask": np.zeros((1, 1, count, count), np.float32),
            "wanted": np.arange(count),
            **dict.fromkeys(cache_names(c), nothing),
        }
        found = session.run([f"seen {name}" for name in sums], feeds)
        for total, (x,) in zip(sums.values(), found, strict=True):
            with np.errstate(over="ignore", invalid="ignore"):
                total += x.T @ x / np.float32(len(windows) * count)
        progress((number + 1) / len(windows))
    # Where activations are too large to be squared, the nearest numbers have to do.
    return {name: total for name, total in sums.items() if np.isfinite(total).all()}


def _windows(ids: Sequence[int], size: int) -> Iterator[list[int]]:
    """Pieces of a text, at most ``MOST_WINDOWS``; a last one that is not full is left out."""
    for begin in range(0, min(len(ids), MOST_WINDOWS * size) - size + 1, size):
        yield list(ids[begin : begin + size])


@dataclass(slots=True)
class _Seen:
    """Products in fp32 whose activations the graph gives as well."""

    sizes: dict[str, int] = field(default_factory=dict)
    """Of every product's activations, by its name."""

    def product(self, g: Graph, x: str, layer: Linear) -> str:
        self.sizes[layer.name] = len(layer.weight)
        g.reveal(x, f"seen {layer.name}", len(layer.weight))
        return exact(g, x, layer)

    def head(self, g: Graph, x: str, layer: Linear) -> str:
        """Its activations only: nobody reads the logits."""
        return self.product(g, x, replace(layer, weight=layer.weight[:, :1]))
