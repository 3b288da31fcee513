"""A real small disk, really full: ``python -m tests.faults.full_disk`` (Linux, as root).

Mounts a tmpfs of 64 KiB, fills it page by page, and saves a text that no longer fits. The test
suite does the same with an injected disk and with the kernel's own file size limit, which need no
rights; this one is for the doubtful.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.disk import PAGE
from writer.documents.files import read_document
from writer.documents.saving import save_document
from writer.errors import DocumentError

_PAGES = 16


def main() -> None:
    """Save on an ever fuller disk; end with an error if a file was ever a part of a text."""
    changed = refused = saved = 0
    with tempfile.TemporaryDirectory() as name:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={_PAGES * PAGE}", "none", name]
        if subprocess.run(mount, check=False).returncode:
            sys.exit("A tmpfs could not be mounted: run this as root on Linux.")
        try:
            path, filler = Path(name) / "chapter.md", Path(name) / "filler"
            for pages in range(_PAGES - 1):
                for size in (PAGE, 5 * PAGE + 1, 60_000, 500_000):
                    path.write_text("The old text.\n")
                    filler.write_bytes(bytes(pages * PAGE))
                    document = read_document(path)
                    text = ("A new line.\n" * (size // 12 + 1))[:size]
                    try:
                        save_document(path, text, document.format, document.stamp)
                        saved += 1
                        changed += path.read_text() != text
                    except DocumentError:
                        refused += 1
                        changed += path.read_text() != "The old text.\n"
                    changed += len(list(Path(name).iterdir())) != 2
        finally:
            subprocess.run(["umount", name], check=True)
    print(f"{saved} saved whole, {refused} refused with the old file whole, {changed} damaged")
    sys.exit(bool(changed))


if __name__ == "__main__":
    main()
