"""The stream of notes: grouped by activity, filtered by facets and found words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from auditor_app.core.framework import Framework
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.models.faces import OnDemand
from auditor_app.ui.models.notebook import Entries, Entry, Notebook
from auditor_app.ui.models.register import Keys
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.models.tags import note_sentence

_GROUP, _LOOSE = "group:", "loose:"
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class GroupRow:
    """The head of an activity's notes."""

    key: str
    time: str
    title: str
    source: str
    count: int


@dataclass(frozen=True)
class NoteRow:
    """A note in the stream, with the words that were searched for."""

    entry: Entry
    words: str = ""
    day: str = ""
    """The day of the activity it stands under; a note that was written on another one says so."""

    def __hash__(self) -> int:
        """Count what mostly tells rows apart: a note can have hundreds of things beside it."""
        note = self.entry.note
        return hash((note.id, note.seen, note.interpretation))

    @property
    def other_day(self) -> str:
        """Name the day it was written on where that is not the activity's: "Fri", "27 Nov" when it is far from it."""
        return other_day(self.entry.note.moment, self.day)


StreamRow = GroupRow | NoteRow


def stream_model(framework: Framework) -> RowsModel[StreamRow]:
    """Make the list model of the stream."""

    def sentence(row: StreamRow) -> str:
        if isinstance(row, GroupRow):
            return f"{row.time} {row.title}, {ngettext('{n} note', '{n} notes', row.count)}"
        time = row.entry.note.moment[11:16]
        return note_sentence(row.entry, framework, " ".join(filter(None, (row.other_day, time))))

    return RowsModel(key_of, lambda row: row.title if isinstance(row, GroupRow) else row.entry.note.seen, sentence)


def other_day(moment: str, day: str) -> str:
    """Name the day of a moment, unless it is the given one or either is unknown."""
    try:
        written, planned = date.fromisoformat(moment[:10]), date.fromisoformat(day)
    except ValueError:
        return ""
    form = "EEE" if abs(written - planned) < _WEEK else "d MMM"
    return current().date(written, form) if written != planned else ""


def note_row(book: Notebook, note_id: str, words: str = "") -> NoteRow:
    """Give a note as it stands in the stream."""
    return NoteRow(book.entries[note_id], words, book.group_of(note_id)[0])


def key_of(row: StreamRow) -> str:
    """Give the id of the note, or the key of the group."""
    return row.key if isinstance(row, GroupRow) else row.entry.note.id


def grouped(entries: Entries, book: Notebook, words: str = "", *, is_many_days: bool = False) -> Sequence[StreamRow]:
    """Put entries, in the order of the stream, under the heads of their activities."""
    stretches: list[Sequence[str]] = []
    heads: dict[str, GroupRow] = {}
    for (day, _start, activity), notes in book.runs(entries.keys):
        key = f"{_GROUP}{activity}" if activity else f"{_LOOSE}{day}"
        heads[key] = _group(key, len(notes), book, is_many_days=is_many_days)
        stretches += ((key,), notes)
    return OnDemand(Keys(stretches), lambda key: heads[key] if key in heads else note_row(book, key, words))


def is_head(key: str) -> bool:
    """Tell the key of a group from that of a note."""
    return key.startswith((_GROUP, _LOOSE))


def _group(key: str, count: int, book: Notebook, *, is_many_days: bool) -> GroupRow:
    activity = book.activity(key.removeprefix(_GROUP)) if key.startswith(_GROUP) else None
    if activity is None:
        day = key.removeprefix(_LOOSE)
        return GroupRow(key, current().date(day, "EEE"), _("Outside the programme"), "", count)
    time = f"{current().date(activity.day, 'EEE')} {activity.start}" if is_many_days else activity.start
    return GroupRow(key, time, activity.title or _("Untitled activity"), activity.source, count)
