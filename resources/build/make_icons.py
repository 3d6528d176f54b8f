# ruff: noqa: INP001 - two scripts in a folder, not a package
"""Make the window's icons from the Lucide set and draw the program's own icon: run by a developer only.

Lucide's files are rewritten with a thinner stroke and without what a renderer ignores. The program's icon is
drawn here: rows of strokes, some of them heavy, like the mark on a report's cover. It has a coarse drawing
for the sizes at which fine strokes would blur.
"""

from __future__ import annotations

import argparse
import io
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SVG = "http://www.w3.org/2000/svg"
STROKE = "1.6"
LUCIDE = """
    archive archive-restore arrow-down arrow-left arrow-right arrow-up badge-check book-open calendar
    calendar-clock camera check chevron-down chevron-left chevron-right chevron-up circle circle-alert
    circle-check circle-help clipboard-list clock columns-2 copy corner-down-left crop download ellipsis
    external-link eye eye-off file-check file-pen file-plus file-search file-text file-x filter flag folder
    folder-open git-compare git-compare-arrows globe grid-3x3 grip-vertical hard-drive history image
    image-off info key-round keyboard languages link list list-filter list-tree lock lock-open log-out
    map-pin message-square mic minus moon notebook-pen package package-open panel-left paperclip pause pencil
    pin play plus printer quote redo-2 refresh-cw rotate-ccw rotate-cw save scale school search settings shield-alert
    shield-check signature skip-forward sliders-horizontal square square-check sun table tag trash-2
    triangle-alert undo-2 unlink upload usb user user-check user-plus users x zoom-in zoom-out
"""

INK, PALE, PAPER = "#0F5A70", "#9DBCC5", "#FFFFFF"


@dataclass(frozen=True)
class Drawing:
    """The program's icon on a square grid: one string per row, `#` a heavy stroke, `|` a light one."""

    grid: int
    rows: tuple[str, ...]
    left: float
    top: float
    pitch: float
    height: float
    gap: float
    heavy: float
    light: float
    corner: float
    border: float


FINE = Drawing(64, ("#|||#|", "|#|||#", "#||#||"), 12.0, 11.0, 7.2, 12.0, 3.0, 4.0, 2.0, 14.0, 1.5)
COARSE = Drawing(16, ("#|#", "||#"), 3.0, 3.0, 4.0, 4.0, 2.0, 2.0, 1.0, 3.5, 1.0)
COARSE_UP_TO = 32
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def main() -> None:
    """Read the folders from the command line and write all icons."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("lucide", type=Path, help="folder of the npm package lucide-static")
    parser.add_argument("target", type=Path, nargs="?", default=Path(__file__).parents[1] / "icons")
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    for name in LUCIDE.split():
        source = (options.lucide / "icons" / f"{name}.svg").read_text("utf-8")
        write(options.target / f"{name}.svg", lighter(source))
    write(options.target / "LICENSE-Lucide.txt", (options.lucide / "LICENSE").read_text("utf-8"))
    write_program_icon(options.target)


def write(path: Path, text: str) -> None:
    """Write text with the same line ends on every system."""
    path.write_text(text, "utf-8", newline="\n")


def lighter(source: str) -> str:
    """Rewrite one Lucide drawing: our stroke, one colour to replace, no class and no fixed size."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(source)  # noqa: S314 - the developer's own copy of a published package
    for attribute in ("class", "width", "height"):
        root.attrib.pop(attribute, None)
    root.set("stroke-width", STROKE)
    root.text = "".join((root.text or "").split())
    for element in root:
        element.tail = ""
    return ET.tostring(root, encoding="unicode") + "\n"


def program_icon(drawing: Drawing) -> str:
    """Draw the program's icon as SVG."""
    inset, size = drawing.border / 2, drawing.grid - drawing.border
    frame = (
        f'<rect x="{inset:g}" y="{inset:g}" width="{size:g}" height="{size:g}" rx="{drawing.corner:g}" '
        f'fill="{PAPER}" stroke="{INK}" stroke-width="{drawing.border:g}"/>'
    )
    strokes = [
        stroke(drawing, row, column, kind == "#")
        for row, kinds in enumerate(drawing.rows)
        for column, kind in enumerate(kinds)
    ]
    head = f'<svg xmlns="{SVG}" viewBox="0 0 {drawing.grid} {drawing.grid}">'
    return "\n".join((head, frame, *strokes, "</svg>", ""))


def stroke(drawing: Drawing, row: int, column: int, heavy: bool) -> str:  # noqa: FBT001 - a property of the stroke
    """Draw one upright stroke; all begin at their column's left edge, as on the cover."""
    width = drawing.heavy if heavy else drawing.light
    x, y = drawing.left + column * drawing.pitch, drawing.top + row * (drawing.height + drawing.gap)
    colour = INK if heavy else PALE
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{drawing.height:g}" fill="{colour}"/>'


def write_program_icon(target: Path) -> None:
    """Write the program's icon in the forms that Windows, macOS and Linux ask for."""
    fine, coarse = program_icon(FINE), program_icon(COARSE)
    write(target / "app.svg", fine)
    images = {size: rendered(coarse if size <= COARSE_UP_TO else fine, size) for size in SIZES}
    images[256].save(target / "app.png", optimize=True)
    small = [images[size] for size in SIZES if size < 256]  # noqa: PLR2004 - the largest size .ico knows
    images[256].save(target / "app.ico", sizes=[(s, s) for s in SIZES if s <= 256], append_images=small)  # noqa: PLR2004 - the largest an .ico can hold
    images[512].save(target / "app.icns", append_images=[images[size] for size in SIZES[:-1]])


def rendered(svg: str, size: int) -> Image.Image:
    """Draw an SVG at a size in pixels, transparent around it."""
    canvas = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    canvas.fill(0)
    painter = QPainter(canvas)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    canvas.save(buffer, "PNG")  # type: ignore[call-overload] # the stub wants bytes, Qt wants text
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGBA")


if __name__ == "__main__":
    main()
