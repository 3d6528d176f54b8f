"""What the marked gate needs: a way to where it is solved, or the few fields that are filled in here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.evidence import shortfalls
from auditor_app.core.gates import is_agreed
from auditor_app.core.model import EvidenceException, Member, Milestone, Role, Step
from auditor_app.core.team import in_common
from auditor_app.i18n import N_, _, current
from auditor_app.services.words.outcome import met_words
from auditor_app.ui.screens.parts.forms import DateField, Labelled, beside, choice
from auditor_app.ui.screens.parts.text_field import StoredText
from auditor_app.ui.widgets.buttons import Button, LinkButton
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.panes import set_floor
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.core.gate import Gate
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

_WHERE: Final = {
    "G1": ("prepare", "earlier_report", N_("Import the report in Prepare")),
    "G2": ("prepare", "survey", N_("To the surveys")),
    "G3": ("prepare", "plan", N_("To the plan")),
    "G4": ("prepare", "earlier_report", N_("Import the report in Prepare")),
    "G5": ("prepare", "member", N_("To the declarations")),
    "G6": ("criteria", "criterion", N_("To the first criterion")),
    "G7": ("criteria", "criterion", N_("To the first criterion")),
    "G8": ("team", "criterion", N_("To Team")),
}
"""Where each gate is solved: place, kind of thing, and what the link says."""
_STEPS: Final = {"G1": Step.FORMATIVE, "G4": Step.INTERIM}


class GateDetail(QWidget):
    """Stands under the list of gates and belongs to the marked one."""

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._gate: Gate | None = None
        self._met = TextLabel(look, "", "body", "text.secondary")
        self.link = LinkButton(look, "")
        self.milestone = MilestoneForm(session, look)
        self.exceptions = ExceptionForm(session, look)
        row = QHBoxLayout()
        row.addWidget(self.link)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._met)
        column.addLayout(row)
        column.addWidget(self.milestone)
        column.addWidget(self.exceptions)
        set_floor(self, "canvas")
        self.link.clicked.connect(self.jump)

    def show_gate(self, gate: Gate) -> None:
        """Show what belongs to a gate."""
        self._gate = gate
        self.link.setText(_(_WHERE[gate.code][2]))
        self.link.setAccessibleName(_(_WHERE[gate.code][2]))
        self._met.show_text(met_words(current(), self._session.snapshot, gate) if gate.is_met else "")
        self._met.setVisible(gate.is_met)
        step = _STEPS.get(gate.code)
        self.milestone.setVisible(step is not None)
        if step is not None:
            self.milestone.show_step(step)
        self.exceptions.setVisible(gate.code == "G7")
        if gate.code == "G7":
            self.exceptions.refresh()

    def jump(self) -> None:
        """Go where the gate is solved."""
        if self._gate is None:
            return
        place, kind, _text = _WHERE[self._gate.code]
        reasons = (*self._gate.reasons, *self._gate.warnings)
        about = reasons[0].about if reasons else ""
        if kind == "member":
            members = self._session.snapshot.members
            about = next((item.id for item in members if item.name == about), "")
        elif kind != "criterion":
            about = ""
        self._session.lead_to(place, kind, about)

    def first(self) -> QWidget:
        """Give the part that takes the focus."""
        return self.link

    def flush(self) -> None:
        """Write what was typed."""
        self.milestone.flush()
        self.exceptions.flush()


class MilestoneForm(QWidget):
    """The day of a step that took place before, and of a formative audit the framework version: by hand."""

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session = session
        self._step = Step.FORMATIVE
        self._title = TextLabel(look, "", "small", "text.secondary")
        self.day = DateField(look, is_optional=True)
        self.version = Field(look, _("Framework &version"))
        self._day = Labelled(look, _("&Date"), self.day)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(beside(self._day, self.version))
        self.day.picked.connect(self._on_day)
        self.version.edited.connect(self._on_version)

    def show_step(self, step: Step) -> None:
        """Show what is registered; an imported report says it better than a form."""
        self._step = step
        is_open = not self._session.is_read_only
        known = self._known()
        words = {
            Step.FORMATIVE: _("Without an imported report: register the formative audit by hand."),
            Step.INTERIM: _("Without an imported report: register the interim evaluation by hand."),
        }
        self._title.show_text(words[step])
        self.day.show_date(known.held)
        self.day.setEnabled(is_open)
        if not self.version.edit.hasFocus():
            self.version.show_text(known.version)
        self.version.edit.setReadOnly(not is_open)
        self.version.setVisible(step is Step.FORMATIVE)

    def _known(self) -> Milestone:
        found = (item for item in self._session.live.alive("milestone") if item.step is self._step)
        return next(found, Milestone())

    def _on_day(self, held: str) -> None:
        self._register(held, self.version.text())

    def _on_version(self, version: str) -> None:
        if self.day.iso:
            self._register(self.day.iso, version.strip())

    def _register(self, held: str, version: str) -> None:
        kept = version if self._step is Step.FORMATIVE else ""
        session = self._session
        session.write(partial(session.outcomes.register, session.audit_id, self._step, held, kept))

    def flush(self) -> None:
        """Write what was typed."""
        self.version.edit.flush()


class ExceptionForm(QWidget):
    """Why a level stands on less evidence: written once, and agreed by lead and second auditor."""

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session = session
        self._title = TextLabel(look, "", "small", "text.secondary")
        self.criterion = choice(look, _("Criterion"), ())
        self.reason = PlainEditor(look, _("Why less evidence is enough here"), "small", (2, 5))
        self.reason.set_name(_("Why less evidence is enough here"), _("Why less evidence is enough here"))
        self._stored = StoredText(session, self.reason, self._write)
        self._state = TextLabel(look, "", "small", "text.secondary")
        self.agree = Button(look, "", size="small")
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._state, 1)
        foot.addWidget(self.agree, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._title, self.criterion, self.reason):
            column.addWidget(widget)
        column.addLayout(foot)
        self.criterion.activated.connect(self._on_criterion)
        self.agree.clicked.connect(self._on_agree)

    def refresh(self) -> None:
        """Show the criteria with less evidence than usual, and what is said about the chosen one."""
        codes = self._thin()
        chosen = self.criterion.currentData()
        titles = self._session.live.framework.by_code
        self.criterion.show_choices(
            tuple((f"{code}  {current().pick(titles[code].title)}", code) for code in codes),
            chosen if chosen in codes else None,
        )
        for widget in (self.criterion, self.reason, self._state, self.agree):
            widget.setVisible(bool(codes))
        words = _("An exception needs a reason, and both the lead and the second auditor behind it.")
        self._title.show_text(words if codes else _("Every level rests on enough evidence. No exception is needed."))
        if codes:
            self._show_criterion()

    def _thin(self) -> tuple[str, ...]:
        snapshot = self._session.snapshot
        levels = in_common(snapshot).levels
        return tuple(
            item.code
            for item in snapshot.framework.criteria
            if shortfalls(item.line, levels.get(item.code, ""), snapshot.evidence_of(item.code))
        )

    def _code(self) -> str:
        return str(self.criterion.currentData() or "")

    def _known(self) -> EvidenceException:
        found = (item for item in self._session.live.alive("exception") if item.criterion == self._code())
        return next(found, EvidenceException())

    def _show_criterion(self) -> None:
        session, known = self._session, self._known()
        self._stored.show_stored(self._code(), known.reason)
        self.reason.set_read_only(is_read_only=session.is_read_only)
        me = session.live.my_member
        mine = {Role.LEAD: known.lead, Role.SECOND: known.second}.get(me.role, "") if me else ""
        may = me is not None and me.role in {Role.LEAD, Role.SECOND}
        self._state.show_text(self._state_words(known))
        self.agree.show_text(_("I stand behind it ({me})").format(me=me.initials if me else ""))
        self.agree.setVisible(not session.is_read_only and not (me is not None and mine == me.id))
        self.agree.setEnabled(may and bool(known.reason.strip()))
        why = "" if may else _("Only lead and second auditor; choose in Team who works here.")
        self.agree.setToolTip(why)
        self.agree.setAccessibleDescription(why)

    def _state_words(self, known: EvidenceException) -> str:
        if is_agreed(self._session.snapshot, known):
            return _("Lead and second auditor both stand behind it.")
        members = {item.id: item for item in self._session.snapshot.members}
        agreed = [members[item] for item in (known.lead, known.second) if item in members]
        if not known.reason.strip():
            return ""
        return _agreed_words(agreed)

    def _write(self, record: str, group: str, text: str) -> Written:
        return self._session.outcomes.except_evidence(self._session.audit_id, record, text, group)

    def _on_criterion(self, _index: int) -> None:
        self.flush()
        self._show_criterion()

    def _on_agree(self) -> None:
        self.flush()
        session = self._session
        session.write(partial(session.outcomes.agree_exception, session.audit_id, self._code()))

    def flush(self) -> None:
        """Write what was typed."""
        self.reason.flush()


def _agreed_words(agreed: list[Member]) -> str:
    if not agreed:
        return _("Nobody stands behind it yet.")
    return _("{name} stands behind it; one more is needed.").format(name=agreed[0].name)
