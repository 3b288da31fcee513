"""A lock that the operating system lets go when its process ends, however it ends."""

from __future__ import annotations

import os
import sys

#: Where Windows locks a byte: far behind any content, which must stay readable for others.
_FAR_BYTE = 1 << 30


def try_lock(fd: int) -> bool:
    """Lock the open file for this descriptor without waiting; False if somebody else has it.

    Two descriptors in one process exclude each other too. Closing the descriptor, or the end of
    the process, unlocks. A file system that knows no locks (``ENOLCK``, ``ENOTSUP``) never says
    no: two windows are better than none.
    """
    if sys.platform == "win32":
        import msvcrt

        os.lseek(fd, _FAR_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(fd, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
