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
from auditor_app.ui.frame.rows_sheet import RowsSheet
from auditor_app.ui.models.listed import Listed, heading
from auditor_app.ui.places import PLACES

if TYPE_CHECKING:
    from auditor_app.core.live import LiveAudit
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

MOST: Final = 200


class ChecksSheet(RowsSheet):
    """Lists the flaws; `followed` tells place, kind, id and field of the one a person wants to mend."""

    followed = Signal(str, str, str, str)

    def __init__(self, session: AuditSession, look: Look, now: str, parent: QWidget) -> None:
        super().__init__(session, look, _("Check for errors"), parent)
        self._found: dict[str, Check] = {}
        self.list.opened.connect(self._on_opened)
        self.look_for(partial(_looked, session, now), self._on_found)

    def _on_found(self, found: tuple[Check, ...]) -> None:
        wrong = [check for check in found if not check.is_gap]
        missing = [check for check in found if check.is_gap]
        rows: list[Listed] = []
        for title, group in ((_("Does not fit together"), wrong), (_("Still missing"), missing)):
            rows += [heading(title)] if group else []
            rows += [self._row(check) for check in group[:MOST]]
        self.show_rows(self._summary(len(wrong), len(missing)), rows)

    def _summary(self, wrong: int, missing: int) -> str:
        """Say what was found, and whether it can be mended."""
        live = self._session.live
        if live.signed_counts is not None:
            return _("The report is signed and the notes were removed for good: there is nothing to check any more.")
        return summary(wrong, missing, is_signed=live.is_signed)

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
        self.followed.emit(check.place, check.kind, check.id, check.field)


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


def summary(wrong: int, missing: int, *, is_signed: bool = False) -> str:
    """Say how many there are of each, and where they can be mended."""
    if not wrong and not missing:
        return _("Nothing contradicts itself and nothing is missing.")
    said = [ngettext("{n} contradiction", "{n} contradictions", wrong)] if wrong else []
    said += [ngettext("{n} gap", "{n} gaps", missing)] if missing else []
    words = _("{found}. Enter leads to where it can be mended.")
    if is_signed:
        words = _("{found}. The report is signed: mend it in a new version. Enter leads to where it stands.")
    return words.format(found=" · ".join(said))


def _place_name(key: str) -> str:
    return next((_(place.name) for place in PLACES if place.key == key), "")
