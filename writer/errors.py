"""The one exception type whose message is written for the person at the keyboard.

Everything a user can cause (a missing file, a broken model, a full disk) is raised as a
:class:`WriterError` whose text says what happened, what was kept, and what to do next.
Callers at the edge (the command line, the status bar, a dialog) show ``str(error)`` as it is.
Anything else that escapes is a defect and keeps its traceback in the log.
"""

from __future__ import annotations


class WriterError(Exception):
    """A failure with a sentence for the user; never shown as a traceback."""


class ModelError(WriterError):
    """A model folder that cannot be used: what is wrong with it, and what still works."""


class DocumentError(WriterError):
    """A document that cannot be read or written: what was kept, and what to do."""


class SettingsError(WriterError):
    """A settings file or value that cannot be used: what is used instead."""
