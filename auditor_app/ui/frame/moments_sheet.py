"""Named moments (Ctrl+Shift+S): what was written after each, the newest first, each note with a jump to it."""

from __future__ import annotations

from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from auditor_app.i18n import _, current, ngettext
from auditor_app.services.audits.moments import NamedMoment, What
from auditor_app.ui.frame.rows_sheet import RowsSheet
from auditor_app.ui.models.listed import Listed, heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditor_app.core.model import Note
    from auditor_app.services.audits.moments import Touched
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

MOST: Final = 200
_LONGEST: Final = 160
_READ: Final = 1_000
"""Characters: of a note so many are said, of so many that are read for it."""


class MomentsSheet(RowsSheet):
    """Lists the moments with the notes; `followed` tells the id of the one a person wants to see."""

    followed = Signal(str)

    def __init__(self, session: AuditSession, look: Look, parent: QWidget) -> None:
        super().__init__(session, look, _("Named moments"), parent)
        self.list.opened.connect(self._on_opened)
        self.look_for(partial(session.audits.named_moments, session.audit_id), self._on_found)

    def _on_found(self, moments: tuple[NamedMoment, ...]) -> None:
        if not moments:
            sentence = _("No moment of this audit has a name yet. Ctrl+S gives one, such as “before lunch”.")
        elif self._session.live.signed_counts is not None:  # of the notes only how many there were is known
            sentence = _("No notes are kept here")
        else:
            sentence = _("What was written after each. Enter leads to the note.")
        self.show_rows(sentence, [row for moment in moments for row in self._rows(moment)])

    def _rows(self, moment: NamedMoment) -> Iterator[Listed]:
        made = current().moment(moment.made, "EEE d MMM HH:mm")
        count = ngettext("{n} note", "{n} notes", len(moment.touched)) if moment.touched else _("nothing written")
        yield heading(_("After “{name}”, {moment}: {count}").format(name=moment.name, moment=made, count=count))
        here = self._session.live.entities("note")  # not one that was removed for good
        for number, touched in enumerate(moment.touched[:MOST]):
            if touched.note in here:
                yield self._row(touched, here[touched.note], f"{touched.note}:{moment.made}:{number}")

    def _row(self, touched: Touched, note: Note, key: str) -> Listed:
        text = shorten(note.seen[:_READ], _LONGEST, placeholder=" …")
        activity = self._session.live.entities("activity").get(note.activity)
        detail = " · ".join(filter(None, (_word(touched.what), activity.title if activity is not None else "")))
        return Listed(key, text or _("(empty)"), detail, right=current().moment(touched.when, "EEE HH:mm"))

    def _on_opened(self, key: str) -> None:
        self.accept()
        self.followed.emit(key.partition(":")[0])


def _word(what: What) -> str:
    return {What.NEW: _("new"), What.CHANGED: _("edited"), What.BINNED: _("in the bin")}[what]


def open_moments(session: AuditSession, look: Look, parent: QWidget) -> MomentsSheet:
    """Open the sheet over `parent`; the note that a person chooses is shown."""
    sheet = MomentsSheet(session, look, parent)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.followed.connect(partial(session.lead_to, "notes", "note"))
    sheet.open()
    return sheet
