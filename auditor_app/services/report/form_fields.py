"""The fields of the school's form: the one place where those who draw it and those who read it agree."""

from __future__ import annotations

from typing import Final

AUDIT_FIELD: Final = "audit"
"""Hidden: the id of the audit that the form belongs to."""
FORM_POINTS: Final = 8
POINT_PARTS: Final = ("place", "wrong", "correct", "proof")
LONGEST_PART: Final = 500
"""Characters in one field of the form; what needs more goes into the proof."""


def point_field(number: int, part: str) -> str:
    """Name the field of one part of a point, counted from 1."""
    return f"point_{number}_{part}"
