"""Whatever is wrong with a model folder, the person gets a sentence and no traceback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from writer.completion.request import CancelToken, CompletionRequest
from writer.engine import checkpoint, onnx_model
from writer.engine.checkpoint import floats
from writer.engine.onnx_engine import OnnxEngine
from writer.engine.onnx_model import OnnxModel
from writer.engine.precision import PRECISIONS
from writer.errors import ModelError


def configure(**changes: Any) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / "config.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | changes))

    return damage


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def write(name: str, text: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).write_text(text)

    return damage


def change(
    name: str, make: Callable[[torch.Tensor], torch.Tensor | None]
) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / "model.safetensors"
        tensors = load_file(path)
        made = make(tensors.pop(name))
        if made is not None:
            tensors[name] = made.contiguous()
        save_file(tensors, path)

    return damage


def truncate(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1000])


def pickle_only(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


WEIGHT = "transformer.h.1.mlp.c_fc.weight"


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (shutil.rmtree, "no folder"),
        (without("config.json"), r"no config\.json"),
        (write("config.json", "{"), "cannot be read"),
        (write("config.json", "[]"), "does not describe"),
        (configure(model_type="llama"), "family 'llama'"),
        (configure(model_type=None), "unknown family"),
        (configure(n_head=5), "cannot be divided"),
        (configure(n_layer=0), "'n_layer'"),
        (configure(n_embd="wide"), "'n_embd'"),
        (configure(activation_function="swish"), "'swish'"),
        (configure(add_cross_attention=True), "cross-attention"),
        (configure(n_layer=4), r"lacks the weights 'h\.3"),
        (configure(n_positions=32), "config.json asks for"),
        (configure(tie_word_embeddings=False), r"lm_head\.weight"),
        (configure(vocab_size=90), "config.json asks for"),
        (without("model.safetensors"), r"no model\.safetensors"),
        (pickle_only, "pickle"),
        (truncate, "damaged or not complete"),
        (write("model.safetensors", "not a model"), "damaged or not complete"),
        (write("model.safetensors", ""), "damaged or not complete"),
        (change(WEIGHT, lambda t: None), "lacks the weights"),
        (change(WEIGHT, lambda t: t[:-1]), "have the shape"),
        (change(WEIGHT, lambda t: t.to(torch.int8)), "I8"),
        (without("tokenizer.json"), r"no tokenizer\.json"),
        (write("tokenizer.json", "{}"), "cannot be read"),
    ],
)
def test_a_bad_folder_is_a_sentence(
    tiny: tuple[Path, Any], tmp_path: Path, damage: Callable[[Path], None], says: str
) -> None:
    """Every kind of damage names what is wrong and what to do about it."""
    folder = tmp_path / "model"
    shutil.copytree(tiny[0], folder)
    damage(folder)
    with pytest.raises(ModelError, match=says) as raised:
        OnnxEngine(folder, threads=1).load()
    sentence = str(raised.value)
    assert sentence.endswith(".")
    assert any(word in sentence for word in ("Download", "Choose", "choose", "Use a copy"))


def test_a_tokenizer_of_another_model_is_refused(
    tiny: tuple[Path, Any], learned: Path, tmp_path: Path
) -> None:
    """A tokenizer with more tokens than the model has would crash later; it is said at once."""
    shutil.copytree(learned, tmp_path / "model")
    shutil.copy(tiny[0] / "tokenizer.json", tmp_path / "model")
    with pytest.raises(ModelError, match="do not belong together"):
        OnnxEngine(tmp_path / "model", threads=1).load()


@pytest.mark.parametrize("precision", list(PRECISIONS))
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_said(
    tiny: tuple[Path, Any], tmp_path: Path, precision: str, value: float
) -> None:
    """One NaN among the weights is a sentence, not odd text: in 8 bits it would look like one."""
    folder = tmp_path / "model"
    shutil.copytree(tiny[0], folder)

    def damage(tensor: torch.Tensor) -> torch.Tensor:
        tensor[3, 5] = value
        return tensor

    change(WEIGHT, damage)(folder)
    with pytest.raises(ModelError, match="no numbers"):
        OnnxEngine(folder, threads=1, precision=precision).load()


class PanicException(BaseException):
    """What safetensors raises where Python has no memory: no ``Exception``."""


class NoMemory:
    """Fails as the libraries do."""

    def __init__(self, *_: object, **__: object) -> None:
        raise RuntimeError("[ONNXRuntimeError] : 6 : Exception during initialization: bad_alloc")

    @staticmethod
    def get_tensor(_name: str) -> None:
        raise PanicException("PyObject pointer is null")

    @staticmethod
    def prefill(*_: object) -> None:
        raise MemoryError


@pytest.mark.parametrize(
    ("where", "name", "value"),
    [
        (onnx_model.ort, "InferenceSession", NoMemory),
        (OnnxModel, "prefill", NoMemory.prefill),
        (checkpoint, "floats", lambda _, name: floats(NoMemory, name)),
    ],
    ids=["a session", "the first run", "a tensor"],
)
def test_too_little_memory_is_said(
    tiny: tuple[Path, Any], monkeypatch: pytest.MonkeyPatch, where: object, name: str, value: object
) -> None:
    """Wherever it runs out while a model is loaded, the sentence names it, and nothing is kept."""
    monkeypatch.setattr(where, name, value)
    engine = OnnxEngine(tiny[0], threads=1)
    with pytest.raises(ModelError, match="not enough memory"):
        engine.load()
    with pytest.raises(ModelError, match="No model is loaded"):
        list(engine.stream(CompletionRequest(1, 0, "The old"), CancelToken()))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_files_and_bare_names_are_read(
    tiny: tuple[Path, Any], tmp_path: Path, dtype: torch.dtype
) -> None:
    """16-bit files, names without ``transformer.`` and old mask buffers load as well."""
    folder = tmp_path / "model"
    shutil.copytree(tiny[0], folder)
    tensors = load_file(folder / "model.safetensors")
    bare = {name.removeprefix("transformer."): t.to(dtype) for name, t in tensors.items()}
    bare["h.0.attn.bias"] = torch.ones(1, 1, 64, 64, dtype=torch.bool)
    save_file(bare, folder / "model.safetensors")
    engine = OnnxEngine(folder, threads=1)
    engine.load()
    assert list(engine.stream(CompletionRequest(1, 0, "The old"), CancelToken()))[-1].reason


def test_a_sharded_checkpoint_is_read(tiny: tuple[Path, Any], tmp_path: Path) -> None:
    """Weights in several files load through their index; an index may not leave the folder."""
    folder = tmp_path / "model"
    shutil.copytree(tiny[0], folder)
    tensors = load_file(folder / "model.safetensors")
    (folder / "model.safetensors").unlink()
    names = sorted(tensors)
    halves = {"a.safetensors": names[::2], "b.safetensors": names[1::2]}
    for file, part in halves.items():
        save_file({name: tensors[name] for name in part}, folder / file)
    mapping = {name: file for file, part in halves.items() for name in part}
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": mapping}))
    OnnxEngine(folder, threads=1).load()

    index.write_text(json.dumps({"weight_map": dict.fromkeys(names, "../a.safetensors")}))
    with pytest.raises(ModelError, match="damaged"):
        OnnxEngine(folder, threads=1).load()
    index.write_text(json.dumps({"weight_map": dict.fromkeys(names, "c.safetensors")}))
    with pytest.raises(ModelError, match="damaged or not complete"):
        OnnxEngine(folder, threads=1).load()
