"""What can go wrong with a document, as sentences: what happened, what was kept, what to do."""

from __future__ import annotations

import errno
import os
from enum import Enum
from pathlib import Path

from writer.errors import DocumentError


class Doing(Enum):
    """What was being tried; it decides what is still safe and what to try next."""

    OPENING = "opened"
    SAVING = "saved"


class FileChangedError(DocumentError):
    """Somebody else changed the file since it was read; nothing was overwritten."""


class NeedsInPlaceWrite(DocumentError):  # noqa: N818  # a question for the user, not a failure
    """The folder allows no new file beside the document; writing in place needs a yes."""


class UnencodableError(DocumentError):
    """The text holds characters that the file's encoding cannot write."""


class TooLargeError(DocumentError):
    """The file is larger than Writer opens."""


class NotTextError(DocumentError):
    """The file is a picture, an archive or other data; it can be opened if the user insists."""


_CAUSES = {
    errno.ENOSPC: "The disk is full",
    errno.EDQUOT: "Your disk quota is used up",
    errno.EROFS: "The disk is read-only",
    errno.EACCES: "You have no permission",
    errno.EPERM: "You have no permission",
    errno.EIO: "The disk reported an error",
    errno.ENOENT: "There is no such file or folder",
    errno.ENOTDIR: "A part of its path is not a folder",
    errno.ELOOP: "It is a symbolic link that leads back to itself",
    errno.ENAMETOOLONG: "Its name is too long",
    errno.EISDIR: "It is a folder",
    errno.ENXIO: "It is a device or pipe that nothing answers on",
    errno.EBUSY: "Another program holds it",
    errno.EFBIG: "It would be larger than the disk allows",
    errno.EMFILE: "Too many files are open",
    errno.ESTALE: "The network folder it was in went away",
    errno.ETIMEDOUT: "The network folder did not answer",
}

_SAVING_ADVICE = {
    errno.ENOSPC: "Free some space and save again, or save a copy on another disk.",
    errno.EDQUOT: "Free some space and save again, or save a copy on another disk.",
    errno.EROFS: "Save a copy in another place.",
    errno.EACCES: "Save a copy in another place, or change the file's permissions.",
    errno.EPERM: "Save a copy in another place, or change the file's permissions.",
    errno.ENOENT: "Save a copy in another place, or bring the folder back.",
    errno.ENOTDIR: "Save a copy in another place, or bring the folder back.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
}


def cause(error: OSError) -> str:
    """The reason alone, as the start of a sentence: "The disk is full"."""
    known = _CAUSES.get(error.errno or 0)
    if known is not None:
        return known
    return f"The system said: {error.strerror or os.strerror(error.errno or 0)}"


def describe(error: OSError, path: Path, doing: Doing) -> DocumentError:
    """An ``OSError`` as the error to show.

    For saving, the caller promises that the file on disk is unchanged: the sentence says so.
    """
    what = f"“{path.name or path}” could not be {doing.value}. {cause(error)}."
    if doing is Doing.OPENING:
        return DocumentError(f"{what} Nothing was changed.")
    advice = _SAVING_ADVICE.get(error.errno or 0, "Try again, or save a copy in another place.")
    return DocumentError(
        f"{what} The file on disk is as it was and your text is still in the window. {advice}"
    )


def counted(number: int, thing: str) -> str:
    """ "1 character", "2 characters"."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
