"""What the notes of an earlier audit said about each criterion, as its report handed them on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auditor_app.core.snapshot import Snapshot
from auditor_app.i18n import ngettext
from auditor_app.ui.models.notebook import MATRIX
from auditor_app.ui.models.tags import direction_word

MOST: Final = 6
LONGEST: Final = 240


def earlier_notes(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    """Give per criterion what was seen then, each with its direction and source; long texts are shortened."""
    notes = {note.id: note for note in snapshot.notes if not note.is_excluded}
    found: dict[str, list[tuple[str, str]]] = {}
    for link in snapshot.links:
        note = notes.get(link.note)
        if note is not None and note.seen.strip() and not link.target.startswith(MATRIX):
            said = " · ".join(filter(None, (direction_word(str(link.direction)), note.source)))
            found.setdefault(link.target, []).append((note.moment, f"{said}: {_short(note.seen)}"))
    return {code: _first([text for _moment, text in sorted(items)]) for code, items in found.items()}


def _first(texts: list[str]) -> tuple[str, ...]:
    rest = len(texts) - MOST
    more = (ngettext("and {n} more note", "and {n} more notes", rest),) if rest > 0 else ()
    return (*texts[:MOST], *more)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()} …"
