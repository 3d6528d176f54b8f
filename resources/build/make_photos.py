# ruff: noqa: INP001 - scripts in a folder, not a package
"""Draw the sample's photos: rooms and materials of the invented school, without people. Run by a developer only.

They are drawings that stand where photos would: free of rights, small, and plainly no picture of a real school.
Each goes through the same intake as a photo, so that the bytes kept are the bytes an auditor's photo would give.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFilter
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from auditor_app.services.pictures.photos import Prepared, prepare

TARGET = Path(__file__).parent.parent / "sample" / "photos"
SCALE = 0.9
WIDE, HIGH = (1120, 840), (780, 1040)
INK, PAPER, WOOD, WALL = "#33373A", "#FBF8F0", "#C79A6B", "#E9E2D4"
CARDS = ("#F3D98B", "#A9CFD3", "#E8B7A0", "#C9D7A8", "#F6EFDF")


def main() -> None:
    """Draw all pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    scenes = {
        "goal-wall": (WIDE, goal_wall()),
        "learning-square": (WIDE, learning_square()),
        "logbook": (WIDE, logbook()),
        "workshop": (WIDE, workshop()),
        "week-plan": (HIGH, week_plan()),
    }
    for name, (size, parts) in scenes.items():
        photo = drawn(size, "".join(parts))
        (TARGET / f"{name}.jpg").write_bytes(photo.jpeg)
        print(f"{name}: {photo.width} × {photo.height}, {len(photo.jpeg):,} bytes")  # noqa: T201 - a script


def drawn(size: tuple[int, int], inside: str) -> Prepared:
    """Turn a drawing into a photo, a little soft as through a lens."""
    width, height = size
    defs = (
        '<defs><linearGradient id="light" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff" '
        'stop-opacity=".34"/><stop offset=".55" stop-color="#fff" stop-opacity="0"/><stop offset="1" '
        'stop-color="#000" stop-opacity=".2"/></linearGradient></defs>'
    )
    over = f'<rect width="{width}" height="{height}" fill="url(#light)"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{defs}{inside}{over}</svg>'
    canvas = QImage(round(width * SCALE), round(height * SCALE), QImage.Format.Format_RGB32)
    painter = QPainter(canvas)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    canvas.save(buffer, "PNG")  # type: ignore[call-overload] # the stub wants bytes, Qt wants text
    image = Image.open(BytesIO(bytes(buffer.data().data()))).convert("RGB").filter(ImageFilter.GaussianBlur(0.7))
    output = BytesIO()
    image.save(output, "PNG")
    return prepare(output.getvalue())


def box(  # noqa: PLR0913 - a rectangle has four sides, a colour and a turn
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    *,
    radius: float = 0,
    turn: float = 0,
    line: str = "",
    strength: float = 1,
) -> str:
    """Give a rectangle, perhaps turned about its middle."""
    turned = f' transform="rotate({turn:g} {x + width / 2:g} {y + height / 2:g})"' if turn else ""
    edge = f' stroke="{line}" stroke-width="2"' if line else ""
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}"'
    return f'<rect {place} fill="{fill}" fill-opacity="{strength:g}"{edge}{turned}/>'


def shape(points: str, fill: str) -> str:
    """Give a filled shape."""
    return f'<polygon points="{points}" fill="{fill}"/>'


def shadow(x: float, y: float, width: float, height: float, *, strength: float = 0.12) -> str:
    """Give the soft shadow under a thing."""
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{width:g}" ry="{height:g}" fill="#000" fill-opacity="{strength:g}"/>'


def scribble(x: float, y: float, width: float, lines: int, leading: float, color: str = INK) -> Iterator[str]:
    """Give lines of handwriting that nobody can read."""
    chance = random.Random(f"{x}{y}{width}{lines}")  # noqa: S311 - the same drawing every time
    for line in range(lines):
        left, top = x, y + line * leading
        ends = x + width * chance.uniform(0.55, 1.0)
        path = f"M{left:g} {top:g}"
        while left < ends:
            step = chance.uniform(7, 16)
            path += f" q{step / 2:.1f} {chance.uniform(-7, 7):.1f} {step:.1f} 0"
            left += step + chance.choice((0, 0, 0, 0, 9))
            path += f" M{left:.1f} {top:g}"
        yield f'<path d="{path}" fill="none" stroke="{color}" stroke-width="2.2" stroke-opacity=".75"/>'


