"""Beside the comparison: what cannot be compared and why, what became of earlier development points, the legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.i18n import _, current
from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text
from auditor_app.ui.screens.compare.rows import (
    SQUARES,
    STATES,
    GapRow,
    PointRow,
    gap_rows,
    gaps_model,
    keys_of,
    point_rows,
    points_model,
)
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.screens.parts.text_field import StoredText
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import ComboBox
from auditor_app.ui.widgets.messages import announce
from auditor_app.ui.widgets.panes import Hairline, PaneHeader, set_floor
from auditor_app.ui.widgets.shapes import paint_matrix_state
from auditor_app.ui.widgets.text import TextBlock, TextLabel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from auditor_app.core.comparison import Comparison
    from auditor_app.core.model import EarlierReport
    from auditor_app.core.snapshot import Snapshot
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

_MARGIN: Final = 20
_CODE: Final = 42
_SQUARE: Final = 25
_MOST_GAPS: Final = 190
_LEAST: Final = 40


class GapDelegate(RowDelegate[GapRow, tuple[TextBlock, TextBlock]]):
    """Code, title, and why it cannot be compared."""

    def lay_out(self, row: GapRow, width: int) -> tuple[TextBlock, TextBlock]:
        """Break title and reason into lines."""
        look, inner = self.look, max(60, width - 2 * _MARGIN - (self.look.px(_CODE) if row.code else 0))
        title = TextBlock(row.title, look.font("body"), look.line("treeTitle"), inner)
        return title, TextBlock(row.why, look.font("small"), look.line("small"), inner)

    def height(self, row: GapRow, laid: tuple[TextBlock, TextBlock]) -> int:  # noqa: ARG002 - as the base asks
        """Give room for both."""
        return laid[0].height + laid[1].height + 17

    def draw(
        self, painter: QPainter, rect: QRect, row: GapRow, laid: tuple[TextBlock, TextBlock], _state: State
    ) -> None:
        """Draw the row under its hairline."""
        look, y = self.look, rect.y() + 8
        painter.fillRect(QRect(_MARGIN, rect.y(), rect.width() - 2 * _MARGIN, 1), look["line.subtle"])
        code = QRectF(_MARGIN, y, look.px(_CODE), look.line("treeTitle"))
        draw_text(painter, code, row.code, look, "small", "text.secondary", weight=600, tabular=True)
        x = _MARGIN + (look.px(_CODE) if row.code else 0)
        laid[0].paint(painter, QPointF(x, y), look["text.primary"])
        laid[1].paint(painter, QPointF(x, y + laid[0].height + 1), look["text.muted"])


class PointDelegate(RowDelegate[PointRow, tuple[TextBlock, TextBlock]]):
    """The square of its state, the title, criterion and state in words."""

    def lay_out(self, row: PointRow, width: int) -> tuple[TextBlock, TextBlock]:
        """Break title and words into lines."""
        look, inner = self.look, max(60, width - 2 * _MARGIN - _SQUARE)
        title = TextBlock(row.point.finding.title or "–", look.font("body"), look.line("rubric"), inner)
        return title, TextBlock(row.meta, look.font("small", tabular=True), look.line("small"), inner)

    def height(self, row: PointRow, laid: tuple[TextBlock, TextBlock]) -> int:  # noqa: ARG002 - as the base asks
        """Give room for both."""
        return laid[0].height + laid[1].height + 16

    def draw(
        self, painter: QPainter, rect: QRect, row: PointRow, laid: tuple[TextBlock, TextBlock], _state: State
    ) -> None:
        """Draw the row under its hairline."""
        look, y = self.look, rect.y() + 8
        painter.fillRect(QRect(_MARGIN, rect.y(), rect.width() - 2 * _MARGIN, 1), look["line.subtle"])
        square = QRectF(_MARGIN, y + 1, 16, 16)
        paint_matrix_state(painter, square, SQUARES[row.point.state], look["level.ink"])
        laid[0].paint(painter, QPointF(_MARGIN + _SQUARE, y), look["text.primary"])
        laid[1].paint(painter, QPointF(_MARGIN + _SQUARE, y + laid[0].height), look["text.muted"])


class PointList(RowList):
    """Development points; the keys set the state (key -> state), a click on the square goes to the next one."""

    stated = Signal(str, str)

    def __init__(self, look: Look, keys: Mapping[str, str], floor: str = "canvas") -> None:
        super().__init__(points_model(), _("Development points of then"), floor)
        self._keys = keys
        self.draw_with(PointDelegate(look, self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set the state by key."""
        key = event.text()
        if key in self._keys and self.current_key() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.stated.emit(self.current_key(), self._keys[key])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Turn the square that was clicked."""
        super().mouseReleaseEvent(event)
        row = self._rows.row_at(self.indexAt(event.position().toPoint()))
        if isinstance(row, PointRow) and event.position().x() < _MARGIN + _SQUARE:
            order = ("", *(state for state in self._keys.values() if state))
            place = order.index(row.point.state) if row.point.state in order else 0
            self.stated.emit(row.point.finding.id, order[(place + 1) % len(order)])


class CompareSide(QWidget):
    """Two lists, the point in hand, the legend."""

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._points: dict[str, PointRow] = {}
        self._keys = keys_of(session.live.audit.kind)
        set_floor(self, "canvas")
        self.gaps_head = PaneHeader(look, _("Not comparable"), is_small=True)
        self.gaps = RowList(gaps_model(), _("Not comparable"), "canvas")
        self.gaps.draw_with(GapDelegate(look, self.gaps))
        self.points_head = PaneHeader(look, _("Development points of then"), is_small=True)
        self.points_head.setFixedHeight(look.px(32))
        self.origin = TextLabel(look, "", "small", "text.muted")
        self.points = PointList(look, self._keys)
        self.state = ComboBox(look, _("What became of it"))
        self.text = PlainEditor(look, _("What became of it, in words"), "small", (1, 3))
        self.text.set_name(_("What became of it, in words"), _("What was seen of it"))
        self.stored = StoredText(session, self.text, self._store)
        self._in_hand = QWidget()
        self.legend = TextLabel(
            look,
            _("Ring with dot: stayed the same. Dashed: one level apart on little evidence, so possibly the same."),
            "small",
            "text.muted",
        )
        self._lay_out(look)
        self.points.chosen.connect(self._on_chosen)
        self.points.stated.connect(self.follow_up)
        self.state.activated.connect(self._on_state)

    def _store(self, record: str, group: str, text: str) -> Written:
        return self._session.judge.follow_up(self._session.audit_id, record, group, text=text)

    def _lay_out(self, look: Look) -> None:
        inside = QVBoxLayout(self._in_hand)
        inside.setContentsMargins(_MARGIN, 8, _MARGIN, 10)
        inside.setSpacing(6)
        inside.addWidget(self.state)
        inside.addWidget(self.text)
        self.origin.setContentsMargins(_MARGIN, 0, _MARGIN, 8)
        self.legend.setContentsMargins(_MARGIN, 13, _MARGIN, 13)
        for view in (self.gaps, self.points):
            view.setMinimumSize(120, _LEAST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.gaps_head, self.gaps, self.points_head, self.origin):
            column.addWidget(widget)
        column.addWidget(self.points, 1)
        for below in (self._in_hand, Hairline(look), self.legend):
            column.addWidget(below)

    def show_comparison(self, comparison: Comparison, snapshot: Snapshot, report: EarlierReport) -> None:
        """Show what belongs to a comparison."""
        gaps = gap_rows(comparison, snapshot.framework)
        self.gaps_head.show_title(
            _("Not comparable"), str(sum(bool(gap.code) for gap in gaps) or len(comparison.not_comparable))
        )
        self.gaps_head.setVisible(bool(gaps))
        self.gaps.setVisible(bool(gaps))
        self.gaps.show_rows(gaps)
        rows = point_rows(comparison.points, snapshot)
        self._points = {row.point.finding.id: row for row in rows}
        self.origin.show_text(_origin(report, has_points=bool(rows)))
        self.points.show_rows(rows)
        if rows and not self.points.current_key():
            self.points.choose(rows[0].point.finding.id)
        self._show_in_hand()
        self._fit()

    def _show_in_hand(self) -> None:
        row = self._points.get(self.points.current_key())
        self._in_hand.setVisible(row is not None)
        if row is None:
            return
        words = _("{state} ({key})")
        choices = tuple((words.format(state=_(STATES[state]), key=key), state) for key, state in self._keys.items())
        self.state.show_choices(choices, row.point.state)
        self.state.setEnabled(not self._session.is_read_only)
        self.text.set_read_only(is_read_only=self._session.is_read_only)
        self.stored.show_stored(row.point.finding.id, row.point.text)

    def follow_up(self, finding: str, state: str) -> None:
        """Write what became of a point; its words stay."""
        row = self._points.get(finding)
        if row is None or self._session.is_read_only or state == row.point.state:
            return
        self.text.flush()
        judge, audit = self._session.judge, self._session.audit_id
        self._session.write(lambda: judge.follow_up(audit, finding, state=state))
        announce(self.points, f"{row.point.finding.title}: {_(STATES[state])}")

    def _on_chosen(self, _key: str) -> None:
        self._show_in_hand()

    def _on_state(self, _index: int) -> None:
        self.follow_up(self.points.current_key(), str(self.state.currentData()))

    def show_low(self, *, is_low: bool) -> None:
        """Leave out the legend, and let the words about a point be one line, where the window is low."""
        self.legend.setVisible(not is_low)
        self.origin.setVisible(not is_low)
        self.gaps_head.setFixedHeight(self._look.px(32 if is_low else 44))
        self.text.set_lines(1, 1 if is_low else 3)

    def flush(self) -> None:
        """Write at once what was typed."""
        self.text.flush()

    def event(self, event: QEvent) -> bool:
        """Fit the first list when there is another width."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        rows = range(self.gaps.model().rowCount())
        needed = sum(self.gaps.sizeHintForRow(row) for row in rows) + 8
        self.gaps.setMaximumHeight(min(needed, max(_MOST_GAPS, self.height() // 3)))

    def sizeHint(self) -> QSize:
        """Give the width of the drawn side."""
        return QSize(288, 400)


def _origin(report: EarlierReport, *, has_points: bool) -> str:
    if not has_points:
        return _("That report holds no development points.")
    signatures: Any = report.verification.get("signatures") or [{}]
    signed = current().moment(str(signatures[0].get("signed_at", "")), "d MMM y")
    return _("from the report signed on {date}").format(date=signed) if signed else _("from the signed report")
