"""A likely person in what was just typed: a note needs role and year group, never who it was (DOMAIN 5, row 12)."""

from __future__ import annotations

from typing import Final

from auditor_app.core.persons import find_persons
from auditor_app.i18n import current

LONGEST: Final = 2_000
"""Only the end of a text is looked at: what was typed last."""


def person_hint(text: str) -> str:
    """Give what looks like a name, e-mail address or telephone number, or ""."""
    return next((person.text for person in find_persons(text[-LONGEST:], current().language)), "")
