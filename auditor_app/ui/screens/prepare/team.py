"""Prepare: the team, who does what, and each member's declaration of interests (DOMAIN 10.4)."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.interests import Flag, Tie, Visit, flags
from auditor_app.core.model import Member, Relation, Role
from auditor_app.core.team import LONGEST_INITIALS, by_role, initials_of, would_show
from auditor_app.i18n import _, current
from auditor_app.services.audits.interests import earlier_visits, note_returns, unknown_returns
from auditor_app.ui.frame.sheets import NameSheet
from auditor_app.ui.frame.words import RELATIONS, ROLES
from auditor_app.ui.screens.parts.forms import Labelled, beside, choice
from auditor_app.ui.screens.parts.two_lines import TwoLineList, TwoLines
from auditor_app.ui.screens.prepare.section import Section, edits
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.cards import framed
from auditor_app.ui.widgets.inputs import CheckBox, Field
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

MOST_SEEN = 5
SEEN_TIES = frozenset({Tie.OWN_SCHOOL, Tie.OWN_BOARD, Tie.RECIPROCAL})
"""Ties that the files show, whatever was declared."""


def declaration_text() -> str:
    """Give the words a member declares (DOMAIN 10.4)."""
    return _(
        "In the past six years I have not worked for, advised, governed, applied to or been a parent at this school,"
        " and I have no financial or close personal tie with it or its board. I will record no names of persons, keep"
        " findings confidential until the final report, and report any conflict that appears during the visit."
    )


def own_words(member: Member) -> str:
    """Give the part of the declaration that is a member's own (DOMAIN 10.4)."""
    words = _("My own organisation: {organisation}. Relation of my organisation to this school: {relation}.")
    relation = _(RELATIONS[member.relation]).lower()
    return words.format(organisation=member.organisation.strip() or "…", relation=relation)


