"""Faces by YuNet in OpenCV (the optional extra `faces`): nothing leaves the laptop, nobody is recognised.

`python -m benchmarks.faces` says how many faces on real photographs it finds (ADR 13).
"""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

from auditor_app.config import resource_path
from auditor_app.core.model import Box

if TYPE_CHECKING:
    from PIL import Image

_MODEL: Final = ("faces", "face_detection_yunet_2023mar.onnx")
"""WU, YU ET AL. (2023), YuNet: A Tiny Millisecond-level Face Detector; learned from faces of 10 to 300 pixels."""

if not hasattr(cv2, "FaceDetectorYN") or not resource_path(*_MODEL).is_file():
    raise ImportError("cv2 without YuNet")

_SURE: Final = 0.5
"""From 0 to 1. Low: what is missed may stay in the photo, what is none is taken away with one click."""
_MARGIN: Final = 0.2
"""How much more than the found face is proposed on each side: hair and chin count too."""
_OVERLAP: Final = 0.3
"""Of two finds that share so much of what they cover together, the surer one stays; more in a crowd is another face."""
_MOST: Final = 5000
"""The looked-at squares that are weighed against each other; OpenCV's own number."""


class _Pass(NamedTuple):
    long_side: int
    """In pixels; a smaller photo is looked at as it is."""
    largest: float
    """The widest face to believe, in pixels at that size."""


_PASSES: Final = (_Pass(2048, 300), _Pass(640, float("inf")))
"""The first finds the back of a classroom, from 12 pixels wide; the second a face that fills the photo."""

_ONE_AT_A_TIME = threading.Lock()
"""A detector keeps state while it looks."""


@cache
def _detector() -> cv2.FaceDetectorYN:
    """Load the model from memory: by its path OpenCV finds it only where that is written in the system's code page."""
    cv2.setNumThreads(1)  # on a laptop with two cores a second thread would leave the window none
    model = np.frombuffer(resource_path(*_MODEL).read_bytes(), np.uint8)
    return cv2.FaceDetectorYN.create("onnx", model, np.empty(0, np.uint8), (0, 0), _SURE, _OVERLAP, _MOST)


def faces_in(image: Image.Image) -> list[Box]:
    """Find what may be faces, each with a margin around it."""
    found: list[Box] = []
    for number, look in enumerate(_PASSES):
        if number and max(image.size) <= look.long_side:
            break
        found += [box for box in _found(image, look) if not any(_is_same(box, other) for other in found)]
    return [_with_margin(box, image) for box in found]


def _found(image: Image.Image, look: _Pass) -> list[Box]:
    """Look once; gives the faces in the pixels of the whole photo, the surest first."""
    small = image.convert("RGB")
    small.thumbnail((look.long_side, look.long_side))
    scale = image.width / small.width
    with _ONE_AT_A_TIME:
        detector = _detector()
        detector.setInputSize(small.size)
        rows: np.ndarray | None = detector.detect(np.ascontiguousarray(np.asarray(small)[:, :, ::-1]))[1]  # blue first
    return [] if rows is None else [_box(row[:4] * scale) for row in rows if row[2] <= look.largest]


def _box(edges: np.ndarray) -> Box:
    left, top, width, height = (round(float(edge)) for edge in edges)
    return Box("blur", left, top, width, height)


def _is_same(one: Box, other: Box) -> bool:
    """Whether two passes found the same face: more than half of the smaller find lies in the other."""
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    if across <= 0 or down <= 0:
        return False
    return 2 * across * down > min(one.width * one.height, other.width * other.height)


def _with_margin(box: Box, image: Image.Image) -> Box:
    """Give a find with more around it, as far as the photo goes."""
    across, down = round(box.width * _MARGIN), round(box.height * _MARGIN)
    left, top = max(0, box.x - across), max(0, box.y - down)
    right, bottom = min(image.width, box.x + box.width + across), min(image.height, box.y + box.height + down)
    return Box("blur", left, top, right - left, bottom - top)
