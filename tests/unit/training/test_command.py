"""The options of ``writer train``: quick to ask about, and wrong ones answered with a sentence."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from writer.errors import WriterError
from writer.training import command


def parse(*options: str) -> argparse.Namespace:
    """The options as ``writer train`` reads them."""
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(options)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--minutes", "0"], "--minutes must be more than zero"),
        (["--steps", "0"], "--steps must be at least 1"),
        (["--cooldown", "1"], "--cooldown is a share"),
        (["--processes", "0"], "--processes must be at least 1"),
        (["--branch-from", "/nowhere.pt"], "There is no checkpoint /nowhere.pt"),
    ],
)
def test_a_wrong_option_is_a_kind_sentence(
    options: list[str], sentence: str, tmp_path: Path
) -> None:
    """Nothing is read, written or imported before the options make sense."""
    with pytest.raises(WriterError, match=sentence):
        command.run(parse("--corpus", str(tmp_path), "--out", str(tmp_path / "out"), *options))
    assert not (tmp_path / "out").exists()


def test_a_missing_corpus_and_a_file_in_the_way_are_kind_sentences(tmp_path: Path) -> None:
    """The two commonest mistakes are named."""
    with pytest.raises(WriterError, match="There is no corpus folder"):
        command.run(parse("--corpus", str(tmp_path / "none"), "--out", str(tmp_path)))
    (tmp_path / "file").write_text("")
    with pytest.raises(WriterError, match="is a file"):
        command.run(parse("--corpus", str(tmp_path), "--out", str(tmp_path / "file")))


def test_minutes_and_steps_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    """How long to train is said once."""
    with pytest.raises(SystemExit):
        parse("--corpus", ".", "--out", ".", "--minutes", "3", "--steps", "3")
    assert "not allowed with" in capsys.readouterr().err


def test_help_needs_no_torch() -> None:
    """Asking what the options are takes no seconds of imports."""
    script = (
        "import argparse, sys; from writer.training import command;"
        "command.add_arguments(argparse.ArgumentParser()); sys.exit('torch' in sys.modules)"
    )
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False).returncode == 0
