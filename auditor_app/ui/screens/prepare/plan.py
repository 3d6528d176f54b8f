"""Prepare: the school's quality development plan: what it is, and its list of goals out to the school and back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout

from auditor_app.core.model import AuditKind, DevelopmentPlan, Goal
from auditor_app.core.plan import unanswered
from auditor_app.i18n import _, ngettext
from auditor_app.services.planning.plan import PlanPreview
from auditor_app.ui.drops import take_copy
from auditor_app.ui.saving import ask_where
from auditor_app.ui.screens.parts.forms import DateField, Labelled, beside, choice
from auditor_app.ui.screens.prepare.plan_reading import PlanDialog
from auditor_app.ui.screens.prepare.section import Section, edits
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.messages import MessageBar, failure
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

SUFFIX: Final = ".xlsx"


class PlanSection(Section):
    """Title, period, day of adoption, document; the list for the school."""

    kinds = frozenset({"plan", "document", "goal", "finding", "audit", "earlier_report", "baseline", "publication"})

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__(
            session,
            look,
            _("Quality development plan"),
            _("The school writes and owns it. Register what exists; nothing is written for the visit."),
        )
        self.title = Field(look, _("&Title of the plan"))
        self.adopted = DateField(look, _("Adopted on"), is_optional=True)
        self.starts = DateField(look, _("Period from"), is_optional=True)
        self.ends = DateField(look, _("Period to"), is_optional=True)
        self.document = choice(look, _("Document"), ())
        self.remark = Field(look, _("&Remark"))
        self.needed = TextLabel(look, "", "small", "attention.text")
        self.about = TextLabel(look, "", "body", "text.secondary")
        self.write_out = Button(look, _("&Write the list for the school …"), icon="download", size="small")
        self.read_in = Button(look, _("Read the list &in …"), icon="upload", size="small")
        self.take_over = Button(look, "", "quiet", icon="history", size="small")
        self.message = MessageBar(look)
        self.message.hide()
        self._lay_out()
        self._connect()
        edits(self.adopted, self.starts, self.ends, self.document, self.read_in, self.take_over)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.title.edit)
        self.refresh()

    def _lay_out(self) -> None:
        look = self.look
        self.column.addWidget(self.title)
        self.column.addLayout(
            beside(
                Labelled(look, _("&Adopted on"), self.adopted),
                Labelled(look, _("Period &from"), self.starts),
                Labelled(look, _("Period t&o"), self.ends),
            )
        )
        self.column.addWidget(self.needed)
        self.column.addWidget(Labelled(look, _("&Document"), self.document))
        self.column.addWidget(self.remark)
        self.column.addSpacing(10)
        self.column.addWidget(TextLabel(look, _("The list of goals"), "bodyStrong"))
        self.column.addWidget(self.about)
        self.column.addWidget(self.message)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for button in (self.write_out, self.read_in, self.take_over):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.column.addLayout(buttons)
        self.column.addStretch(1)

    def _connect(self) -> None:
        self.title.edited.connect(lambda text: self._edit(title=" ".join(text.split())))
        self.remark.edited.connect(lambda text: self._edit(remark=text))
        self.adopted.picked.connect(lambda iso: self._edit(adopted=iso))
        self.starts.picked.connect(self._on_starts)
        self.ends.picked.connect(self._on_ends)
        self.document.activated.connect(lambda _index: self._edit(document=str(self.document.currentData())))
        self.write_out.clicked.connect(self.ask_where)
        self.read_in.clicked.connect(self.ask_which)
        self.take_over.clicked.connect(self._on_take_over)

    # --- what is shown

    @property
    def plan(self) -> DevelopmentPlan:
        """The plan as it is registered."""
        plans: tuple[DevelopmentPlan, ...] = self.session.live.alive("plan")
        return plans[0] if plans else DevelopmentPlan()

    def refresh(self) -> None:
        """Show what is registered, and what the list would hold."""
        plan, snapshot = self.plan, self.session.snapshot
        for field, text in ((self.title, plan.title), (self.remark, plan.remark)):
            if not field.edit.hasFocus():
                field.show_text(text)
        for dates, iso in ((self.adopted, plan.adopted), (self.starts, plan.starts), (self.ends, plan.ends)):
            dates.show_date(iso)
        documents = tuple((item.title or "–", item.id) for item in self.session.live.alive("document"))
        self.document.show_choices(((_("None of the documents on the list"), ""), *documents), plan.document)
        is_needed = snapshot.audit.kind is AuditKind.SUMMATIVE and not (plan.title.strip() and plan.adopted)
        self.needed.show_text(_("A summative audit needs its title and the day the school adopted it."))
        self.needed.setVisible(is_needed)
        self.about.show_text(_about(len(snapshot.goals), len(unanswered(snapshot))))
        plans, audit = self.session.plans, self.session.audit_id
        self.session.read(lambda: plans.to_take_over(audit), self._on_inherited, latest="prepare-plan")

    def _on_inherited(self, goals: tuple[Goal, ...]) -> None:
        words = ngettext(
            "Take over {n} goal of the earlier audit", "Take over {n} goals of the earlier audit", len(goals)
        )
        self.take_over.show_text(words)
        self.take_over.setVisible(bool(goals) and not self.session.is_read_only)

    # --- what a person does

    def _edit(self, **fields: object) -> None:
        plans, audit, group = self.session.plans, self.session.audit_id, self.group
        self.session.write(lambda: plans.register(audit, group, **fields))

    def _on_starts(self, iso: str) -> None:
        ends = self.ends.iso
        self._edit(starts=iso, **({"ends": iso} if iso and ends and ends < iso else {}))

    def _on_ends(self, iso: str) -> None:
        starts = self.starts.iso
        self._edit(ends=iso, **({"starts": iso} if iso and starts and iso < starts else {}))

    def ask_where(self) -> None:
        """Choose where the list for the school goes."""
        self.flush()
        audit = self.session.live.audit
        proposed = Path(self.session.settings.export_dir) / f"{_('goals')}-{audit.starts}{SUFFIX}"
        title = _("Write the list for the school")
        path = ask_where(self, title, proposed, f"{_('Workbook')} (*{SUFFIX})")
        if path is not None:
            self.write_list(path)

    def write_list(self, path: Path) -> None:
        """Write the list in the language of the report."""
        plans, audit, language = self.session.plans, self.session.audit_id, self.session.live.audit.language
        work = partial(plans.write_list, audit, language, path)
        self.session.read(work, partial(self._on_listed, path), self._on_failed)

    def _on_listed(self, path: Path, _nothing: object) -> None:
        self.message.hide()
        self.session.tell(_("The list for the school stands in {file}").format(file=path.name))

    def ask_which(self) -> None:
        """Choose the list as the school sent it back."""
        title = _("Read the school’s list in")
        name, _filter = QFileDialog.getOpenFileName(
            self, title, self.session.settings.export_dir, f"{_('Workbook')} (*{SUFFIX})"
        )
        if name:
            self.read_list(Path(name))

    def read_list(self, path: Path) -> None:
        """Read the list in the background, then show what it would change."""
        self.flush()
        plans, audit = self.session.plans, self.session.audit_id
        self.session.read(lambda: plans.inspect(audit, path), self.show_preview, self._on_failed)

    def show_preview(self, preview: PlanPreview) -> None:
        """Ask before anything is stored."""
        self.message.hide()
        dialog = PlanDialog(self.look, preview, self.window())
        answer = dialog.exec()
        dialog.deleteLater()
        if answer == QDialog.DialogCode.Accepted:
            plans, audit = self.session.plans, self.session.audit_id
            self.session.write(lambda: plans.take(audit, preview), self._on_taken)

    def _on_taken(self, _written: Written) -> None:
        self.session.tell(_("The school’s list is taken over"), can_undo=True)

    def _on_take_over(self) -> None:
        plans, audit = self.session.plans, self.session.audit_id
        self.session.write(lambda: plans.take_over(audit), self._on_taken_over)

    def _on_taken_over(self, _written: Written) -> None:
        self.session.tell(_("The goals of the earlier audit stand in the plan"), can_undo=True)

    def _on_failed(self, error: Exception) -> None:
        self.message.show_message(failure(error, _("Not done")))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one workbook."""
        if _workbook(event.mimeData()) is not None and not self.session.is_read_only:
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        path = _workbook(event.mimeData())
        if path is not None:
            take_copy(event)
            self.read_list(path)


def _workbook(data: QMimeData) -> Path | None:
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix.casefold() == SUFFIX else None


def _about(goals: int, points: int) -> str:
    said = [ngettext("{n} goal is in the plan.", "{n} goals are in the plan.", goals)] if goals else []
    if points:
        said.append(
            ngettext("{n} point of the audit has no goal yet.", "{n} points of the audit have no goal yet.", points)
        )
    sentence = _(
        "The list goes to the school as a workbook; what comes back is shown row by row before it is taken over."
    )
    return " ".join((*said, sentence))
