"""Whatever becomes of rows, a list shows none of them as it was, and leaves no gap between two."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from random import Random
from typing import cast

import pytest
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from auditor_app.core.model import Note
from auditor_app.ui.delegates.notes import NoteDelegate
from auditor_app.ui.delegates.rows import Index
from auditor_app.ui.models.book import book_of
from auditor_app.ui.models.rows import ROW_ROLE, RowsModel
from auditor_app.ui.models.stream import NoteRow, grouped, key_of, stream_model
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.theme import Look
from tests.ui.places.conftest import Visit, shown

HEIGHT = 640


class Watched(NoteDelegate):
    """Remembers how it painted each row last."""

    def __init__(self, look: Look, view: RowList) -> None:
        super().__init__(look, view)
        self.painted: dict[str, object] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        self.painted[key_of(row)] = row
        super().paint(painter, option, index)

    def has_painted(self, rows: dict[str, NoteRow]) -> bool:
        return rows.items() <= self.painted.items()


def changed(row: NoteRow, chance: Random) -> NoteRow:
    note = row.entry.note
    return chance.choice((
        replace(row, words=chance.choice(("", "talk"))),
        with_note(row, replace(note, seen="A talk each week about a goal of one's own. " * chance.randrange(1, 6))),
        with_note(row, replace(note, interpretation=chance.choice(("", "short", "a long thought " * 9)))),
        with_note(row, replace(note, is_excluded=not note.is_excluded)),
    ))  # fmt: skip


def with_note(row: NoteRow, note: Note) -> NoteRow:
    return replace(row, entry=replace(row.entry, note=note))


@pytest.mark.parametrize("seed", range(3))
def test_whatever_becomes_of_rows_a_list_shows_none_as_it_was_and_leaves_no_gap(
    visit: Visit, qtbot: QtBot, seed: int
) -> None:
    evidence, audit = visit.session.evidence, visit.session.audit_id
    for number in range(24):
        visit.session.write(partial(evidence.add_note, audit, f"{number} talks"))
    visit.settle()
    book, chance = book_of(visit.session).notes, Random(seed)  # noqa: S311 - rows of a test
    every = [row for row in grouped(book.matching(frozenset()), book) if isinstance(row, NoteRow)]
    view = RowList(stream_model(visit.session.live.framework), "Notes")
    watched = Watched(visit.look, view)
    view.draw_with(watched)
    shown(qtbot, view, 420, HEIGHT)
    model = cast("RowsModel[NoteRow]", view.model())
    rows = every[:18]
    for _step in range(40):
        way = chance.randrange(4)
        if way == 0:
            which = set(chance.sample(range(len(rows)), chance.choice((1, 7))))
            rows = [changed(row, chance) if at in which else row for at, row in enumerate(rows)]
        elif way == 1:
            rows = chance.sample(rows, len(rows))
        elif way == 2:
            gone = chance.randrange(len(rows))
            rows = [*rows[:gone], *rows[gone + 1 :]] if len(rows) > 8 else every[:]
        else:
            view.verticalScrollBar().setValue(chance.randrange(view.verticalScrollBar().maximum() + 1))
        view.show_rows(rows)
        QApplication.processEvents()
        places = [model.index(at) for at in range(model.rowCount())]
        tops = [view.visualRect(place).top() for place in places]
        heights = [view.sizeHintForIndex(place).height() for place in places]
        assert tops == [tops[0] + sum(heights[:at]) for at in range(len(tops))]
        in_sight = {
            key_of(row): row
            for row, top, high in zip(rows[model.place(places[0]) :], tops, heights, strict=False)
            if top < view.viewport().height() and top + high > 0
        }
        assert in_sight
        qtbot.waitUntil(partial(watched.has_painted, in_sight), timeout=2_000)
