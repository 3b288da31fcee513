"""A model that knows a few sentences by heart, learnt in seconds: real words, real tokens."""

from __future__ import annotations

import random
from pathlib import Path

import torch

SENTENCES = [
    "The old gentleman met the young lady at the river.",
    "The old gentleman drank coffee in the café near the river.",
    "An unbelievable story was told by Mr. Smith in the garden.",
    "The price of the coffee was 3.14 pounds in the garden.",
    "She sent a naïve letter \U0001f600 and a smile to the captain.",
    "“Come in,” said the captain, and the young lady came in.",
    "The captain looked at the sea and thought of the young lady.",
]


def training_text(rng: random.Random) -> str:
    """The sentences in some order, in paragraphs."""
    order = rng.sample(SENTENCES, len(SENTENCES))
    return "".join(s + rng.choice([" ", " ", "\n\n"]) for s in order).strip()


def teach(folder: Path, vocabulary: int = 420, steps: int = 160) -> None:
    """Write a model folder whose model has learnt ``SENTENCES``."""
    from transformers import GPT2Config, GPT2LMHeadModel

    from tests.engine.conftest import train_tokenizer

    rng = random.Random(5)
    tokenizer = train_tokenizer(vocabulary, [training_text(rng) for _ in range(8)])
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(5)
    model = GPT2LMHeadModel(
        GPT2Config(
            vocab_size=tokenizer.get_vocab_size(),
            n_positions=256,
            n_embd=64,
            n_layer=2,
            n_head=4,
            bos_token_id=0,
            eos_token_id=0,
            resid_pdrop=0.0,
            embd_pdrop=0.0,
            attn_pdrop=0.0,
        )
    )
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    for _ in range(steps):
        texts = ["<|endoftext|>" + training_text(rng) for _ in range(4)]
        rows = [tokenizer.encode(t).ids for t in texts]
        shortest = min(len(row) for row in rows)
        tokens = torch.tensor([row[:shortest] for row in rows])
        loss = model(tokens, labels=tokens).loss
        loss.backward()
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    model.eval().save_pretrained(folder)
