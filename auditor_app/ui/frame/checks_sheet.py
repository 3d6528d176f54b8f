"""Check for errors (F7): what contradicts itself and what is missing, at any time, each with a jump to where it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from auditor_app.core.checks import Check, checks
from auditor_app.i18n import _, current, ngettext
from auditor_app.services.desk import local_now
from auditor_app.services.words.checks import check_text
from auditor_app.ui.delegates.listed import ListedDelegate
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.models.listed import Listed, heading, listed_model
from auditor_app.ui.places import PLACES
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.widgets.dialog import WIDE, Dialog

if TYPE_CHECKING:
    from auditor_app.core.live import LiveAudit
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

MOST: Final = 200
_LOWEST: Final = 120
_HIGHEST: Final = 400
_AROUND: Final = 200
"""What stands around the list: title, sentence, buttons, and air."""


class ChecksSheet(Dialog):
    """Lists the flaws; `followed` tells place, kind and id of the one a person wants to mend."""

    followed = Signal(str, str, str)

    def __init__(self, session: AuditSession, look: Look, now: str, parent: QWidget) -> None:
        super().__init__(look, _("Check for errors"), _("Looking …"), parent, fitting(WIDE, parent))
        self._found: dict[str, Check] = {}
        self.list = RowList(listed_model(), _("Check for errors"))
        self.list.draw_with(ListedDelegate(look, self.list))
        self.list.setFixedHeight(_LOWEST)
        self._most = min(_HIGHEST, max(_LOWEST, parent.window().height() - _AROUND))
        self.list.opened.connect(self._on_opened)
        self.list.left.connect(self.reject)
        self.body.addWidget(self.list)
        self.add_safe(_("Close"))
        self._session, self._now = session, now
        session.background.write(_nothing, self._on_all_written)

    def _on_all_written(self, _nothing: object) -> None:
        """Look once everything that was typed before is on the disk."""
        self._session.read(partial(_looked, self._session, self._now), self._on_found, latest="checks")

    def _on_found(self, found: tuple[Check, ...]) -> None:
        wrong = [check for check in found if not check.is_gap]
        missing = [check for check in found if check.is_gap]
        rows: list[Listed] = []
        for title, group in ((_("Does not fit together"), wrong), (_("Still missing"), missing)):
            rows += [heading(title)] if group else []
            rows += [self._row(check) for check in group[:MOST]]
        self.show_text(summary(len(wrong), len(missing)))
        self.list.setVisible(bool(rows))
        self.list.show_rows(rows)
        self.list.fit_height(self._most)
        if rows:
            self.list.choose(rows[1].key)
            self.list.setFocus()

    def _row(self, check: Check) -> Listed:
        key = f"{check.flaw}:{check.kind}:{check.id}:{len(self._found)}"
        self._found[key] = check
        criterion = self._session.live.framework.by_code.get(check.id)
        tag = criterion.code if criterion else ""
        about = current().pick(criterion.title) if criterion else check.about
        return Listed(key, check_text(check), about, tag, _place_name(check.place))

    def _on_opened(self, key: str) -> None:
        check = self._found[key]
        self.accept()
        self.followed.emit(check.place, check.kind, check.id)


def _nothing() -> None:
    """Wait in the row of writes for those before."""


def _looked(session: AuditSession, now: str) -> tuple[Check, ...]:
    """Look at the audit as it stands on the disk: the window goes on while this reads."""
    live: LiveAudit = session.audits.live(session.audit_id)
    return checks(live, now)


def open_checks(session: AuditSession, look: Look, parent: QWidget) -> ChecksSheet:
    """Open the sheet over `parent`; what a person chooses leads there."""
    sheet = ChecksSheet(session, look, local_now().isoformat(timespec="seconds"), parent)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.followed.connect(session.lead_to)
    sheet.open()
    return sheet


def summary(wrong: int, missing: int) -> str:
    """Say how many there are of each."""
    if not wrong and not missing:
        return _("Nothing contradicts itself and nothing is missing.")
    said = [ngettext("{n} contradiction", "{n} contradictions", wrong)] if wrong else []
    said += [ngettext("{n} gap", "{n} gaps", missing)] if missing else []
    return _("{found}. Enter leads to where it can be mended.").format(found=" · ".join(said))


def _place_name(key: str) -> str:
    return next((_(place.name) for place in PLACES if place.key == key), "")
