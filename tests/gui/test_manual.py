"""The manual says everything that the menus offer and the settings allow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QMenu

from writer.settings.schema import SETTINGS, Setting

if TYPE_CHECKING:
    from conftest import Desk

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual" / "README.md"


def offered_by(menu: QMenu) -> list[str]:
    """The texts of a menu's items without marks and keys. A submenu counts by its title: its
    choices are explained with it."""
    return [
        action.text().partition("\t")[0].replace("&", "").rstrip("…")
        for action in menu.actions()
        if not action.isSeparator()
    ]


def test_every_menu_item_is_in_the_manual(desk: Desk) -> None:
    """Nothing is offered that nobody explains."""
    manual = MANUAL.read_text(encoding="utf-8")
    menus = [action.menu() for action in desk.window.menuBar().actions()]
    offered = [text for menu in menus if isinstance(menu, QMenu) for text in offered_by(menu)]
    assert len(offered) > 20
    assert [text for text in offered if text not in manual] == []


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.key)
def test_every_setting_is_in_the_manual_with_its_default(setting: Setting) -> None:
    """The table in the manual is the schema."""
    default = setting.default
    shown = f'"{default}"' if isinstance(default, str) else str(default)
    if isinstance(default, bool):
        shown = shown.lower()
    row = f"| `{setting.key}` | `{shown}` | {setting.description[:-1]}"
    assert row in MANUAL.read_text(encoding="utf-8")
