"""Say how large each part of a bundle is.

    python packaging/sizes.py dist/writer

The modules of all packages are in one archive inside the executable; its parts are listed when
PyInstaller is installed to read it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

MB = 1_000_000
SMALLEST_MB = 0.5
PARTS = (
    ("torch, compiled", ("torch/lib/", "torch/_C", "torch/bin/", "libgomp")),
    ("Qt", ("PySide6/", "shiboken6/", "libQt6", "libicu", "libpyside6", "libshiboken6")),
    ("ONNX Runtime, onnx, protobuf", ("onnxruntime/", "onnx/", "google/", "ml_dtypes/")),
    ("numpy", ("numpy/", "numpy.libs/")),
    ("tokenizers and safetensors", ("tokenizers/", "safetensors/")),
    ("other compiled packages", ("regex/", "yaml/", "hunspell/libhunspell", "hunspell/hunspell.")),
    ("starter model", ("resources/models/",)),
    ("dictionaries", ("hunspell/dictionaries/",)),
    ("typefaces, themes, manual and the like", ("resources/",)),
    ("Python", ("libpython", "python3", "base_library.zip")),
    ("source that torch and transformers read", ("torch/", "transformers/")),
    ("facts about packages", ()),
    ("libraries of the system", ()),
)


def files_under(folder: Path) -> Iterator[tuple[str, int]]:
    """Each file's name relative to ``folder`` and its bytes; links count nothing."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix(), path.stat().st_size


def part_of(name: str) -> str:
    """The part that a file of the bundle belongs to."""
    inner = name.removeprefix("_internal/")
    if inner == name:
        return "executable, with all modules"
    if ".dist-info/" in inner or inner.startswith("licences/"):
        return "facts about packages"
    for part, beginnings in PARTS:
        if beginnings and inner.startswith(beginnings):
            return part
    return "libraries of the system"


def modules_in(executable: Path) -> Counter[str]:
    """Compressed bytes of each package's modules in the executable's archive."""
    try:
        from PyInstaller.archive.readers import CArchiveReader
    except ImportError:
        return Counter()
    sizes: Counter[str] = Counter()
    archive = CArchiveReader(str(executable)).open_embedded_archive("PYZ.pyz")
    for name, (_kind, _position, length) in archive.toc.items():
        sizes[name.partition(".")[0]] += length
    return sizes


def table(sizes: Counter[str]) -> None:
    """Print the parts, largest first."""
    small = 0
    for name, size in sizes.most_common():
        if size < SMALLEST_MB * MB:
            small += size
        else:
            print(f"{size / MB:8.1f} MB  {name}")
    if small:
        print(f"{small / MB:8.1f} MB  everything smaller")
    print(f"{sizes.total() / MB:8.1f} MB  together\n")


def main() -> None:
    """Print both tables."""
    folder = Path(sys.argv[1])
    sizes: Counter[str] = Counter()
    for name, size in files_under(folder):
        sizes[part_of(name)] += size
    print(f"{folder}, by part:")
    table(sizes)
    programs = [p for p in (folder / "writer", folder / "writer-cli.exe") if p.is_file()]
    modules = modules_in(programs[0]) if programs else Counter()
    if modules:
        print("Modules in the executable, compressed:")
        table(modules)


if __name__ == "__main__":
    main()
