"""Train the trigram from a corpus folder, and keep it in a file."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from writer.errors import WriterError
from writer.evaluation.trigram import Tables, Trigram, count, units

LEAST_COUNT = 5
MOST_WORDS = 100_000
MOST_RARE = 50_000
"""Rare words that the speller learns from: the first ones in the order of the corpus."""
REPORT_EVERY = 100


def train(documents: Iterable[str], least_count: int = LEAST_COUNT) -> Tables:
    """Count a corpus, document by document. Memory: about 40 bytes for each unit at the peak."""
    first_ids: dict[str, int] = {}
    streams: list[np.ndarray[tuple[int], np.dtype[np.int32]]] = []
    for number, text in enumerate(documents, start=1):
        found = [first_ids.setdefault(unit, len(first_ids)) for unit in units(text)]
        streams.append(np.array(found, dtype=np.int32))
        if number % REPORT_EVERY == 0:
            print(f"trigram: {number} documents, {len(first_ids):,} words", file=sys.stderr)
    everything = list(first_ids)
    counts = np.zeros(len(everything), dtype=np.int64)
    for stream in streams:
        counts += np.bincount(stream, minlength=len(everything))
    often = np.flatnonzero(counts >= least_count)
    often = often[np.argsort(-counts[often], kind="stable")][:MOST_WORDS]
    words = sorted(everything[i] for i in often)
    listed = {word: i for i, word in enumerate(words)}
    new_ids = np.array([listed.get(word, len(words)) for word in everything], dtype=np.int64)
    rare = [word for word in everything if word not in listed]
    return count((new_ids[stream] for stream in streams), words, rare[:MOST_RARE])


def save(tables: Tables, path: Path) -> None:
    """Write one file; raises :class:`WriterError` when that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            np.savez(
                stream,
                words=_packed(tables.words),
                rare=_packed(tables.rare),
                listed=np.array(Trigram(tables).mass_listed),
                **{
                    name: getattr(tables, name)
                    for name in (
                        "uni",
                        "bi_keys",
                        "bi",
                        "bi_rest",
                        "tri_keys",
                        "tri",
                        "pair_keys",
                        "pair_rest",
                    )
                },
            )
    except OSError as error:
        raise WriterError(f"The trigram could not be written to {path} ({error}).") from error


def load(path: Path) -> Trigram:
    """Read what ``save`` wrote; raises :class:`WriterError` for any other file."""
    try:
        with np.load(path, allow_pickle=False) as data:
            arrays = {name: data[name] for name in data.files}
        words, rare = (_unpacked(arrays.pop(name)) for name in ("words", "rare"))
        listed = float(arrays.pop("listed"))
        return Trigram(Tables(words=words, rare=rare, **arrays), listed)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise WriterError(
            f"{path} is no trigram that Writer wrote ({error}). Delete it, and name the corpus "
            "with --corpus to make it anew."
        ) from error


def _packed(words: list[str]) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer("\0".join(words).encode("utf-8"), dtype=np.uint8)


def _unpacked(data: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> list[str]:
    text = data.tobytes().decode("utf-8")
    return text.split("\0") if text else []


def make_file(path: Path, corpus: Path) -> None:
    """Train on the cleaned corpus, held-out paragraphs left out, and write the file."""
    from writer.training.data import SOURCES, Dropped, clean, heldout_digests, read_documents

    dropped, seen, forbidden = Dropped(), set[bytes](), heldout_digests(corpus)
    documents = (
        document.text
        for source in SOURCES
        for document in clean(read_documents(corpus, source), source, dropped, seen, forbidden)
    )
    print(f"trigram: reading {corpus}; this takes minutes, once", file=sys.stderr)
    save(train(documents), path)


def trigram_at(path: Path | None, corpus: Path | None) -> Trigram:
    """The trigram in ``path``, made from ``corpus`` first if the file is not there."""
    if path is None:
        raise WriterError(
            "Say where to keep the trigram: --trigram FILE. It is made once, from --corpus DIR."
        )
    if not path.exists():
        if corpus is None:
            raise WriterError(
                f"There is no trigram in {path}. Name the training corpus with --corpus DIR, "
                "and it is made from it."
            )
        make_file(path, corpus)
    return load(path)
