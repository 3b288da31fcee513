"""``writer models``, as a person types it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.checkpoints import TINY, write_checkpoint
from writer.commands.models import ProgressLine, main
from writer.errors import WriterError
from writer.models.progress import Phase, Progress
from writer.models.store import Store
from writer.paths import Profile
from writer.settings.store import Settings


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_checkpoint(tmp_path / "mine", TINY)


def run(profile: Path, action: str, *arguments: str) -> int:
    return main([action, *arguments, "--profile", str(profile)])


def test_list_says_what_there_is_and_what_can_be_got(
    profile: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Shipped, installed and to be got, with sizes and licences; for programs as JSON."""
    run(profile, "import", str(folder))
    capsys.readouterr()
    run(profile, "list", "--json")
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["starter"]["state"] == "ships with Writer"
    assert rows["distilgpt2"]["state"] == "can be got"
    assert rows["distilgpt2"]["size_bytes"] > 350_000_000
    assert rows["mine"]["state"] == "installed"
    run(profile, "list")
    text = capsys.readouterr().out
    assert all(name in text for name in rows)


def test_import_use_verify_remove(
    profile: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The life of a model; the one in use is not pulled away."""
    run(profile, "import", str(folder), "--name", "prose", "--use")
    settings = Settings(Profile.under(profile).config / "settings.toml")
    assert settings.text("completions.model") == "prose"
    run(profile, "verify", "prose")
    assert "as they were" in capsys.readouterr().out
    run(profile, "info", "prose")
    assert "apache-2.0" in capsys.readouterr().out
    with pytest.raises(WriterError, match="model in use"):
        run(profile, "remove", "prose")
    settings.set("completions.model", "starter")
    run(profile, "remove", "prose")
    assert "free again" in capsys.readouterr().out
    assert Store(Profile.under(profile).data).installed() == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["get", "nothing"], "no model called 'nothing'"),
        (["get", "starter"], "ships with Writer"),
        (["remove", "distilgpt2"], "Nothing called"),
        (["verify", "distilgpt2"], "not installed"),
        (["info", "nothing"], "no model called"),
        (["import", "/no/such/folder"], "no folder"),
        (["pin", "starter"], "ships with Writer"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(profile: Path, arguments: list[str], says: str) -> None:
    """Never a traceback."""
    with pytest.raises(WriterError, match=says):
        run(profile, *arguments)


def test_a_throw_away_profile_is_refused() -> None:
    """A model that was downloaded is not thrown away a moment later."""
    with pytest.raises(WriterError, match="throw the models away"):
        main(["list", "--temp-profile"])


def test_progress_in_a_file_is_a_few_lines() -> None:
    """A log gets a line for each tenth; a terminal gets one line that changes."""
    sink = io.StringIO()
    shown = ProgressLine(sink)
    for done in range(1001):
        shown.show(Progress(Phase.RECEIVING, done * 1000, 1_000_000))
    shown.end()
    assert len(sink.getvalue().splitlines()) == 11

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    shown = ProgressLine(terminal)
    shown.show(Progress(Phase.WAITING, message="A long sentence about waiting."))
    shown.show(Progress(Phase.RECEIVING, 5, 10))
    shown.end()
    assert terminal.getvalue().count("\n") == 1
    assert terminal.getvalue().rstrip("\n").split("\r")[-1].startswith("5 bytes of 10 bytes")
