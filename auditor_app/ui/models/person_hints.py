"""Patterns that look like a person: a note needs role and year group, never who it was (DOMAIN 5, row 12)."""

from __future__ import annotations

import re
from typing import Final

_TITLES: Final = "meneer|mevrouw|mevr|dhr|juf|meester|mr|mrs|ms|miss|herr|fru|fröken"
_PATTERNS: Final = (
    re.compile(rf"\b(?:{_TITLES})\b\.?\s+(?:(?:de|den|der|van|von|af)\s+){{0,2}}(?-i:[A-ZÀ-Þ])\w+", re.IGNORECASE),
    re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w{2,}"),
    re.compile(r"(?<![\d.,])(?:\+\d{2}[\s-]?|0)\d{1,3}[\s-]?\d{3}[\s-]?\d{2}[\s-]?\d{2,3}(?!\d)"),
)
LONGEST: Final = 2_000
"""Only the end of a text is looked at: what was typed last."""


def person_hint(text: str) -> str:
    """Give what looks like a name, e-mail address or telephone number, or ""."""
    recent = text[-LONGEST:]
    return next((found[0] for pattern in _PATTERNS if (found := pattern.search(recent))), "")
