"""llama.cpp with Q8_0 weights, through the low-level calls of llama-cpp-python.

Its memory of the text is cropped to what still holds; branches share the cells of the prompt.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np

from writer.benchmarks.peer import Listener, continue_greedily
from writer.engine.checkpoint import Array
from writer.engine.config import GPT2Config, read_config
from writer.engine.gpt2_weights import opened
from writer.engine.prompt_cache import common_prefix

FILE_NAME = "q8_0.gguf"
BATCH = 512
ROWS = 8
Q8_0_BYTES = 34 / 32
"""32 weights of one byte and a scale of two."""


def write(folder: Path, target: Path) -> None:
    """Write the GGUF file of ``folder``: products in Q8_0, everything else in fp32."""
    import gguf  # a start with a copy does not need it

    with opened(folder) as source:
        c = source.config
        out = gguf.GGUFWriter(str(target), "gpt2")
        out.add_name("bench")
        out.add_context_length(c.positions)
        out.add_embedding_length(c.width)
        out.add_feed_forward_length(c.inner)
        out.add_block_count(c.layers)
        out.add_head_count(c.heads)
        out.add_layer_norm_eps(c.norm_epsilon)
        out.add_vocab_size(c.vocab_size)
        out.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
        out.add_tokenizer_model("none")

        def add(name: str, value: Array) -> None:
            out.add_tensor(name, np.ascontiguousarray(value))

        def add_q8(name: str, value: Array) -> None:
            kind = gguf.GGMLQuantizationType.Q8_0
            out.add_tensor(
                name, gguf.quants.quantize(np.ascontiguousarray(value), kind), raw_dtype=kind
            )

        def add_norm(name: str, of: str) -> None:
            gain, offset = source.norm(of)
            add(f"{name}.weight", gain)
            add(f"{name}.bias", offset)

        add_q8("token_embd.weight", source.tokens())
        add("position_embd.weight", source.places())
        add_q8("output.weight", source.head())
        add_norm("output_norm", "ln_f")
        names = {
            "attn.c_attn": "attn_qkv",
            "attn.c_proj": "attn_output",
            "mlp.c_fc": "ffn_up",
            "mlp.c_proj": "ffn_down",
        }
        for i in range(c.layers):
            add_norm(f"blk.{i}.attn_norm", f"h.{i}.ln_1")
            add_norm(f"blk.{i}.ffn_norm", f"h.{i}.ln_2")
            for part, name in names.items():
                weight, bias = source.linear(i, part)
                add_q8(f"blk.{i}.{name}.weight", weight.T)
                add(f"blk.{i}.{name}.bias", bias)
        out.write_header_to_file()
        out.write_kv_data_to_file()
        out.write_tensors_to_file()
        out.close()


class LlamaPeer:
    """A model, a context, and one batch that is filled anew for every step."""

    block_bytes = Q8_0_BYTES
    head_bytes = Q8_0_BYTES

    def __init__(self, path: Path, config: GPT2Config, threads: int) -> None:
        self._quiet = llama_cpp.llama_log_callback(lambda *_: None)
        llama_cpp.llama_log_set(self._quiet, None)
        llama_cpp.llama_backend_init()
        self._vocab_size = config.vocab_size
        # Its matrix unit kernel (AMX) crashes on these models in 0.3.36; VNNI serves them.
        choices = llama_cpp.llama_model_default_params()
        choices.use_extra_bufts = False
        self._model: Any = llama_cpp.llama_model_load_from_file(str(path).encode(), choices)
        params = llama_cpp.llama_context_default_params()
        params.n_ctx = config.positions + 256
        params.n_batch = params.n_ubatch = BATCH
        params.n_seq_max = ROWS
        params.kv_unified = True
        params.n_threads = params.n_threads_batch = threads
        self._context: Any = llama_cpp.llama_init_from_model(self._model, params)
        self._memory: Any = llama_cpp.llama_get_memory(self._context)
        self._batch: Any = llama_cpp.llama_batch_init(BATCH, 0, 1)
        self._ids: list[int] = []

    def forget(self) -> None:
        llama_cpp.llama_memory_clear(self._memory, True)
        self._ids = []

    def _run(self, cells: Sequence[tuple[int, int, int]], answers: Sequence[int]) -> Any:
        """Feed (token, position, row); logits [N, V] of the cells that ``answers`` names."""
        batch = self._batch
        batch.n_tokens = len(cells)
        for n, (token, position, row) in enumerate(cells):
            batch.token[n], batch.pos[n] = token, position
            batch.n_seq_id[n], batch.seq_id[n][0] = 1, row
            batch.logits[n] = n in answers
        if llama_cpp.llama_decode(self._context, batch):
            raise RuntimeError("llama_decode failed")
        return np.stack(
            [
                np.ctypeslib.as_array(
                    llama_cpp.llama_get_logits_ith(self._context, n), (self._vocab_size,)
                )
                for n in answers
            ]
        )

    def _feed(self, ids: Sequence[int]) -> Any:
        logits: Any = None
        for begin in range(0, len(ids), BATCH):
            part = ids[begin : begin + BATCH]
            start = len(self._ids)
            cells = [(token, start + n, 0) for n, token in enumerate(part)]
            logits = self._run(cells, [len(part) - 1])
            self._ids.extend(part)
        return logits[0]

    def _read(self, ids: Sequence[int]) -> Any:
        shared = min(common_prefix(self._ids, ids), len(ids) - 1)
        llama_cpp.llama_memory_seq_rm(self._memory, 0, shared, -1)
        del self._ids[shared:]
        return self._feed(ids[shared:])

    def complete(self, ids: Sequence[int], count: int, listener: Listener) -> None:
        continue_greedily(self._read(ids), self._feed, count, listener)

    def branches(self, ids: Sequence[int], firsts: Sequence[int], count: int) -> list[list[int]]:
        self._read(ids)
        numbers = range(1, len(firsts) + 1)
        for row in numbers:
            llama_cpp.llama_memory_seq_cp(self._memory, 0, row, -1, -1)
        tokens = list(firsts)
        rows: list[list[int]] = [[] for _ in firsts]
        for step in range(count):
            cells = [(t, len(ids) + step, row) for t, row in zip(tokens, numbers, strict=True)]
            tokens = self._run(cells, range(len(cells))).argmax(axis=-1).tolist()
            for found, token in zip(rows, tokens, strict=True):
                found.append(token)
        for row in numbers:
            llama_cpp.llama_memory_seq_rm(self._memory, row, -1, -1)
        return rows

    def close(self) -> None:
        llama_cpp.llama_batch_free(self._batch)
        llama_cpp.llama_free(self._context)
        llama_cpp.llama_model_free(self._model)


def open_peer(folder: Path, cache: Path, threads: int) -> LlamaPeer:
    """Convert ``folder`` where that was not done before, and load it."""
    path = cache / FILE_NAME
    if not path.is_file():
        write(folder, path)
    return LlamaPeer(path, read_config(folder), threads)
