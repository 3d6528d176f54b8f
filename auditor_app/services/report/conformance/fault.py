"""One broken rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A rule that is broken: its standard and clause, where, and in words."""

    rule: str
    where: str
    message: str

    def __str__(self) -> str:
        """Give it in one line."""
        return f"{self.rule} {self.where}: {self.message}"
