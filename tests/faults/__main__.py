"""All full sets, one after the other: ``python -m tests.faults`` (some fifteen minutes)."""

from __future__ import annotations

import subprocess
import sys

_SETS = (
    ("bad inputs", ["-m", "tests.faults.bad_inputs"]),
    ("any history against a plain string", ["-m", "tests.faults.machine", "--steps", "10000"]),
    ("every call of a save failing", ["-m", "pytest", "-q", "tests/faults/test_disk_faults.py"]),
    ("kill -9 of the window", ["-m", "tests.faults.kill", "--rounds", "1000"]),
    ("speed", ["-m", "tests.faults.speed"]),
)


def main() -> None:
    """Run them; the exit status says whether all were without a failure."""
    failed = []
    for name, arguments in _SETS:
        print(f"\n{name}\n{'-' * len(name)}", flush=True)
        if subprocess.run([sys.executable, *arguments], check=False).returncode:
            failed.append(name)
    print(f"\nFailed: {', '.join(failed) or 'nothing'}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
