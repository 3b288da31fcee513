"""``writer complete``: one answer a line, and kind sentences for bad input."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from writer.cli import main
from writer.commands.complete import answer_lines, parse_line
from writer.completion.reasons import Reason
from writer.completion.request import CompletionOptions
from writer.engine.scripted import Answer, Piece, ScriptedEngine
from writer.errors import ModelError

OPTIONS = CompletionOptions(max_words=8, min_confidence=0.3)


def answers(engine: ScriptedEngine, *lines: str) -> list[dict[str, Any]]:
    """What ``--jsonl`` writes for these lines."""
    sink = io.StringIO()
    assert answer_lines(engine, io.StringIO("\n".join(lines) + "\n"), sink, OPTIONS) == 0
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def test_an_answer_has_what_the_editor_would_show() -> None:
    """Text of the first alternative, why it ended, how sure, how long it took."""
    engine = ScriptedEngine([Answer((Piece(" time", confidence=0.5),), Reason.SENTENCE_END)])
    (answer,) = answers(engine, '{"id": 7, "prefix": "Once upon a", "max_words": 3}')
    assert answer["id"] == 7
    assert answer["text"] == " time"
    assert answer["reason"] == "sentence_end"
    assert answer["confidence"] == 0.5
    assert answer["total_ms"] >= answer["first_ms"] >= 0
    assert engine.requests[0].options == CompletionOptions(max_words=3, min_confidence=0.3)


def test_silence_says_why() -> None:
    """Empty text and a reason: the engine's, or that of the place."""
    silent, middle = answers(
        ScriptedEngine(),
        '{"id": 1, "prefix": "Once upon"}',
        '{"id": 2, "prefix": "Once", "suffix": " upon a time"}',
    )
    assert (silent["text"], silent["reason"]) == ("", "low_confidence")
    assert (middle["text"], middle["reason"]) == ("", "middle_of_line")
    assert middle["first_ms"] is None


BAD_LINES = [
    "not json",
    "[1, 2]",
    '"text"',
    "null",
    '{"id": "x"}',
    '{"id": "x", "prefix": 5}',
    '{"id": "x", "prefix": "a", "suffix": null}',
    '{"id": "x", "prefix": "a", "max_words": 0}',
    '{"id": "x", "prefix": "a", "max_words": true}',
    '{"id": "x", "prefix": "a", "max_words": "8"}',
    "[" * 100_000,
]


@pytest.mark.parametrize("line", BAD_LINES, ids=lambda line: line[:30])
def test_a_bad_line_gets_an_error_and_the_next_goes_on(line: str) -> None:
    """The id comes back when there is one; the run does not end."""
    bad, good = answers(ScriptedEngine(["!"]), line, '{"id": 2, "prefix": "Hello"}')
    assert set(bad) == {"id", "error"}
    assert bad["id"] == ("x" if '"x"' in line else None)
    assert good["text"] == "!"


def test_blank_lines_are_no_requests() -> None:
    """They get no answer, so the order of answers is the order of requests."""
    assert [a["id"] for a in answers(ScriptedEngine(), "", '{"id":1,"prefix":"a"}', "  ")] == [1]


def test_an_engine_error_is_one_answer() -> None:
    """The sentence of the engine, with the id, and the run goes on."""
    engine = ScriptedEngine([Answer(error=ModelError("It broke.")), "!"])
    bad, good = answers(engine, '{"id":1,"prefix":"a"}', '{"id":2,"prefix":"a"}')
    assert bad == {"id": 1, "error": "It broke."}
    assert good["text"] == "!"


def test_half_a_character_does_not_stop_it() -> None:
    """JSON can hold half of a surrogate pair; it is replaced."""
    request = parse_line('{"id": 1, "prefix": "a\\ud83d"}', 8)
    assert request.prefix == "a?"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["complete", "--model", "no-such-model", "Hello"], "no model called 'no-such-model'"),
        (["complete"], "No text to continue"),
        (["complete", "   "], "The text is empty"),
        (["complete", "--jsonl", "text"], "leave TEXT out"),
        (["run", "--model", "no-such-model", "--temp-profile"], "no model called"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No traceback, nothing on standard output."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("writer: ")
    assert words in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["complete", "--max-words", "0", "x"],
        ["complete", "--temperature", "-1", "x"],
        ["complete", "--temperature", "nan", "x"],
        ["complete", "--top-p", "1.5", "x"],
        ["complete", "-n", "many", "x"],
        ["--no-such-option"],
    ],
)
def test_bad_options_are_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """argparse says which option and why."""
    with pytest.raises(SystemExit) as raised:
        main(arguments)
    assert raised.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_without_a_display_it_says_what_works_instead(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence that names the demo and the terminal."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert main(["--temp-profile"]) == 2
    message = capsys.readouterr().err
    assert "make demo" in message
    assert "writer complete" in message


@pytest.mark.parametrize("command", [[], ["complete"], ["demo"], ["bench-ui"], ["train"]])
def test_every_command_has_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """It names the command, and what each option does."""
    with pytest.raises(SystemExit) as raised:
        main([*command, "--help"])
    assert raised.value.code == 0
    assert capsys.readouterr().out.startswith("usage: writer")


def test_a_length_by_name_is_a_limit_of_words() -> None:
    """The presets of the window; anything else is refused with the list of them."""
    from writer.commands.complete import _parser

    assert _parser().parse_args(["--length", "2-4", "x"]).max_words == 4
    assert _parser().parse_args(["--length", "16-32", "x"]).max_words == 32
    with pytest.raises(SystemExit):
        _parser().parse_args(["--length", "long", "x"])
