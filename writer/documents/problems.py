"""What can go wrong with a document, as sentences: what happened, what was kept, what to do."""

from __future__ import annotations

import errno
import os
from enum import Enum
from pathlib import Path

from writer.errors import DocumentError
from writer.sentence import Sentence


class Doing(Enum):
    """What was being tried; it decides what is still safe and what to try next."""

    OPENING = "opening"
    SAVING = "saving"


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
    errno.ENOSPC: Sentence("The disk is full"),
    errno.EDQUOT: Sentence("Your disk quota is used up"),
    errno.EROFS: Sentence("The disk is read-only"),
    errno.EACCES: Sentence("You have no permission"),
    errno.EPERM: Sentence("You have no permission"),
    errno.EIO: Sentence("The disk reported an error"),
    errno.ENOENT: Sentence("There is no such file or folder"),
    errno.ENOTDIR: Sentence("A part of its path is not a folder"),
    errno.ELOOP: Sentence("It is a symbolic link that leads back to itself"),
    errno.ENAMETOOLONG: Sentence("Its name is too long"),
    errno.EISDIR: Sentence("It is a folder"),
    errno.ENXIO: Sentence("It is a device or pipe that nothing answers on"),
    errno.EBUSY: Sentence("Another program holds it"),
    errno.EFBIG: Sentence("It would be larger than the disk allows"),
    errno.EMFILE: Sentence("Too many files are open"),
    errno.ESTALE: Sentence("The network folder it was in went away"),
    errno.ETIMEDOUT: Sentence("The network folder did not answer"),
}

_SAVING_ADVICE = {
    errno.ENOSPC: Sentence("Free some space and save again, or save a copy on another disk."),
    errno.EDQUOT: Sentence("Free some space and save again, or save a copy on another disk."),
    errno.EROFS: Sentence("Save a copy in another place."),
    errno.EACCES: Sentence("Save a copy in another place, or change the file's permissions."),
    errno.EPERM: Sentence("Save a copy in another place, or change the file's permissions."),
    errno.ENOENT: Sentence("Save a copy in another place, or bring the folder back."),
    errno.ENOTDIR: Sentence("Save a copy in another place, or bring the folder back."),
    errno.ENAMETOOLONG: Sentence("Choose a shorter name."),
}
_ADVICE = Sentence("Try again, or save a copy in another place.")


def cause(error: OSError) -> Sentence:
    """The reason alone, as the start of a sentence: "The disk is full"."""
    known = _CAUSES.get(error.errno or 0)
    if known is not None:
        return known
    words = error.strerror or os.strerror(error.errno or 0)
    return Sentence("The system said: {words}", words=words)


def describe(error: OSError, path: Path, doing: Doing) -> DocumentError:
    """An ``OSError`` as the error to show.

    For saving, the caller promises that the file on disk is unchanged: the sentence says so.
    """
    name = path.name or path
    if doing is Doing.OPENING:
        return DocumentError(
            "“{name}” could not be opened. {cause}. Nothing was changed.",
            name=name,
            cause=cause(error),
        )
    return DocumentError(
        "“{name}” could not be saved. {cause}. The file on disk is as it was and your text is "
        "still in the window. {advice}",
        name=name,
        cause=cause(error),
        advice=_SAVING_ADVICE.get(error.errno or 0, _ADVICE),
    )
