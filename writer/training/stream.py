"""Token stream on disk and the deterministic order in which training reads it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from writer.errors import WriterError
from writer.training.data import Document, Dropped, load_corpus
from writer.training.tokenizer import end_of_text_id, save_tokenizer, train_tokenizer

STREAM = "train.bin"
ACCOUNT = "prepared.json"
ENCODE_BATCH = 64


@dataclass(frozen=True)
class DataConfig:
    """How documents become one stream of tokens."""

    vocab_size: int = 8192
    web_repeats: int = 3
    """How often each modern article stands in the stream; a book stands in it once."""
    tokenizer_every: int = 3
    """The tokenizer learns from every n-th book and all articles."""
    seed: int = 1


@dataclass(frozen=True)
class Prepared:
    """A tokenizer, and the training stream it made: uint16, documents joined by end of text."""

    tokenizer: Tokenizer
    stream: NDArray[np.uint16]
    folder: Path


def prepare(
    corpus: Path, out: Path, config: DataConfig, say: Callable[[str], None], context: int
) -> Prepared:
    """Clean, tokenise and store the corpus under ``out``, or reuse what an earlier run stored.

    Files: ``tokenizer/``, ``train.bin`` and ``prepared.json`` (sizes and what was dropped). The
    account is written last, so a folder that has it is complete.
    """
    account = out / ACCOUNT
    if account.is_file():
        known = json.loads(account.read_text(encoding="utf-8"))
        if known["config"] != asdict(config):
            raise WriterError(
                f"{out} was prepared with other data settings ({known['config']}). "
                "Use the same settings to go on, or another --out folder to start anew."
            )
        return open_prepared(out)
    out.mkdir(parents=True, exist_ok=True)
    dropped = Dropped()
    say("Reading and cleaning the corpus ...")
    documents = load_corpus(corpus, dropped)
    say(dropped.report())
    say("Training the tokenizer ...")
    tokenizer = train_tokenizer(tokenizer_sample(documents, config), config.vocab_size)
    save_tokenizer(tokenizer, out / "tokenizer", context)
    say("Tokenising ...")
    stream, counts = encode_stream(documents, tokenizer, config)
    temporary = out / (STREAM + ".part")
    stream.tofile(temporary)
    os.replace(temporary, out / STREAM)
    facts = {"config": asdict(config), "tokens": counts, **dropped.as_json()}
    account.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    say(f"The training stream has {len(stream):,} tokens: {counts}.")
    return open_prepared(out)


def open_prepared(folder: Path) -> Prepared:
    """The tokenizer and memory-mapped stream of a prepared folder."""
    return Prepared(
        Tokenizer.from_file(str(folder / "tokenizer" / "tokenizer.json")),
        np.memmap(folder / STREAM, dtype=np.uint16, mode="r"),
        folder,
    )


def tokenizer_sample(documents: Sequence[Document], config: DataConfig) -> list[str]:
    """The texts the tokenizer learns from."""
    books = [document.text for document in documents if document.source == "books"]
    web = [document.text for document in documents if document.source == "web"]
    return books[:: config.tokenizer_every] + web


def encode_stream(
    documents: Sequence[Document], tokenizer: Tokenizer, config: DataConfig
) -> tuple[NDArray[np.uint16], dict[str, int]]:
    """All documents in a seeded order, each preceded by end of text; and tokens per source."""
    if config.vocab_size > 2**16:
        raise WriterError("The vocabulary can have at most 65,536 tokens.")
    separator = end_of_text_id(tokenizer)
    pieces: list[NDArray[np.uint16]] = []
    for start in range(0, len(documents), ENCODE_BATCH):
        texts = [document.text for document in documents[start : start + ENCODE_BATCH]]
        for encoding in tokenizer.encode_batch_fast(texts):
            pieces.append(np.array([separator, *encoding.ids], dtype=np.uint16))
    repeats = [config.web_repeats if d.source == "web" else 1 for d in documents]
    order = np.repeat(np.arange(len(documents)), repeats)
    np.random.default_rng(config.seed).shuffle(order)
    counts = {"books": 0, "web": 0}
    for index in order.tolist():
        counts[documents[index].source] += len(pieces[index])
    return np.concatenate([pieces[index] for index in order.tolist()]), counts


@dataclass(frozen=True)
class Batches:
    """Batch number ``step`` is a function of (stream, seed, step): nothing to save or restore.

    An epoch is a seeded permutation of non-overlapping blocks of ``context`` tokens, cut from a
    seeded offset so that block borders fall elsewhere in the next epoch.
    """

    stream: NDArray[np.uint16]
    context: int
    rows: int
    seed: int

    @property
    def steps_per_epoch(self) -> int:
        """Whole batches in one pass over the stream."""
        blocks = (len(self.stream) - 1) // self.context - 1
        return blocks // self.rows

    def __post_init__(self) -> None:
        if self.steps_per_epoch < 1:
            raise WriterError(
                f"The training text has only {len(self.stream):,} tokens, too few for one batch."
            )

    def batch(self, step: int) -> tuple[Tensor, Tensor]:
        """Inputs and targets of one step, int64, each (rows, context)."""
        epoch, position = divmod(step, self.steps_per_epoch)
        random = np.random.default_rng((self.seed, epoch))
        offset = int(random.integers(self.context))
        order = random.permutation((len(self.stream) - 1 - offset) // self.context)
        chosen = order[position * self.rows : (position + 1) * self.rows]
        starts = offset + chosen[:, None] * self.context
        tokens = self.stream[starts + np.arange(self.context + 1)[None, :]].astype(np.int64)
        whole = torch.from_numpy(tokens)
        return whole[:, :-1].contiguous(), whole[:, 1:].contiguous()
