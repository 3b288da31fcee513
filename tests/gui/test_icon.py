"""The icon is one drawing, in the sizes that desktops ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from writer.paths import resources_dir
from writer.ui.icon import window_icon

ICONS = resources_dir() / "icons"
PICTURES = sorted(ICONS.glob("writer-*.png"))


def test_the_window_has_an_icon_of_every_usual_size(qtbot: QtBot) -> None:
    """From a task bar to a dialog, and one that is missing is only an empty icon."""
    icon = window_icon(ICONS)
    sizes = {size.width() for size in icon.availableSizes()}
    assert {16, 24, 32, 48, 64, 128, 256} <= sizes
    assert icon.pixmap(QSize(32, 32)).size() == QSize(32, 32)
    assert window_icon(ICONS / "nothing").isNull()


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_every_picture_is_the_drawing(path: Path, qtbot: QtBot) -> None:
    """``packaging/icons.py`` was run after the drawing was changed.

    Versions of Qt differ in how they smooth an edge, so the pixels may differ a little.
    """
    picture = QImage(str(path))
    size = int(path.stem.rpartition("-")[2])
    assert (picture.width(), picture.height()) == (size, size)
    drawn = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    drawn.fill(0)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(ICONS / "writer.svg")).render(painter, QRectF(0, 0, size, size))
    painter.end()
    step = max(1, size // 32)
    differences = [
        abs(one - other)
        for x in range(0, size, step)
        for y in range(0, size, step)
        for one, other in zip(
            picture.pixelColor(x, y).getRgb(), drawn.pixelColor(x, y).getRgb(), strict=True
        )
    ]
    assert sum(differences) / len(differences) < 1
