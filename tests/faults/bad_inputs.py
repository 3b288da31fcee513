"""Files that make editors stumble, one by one, and what Writer does with each.

``python -m tests.faults.bad_inputs`` prints the table with the time each takes.
"""

from __future__ import annotations

import os
import socket
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.disk import FailingCall, failure
from writer.documents.files import read_document
from writer.documents.filesystem import REAL, FileSystem
from writer.documents.saving import save_document
from writer.errors import DocumentError

_LINE = "He rested sitting on the un-stepped mast and sail and tried not to think.\n"


@dataclass(frozen=True)
class BadInput:
    """One strange file: ``refused`` is a part of the sentence, "" if it opens.

    ``shown`` is the start of the text that must be seen, ``notice`` a part of what is said.
    """

    name: str
    make: Callable[[Path], Path]
    refused: str = ""
    shown: str = ""
    notice: str = ""
    filesystem: FileSystem = REAL


def _file(data: bytes, name: str = "file.txt") -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return make


def _directory(folder: Path) -> Path:
    (folder / "folder").mkdir()
    return folder / "folder"


def _fifo(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def _socket(folder: Path) -> Path:
    before = Path.cwd()
    os.chdir(folder)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.bind("s")
    finally:
        os.chdir(before)
    return folder / "s"


def _loop(folder: Path) -> Path:
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    return folder / "a"


def _dangling(folder: Path) -> Path:
    (folder / "link.txt").symlink_to("nowhere.txt")
    return folder / "link.txt"


def _large(folder: Path) -> Path:
    path = folder / "large.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    return path


def _strange_name(folder: Path) -> Path:
    path = folder / os.fsdecode(b"caf\xe9.txt")
    try:
        path.write_bytes(b"text")
    except OSError:  # macOS has no such names
        return _file(b"text")(folder)
    return path


def _device(name: str) -> Callable[[Path], Path]:
    device = Path("/dev") / name
    return lambda _: device if device.exists() else Path("/dev/null")


_MIXED = b"one\r\ntwo\nthree\rfour"
_ODD = "é\ufeff\ufdd0".encode() * 3
_WIDE = "The wide sea\r\n"

BAD_INPUTS = (
    BadInput("an empty file", _file(b"")),
    BadInput("UTF-8 with a byte-order mark", _file(b"\xef\xbb\xbfmark\n"), shown="mark"),
    BadInput("two byte-order marks", _file(b"\xef\xbb\xbf\xef\xbb\xbfmark")),
    BadInput("UTF-16 LE", _file(_WIDE.encode("utf-16")), shown="The wide", notice="UTF-16 LE"),
    BadInput(
        "UTF-16 BE",
        _file(b"\xfe\xff" + _WIDE.encode("utf-16-be")),
        shown="The wide",
        notice="UTF-16 BE",
    ),
    BadInput("UTF-16 without a mark", _file(_WIDE.encode("utf-16-le")), shown="The wide"),
    BadInput("UTF-16, odd length", _file(_WIDE.encode("utf-16") + b"x"), shown="The wide"),
    BadInput(
        "UTF-16, unpaired surrogate",
        _file(b"\xff\xfe\x3d\xd8a\x00"),
        notice="1 damaged character is",
    ),
    BadInput(
        "Windows-1252", _file(b"caf\xe9 \x93noir\x94"), shown="café “noir”", notice="Windows-1252"
    ),
    BadInput("CRLF", _file(b"one\r\ntwo\r\n"), shown="one\ntwo\n"),
    BadInput("CR", _file(b"one\rtwo\r"), shown="one\ntwo\n"),
    BadInput("mixed line ends", _file(_MIXED), shown="one\ntwo\nthree\nfour", notice="mixed"),
    BadInput("no final newline", _file(b"one\ntwo"), shown="one\ntwo"),
    BadInput("NUL bytes", _file(b"nul \0 in a sentence of text\n"), shown="nul \0 in"),
    BadInput(
        "invalid UTF-8 among valid",
        _file("déjà vu, café, ".encode() + b"\xff\xc3 end"),
        shown="déjà vu",
        notice="2 damaged characters are",
    ),
    BadInput("U+2028 and U+2029", _file("a\u2028b\u2029c\n".encode()), shown="a\nb\nc\n"),
    BadInput("characters that Qt alters", _file(_ODD)),
    BadInput("a 5 MB manuscript", _file(_LINE.encode() * 71_000), shown="He rested"),
    BadInput("one line of 10 MB", _file(_LINE.encode().replace(b"\n", b" ") * 142_000)),
    BadInput("a name that is not UTF-8", _strange_name, shown="text"),
    BadInput("a name of 255 bytes", _file(b"text", "n" * 251 + ".txt"), shown="text"),
    BadInput("a file of 100 MB", _large, refused="has 100 MB; Writer opens text up to"),
    BadInput("a picture", _file(b"\x89PNG\r\n\x1a\n\0\0"), refused="a picture (PNG), not text"),
    BadInput("binary data", _file(bytes(range(256)) * 64), refused="binary data, not text"),
    BadInput("a folder", _directory, refused="is a folder"),
    BadInput("a pipe (FIFO)", _fifo, refused="is a pipe, not a file"),
    BadInput("/dev/full", _device("full"), refused="is a device, not a file"),
    BadInput("/dev/zero, which never ends", _device("zero"), refused="is a device, not a file"),
    BadInput("a socket", _socket, refused="a device or pipe that nothing answers on"),
    BadInput(
        "no permission",
        _file(b"secret"),
        refused="You have no permission",
        filesystem=FailingCall("open", failure("EACCES")),
    ),
    BadInput(
        "a file that vanished", lambda folder: folder / "gone.txt", refused="There is no such file"
    ),
    BadInput("a symbolic link to nothing", _dangling, refused="There is no such file"),
    BadInput("a loop of symbolic links", _loop, refused="a symbolic link that leads back"),
)


def outcome(bad: BadInput, folder: Path) -> str:
    """Open it, and save it unedited if it opens; what the user is told. Raises if it is wrong."""
    path = bad.make(folder)
    before = path.read_bytes() if path.is_file() and path.stat().st_size < 20_000_000 else b""
    said = ""
    try:
        document = read_document(path, filesystem=bad.filesystem)
    except DocumentError as error:
        said = str(error)
    assert bool(said) == bool(bad.refused), said or f"{bad.name} was opened"
    if said:
        assert bad.refused in said, said
        assert not before or path.read_bytes() == before
        return said
    assert document.text.startswith(bad.shown)
    assert bad.notice in " ".join(document.notices)
    save_document(path, document.text, document.format, document.stamp)
    assert path.read_bytes() == before
    return " ".join(["Opens; saving it unedited gives the same bytes.", *document.notices])


def main() -> None:
    """Print the table."""
    print("| input | what happens | ms |\n|---|---|---:|")
    for bad in BAD_INPUTS:
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            said = outcome(bad, Path(folder))
            took_ms = 1000 * (time.perf_counter() - start)
        if len(said) > 200:
            said = said.replace("n" * 251, "nnn…")
        print(f"| {bad.name} | {said} | {took_ms:.0f} |".encode(errors="replace").decode())


if __name__ == "__main__":
    main()
