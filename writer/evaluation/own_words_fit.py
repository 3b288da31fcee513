"""How much the document's own words should count: the weights of ``engine/own_words.py``.

    python -m writer.evaluation.own_words_fit HELDOUT_DIR [--model FOLDER]

For every token of held-out text, the probability that the model gives it (transformers, windows
of the model's length, half of each window as context) and the share that the document's own
words give it. For each length n of the longest match, the weight w in

    sum over tokens of log((1 - w) p_model + w p_own)

is taken from a grid at its maximum. Printed with it: how many tokens had such a match, and the
gain in bits per character over all text.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from writer.engine.own_words import LONGEST, WEIGHTS, OwnWords
from writer.engine.tokenizer import load_tokenizer

GRID = np.linspace(0.0, 0.6, 61)
HISTORY = 24_000
"""How many characters before a token count as the document, as in the window."""


def best_weight(model: np.ndarray, own: np.ndarray) -> float:
    """The weight of GRID that makes the mixture of two probabilities [N] likeliest."""
    scores = [np.log((1 - w) * model + w * own + 1e-30).sum() for w in GRID]
    return float(GRID[int(np.argmax(scores))])


def model_probabilities(folder: Path, ids: Sequence[int], positions: int) -> np.ndarray:
    """The probability [N] of each token given those before it; the first gets 1."""
    from transformers import AutoModelForCausalLM

    model: Any = AutoModelForCausalLM.from_pretrained(
        folder, local_files_only=True, dtype=torch.float32
    )
    model.eval()
    result = np.ones(len(ids))
    stride = positions // 2
    with torch.inference_mode():
        for begin in range(0, max(1, len(ids) - 1), stride):
            window = torch.tensor([list(ids[begin : begin + positions])])
            logprobs = torch.log_softmax(model(window).logits[0, :-1], dim=-1)
            given = logprobs.gather(1, window[0, 1:, None]).squeeze(1).exp().numpy()
            fresh = 0 if begin == 0 else stride - 1
            result[begin + 1 + fresh : begin + 1 + len(given)] = given[fresh:]
            if begin + positions >= len(ids):
                break
    return result


def own_shares(own: OwnWords, tokens: Sequence[int], offset: int) -> Iterator[tuple[int, float]]:
    """For each token of a paragraph: the match length, and the share its own words give it."""
    for index in range(offset, len(tokens)):
        n, following = own.following(tokens[max(0, index - LONGEST) : index])
        yield n, following.get(tokens[index], 0.0)


def main() -> int:
    """Print the weights that fit best, and those in force."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("heldout", type=Path)
    parser.add_argument("--model", type=Path, default=Path("resources/models/starter"))
    parser.add_argument("--characters", type=int, default=40_000, help="read of each document")
    args = parser.parse_args()
    tokenizer = load_tokenizer(args.model)
    positions = 512
    model_p: list[float] = []
    own_p: list[float] = []
    lengths: list[int] = []
    characters = 0
    for path in sorted(args.heldout.glob("*.txt")):
        text = path.read_text(encoding="utf-8")[: args.characters]
        characters += len(text)
        paragraphs = text.split("\n")
        own = OwnWords(tokenizer.encode)
        ids: list[int] = []
        done = ""
        for paragraph in paragraphs:
            tokens = tokenizer.encode(paragraph)
            # What the paragraph itself said before counts as well: read it in halves.
            half = len(tokens) // 2
            own.read(done[-HISTORY:])
            pairs = [*own_shares(own, tokens[:half], 0)]
            own.read(
                done[-HISTORY:] + tokenizer.decode_bytes(tokens[:half]).decode("utf-8", "replace")
            )
            pairs += own_shares(own, tokens, half)
            lengths += [n for n, _ in pairs]
            own_p += [p for _, p in pairs]
            ids += tokens
            done += paragraph + "\n"
        model_p += list(model_probabilities(args.model, ids, positions))
    model, own_share, length = np.array(model_p), np.array(own_p), np.array(lengths)
    print(f"{len(model):,} tokens, {characters:,} characters")
    gain = 0.0
    for n in range(1, LONGEST + 1):
        here = length == n
        if not here.any():
            continue
        weight = best_weight(model[here], own_share[here])
        mixed = (1 - weight) * model[here] + weight * own_share[here]
        gain += float((np.log2(mixed + 1e-30) - np.log2(model[here] + 1e-30)).sum())
        print(f"n={n}: best weight {weight:.2f} (in force {WEIGHTS[n]:.2f}), {here.mean():.0%}")
    print(f"gain: {gain / characters:.4f} bits per character")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
