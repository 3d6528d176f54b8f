"""What still holds signing back, in words, and where each of it is mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from auditor_app.core.readiness import Blocker, Gap
from auditor_app.i18n import N_, _
from auditor_app.services.words.readiness import gaps_said
from auditor_app.ui.models.rows import RowsModel

_ICONS: Final = {
    "prepare": "clipboard-list",
    "notes": "notebook-pen",
    "criteria": "list-tree",
    "team": "users",
    "report": "file-text",
    "compare": "git-compare",
    "outcome": "scale",
    "facts": "file-check",
}
_LINKS: Final = {
    "prepare": N_("To Prepare"),
    "notes": N_("To Notes"),
    "criteria": N_("To Criteria"),
    "team": N_("To Team"),
    "report": N_("Write it"),
    "compare": N_("To Compare"),
    "outcome": N_("To Outcome"),
    "facts": N_("View the points"),
}


@dataclass(frozen=True)
class BlockerRow:
    """A gap in words; `about` is what it is about first (a criterion, the title of a finding)."""

    gap: Gap
    about: str
    place: str
    text: str
    link: str
    icon: str
    is_blocking: bool


def blocker_rows(found: Iterable[Blocker]) -> list[BlockerRow]:
    """Give a row per gap that stops signing, and one row per kind of gap that only deserves attention."""
    return [_row(item, text) for item, text in gaps_said(found)]


def _row(item: Blocker, text: str) -> BlockerRow:
    about = item.about.split(", ")[0] if item.gap is Gap.NOT_RATED else item.about
    icon = _ICONS.get(item.place, "circle-alert")
    return BlockerRow(item.gap, about, item.place, text, _(_LINKS.get(item.place, "")), icon, item.is_blocking)


def blockers_model() -> RowsModel[BlockerRow]:
    """Make the list model of gaps."""

    def sentence(row: BlockerRow) -> str:
        kind = _("holds signing back") if row.is_blocking else _("deserves attention")
        return f"{row.text}, {kind}. {row.link}"

    return RowsModel(lambda row: f"{row.gap}:{row.is_blocking}:{row.about}", lambda row: row.text, sentence)
