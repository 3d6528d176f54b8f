"""Draws the start page's rows: schools, and their audits joined by a thread in one frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from auditor_app.i18n import _
from auditor_app.ui.icons import paint_icon
from auditor_app.ui.models.rows import ROW_ROLE
from auditor_app.ui.screens.start.rows import PHASES, StartRow, begin_interim
from auditor_app.ui.tokens import RADIUS, ROW
from auditor_app.ui.widgets.chips import paint_sample, sample_size
from auditor_app.ui.widgets.shapes import paint_box
from auditor_app.ui.widgets.text import paint_line, plain_tip

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

SIDE: Final = 28
SCHOOL_HEIGHT, NARROW_ROW, NARROW = 51, 84, 820
THREAD_X, TITLE_X, PHASE_X, FACTS_X = 25, 45, 277, 569
BAR_WIDTH, BAR_GAP, BAR_HEIGHT = 36, 3, 4
_Index = QModelIndex | QPersistentModelIndex


class StartDelegate(QStyledItemDelegate):
    """Rows of 64, or 84 when the facts go below; the action is painted and has its own hit test."""

    def __init__(self, look: Look, view: QListView) -> None:
        super().__init__(view)
        self._look = look
        self._view = view

    @property
    def is_narrow(self) -> bool:
        """Whether the facts stand on a line of their own."""
        return self._view.viewport().width() < NARROW

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Say the whole row where a narrow one may be cut."""
        row: StartRow | None = index.data(ROW_ROLE)
        if event.type() != QEvent.Type.ToolTip or row is None or not self.is_narrow:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), plain_tip(row.sentence), view)
        return True

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Give the height of a school or an audit."""
        row: StartRow = index.data(ROW_ROLE)
        height = SCHOOL_HEIGHT if row.kind == "school" else NARROW_ROW if self.is_narrow else ROW["audit"]
        return QSize(100, self._look.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row."""
        row: StartRow = index.data(ROW_ROLE)
        rect: QRect = option.rect.adjusted(SIDE, 0, -SIDE, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.kind == "school":
            self._paint_school(painter, rect, row)
        else:
            self._paint_audit(painter, rect, row, option)
        painter.restore()

    def _paint_school(self, painter: QPainter, rect: QRect, row: StartRow) -> None:
        look = self._look
        middle = rect.bottom() - look.px(18)
        font = look.font("school")
        name_room = rect.width() - (90 if row.is_sample else 0)
        line = QRect(rect.x(), middle - look.px(12), name_room, look.px(24))
        x = rect.x() + min(paint_line(painter, line, row.title, font, look["text.primary"]), name_room) + 8
        if row.is_sample:
            height = sample_size(look, _("sample")).height()
            x += paint_sample(painter, QPointF(x, middle - height / 2), _("sample"), look) + 8
        facts = QRect(x, line.y(), rect.right() - x, line.height())
        if facts.width() > 30:  # noqa: PLR2004 - less shows nothing but dots
            paint_line(painter, facts, row.line, look.font("small"), look["text.secondary"])

    def _paint_audit(self, painter: QPainter, rect: QRect, row: StartRow, option: QStyleOptionViewItem) -> None:
        state = option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        has_focus = self._view.hasFocus()
        self._paint_frame(painter, rect, row, state)
        self._paint_thread(painter, rect, row)
        self._paint_words(painter, rect, row)
        self._paint_right(painter, rect, row, is_main=is_selected)
        by_key = self._view.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if is_selected and has_focus and by_key:
            painter.setPen(QPen(self._look["focus.ring"], 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(2, 2, -2, -2))

    def _paint_frame(self, painter: QPainter, rect: QRect, row: StartRow, state: QStyle.StateFlag) -> None:
        """Draw the row's part of the frame around its group."""
        look, radius = self._look, RADIUS["group"]
        is_first, is_last = row.at == 0, row.at == row.of - 1
        whole = QRectF(rect).adjusted(0, 0 if is_first else -20, 0, -1 if is_last else 20)
        fill = "bg.surface"
        if state & QStyle.StateFlag.State_Selected:
            fill = "bg.selected" if self._view.hasFocus() or not self._view.isActiveWindow() else "bg.hover"
        elif state & QStyle.StateFlag.State_MouseOver:
            fill = "bg.hover"
        painter.save()
        painter.setClipRect(rect)
        paint_box(painter, whole, radius, look[fill], look["line.subtle"])
        if state & QStyle.StateFlag.State_Selected:
            bar = QRectF(rect.x(), rect.y(), 3, rect.height())
            painter.fillRect(bar.adjusted(0, 2 if is_first else 0, 0, -3 if is_last else 0), look["accent.base"])
        if not is_last:
            painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), look["line.subtle"])
        painter.restore()

    def _paint_thread(self, painter: QPainter, rect: QRect, row: StartRow) -> None:
        look = self._look
        x = rect.x() + THREAD_X
        middle = rect.center().y() + 0.5
        painter.setPen(QPen(look["line.medium"], 2))
        if row.at > 0:
            painter.drawLine(QPointF(x, rect.y()), QPointF(x, middle - 6))
        if row.at < row.of - 1:
            painter.drawLine(QPointF(x, middle + 6), QPointF(x, rect.bottom() + 1))
        if row.is_open:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look["accent.base"])
            painter.drawEllipse(QPointF(x, middle), 5.5, 5.5)
        else:
            painter.setPen(QPen(look["text.muted"], 1.5))
            painter.setBrush(look["bg.surface"])
            painter.drawEllipse(QPointF(x, middle), 5, 5)

    def _paint_words(self, painter: QPainter, rect: QRect, row: StartRow) -> None:
        look = self._look
        line = look.px(18)
        top = rect.y() + (look.px(13) if self.is_narrow else (rect.height() - 2 * line) // 2)
        right = self.action_rect(rect, row).left() - 12
        title_room = (rect.width() // 2 - TITLE_X) if self.is_narrow else PHASE_X - TITLE_X - 14
        x = rect.x() + TITLE_X
        paint_line(
            painter, QRect(x, top - 1, title_room, line), row.title, look.font("note", weight=500), look["text.primary"]
        )
        under = QRect(x, top + line, title_room, line)
        width = paint_line(painter, under, row.line, look.font("small"), look["text.secondary"])
        if row.is_sample:
            paint_sample(painter, QPointF(x + width + 8, under.y()), _("sample"), look)
        x = rect.x() + (rect.width() // 2 if self.is_narrow else PHASE_X)
        room = min(FACTS_X - PHASE_X - 14, max(60, right - x))
        self._paint_phase(painter, QRect(x, top, room, 2 * line), row)
        if self.is_narrow:
            self._paint_facts_below(painter, QRect(rect.x() + TITLE_X, top, rect.width() - TITLE_X - 14, line), row)
            return
        facts_x = rect.x() + FACTS_X
        offset = line // 2 if len(row.facts) == 1 else 0
        for number, text in enumerate(row.facts):
            room = max(0, self._badge_left(rect, row) - 12 - facts_x)
            place = QRect(facts_x, top + offset + number * line, room, line)
            paint_line(painter, place, text, look.font("small"), look["text.secondary"])

    def _paint_facts_below(self, painter: QPainter, first: QRect, row: StartRow) -> None:
        """Say facts and badge on the third line of a narrow row, over its whole width."""
        below = first.translated(0, 2 * first.height() + self._look.px(2))
        said = " · ".join(filter(None, (*row.facts, row.badge)))
        paint_line(painter, below, said, self._look.font("small"), self._look["text.secondary"])

    def _paint_phase(self, painter: QPainter, place: QRect, row: StartRow) -> None:
        look = self._look
        line = place.height() // 2
        if row.phase < 0:
            is_high = self.is_narrow or row.offers_interim
            middle = QRect(place.x(), place.y() + (0 if is_high else line // 2), place.width(), line)
            paint_line(painter, middle, row.phase_text, look.font("small"), look["text.secondary"])
            if row.offers_interim:
                paint_line(
                    painter,
                    middle.translated(0, line),
                    begin_interim(),
                    look.font("small", weight=500),
                    look["accent.text"],
                )
            return
        y = place.y() + line // 2 - 3
        width = min(BAR_WIDTH, (place.width() - 5 * BAR_GAP) / PHASES)
        for number in range(PHASES):
            bar = QRectF(place.x() + number * (width + BAR_GAP), y, width, BAR_HEIGHT)
            share = max(0.0, min(1.0, row.phase - number))
            paint_box(painter, bar, 1, look["accent.soft" if share else "line.medium"], None)
            if share:
                paint_box(painter, QRectF(bar.x(), y, width * share, BAR_HEIGHT), 1, look["accent.base"], None)
        under = QRect(place.x(), place.y() + line, place.width(), line)
        paint_line(painter, under, row.phase_text, look.font("small"), look["text.secondary"])

    def _paint_right(self, painter: QPainter, rect: QRect, row: StartRow, *, is_main: bool) -> None:
        look = self._look
        if row.badge and not self.is_narrow:
            x = self._badge_left(rect, row)
            middle = rect.center().y() + 0.5
            paint_icon(painter, QRectF(x, middle - 8, 16, 16), row.badge_icon, look["text.secondary"])
            room = QRect(x + 22, rect.y(), self.action_rect(rect, row).left() - x - 22, rect.height())
            paint_line(painter, room, row.badge, look.font("small"), look["text.secondary"])
        if not row.action:
            return
        button = QRectF(self.action_rect(rect, row))
        fill, line, words = (
            ("accent.base", None, "accent.on") if is_main else ("bg.surface", "line.strong", "text.primary")
        )
        paint_box(painter, button, RADIUS["button"], look[fill], look[line] if line else None)
        painter.setFont(look.font("control"))
        painter.setPen(look[words])
        painter.drawText(button, int(Qt.AlignmentFlag.AlignCenter), row.action)

    def interim_rect(self, rect: QRect, row: StartRow) -> QRect:
        """Give where the beginning of an interim evaluation is painted, for its hit test."""
        if not row.offers_interim:
            return QRect()
        look, line = self._look, self._look.px(18)
        top = rect.y() + (look.px(13) if self.is_narrow else (rect.height() - 2 * line) // 2)
        x = rect.x() + (rect.width() // 2 if self.is_narrow else PHASE_X)
        width = QFontMetrics(look.font("small", weight=500)).horizontalAdvance(begin_interim())
        return QRect(x, top + line, width + 8, line + 2)

    def action_rect(self, rect: QRect, row: StartRow) -> QRect:
        """Give where the row's action is painted, for its hit test."""
        look = self._look
        if not row.action:
            return QRect(rect.right() - 15, rect.y(), 0, rect.height())
        words = (row.action, _("Open"), _("Go on"))
        width = max(QFontMetrics(look.font("control")).horizontalAdvance(text) for text in words) + 24
        height = look.px(28)
        top = rect.y() + look.px(13) if self.is_narrow else rect.y() + (rect.height() - height) // 2
        return QRect(rect.right() - 15 - width, top, width, height)

    def _badge_left(self, rect: QRect, row: StartRow) -> int:
        left = self.action_rect(rect, row).left()
        if not row.badge:
            return left
        words = QFontMetrics(self._look.font("small")).horizontalAdvance(row.badge) + 4
        return left - words - 22 - (14 if row.action else 0)
