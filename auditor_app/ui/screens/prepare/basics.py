"""Prepare: the school, what kind of audit, when, in which language, by which framework; the school in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor_app.core.model import AuditKind, School
from auditor_app.i18n import _, current
from auditor_app.ui.frame.words import KINDS, LANGUAGES
from auditor_app.ui.screens.parts.forms import DateField, Labelled, beside, choice
from auditor_app.ui.screens.parts.school_picker import SchoolPicker
from auditor_app.ui.screens.prepare.section import Section, edits
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import CheckBox
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


class BasicsSection(Section):
    """School, kind, dates, language, framework."""

    kinds = frozenset({"audit"})

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__(session, look, _("School and dates"), _("What the cover of the report says."))
        self.picker = SchoolPicker(look, session.schools.find, session.read)
        self.kind = choice(look, "", tuple((_(words), kind) for kind, words in KINDS.items()))
        self.starts, self.ends = DateField(look), DateField(look)
        self.language = choice(look, "", tuple((name, code) for code, name in LANGUAGES.items()))
        self.peer = CheckBox(look, _("Peer audit: schools audit each other; the rules stay the same"))
        self.framework = TextLabel(look, "", "bodyStrong")
        self.label = TextLabel(look, "", "small", "text.muted")
        self.column.addWidget(self.picker)
        self.column.addLayout(
            beside(
                Labelled(look, _("&Kind of audit"), self.kind),
                Labelled(look, _("Language of the &report"), self.language),
            )
        )
        self.column.addLayout(
            beside(Labelled(look, _("First &day"), self.starts), Labelled(look, _("Last da&y"), self.ends))
        )
        self.column.addWidget(self.peer)
        self.column.addSpacing(6)
        self.column.addWidget(TextLabel(look, _("Framework"), "small", "text.muted"))
        self.column.addWidget(self.framework)
        self.column.addWidget(self.label)
        self.column.addStretch(1)
        edits(self.kind, self.language, self.starts, self.ends, self.picker, self.peer)
        self.peer.clicked.connect(lambda checked: self._edit(is_peer=checked))
        self.picker.picked.connect(self._on_school)
        self.kind.activated.connect(self._on_kind)
        self.language.activated.connect(self._on_language)
        self.starts.picked.connect(self._on_starts)
        self.ends.picked.connect(self._on_ends)
        self.setFocusProxy(self.picker)
        self.refresh()

    def refresh(self) -> None:
        """Show the audit."""
        audit, framework = self.session.live.audit, self.session.live.framework
        if audit.school != self.picker.school:
            self.picker.show_school(audit.school)
        self.kind.setCurrentIndex(self.kind.findData(audit.kind))
        self.language.setCurrentIndex(self.language.findData(audit.language))
        self.peer.setChecked(audit.is_peer)
        self.starts.show_date(audit.starts)
        self.ends.show_date(audit.ends or audit.starts)
        self.framework.show_text(f"{framework.id} {framework.version}")
        self.label.show_text(current().pick(framework.label) or current().pick(framework.status))

    def flush(self) -> None:
        """Write what was typed."""
        self.picker.flush()

    def _edit(self, **fields: object) -> None:
        audits, audit, group = self.session.audits, self.session.audit_id, self.group
        self.session.write(lambda: audits.edit(audit, group, **fields))

    def _on_school(self, school: School) -> None:
        self._edit(school=school)

    def _on_kind(self, _index: int) -> None:
        self._edit(kind=str(AuditKind(self.kind.currentData())))

    def _on_language(self, _index: int) -> None:
        self._edit(language=str(self.language.currentData()))

    def _on_starts(self, iso: str) -> None:
        ends = max(iso, self.session.live.audit.ends)
        self._edit(starts=iso, ends=ends)

    def _on_ends(self, iso: str) -> None:
        starts = min(iso, self.session.live.audit.starts)
        self._edit(starts=starts, ends=iso)


class ContextSection(Section):
    """The school in its own words."""

    kinds = frozenset({"audit"})

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__(
            session,
            look,
            _("The school in its own words"),
            _("Size, history, what the school is working on. It stands in the report before anything the team says."),
        )
        self.context = PlainEditor(look, _("The school in its own words"), "fact", (8, 24))
        self.column.addWidget(self.context)
        self.column.addStretch(1)
        self.context.edited.connect(self._on_edited)
        self.setFocusProxy(self.context)
        self.refresh()

    def refresh(self) -> None:
        """Show the text, unless it is being written."""
        if not self.context.edit.hasFocus():
            self.context.show_text(self.session.live.audit.context)

    def _on_edited(self, text: str) -> None:
        audits, audit, group = self.session.audits, self.session.audit_id, self.group
        self.session.write(lambda: audits.edit(audit, group, context=text))
