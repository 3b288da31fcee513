"""CTranslate2 with int8 weights. Its cache is a static prompt: what is in it costs once.

The static prompt ends at a multiple of ``STEP`` tokens, so that typing on keeps it; the rest
of the text is read anew for every request.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from ctranslate2.specs import common_spec, transformer_spec

from writer.benchmarks.peer import Listener
from writer.engine.gpt2_weights import GPT2Weights, opened

STEP = 16


def write(folder: Path, target: Path) -> None:
    """Convert ``folder``; tokens are called by their numbers."""
    with opened(folder) as source:
        c = source.config
        spec = transformer_spec.TransformerDecoderModelSpec.from_config(
            c.layers, c.heads, pre_norm=True, activation=common_spec.Activation.GELUTanh
        )
        decoder: Any = spec.decoder
        decoder.scale_embeddings = False
        decoder.embeddings.weight = source.tokens()
        decoder.position_encodings.encodings = source.places()
        decoder.projection.weight = source.head()
        _set_norm(decoder.layer_norm, source, "ln_f")
        for i, layer in enumerate(decoder.layer):
            _set_norm(layer.self_attention.layer_norm, source, f"h.{i}.ln_1")
            _set_norm(layer.ffn.layer_norm, source, f"h.{i}.ln_2")
            for name, linear in (
                ("attn.c_attn", layer.self_attention.linear[0]),
                ("attn.c_proj", layer.self_attention.linear[1]),
                ("mlp.c_fc", layer.ffn.linear_0),
                ("mlp.c_proj", layer.ffn.linear_1),
            ):
                weight, bias = source.linear(i, name)
                linear.weight, linear.bias = np.ascontiguousarray(weight.T), bias
        spec.register_vocabulary([f"t{i}" for i in range(c.vocab_size)])
        spec.config.bos_token = spec.config.eos_token = spec.config.unk_token = "t0"
        spec.validate()
        spec.optimize(quantization="int8")
        target.mkdir(parents=True)
        spec.save(str(target))


def _set_norm(norm: Any, source: GPT2Weights, name: str) -> None:
    norm.gamma, norm.beta = source.norm(name)


class CT2Peer:
    """A ``Generator``."""

    block_bytes = 1.0
    head_bytes = 1.0

    def __init__(self, path: Path, threads: int) -> None:
        self._path, self._threads = path, threads
        self.forget()

    def forget(self) -> None:
        # The only way to drop the static prompts.
        self._generator: Any = ctranslate2.Generator(
            str(self._path), device="cpu", compute_type="int8", intra_threads=self._threads
        )

    def _generate(self, rows: list[list[int]], shared: int, count: int, **more: Any) -> list[Any]:
        static = [f"t{i}" for i in rows[0][:shared]] or None
        found: list[Any] = self._generator.generate_batch(
            [[f"t{i}" for i in row[shared:]] for row in rows],
            static_prompt=static,
            max_length=count,
            sampling_topk=1,
            end_token=[],
            include_prompt_in_result=False,
            **more,
        )
        return found

    def complete(self, ids: Sequence[int], count: int, listener: Listener) -> None:
        def hear(step: Any) -> bool:
            return not listener.hear(step.token_id)

        shared = (len(ids) - 1) // STEP * STEP
        self._generate([list(ids)], shared, count, callback=hear)

    def branches(self, ids: Sequence[int], firsts: Sequence[int], count: int) -> list[list[int]]:
        rows = [[*ids, first] for first in firsts]
        results = self._generate(rows, len(ids), count)
        return [list(result.sequences_ids[0]) for result in results]

    def close(self) -> None:
        del self._generator


def open_peer(folder: Path, cache: Path, threads: int) -> CT2Peer:
    """Convert ``folder`` where that was not done before, and load it."""
    path = cache / "ctranslate2"
    if not path.is_dir():
        write(folder, path)
    return CT2Peer(path, threads)
