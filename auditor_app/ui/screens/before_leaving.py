"""Before you leave: what is still thin, single-sourced or contradicted, while the team is in the building."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.framework import Framework
from auditor_app.i18n import _, current
from auditor_app.ui.delegates.rows import RowDelegate, State, draw_text, hairline
from auditor_app.ui.models.attention import Concern, concerns_sentence
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.models.tags import tag_of
from auditor_app.ui.screens.row_list import RowList
from auditor_app.ui.tokens import ROW
from auditor_app.ui.widgets.buttons import LinkButton
from auditor_app.ui.widgets.chips import paint_tag
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look


class BeforeLeaving(QWidget):
    """The foot of the tree: one sentence, and a way to the list."""

    asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = TextLabel(look, "", "bodyStrong", mode="line")
        self._count = TextLabel(look, "", "body", "text.muted", "line", tabular=True)
        self._view = LinkButton(look)
        self._sentence = TextLabel(look, "", "small", "text.secondary")
        self._view.clicked.connect(self.asked)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self._view)
        column = QVBoxLayout()
        column.setContentsMargins(14, 8, 12, 9)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._sentence)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Hairline(look))
        whole.addLayout(column)
        set_floor(self, "canvas")

    def show_concerns(self, found: tuple[Concern, ...]) -> None:
        """Say what still needs attention."""
        self._title.show_text(_("Before you leave"))
        self._view.show_text(_("View"))
        self._view.setVisible(bool(found))
        self._sentence.show_text(concerns_sentence(found))
        self._count.show_text(str(len(found)))

    def show_compact(self, *, is_compact: bool) -> None:
        """Give only the number where there is little room."""
        self._sentence.setVisible(not is_compact)
        self._count.setVisible(is_compact)


class _ConcernDelegate(RowDelegate[Concern, None]):
    """A criterion and why it needs attention."""

    framework: Framework

    def lay_out(self, row: Concern, width: int) -> None:
        """One line needs no layout."""

    def height(self, row: Concern, laid: None) -> int:  # noqa: ARG002  # as the base asks
        """34 at the drawn text size."""
        return self.look.px(ROW["blocker"])

    def draw(self, painter: QPainter, rect: QRect, row: Concern, laid: None, state: State) -> None:  # noqa: ARG002 - every row is drawn by one signature
        """Draw tag, title and reason."""
        top = rect.y() + (rect.height() - 20) / 2
        paint_tag(painter, QPointF(rect.x() + 12, top), tag_of(row.code), self.look, is_selected=state.is_selected)
        criterion = self.framework.by_code.get(row.code)
        title = current().pick(criterion.title) if criterion else ""
        draw_text(painter, QRectF(rect).adjusted(70, 0, -200, 0), title, self.look, "body", "text.primary")
        why = QRectF(rect.right() - 192, rect.y(), 184, rect.height())
        draw_text(painter, why, row.words, self.look, "small", "text.secondary")
        hairline(painter, rect, self.look)


class ConcernsDialog(Dialog):
    """All that needs attention; `chosen` leads to a criterion."""

    chosen = Signal(str)

    def __init__(self, look: Look, framework: Framework, found: tuple[Concern, ...], parent: QWidget) -> None:
        sentence = _("While you are still in the building: what could one more note settle?")
        super().__init__(look, _("Before you leave"), sentence, parent, WIDE)
        model = RowsModel[Concern](lambda row: row.code, lambda row: f"{row.code}, {row.words}")
        self.list = RowList(model, _("Before you leave"))
        delegate = _ConcernDelegate(look, self.list)
        delegate.framework = framework
        self.list.draw_with(delegate)
        self.list.show_rows(found)
        self.list.setMinimumSize(QSize(200, min(360, look.px(ROW["blocker"]) * len(found) + 4)))
        self.list.opened.connect(self._on_opened)
        self.body.addWidget(self.list)
        self.add_safe(_("Close"))

    def _on_opened(self, code: str) -> None:
        self.accept()
        self.chosen.emit(code)
