"""One dictionary and the person's own words: the judge that all windows share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from writer.documents.atomic import replace_file
from writer.errors import SettingsError, system_words
from writer.log import get_logger
from writer.spelling.beginnings import Beginnings
from writer.spelling.dictionaries import (
    BUNDLED,
    choose_dictionary,
    dictionary_folders,
    find_dictionaries,
)
from writer.spelling.variants import american_forms, begins_british

log = get_logger(__name__)

OWN_WORDS, OWN_FOLDER = "dictionary.txt", "dictionaries"
"""A person's words, one a line, and their own Hunspell files, in the configuration folder."""
LONGEST_WORD = 40
"""Hunspell looks for suggestions for seconds when a word is very long."""
SUGGESTIONS = 6
_CACHED = 50_000


class Speller:
    """Answers are kept, so that a word is looked up once. Not for use from two threads at once,
    but :meth:`load` may run in another one."""

    def __init__(self, config: Path | None, folders: Sequence[Path] | None = None) -> None:
        """``config`` is the user's configuration folder; ``None`` keeps words for this run only.

        ``folders`` are where dictionaries are; ``None`` looks where they usually are.
        """
        self._config = config
        if folders is None:
            folders = dictionary_folders(config / OWN_FOLDER if config else None)
        self._folders = folders
        self.name = ""
        """The dictionary in use, such as "en_US"; empty while none is loaded."""
        self._hunspell: Any = None
        self._beginnings: Beginnings | None = None
        self._known: dict[str, bool] = {}
        self._own = self._read_own()
        self._ignored: set[str] = set()
        self._listeners: list[Callable[[], None]] = []

    # -- dictionaries ------------------------------------------------------------------------

    def available(self) -> list[str]:
        """The names of the dictionaries that were found."""
        return list(find_dictionaries(self._folders))

    def load(self, wanted: str, system: str = "") -> str:
        """Use a dictionary ("" for that of ``system``, like "en_GB"); its name, "" for none."""
        found = find_dictionaries(self._folders)
        name = choose_dictionary(wanted, system, found)
        if name is None:
            self._hunspell, self._beginnings, self.name = None, None, ""
        elif name != self.name:
            self._use(name, found[name])
        self._known.clear()
        return self.name

    def _use(self, name: str, folder: Path) -> None:
        from hunspell import Hunspell

        try:
            dictionary = Hunspell(name, hunspell_data_dir=str(folder))
            encoding = dictionary._dic_encoding
            stems = (folder / f"{name}.dic").read_text(encoding, "replace").splitlines()[1:]
            affixes = (folder / f"{name}.aff").read_text(encoding, "replace").splitlines()
        except (OSError, LookupError, ValueError) as error:
            log.warning("the dictionary %s in %s cannot be read (%s)", name, folder, error)
            self._hunspell, self._beginnings, self.name = None, None, ""
            return
        self._hunspell = dictionary
        self._beginnings = Beginnings(stems, affixes)
        self.name = name

    # -- questions ---------------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Whether a dictionary is loaded."""
        return self._hunspell is not None

    def is_right(self, word: str) -> bool:
        """Whether the dictionary or the person knows the word; ``True`` without a dictionary."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _CACHED:
                self._known.clear()
            known = self._known[word] = self._look_up(word)
        return known

    def _look_up(self, word: str) -> bool:
        plain = word.replace("’", "'")
        if self._hunspell is None or len(plain) < 2 or plain.casefold() in self._own:
            return True
        if plain.casefold() in self._ignored or plain.isupper():
            return True
        try:
            if self._hunspell.spell(plain):
                return True
            if any(self._hunspell.spell(form) for form in self._variants(plain)):
                return True
            base = plain.removesuffix("'s").removesuffix("'")
            return base != plain and self._look_up(base)
        except UnicodeEncodeError:
            return False  # a letter that the dictionary's alphabet does not have

    def begins_a_word(self, letters: str) -> bool:
        """Whether these letters can be the beginning of a word; ``True`` when nobody knows."""
        if self._beginnings is None or self._beginnings.begins_a_word(letters):
            return True
        if any(self._beginnings.begins_a_word(form) for form in self._variants(letters)):
            return True
        if self.name == BUNDLED and begins_british(letters):
            return True
        plain = letters.casefold().replace("’", "'")
        return any(word.startswith(plain) for word in (*self._own, *self._ignored))

    def _variants(self, word: str) -> list[str]:
        return american_forms(word) if self.name == BUNDLED else []

    def suggestions(self, word: str) -> list[str]:
        """What may have been meant, likeliest first, with the apostrophe that was typed."""
        if self._hunspell is None or len(word) > LONGEST_WORD:
            return []
        try:
            found = self._hunspell.suggest(word.replace("’", "'"))[:SUGGESTIONS]
        except UnicodeEncodeError:
            return []
        return [one.replace("'", "’") if "’" in word else one for one in found]

    # -- the person's own words --------------------------------------------------------------

    def add(self, word: str) -> None:
        """Put a word into the person's dictionary.

        Raises :class:`SettingsError` if it cannot be saved; it holds for this run all the same.
        """
        self._own.add(word.replace("’", "'").casefold())
        self._changed()
        if self._config is None:
            return
        path = self._config / OWN_WORDS
        try:
            lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
            text = "\n".join([*lines, word, ""])
            replace_file(path, text.encode())
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                "“{word}” could not be added to {path} ({reason}); it holds until Writer is "
                "closed.",
                word=word,
                path=path,
                reason=system_words(error),
            ) from error

    def ignore(self, word: str) -> None:
        """Do not ask about a word again until Writer is closed."""
        self._ignored.add(word.replace("’", "'").casefold())
        self._changed()

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call ``listener`` when words were added; returns the function that ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def _changed(self) -> None:
        self._known.clear()
        for listener in list(self._listeners):
            listener()

    def _read_own(self) -> set[str]:
        if self._config is None:
            return set()
        try:
            text = (self._config / OWN_WORDS).read_text(encoding="utf-8")
        except FileNotFoundError:
            return set()
        except (OSError, UnicodeDecodeError) as error:
            log.warning("the words in %s cannot be read (%s)", self._config, error)
            return set()
        return {line.strip().replace("’", "'").casefold() for line in text.splitlines() if line}
