"""How near each precision stays to fp32 on held-out text, read the way the editor reads it.

In every passage the beginning is read at once and the next tokens one by one; the positions
after those are compared. So both ways in which a precision may make its products take part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from writer.completion.request import CancelToken
from writer.engine.calibration import calibrate
from writer.engine.choose import HEAD_WIDTHS
from writer.engine.config import read_config
from writer.engine.converted_copy import CopyOf
from writer.engine.fidelity import CALIBRATED, Fidelity
from writer.engine.numerics import Floats, log_softmax
from writer.engine.onnx_model import OnnxModel
from writer.engine.precision import PRECISIONS, SAFE
from writer.engine.probe import works
from writer.engine.threads import threads_for
from writer.engine.tokenizer import load_tokenizer
from writer.errors import WriterError
from writer.evaluation.texts import HeldText

COMPARED = ("mixed", "w8a14")
AT_ONCE = 160
"""Tokens of a passage that are read in one go."""
ONE_BY_ONE = 24
SEEN = 32
"""Of so many tokens, more than ever stand on the screen, the divergence tells."""
LEAST_REST = 1e-9


def passages(
    folder: Path, texts: Sequence[HeldText], count: int, length: int
) -> Iterator[list[int]]:
    """``count`` passages of ``length`` tokens, spread evenly over the texts; each begins as a
    document does."""
    tokenizer = load_tokenizer(folder)
    begin = tokenizer.begin or ([] if tokenizer.end_token is None else [tokenizer.end_token])
    each = -(-count // len(texts))
    made = 0
    for text in texts:
        ids = tokenizer.encode(text.text)
        body = length - len(begin)
        step = max(body, (len(ids) - body) // each)
        for start in range(0, len(ids) - body + 1, step)[:each]:
            if made == count:
                return
            made += 1
            yield begin + ids[start : start + body]


def measure(
    folder: Path,
    texts: Sequence[HeldText],
    positions: int,
    names: Sequence[str] = COMPARED,
    at_once: int = AT_ONCE,
) -> dict[str, Fidelity]:
    """The figures of every precision that works here, plain and calibrated, from about so many
    positions, with ``at_once`` tokens of a passage read in one go (fewer where the model holds
    fewer)."""
    config = read_config(folder)
    if config.head_width % HEAD_WIDTHS:
        raise WriterError(
            "This model runs in fp32 only: its attention heads are {width} wide, and the other "
            "precisions need a multiple of 8. There is nothing to compare.",
            width=config.head_width,
        )
    at_once = min(at_once, config.positions - ONE_BY_ONE - 1)
    threads = threads_for(config)
    exact = OnnxModel(folder, SAFE, threads=threads)
    coarse: dict[str, OnnxModel] = {}
    for name in names:
        if not all(map(works, PRECISIONS[name].products)):
            continue
        coarse[name] = OnnxModel(folder, name, threads=threads)
        if PRECISIONS[name].quick_head is not None:
            with TemporaryDirectory(prefix="writer-", ignore_cleanup_errors=True) as store:
                calibrate(CopyOf(folder, name), Path(store), threads)
                model = OnnxModel(folder, name, threads=threads, store=Path(store))
            coarse[CALIBRATED.format(name)] = model
    same = dict.fromkeys(coarse, 0)
    divergence = dict.fromkeys(coarse, 0.0)
    nats = dict.fromkeys(coarse, 0.0)
    exact_nats, count = 0.0, 0
    for ids in passages(folder, texts, -(-positions // ONE_BY_ONE), at_once + ONE_BY_ONE + 1):
        targets = np.array(ids[at_once + 1 :])[:, None]
        wanted = _logprobs(exact, ids, at_once)
        exact_nats -= float(np.take_along_axis(wanted, targets, axis=1).sum())
        count += len(targets)
        for name, model in coarse.items():
            found = _logprobs(model, ids, at_once)
            same[name] += int((found.argmax(axis=1) == wanted.argmax(axis=1)).sum())
            divergence[name] += float(_divergences(wanted, found).sum())
            nats[name] -= float(np.take_along_axis(found, targets, axis=1).sum())
    if not count:
        raise WriterError("The texts are too short to compare precisions on; name longer ones.")
    return {
        name: Fidelity(
            agreement=same[name] / count,
            divergence=divergence[name] / count,
            perplexity_ratio=exp((nats[name] - exact_nats) / count),
            positions=count,
        )
        for name in coarse
    }


def _logprobs(model: OnnxModel, ids: Sequence[int], at_once: int) -> Floats:
    """Log probabilities [ONE_BY_ONE, V] after each of the last tokens but the very last."""
    cache = model.new_cache()
    model.prefill(ids[:at_once], cache, CancelToken())
    rows = [model.forward([token], cache, likeliest=True)[0] for token in ids[at_once:-1]]
    return log_softmax(np.stack(rows))


def _divergences(wanted: Floats, found: Floats) -> Floats:
    """KL(wanted || found) of log probabilities [N, V] as [N], with all but the ``SEEN`` likeliest
    tokens taken together."""
    likely = np.argpartition(wanted, -SEEN, axis=1)[:, -SEEN:]
    p, q = (np.exp(np.take_along_axis(x, likely, axis=1)) for x in (wanted, found))
    p, q = (np.c_[x, np.maximum(1.0 - x.sum(axis=1), LEAST_REST)] for x in (p, q))
    each: Floats = (p * np.log(p / q)).sum(axis=1)
    return each


def table(figures: dict[str, Fidelity]) -> str:
    """The figures as lines for a terminal."""
    lines = [f"{'precision':20}{'same token':>12}{'perplexity':>12}{'KL, nats':>11}"]
    for name, figure in figures.items():
        lines.append(
            f"{name:20}{figure.agreement:12.4f}{figure.perplexity_ratio:12.4f}"
            f"{figure.divergence:11.1e}  {'passes' if figure.passes else 'too coarse'}"
        )
    return "\n".join(lines)
