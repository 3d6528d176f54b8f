"""A note as a row: a line in the capture, an entry of the stream, a piece of evidence under a criterion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from auditor_app.core.model import Direction
from auditor_app.ui.delegates.beside import beside_height, paint_beside
from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text, hairline
from auditor_app.ui.models.evidence_rows import EvidenceRow
from auditor_app.ui.models.stream import GroupRow, NoteRow
from auditor_app.ui.models.tags import state_tags, tags_of
from auditor_app.ui.tokens import ROW, SIZE
from auditor_app.ui.widgets.chips import Tag, paint_source, paint_tags
from auditor_app.ui.widgets.shapes import paint_dashed_rule, paint_evidence_bar
from auditor_app.ui.widgets.text import TextBlock, found_words

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_RULE: Final = 10
_NARROWEST: Final = 3
"""Pixels of a letter in a line of narrow ones; breaking a very long note into lines takes as long as it is long."""
_STAND_INS: Final = {0: "\u2400", 9: " "} | dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\u200b")
"""Letter for letter, or words that were found would be marked beside their place."""
MOST_LINES: Final = 12


@dataclass(frozen=True)
class LaidNote:
    """A note's texts in lines, and its tags."""

    seen: TextBlock
    meaning: TextBlock | None
    tags: tuple[Tag, ...]


def shown(text: str, width: float) -> str:
    """Give what a row of this width may have room for, without what would draw outside it or turn its letters round."""
    most = MOST_LINES * round(width / _NARROWEST)
    beginning = text if len(text) <= most else f"{text[:most]}…"  # seen where letters take less than that
    return beginning.translate(_STAND_INS)


def paint_note_texts(painter: QPainter, x: float, y: float, laid: LaidNote, look: Look, *, muted: bool) -> float:
    """Draw what was seen and, behind its dashed rule, what it may mean; gives where the text ends."""
    laid.seen.paint(painter, QPointF(x, y), look["text.muted" if muted else "text.primary"])
    y += laid.seen.height
    if laid.meaning is not None:
        y += 5
        paint_dashed_rule(painter, x, y - 1, y + laid.meaning.height + 1, look["line.strong"])
        laid.meaning.paint(painter, QPointF(x + _RULE, y), look["text.secondary"])
        y += laid.meaning.height
    return y


class NoteDelegate(RowDelegate[NoteRow | GroupRow, LaidNote]):
    """What capture and stream share."""

    role, left, right, above, gap, below = "note", 66, 8, 11, 5, 11

    def is_choosable(self, row: NoteRow | GroupRow) -> bool:
        """The head of a group cannot be chosen."""
        return isinstance(row, NoteRow)

    def lay_out(self, row: NoteRow | GroupRow, width: int) -> LaidNote:
        """Break what was seen and what it may mean into lines."""
        inner = max(80, width - self.look.px(self.left) - self.right)
        if isinstance(row, GroupRow):
            return LaidNote(TextBlock(row.title, self.look.font("bodyStrong"), self.look.line("body"), inner), None, ())
        note = row.entry.note
        meaning = None
        if note.interpretation.strip():
            role = "interpretation.list"
            font, line = self.look.font(role), self.look.line(role)
            text = shown(note.interpretation, inner)
            marked = found_words(text, row.words)
            meaning = TextBlock(
                text, font, line, inner - _RULE, max_lines=MOST_LINES, marked=marked, mark=self.look["bg.mark"]
            )
        font = self.look.font(self.role)
        font.setStrikeOut(note.is_excluded)
        text = shown(note.seen, inner)
        seen = TextBlock(
            text,
            font,
            self.look.line(self.role),
            inner,
            max_lines=MOST_LINES,
            marked=found_words(text, row.words),
            mark=self.look["bg.mark"],
        )
        return LaidNote(seen, meaning, (*tags_of(row.entry.links), *state_tags(note, is_coded=row.entry.is_coded)))

    def height(self, row: NoteRow | GroupRow, laid: LaidNote) -> int:
        """Give room for the texts and the line of tags."""
        if isinstance(row, GroupRow):
            return self.look.px(ROW["group"])
        meaning = laid.meaning.height + 5 if laid.meaning is not None else 0
        texts = (laid.seen.height if self.has_words(row) else 0) + meaning
        beside = beside_height(row.entry.beside)
        return self.above + texts + beside + self.gap + self.look.px(SIZE["tag"]) + self.below

    @staticmethod
    def has_words(row: NoteRow) -> bool:
        """Whether the row has a line of text: a photo may stand for itself."""
        return bool(row.entry.note.seen.strip()) or not row.entry.beside

    def draw(self, painter: QPainter, rect: QRect, row: NoteRow | GroupRow, laid: LaidNote, state: State) -> None:
        """Draw time, texts, tags."""
        if isinstance(row, GroupRow):
            paint_group(painter, rect, row, self)
            return
        self.draw_note(painter, rect, row, laid, state)

    def draw_note(self, painter: QPainter, rect: QRect, row: NoteRow, laid: LaidNote, state: State) -> None:
        """Draw a note."""
        note, x, y = row.entry.note, rect.x() + self.look.px(self.left), rect.y() + self.above
        line = self.look.line(self.role)
        time = QRectF(rect.x() + self.time_at, y, self.look.px(self.left) - self.time_at, line)
        draw_text(painter, time, note.moment[11:16], self.look, "body", "text.muted", tabular=True)
        if row.other_day:
            draw_text(painter, time.translated(0, line), row.other_day, self.look, "small", "text.muted")
        if self.has_words(row) or laid.meaning is not None:
            y = round(paint_note_texts(painter, x, y, laid, self.look, muted=note.is_excluded))
        bottom = self._draw_beside(painter, x, y, row)
        width = (
            self.room()
            - self.look.px(self.left)
            - self.right
            - (self.look.px(36) if row.entry.initials and self.has_initials else 0)
        )
        if note.is_excluded and note.exclusion_reason:
            reason = QRectF(x, bottom + self.gap, width, self.look.px(SIZE["tag"]))
            draw_text(painter, reason, note.exclusion_reason, self.look, "small", "text.muted")
        else:
            paint_tags(
                painter, QPointF(x, bottom + self.gap), laid.tags, self.look, width, is_selected=state.is_selected
            )
        if self.has_initials:
            corner = QRectF(
                x, bottom + self.gap, rect.x() + self.room() - self.right - x + 3, self.look.px(SIZE["tag"])
            )
            right = Qt.AlignmentFlag.AlignRight
            draw_text(painter, corner, row.entry.initials, self.look, "source", "text.muted", align=right)
            hairline(painter, rect, self.look)

    def _draw_beside(self, painter: QPainter, x: float, y: float, row: NoteRow) -> float:
        high = beside_height(row.entry.beside)
        if high:
            place = QRectF(x, y + (5 if self.has_words(row) else 0), self.room() - self.look.px(self.left) - 20, high)
            paint_beside(painter, place, row.entry.beside, self.look, self.thumbnails)
        return y + high

    time_at = 20
    has_initials = True


