"""What decoding must know about every token: its bytes, and what it does to a word."""

from __future__ import annotations

import numpy as np

from writer.engine.healing import Healer
from writer.engine.numerics import Floats
from writer.engine.sampling import RULED_OUT
from writer.engine.tokenizer import TextTokenizer
from writer.errors import ModelError

_PUNCTUATION_LEAD = (b"\xe2\x80", b"\xc2\xa0", b"\xc2\xab", b"\xc2\xbb", b"\xe3\x80")
"""Beginnings of the UTF-8 of dashes, quotes, the ellipsis and wide spaces."""


def goes_on(data: bytes) -> bool:
    """Whether a token's bytes continue the word before them instead of ending it."""
    if not data:
        return False
    if data[:1] == b"'" or data.startswith("’".encode()):
        return data[1:2].isalpha() or data[3:4].isalpha()
    if data[0] >= 0x80:
        return not data.startswith(_PUNCTUATION_LEAD)
    return data[:1].isalnum()


class Vocabulary:
    """Token tables for a model with ``model_size`` logits (V), built once per model."""

    def __init__(self, tokenizer: TextTokenizer, model_size: int) -> None:
        if tokenizer.size > model_size:
            raise ModelError(
                "The tokenizer knows {tokens} tokens but the model only {size}: they do not "
                "belong together. Download the model again.",
                tokens=tokenizer.size,
                size=model_size,
            )
        self.tokenizer = tokenizer
        self.end_token = tokenizer.end_token
        self.bytes = tokenizer.token_bytes + [b""] * (model_size - tokenizer.size)
        self.healer = Healer(self.bytes, self.end_token)
        # [V]: 0, or -inf for tokens that stand for no text (special ones and padding).
        unusable = np.array([not data for data in self.bytes])
        if self.end_token is not None:
            unusable[self.end_token] = False
        self._allowed = np.where(unusable, np.float32(RULED_OUT), np.float32(0))
        # [V]: the same, and the end of the text and line breaks are ruled out too.
        breaks = np.array([b"\n" in data or b"\r" in data for data in self.bytes])
        if self.end_token is not None:
            breaks[self.end_token] = True
        self._no_break = np.where(breaks, np.float32(RULED_OUT), self._allowed)
        # [V]: 1 where a token ends the word before it.
        self._ends_word = np.array([not goes_on(data) for data in self.bytes], np.float32)

    def goes_on(self, token: int) -> bool:
        """Whether ``token`` continues the word before it."""
        return goes_on(self.bytes[token])

    def usable(self, logits: Floats, *, breaks: bool) -> Floats:
        """Logits [V] with unusable tokens at -inf; without ``breaks``, line breaks as well."""
        return logits + (self._allowed if breaks else self._no_break)

    def boundary(self, probabilities: Floats) -> float:
        """The probability that a word ends here, of next-token probabilities [V]."""
        return min(1.0, float(probabilities @ self._ends_word))
