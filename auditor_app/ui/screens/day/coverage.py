"""The coverage so far: subjects × year groups × time of day, beside the sampling guide of DOMAIN 10.2."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QToolTip, QWidget

from auditor_app.core.coverage import Coverage, DayPart
from auditor_app.i18n import _
from auditor_app.ui.delegates.listed import ListedDelegate
from auditor_app.ui.delegates.rows import draw_text
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.models.coverage import (
    DAY_PARTS,
    group_word,
    part_word,
    sample_word,
    sample_words,
    spot_words,
    subject_word,
)
from auditor_app.ui.models.listed import Listed, listed_model
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.widgets.dialog import Dialog
from auditor_app.ui.widgets.shapes import paint_box
from auditor_app.ui.widgets.text import TextLabel, plain_tip

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

WIDTH: Final = 680
_HEAD, _ROW, _NAME, _CELL = 26, 26, 168, 72
_MARK, _BETWEEN = 10, 4
_MOST_ROWS: Final = 8


class CoveragePicture(QWidget):
    """Rows are subjects, columns year groups; four boxes per cell are the parts of the day, filled when seen."""

    def __init__(self, look: Look, found: Coverage) -> None:
        super().__init__()
        self._look, self._found = look, found
        self.setAccessibleName(_("Subjects and year groups"))
        said = [spot_words(found, subject, group) for subject, group in found.spots]
        self.setAccessibleDescription(". ".join(said) or _("No notes at learning activities yet"))
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Give a row per subject and a column per year group."""
        look, found = self._look, self._found
        wide = look.px(_NAME) + len(found.year_groups) * look.px(_CELL)
        return QSize(wide, look.px(_HEAD) + len(found.subjects) * look.px(_ROW))

    def minimumSizeHint(self) -> QSize:
        """Never smaller: the area around it scrolls."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw heads, names and boxes."""
        painter, look = QPainter(self), self._look
        name, cell, head, high = look.px(_NAME), look.px(_CELL), look.px(_HEAD), look.px(_ROW)
        for column, group in enumerate(self._found.year_groups):
            place = QRectF(name + column * cell, 0, cell - 8, head)
            draw_text(painter, place, group_word(group), look, "caption", "text.secondary")
        for row, subject in enumerate(self._found.subjects):
            top = head + row * high
            painter.fillRect(0, top, self.width(), 1, look["line.subtle"])
            draw_text(painter, QRectF(0, top, name - 12, high), subject_word(subject), look, "body", "text.primary")
            for column, group in enumerate(self._found.year_groups):
                self._draw_cell(painter, QRectF(name + column * cell, top, cell, high), subject, group)

    def _draw_cell(self, painter: QPainter, cell: QRectF, subject: str, group: str) -> None:
        spot = self._found.spots.get((subject, group))
        if spot is None:
            draw_text(painter, cell, "–", self._look, "body", "text.disabled")
            return
        paint_parts(painter, cell.x(), cell.center().y(), spot.parts, self._look)

    def words_at(self, place: QPoint) -> str:
        """Say the cell at a place, or nothing beside the cells."""
        look = self._look
        column = (place.x() - look.px(_NAME)) // look.px(_CELL)
        row = (place.y() - look.px(_HEAD)) // look.px(_ROW)
        if not (0 <= row < len(self._found.subjects) and 0 <= column < len(self._found.year_groups)):
            return ""
        return spot_words(self._found, self._found.subjects[row], self._found.year_groups[column])

    def event(self, event: QEvent) -> bool:
        """Say a cell under the pointer in full."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self.words_at(event.pos())), self)
            return True
        return super().event(event)


def paint_parts(painter: QPainter, x: float, middle: float, seen: Collection[DayPart], look: Look) -> float:
    """Draw the four boxes from `x` and give where they end."""
    for part in DAY_PARTS:
        box = QRectF(x, middle - _MARK / 2, _MARK, _MARK)
        is_seen = part in seen
        paint_box(painter, box, 1.5, look["level.ink"] if is_seen else None, None if is_seen else look["line.strong"])
        x += _MARK + _BETWEEN
    return x


class _Legend(QWidget):
    """What the four boxes are, in their order."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(look.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the boxes, with one of them filled, before each word."""
        painter, x = QPainter(self), 0.0
        for part in DAY_PARTS:
            x = paint_parts(painter, x, self.height() / 2, (part,), self._look) + 3
            rest = QRectF(x, 0, self.width() - x, self.height())
            x += draw_text(painter, rest, part_word(part), self._look, "small", "text.muted") + 16


class CoverageSheet(Dialog):
    """The guide, the picture, and what is planned; `chosen` tells the activity a person went to."""

    chosen = Signal(str)

    def __init__(
        self, look: Look, found: Coverage, planned: list[Listed], parent: QWidget, *, is_signed: bool = False
    ) -> None:
        advice = _("The sampling guide beside what has notes. It is advice, no score: choose what is still missing.")
        if is_signed:
            advice = _("The sampling guide beside what had notes when the report was signed.")
        super().__init__(look, _("Coverage"), advice, parent, fitting(WIDTH, parent))
        self.body.setSpacing(8)
        self.body.addLayout(self._guide(look, found))
        if found.spots:
            self.picture = CoveragePicture(look, found)
            area = QScrollArea()
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidget(self.picture)
            area.setAccessibleName(self.picture.accessibleName())
            area.setAccessibleDescription(self.picture.accessibleDescription())
            rows = min(_MOST_ROWS, len(found.subjects))
            room = max(look.px(_HEAD + 3 * _ROW), parent.window().height() - 420)
            area.setFixedHeight(min(look.px(_HEAD + rows * _ROW) + 12, room))
            self.body.addWidget(area)
            self.body.addWidget(_Legend(look))
        self.list = RowList(listed_model(), _("Without notes until now"))
        self.list.draw_with(ListedDelegate(look, self.list))
        self.list.show_rows(planned)
        self.list.opened.connect(self._on_opened)
        self.list.left.connect(self.reject)
        if planned:
            self.body.addWidget(TextLabel(look, _("Without notes until now"), "bodyStrong"))
            self.list.fit_height(max(80, min(150, parent.window().height() - 420)))
            self.body.addWidget(self.list)
        self.add_safe(_("Close"))

    def _guide(self, look: Look, found: Coverage) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for place, item in enumerate(found.found):
            row, column = place % 3, place // 3 * 2
            is_short = bool(item.missing)
            label = TextLabel(look, sample_word(item.sample), "body", "text.secondary", "elide")
            grid.addWidget(label, row, column)
            value = TextLabel(look, sample_words(item), "bodyStrong" if is_short else "body", mode="line", tabular=True)
            grid.addWidget(value, row, column + 1, Qt.AlignmentFlag.AlignRight)
        for column, stretch in enumerate((1, 0, 1, 0)):
            grid.setColumnStretch(column, stretch)
        return grid

    def _on_opened(self, key: str) -> None:
        self.accept()
        self.chosen.emit(key)


def show_coverage(
    look: Look, parent: QWidget, found: Coverage, planned: list[Listed], *, is_signed: bool = False
) -> CoverageSheet:
    """Open the coverage over `parent`."""
    sheet = CoverageSheet(look, found, planned, parent, is_signed=is_signed)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.open()
    return sheet
