"""Until when the notes of an audit are kept, in the words of window and terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor_app.i18n import _, current

if TYPE_CHECKING:
    from auditor_app.services.publishing.retention import Kept


def until_words(kept: Kept) -> str:
    """Say until when notes are kept, or when they were removed."""
    if kept.removed is not None and kept.is_empty:
        day = current().date(kept.removed.moment[:10], "d MMMM y")
        return _("Removed for good on {day} by {who}").format(day=day, who=kept.removed.who or "–")
    if not kept.until:
        return _("Kept until the report is signed, and for some time after")
    return _("To be kept until {day}").format(day=current().date(kept.until, "d MMMM y"))
