"""A picture made fit for the cover: small, opaque, only pixels; a drawing (SVG) is looked through before it is used."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from auditor_app.core.errors import UserError
from auditor_app.services.chosen_file import read_chosen
from auditor_app.services.pictures.photos import BROKEN, MOST_PIXELS

MEDIA_TYPE: Final = "image/png"
MOST_BYTES: Final = 4 << 20
LONG_SIDE: Final = 1200
"""Pixels: 38 mm at 800 dots per inch."""
LEAST_SIDE: Final = 16
_NEARLY_WHITE: Final = 245
"""Of 255: less than this difference is not seen on paper."""
FORMATS: Final = ("PNG", "JPEG")
_FORBIDDEN: Final = re.compile(
    rb"<!DOCTYPE|<!ENTITY|<\s*(?:script|foreignObject|image|use[^>]*href\s*=\s*[\"'](?!#)|feImage|iframe|audio|video)"
    rb"|\bon\w+\s*=|javascript:|(?:href|src)\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)|@import|<\?xml-stylesheet",
    re.IGNORECASE,
)
"""What a drawing may not have: other files, scripts, entities that grow."""


def prepared_logo(source: Path | bytes) -> bytes:
    """Give the picture as a PNG without metadata or transparency; equal pixels give equal bytes."""
    content = source if isinstance(source, bytes) else read_logo(source)
    if len(content) > MOST_BYTES:
        raise UserError("logo.too_large", limit=MOST_BYTES >> 20)
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise _too_many_pixels()
            if min(opened.size) < LEAST_SIDE:
                raise UserError("logo.too_small", limit=LEAST_SIDE)
            opened.load()
            image = _opaque(opened)
    except UnidentifiedImageError as error:
        raise UserError("logo.wrong_type") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except BROKEN as error:
        raise UserError("logo.broken") from error
    image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    if min(image.convert("L").tobytes()) >= _NEARLY_WHITE:
        raise UserError("logo.blank")
    return packed(image.size, image.tobytes())


def _too_many_pixels() -> UserError:
    return UserError("logo.too_many_pixels", limit=MOST_PIXELS // 1_000_000)


def packed(size: tuple[int, int], pixels: bytes) -> bytes:
    """Give red, green and blue of every pixel as a PNG; also for who takes a logo out of a report again."""
    output = BytesIO()
    Image.frombytes("RGB", size, pixels).save(output, "PNG", optimize=True)
    return output.getvalue()


def _opaque(image: Image.Image) -> Image.Image:
    """Lay it on white paper."""
    if image.mode.startswith("I"):
        # Greys of 16 bits: Pillow would cut them off at 255, which is nearly black of them.
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    seen = image.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    paper.alpha_composite(seen)
    plain = paper.convert("RGB")
    plain.info = {}
    return plain


def read_logo(path: Path) -> bytes:
    """Read a file that was chosen, up to a byte more than is allowed."""
    try:
        return read_chosen(path, MOST_BYTES)
    except OSError as error:
        raise UserError("photo.unreadable", file=path.name) from error


def is_drawing(content: bytes) -> bool:
    """Tell whether a file is a drawing (SVG), which the window turns into pixels."""
    return b"<svg" in content[:4096].lower()


def checked_drawing(content: bytes) -> bytes:
    """Give a drawing that names nothing outside itself; raises `UserError("logo.unsafe_drawing")`."""
    if len(content) > MOST_BYTES:
        raise UserError("logo.too_large", limit=MOST_BYTES >> 20)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError("logo.broken") from error
    if _FORBIDDEN.search(content):
        raise UserError("logo.unsafe_drawing")
    return content
