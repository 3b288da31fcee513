"""Text to tokens and back: a thin layer over the ``tokenizers`` library that knows bytes.

A byte-level token is any run of bytes, so one token may hold half a character. Everything
that forces or shows text therefore works on ``token_bytes``.
"""

from __future__ import annotations

import codecs
from functools import lru_cache
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from writer.errors import ModelError, system_words

END_OF_TEXT = "<|endoftext|>"
LONGEST_PIECE = 80
"""Characters looked at to find where the word before the caret starts."""


@lru_cache(maxsize=1)
def byte_alphabet() -> dict[str, int]:
    """GPT-2's printable stand-in for every byte: printable bytes stand for themselves."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    stand_in = {chr(byte): byte for byte in printable}
    others = (byte for byte in range(256) if byte not in set(printable))
    stand_in.update({chr(256 + n): byte for n, byte in enumerate(others)})
    return stand_in


class TextTokenizer:
    """The tokenizer of a model folder, with the bytes of every token.

    ``token_bytes[i]`` are the bytes that token ``i`` stands for; special tokens have none.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        # What a person types is text, even when it spells a special token.
        tokenizer.encode_special_tokens = True
        self._tokenizer = tokenizer
        added = tokenizer.get_added_tokens_decoder()
        self.special = {i for i, token in added.items() if token.special}
        vocabulary = tokenizer.get_vocab(with_added_tokens=True)
        self.size = max(vocabulary.values(), default=-1) + 1
        self.byte_level = _is_byte_level(tokenizer)
        self.token_bytes: list[bytes] = [b""] * self.size
        for text, i in vocabulary.items():
            if i in self.special:
                continue
            self.token_bytes[i] = text.encode() if i in added else self._bytes_of(text)
        self.end_token = vocabulary.get(END_OF_TEXT)
        # Some families begin every text with a token of its own.
        bare = tokenizer.encode("a", add_special_tokens=False).ids
        whole = tokenizer.encode("a", add_special_tokens=True).ids
        self.begin: list[int] = whole[: -len(bare)] if whole[-len(bare) :] == bare else []

    def _bytes_of(self, token: str) -> bytes:
        if self.byte_level:
            alphabet = byte_alphabet()
            return bytes(alphabet[c] for c in token if c in alphabet)
        if len(token) == 6 and token.startswith("<0x") and token.endswith(">"):
            return bytes.fromhex(token[3:5])
        return token.replace("\u2581", " ").encode()

    def encode(self, text: str) -> list[int]:
        """Token ids of ``text``, with no special tokens added."""
        # A batch, because the library gives Python's lock away for one and keeps it for a text:
        # the window would wait for a few thousand characters at every key.
        batch = self._tokenizer.encode_batch_fast([text], add_special_tokens=False)
        ids: list[int] = batch[0].ids
        return ids

    def decode_bytes(self, ids: list[int]) -> bytes:
        """The bytes of several tokens."""
        return b"".join(self.token_bytes[i] for i in ids)

    def word_start(self, text: str) -> int:
        """The index where the piece of text before the caret starts, for token healing.

        A piece is what the tokenizer never merges over: a word with its leading space, a
        number, a run of punctuation. Of trailing white space only the last character counts:
        it merges with the word to come. ``len(text)`` if the piece is too long to take back.
        """
        if not text:
            return 0
        if text[-1].isspace():
            return len(text) - 1
        offset = max(0, len(text) - LONGEST_PIECE)
        splitter = self._tokenizer.pre_tokenizer
        if splitter is None or not self.byte_level:
            space = text.rfind(" ", offset)
            return space if space >= 0 else len(text)
        _, (begin, _) = splitter.pre_tokenize_str(text[offset:])[-1]
        if begin == 0 and offset > 0:
            return len(text)
        return offset + int(begin)


def _is_byte_level(tokenizer: Tokenizer) -> bool:
    return "ByteLevel" in repr(tokenizer.decoder)


def load_tokenizer(folder: Path) -> TextTokenizer:
    """Read ``tokenizer.json``, or GPT-2's older ``vocab.json`` and ``merges.txt``."""
    whole, vocab, merges = (folder / n for n in ("tokenizer.json", "vocab.json", "merges.txt"))
    try:
        if whole.is_file():
            return TextTokenizer(Tokenizer.from_file(str(whole)))
        if vocab.is_file() and merges.is_file():
            return TextTokenizer(_from_merges(vocab, merges))
    except Exception as error:  # the library raises plain Exception for any bad file
        raise ModelError(
            "The tokenizer in {folder} cannot be read ({reason}). Download the model again, or "
            "choose another one.",
            folder=folder,
            reason=system_words(error),
        ) from error
    raise ModelError(
        "The folder {folder} has no tokenizer.json, so its model cannot read text. Download the "
        "model again, or choose another one.",
        folder=folder,
    )


def _from_merges(vocab: Path, merges: Path) -> Tokenizer:
    model: Any = models.BPE.from_file(str(vocab), str(merges))
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    if tokenizer.token_to_id(END_OF_TEXT) is not None:
        tokenizer.add_special_tokens([AddedToken(END_OF_TEXT, special=True)])
    return tokenizer


class Utf8Stream:
    """Turns token bytes into text as they come, holding back half characters."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    def feed(self, data: bytes) -> str:
        """The characters that are complete now; bytes that never can be give U+FFFD."""
        return self._decoder.decode(data)
