"""Bits per character on held-out documents."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from writer.training.data import read_heldout
from writer.training.tokenizer import end_of_text_id

Logits = Callable[[Tensor], Tensor]
"""tokens (batch, time) -> logits (batch, time, vocabulary)."""


@dataclass(frozen=True)
class Window:
    """One forward pass: its tokens (context + 1 at most), of which the first ``skip`` targets
    were already scored in the window before."""

    tokens: list[int]
    skip: int


def windows(tokens: Sequence[int], context: int, stride: int) -> list[Window]:
    """Sliding windows that score every token after the first exactly once."""
    result: list[Window] = []
    scored = 0
    start = 0
    while scored < len(tokens) - 1:
        piece = list(tokens[start : start + context + 1])
        result.append(Window(piece, scored - start))
        scored = start + len(piece) - 1
        start += stride
    return result


class Heldout:
    """Tokenised held-out documents of each source, ready to be scored.

    With ``quick_chars`` only so many characters from the start of each document are used: the
    figure during training. Without, the whole of every document: the figure to report.
    """

    def __init__(
        self,
        corpus: Path,
        tokenizer: Tokenizer,
        context: int,
        quick_chars: int | None = None,
        stride: int | None = None,
    ) -> None:
        separator = end_of_text_id(tokenizer)
        self.context = context
        self.stride = stride or context // 2
        self._texts: dict[str, list[tuple[list[int], int]]] = {}
        for source, documents in read_heldout(corpus).items():
            cut = [text[:quick_chars] for text in documents]
            encodings = tokenizer.encode_batch_fast(cut)
            self._texts[source] = [
                ([separator, *encoding.ids], len(text))
                for encoding, text in zip(encodings, cut, strict=True)
            ]

    def characters_per_token(self, source: str) -> float:
        """How long a token is in the held-out text of one source."""
        texts = self._texts[source]
        return sum(chars for _, chars in texts) / max(1, sum(len(ids) - 1 for ids, _ in texts))

    @torch.no_grad()
    def bits_per_character(
        self, logits: Logits, device: torch.device, batch: int = 16
    ) -> dict[str, float]:
        """Total nats / ln 2 / characters per source, windows of ``context`` tokens.

        The stride is half the context unless told, so all but a document's first tokens are
        scored with at least half a context before them.

        Each document starts after an end-of-text token and is scored on its own.
        """
        result: dict[str, float] = {}
        for source, texts in self._texts.items():
            todo = [w for ids, _ in texts for w in windows(ids, self.context, self.stride)]
            nats = sum(
                self._nats(logits, todo[start : start + batch], device, batch)
                for start in range(0, len(todo), batch)
            )
            result[source] = nats / math.log(2) / max(1, sum(chars for _, chars in texts))
        return result

    def _nats(self, logits: Logits, todo: list[Window], device: torch.device, batch: int) -> float:
        tokens = torch.zeros(batch, self.context + 1, dtype=torch.int64)
        counted = torch.zeros(batch, self.context)
        for row, window in enumerate(todo):
            tokens[row, : len(window.tokens)] = torch.tensor(window.tokens)
            counted[row, window.skip : len(window.tokens) - 1] = 1
        tokens, counted = tokens.to(device), counted.to(device)
        total = 0.0
        all_logits = logits(tokens[:, :-1])
        for row in range(len(todo)):
            wide = all_logits[row].float()
            losses = torch.nn.functional.cross_entropy(wide, tokens[row, 1:], reduction="none")
            total += float((losses * counted[row]).sum())
        return total
