"""The commands that drive the real window by themselves, and the terminal's edges."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from writer.completion.context import BEFORE_LIMIT


def run_writer(
    *arguments: str, given: str | None = None, stdout: int | None = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, without a display."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    return subprocess.run(
        [sys.executable, "-m", "writer", *arguments],
        input=given,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        timeout=170,
    )


def test_the_demo_draws_itself(tmp_path: Path) -> None:
    """Frames, the picture joined from them, and at least one suggestion taken."""
    result = run_writer("demo", "--out", str(tmp_path / "demo"), "--hurry")
    assert result.returncode == 0, result.stderr
    frames = sorted((tmp_path / "demo").glob("frame-*.png"))
    assert len(frames) > 50
    assert frames[0].read_bytes() != frames[-1].read_bytes()
    assert (tmp_path / "demo" / "demo.gif").read_bytes().startswith(b"GIF89a")
    taken = int(result.stdout.split(";")[1].split()[0])
    assert taken >= 1


def test_the_window_measures_itself(tmp_path: Path) -> None:
    """A row for each size with real values in it, as Markdown and as JSON."""
    result = run_writer(
        *("bench-ui", "--keys", "12", "--seconds", "0.5", "--words", "50", "400"),
        *("--out", str(tmp_path)),
    )
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "bench-ui.md").read_text(encoding="utf-8") == result.stdout
    found = json.loads((tmp_path / "bench-ui.json").read_text(encoding="utf-8"))
    assert [size["words"] for size in found["sizes"]] == [50, 400]
    assert len(found["late"]) == 3
    assert all(found["late"].values())
    for size in found["sizes"]:
        assert [len(turn) for turn in size["keys"]["off"] + size["busy"]["off"]] == [12, 12]
        assert min(*size["keys"]["off"][0], *size["keys"]["on"][0]) > 0
        assert f"| {size['words']} | " in result.stdout


def test_the_selftest_types_takes_saves_and_quits(tmp_path: Path) -> None:
    """The file holds what was typed and what was shown; the profile holds what a start leaves."""
    path = tmp_path / "letter.md"
    result = run_writer("selftest", str(path), "--profile", str(tmp_path / "profile"))
    assert result.returncode == 0, result.stdout + result.stderr
    facts = json.loads(result.stdout)
    assert facts["suggestion"]
    assert {"dictionary", "manual", "typefaces"} <= set(facts["parts"])
    assert facts["text"].endswith(facts["suggestion"])
    assert path.read_bytes().rstrip(b"\n") == facts["text"].encode()
    assert facts["first_paint_s"] <= facts["model_ready_s"] <= facts["first_suggestion_s"]
    assert (tmp_path / "profile" / "state").is_dir()
    again = run_writer("selftest", str(path))
    assert again.returncode == 2
    assert "exists already" in again.stderr


def test_the_selftest_says_what_did_not_work(tmp_path: Path) -> None:
    """A model that cannot be loaded: its own sentence, no file, and a code that scripts can see."""
    model = tmp_path / "model"
    model.mkdir()
    (model / "config.json").write_text('{"model_type": "gpt2"}')
    path = tmp_path / "letter.md"
    result = run_writer("selftest", str(path), "--model", str(model))
    assert result.returncode == 1, result.stdout + result.stderr
    assert json.loads(result.stdout)["failure"]
    assert not path.exists()


def test_a_full_output_is_a_sentence() -> None:
    """No traceback when what is printed cannot be written."""
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        result = run_writer("complete", "--temp-profile", "--max-words", "3", "Hello", stdout=full)
    finally:
        os.close(full)
    assert result.returncode == 2
    assert "cannot be written" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_long_text_gets_what_the_window_would_send() -> None:
    """Beyond the window's limit, more text before makes no difference to the answer."""
    text = "The rain fell on the roof and the old man sat at the fire. " * 1000
    step = BEFORE_LIMIT // 4
    lines = [
        json.dumps({"id": extra, "prefix": text[: BEFORE_LIMIT + extra]}) for extra in (step, 2)
    ]
    result = run_writer("complete", "--jsonl", "--temp-profile", given="\n".join(lines) + "\n")
    assert result.returncode == 0, result.stderr
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [step, 2]
