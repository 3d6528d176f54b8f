"""A likely person in what was just typed: a note needs role and year group, never who it was (DOMAIN 5, row 12)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from auditor_app.core.persons import Person, find_persons
from auditor_app.i18n import current

REPLACE: Final = "Ctrl+R"
"""Writes the role instead of the person."""
LONGEST: Final = 2_000
"""With every key only the end of a text is looked at: what was typed last."""
LONGEST_NOTE: Final = 20_000
"""In a pause, and in a note that is opened: looking through so much takes some hundredths of a second."""


def first_person(text: str, longest: int = LONGEST) -> Person | None:
    """Give the first that looks like a name, e-mail address or telephone number, with the role to write instead."""
    skipped = max(0, len(text) - longest)
    found = find_persons(text[skipped:], current().language)
    return replace(found[0], start=found[0].start + skipped, end=found[0].end + skipped) if found else None