class TeamSection(Section):
    """A list of members, and the marked one's fields under it."""

    kinds = frozenset({"member"})

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__(
            session, look, _("Team"), _("Who comes, in which role, and what ties there are with the school.")
        )
        self._shown = ""
        self.list = TwoLineList(look, _("Team"))
        self.add = Button(look, _("&Add a member"), icon="user-plus", size="small")
        self.remove = Button(look, _("&Take out of the team"), "quiet", size="small")
        self.name, self.initials = Field(look, _("&Name")), Field(look, _("&Initials"))
        self.initials.edit.setMaxLength(LONGEST_INITIALS)
        self.organisation = Field(look, _("&Organisation"))
        self.role = choice(look, "", tuple((_(words), role) for role, words in ROLES.items()))
        self.partner = CheckBox(look, _("Private partner: works for the organisation behind the programme"))
        self.relation = choice(look, "", tuple((_(words), kind) for kind, words in RELATIONS.items()))
        self.explanation = Field(look, _("W&hat the tie is"))
        self.weighed = Field(look, _("How the lead auditor &weighed it"))
        self.declared = TextLabel(look, "", "small", "text.secondary")
        self.declaration = TextLabel(look, "", "rubric", "text.secondary")
        self.ties = TextLabel(look, "", "small", "attention.text")
        self.from_where = TextLabel(look, "", "small", "text.muted")
        self._visits: tuple[Visit, ...] = ()
        self._noted: dict[str, str] = {}
        self._lay_out()
        self._connect()
        edits(self.add, self.remove, self.role, self.partner, self.relation)
        self.setFocusProxy(self.list)
        self.refresh()
        desk, audit = session.desk, session.audit_id
        session.read(lambda: earlier_visits(desk, audit), self._on_visits)

    def _on_visits(self, visits: tuple[Visit, ...]) -> None:
        self._visits = visits
        self.refresh()

    def _lay_out(self) -> None:
        look = self.look
        self.column.addWidget(framed(look, self.list))
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        self.column.addLayout(buttons)
        self.form = QWidget()
        form = QVBoxLayout(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        form.addLayout(beside(self.name, self.initials, stretches=(5, 1)))
        form.addLayout(beside(self.organisation, Labelled(look, _("&Role"), self.role), stretches=(3, 2)))
        form.addWidget(self.from_where)
        form.addWidget(self.partner)
        form.addSpacing(4)
        form.addWidget(TextLabel(look, _("Declaration of interests"), "bodyStrong"))
        form.addWidget(self.declaration)
        form.addWidget(Labelled(look, _("Relation of the organisation with the &school"), self.relation))
        form.addWidget(self.ties)
        form.addWidget(self.explanation)
        form.addWidget(self.weighed)
        form.addWidget(self.declared)
        self.column.addWidget(self.form)
        self.column.addStretch(1)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.removed.connect(self._on_removed)
        self.add.clicked.connect(self._on_add)
        self.remove.clicked.connect(self._on_remove)
        self.name.edited.connect(self._on_name)
        self.initials.edited.connect(lambda text: self._edit(initials=text.strip()))
        self.organisation.edited.connect(lambda text: self._edit(organisation=text.strip()))
        self.explanation.edited.connect(lambda text: self._edit(relation_text=text))
        self.weighed.edited.connect(lambda text: self._edit(relation_weighed=text))
        self.role.activated.connect(lambda _index: self._edit(role=str(self.role.currentData())))
        self.partner.clicked.connect(lambda checked: self._edit(is_private_partner=checked))
        self.relation.activated.connect(self._on_relation)

    @property
    def members(self) -> tuple[Member, ...]:
        """The team, the lead first."""
        return by_role(self.session.live.alive("member"))

    def refresh(self) -> None:
        """Show team and marked member."""
        self._note_returns()
        members, found = self.members, self.flags
        self.list.show_rows([_row(member, found) for member in members])
        self.list.fit(MOST_SEEN)
        self._show_member()

    def _note_returns(self) -> None:
        """Tell the audit what only the files of this laptop show."""
        session = self.session
        returns = {} if session.is_read_only else unknown_returns(session.snapshot, self._visits)
        if returns and returns != self._noted:
            self._noted = returns
            session.write(partial(note_returns, session.desk, session.audit_id, returns))

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The ties of the team, as declared and as the files of this laptop show them."""
        return flags(self.session.snapshot, self._visits)

    def _member(self) -> Member | None:
        return next((item for item in self.members if item.id == self._shown), None)

    def _on_chosen(self, key: str) -> None:
        if key != self._shown:
            self.flush()
            self.renew_group()
            self._shown = key
            self._show_member(is_other=True)

    def _show_member(self, *, is_other: bool = False) -> None:
        member = self._member()
        self.form.setVisible(member is not None)
        self.remove.setEnabled(member is not None and member.role is not Role.LEAD and not self.session.is_read_only)
        self.remove.setToolTip(_("Give someone else the lead first.") if member and member.role is Role.LEAD else "")
        if member is None:
            return
        for field, text in (
            (self.name, member.name), (self.initials, member.initials), (self.organisation, member.organisation),
            (self.explanation, member.relation_text), (self.weighed, member.relation_weighed),
        ):  # fmt: skip
            if is_other or not field.edit.hasFocus():
                field.show_text(text)
        self.role.setCurrentIndex(self.role.findData(member.role))
        self.partner.setChecked(member.is_private_partner)
        self.relation.setCurrentIndex(self.relation.findData(member.relation))
        self.declaration.show_text(f"{declaration_text()} {own_words(member)}")
        found = [flag for flag in self.flags if flag.member == member.id and flag.tie in SEEN_TIES]
        self.ties.show_text(" ".join(map(tie_words, found)))
        self.ties.set_color("attention.text" if any(flag.is_open for flag in found) else "text.secondary")
        self.ties.setVisible(bool(found))
        is_peer = self.session.live.audit.is_peer
        self.from_where.show_text(_("In a peer audit the organisation is the school the auditor comes from."))
        self.from_where.setVisible(is_peer and not member.organisation.strip())
        has_tie = member.relation not in (Relation.UNDECLARED, Relation.NONE) or bool(found)
        self.explanation.setVisible(has_tie)
        self.weighed.setVisible(has_tie)
        day = current().date(member.declared)
        undeclared = _("Choose the relation: that makes the declaration. Without it the report cannot be signed.")
        self.declared.show_text(_("Declared {date}; printed in the report.").format(date=day) if day else undeclared)
        self.declared.set_color("text.secondary" if day else "attention.text")

    def _edit(self, **fields: object) -> None:
        audits, member, group = self.session.audits, self._shown, self.group
        if member:
            self.session.write(lambda: audits.edit_member(member, group, **fields))

    def _on_name(self, name: str) -> None:
        member = self._member()
        fields: dict[str, object] = {"name": " ".join(name.split())}
        if member is not None and member.initials in ("", initials_of(member.name)):
            fields["initials"] = initials_of(name)
            self.initials.show_text(initials_of(name))
        self._edit(**fields)

    def _on_relation(self, _index: int) -> None:
        relation = Relation(self.relation.currentData())
        today = date.today().isoformat() if relation is not Relation.UNDECLARED else ""  # noqa: DTZ011 - the day here
        self._edit(relation=str(relation), declared=today)

    def _on_add(self) -> None:
        audits, audit = self.session.audits, self.session.audit_id
        role = Role.SECOND if len(self.members) == 1 else Role.AUDITOR
        self.session.write(lambda: audits.add_member(audit, role=str(role)), self._on_added)

    def _on_added(self, written: Written) -> None:
        self.list.choose(written.id)
        self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_remove(self) -> None:
        self._on_removed(self._shown)

    def _on_removed(self, key: str) -> None:
        member = next((item for item in self.members if item.id == key), None)
        if member is None or self.session.is_read_only:
            return
        if would_show(self.session.snapshot, key) and key != self.session.live.me:
            self._ask_why(member)
        else:
            self._take_out(member)

    def _ask_why(self, member: Member) -> None:
        """Ask why somebody leaves before locking."""
        name = member.name or _("The member")
        sentence = _(
            "Levels that colleagues have locked wait for those of {name}. If {name} really leaves, say why: it stays in"
            " the log and stands under Team. When all others have locked, their levels show then."
        )
        sheet = NameSheet(
            self.look, _("Take {name} out of the team?").format(name=name), sentence.format(name=name),
            _("Wh&y {name} leaves").format(name=name), _("&Take out of the team"), self,
        )  # fmt: skip
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.setWindowModality(Qt.WindowModality.WindowModal)
        sheet.accepted.connect(lambda: self._take_out(member, sheet.name))
        sheet.open()

    def _take_out(self, member: Member, because: str = "") -> None:
        session = self.session
        gone = _("{name} is out of the team").format(name=member.name or _("The member"))
        self._shown = ""
        work = partial(session.audits.remove_member, member.id, because)
        session.write(work, lambda _written: session.tell(gone, can_undo=not because))


def tie_words(flag: Flag) -> str:
    """Say a tie that the files show, and what to do."""
    month = current().date(flag.about, "MMMM y")
    words = {
        Tie.OWN_SCHOOL: _("The auditor’s organisation is the school that is audited."),
        Tie.OWN_BOARD: _("The auditor’s organisation is the board of this school."),
        Tie.RECIPROCAL: _("In {month} this school audited the auditor’s own: a visit in return.").format(month=month),
    }
    said = words.get(flag.tie, "")
    return said if flag.is_weighed else f"{said} {_('The lead auditor weighs it.')}"


def _row(member: Member, found: tuple[Flag, ...]) -> TwoLines:
    facts = " · ".join(filter(None, (_(ROLES[member.role]), member.organisation)))
    if member.relation is Relation.UNDECLARED:
        badge, tone = _("Not declared"), "attention"
    elif member.relation is Relation.NONE:
        badge, tone = _("No ties"), ""
    else:
        badge, tone = _(RELATIONS[member.relation]), "attention" if not member.relation_weighed else ""
    seen = [flag for flag in found if flag.member == member.id and flag.tie in SEEN_TIES]
    if seen and member.relation in (Relation.NONE, Relation.UNDECLARED):
        badge = _("Visit in return") if seen[-1].tie is Tie.RECIPROCAL else _("Own school")
        tone = "attention" if seen[-1].is_open else ""
    if member.is_private_partner:
        facts += " · " + _("private partner")
    return TwoLines(member.id, member.name or _("Name still missing"), facts, badge=badge, tone=tone)
