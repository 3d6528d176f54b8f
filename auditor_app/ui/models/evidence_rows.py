"""The evidence of one criterion, supporting and contradicting apart, and what it is enough for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from auditor_app.core.evidence import MINIMUM_NOTES, EvidenceCount, Shortfall, shortfalls
from auditor_app.core.framework import Criterion, Framework
from auditor_app.core.model import Direction
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.models.faces import OnDemand
from auditor_app.ui.models.notebook import Entry, Notebook
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.models.tags import note_sentence, year_words

_FIRST_PAGE: Final = 5
"""Three lists stand above each other: each shows fewer rows than one that has the height of the window."""


@dataclass(frozen=True)
class EvidenceRow:
    """A note as evidence for a criterion."""

    entry: Entry
    target: str
    direction: Direction

    @cached_property
    def where(self) -> str:
        """Say when, and of which year group."""
        note = self.entry.note
        return " · ".join(filter(None, (current().moment(note.moment), year_words(note.year_group))))


def evidence_model(framework: Framework) -> RowsModel[EvidenceRow]:
    """Make the list model of one side of the evidence."""

    def sentence(row: EvidenceRow) -> str:
        return note_sentence(row.entry, framework, row.entry.note.moment[11:16], str(row.direction), row.target)

    model: RowsModel[EvidenceRow] = RowsModel(lambda row: row.entry.note.id, lambda row: row.entry.note.seen, sentence)
    model.first_page = _FIRST_PAGE
    return model


def evidence_rows(book: Notebook, criterion: str, direction: Direction, source: str = "") -> Sequence[EvidenceRow]:
    """List the notes that speak to a criterion in one direction; excluded ones do not count."""
    found = book.speaking(criterion, direction, source)
    return OnDemand(found.keys, lambda key: EvidenceRow(book.entries[key], criterion, direction))


def shortfall_words(missing: Shortfall) -> str:
    """Say one thing that is missing."""
    lacking = missing.needed - missing.found
    words = {
        "notes": ngettext("{n} more note", "{n} more notes", lacking),
        "sources": ngettext("{n} more kind of source", "{n} more kinds of source", lacking),
        "auditors": ngettext("a note by {n} more auditor", "notes by {n} more auditors", lacking),
        "eye_witness": _("a note from a lesson, a tour, pupils or their work"),
    }
    return words.get(missing.what, missing.what)


def independence_words(count: EvidenceCount) -> str:
    """Say how many notes are one and the same occasion; "" when none are."""
    if count.independent == count.notes:
        return ""
    said = _("{notes} notes, {independent} independent: one activity counts once.")
    return said.format(notes=count.notes, independent=count.independent)


def meter_sentence(criterion: Criterion, count: EvidenceCount, level: str) -> str:
    """Say what the evidence is enough for and what is missing; about the chosen level when there is one."""
    return " ".join(filter(None, (_enough(criterion, count, level), independence_words(count))))


def _enough(criterion: Criterion, count: EvidenceCount, level: str) -> str:
    missing = shortfalls(criterion.line, level or "3", count, is_independent=True)
    if missing:
        listed = ", ".join(shortfall_words(item) for item in missing)
        return _("For level {level} still: {missing}.").format(level=level or "3", missing=listed)
    if level in {"1", "2"}:
        return _("Enough for level {level}.").format(level=level)
    if level == "4":
        return _("Enough for level 4, if one note shows use by others.")
    if count.independent >= MINIMUM_NOTES:
        return _("Enough for level 3. Level 4 also needs a note about use by others.")
    return ""


def is_below_minimum(criterion: Criterion, count: EvidenceCount, level: str) -> bool:
    """Whether the chosen level stands on less than the minimum of DOMAIN 7.3."""
    return bool(shortfalls(criterion.line, level, count, is_independent=True))
