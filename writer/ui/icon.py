"""Writer's icon: pictures in several sizes, all rendered from ``writer.svg`` beside them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QIcon


def window_icon(folder: Path) -> QIcon:
    """The icon in every size there is in ``folder``; empty when the pictures are missing.

    The pictures are used, not the drawing: reading SVG would need one more part of Qt.
    """
    icon = QIcon()
    for picture in sorted(folder.glob("writer-*.png")):
        icon.addFile(str(picture))
    return icon