def goal_wall() -> Iterator[str]:
    """A pin board with the steps of a course in rows, cards for goals below."""
    yield box(0, 0, 1120, 840, "#DCD6C8")
    yield box(60, 50, 1000, 640, "#8A6A49", radius=6)
    yield box(76, 66, 968, 608, "#D3B48C")
    chance = random.Random(7)  # noqa: S311 - the same drawing every time
    for row in range(3):
        for column in range(7):
            x, y = 108 + column * 131, 150 + row * 172
            turn = chance.uniform(-3, 3)
            fill = CARDS[(row + column * 2) % len(CARDS)]
            yield box(x + 4, y + 6, 108, 128, "#000", turn=turn, strength=0.13)
            yield box(x, y, 108, 128, fill, turn=turn)
            yield from scribble(x + 14, y + 44, 80, 4, 20)
            yield box(x + 14, y + 18, 46, 8, "#000", turn=turn, strength=0.33)
            yield f'<circle cx="{x + 54:g}" cy="{y + 6:g}" r="7" fill="#A8423B"/>'
    yield box(108, 84, 380, 44, PAPER)
    yield from scribble(124, 108, 340, 1, 1, "#1F4E6B")
    yield box(0, 742, 1120, 98, "#B9B1A2")
    yield box(0, 736, 1120, 8, "#948C7D")


def learning_square() -> Iterator[str]:
    """A room with windows, round tables without anybody at them, and shelves."""
    yield box(0, 0, 1120, 520, WALL)
    yield shape("0,520 1120,520 1120,840 0,840", "#CFB894")
    for line in range(12):
        plank = f"M{560 + (line - 6) * 60} 520 L{560 + (line - 6) * 260} 840"
        yield f'<path d="{plank}" stroke="#B79E78" stroke-width="2"/>'
    for window in range(4):
        x = 60 + window * 180
        yield box(x, 70, 150, 250, "#BFDCE6", line="#F7F4EC")
        yield box(x + 71, 70, 8, 250, "#F7F4EC")
        yield box(x, 190, 150, 7, "#F7F4EC")
        yield shape(f"{x},320 {x},250 {x + 60},285 {x + 150},262 {x + 150},320", "#9DB98A")
    yield box(800, 60, 260, 300, "#6E4F38", radius=4)
    for shelf in range(4):
        y = 78 + shelf * 72
        yield box(812, y, 236, 60, "#523A29")
        for book in range(13):
            tall = 38 + (book * 7 + shelf * 5) % 18
            yield box(818 + book * 17, y + 60 - tall, 14, tall, CARDS[(book + shelf) % 4])
    yield box(0, 470, 1120, 50, "#D4CBB8")
    for x, y, size in ((250, 600, 1.0), (650, 580, 0.95), (920, 690, 1.15), (480, 740, 1.2)):
        wide, flat = 150 * size, 46 * size
        yield shadow(x, y + 86 * size, wide, 26 * size)
        for side in (-1, 1):
            yield box(x + side * wide * 0.95 - 26, y - 30, 52, 66, "#3F7E88", radius=10)
            yield box(x + side * wide * 0.95 - 20, y + 30, 6, 56, "#555")
            yield box(x + side * wide * 0.95 + 14, y + 30, 6, 56, "#555")
        yield box(x - 8, y, 16, 88 * size, "#666")
        yield f'<ellipse cx="{x}" cy="{y + 8}" rx="{wide}" ry="{flat}" fill="#A57C50"/>'
        yield f'<ellipse cx="{x}" cy="{y}" rx="{wide}" ry="{flat}" fill="#E3C79B"/>'
        yield box(x - 50, y - 18, 64, 34, PAPER, turn=-8)
        yield box(x + 26, y - 12, 58, 30, "#5A6468", turn=6, radius=3)


def logbook() -> Iterator[str]:
    """An open logbook on a table, seen from above, with a pencil and a laptop's edge."""
    yield box(0, 0, 1120, 840, "#B98C5E")
    for line in range(14):
        grain = f"M0 {30 + line * 62} q280 {8 - line % 3 * 9} 560 0 t560 0"
        yield f'<path d="{grain}" stroke="#A5794D" stroke-width="2" fill="none"/>'
    yield shadow(560, 452, 430, 330, strength=0.18)
    yield box(170, 140, 780, 570, "#2F4F5C", radius=10, turn=-2)
    yield box(186, 152, 376, 546, PAPER, turn=-2)
    yield box(560, 150, 376, 546, "#F6F1E4", turn=-2)
    yield box(552, 150, 16, 546, "#000", turn=-2, strength=0.1)
    yield f'<g transform="rotate(-2 560 420)">{"".join(_pages())}</g>'
    yield '<g transform="rotate(28 860 640)"><rect x="760" y="640" width="250" height="16" fill="#D9A441"/>'
    yield '<polygon points="1010,640 1044,648 1010,656" fill="#E9D8B4"/>'
    yield '<rect x="744" y="640" width="18" height="16" fill="#C76C5B"/></g>'
    yield shape("960,0 1120,0 1120,190 1000,150", "#8F979B")
    yield shape("976,10 1120,10 1120,170 1012,138", "#5F686C")


