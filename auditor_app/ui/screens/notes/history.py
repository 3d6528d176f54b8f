"""Who wrote what when: every change of a note, newest first, with what stood there before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.core.live import LiveAudit
from auditor_app.core.model import Sensitivity
from auditor_app.i18n import _, current
from auditor_app.services.visit.evidence import Version
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.panes import Hairline
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.theme import Look

_MOST: Final = 100
_LONGEST: Final = 2_000
_LOWEST, _HIGHEST = 120, 380
_AROUND: Final = 210
"""Title, sentence, foot and margins of the sheet: it has to fit in the lowest window."""


class HistorySheet(Dialog):
    """Lists the versions; the old text stands struck through above the new one."""

    def __init__(self, look: Look, versions: tuple[Version, ...], live: LiveAudit, parent: QWidget) -> None:
        title, sentence = _("Who wrote what when"), _("Nothing that was written is ever lost.")
        super().__init__(look, title, sentence, parent, fitting(WIDE, parent))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 8, 12, 8)
        column.setSpacing(2)
        for version in reversed(versions[-_MOST:]):
            column.addWidget(TextLabel(look, heading(version, live), "caption", "text.secondary"))
            before, after = (value_words(version.field, value, live) for value in (version.before, version.after))
            if before:
                column.addWidget(_struck(look, before))
            column.addWidget(TextLabel(look, after or _("(nothing any more)"), "note"))
            column.addSpacing(6)
            column.addWidget(Hairline(look))
            column.addSpacing(6)
        column.addStretch(1)
        area = Scrolled(content, title)
        area.fit(self.inner_width, min(_HIGHEST, max(_LOWEST, parent.window().height() - _AROUND)), _LOWEST)
        self.body.addWidget(area)
        self.add_safe(_("Close"))


def show_history(look: Look, parent: QWidget, versions: tuple[Version, ...], live: LiveAudit) -> None:
    """Open the history of a note over `parent`."""
    sheet = HistorySheet(look, versions, live, parent)
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    sheet.open()


def _struck(look: Look, text: str) -> TextLabel:
    label = TextLabel(look, text, "note", "text.muted")
    font = label.font()
    font.setStrikeOut(True)
    label.setFont(font)
    label.setAccessibleName(_("Before: {text}").format(text=text))
    return label


def value_words(field: str, value: object, live: LiveAudit) -> str:
    """Say the value of a field in words."""
    if field == "activity":
        activity = live.entities("activity").get(str(value))
        return str(activity.title) if activity is not None else ""
    if field == "moment":
        return current().moment(str(value), "EEE d MMM HH:mm")
    if field == "sensitivity":
        return _("yes") if value == Sensitivity.TEAM else _("no") if value else ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)[:_LONGEST]


def heading(version: Version, live: LiveAudit) -> str:
    """Say when, by whom and what of one change."""
    member = live.entities("member").get(version.author)
    words = {
        "seen": _("Seen or heard"),
        "interpretation": _("Interpretation"),
        "is_quote": _("Literal words"),
        "is_afterwards": _("Written afterwards"),
        "sensitivity": _("Team only"),
        "is_excluded": _("Not in the report …"),
        "exclusion_reason": _("Why it stays out of the report"),
        "source": _("Source"),
        "room": _("Where"),
        "subject": _("Subject"),
        "year_group": _("Year group"),
        "activity": _("Activity"),
        "moment": _("Time"),
        "is_snapshot": _("Timed observation"),
        "link": _("Tag"),
        "deleted": _("In the bin"),
    }
    moment = current().moment(version.moment, "EEE d MMM HH:mm:ss")
    initials = member.initials if member is not None else ""
    return " · ".join(filter(None, (moment, initials, words.get(version.field, version.field))))
