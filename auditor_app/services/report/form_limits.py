"""How much a filled form from outside may ask of us."""

from __future__ import annotations

from typing import Final

LARGEST_FORM: Final = 16 << 20
MEMORY: Final = 512 << 20
SECONDS: Final = 20
MOST_FIELDS: Final = 500
DEEPEST: Final = 4
LONGEST_TEXT: Final = 20_000
