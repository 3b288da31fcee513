"""Every command of a window, by name: the menus, their keys and whatever else lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from writer.settings.store import Settings

Shortcut = QKeySequence | QKeySequence.StandardKey | str | None


class Actions(QObject):
    """The actions of one window. Each has an object name, ``action_NAME``."""

    def __init__(self, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._settings = settings
        self._window = window
        self._by_name: dict[str, QAction] = {}

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
    ) -> QAction:
        """Put a command into ``menu``. A checkable one calls ``slot`` with its new state."""
        action = self._new(menu, name, text, checkable=checkable)
        if shortcut is not None:
            action.setShortcut(QKeySequence(shortcut))
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
        self._by_name[name] = action
        return action

    def _follow(self, key: str, owner: QObject, update: Callable[[], None]) -> None:
        end = self._settings.on_change(lambda changed: update() if changed == key else None)
        owner.destroyed.connect(lambda: end())
