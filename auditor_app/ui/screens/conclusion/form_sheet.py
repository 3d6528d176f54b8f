"""What reading the school's filled form in would do, point by point, before anything is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from auditor_app.i18n import _, ngettext
from auditor_app.ui.delegates.outcome import OutcomeDelegate
from auditor_app.ui.models.outcome_rows import MET, OutcomeRow, outcome_model
from auditor_app.ui.screens.parts.row_list import RowList
from auditor_app.ui.screens.parts.take_over import TakeOverSheet

if TYPE_CHECKING:
    from auditor_app.services.report.form_reading import FilledForm, FormPoint
    from auditor_app.ui.theme import Look


def form_rows(form: FilledForm, new: tuple[FormPoint, ...], response: str) -> list[OutcomeRow]:
    """Give a row per point, and one for the response; what is here already says so."""
    rows = []
    for number, point in enumerate(form.points, start=1):
        lines = (
            _("Not so: {text}").format(text=point.wrong) if point.wrong else "",
            _("So: {text}").format(text=point.correct) if point.correct else "",
            _("Shown by: {text}").format(text=point.proof) if point.proof else "",
        )
        is_new = point in new
        title = point.place or _("No place named")
        state = _("new") if is_new else _("here already")
        rows.append(
            OutcomeRow(str(number), title, "\n".join(filter(None, lines)), str(number), "" if is_new else MET, state)
        )
    if form.response:
        is_same = form.response == response
        state = _("here already") if is_same else _("replaces the text here") if response else _("new")
        title = _("Response of the school, word for word")
        text = "\n".join(filter(None, (form.response, " · ".join(filter(None, (form.function, form.date))))))
        rows.append(OutcomeRow("response", title, text, "", MET if is_same else "", state))
    return rows


def summary(form: FilledForm, new: tuple[FormPoint, ...], response: str) -> str:
    """Say in a sentence what would happen."""
    if form.is_empty:
        return _("Nothing is filled in on this form.")
    if not new and form.response in {"", response}:
        return _("Everything on this form is here already.")
    said = [ngettext("{n} point of the school is new.", "{n} points of the school are new.", len(new))] if new else []
    if form.response not in {"", response}:
        said.append(_("The response is taken over word for word."))
    return " ".join(said)


class FormSheet(TakeOverSheet):
    """What the school wrote on its form."""

    def __init__(
        self, look: Look, form: FilledForm, new: tuple[FormPoint, ...], response: str, parent: QWidget
    ) -> None:
        said = summary(form, new, response)
        super().__init__(look, _("The form of the school"), form.file_name, said, parent)
        self.list = RowList(outcome_model(), _("What stands on the form"))
        self.list.draw_with(OutcomeDelegate(look, self.list))
        is_any = bool(new) or form.response not in {"", response}
        self._show(self.list, form_rows(form, new, response), _("Take it over") if is_any else "")
