"""The stream of notes: grouped by activity, filtered by facets and found words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from auditor_app.core.framework import Framework
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.models.notebook import Entry, Notebook
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.models.tags import note_sentence


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


StreamRow = GroupRow | NoteRow


def stream_model(framework: Framework) -> RowsModel[StreamRow]:
    """Make the list model of the stream."""

    def sentence(row: StreamRow) -> str:
        if isinstance(row, GroupRow):
            return f"{row.time} {row.title}, {ngettext('{n} note', '{n} notes', row.count)}"
        return note_sentence(row.entry, framework)

    return RowsModel(key_of, lambda row: row.title if isinstance(row, GroupRow) else row.entry.note.seen, sentence)


def key_of(row: StreamRow) -> str:
    """Give the id of the note, or the key of the group."""
    return row.key if isinstance(row, GroupRow) else row.entry.note.id


def grouped(
    entries: Iterable[Entry], book: Notebook, words: str = "", *, is_many_days: bool = False
) -> list[StreamRow]:
    """Put entries, in the order of the stream, under the heads of their activities."""
    rows: list[StreamRow] = []
    for (day, _start, activity), members in groupby(entries, key=lambda entry: book.group_of(entry.note.id)):
        notes = [NoteRow(entry, words) for entry in members]
        key = f"group:{activity}" if activity else f"loose:{day}"
        rows.append(_group(key, len(notes), book, is_many_days=is_many_days))
        rows.extend(notes)
    return rows


def _group(key: str, count: int, book: Notebook, *, is_many_days: bool) -> GroupRow:
    kind, _colon, rest = key.partition(":")
    activity = book.activity(rest) if kind == "group" else None
    if activity is None:
        return GroupRow(key, current().date(rest, "EEE"), _("Outside the programme"), "", count)
    time = f"{current().date(activity.day, 'EEE')} {activity.start}" if is_many_days else activity.start
    return GroupRow(key, time, activity.title or _("Untitled activity"), activity.source, count)
