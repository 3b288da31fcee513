"""Why a suggestion ended, and why nothing is shown: one list, with its plain words.

The status bar, ``writer complete --jsonl`` and the manual all speak from this list.
"""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """The value is the stable name used in ``--jsonl``."""

    # A suggestion was made, and ended here.
    SENTENCE_END = "sentence_end"
    PARAGRAPH_END = "paragraph_end"
    WORD_LIMIT = "word_limit"
    LEADS_IN = "leads_in"
    END_OF_TEXT = "end_of_text"
    # Either an end (with text) or a silence (without).
    LOW_CONFIDENCE = "low_confidence"
    REPETITION = "repetition"
    MEETS_SUFFIX = "meets_suffix"
    NOTHING_FITS = "nothing_fits"
    SAVES_NOTHING = "saves_nothing"
    FILTERED = "filtered"
    TOKEN_LIMIT = "token_limit"
    CANCELLED = "cancelled"
    # Nothing was asked of the engine.
    OFF = "off"
    OFF_HERE = "off_here"
    PAUSED = "paused"
    NOT_TYPING = "not_typing"
    MIDDLE_OF_LINE = "middle_of_line"
    SELECTION = "selection"
    COMPOSING = "composing"
    NO_FOCUS = "no_focus"
    EMPTY_TEXT = "empty_text"
    READ_ONLY = "read_only"
    LONG_PARAGRAPH = "long_paragraph"
    MISSPELT = "misspelt"
    DISMISSED = "dismissed"
    HOLDING_BACK = "holding_back"
    # The engine could not answer.
    LOADING = "loading"
    NO_MODEL = "no_model"
    ENGINE_ERROR = "engine_error"


PLAIN_WORDS: dict[Reason, str] = {
    Reason.SENTENCE_END: "The suggestion ended with the sentence.",
    Reason.PARAGRAPH_END: "The suggestion ended with the paragraph.",
    Reason.WORD_LIMIT: "The suggestion reached its word limit.",
    Reason.LEADS_IN: "The suggestion leads into what follows.",
    Reason.END_OF_TEXT: "The model thinks the text is finished here.",
    Reason.LOW_CONFIDENCE: "Nothing worth showing: the model is not sure enough.",
    Reason.REPETITION: "Nothing shown: the model began to repeat itself.",
    Reason.MEETS_SUFFIX: "Nothing shown: the suggestion repeats the text after the caret.",
    Reason.NOTHING_FITS: "Nothing shown: the line reads best as it is.",
    Reason.SAVES_NOTHING: "Nothing shown: one letter is typed as fast as it is taken.",
    Reason.FILTERED: "Nothing shown: the suggestion held a word on the filter list.",
    Reason.TOKEN_LIMIT: "The suggestion reached its length limit.",
    Reason.CANCELLED: "Typing went on, so the suggestion was dropped.",
    Reason.OFF: "Suggestions come only when you ask for them with Ctrl+Space.",
    Reason.OFF_HERE: "In this document suggestions come only when you ask with Ctrl+Space.",
    Reason.PAUSED: "Suggestions are paused; Ctrl+Space asks for one.",
    Reason.NOT_TYPING: "Suggestions come while you type.",
    Reason.MIDDLE_OF_LINE: "No suggestion in the middle of a line; Ctrl+Space asks for one.",
    Reason.SELECTION: "No suggestion while text is selected.",
    Reason.COMPOSING: "No suggestion while the input method is composing.",
    Reason.NO_FOCUS: "No suggestion while the editor is not in use.",
    Reason.EMPTY_TEXT: "Write a few words, and suggestions begin.",
    Reason.READ_ONLY: "This document is read-only.",
    Reason.MISSPELT: "Nothing shown: no word that is known here begins with these letters.",
    Reason.LONG_PARAGRAPH: "No suggestions in a paragraph this long; Ctrl+Space asks for one.",
    Reason.DISMISSED: "Dismissed; suggestions go on as you type.",
    Reason.HOLDING_BACK: "The last suggestions were not wanted: fewer come until you take one.",
    Reason.LOADING: "The model is still loading.",
    Reason.NO_MODEL: "No model is loaded.",
    Reason.ENGINE_ERROR: "The model could not answer.",
}


def plain_words(reason: Reason) -> str:
    """One sentence for a person; every reason has one."""
    return PLAIN_WORDS[reason]
