"""The stream: notes under the heads of their activities; the head in view stays on top while its notes scroll."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from auditor_app.core.framework import Framework
from auditor_app.i18n import _
from auditor_app.ui.delegates.notes import StreamDelegate, paint_group
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.models.stream import GroupRow, StreamRow, is_head, stream_model
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.thumbnails import Thumbnails
from auditor_app.ui.tokens import ROW
from auditor_app.ui.widgets.chips import Chip
from auditor_app.ui.widgets.messages import EmptyState
from auditor_app.ui.widgets.panes import Hairline, PaneHeader, set_floor

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


class StreamList(RowList):
    """The list itself; Delete asks for the bin."""

    delete_asked = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete puts the chosen note into the bin."""
        if event.key() == Qt.Key.Key_Delete and self.current_key():
            self.delete_asked.emit(self.current_key())
        else:
            super().keyPressEvent(event)

    head_height = 0
    """How much of the view the head on top may cover."""

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a row in sight below the head that stays on top."""
        super().scrollTo(index, hint)
        covered = self.head_height - self.visualRect(index).top()
        bar = self.verticalScrollBar()
        if index.isValid() and 0 < covered <= 2 * self.head_height and bar.value() > 0:
            bar.setValue(bar.value() - covered)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draw the whole view anew: the head on top does not move along."""
        super().scrollContentsBy(dx, dy)
        self.viewport().update()


class _Head(QWidget):
    """The head of the group in view, over the list."""

    def __init__(self, look: Look, view: StreamList, model: RowsModel[StreamRow], delegate: StreamDelegate) -> None:
        super().__init__(view.viewport())
        self._look, self._view, self._model, self._delegate = look, view, model, delegate
        self._row: GroupRow | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.verticalScrollBar().valueChanged.connect(self.follow)
        for signal in (model.rowsInserted, model.rowsRemoved, model.dataChanged, model.modelReset):
            signal.connect(self.follow)

    def follow(self, *_args: object) -> None:
        """Show the head that the topmost note belongs to, pushed away by the next one."""
        first = self._view.indexAt(QPoint(4, 0))
        high = self._look.px(ROW["group"])
        place = self._model.place(first)
        while place >= 0 and not is_head(self._model.key_at(place)):
            place = self._model.before(place)
        row = self._model.rows[place] if place >= 0 else None
        self._row = row if isinstance(row, GroupRow) else None
        self.setVisible(self._row is not None and self._view.verticalScrollBar().value() > 0)
        following = self._view.indexAt(QPoint(4, high))
        top = 0
        below = self._model.place(following)
        if below >= 0 and below != place and is_head(self._model.key_at(below)):
            top = min(0, self._view.visualRect(following).top() - high)
        self.setGeometry(0, top, self._view.viewport().width(), high)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the head as the list draws it."""
        if self._row is not None:
            paint_group(QPainter(self), QRect(0, 0, self.width(), self.height()), self._row, self._delegate)

    def sizeHint(self) -> QSize:
        """Give one row."""
        return QSize(0, self._look.px(ROW["group"]))


class StreamPane(QWidget):
    """Header with counts and active filters, the list, or what to do when it is empty."""

    filter_removed = Signal(str)
    """The group of an active filter whose chip was taken away."""

    def __init__(self, look: Look, framework: Framework, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.model = stream_model(framework)
        self.list = StreamList(self.model, _("Notes"))
        delegate = StreamDelegate(look, self.list)
        delegate.draw_photos_of(thumbnails)
        self.list.draw_with(delegate)
        self._head = _Head(look, self.list, self.model, delegate)
        self.list.head_height = look.px(ROW["group"])
        self._title = PaneHeader(look, _("Notes"))
        self._chips: list[Chip] = []
        self._chip_row = QHBoxLayout()
        self._chip_row.setSpacing(6)
        self._title.tools.addLayout(self._chip_row)
        self.empty = EmptyState(look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(Hairline(look))
        column.addWidget(self._stack, 1)
        set_floor(self, "surface")

    def add_tool(self, tool: QWidget) -> None:
        """Put a button at the right of the header."""
        self._title.tools.addWidget(tool)

    def show_rows(self, rows: Sequence[StreamRow], shown: int, total: int) -> None:
        """Show the rows; `shown` of `total` notes match the filters."""
        count = str(total) if shown == total else _("{shown} of {total}").format(shown=shown, total=total)
        self._title.show_title(_("Notes"), count)
        self.list.show_rows(rows)
        self._stack.setCurrentWidget(self.list if rows else self.empty)
        self._head.follow()

    def say_why_empty(self, *, is_any: bool, is_signed: bool) -> None:
        """Say what to do where no row is shown: whether there is any note at all, and can be any more."""
        if is_any:
            self.empty.show_step(_("No notes here"), _("No note fits these filters."), _("Show all notes"))
        elif is_signed:
            self.empty.show_step(
                _("No notes are kept here"),
                _("The report is signed. Notes can be removed for good after that; what stands in the report stays."),
                _("What is kept"),
            )
        else:
            self.empty.show_step(
                _("Notes gather here"),
                _("What you see and hear during the visit appears here, to be worked out and tied to criteria."),
                _("Open the day"),
            )

    def show_filters(self, filters: dict[str, str]) -> None:
        """Show the active filters, group → words, as chips."""
        for chip in self._chips:
            self._chip_row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for group, words in filters.items():
            chip = Chip(self._look, words)
            chip.removed.connect(partial(self.filter_removed.emit, group))
            self._chip_row.addWidget(chip)
            self._chips.append(chip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the head as wide as the list."""
        super().resizeEvent(event)
        self._head.follow()
