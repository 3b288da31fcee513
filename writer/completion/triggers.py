"""Whether a key that was typed should bring a suggestion, by the text around the caret alone."""

from __future__ import annotations

from writer.completion.reasons import Reason

LONG_REST_OF_LINE = 3
"""More visible characters than this right of the caret, and an automatic suggestion stays away:
it would push what is already written along the line at every key."""


def silence_before_asking(before: str, line_after: str) -> Reason | None:
    """Why no automatic suggestion is asked for, or ``None`` when one is.

    ``before`` is text before the caret (the last few hundred characters are enough) and
    ``line_after`` the rest of the caret's line. Closing quotes and brackets after the caret
    do not count: editors and people put them there ahead of the words.
    """
    if not before.strip():
        return Reason.EMPTY_TEXT
    rest = line_after.strip().strip("\"'”’»)]}*_.,;:!?")
    if len(rest) > LONG_REST_OF_LINE or (rest and line_after[:1].isalnum()):
        return Reason.MIDDLE_OF_LINE
    return None
