"""Bits per character of any causal model folder on held-out text, through transformers.

``python -m writer.training.score MODEL --corpus DIR`` prints the figure of the model card. It uses
nothing of the training code's forward pass, so it also checks the exported folder.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from transformers import AutoModelForCausalLM

from writer.errors import WriterError
from writer.training.heldout import Heldout


def score(folder: Path, corpus: Path, stride: int | None = None) -> dict[str, float]:
    """Bits per character per source: whole documents, float32, windows of the model's context.

    ``stride`` tokens between windows; half the context unless told.
    """
    if not (folder / "tokenizer.json").is_file():
        raise WriterError(f"{folder} is no model folder: it has no tokenizer.json.")
    model = AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, local_files_only=True
    )  # comes in evaluation mode
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    heldout = Heldout(corpus, tokenizer, model.config.n_positions, stride=stride)

    def logits(tokens: Tensor) -> Tensor:
        result: Tensor = model(tokens, use_cache=False).logits
        return result

    return heldout.bits_per_character(logits, torch.device("cpu"), batch=8)


def main() -> int:
    """Read the options and print one line of JSON."""
    parser = argparse.ArgumentParser(description="Bits per character on held-out text.")
    parser.add_argument("model", type=Path)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--stride", type=int, help="default: half the model's context")
    options = parser.parse_args()
    try:
        bits = score(options.model, options.corpus, options.stride)
    except WriterError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(json.dumps({name: round(value, 4) for name, value in bits.items()}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
