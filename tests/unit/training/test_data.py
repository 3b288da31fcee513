"""Cleaning keeps prose, drops the rest, and never lets held-out text in."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from writer.errors import WriterError
from writer.training.data import (
    Dropped,
    clean,
    fault,
    load_corpus,
    normalise,
    read_documents,
    read_heldout,
)

PROSE = (
    "It was four o'clock when the ceremony was over and the carriages began to arrive. "
    "There had been a crowd following all the way, and nobody could say why it had come."
)


def corpus_at(folder: Path, books: str, web: str, heldout: dict[str, str]) -> Path:
    """A corpus folder like the real one."""
    folder.mkdir()
    for name, text in (("books", books), ("web", web)):
        (folder / f"{name}.txt.xz").write_bytes(lzma.compress(text.encode()))
    (folder / "heldout").mkdir()
    entries = []
    for title, text in heldout.items():
        (folder / "heldout" / f"{title}.txt").write_text(text, encoding="utf-8")
        kind = "web" if title.startswith("note") else "book"
        entries.append({"title": title, "kind": kind})
    (folder / "manifest.json").write_text(json.dumps({"heldout": entries}), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("paragraph", "reason"),
    [
        (PROSE, None),
        ('"Why not?"', None),
        ("I -- that is -- no.", None),
        ("XIV.", "bare number or heading"),
        ("Chapter 12", "bare number or heading"),
        ("Chapter I. The Beginning . . . . . . 14", "table of contents"),
        ("This eBook is from Project Gutenberg.", "boilerplate"),
        ("{% include figure.html %}", "markup, code or bare address"),
        ("See https://example.org/a/b", "markup, code or bare address"),
        ("1,234 5,678 9,012 3,456 7,890 1,234 5,678 9,012", "mostly digits and signs"),
        ("ΜΗΝΙΝ ἄειδε θεὰ Πηληϊάδεω Ἀχιλῆος", "other alphabets"),
        ("He said cafÃ© twice and then fell silent.", "broken encoding"),
        ("A LEGEND OF THE FIRST WAR FOR THE CONQUEST OF THE GROUP", "capitals"),
    ],
)
def test_a_paragraph_is_kept_or_dropped_for_a_named_reason(
    paragraph: str, reason: str | None
) -> None:
    """Prose and dialogue stay; each kind of debris goes, and the account says which."""
    assert fault(paragraph) == reason


def test_normalised_text_is_what_a_keyboard_types() -> None:
    """Curly quotes, entities, ligatures and invisible signs become plain typing."""
    raw = "\u201cIt\u2019s  \u200bﬁne,\u201d she said\u00a0&mdash; twice.\n"
    assert normalise(raw, "books") == '"It\'s fine," she said — twice.'
    assert normalise("Comment below.You may stop.", "web") == "Comment below. You may stop."


def test_dashes_survive_as_they_were_typed() -> None:
    """Both ways of typing a dash are learned."""
    assert normalise("Wait--no — yes", "books") == "Wait--no — yes"


def test_a_long_passage_is_learned_once_and_short_ones_as_often_as_they_occur() -> None:
    """Duplicates are dropped over the whole corpus; short dialogue may repeat."""
    fresh = " ".join(f"In the year {year} nothing happened." for year in range(1900, 1910))
    dropped = Dropped()
    raw = [f'{PROSE}\n\n"Why not?"\n\n{PROSE.upper()}', f'{PROSE}\n\n"Why not?"\n\n{fresh}']
    first, second = clean([raw[0] + fresh[5:], raw[1]], "books", dropped, set())
    assert PROSE in first.text
    assert second.text == f'"Why not?"\n\n{fresh}'
    assert dropped.paragraphs["duplicate"] == 1


def test_a_run_of_verse_is_dropped_but_prose_around_it_stays() -> None:
    """Verse is not what anyone completes in prose."""
    verse = ["The curfew tolls the knell", "The lowing herd winds slowly", "And leaves the world,"]
    text = "\n\n".join([PROSE, *verse, "To darkness and to me;", "It was over at last. " + PROSE])
    dropped = Dropped()
    (document,) = clean([text], "books", dropped, set())
    assert "curfew" not in document.text
    assert document.text.count("carriages") == 2
    assert dropped.paragraphs["verse, table or list"] == 4


def test_heldout_paragraphs_never_become_training_text(tmp_path: Path) -> None:
    """Neither the held-out files nor a copy of their passages in the archives are learned."""
    secret = "The secret passage of the held-out book is about a lighthouse keeper and his dog Rex."
    other = "Quite another paragraph, long enough to be learned from by any model of this size."
    corpus = corpus_at(
        tmp_path / "corpus",
        f"{PROSE}\n\n{secret}\n\n{other}",
        f"{other[6:]} {PROSE[5:]}",
        {"lighthouse": f"{secret}\n\nMore of it.", "note": "A held-out article about a harbour."},
    )
    dropped = Dropped()
    documents = load_corpus(corpus, dropped)
    learned = "\n".join(document.text for document in documents)
    assert "lighthouse" not in learned
    assert "harbour" not in learned
    assert dropped.paragraphs["also in held-out text"] == 1
    held = read_heldout(corpus)
    assert [len(held["books"]), len(held["web"])] == [1, 1]
    with pytest.raises(WriterError, match="no training text called 'heldout'"):
        next(read_documents(corpus, "heldout"))


def test_documents_are_split_at_form_feeds_wherever_they_stand(tmp_path: Path) -> None:
    """A separator inside, before or after a line ends a document."""
    corpus = corpus_at(tmp_path / "corpus", "one\n\f\ntwo\nstill two\fthree", "", {})
    assert [d.strip() for d in read_documents(corpus, "books")] == [
        "one",
        "two\nstill two",
        "three",
    ]


def test_a_missing_or_damaged_archive_is_a_kind_sentence(tmp_path: Path) -> None:
    """The person is told which file, and that nothing happened."""
    with pytest.raises(WriterError, match=r"has no books\.txt\.xz"):
        list(read_documents(tmp_path, "books"))
    (tmp_path / "books.txt.xz").write_bytes(lzma.compress(b"x" * 10_000)[:40])
    with pytest.raises(WriterError, match="is damaged"):
        list(read_documents(tmp_path, "books"))


def test_the_account_adds_up() -> None:
    """What was dropped and what was kept is what was read."""
    dropped = Dropped()
    pieces = [PROSE, "XIV.", "A second paragraph that stays, with enough words to be counted."]
    list(clean(["\n\n".join(pieces)], "books", dropped, set()))
    assert dropped.kept_paragraphs + sum(dropped.paragraphs.values()) == len(pieces)
    assert "bare number or heading" in dropped.report()
