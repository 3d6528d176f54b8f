"""What the deciding body decided, recorded beside the signed report: it changes nothing of what was signed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.core.advice import ADVICE_VALUES
from auditor_app.core.errors import UserError
from auditor_app.core.model import BodyDecision, DecidedCondition, FindingKind
from auditor_app.i18n import _, current, error_text
from auditor_app.services.words.outcome import outcome_name
from auditor_app.ui.screens.conclusion.decided_conditions import DecidedConditions
from auditor_app.ui.screens.parts.forms import DateField, Labelled, beside, choice
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


class DecisionForm(QWidget):
    """Before signing one sentence; after it the fields, and what was recorded."""

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._shown: BodyDecision | None = None
        self._is_begun = False
        self._sentence = TextLabel(look, "", "body", "text.secondary")
        # Neither does it begin with a value: not even the advice is decided until somebody says so.
        values = tuple((outcome_name(current(), value), value) for value in reversed(ADVICE_VALUES))
        self.value = choice(look, _("Decision"), ((_("choose …"), ""), *values))
        # Empty until somebody says when: a day nobody chose would be recorded as the day of the decision.
        self.decided = DateField(look, _("Date of the decision"), is_optional=True)
        self.body = Field(look, _("Deciding &body"))
        self.signatory = Field(look, _("&Function of who signed"))
        self.remark = Field(look, _("&Remark"))
        self.conditions = DecidedConditions(look, session.live.framework)
        self.error = TextLabel(look, "", "small", "failure.text")
        self.record = Button(look, _("Record the decision"), "main")
        self._form = QWidget()
        self._lay_out()
        self.value.activated.connect(self._show_conditions)
        self.record.clicked.connect(self._on_record)

    def _lay_out(self) -> None:
        look = self._look
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 4, 0, 0)
        form.setSpacing(10)
        form.addLayout(
            beside(
                Labelled(look, _("D&ecision"), self.value),
                Labelled(look, _("D&ate of the decision"), self.decided),
                stretches=(3, 2),
            )
        )
        form.addLayout(beside(self.body, self.signatory))
        form.addWidget(self.conditions)
        form.addWidget(self.remark)
        form.addWidget(self.error)
        form.addWidget(self.record, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 20)
        column.setSpacing(8)
        column.addWidget(Hairline(look))
        column.addWidget(TextLabel(look, _("Decision of the deciding body"), "heading"))
        column.addWidget(self._sentence)
        column.addWidget(self._form)
        self.error.hide()
        set_floor(self, "canvas")

    def refresh(self) -> None:
        """Show what is recorded, or what may be."""
        session = self._session
        known = next(iter(session.live.alive("decision")), None)
        self._form.setVisible(session.is_read_only)
        if not session.is_read_only:
            self._sentence.show_text(_("Recorded here after signing: date, body, function and conditions."))
            return
        words = _("The report stays as it was signed. The decision is kept beside it and can be corrected.")
        if known is not None:
            day = current().date(known.decided)
            words = _("Recorded: {value}, {day}, by {body}.").format(
                value=outcome_name(current(), known.value), day=day, body=known.body
            )
        self._sentence.show_text(words)
        if known is None or known != self._shown:
            self._show(known)

    def _show(self, known: BodyDecision | None) -> None:
        if self._shown is None and known is None and self._is_begun:
            return  # being filled in
        self._shown, self._is_begun = known, True
        self.value.setCurrentIndex(self.value.findData(known.value if known else ""))
        self.decided.show_date(known.decided if known else "")
        for field, text in (
            (self.body, known.body if known else ""), (self.signatory, known.signatory if known else ""),
            (self.remark, known.text if known else ""),
        ):  # fmt: skip
            field.show_text(text)
        self.conditions.show_conditions(known.conditions if known and known.conditions else self._advised())
        self._show_conditions()

    def _advised(self) -> tuple[DecidedCondition, ...]:
        found = [item for item in self._session.snapshot.findings if item.kind is FindingKind.CONDITION]
        ordered = sorted(found, key=lambda item: (item.position, item.id))
        return tuple(
            DecidedCondition(item.criteria[0] if item.criteria else "", item.question or item.title, item.due)
            for item in ordered
        )

    def _show_conditions(self, _index: int = 0) -> None:
        self.conditions.setVisible(self._has_conditions)

    @property
    def _has_conditions(self) -> bool:
        return bool(self.value.currentData() == "granted_with_conditions")

    def _on_record(self) -> None:
        session = self._session
        conditions = self.conditions.conditions() if self._has_conditions else ()
        work = partial(
            session.outcomes.record_decision,
            session.audit_id,
            value=str(self.value.currentData()),
            decided=self.decided.iso,
            body=self.body.text().strip(),
            signatory=self.signatory.text().strip(),
            conditions=conditions,
            text=self.remark.text().strip(),
        )
        session.write(work, self._on_recorded, self._on_failed, says_itself=True)

    def _on_recorded(self, _written: Written) -> None:
        self.error.hide()
        self._session.tell(_("The decision is recorded"))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.error.show_text(error_text(error))
            self.error.show()
            if error.code == "decision.not_chosen":
                self.value.setFocus(Qt.FocusReason.TabFocusReason)

    def flush(self) -> None:
        """Nothing is written before the button says so: a decision is recorded as a whole."""
