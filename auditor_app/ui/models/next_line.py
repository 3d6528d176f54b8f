"""What the next line of an activity belongs to by itself."""

from __future__ import annotations

from auditor_app.core.model import Activity
from auditor_app.i18n import _
from auditor_app.ui.models.notebook import MATRIX


def cell_of(marked: str) -> str:
    """Give the matrix cell of the marked question, or ""."""
    return marked.removeprefix(MATRIX) if marked.startswith(MATRIX) else ""


def tie_words(marked: str) -> str:
    """Name the matrix cell that the next line is tied to by itself, if one is marked."""
    cell = cell_of(marked)
    return _("matrix cell {code}").format(code=cell) if cell else ""


def belongs_words(activity: Activity, marked: str) -> str:
    """Say what the next line belongs to."""
    if activity.is_own_time:
        return _("Next line: a decision, for the team only")
    said = [_("source {code}").format(code=activity.source)] if activity.source else []
    if cell_of(marked):
        said.append(tie_words(marked))
    elif marked:
        said.append(_("Alt+1 ties it to {code}").format(code=marked))
    return _("Next line: {what}").format(what=", ".join(said)) if said else _("Next line: no source yet")
