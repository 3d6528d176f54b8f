"""Schools that are picked while typing: those that were audited here, and those of the register, imported once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from auditor_app.core.model import School
from auditor_app.services.desk import Desk
from auditor_app.services.schools.register_file import RowProblem, read_register
from auditor_app.store import read, reference

_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class RegisterImport:
    """What an import understood: schools kept, and rows that were not, with the reason."""

    kept: int
    problems: tuple[RowProblem, ...]


class Schools:
    """The register on this laptop."""

    def __init__(self, desk: Desk) -> None:
        """Work at `desk`."""
        self._desk = desk

    def import_register(self, path: Path) -> RegisterImport:
        """Put a register file in place of the old register; when it cannot be read the old one stays."""
        file = read_register(path)
        return RegisterImport(reference.replace_register(self._desk.store, file.schools), file.problems)

    def find(self, words: str, limit: int = 12) -> tuple[School, ...]:
        """Find schools by name, place or register code (BRIN), also by the beginnings of words; known ones first."""
        found: dict[str, School] = {}
        for school in self._known():
            if _fits(school, words):
                found.setdefault(school.key, school)
        registered = {school.key: school for school in reference.find_schools(self._desk.store, words, limit)}
        return tuple((found | registered).values())[:limit]  # what the register says of a school is the newer

    def _known(self) -> Iterator[School]:
        """Give the schools of audits and imported reports, the newest first; the sample school is none."""
        store = self._desk.store
        audits = (item.school for item in read.audits(store) if not item.is_sample and not item.deleted)
        reports = (item.school for item in read.earlier_reports(store) if not item.deleted)
        yield from (school for school in (*audits, *reports) if school.name)

    def count(self) -> int:
        """Give the number of schools in the register."""
        return reference.count_schools(self._desk.store)


def _fits(school: School, words: str) -> bool:
    """Tell whether each word begins a word of the school, as the register is searched."""
    code = f"{school.brin} {school.brin}{school.location}"
    known = _folded(f"{school.name} {school.place} {code}")
    asked = _folded(words)
    return bool(asked) and all(any(one.startswith(word) for one in known) for word in asked)


def _folded(text: str) -> list[str]:
    """Give the words of a text without capitals and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))
