"""Photos made fit to keep: upright, small, without any metadata; parts blurred or cut away; faces proposed offline.

The original is never kept. What is prepared is pixels only, and equal pixels give equal bytes.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import (
    BmpImagePlugin,
    Image,
    ImageFilter,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from auditor_app.core.errors import UserError
from auditor_app.core.model import Box
from auditor_app.services.pictures.files import read_photo
from auditor_app.services.pictures.pixels import FinishedPhoto, HeldPhoto, Pixels

LONG_SIDE: Final = 2048
QUALITY: Final = 82
MOST_PIXELS: Final = 50_000_000
LEAST_SIDE: Final = 16
_READERS: Final = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin, BmpImagePlugin)
"""Importing a reader registers it; no other has to be loaded (the reader of JPEG asks for that of MPO)."""
FORMATS: Final = ("JPEG", "PNG", "WEBP", "BMP")
"""What may be opened at all; a JPEG may be what phones call MPO, with a second picture inside."""

_ORIENTATION = 0x0112
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
BROKEN: Final = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, AttributeError, RuntimeError,
    MemoryError, struct.error, Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
"""What Pillow's decoders raise for files that are broken or made to hurt."""
_IPHONE = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypmsf1")
_GRAINS: Final = 4
"""Into how many squares the shorter side of a blurred part is cut: too few to recognise a face by."""

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# For the whole process: a picture that unpacks to more than this is an attack or a mistake, wherever it is opened.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Prepared:
    """A photo fit to keep, opened, and what was blurred or cut away, in order."""

    image: Image.Image = field(repr=False)
    boxes: tuple[Box, ...] = ()

    @property
    def width(self) -> int:
        """Give the pixels across."""
        return self.image.width

    @property
    def height(self) -> int:
        """Give the pixels down."""
        return self.image.height

    @property
    def held(self) -> HeldPhoto:
        """Give it as bare pixels."""
        return HeldPhoto(_pixels(self.image), self.boxes)

    @cached_property
    def finished(self) -> FinishedPhoto:
        """Give it as it is kept: pixels only, no EXIF, no place, no colour profile, no comment."""
        output = BytesIO()
        self.image.save(output, "JPEG", quality=QUALITY, exif=b"", icc_profile=None, comment=b"")
        return FinishedPhoto(output.getvalue(), self.width, self.height, self.boxes)


