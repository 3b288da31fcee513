"""Every setting, declared once: key, type, default, limits and what it does.

The settings file, the command line and the preferences window are all made from this list.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from writer.completion.eagerness import Eagerness
from writer.sentence import Sentence

Value = bool | int | float | str

_KINDS: dict[type, Sentence] = {
    bool: Sentence("must be true or false"),
    int: Sentence("must be a whole number"),
    float: Sentence("must be a number"),
    str: Sentence("must be text"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be chosen. The type of a value is the type of ``default``."""

    key: str
    default: Value
    description: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    label: str = ""
    """A few words for the preferences; empty takes the key's last part."""

    @property
    def group(self) -> str:
        """The table of the settings file, which is a section of the preferences."""
        return self.key.partition(".")[0]

    @property
    def title(self) -> str:
        """What the preferences call it."""
        return self.label or self.key.partition(".")[2].replace("_", " ").capitalize()

    def problem_with(self, value: object) -> Sentence | None:
        """Why ``value`` cannot be used, as the end of a sentence, or ``None`` if it can."""
        wanted = type(self.default)
        if wanted is float and type(value) is int:
            value = float(value)
        if type(value) is not wanted:
            return _KINDS[wanted]
        if self.choices and value not in self.choices:
            return Sentence("must be one of {choices}", choices=", ".join(self.choices))
        if isinstance(value, float) and not isfinite(value):
            return _KINDS[float]
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if self.minimum is not None and value < self.minimum:
                return Sentence("must be at least {least:g}", least=self.minimum)
            if self.maximum is not None and value > self.maximum:
                return Sentence("must be at most {most:g}", most=self.maximum)
        return None


