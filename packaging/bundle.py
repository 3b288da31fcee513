"""Build the application with the environment of this interpreter, weigh it and try it out.

    build/bundle/venv/bin/python packaging/bundle.py        # what `make bundle` does in the end

The environment needs pip and the CPU build of torch and should hold nothing else: Writer comes
into it from a wheel made here, so that what a release holds is what is bundled. The same command
works on Windows and macOS (docs/packaging.md).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "bundle"
TARGET = ROOT / "dist"

OBJDUMP = """\
#!{python}
# PyInstaller asks whether a file is a whole ELF file; a cut-off one would not be in a wheel.
import sys
sys.exit(open(sys.argv[-1], "rb").read(4) != b"\\x7fELF")
"""
OBJCOPY = """\
#!{python}
# objcopy --add-section pydata=ARCHIVE PROGRAM: the program looks for the archive from its end.
import sys
option, section, program = sys.argv[1:]
assert option == "--add-section" and section.startswith("pydata=")
with open(program, "ab") as file:
    file.write(open(section.partition("=")[2], "rb").read())
"""


def run(*command: object, where: Path = ROOT) -> None:
    """Run one command and show what it says; the first that fails ends everything."""
    words = [str(word) for word in command]
    print("+", " ".join(words), flush=True)
    # What is bundled is what is installed: never the checkout, whatever the shell has set.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    code = subprocess.run(words, cwd=where, env=environment).returncode
    if code:
        raise SystemExit(f"packaging/bundle.py: this failed with code {code}: {' '.join(words)}")


def stand_in_for_binutils() -> None:
    """PyInstaller starts two programs of binutils on Linux; where they are missing, these do."""
    if sys.platform != "linux" or all(map(shutil.which, ("objdump", "objcopy"))):
        return
    print("binutils is not installed: libraries cannot be stripped, so the bundle is larger.")
    tools = BUILD / "tools"
    tools.mkdir(parents=True, exist_ok=True)
    for name, text in (("objdump", OBJDUMP), ("objcopy", OBJCOPY)):
        (tools / name).write_text(text.format(python=sys.executable), encoding="utf-8")
        (tools / name).chmod(0o755)
    os.environ["PATH"] = f"{tools}{os.pathsep}{os.environ['PATH']}"


def main() -> None:
    """Install, build, weigh, try."""
    if importlib.util.find_spec("torch") is None:
        raise SystemExit("packaging/bundle.py: install the CPU build of torch here first.")
    for old in (BUILD / "wheel", BUILD / "work", BUILD / "families", TARGET / "writer"):
        shutil.rmtree(old, ignore_errors=True)
    pip = (sys.executable, "-m", "pip")
    run(*pip, "wheel", "-q", "--no-deps", "-w", BUILD / "wheel", ".")
    (wheel,) = (BUILD / "wheel").glob("writer-*.whl")
    run(*pip, "install", "-q", "-c", "constraints.txt", f"{wheel}[bundle]")
    run(*pip, "install", "-q", "--no-deps", "--force-reinstall", wheel)  # this one, in any case
    story = "The wheel works: once upon a time there"
    run(sys.executable, "-m", "writer", "complete", "--temp-profile", story, where=BUILD)
    stand_in_for_binutils()
    # -P: or the folder that this runs in, the checkout, comes before the wheel.
    build = (sys.executable, "-P", "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN")
    run(*build, "--workpath", BUILD / "work", "--distpath", TARGET, "build.spec")
    run(sys.executable, "packaging/sizes.py", TARGET / "writer")
    run(sys.executable, "packaging/tiny_models.py", BUILD / "families")
    application = TARGET / ("Writer.app" if sys.platform == "darwin" else "writer")
    run(sys.executable, "packaging/smoke.py", application, "--families", BUILD / "families")


if __name__ == "__main__":
    main()
