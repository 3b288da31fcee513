"""Try a bundle out the way a stranger's machine would: from another folder, with nothing there.

    python packaging/smoke.py dist/writer [--families FOLDER]

The bundle is copied into a folder with a space and an accent in its name. It gets an empty home
and an empty PATH, and of the environment only what a system cannot do without. Then its window
types, takes a suggestion, saves and quits (``writer selftest``: real keys, the real model), and
this script, which shares no code with it, reads the file. ``--families`` holds models that only
transformers can load, one of each family (packaging/tiny_models.py): each is completed with, and
one comes through a download. Uses the standard library only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.hub import running_hub

LIMIT_S = 240
EVALUATION = ("--positions", "60", "--typed", "0", "--temp-profile")
LEARNING = ("--name", "small-style", "--minutes", "0.1", "--typed", "40", "--rank", "2", "--no-use")
CALIBRATION = ("--precision", "w8a14", "--quietly")
TIMES = ("first_paint_s", "model_ready_s", "first_suggestion_s")
KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "TMPDIR", "NUMBER_OF_PROCESSORS")
"""Windows starts no program without these; the others say where temporary files go."""


class SmokeError(Exception):
    """What did not work."""


class Bundle:
    """A copy of the bundle and the empty home it runs in."""

    def __init__(self, source: Path, folder: Path) -> None:
        self._copy = folder / "other place é" / source.name
        shutil.copytree(source, self._copy, symlinks=True)
        self._home = folder / "home"
        nothing = folder / "empty"
        for made in (self._home, nothing):
            made.mkdir()
        names = ("writer-cli.exe", "writer", "Contents/MacOS/writer")
        self._program = next(p for p in (self._copy / n for n in names) if p.is_file())
        self._environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        home = str(self._home)
        self._environment |= {"PATH": str(nothing), "QT_QPA_PLATFORM": "offscreen", "HOME": home}
        if sys.platform == "win32":
            self._environment |= {"USERPROFILE": home, "APPDATA": home, "LOCALAPPDATA": home}

    @property
    def home(self) -> Path:
        """Where it keeps its settings."""
        return self._home

    def run(
        self, *arguments: str, code: int = 0, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the bundle; raises :class:`SmokeError` for another exit code or a traceback."""
        result = subprocess.run(
            [str(self._program), *arguments],
            env=self._environment | environment,
            cwd=self._home,
            capture_output=True,
            encoding="utf-8",
            timeout=LIMIT_S,
        )
        told = f"writer {' '.join(arguments)}: code {result.returncode}\n"
        told += result.stdout + result.stderr
        if result.returncode != code or "Traceback" in result.stderr:
            raise SmokeError(told)
        return result


def window(bundle: Bundle) -> None:
    """Start, type, ghost text, Tab, save, quit; and the file holds exactly that."""
    letter = bundle.home / "letter.md"
    profile = bundle.home / "profile"
    facts = json.loads(bundle.run("selftest", str(letter), "--profile", str(profile)).stdout)
    written = letter.read_text(encoding="utf-8").rstrip("\n")
    if not facts["suggestion"] or written != facts["text"]:
        raise SmokeError(f"The file holds {written!r}; the window had {facts!r}.")
    if not written.endswith(facts["suggestion"]):
        raise SmokeError(f"{facts['suggestion']!r} was taken, but the file ends otherwise.")
    times = ", ".join(f"{name[:-2].replace('_', ' ')} {facts[name]} s" for name in TIMES)
    print(f"window: ...{written[-60:]!r} is in the file; {times}")


def terminal(bundle: Bundle) -> None:
    """The same executable is the command line."""
    version = bundle.run("--version").stdout.strip()
    if not version.startswith("Writer "):
        raise SmokeError(f"--version printed {version!r}")
    text = bundle.run("complete", "--max-words", "6", "Once upon a time there was").stdout
    if len(text.split()) < 7:
        raise SmokeError(f"complete printed {text!r}")
    bundle.run("adapters", "list")
    refused = bundle.run("complete", "--model", str(bundle.home / "none"), "Hello", code=2)
    print(f"terminal: {version}; {text.strip()!r}; {refused.stderr.strip()!r}")


def processes(bundle: Bundle) -> None:
    """Child processes of ``multiprocessing`` are Writer again, and do their work; so does the
    learning that a dialog starts."""
    prose = bundle.home / "prose"
    prose.mkdir()
    line = "The old man sat at the window and looked out over the sea for a long time. "
    (prose / "sea.txt").write_text((line * 12 + "\n\n") * 14, encoding="utf-8")
    table = bundle.run("eval", str(prose), "--jobs", "2", *EVALUATION).stdout
    if "coverage" not in table:
        raise SmokeError(f"eval printed {table!r}")
    print("processes: 'writer eval' measured with two of them")
    here = ("--profile", str(bundle.home / "profile"))
    bundle.run("finetune", str(prose), *LEARNING, *here)
    if "small-style" not in bundle.run("adapters", "list", *here).stdout:
        raise SmokeError("What 'writer finetune' learned is not among the adapters.")
    print("learning: 'writer finetune' learned from a few pages")


def calibration(bundle: Bundle) -> None:
    """The executable calibrates a model, which the window has it do in the background."""
    copies = bundle.home / "copies"
    bundle.run("models", "calibrate", "starter", *CALIBRATION, "--into", str(copies))
    made = [path.name for path in copies.iterdir()]
    if len(made) != 1 or not made[0].endswith(".calibrated.safetensors"):
        raise SmokeError(f"models calibrate left {made}")
    print("calibration: a model was calibrated, with the pages that lie in the bundle")


def families(bundle: Bundle, folder: Path) -> None:
    """A model of every family that Writer says it reads loads and answers."""
    names = sorted(path.name for path in folder.iterdir())
    for name in names:
        bundle.run("complete", "--model", str(folder / name), "--max-words", "2", "Once upon")
    print(f"families: {', '.join(names)} answered (their weights are random)")


def download(bundle: Bundle, model: Path) -> None:
    """A model is fetched by a child process, from a stand-in of the hub, and completed with."""
    here = ("--profile", str(bundle.home / "profile"))
    with running_hub() as hub:
        hub.serve_folder("someone/small", model)
        places = {"HF_ENDPOINT": hub.endpoint, "NO_PROXY": "127.0.0.1"}
        got = bundle.run("models", "get", "someone/small", *here, **places).stdout
    if "every byte checked" not in got:
        raise SmokeError(f"models get printed {got!r}")
    bundle.run("complete", *here, "--model", "small", "--max-words", "2", "Once upon")
    print("download: a model was fetched in a child process, checked and completed with")


def main() -> int:
    """0 when everything worked."""
    parser = argparse.ArgumentParser(description="Try a bundle out on an empty machine.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--families", metavar="FOLDER", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="writer smoke ") as name:
        bundle = Bundle(args.bundle.resolve(), Path(name))
        try:
            window(bundle)
            terminal(bundle)
            processes(bundle)
            calibration(bundle)
            if args.families is not None:
                families(bundle, args.families.resolve())
                download(bundle, args.families.resolve() / "llama")
        except (SmokeError, subprocess.TimeoutExpired) as error:
            print(f"The smoke test failed.\n{error}", file=sys.stderr)
            return 1
    print("The smoke test passed.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
