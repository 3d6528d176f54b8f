"""The foot of the report place: what still holds signing back, or, once signed, the signed reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.readiness import blockers
from auditor_app.i18n import _
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.screens.report.blockers import BlockerRow, blocker_rows, blockers_model
from auditor_app.ui.screens.report.delegates import BlockerDelegate
from auditor_app.ui.screens.signing.signed import SignedList
from auditor_app.ui.tokens import ROW
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.messages import below
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

_HEAD: Final = 48
_ROWS: Final = 3


class ReportFoot(QWidget):
    """A title with its count, the list, and the button that wakes when nothing blocks any more."""

    sign_wanted = Signal()
    followed = Signal(object)
    """The `BlockerRow` that a person followed."""
    wanted = Signal(str, object)
    """What a person wants of a signed report (`report_signed.ACTIONS`), and the `Publication`."""
    version_wanted = Signal()
    """A corrected version of the signed audit is wanted."""

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._is_low = False
        set_floor(self, "canvas")
        self.title = TextLabel(look, "", "bodyStrong", mode="line")
        self.count = TextLabel(look, "", "body", "text.muted", "line", tabular=True)
        self.note = TextLabel(look, "", "body", "text.secondary")
        self.sign = Button(look, _("&Sign …"))
        self.model: RowsModel[BlockerRow] = blockers_model()
        self.list = RowList(self.model, _("What still holds signing back"), "canvas")
        self.list.draw_with(BlockerDelegate(look, self.list))
        self.signed = SignedList(look)
        self.version = Button(look, _("New &version …"), size="small")
        self.more = Button(look, _("Signed report"), icon="chevron-down", size="small")
        self._lay_out(look)
        self.sign.clicked.connect(self.sign_wanted)
        self.list.opened.connect(self._on_opened)
        self.signed.wanted.connect(self.wanted)
        self.version.clicked.connect(self.version_wanted)
        self.more.clicked.connect(self._on_more)
        look.changed.connect(self._fit)
        self.refresh()

    def _lay_out(self, look: Look) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 8, 20, 8)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        for button in (self.more, self.version, self.sign):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline(look))
        column.addLayout(head)
        self.note.setContentsMargins(20, 0, 20, 12)
        column.addWidget(self.note)
        column.addWidget(self.list, 1)
        column.addWidget(self.signed, 1)
        column.addStretch(0)

    def set_low(self, *, is_low: bool) -> None:
        """Fold to one line where the window is low."""
        if is_low != self._is_low:
            self._is_low = is_low
            self.refresh()

    def refresh(self) -> None:
        """Look again at what is missing."""
        if self._session.is_read_only:
            self._show_signed()
        else:
            self._show_open()
        self._fit()

    def _show_open(self) -> None:
        rows = blocker_rows(blockers(self._session.snapshot, self._session.live.me))
        blocking = sum(row.is_blocking for row in rows)
        self.list.show_rows(rows)
        self.title.show_text(_("What still holds signing back") if blocking else _("Nothing holds signing back"))
        self.count.show_text(str(blocking) if blocking else "")
        self.note.show_text("" if rows else _("Everything is there. Signing makes the audit read-only."))
        self.note.setVisible(not rows and not self._is_low)
        self.list.setVisible(bool(rows) and not self._is_low)
        for part in (self.signed, self.version, self.more):
            part.hide()
        self.sign.show()
        self.sign.setEnabled(not blocking)
        self.sign.set_role("plain" if blocking else "main")
        reason = _("What is listed here comes first.") if blocking else ""
        self.sign.setToolTip(reason)
        self.sign.setAccessibleDescription(reason)

    def _show_signed(self) -> None:
        publications = self._session.live.alive("publication")
        self.title.show_text(_("Signed"))
        self.count.show_text("")
        self.note.hide()
        self.list.hide()
        self.sign.hide()
        self.signed.show_publications(publications)
        self.signed.setVisible(not self._is_low)
        self.version.show()
        self.more.setVisible(self._is_low)

    def _fit(self) -> None:
        """Be as high as three rows, less where there are fewer; one line where the window is low."""
        px = self._look.px
        if self._is_low:
            self.setFixedHeight(px(_HEAD))
            return
        if self._session.is_read_only:
            self.setFixedHeight(px(_HEAD + 1) + px(self.signed.height_wanted) + 12)
            return
        row = px(ROW["blocker"])
        rows = self.model.rowCount()
        note = 32 if self.note.isVisibleTo(self) else 0
        self.setFixedHeight(px(_HEAD + 1) + min(max(rows, 0), _ROWS) * row * (not note) + note + 11)

    def changeEvent(self, event: QEvent) -> None:
        """Fit again with other text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _on_more(self) -> None:
        self.signed.menu(self).popup(below(self.more))

    def _on_opened(self, key: str) -> None:
        row = self.model.row_at(self.model.index_of(key))
        if row is not None:
            self.followed.emit(row)
