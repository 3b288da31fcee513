"""The one exception type whose message is written for the person at the keyboard.

Everything a user can cause (a missing file, a broken model, a full disk) is raised as a
:class:`WriterError` whose text says what happened, what was kept, and what to do next.
The command line shows ``str(error)`` as it is; the window says ``error.sentence`` in its own
language. Anything else that escapes is a defect and keeps its traceback in the log.
"""

from __future__ import annotations

import errno

from writer.sentence import Sentence


class WriterError(Exception):
    """A failure with a sentence for the user; never shown as a traceback.

    ``WriterError("There is no folder {folder}.", folder=folder)``: a sentence that the window can
    show is a literal pattern with its values beside it, or it could not be translated.
    """

    def __init__(self, sentence: str, /, **values: object) -> None:
        if values or not isinstance(sentence, Sentence):
            sentence = Sentence(sentence, **values)
        self.sentence: Sentence = sentence
        super().__init__(self.sentence)


class ModelError(WriterError):
    """A model folder that cannot be used: what is wrong with it, and what still works."""


class DocumentError(WriterError):
    """A document that cannot be read or written: what was kept, and what to do."""


class SettingsError(WriterError):
    """A settings file or value that cannot be used: what is used instead."""


_SYSTEM_WORDS = {
    errno.EPERM: Sentence("Operation not permitted"),
    errno.ENOENT: Sentence("No such file or directory"),
    errno.EIO: Sentence("Input/output error"),
    errno.EACCES: Sentence("Permission denied"),
    errno.EBUSY: Sentence("Device or resource busy"),
    errno.EEXIST: Sentence("File exists"),
    errno.ENOTDIR: Sentence("Not a directory"),
    errno.EISDIR: Sentence("Is a directory"),
    errno.ENOSPC: Sentence("No space left on device"),
    errno.EROFS: Sentence("Read-only file system"),
    errno.ENAMETOOLONG: Sentence("File name too long"),
    errno.ENOTEMPTY: Sentence("Directory not empty"),
    errno.EDQUOT: Sentence("Disk quota exceeded"),
}


def system_words(error: Exception) -> str:
    """What the system or a library gives as the reason, to be put in brackets."""
    if not isinstance(error, OSError):
        return str(error)
    return _SYSTEM_WORDS.get(error.errno or 0) or error.strerror or str(error)
