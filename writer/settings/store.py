"""The settings file: TOML, one table per group, only what differs from the defaults.

A file that cannot be read, or a value that cannot be used, never stops Writer: the default is
used, the sentence goes into ``notices``, and a file that is not TOML is kept as ``.bad``.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import tomli_w

from writer.errors import SettingsError, system_words
from writer.sentence import Sentence
from writer.settings.schema import BY_KEY, Value

FORMAT_VERSION = 1
SHORTCUTS = "shortcuts"
"""The table of the keys that were changed, by the names of the commands."""


class Settings:
    """The values in force. Reading is a dictionary look-up; ``set`` saves at once."""

    def __init__(self, path: Path | None) -> None:
        """``path`` is the settings file, which need not exist; ``None`` keeps nothing."""
        self._path = path
        self._chosen: dict[str, Value] = {}
        self._overrides: dict[str, Value] = {}
        self._unknown: dict[str, object] = {}
        self._shortcuts: dict[str, str] = {}
        self._listeners: list[Callable[[str], None]] = []
        self.notices: list[Sentence] = []
        self.on_save_problem: Callable[[Sentence], None] = self.notices.append
        if path is not None:
            self._load(path)

    def __getitem__(self, key: str) -> Value:
        if key in self._overrides:
            return self._overrides[key]
        return self._chosen.get(key, BY_KEY[key].default)

    def flag(self, key: str) -> bool:
        """A true/false setting."""
        value = self[key]
        assert isinstance(value, bool)
        return value

    def integer(self, key: str) -> int:
        """A whole-number setting."""
        value = self[key]
        assert isinstance(value, int)
        return value

    def real(self, key: str) -> float:
        """A setting that is a number."""
        value = self[key]
        assert isinstance(value, (int, float))
        return float(value)

    def text(self, key: str) -> str:
        """A text setting."""
        value = self[key]
        assert isinstance(value, str)
        return value

    def set(self, key: str, value: Value) -> None:
        """Choose a value, save it, and tell the listeners.

        Raises :class:`SettingsError` for a value that cannot be used. A file that cannot be
        written is told to ``on_save_problem``; the value holds all the same.
        """
        if key not in BY_KEY:
            raise SettingsError("There is no setting called {key!r}.", key=key)
        problem = BY_KEY[key].problem_with(value)
        if problem:
            raise SettingsError(
                "The setting {key} {problem}; it stays {kept!r}.",
                key=key,
                problem=problem,
                kept=self[key],
            )
        if value == self[key]:
            return
        self._overrides.pop(key, None)
        self._chosen[key] = value
        if value == BY_KEY[key].default:
            del self._chosen[key]
        self._keep_and_tell(key)

    def shortcut(self, command: str) -> str | None:
        """The keys chosen for a command ("" for none), or ``None`` for its usual ones."""
        return self._shortcuts.get(command)

    def set_shortcut(self, command: str, keys: str | None) -> None:
        """Choose keys and save them; listeners hear ``shortcuts.COMMAND``.

        Commands that this version does not know keep their keys. ``None`` takes the usual keys.
        """
        if keys == self._shortcuts.get(command):
            return
        if keys is None:
            del self._shortcuts[command]
        else:
            self._shortcuts[command] = keys
        self._keep_and_tell(f"{SHORTCUTS}.{command}")

    def override(self, key: str, value: Value) -> None:
        """Use a value for this run only (the command line); it is not saved by itself."""
        problem = BY_KEY[key].problem_with(value)
        if problem:
            raise SettingsError("The setting {key} {problem}.", key=key, problem=problem)
        self._overrides[key] = value

    def on_change(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call ``listener(key)`` after every change; returns the function that ends that."""
        self._listeners.append(listener)

        def end() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return end

    def _keep_and_tell(self, key: str) -> None:
        try:
            self._save()
        except SettingsError as error:
            self.on_save_problem(error.sentence)
        for listener in list(self._listeners):
            listener(key)

    def _load(self, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            self.notices.append(
                Sentence(
                    "The settings in {path} cannot be read ({reason}); the defaults are used.",
                    path=path,
                    reason=system_words(error),
                )
            )
            return
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            kept = path.with_suffix(".bad")
            try:
                os.replace(path, kept)
                where = Sentence("the file is kept as {path}", path=kept)
            except OSError:
                where = Sentence("the file is left as it is")
            self.notices.append(
                Sentence(
                    "The settings in {path} are damaged ({reason}); the defaults are used and "
                    "{where}.",
                    path=path,
                    reason=error,
                    where=where,
                )
            )
            return
        for group, table in tables.items():
            if not isinstance(table, dict):
                if group != "version":
                    self._unknown[group] = table
                continue
            for name, value in table.items():
                self._take(f"{group}.{name}", value)

    def _take(self, key: str, value: object) -> None:
        group, _, name = key.partition(".")
        if group == SHORTCUTS and isinstance(value, str):
            self._shortcuts[name] = value
            return
        setting = BY_KEY.get(key)
        if setting is None:
            self._unknown[key] = value
            return
        problem = setting.problem_with(value)
        if problem or not isinstance(value, (bool, int, float, str)):
            self.notices.append(
                Sentence(
                    "The setting {key} {problem}; {used!r} is used.",
                    key=key,
                    problem=problem,
                    used=setting.default,
                )
            )
            return
        self._chosen[key] = value

    def _save(self) -> None:
        if self._path is None:
            return
        tables: dict[str, object] = {"version": FORMAT_VERSION}
        for key, value in {**self._unknown, **self._chosen}.items():
            group, dot, name = key.partition(".")
            if not dot:
                tables[group] = value
                continue
            table = tables.setdefault(group, {})
            if isinstance(table, dict):
                table[name] = value
        if self._shortcuts:
            table = tables.setdefault(SHORTCUTS, {})
            if isinstance(table, dict):
                table.update(sorted(self._shortcuts.items()))
        temporary = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with open(temporary, "wb") as file:
                tomli_w.dump(tables, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self._path)
        except OSError as error:
            raise SettingsError(
                "The settings cannot be saved in {path} ({reason}); the change holds until Writer "
                "is closed.",
                path=self._path,
                reason=system_words(error),
            ) from error
