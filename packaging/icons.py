"""Render resources/icons/writer.svg into the formats that the three systems want.

    python packaging/icons.py        # after the drawing was changed; then look at the pictures

Writes resources/icons/writer-SIZE.png (the window, and the hicolor theme on Linux),
packaging/windows/writer.ico and packaging/macos/writer.icns. Needs Pillow, and PySide6 to draw.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[1]
DRAWING = ROOT / "resources" / "icons" / "writer.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
ICNS_SIZES = (32, 64, 128, 256, 512, 1024)


def rendered(size: int) -> Image.Image:
    """The drawing, ``size`` pixels wide and high, with a transparent ground."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(DRAWING)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGBA")


def main() -> None:
    """Write every format."""
    for size in SIZES:
        rendered(size).save(DRAWING.with_name(f"writer-{size}.png"), optimize=True)
    several = [rendered(size) for size in ICO_SIZES]
    ico = ROOT / "packaging" / "windows" / "writer.ico"
    several[-1].save(ico, sizes=[(s, s) for s in ICO_SIZES], append_images=several[:-1])
    several = [rendered(size) for size in ICNS_SIZES]
    icns = ROOT / "packaging" / "macos" / "writer.icns"
    several[-1].save(icns, append_images=several[:-1])


if __name__ == "__main__":
    main()
