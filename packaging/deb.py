"""Make a package for Debian and Ubuntu from the bundle; needs dpkg and binutils, no network.

    python3 packaging/deb.py dist/writer dist

What the bundle does not bring is read from the files themselves. Build the bundle on the oldest
system that the package is for: its C library is the oldest one it will start with.
"""

from __future__ import annotations

import gzip
import os
import platform
import re
import runpy
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINUX = ROOT / "packaging" / "linux"
APP_ID = "org.writer_editor.Writer"
PACKAGES = {
    **dict.fromkeys(
        (
            "ld-linux-x86-64.so.2",
            "ld-linux-aarch64.so.1",
            "libc.so.6",
            "libdl.so.2",
            "libm.so.6",
            "libpthread.so.0",
            "libresolv.so.2",
            "librt.so.1",
        ),
        "libc6",
    ),
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
}
"""What PyInstaller leaves to the system: it has to fit the driver, the kernel or the screen."""
BY_NAME = ("fontconfig-config", "xkb-data")
"""Files that bundled libraries read and no link leads to: which fonts there are, and keyboards."""

CONTROL = """\
Package: writer
Version: {version}
Architecture: {architecture}
Maintainer: The Writer maintainers <maintainers@writer.invalid>
Installed-Size: {kilobytes}
Depends: {depends}
Recommends: ca-certificates
Section: editors
Priority: optional
Description: calm, private editor for prose that finishes your sentences
 You type; grey text continues your sentence; Tab takes it. Everything runs on
 your own machine: there is no account, no server, and nothing that you write
 leaves it. A small language model comes with it.
"""

COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Writer

Files: *
Copyright: The Writer maintainers
License: Apache-2.0
 On Debian systems the licence is in /usr/share/common-licenses/Apache-2.0.

Files: usr/lib/writer/_internal/*
Copyright: their authors
License: various
 Libraries that Writer is built on. Their licences are in the folder licences
 and in the dist-info folders beside them; PySide6 and Qt are used under the
 LGPL-3, and can be replaced by putting other builds of the same version into
 the same folder.
"""


def lay_out(bundle: Path, root: Path) -> None:
    """Put every file where a Debian system expects it."""
    library = root / "usr" / "lib" / "writer"
    shutil.copytree(bundle, library, symlinks=True)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / "usr" / "bin" / "writer").symlink_to("../lib/writer/writer")
    share = root / "usr" / "share"
    placed = {
        LINUX / f"{APP_ID}.desktop": share / "applications" / f"{APP_ID}.desktop",
        LINUX / f"{APP_ID}.metainfo.xml": share / "metainfo" / f"{APP_ID}.metainfo.xml",
    }
    icons = share / "icons" / "hicolor"
    drawing = ROOT / "resources" / "icons" / "writer.svg"
    placed[drawing] = icons / "scalable" / "apps" / f"{APP_ID}.svg"
    for picture in drawing.parent.glob("writer-*.png"):
        size = picture.stem.rpartition("-")[2]
        placed[picture] = icons / f"{size}x{size}" / "apps" / f"{APP_ID}.png"
    for source, target in placed.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    documents = share / "doc" / "writer"
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(COPYRIGHT)
    with gzip.GzipFile(documents / "changelog.gz", "wb", mtime=0) as file:
        file.write((ROOT / "CHANGELOG.md").read_bytes())
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or os.access(path, os.X_OK)
            path.chmod(0o755 if runs else 0o644)


def missing_libraries(folder: Path) -> set[str]:
    """The libraries that files in ``folder`` are linked with and that are not in it."""
    there = {path.name for path in folder.rglob("*")}
    needed: set[str] = set()
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            if file.read(4) != b"\x7fELF":
                continue
        command = ["objdump", "-p", path]
        facts = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        needed |= set(re.findall(r"NEEDED\s+(\S+)", facts))
    return needed - there


def needed_packages(libraries: set[str], c_library: str) -> list[str]:
    """The packages with these libraries; ``c_library`` is the version of the one built with."""
    unknown = sorted(libraries - set(PACKAGES))
    if unknown:
        raise SystemExit(
            f"packaging/deb.py: the bundle needs {', '.join(unknown)}, and nobody has written down "
            "which package brings that. Add it to PACKAGES."
        )
    versions = {"libc6": f"libc6 (>= {c_library})"}
    names = {PACKAGES[library] for library in libraries} | set(BY_NAME)
    return sorted(versions.get(name, name) for name in names)


def validate() -> None:
    """Let the desktop's own checkers read the files, where they are installed."""
    for program, *arguments in (
        ("desktop-file-validate", LINUX / f"{APP_ID}.desktop"),
        ("appstreamcli", "validate", "--no-net", LINUX / f"{APP_ID}.metainfo.xml"),
    ):
        if shutil.which(program) is None:
            print(f"{program} is not installed: not checked.")
        else:
            subprocess.run([program, *arguments], check=True)


def main() -> None:
    """Make the package; prints its path, its size and what it depends on."""
    validate()
    bundle, target = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    version = runpy.run_path(str(ROOT / "writer" / "__init__.py"))["__version__"]
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], check=True, capture_output=True, text=True
    ).stdout.strip()
    with tempfile.TemporaryDirectory(dir=target, prefix="deb-") as name:
        root = Path(name) / "root"
        lay_out(bundle, root)
        libraries = missing_libraries(root / "usr" / "lib" / "writer")
        depends = needed_packages(libraries, platform.libc_ver()[1])
        sizes = (p.lstat().st_size for p in root.rglob("*") if p.is_file() and not p.is_symlink())
        (root / "DEBIAN").mkdir()
        (root / "DEBIAN" / "control").write_text(
            CONTROL.format(
                version=version,
                architecture=architecture,
                kilobytes=sum(sizes) // 1024,
                depends=", ".join(depends),
            )
        )
        package = target / f"writer_{version}_{architecture}.deb"
        subprocess.run(["dpkg-deb", "-Zxz", "--root-owner-group", "-b", root, package], check=True)
    print(f"{package}: {package.stat().st_size / 1e6:.1f} MB")
    print("Depends:", ", ".join(depends))


if __name__ == "__main__":
    main()
