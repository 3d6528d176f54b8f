"""The places of an audit, written out in the order of the work."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.i18n import N_


@dataclass(frozen=True)
class Place:
    """A row of the rail: Ctrl+`number` leads to it; `name` is a text to translate."""

    number: int
    key: str
    name: str
    icon: str


PLACES: tuple[Place, ...] = (
    Place(1, "prepare", N_("Prepare"), "clipboard-list"),
    Place(2, "day", N_("Day"), "calendar-clock"),
    Place(3, "notes", N_("Notes"), "notebook-pen"),
    Place(4, "criteria", N_("Criteria"), "list-tree"),
    Place(5, "matrix", N_("Matrix"), "grid-3x3"),
    Place(6, "team", N_("Team"), "users"),
    Place(7, "report", N_("Report"), "file-text"),
    Place(8, "compare", N_("Compare"), "git-compare"),
)
"""Every place there is."""