def prepare(source: Path | bytes) -> Prepared:
    """Make a photo fit to keep; raises UserError for what is too large, broken, or no photo we open."""
    content = read_photo(source)
    if content[4:12] in _IPHONE:
        raise UserError("photo.heic")
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as opened:
            _check_size(opened)
            return Prepared(_fitted(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UserError("photo.too_many_pixels", limit=MOST_PIXELS // 1_000_000) from error
    except UnidentifiedImageError as error:
        raise UserError("photo.wrong_type") from error
    except BROKEN as error:
        raise UserError("photo.broken") from error


def taken_up(photo: HeldPhoto) -> Prepared:
    """Open a photo again that was given away as bare pixels."""
    size = (photo.width, photo.height)
    return Prepared(Image.frombytes("RGB", size, photo.pixels.rgb), photo.boxes)


def thumbnail(content: bytes, side: int) -> Pixels:
    """Give a kept photo in small; raises `UserError("photo.broken")` for what a teammate's file may have held."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG",)) as opened:
            _check_size(opened)
            opened.draft("RGB", (side, side))
            image = opened.convert("RGB")
    except BROKEN as error:
        raise UserError("photo.broken") from error
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _pixels(image)


def _pixels(image: Image.Image) -> Pixels:
    return Pixels(image.width, image.height, image.tobytes())


def _check_size(image: Image.Image) -> None:
    """Refuse by the size the file claims, before anything is unpacked."""
    if image.width * image.height > MOST_PIXELS:
        raise UserError("photo.too_many_pixels", limit=MOST_PIXELS // 1_000_000)
    if min(image.size) < LEAST_SIDE:
        raise UserError("photo.too_small", limit=LEAST_SIDE)


def _fitted(opened: Image.Image) -> Image.Image:
    opened.draft("RGB", (LONG_SIDE, LONG_SIDE))  # a JPEG is unpacked at half or a quarter where that is enough
    opened.load()  # before its metadata: reading those of a cut-off PNG would hide that it is cut off
    orientation = _orientation(opened)
    image = _rgb(opened)
    image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    turn = _TURNS.get(orientation)
    upright = image.transpose(turn) if turn is not None else image
    upright.info = {}
    return upright


def _orientation(image: Image.Image) -> int:
    """Read how the camera was held; broken metadata are no reason to refuse the picture, as they go anyway."""
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except BROKEN:
        return 1
    return found if isinstance(found, int) else 1


def _rgb(image: Image.Image) -> Image.Image:
    """Give plain colours; what was see-through becomes white paper."""
    if image.mode == "RGB":
        return image.copy()
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    paper = Image.new("RGB", layered.size, "white")
    paper.paste(layered, mask=layered.getchannel("A"))
    return paper


def turn(prepared: Prepared) -> Prepared:
    """Turn a photo a quarter clockwise, where the camera did not know how it was held."""
    return Prepared(prepared.image.transpose(Image.Transpose.ROTATE_270), prepared.boxes)


def blur(prepared: Prepared, boxes: Iterable[Box]) -> Prepared:
    """Make parts unrecognisable: coarse squares, then smoothed; what was there cannot be had back."""
    image = prepared.image.copy()
    applied = []
    for box in boxes:
        inside = _inside(box, image)
        if inside is not None:
            _smear(image, inside)
            applied.append(replace(inside, what="blur"))
    return Prepared(image, (*prepared.boxes, *applied)) if applied else prepared


def _smear(image: Image.Image, box: Box) -> None:
    corners = (box.x, box.y, box.x + box.width, box.y + box.height)
    grain = max(1, min(box.width, box.height) // _GRAINS)
    coarse = (max(1, box.width // grain), max(1, box.height // grain))
    part = image.crop(corners).resize(coarse, Image.Resampling.BOX).resize((box.width, box.height))
    image.paste(part.filter(ImageFilter.GaussianBlur(grain / 2)), corners)


def crop(prepared: Prepared, box: Box) -> Prepared:
    """Keep only a part; raises `UserError("photo.too_small")` when hardly anything is left."""
    inside = _inside(box, prepared.image)
    if inside is None or min(inside.width, inside.height) < LEAST_SIDE:
        raise UserError("photo.too_small", limit=LEAST_SIDE)
    image = prepared.image.crop((inside.x, inside.y, inside.x + inside.width, inside.y + inside.height))
    return Prepared(image, (*prepared.boxes, replace(inside, what="crop")))


def _inside(box: Box, image: Image.Image) -> Box | None:
    """Cut a box off at the edges of the picture; None when nothing is left."""
    left, top = max(0, box.x), max(0, box.y)
    right, bottom = min(image.width, box.x + box.width), min(image.height, box.y + box.height)
    return Box(box.what, left, top, right - left, bottom - top) if left < right and top < bottom else None


def looks_for_faces() -> bool:
    """Tell whether the optional extra `faces` is here; without it the program says that it does not look."""
    return _finder() is not None


def find_faces(prepared: Prepared) -> tuple[Box, ...] | None:
    """Propose parts that may be faces, largest first; None: this program does not look for faces.

    It is a proposal: it misses small, dark and half hidden faces, and takes other things for faces.
    """
    find = _finder()
    if find is None:
        return None
    return tuple(sorted(find(prepared.image), key=lambda box: (-box.width * box.height, box.x, box.y)))


def _finder() -> Callable[[Image.Image], list[Box]] | None:
    try:
        from auditor_app.services.pictures.faces import faces_in  # noqa: PLC0415 - OpenCV is an optional extra, and slow to load
    except ImportError:
        return None
    return faces_in
