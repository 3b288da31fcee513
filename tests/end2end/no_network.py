"""Runs ``writer`` with the network denied and says on standard error who tried to use it.

``python -m tests.end2end.no_network ARGUMENTS…``. A hook of the interpreter sees every socket that
Python code opens, whichever library does it. Sockets of this machine (AF_UNIX) are let through.
"""

from __future__ import annotations

import socket
import sys

TRIED: list[str] = []
WATCHED = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo")


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event not in WATCHED:
        return
    first = arguments[0] if arguments else None
    if isinstance(first, socket.socket) and first.family == socket.AF_UNIX:
        return
    TRIED.append(f"{event} {arguments[1:]}")
    raise PermissionError(f"the network is denied: {event}")


def main() -> int:
    sys.addaudithook(_watch)
    if sys.argv[1:] == ["prove-it"]:
        try:
            socket.create_connection(("127.0.0.1", 9), timeout=1).close()
        except OSError:
            print(len(TRIED), file=sys.stderr)
        return 0
    from writer.cli import main as writer

    code = writer(sys.argv[1:])
    print(f"tried: {TRIED}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
