"""Perplexity and bits per character of a text under a causal language model.

With N tokens x_1..x_N after the end-of-text token x_0, the cost in nats is
C = -sum_i ln p(x_i | x_{s(i)}..x_{i-1}), where s(i) is the start of the window that x_i is
scored in. Windows hold as many tokens as the model takes and start ``stride`` tokens apart;
each token is scored once, in the first window that holds it, so that (but for the first
window) at least context - stride tokens stand before it. A smaller stride is slower and lower.

perplexity per token = exp(C / N); perplexity per word = exp(C / W) with W runs of visible
characters, which compares models whatever their tokens are; bits per character =
C / (ln 2 * characters).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from typing import Any

import torch

from writer.engine.adapter import check_adapter
from writer.engine.checkpoint import weight_files
from writer.engine.tokenizer import TextTokenizer, load_tokenizer
from writer.errors import ModelError, WriterError, system_words
from writer.training.heldout import Window, windows

BATCH_TOKENS = 2048
"""Tokens of all windows of one forward pass together, at most."""
CHARACTERS_BEFORE = 8000
"""How much of what stands before a text is looked at: more than fits into a context."""


@dataclass(frozen=True, slots=True)
class Score:
    """The cost of a text in nats, and what it is divided by."""

    nats: float
    tokens: int
    words: int
    characters: int

    def __add__(self, other: Score) -> Score:
        return Score(
            self.nats + other.nats,
            self.tokens + other.tokens,
            self.words + other.words,
            self.characters + other.characters,
        )

    @property
    def perplexity_per_token(self) -> float:
        """exp(nats / tokens); depends on the tokenizer."""
        return exp(self.nats / self.tokens)

    @property
    def perplexity_per_word(self) -> float:
        """exp(nats / words), spaces and punctuation included in the cost."""
        return exp(self.nats / self.words)

    @property
    def bits_per_character(self) -> float:
        """nats / ln 2 / characters."""
        return self.nats / log(2) / self.characters

    def as_json(self) -> dict[str, float]:
        """Counts and figures."""
        return {
            "tokens": self.tokens,
            "words": self.words,
            "characters": self.characters,
            "perplexity_per_token": round(self.perplexity_per_token, 4),
            "perplexity_per_word": round(self.perplexity_per_word, 4),
            "bits_per_character": round(self.bits_per_character, 5),
        }


EMPTY = Score(0.0, 0, 0, 0)


class Scorer:
    """A model folder of any family that transformers knows, in single precision.

    ``stride`` is in tokens; half of the context when it is None. ``adapter`` is the folder of a
    LoRA adapter for the model.
    """

    def __init__(
        self,
        folder: Path,
        stride: int | None = None,
        adapter: Path | None = None,
        model: Any = None,
    ) -> None:
        """``model`` is what was read of ``folder`` already, if it was."""
        self._tokenizer = load_tokenizer(folder)
        self._model = read_model(folder) if model is None else model
        if adapter is not None:
            check_adapter(adapter, folder).add_to_model(self._model)
        config = self._model.config
        self.start = first_token(folder, self._tokenizer, config)
        self.context = int(getattr(config, "max_position_embeddings", 1024))
        self.stride = stride or max(1, self.context // 2)
        if self.stride > self.context:
            raise WriterError(
                "The stride of {stride} tokens is longer than the model's context of {context}; "
                "some tokens would never be scored. Choose a smaller one.",
                stride=self.stride,
                context=self.context,
            )

    def score(self, text: str) -> Score:
        """The cost of ``text``; raises :class:`WriterError` when it has no words."""
        if not text.strip():
            raise WriterError("The text is empty, so it has no perplexity.")
        ids = [self.start, *self._tokenizer.encode(text)]
        nats = self._all_nats(windows(ids, self.context, self.stride))
        return Score(nats, len(ids) - 1, len(text.split()), len(text))

    def score_after(self, before: str, text: str) -> Score:
        """The cost of ``text`` where it goes on from ``before``, which costs nothing itself."""
        lead = [self.start, *self._tokenizer.encode(before[-CHARACTERS_BEFORE:])]
        ids = [*lead, *self._tokenizer.encode(text)]
        todo = []
        for begin in range(len(lead), len(ids), self.stride):
            end = min(begin + self.stride, len(ids))
            start = max(0, end - self.context - 1)
            todo.append(Window(ids[start:end], begin - start - 1))
        return Score(self._all_nats(todo), len(ids) - len(lead), len(text.split()), len(text))

    def _all_nats(self, todo: Sequence[Window]) -> float:
        rows = max(1, BATCH_TOKENS // self.context)
        return sum(self._nats(todo[i : i + rows]) for i in range(0, len(todo), rows))

    @torch.inference_mode()
    def _nats(self, batch: Sequence[Window]) -> float:
        """The cost of the tokens that these windows are the first to hold."""
        longest = max(len(window.tokens) for window in batch)
        tokens = torch.zeros(len(batch), longest, dtype=torch.long)
        for row, window in enumerate(batch):
            tokens[row, : len(window.tokens)] = torch.tensor(window.tokens)
        # Padding stands at the end, where a causal model's earlier tokens do not see it.
        logits = self._model(input_ids=tokens[:, :-1]).logits
        total = 0.0
        for row, window in enumerate(batch):
            last = len(window.tokens) - 1
            losses = torch.nn.functional.cross_entropy(
                logits[row, window.skip : last].float(),
                tokens[row, window.skip + 1 : last + 1],
                reduction="sum",
            )
            total += float(losses)
        return total


def read_model(folder: Path) -> Any:
    """transformers' model of a folder, in single precision and without dropout.

    Never a pickle, never code from the folder; raises ``ModelError``.
    """
    from transformers import AutoModelForCausalLM

    weight_files(folder)
    try:
        model: Any = AutoModelForCausalLM.from_pretrained(
            folder, dtype=torch.float32, local_files_only=True, use_safetensors=True
        )
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            "The model in {folder} cannot be read ({reason}).",
            folder=folder,
            reason=system_words(error),
        ) from error
    return model.eval()


def first_token(folder: Path, tokenizer: TextTokenizer, config: Any) -> int:
    """The token that begins a text; raises ``ModelError`` when the model has none."""
    start = tokenizer.end_token
    if start is None:
        start = config.bos_token_id if config.bos_token_id is not None else config.eos_token_id
    if start is None:
        raise ModelError(
            "The model in {folder} has no token that begins a text, so the first word of a text "
            "has no probability.",
            folder=folder,
        )
    return int(start)
