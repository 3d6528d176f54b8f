"""Named moments (Ctrl+Shift+S): what was written after each, the newest first, each note with a jump to it."""

from __future__ import annotations

from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from auditor_app.i18n import _, current, ngettext
from auditor_app.services.audits.moments import NamedMoment, What
from auditor_app.ui.delegates.listed import ListedDelegate
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.models.listed import Listed, heading, listed_model
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.widgets.dialog import WIDE, Dialog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditor_app.services.audits.moments import Touched
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

MOST: Final = 200
_LOWEST, _HIGHEST = 120, 420
_AROUND: Final = 200
"""What stands around the list: title, sentence, buttons, and air."""
_LONGEST: Final = 160
_READ: Final = 1_000
"""Characters: of a note so many are said, of so many that are read for it."""


class MomentsSheet(Dialog):
    """Lists the moments with the notes; `followed` tells the id of the one a person wants to see."""

    followed = Signal(str)

    def __init__(self, session: AuditSession, look: Look, parent: QWidget) -> None:
        super().__init__(look, _("Named moments"), _("Looking …"), parent, fitting(WIDE, parent))
        self._session = session
        self.list = RowList(listed_model(), _("Named moments"))
        self.list.draw_with(ListedDelegate(look, self.list))
        self.list.setFixedHeight(_LOWEST)
        self._most = min(_HIGHEST, max(_LOWEST, parent.window().height() - _AROUND))
        self.list.opened.connect(self._on_opened)
        self.list.left.connect(self.reject)
        self.body.addWidget(self.list)
        self.add_safe(_("Close"))
        session.background.write(_nothing, self._on_all_written)

    def _on_all_written(self, _nothing: object) -> None:
        """Look once everything that was typed before is on the disk."""
        moments = partial(self._session.audits.named_moments, self._session.audit_id)
        self._session.read(moments, self._on_found, latest="moments")

    def _on_found(self, moments: tuple[NamedMoment, ...]) -> None:
        rows = [row for moment in moments for row in self._rows(moment)]
        self.show_text(
            _("What was written after each. Enter leads to the note.")
            if moments
            else _("No moment of this audit has a name yet. Ctrl+S gives one, such as “before lunch”.")
        )
        self.list.setVisible(bool(rows))
        self.list.show_rows(rows)
        self.list.fit_height(self._most)
        first = next((row.key for row in rows if not row.is_heading), "")
        if first:
            self.list.choose(first)
            self.list.setFocus()

    def _rows(self, moment: NamedMoment) -> Iterator[Listed]:
        made = current().moment(moment.made, "EEE d MMM HH:mm")
        count = ngettext("{n} note", "{n} notes", len(moment.touched)) if moment.touched else _("nothing written")
        yield heading(_("After “{name}”, {moment}: {count}").format(name=moment.name, moment=made, count=count))
        for number, touched in enumerate(moment.touched[:MOST]):
            yield self._row(touched, f"{touched.note}:{moment.made}:{number}")

    def _row(self, touched: Touched, key: str) -> Listed:
        note = self._session.live.entities("note").get(touched.note)
        text = shorten(note.seen[:_READ], _LONGEST, placeholder=" …") if note is not None else ""
        activity = self._session.live.entities("activity").get(note.activity) if note is not None else None
        detail = " · ".join(filter(None, (_word(touched.what), activity.title if activity is not None else "")))
        return Listed(key, text or _("(empty)"), detail, right=current().moment(touched.when, "EEE HH:mm"))

    def _on_opened(self, key: str) -> None:
        self.accept()
        self.followed.emit(key.partition(":")[0])


def _nothing() -> None:
    """Wait in the row of writes for those before."""


def _word(what: What) -> str:
    return {What.NEW: _("new"), What.CHANGED: _("edited"), What.BINNED: _("in the bin")}[what]


def open_moments(session: AuditSession, look: Look, parent: QWidget) -> MomentsSheet:
    """Open the sheet over `parent`; the note that a person chooses is shown."""
    sheet = MomentsSheet(session, look, parent)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.followed.connect(partial(session.lead_to, "notes", "note"))
    sheet.open()
    return sheet
