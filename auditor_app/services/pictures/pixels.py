"""Photos as the window holds them: bare pixels and finished bytes, without the library that opens and makes them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from auditor_app.core.model import Box

MEDIA_TYPE: Final = "image/jpeg"


@dataclass(frozen=True)
class Pixels:
    """A picture as bare pixels: three bytes each (red, green, blue), row after row from the top."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


@dataclass(frozen=True)
class HeldPhoto:
    """A photo that is being looked at, and what was blurred or cut away from it before, in order."""

    pixels: Pixels
    boxes: tuple[Box, ...] = ()

    @property
    def width(self) -> int:
        """Give the pixels across."""
        return self.pixels.width

    @property
    def height(self) -> int:
        """Give the pixels down."""
        return self.pixels.height


@dataclass(frozen=True)
class FinishedPhoto:
    """A photo as it is kept: the bytes of a JPEG that holds pixels only, and what was blurred or cut away, in order."""

    jpeg: bytes = field(repr=False)
    width: int
    height: int
    boxes: tuple[Box, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """Give the digest of the bytes."""
        return hashlib.sha256(self.jpeg).hexdigest()
