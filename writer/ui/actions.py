"""Every command of a window, by name: the menus, their keys and whatever else lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from writer.settings.store import SHORTCUTS, Settings

PORTABLE = QKeySequence.SequenceFormat.PortableText
NATIVE = QKeySequence.SequenceFormat.NativeText
Shortcut = QKeySequence | QKeySequence.StandardKey | str | None


class Actions(QObject):
    """The actions of one window. Each has an object name, ``action_NAME``.

    The keys of a command are its usual ones, or those in the settings (``shortcuts.NAME``).
    """

    key_changed = Signal(str)
    """The name of a command that has other keys now."""

    def __init__(self, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._settings = settings
        self._window = window
        self._by_name: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self.recent: list[str] = []
        """The commands that were used, the last one first."""
        self._usual: dict[str, QKeySequence] = {}
        self._in_editor: dict[str, str] = {}
        self.choice_names: dict[str, dict[Any, str]] = {}
        """What the values of a setting are called, for settings with a menu of them."""
        end = settings.on_change(self._setting_changed)
        self.destroyed.connect(lambda: end())

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        """The names, in the order of the menus."""
        return iter(self._by_name)

    def add(
        self,
        menu: QMenu,
        name: str,
        text: str,
        slot: Callable[..., object],
        shortcut: Shortcut = None,
        *,
        checkable: bool = False,
        in_editor: bool = False,
    ) -> QAction:
        """Put a command into ``menu``. A checkable one calls ``slot`` with its new state.

        Keys ``in_editor`` are only shown here: the editor uses them, and only at times.
        """
        action = self._new(menu, name, text, checkable=checkable)
        if shortcut is not None:
            self._usual[name] = QKeySequence(shortcut)
        if in_editor:
            self._in_editor[name] = text
        self._use_keys(name)
        if checkable:
            action.triggered.connect(lambda on: slot(on))
        else:
            action.triggered.connect(lambda _checked=False: slot())
        return action

    def toggle(
        self, menu: QMenu, name: str, text: str, key: str, shortcut: Shortcut = None
    ) -> QAction:
        """A checkable command that is one yes-or-no setting, and follows it."""
        action = self.add(
            menu,
            name,
            text,
            lambda on: self._settings.set(key, on),
            shortcut,
            checkable=True,
        )
        action.setChecked(self._settings.flag(key))
        self._follow(key, action, lambda: action.setChecked(self._settings.flag(key)))
        return action

    def choices(self, menu: QMenu, key: str, names: Mapping[Any, str]) -> None:
        """A menu of values for one setting; the one in force is marked, if it is among them."""
        self.choice_names[key] = {choice: _plain(text) for choice, text in names.items()}
        group = QActionGroup(menu)
        # A value that the menu does not offer leaves every item without a mark.
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for choice in names:
            name = f"{key.rpartition('.')[2]}_{choice}"
            action = self._new(menu, name, names[choice], checkable=True)
            group.addAction(action)

        def mark() -> None:
            for choice, action in zip(names, group.actions(), strict=True):
                action.setChecked(self._settings[key] == choice)

        def choose(choice: Any) -> None:
            self._settings.set(key, choice)
            mark()  # what was chosen already would lose its mark

        for choice, action in zip(names, group.actions(), strict=True):
            action.triggered.connect(lambda _checked=False, choice=choice: choose(choice))
        mark()
        self._follow(key, menu, mark)

    def presets(
        self, menu: QMenu, key: str, names: dict[int, str], nearest: Callable[[int], int]
    ) -> None:
        """A menu of values of one number; ``nearest`` says which of them is marked for others."""
        group = QActionGroup(menu)
        found: dict[int, QAction] = {}
        for value, text in names.items():
            action = self._new(menu, f"{key.rpartition('.')[2]}_{value}", text, checkable=True)
            action.triggered.connect(
                lambda _checked=False, value=value: self._settings.set(key, value)
            )
            found[value] = group.addAction(action)

        def mark() -> None:
            found[nearest(self._settings.integer(key))].setChecked(True)

        mark()
        self._follow(key, menu, mark)

    def _new(self, menu: QMenu, name: str, text: str, *, checkable: bool) -> QAction:
        action = QAction(text, self._window)
        action.setObjectName(f"action_{name}")
        action.setCheckable(checkable)
        menu.addAction(action)
        # Qt looks for keys in visible widgets only, and the menu bar can be hidden.
        self._window.addAction(action)
        action.triggered.connect(lambda: self._used(name))
        self._by_name[name] = action
        self._menus[name] = menu
        self._use_keys(name)
        return action

    def _used(self, name: str) -> None:
        self.recent = [name, *(one for one in self.recent if one != name)]

    # -- keys --------------------------------------------------------------------------------

    def keys(self, name: str) -> QKeySequence:
        """The keys of a command; empty when it has none."""
        chosen = self._settings.shortcut(name)
        return self.usual_keys(name) if chosen is None else QKeySequence(chosen, PORTABLE)

    def usual_keys(self, name: str) -> QKeySequence:
        """The keys of a command while nobody has chosen others."""
        return self._usual.get(name, QKeySequence())

    def set_keys(self, name: str, keys: QKeySequence | None) -> None:
        """Choose the keys of a command and save them; ``None`` takes the usual ones."""
        if keys is None or keys == self.usual_keys(name):
            self._settings.set_shortcut(name, None)
        else:
            self._settings.set_shortcut(name, keys.toString(PORTABLE))

    def sharing(self, keys: QKeySequence) -> list[str]:
        """The commands that have these keys."""
        return [] if keys.isEmpty() else [name for name in self if self.keys(name) == keys]

    def chosen_keys(self) -> frozenset[QKeySequence]:
        """Keys that somebody gave to a command of the window, not of the editor."""
        return frozenset(
            self.keys(name)
            for name in self
            if name not in self._in_editor and self.keys(name) != self.usual_keys(name)
        )

    def retired_keys(self) -> frozenset[QKeySequence]:
        """Usual keys that somebody took away from a command and gave to no other."""
        usual = {self._usual[name] for name in self._usual if name not in self._in_editor}
        return frozenset(keys for keys in usual if not self.sharing(keys))

    def title(self, name: str) -> str:
        """What a command is called, without marks."""
        return _plain(self._by_name[name].text().partition("\t")[0])

    def path(self, name: str) -> tuple[str, ...]:
        """The titles of the menus that lead to a command."""
        titles = []
        menu: QWidget | None = self._menus[name]
        while isinstance(menu, QMenu):
            titles.append(_plain(menu.title()))
            menu = menu.parentWidget()
        return tuple(reversed(titles))

    def _use_keys(self, name: str) -> None:
        action, keys = self._by_name[name], self.keys(name)
        if name not in self._in_editor:
            action.setShortcut(keys)
            return
        shown = keys.toString(NATIVE)
        action.setText(self._in_editor[name] + (f"\t{shown}" if shown else ""))

    def _setting_changed(self, key: str) -> None:
        group, _, name = key.partition(".")
        if group == SHORTCUTS and name in self._by_name:
            self._use_keys(name)
            self.key_changed.emit(name)

    def _follow(self, key: str, owner: QObject, update: Callable[[], None]) -> None:
        end = self._settings.on_change(lambda changed: update() if changed == key else None)
        owner.destroyed.connect(lambda: end())


def _plain(text: str) -> str:
    """A menu's text as one reads it: no mnemonic marks, no ellipsis."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")
