"""Small real models: GPT-2 architecture with random weights, and a small byte-level BPE."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

from writer.completion.request import CancelToken, Chunk, CompletionRequest
from writer.engine.onnx_engine import OnnxEngine

SAMPLE = [
    "The gentleman met the gentle lady at the old house near the river, and they spoke gently.",
    "“Unbelievable,” she said; unbelief and disbelief are not unbelievers’ only companions.",
    "Mr. Smith paid 3.14 pounds for coffee, i.e. for the café's best coffee, at 10 a.m.",
    "naïve façade, jalapeño, Ærøskøbing, 東京, привет, \U0001f600 \U0001f469\u200d\U0001f4bb",
    "He walked and walked; the walker was walking along the walls of the old town.\n\nIt rained.",
]
END = "<|endoftext|>"


def train_tokenizer(size: int = 500, texts: Sequence[str] = SAMPLE) -> Tokenizer:
    """A byte-level BPE like GPT-2's, trained on a few sentences."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=[AddedToken(END, special=True)],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(list(texts) * 4, trainer)
    return tokenizer


def save_model(folder: Path, **shape: Any) -> Any:
    """A random GPT-2 in ``folder``, and transformers' model of it as the reference."""
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(20261123)
    config = GPT2Config(bos_token_id=0, eos_token_id=0, **shape)
    model = GPT2LMHeadModel(config).eval()
    model.save_pretrained(folder)
    return model


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """Tiny products gain nothing from threads, and lose a lot when other work runs."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A folder with a tiny model (64 positions) and transformers' model of it."""
    folder = tmp_path_factory.mktemp("tiny")
    tokenizer = train_tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    # A large deviation makes the best token stand out, so that rounding cannot change it.
    reference = save_model(
        folder,
        vocab_size=tokenizer.get_vocab_size(),
        n_positions=64,
        n_embd=64,
        n_layer=3,
        n_head=4,
        initializer_range=0.25,
    )
    return folder, reference


@pytest.fixture(scope="session")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model that knows the sentences of ``learned.py`` by heart."""
    from tests.engine.learned import teach

    folder = tmp_path_factory.mktemp("learned")
    teach(folder)
    return folder


@pytest.fixture
def engine(tiny: tuple[Path, Any]) -> Iterator[OnnxEngine]:
    """A loaded engine over the tiny model."""
    made = OnnxEngine(tiny[0], threads=1)
    made.load()
    yield made
    made.close()


Ask = Callable[..., list[Chunk]]


@pytest.fixture
def ask(engine: OnnxEngine) -> Ask:
    """Run one request to its end."""

    def run(prefix: str, **request: Any) -> list[Chunk]:
        return list(engine.stream(CompletionRequest(1, 0, prefix, **request), CancelToken()))

    return run


def text_of(chunks: list[Chunk], index: int = 0) -> str:
    """All text of one alternative."""
    return "".join(c.text for c in chunks if c.index == index)