def _pages() -> Iterator[str]:
    yield box(214, 196, 180, 14, "#1F4E6B")
    yield box(590, 196, 220, 14, "#1F4E6B")
    for row in range(5):
        y = 250 + row * 84
        yield box(214, y, 22, 22, "#FFFFFF", line=INK)
        if row < 3:  # noqa: PLR2004 - the goals that were reached
            yield f'<path d="M217 {y + 11} l7 8 l13 -18" fill="none" stroke="#1F4E6B" stroke-width="4"/>'
        yield from scribble(252, y + 10, 270, 2, 26)
    yield from scribble(592, 250, 310, 14, 30)


def workshop() -> Iterator[str]:
    """A workbench with tools on the wall and models on a shelf."""
    yield box(0, 0, 1120, 840, "#D9DEDC")
    yield box(70, 60, 620, 330, "#A98A63", radius=4)
    for place in range(9):
        x = 110 + place * 64
        yield box(x + 8, 110, 10, 130, "#7A4F33", radius=4)
        yield box(x, 96 + place % 3 * 6, 26, 40, "#59636A", radius=5)
        yield box(x + 2, 280, 22, 70, ("#B8483C", "#2F6E7E", "#D8A93A")[place % 3], radius=4)
    yield box(760, 90, 300, 16, WOOD)
    yield box(760, 250, 300, 16, WOOD)
    for x, y, fill in ((780, 40, "#7FB0B8"), (870, 30, "#D98E73"), (970, 46, "#E0C46C")):
        yield shape(f"{x},{y + 50} {x + 30},{y - 6} {x + 62},{y + 50}", fill)
    for x in (790, 880, 975):
        for radius, fill in ((24, "#6C7F8C"), (9, "#D9DEDC")):
            yield f'<circle cx="{x + 20}" cy="226" r="{radius}" fill="{fill}"/>'
    yield box(0, 520, 1120, 44, "#B8875A")
    yield box(0, 564, 1120, 276, "#8D6947")
    for drawer in range(4):
        x = 40 + drawer * 270
        yield box(x, 600, 240, 200, "#9F7851", line="#6F5135")
        yield box(x + 90, 690, 60, 12, "#4E4A45", radius=6)
    yield box(160, 420, 150, 100, "#4C6E79", radius=6)
    yield box(180, 380, 110, 44, "#3A5660", radius=4)
    yield box(420, 484, 250, 36, PAPER, turn=-2)
    yield from scribble(440, 500, 200, 1, 1)
    yield box(740, 430, 190, 90, "#E5E0D4", line="#8D8778")
    yield box(756, 446, 158, 58, "#C9E0E4")


def week_plan() -> Iterator[str]:
    """A plan of the week on a door, five columns of blocks and a corner for own goals."""
    yield box(0, 0, 780, 1040, "#7C9BA1")
    yield box(0, 0, 70, 1040, "#5F7C83")
    yield box(110, 70, 590, 880, "#000", strength=0.13)
    yield box(100, 60, 590, 880, PAPER)
    yield box(136, 100, 300, 26, "#1F4E6B")
    for day in range(5):
        x = 136 + day * 106
        yield box(x, 160, 92, 30, "#D5CFC3")
        y = 204
        for block in range(6):
            tall = (64, 96, 46, 80, 58, 72)[(block + day) % 6]
            fill = (*CARDS[:4], "#E6E1D5")[(block * 2 + day) % 5]
            yield box(x, y, 92, tall, fill, radius=3)
            yield from scribble(x + 12, y + 24, 64, 1 + tall // 60, 20)
            y += tall + 10
    yield box(136, 720, 516, 180, "#F4EFE2", line="#C9C2B2")
    yield from scribble(160, 764, 440, 4, 36)
    for x, y in ((112, 74), (676, 74), (112, 924), (676, 924)):
        yield f'<circle cx="{x}" cy="{y}" r="11" fill="#C76C5B"/>'
    yield box(724, 470, 20, 120, "#D8D4CB", radius=10)


if __name__ == "__main__":
    main()
