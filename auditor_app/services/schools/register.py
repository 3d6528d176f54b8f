"""The school register: imported once, then a school is picked while typing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from auditor_app.core.model import School
from auditor_app.services.desk import Desk
from auditor_app.services.schools.register_file import RowProblem, read_register
from auditor_app.store import reference


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
        """Find schools by name, place or register code (BRIN), also by the beginnings of words."""
        return reference.find_schools(self._desk.store, words, limit)

    def count(self) -> int:
        """Give the number of schools in the register."""
        return reference.count_schools(self._desk.store)