SECTIONS: dict[str, str] = {
    "completions": "Suggestions",
    "editor": "Page",
    "spelling": "Spelling",
    "find": "Find",
    "goals": "Goals",
    "modes": "Writing Modes",
    "session": "Files",
    "window": "Window",
}
"""The sections of the preferences, in order."""

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "completions.enabled",
        True,
        "Suggest how the sentence goes on while you type.",
        label="Suggest while typing",
    ),
    Setting(
        "completions.eagerness",
        "balanced",
        "How sure a suggestion must be to be shown: calm shows little, eager a lot.",
        choices=tuple(eagerness.value for eagerness in Eagerness),
        label="Eagerness",
    ),
    Setting(
        "completions.max_words",
        8,
        "The longest suggestion, in words.",
        minimum=1,
        maximum=64,
        label="Longest suggestion, in words",
    ),
    Setting(
        "completions.paused_until",
        "",
        "Until when suggestions are paused (a date and time; empty: they are not).",
        label="Paused until",
    ),
    Setting(
        "completions.word_filter",
        True,
        "Never suggest slurs and obscenities (what you type yourself is never touched).",
        label="Leave out slurs and obscenities",
    ),
    Setting(
        "completions.temperature",
        0.0,
        "How bold suggestions are that are asked for: 0 takes the likeliest words.",
        minimum=0.0,
        maximum=2.0,
        label="Temperature",
    ),
    Setting(
        "completions.top_p",
        1.0,
        "Asked-for suggestions take words from the likeliest that share this probability.",
        minimum=0.05,
        maximum=1.0,
        label="Top-p",
    ),
    Setting(
        "completions.seed",
        0,
        "The same seed gives the same asked-for suggestions again.",
        minimum=0,
        maximum=999_999,
        label="Seed",
    ),
    Setting(
        "completions.tab",
        "ask",
        "What Tab does behind words where no suggestion stands: ask for one, or put in a tab.",
        choices=("ask", "tab"),
        label="Tab without a suggestion",
    ),
    Setting(
        "completions.predict_ahead",
        True,
        "While a suggestion is read, make the one after it, so that Tab, Tab, Tab flows.",
        label="Make the next suggestion ahead",
    ),
    Setting(
        "completions.debounce_ms",
        40,
        "How long the keyboard must be still before a suggestion is asked for.",
        minimum=0,
        maximum=2000,
        label="Wait before asking, in milliseconds",
    ),
    Setting(
        "completions.model",
        "starter",
        "The model that makes suggestions: 'starter', the name of an installed model, or a folder.",
        label="Model",
    ),
    Setting(
        "completions.adapter",
        "",
        "A LoRA adapter that is added to the model: its name or a folder; empty for none.",
        label="Adapter",
    ),
    Setting(
        "editor.font_family",
        "",
        "The text face; empty takes the best serif face there is.",
        label="Typeface",
    ),
    Setting(
        "editor.font_size_pt",
        14,
        "The size of the text, in points.",
        minimum=6,
        maximum=72,
        label="Text size, in points",
    ),
    Setting(
        "editor.column_chars",
        70,
        "The width of the text column, in characters.",
        minimum=30,
        maximum=200,
        label="Column width, in characters",
    ),
    Setting(
        "editor.line_height",
        1.1,
        "The height of a line; 1 is what the face itself asks for.",
        minimum=1.0,
        maximum=3.0,
    ),
    Setting(
        "editor.paragraph_spacing",
        0.0,
        "The space after a paragraph, in lines.",
        minimum=0.0,
        maximum=3.0,
    ),
    Setting(
        "editor.smart_punctuation",
        False,
        "Turn typed straight quotes, -- and ... into curly quotes, a dash and an ellipsis.",
        label="Smart punctuation",
    ),
    Setting(
        "editor.show_markdown",
        True,
        "Show Markdown as it is written, and go on with lists at Return (not in .txt files).",
        label="Show Markdown",
    ),
    Setting(
        "spelling.enabled",
        True,
        "Underline words that are in no dictionary, and do not complete them.",
        label="Check spelling",
    ),
    Setting(
        "spelling.language",
        "",
        "The dictionary, such as 'en_US'; empty takes the system's language.",
        label="Dictionary",
    ),
    Setting(
        "find.match_case",
        False,
        "Tell capitals from small letters when looking for something.",
        label="Tell capitals from small letters",
    ),
    Setting(
        "find.whole_words",
        False,
        "Find whole words only.",
        label="Whole words only",
    ),
    Setting(
        "find.patterns",
        False,
        "Take what is looked for as a regular expression.",
        label="Regular expressions",
    ),
    Setting(
        "goals.daily_words",
        0,
        "Words to write each day; a thin line in the status bar fills. 0 is no goal.",
        minimum=0,
        maximum=100_000,
        label="Words a day",
    ),
    Setting(
        "goals.session_words",
        0,
        "Words to write until the window is closed; 0 is no goal.",
        minimum=0,
        maximum=100_000,
        label="Words a session",
    ),
    Setting(
        "modes.focus",
        "off",
        "Everything but this is veiled while you write.",
        choices=("off", "sentence", "line", "paragraph"),
        label="Focus",
    ),
    Setting(
        "modes.typewriter",
        False,
        "The line you write in stays in the middle of the window.",
        label="Typewriter scrolling",
    ),
    Setting(
        "modes.forward_only",
        False,
        "Nothing can be deleted, and the caret stays at the end.",
        label="Forward only",
    ),
    Setting(
        "modes.smooth_caret",
        False,
        "The caret glides and fades instead of blinking.",
        label="Smooth caret",
    ),
    Setting(
        "session.hot_exit",
        True,
        "Closing never asks: what is not saved is kept, and is there at the next start.",
        label="Close without asking",
    ),
    Setting(
        "window.language",
        "",
        "The language of menus and dialogs from the next start on; empty takes the system's.",
        label="Language of the interface",
    ),
    Setting(
        "window.welcome",
        True,
        "Show the welcome at the next start.",
        label="Welcome at the next start",
    ),
    Setting(
        "window.outline",
        False,
        "Show the headings of the document beside the page.",
        label="Outline",
    ),
    Setting(
        "window.appearance",
        "system",
        "The theme, by the name of its file; 'system' follows the desktop.",
        label="Theme",
    ),
    Setting(
        "window.reduced_motion",
        False,
        "Nothing moves or fades by itself.",
        label="Reduce motion",
    ),
    Setting(
        "window.light_theme",
        "light",
        "The theme while the desktop is light.",
        label="Light theme",
    ),
    Setting(
        "window.dark_theme",
        "dark",
        "The theme while the desktop is dark.",
        label="Dark theme",
    ),
)

BY_KEY: dict[str, Setting] = {setting.key: setting for setting in SETTINGS}
