"""Who wrote what when: every change of a note, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from auditor_app.core.live import LiveAudit
from auditor_app.i18n import _, current
from auditor_app.services.evidence import Version
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_MOST = 100
_LONGEST = 600


def show_history(look: Look, parent: QWidget, versions: tuple[Version, ...], live: LiveAudit) -> None:
    """Open the history of a note over `parent`."""
    dialog = Dialog(look, _("Who wrote what when"), _("Nothing that was written is ever lost."), parent, WIDE)
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 8, 0, 8)
    column.setSpacing(2)
    for version in reversed(versions[-_MOST:]):
        column.addWidget(TextLabel(look, heading(version, live), "caption", "text.secondary"))
        column.addWidget(TextLabel(look, str(version.after)[:_LONGEST], "note"))
        column.addSpacing(8)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.setMinimumHeight(260)
    dialog.body.addWidget(area)
    dialog.add_safe(_("Close"))
    dialog.open()


def heading(version: Version, live: LiveAudit) -> str:
    """Say when, by whom and what of one change."""
    member = live.entities("member").get(f"{live.audit.id}:{version.author}")
    words = {
        "seen": _("Seen or heard"),
        "interpretation": _("Interpretation"),
        "is_quote": _("Literal words"),
        "is_afterwards": _("Written afterwards"),
        "sensitivity": _("Team only"),
        "is_excluded": _("Not in the report …"),
        "deleted": _("In the bin"),
    }
    moment = current().moment(version.moment, "EEE d MMM HH:mm:ss")
    initials = member.initials if member is not None else ""
    return " · ".join(filter(None, (moment, initials, words.get(version.field, version.field))))