def paint_group(painter: QPainter, rect: QRect, row: GroupRow, delegate: NoteDelegate) -> None:
    """Draw the head of a group: time, activity, source, number; it stays on top while its notes scroll by."""
    look = delegate.look
    painter.fillRect(rect, look["bg.canvas"])
    hairline(painter, rect, look)
    box = QRectF(rect)
    time = draw_text(painter, box.adjusted(20, 0, 0, 0), row.time, look, "body", "text.secondary", tabular=True)
    # With a day before it the time is wider than its column.
    title = box.adjusted(max(look.px(delegate.left), 20 + round(time) + 9), 0, 0, 0)
    title.setWidth(box.width() - title.x() + box.x() - look.px(120))
    taken = draw_text(painter, title, row.title, look, "bodyStrong", "text.primary")
    if row.source:
        top = box.center().y() - look.px(SIZE["source"]) / 2
        paint_source(painter, QPointF(round(title.x() + taken + 8), round(top)), row.source, look)
    count = QRectF(box.x(), box.y(), delegate.view.width() - 18, box.height())
    draw_text(
        painter, count, str(row.count), look, "body", "text.muted", align=Qt.AlignmentFlag.AlignRight, tabular=True
    )


class StreamDelegate(NoteDelegate):
    """An entry of the stream of notes."""


class LineDelegate(NoteDelegate):
    """A line of the capture: as written, tags below, no rules between."""

    role, left, right, above, gap, below = "capture", 76, 14, 8, 4, 8
    time_at = 25
    has_initials = False


class EvidenceDelegate(RowDelegate[EvidenceRow, TextBlock]):
    """Evidence under a criterion: solid bar supports, dotted bar contradicts, none is context."""

    left, right, above, gap, below = 35, 11, 7, 4, 8

    def lay_out(self, row: EvidenceRow, width: int) -> TextBlock:
        """Break the note into lines."""
        font = self.look.font("note")
        inner = max(80, width - self.look.px(self.left) - self.right)
        return TextBlock(shown(row.entry.note.seen, inner), font, self.look.line("note"), inner, max_lines=6)

    def height(self, row: EvidenceRow, laid: TextBlock) -> int:
        """Give room for the text, what is beside it, and its source."""
        beside = beside_height(row.entry.beside)
        return self.above + laid.height + beside + self.gap + self.look.px(SIZE["source"]) + self.below

    def draw(self, painter: QPainter, rect: QRect, row: EvidenceRow, laid: TextBlock, state: State) -> None:
        """Draw bar, text, source, moment and initials."""
        note = row.entry.note
        y = rect.y() + self.above
        size = self.look.px(SIZE["source"])
        beside = beside_height(row.entry.beside)
        bar = QRectF(rect.x() + 20, y, 3, laid.height + beside + self.gap + size)
        if row.direction is not Direction.CONTEXT:
            paint_evidence_bar(painter, bar, str(row.direction), self.look["accent.base"])
        x = rect.x() + self.look.px(self.left)
        laid.paint(painter, QPointF(x, y), self.look["text.primary"])
        y += laid.height
        if beside:
            place = QRectF(x, y + 4, self.room() - self.look.px(self.left) - self.right, beside)
            paint_beside(painter, place, row.entry.beside, self.look, self.thumbnails)
        y += beside + self.gap
        if note.source:
            x += paint_source(painter, QPointF(x, y), note.source, self.look, is_selected=state.is_selected) + 8
        right = rect.x() + self.room() - self.right
        draw_text(
            painter, QRectF(x, y, right - x - 34, size), row.where, self.look, "small", "text.muted", tabular=True
        )
        place = QRectF(right - 60, y, 62, size)
        align = Qt.AlignmentFlag.AlignRight
        draw_text(painter, place, row.entry.initials, self.look, "source", "text.muted", align=align)
