"""Tokens are bytes: nothing is lost, nothing is shown half, words are found from behind."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.conftest import END, train_tokenizer
from writer.engine.prompt import build_prompt, reserved, window_start
from writer.engine.tokenizer import TextTokenizer, Utf8Stream, load_tokenizer
from writer.errors import ModelError

TOKENIZER = TextTokenizer(train_tokenizer())


@given(st.text())
def test_the_bytes_of_the_tokens_are_the_text(text: str) -> None:
    """Any text, whatever its script, comes back byte for byte."""
    clean = text.encode("utf-8", "ignore").decode()
    assert TOKENIZER.decode_bytes(TOKENIZER.encode(clean)) == clean.encode()


def test_a_typed_special_token_is_text() -> None:
    """Typing <|endoftext|> does not end the text for the model."""
    assert TOKENIZER.end_token is not None
    assert TOKENIZER.end_token not in TOKENIZER.encode(f"a{END}b")


@given(st.text(max_size=20))
def test_half_characters_are_held_back(text: str) -> None:
    """Fed byte by byte, only whole characters come out, and all of them do."""
    clean = text.encode("utf-8", "ignore").decode()
    stream = Utf8Stream()
    pieces = [stream.feed(bytes([b])) for b in clean.encode()]
    assert "".join(pieces) == clean
    assert all(p == "" or clean.find(p) >= 0 for p in pieces)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("the gent", " gent"),
        ("Once", "Once"),
        ("the ", " "),
        ("the  ", " "),
        ("end.\n\n", "\n"),
        ("don't", "'t"),
        ("it is 3.", "."),
        ("a café", " café"),
        ("a smile \U0001f600", " \U0001f600"),
        ("", ""),
        ("x" * 200, ""),
    ],
)
def test_the_piece_before_the_caret(text: str, piece: str) -> None:
    """Healing takes back the word with its space, one white space, or nothing if too long."""
    assert text[TOKENIZER.word_start(text) :] == piece


def test_other_threads_go_on_while_a_text_is_tokenised() -> None:
    """The window is one of them: a long text must not keep Python's lock."""
    begun, let_in = threading.Event(), threading.Event()

    def other() -> None:
        begun.wait()
        let_in.set()

    thread = threading.Thread(target=other, name="other")
    thread.start()
    interval_s = sys.getswitchinterval()
    sys.setswitchinterval(60)  # nobody gets the lock who is not given it
    try:
        begun.set()
        for _ in range(500):
            TOKENIZER.encode("The rain fell in torrents. " * 400)
            if let_in.is_set():
                break
        given = let_in.is_set()
    finally:
        sys.setswitchinterval(interval_s)
        thread.join()
    assert given


def test_older_tokenizer_files_are_read(tmp_path: Path) -> None:
    """GPT-2's vocab.json and merges.txt give the same tokens as tokenizer.json."""
    train_tokenizer().model.save(str(tmp_path))
    old = load_tokenizer(tmp_path)
    text = "The gentleman, naïve \U0001f600."
    assert old.encode(text) == TOKENIZER.encode(text)
    assert old.end_token == TOKENIZER.end_token
    assert old.token_bytes == TOKENIZER.token_bytes


def test_bad_tokenizers_are_model_errors(tmp_path: Path) -> None:
    """A missing or broken tokenizer says so in a sentence."""
    with pytest.raises(ModelError, match=r"no tokenizer\.json"):
        load_tokenizer(tmp_path)
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(ModelError, match="cannot be read"):
        load_tokenizer(tmp_path)


def test_the_window_moves_in_large_steps() -> None:
    """Its start is a function of the count, and typing on moves it rarely."""
    starts = [window_start(count, 100) for count in range(400)]
    assert all(count - start <= 100 for count, start in enumerate(starts))
    assert all(count - start > 70 for count, start in enumerate(starts) if count > 100)
    assert len(set(starts)) == 13
    assert starts == sorted(starts)


def test_a_prompt_grows_with_the_text() -> None:
    """Typing on only appends tokens, until the window moves; the piece is forced."""
    text = "The old gentleman met the gentle lady at the old house near the river. " * 8
    before: tuple[int, ...] = ()
    moves = 0
    for end in range(1, len(text)):
        prompt = build_prompt(text[:end], TOKENIZER, 256)
        assert len(prompt.ids) <= 256 - reserved(256)
        assert text[:end].endswith(prompt.forced.decode())
        if prompt.ids[: len(before)] != before:
            moves += 1
        before = prompt.ids
    assert moves <= len(TOKENIZER.encode(text)) // 40


def test_a_huge_text_costs_no_more(tmp_path: Path) -> None:
    """Only a bounded end of a huge text is tokenised, and its start moves rarely."""
    text = "The old gentleman met the gentle lady. " * 50_000
    prompts = {build_prompt(text[:-n], TOKENIZER, 64).ids for n in range(1, 40)}
    assert len(prompts) < 20
    assert build_prompt("a\ud83d b", TOKENIZER, 64).forced == b" b"
