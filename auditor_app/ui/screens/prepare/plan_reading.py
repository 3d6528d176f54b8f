"""What reading the school's list in would do, row by row, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from auditor_app.i18n import _, current, ngettext
from auditor_app.services.planning.plan import PlanPreview, RowChange, RowPreview
from auditor_app.services.planning.reading_words import change_words, row_words
from auditor_app.ui.delegates.rows import RowDelegate, State, hairline
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.screens.parts.take_over import TakeOverSheet
from auditor_app.ui.widgets.chips import badge_size, paint_badge
from auditor_app.ui.widgets.text import TextBlock

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_MARGIN: Final = 12
_TONES: Final = {RowChange.NEW: "accent", RowChange.CHANGED: "accent", RowChange.REFUSED: "attention"}
Laid = tuple[TextBlock, TextBlock]


@dataclass(frozen=True)
class ReadingRow:
    """One row of the list in words."""

    key: str
    title: str
    lines: tuple[str, ...]
    badge: str
    tone: str

    @property
    def sentence(self) -> str:
        """Say the row in one sentence."""
        return ". ".join(filter(None, (f"{self.title}, {self.badge}", *self.lines)))


def reading_rows(preview: PlanPreview) -> list[ReadingRow]:
    """Give the rows that say something, those that change or were refused first; then goals the list lacks."""
    order = list(RowChange)
    ranks = {RowChange.REFUSED: -1}
    shown = [row for row in preview.rows if row.change is not RowChange.SAME]
    shown.sort(key=lambda row: (ranks.get(row.change, order.index(row.change)), row.line))
    names = change_words(current())
    rows = [_row(row, names[row.change]) for row in shown]
    kept = _("not in the list, stays")
    return [*rows, *(ReadingRow(goal.id, goal.title or "–", (), kept, "") for goal in preview.missing)]


def _row(row: RowPreview, badge: str) -> ReadingRow:
    title = row.title or _("Row {row}").format(row=row.line)
    tone = "attention" if row.problems else _TONES.get(row.change, "")
    return ReadingRow(str(row.line), title, row_words(current(), row), badge, tone)


def summary(preview: PlanPreview) -> str:
    """Say in a sentence what would happen."""
    count, same = len(preview.changing), sum(row.change is RowChange.SAME for row in preview.rows)
    refused = sum(bool(row.problems) for row in preview.rows)
    said = [
        ngettext("{n} goal changes or is new.", "{n} goals change or are new.", count)
        if count
        else _("Nothing would change.")
    ]
    if same:
        said.append(ngettext("{n} stays as it is.", "{n} stay as they are.", same))
    if refused:
        said.append(
            ngettext(
                "{n} row has something that could not be read.",
                "{n} rows have something that could not be read.",
                refused,
            )
        )
    if preview.is_cut:
        said.append(_("The list is longer than can be read; the rows after the five hundredth were left out."))
    return " ".join(said)


class _ReadingDelegate(RowDelegate[ReadingRow, Laid]):
    """Title, a badge at the right, and a line per difference."""

    def _badge(self, row: ReadingRow) -> QSize:
        return badge_size(self.look, row.badge)

    def lay_out(self, row: ReadingRow, width: int) -> Laid:
        """Break title and lines."""
        look, inner = self.look, width - 2 * _MARGIN
        room = max(60, inner - self._badge(row).width() - 12)
        title = TextBlock(row.title, look.font("control"), look.line("body"), room, max_lines=2)
        lines = TextBlock("\n".join(row.lines), look.font("small"), look.line("small"), inner)
        return title, lines

    def height(self, row: ReadingRow, laid: Laid) -> int:
        """Give room for both."""
        return laid[0].height + (laid[1].height if row.lines else 0) + 16

    def draw(self, painter: QPainter, rect: QRect, row: ReadingRow, laid: Laid, _state: State) -> None:
        """Draw the row."""
        look, y = self.look, rect.y() + 8
        laid[0].paint(painter, QPointF(rect.x() + _MARGIN, y), look["text.primary"])
        size = self._badge(row)
        place = QRectF(rect.right() - _MARGIN - size.width(), y, size.width(), size.height())
        paint_badge(painter, place.topLeft(), row.badge, look, tone=row.tone)
        if row.lines:
            color = "attention.text" if row.tone == "attention" else "text.secondary"
            laid[1].paint(painter, QPointF(rect.x() + _MARGIN, y + laid[0].height), look[color])
        hairline(painter, rect, look)


class PlanDialog(TakeOverSheet):
    """What the school's list would change."""

    def __init__(self, look: Look, preview: PlanPreview, parent: QWidget) -> None:
        super().__init__(look, _("The school’s list"), preview.file_name, summary(preview), parent)
        model = RowsModel[ReadingRow](lambda row: row.key, lambda row: row.title, lambda row: row.sentence)
        self.list = RowList(model, _("What would change"))
        self.list.draw_with(_ReadingDelegate(look, self.list))
        count = len(preview.changing)
        act = ngettext("Take over {n} goal", "Take over {n} goals", count) if count else ""
        self._show(self.list, reading_rows(preview), act)
