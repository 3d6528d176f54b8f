"""Faces by OpenCV's Haar cascades (the optional extra `faces`): nothing leaves the laptop, nothing is recognised.

Tried on a real portrait: found dark, bright, blurred, mirrored, tilted by 20 degrees, and from 56 pixels wide on one
of 2048; missed when tilted by 30 degrees or 38 pixels wide. A real profile was found too. Of 24 photographs without
people, 4 (coins, a clock, cells, an eye) were taken for faces: a proposal that one click takes away.
"""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageOps

from auditor_app.core.model import Box

_CASCADES: Final = (
    ("haarcascade_frontalface_default.xml", False),
    ("haarcascade_profileface.xml", False),
    ("haarcascade_profileface.xml", True),
)
"""File, and whether it is given the mirrored picture (profiles are trained looking one way only)."""
_FOLDER: Final = Path(cv2.__file__).parent / "data"

# OpenCV 5 has neither; a build may have left the files out.
if not hasattr(cv2, "CascadeClassifier") or not all((_FOLDER / name).is_file() for name, _ in _CASCADES):
    raise ImportError("cv2 without cascades")

_STEP: Final = 1.1
_NEIGHBOURS: Final = 4
_LONG_SIDE: Final = 1024
"""Larger photos are looked at this small: it takes a quarter of the time."""
_SMALLEST: Final = 24
"""Pixels at that size; on a photo of 2048 pixels a face of 48."""
_MARGIN: Final = 0.2
"""How much more than the found square is proposed on each side: hair and chin count too."""
_SAME: Final = 0.3
"""Two finds that share so much of the smaller one are one face."""

_ONE_AT_A_TIME = threading.Lock()
"""A cascade keeps state while it looks."""


@cache
def _cascade(name: str) -> cv2.CascadeClassifier:
    return cv2.CascadeClassifier(str(_FOLDER / name))


def faces_in(image: Image.Image) -> list[Box]:
    """Find what may be faces, each with a margin around it."""
    small = ImageOps.autocontrast(image.convert("L"))
    small.thumbnail((_LONG_SIDE, _LONG_SIDE))
    scale = image.width / small.width
    with _ONE_AT_A_TIME:
        found = _found(small)
    return [_with_margin(box, scale, image) for box in found]


def _found(image: Image.Image) -> list[Box]:
    grey = np.asarray(image)
    found: list[Box] = []
    for name, is_mirrored in _CASCADES:
        seen = np.ascontiguousarray(grey[:, ::-1]) if is_mirrored else grey
        squares = _cascade(name).detectMultiScale(
            seen, scaleFactor=_STEP, minNeighbors=_NEIGHBOURS, minSize=(_SMALLEST, _SMALLEST)
        )
        for x, y, width, height in squares:
            left = image.width - int(x) - int(width) if is_mirrored else int(x)
            box = Box("blur", left, int(y), int(width), int(height))
            if not any(_is_same(box, other) for other in found):
                found.append(box)
    return found


def _is_same(one: Box, other: Box) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if across <= 0 or down <= 0:
        return False
    return across * down > _SAME * min(one.width * one.height, other.width * other.height)


def _with_margin(box: Box, scale: float, image: Image.Image) -> Box:
    """Give a find in the pixels of the whole photo, with more around it."""
    across, down = box.width * _MARGIN, box.height * _MARGIN
    left, top = max(0, int((box.x - across) * scale)), max(0, int((box.y - down) * scale))
    right = min(image.width, int((box.x + box.width + across) * scale) + 1)
    bottom = min(image.height, int((box.y + box.height + down) * scale) + 1)
    return Box("blur", left, top, right - left, bottom - top)
