"""Whether a folder holds a model that Writer can use, without loading it.

Reads the configuration, the headers of the safetensors files and the tokenizer; no torch. What
only shows when the model is loaded (a missing weight) the engine says, and the model that was in
use stays in use.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

from writer.errors import ModelError, system_words
from writer.models.families import read_family
from writer.sentence import Sentence

WEIGHTS, INDEX = "model.safetensors", "model.safetensors.index.json"
TOKENIZERS = (("tokenizer.json",), ("vocab.json", "merges.txt"))
EXTRAS = (
    "generation_config.json",
    "judgement.json",
    "precisions.json",
    "special_tokens_map.json",
    "tokenizer_config.json",
    "README.md",
    "LICENSE",
    "LICENSE.md",
    "LICENSE.txt",
)
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
OTHER_FORMATS = (".gguf", ".h5", ".msgpack", ".onnx", ".ot", ".tflite")
FLOATS = frozenset({"F64", "F32", "F16", "BF16"})


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What the files say: the family, the number of weights, the size of the vocabulary."""

    family: str
    parameters: int
    vocabulary: int


def check_folder(folder: Path) -> ModelFacts:
    """Look at every file that would be used; raises ``ModelError`` saying what is wrong."""
    family = read_family(folder / "config.json")
    parameters = sum(_count_weights(path) for path in weight_files(folder))
    return ModelFacts(family, parameters, _check_tokenizer(folder))


def files_to_take(names: frozenset[str], weights: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """Of all file names of a model, those that Writer uses; never a pickle, never code.

    ``weights`` are the files that an index names. Raises ``ModelError`` when there is no model.
    """
    where = Sentence("Choose another model.")
    if "config.json" not in names:
        raise ModelError(
            "There is no config.json, so this is no model that Writer knows. {where}", where=where
        )
    if weights is None:
        weights = (WEIGHTS,) if WEIGHTS in names else ()
        if not weights and INDEX in names:
            weights = tuple(
                sorted(n for n in names if n.startswith("model-") and n.endswith(".safetensors"))
            )
    if not weights:
        raise _no_weights(names)
    tokenizer = next((t for t in TOKENIZERS if names >= set(t)), None)
    if tokenizer is None:
        raise ModelError(
            "This model is not supported, because it has neither tokenizer.json nor vocab.json "
            "and merges.txt, so it cannot read text. {where}",
            where=where,
        )
    index = () if weights == (WEIGHTS,) else (INDEX,)
    extras = tuple(name for name in EXTRAS if name in names)
    return ("config.json", *index, *tokenizer, *extras, *weights)


def _no_weights(names: frozenset[str]) -> ModelError:
    if any(name.endswith(PICKLES) for name in names):
        return ModelError(
            "This model is not supported, because its weights are stored as a pickle (.bin), which "
            "could run code when it is opened. Choose a copy in the safetensors format."
        )
    other = sorted({end for end in OTHER_FORMATS for name in names if name.endswith(end)})
    if other:
        return ModelError(
            "This model is not supported, because its weights are stored as {formats}. Choose a "
            "copy in the safetensors format.",
            formats=", ".join(other),
        )
    return ModelError("There is no model.safetensors, so there is no model. Choose another one.")


def weight_files(folder: Path) -> list[Path]:
    """The safetensors files of ``folder``: one, or those that its index names."""
    if (folder / WEIGHTS).is_file():
        return [folder / WEIGHTS]
    index = folder / INDEX
    if not index.is_file():
        raise _no_weights(frozenset(p.name for p in folder.iterdir()))
    try:
        mapping = json.loads(index.read_text(encoding="utf-8"))["weight_map"]
        names = sorted(set(mapping.values()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            "{index} is damaged ({reason}). Get the model again.",
            index=index,
            reason=system_words(error),
        ) from error
    paths = []
    for name in names:
        if not isinstance(name, str) or Path(name).name != name or not (folder / name).is_file():
            raise ModelError(
                "{index} names {name!r}, which is not there. Get the model again.",
                index=index,
                name=name,
            )
        paths.append(folder / name)
    return paths


def _count_weights(path: Path) -> int:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as handle:
            total = 0
            for name in list(handle.keys()):
                part = handle.get_slice(name)
                stored = part.get_dtype()
                if stored not in FLOATS and not name.endswith((".attn.bias", ".masked_bias")):
                    raise ModelError(
                        "This model is not supported, because its weights are stored as {stored} "
                        "({name}). Choose the same model in 16 or 32 bits.",
                        stored=stored,
                        name=name,
                    )
                total += math.prod(part.get_shape())
    except (SafetensorError, OSError, ValueError) as error:
        raise ModelError(
            "{path} is damaged or not complete ({reason}). Get it again.",
            path=path,
            reason=system_words(error),
        ) from error
    return total


def _check_tokenizer(folder: Path) -> int:
    whole, vocab, merges = (folder / n for n in ("tokenizer.json", "vocab.json", "merges.txt"))
    from tokenizers import Tokenizer, models

    try:
        if whole.is_file():
            size = int(Tokenizer.from_file(str(whole)).get_vocab_size())
        elif vocab.is_file() and merges.is_file():
            bpe = models.BPE.from_file(str(vocab), str(merges))
            size = int(Tokenizer(bpe).get_vocab_size())
        else:
            raise ModelError(
                "{folder} has no tokenizer.json, so its model cannot read text. Copy it from the "
                "model that this one was made from.",
                folder=folder,
            )
    except ModelError:
        raise
    except Exception as error:  # the library raises plain Exception for any bad file
        raise ModelError(
            "The tokenizer in {folder} cannot be read ({reason}).",
            folder=folder,
            reason=system_words(error),
        ) from error
    stated = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("vocab_size")
    if isinstance(stated, int) and size > stated:
        raise ModelError(
            "The tokenizer in {folder} knows {size} tokens and the model {stated}: they do not "
            "belong together. Copy the tokenizer from the model that this one was made from.",
            folder=folder,
            size=size,
            stated=stated,
        )
    return size
