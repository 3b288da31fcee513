"""Where the caret is put: the same places for the same seed, each of its own kind."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from writer.errors import WriterError
from writer.evaluation.positions import EXERCISES, Place, prefix_at, read_cases, sample
from writer.evaluation.texts import HeldText, Kind, halves, kind_of, read_texts

PARAGRAPH = (
    "The old captain looked at the sea, and the young lady didn't smile at him. He had seen "
    "well-known storms before; nobody asked what they were like."
)
BOOK = HeldText("novel", Kind.BOOKS, "\n\n".join([PARAGRAPH] * 20))
ARTICLE = HeldText("18f-post", Kind.ARTICLES, "\n\n".join([PARAGRAPH] * 10))


def test_the_same_seed_gives_the_same_positions() -> None:
    """And another seed gives others; half are in each kind of text."""
    once, again = sample([BOOK, ARTICLE], 100, 3), sample([ARTICLE, BOOK], 100, 3)
    assert once == again
    assert once != sample([BOOK, ARTICLE], 100, 4)
    assert Counter(p.kind for p in once) == {Kind.BOOKS: 50, Kind.ARTICLES: 50}


def test_every_document_gives_the_same_number() -> None:
    """A long book does not drown a short one."""
    longer = HeldText("longer", Kind.BOOKS, BOOK.text + "\n\n" + BOOK.text)
    counts = Counter(p.document for p in sample([BOOK, longer], 60))
    assert counts == {"novel": 30, "longer": 30}


def test_names_stand_twice_before_they_are_asked_for() -> None:
    """A name's third mention and all after it, with its first two letters typed."""
    text = "When Mr. Quillfeather came, Ottoline was out, and Quillfeather left. " * 3
    names = [
        p
        for p in sample([HeldText("d", Kind.BOOKS, text)], 40, 1, EXERCISES)
        if p.place is Place.NAME
    ]
    assert names
    assert not any(p.explicit for p in names)
    for position in names:
        begun = position.prefix[-2:]
        name = begun + position.targets[0].split()[0].strip(".,")
        assert name in ("Quillfeather", "Ottoline")
        assert position.prefix.count(name) >= 2


def test_places_are_what_they_say() -> None:
    """Before a word, after one, inside one; and a gap's text really is missing."""
    for position in sample([BOOK], 300):
        before, target = position.prefix, position.targets[0]
        joined = before + target + position.suffix
        assert BOOK.text.startswith(joined) or position.suffix == ""
        assert BOOK.text.startswith(before)
        assert "\n" not in target
        match position.place:
            case Place.WORD_START:
                assert before[-1] == " "
                assert target[0].isalnum()
            case Place.WORD_END:
                assert before[-1].isalnum()
                assert not target[0].isalnum()
                assert target[0] not in "'-"
            case Place.MID_WORD:
                assert before[-1].isalnum()
                assert target[0].isalnum()
            case Place.GAP:
                assert position.explicit
                assert position.suffix
                assert 1 <= len(target.split()) <= 5
                assert target.endswith(" ")
        if position.suffix and position.place is not Place.GAP:
            assert position.suffix.startswith("\n\n")


def test_a_fifth_of_the_positions_has_text_below() -> None:
    """Writing in the middle of a document is part of writing."""
    ends = [p for p in sample([BOOK], 400) if p.place is not Place.GAP]
    assert 0.12 < sum(bool(p.suffix) for p in ends) / len(ends) < 0.25


def test_the_prefix_moves_in_steps() -> None:
    """As in the editor, whose prompt cache needs a beginning that stays."""
    text = "".join(chr(65 + i % 26) for i in range(400))
    assert prefix_at(text, 100, 100) == text[:100]
    assert prefix_at(text, 101, 100) == text[25:101]
    assert prefix_at(text, 125, 100) == text[25:125]
    assert prefix_at(text, 126, 100) == text[50:126]


def test_halves_share_the_documents_of_each_kind() -> None:
    """No document is in both."""
    texts = [HeldText(n, Kind.BOOKS, "x") for n in "abcd"] + [HeldText("z", Kind.ARTICLES, "x")]
    first, second = halves(texts)
    assert [t.name for t in first] == ["a", "c", "z"]
    assert [t.name for t in second] == ["b", "d"]


def test_texts_are_read_from_files_and_folders(tmp_path: Path) -> None:
    """In a fixed order; what is too short or no text is left out or explained."""
    (tmp_path / "b.txt").write_text(PARAGRAPH * 5)
    (tmp_path / "18f-a.txt").write_text(PARAGRAPH * 5)
    (tmp_path / "short.txt").write_text("Too short.")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    texts = read_texts([tmp_path])
    assert [(t.name, t.kind) for t in texts] == [("18f-a", Kind.ARTICLES), ("b", Kind.BOOKS)]
    assert kind_of("digital-gov-2014") is Kind.ARTICLES


def test_bad_input_gets_a_sentence(tmp_path: Path) -> None:
    """Nothing named, a path that is not there, bytes that are no text, nothing long enough."""
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9 " * 200)
    (tmp_path / "short.md").write_text("Too short.")
    for paths, words in (
        ([], "No held-out text"),
        ([tmp_path / "none"], "no file or folder"),
        ([tmp_path / "latin.txt"], "not UTF-8"),
        ([tmp_path / "short.md"], "no document"),
    ):
        with pytest.raises(WriterError, match=words):
            read_texts(paths)


def test_cases_from_json_lines(tmp_path: Path) -> None:
    """The same objects as ``writer complete --jsonl``, with targets."""
    path = tmp_path / "cases.jsonl"
    lines = [
        {"id": 1, "prefix": "The gent", "targets": ["leman", "le lady"]},
        {"prefix": "The old ", "suffix": " end", "targets": ["man"]},
        {"prefix": "The old", "targets": [" man"]},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines) + "\n\n")
    cases = read_cases(path)
    assert [c.place for c in cases] == [Place.MID_WORD, Place.WORD_START, Place.WORD_END]
    assert cases[0].targets == ("leman", "le lady")
    assert cases[1].suffix == " end"


@pytest.mark.parametrize("line", ["no json", "[]", "{}", '{"prefix": 3, "targets": ["a"]}',
                                  '{"prefix": "a", "targets": []}', ""])  # fmt: skip
def test_a_bad_case_is_named(tmp_path: Path, line: str) -> None:
    """With its line number, or that there is none."""
    path = tmp_path / "cases.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(WriterError, match=r"Line 1|no cases"):
        read_cases(path)
