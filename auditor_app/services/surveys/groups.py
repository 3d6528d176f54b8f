"""Who answered, in the words of files: pupils, parents, teachers and others."""

from __future__ import annotations

from collections.abc import Mapping

from auditor_app.services.surveys.answers import plain

GROUP_WORDS: Mapping[str, tuple[str, ...]] = {
    "pupils": ("leerling", "pupil", "student", "elev", "scholier"),
    "parents": ("ouder", "verzorger", "parent", "carer", "guardian", "vårdnadshavare", "förälder", "föräldrar"),
    "teachers": ("leraar", "leraren", "docent", "teacher", "lärare", "leerkracht"),
    "other": ("ondersteun", "oop", "staff", "support", "personal", "overig", "other", "övrig", "medewerker"),
}


def group_named(text: str) -> str:
    """Give the group that words name, or ""."""
    words = plain(text)
    return next((group for group, known in GROUP_WORDS.items() if any(word in words for word in known)), "")
