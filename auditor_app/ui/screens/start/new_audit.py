"""Setting up an audit: kind, school, dates, the language of the report, the framework."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from auditor_app.core.model import AuditKind, School
from auditor_app.core.visit_days import first_offered, last_offered
from auditor_app.i18n import _, current, failure_text
from auditor_app.ui.frame.top_bar import BackButton
from auditor_app.ui.frame.words import KINDS, LANGUAGES
from auditor_app.ui.screens.parts.forms import COLUMN, CentredColumn, DateField, Labelled, beside, choice
from auditor_app.ui.screens.parts.school_picker import SchoolPicker
from auditor_app.ui.tokens import SIZE
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.inputs import CheckBox, RadioButton
from auditor_app.ui.widgets.messages import Message, MessageBar
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor_app.core.framework import Framework
    from auditor_app.services.audits.beginnings import Source
    from auditor_app.services.desk import Written
    from auditor_app.services.workspace import Workspace
    from auditor_app.ui.background import Background
    from auditor_app.ui.theme import Look

FOLLOWING: Final = frozenset({AuditKind.INTERIM, AuditKind.SUMMATIVE})
"""The kinds that always follow on an earlier audit; for every kind the newest one of the school is proposed."""


def kind_meaning(kind: AuditKind) -> str:
    """Say in a sentence what a kind of audit is for."""
    return {
        AuditKind.FORMATIVE: _("A picture to learn from; no verdict, no totals."),
        AuditKind.INTERIM: _("Have the development points been followed up?"),
        AuditKind.SUMMATIVE: _("The team gives advice; another body decides."),
    }[kind]


def source_words(source: Source) -> str:
    """Name an earlier audit: "Formative audit · 12–13 Nov 2025"."""
    return f"{_(KINDS[source.kind])} · {current().date_range(source.starts, source.ends)}"


class NewAuditScreen(QWidget):
    """One page, all by keyboard; Escape goes back."""

    created = Signal(str)
    left = Signal()

    def __init__(self, workspace: Workspace, look: Look, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._look, self._background = workspace, look, background
        self._wanted, self._is_end_chosen = "", False
        self.kinds = {kind: RadioButton(look, "&" + _(words)) for kind, words in KINDS.items()}
        self.picker = SchoolPicker(look, workspace.schools.find, background.run)
        self.starts, self.ends = DateField(look), DateField(look)
        self.language = choice(look, "", tuple((name, code) for code, name in LANGUAGES.items()), current().language)
        self.framework = choice(look, "", ())
        self.source = choice(look, "", ())
        self.peer = CheckBox(look, _("&Peer audit: schools audit each other; the rules stay the same"))
        self.about_framework = TextLabel(look, "", "small", "text.muted")
        self.problem = MessageBar(look)
        self.problem.hide()
        self.make = Button(look, _("Ma&ke the audit"), "main", size="large")
        self.cancel = Button(look, _("Cancel"), size="large")
        self._lay_out()
        self._connect()
        self._start()

    def _lay_out(self) -> None:
        look = self._look
        bar = QWidget()
        bar.setFixedHeight(look.px(SIZE["topBar"]) - 1)
        set_floor(bar, "surface")
        self.back = BackButton(look, _("Audits"))
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 0, 16, 0)
        row.addWidget(self.back)
        row.addStretch(1)
        page = CentredColumn("surface")
        column = page.column
        column.addWidget(TextLabel(look, _("New audit"), "title"))
        for kind, button in self.kinds.items():
            line = QVBoxLayout()
            line.setSpacing(0)
            meaning = TextLabel(look, kind_meaning(kind), "small", "text.muted")
            meaning.setContentsMargins(24, 0, 0, 2)
            button.setAccessibleDescription(kind_meaning(kind))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            line.addWidget(meaning)
            column.addLayout(line)
        column.addSpacing(4)
        column.addWidget(self.picker)
        column.addLayout(
            beside(
                Labelled(look, _("First &day"), self.starts),
                Labelled(look, _("Last da&y"), self.ends),
                Labelled(look, _("Language of the &report"), self.language),
            )
        )
        self.source_field = Labelled(look, _("Follows on the &earlier audit"), self.source)
        column.addWidget(self.source_field)
        column.addWidget(Labelled(look, _("Fra&mework"), self.framework))
        column.addWidget(self.about_framework)
        column.addWidget(self.peer)
        column.addWidget(self.problem)
        column.addStretch(1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.setSpacing(0)
        outside.addWidget(bar)
        outside.addWidget(Hairline(look))
        outside.addWidget(page, 1)
        outside.addWidget(Hairline(look))
        outside.addWidget(self._foot())
        set_floor(self, "surface")
        self._page = page

    def _foot(self) -> QWidget:
        """Keep the buttons in sight below the column, however low the window is."""
        inside = QWidget()
        inside.setMaximumWidth(COLUMN)
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        buttons = QHBoxLayout(inside)
        buttons.setContentsMargins(24, 10, 24, 12)
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.make)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        return foot

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.cancel.clicked.connect(self.left)
        self.make.clicked.connect(self.make_audit)
        self.starts.picked.connect(self._on_starts)
        self.ends.picked.connect(self._on_ends)
        self.framework.activated.connect(self._on_framework)
        self.source.activated.connect(self._on_source)
        self.picker.picked.connect(self._on_school)
        self.picker.entered_empty.connect(self.make_audit)
        for button in self.kinds.values():
            button.clicked.connect(self._on_kind)
        self.setFocusProxy(self.picker)

    def _start(self) -> None:
        today = date.today()  # noqa: DTZ011 - the day as it is for the person at the desk
        self.kinds[AuditKind.FORMATIVE].setChecked(True)
        self.starts.show_date(first_offered(today).isoformat())
        self._offer_end()
        workspace = self._workspace
        self._background.run(lambda: workspace.frameworks.available(), self._on_frameworks)  # noqa: PLW0108 - made there
        self._on_sources(())

    def start_at(self, school: School) -> None:
        """Begin with a school chosen already."""
        self.picker.show_school(school)
        self._on_school(school)

    def start_interim(self, school: School | None = None, follows: str = "") -> None:
        """Begin an interim evaluation, of the signed report with the SHA-256 `follows` where that is known."""
        self.kinds[AuditKind.INTERIM].setChecked(True)
        self._wanted = follows
        if school is not None:
            self.start_at(school)
            self.starts.setFocus(Qt.FocusReason.TabFocusReason)
        self._on_kind()

    def _on_school(self, school: School) -> None:
        beginnings = self._workspace.beginnings
        self._background.run(lambda: beginnings.sources(school), self._on_sources, latest="new-audit-sources")

    def _on_sources(self, sources: tuple[Source, ...]) -> None:
        none = _("None, or not on this laptop yet")
        named = tuple((source_words(source), source) for source in sources)
        self.source.show_choices(((none, None), *named))
        wanted = next((place for place, item in enumerate(sources, 1) if item.pdf == self._wanted), 0)
        self.source.setCurrentIndex(wanted or int(bool(sources)))
        self.source_field.setVisible(bool(sources) or self.kind is AuditKind.INTERIM)
        self._on_source()

    def _on_kind(self) -> None:
        if self.kind in FOLLOWING and self.source.currentIndex() == 0 and self.source.count() > 1:
            self.source.setCurrentIndex(1)
        self.source_field.setVisible(self.source.count() > 1 or self.kind is AuditKind.INTERIM)
        self._offer_end()
        self._on_source()

    def _on_source(self, _index: int = 0) -> None:
        source = self.source.currentData()
        is_interim = self.kind is AuditKind.INTERIM
        hint = ""
        if is_interim and source is None:
            hint = _("Its points come from the signed report; read it in under Earlier audits when the audit is made.")
        elif source is not None:
            hint = _("Its framework is used, and its levels and points stand beside the new audit.")
        self.source_field.show_hint(hint)
        self.framework.setEnabled(source is None)

    def _on_frameworks(self, frameworks: tuple[Framework, ...]) -> None:
        choices = tuple((f"{item.id} {item.version}", item) for item in frameworks)
        self.framework.show_choices(choices)
        self._on_framework()

    def _on_framework(self, _index: int = 0) -> None:
        framework = self.framework.currentData()
        if framework is not None:
            self.about_framework.show_text(current().pick(framework.status))

    def _on_starts(self, _iso: str) -> None:
        self._offer_end()

    def _on_ends(self, _iso: str) -> None:
        self._is_end_chosen = True

    def _offer_end(self) -> None:
        """Offer a last day that goes with the first; one that was chosen stays where it can."""
        first = self.starts.day()
        if not self._is_end_chosen or self.ends.day() < first:
            is_short = self._is_end_chosen or self.kind is AuditKind.INTERIM
            self.ends.show_date(last_offered(first, is_short=is_short).isoformat())

    @property
    def kind(self) -> AuditKind:
        """The kind that is chosen."""
        return next(kind for kind, button in self.kinds.items() if button.isChecked())

    def make_audit(self) -> None:
        """Make the audit, unless something is missing."""
        self.picker.take_typed()
        school, framework = self.picker.school, self.framework.currentData()
        if not school.name:
            self.picker.field.show_error(_("Choose a school, or type its name."))
            self.picker.setFocus()
            return
        if framework is None:
            return
        self.picker.flush()
        self.make.setEnabled(False)
        source = self.source.currentData()
        work = self._fresh(framework.digest) if source is None else self._following(source)
        self._background.write(work, self._on_created, self._on_failed)

    def _fresh(self, digest: str) -> Callable[[], Written]:
        audits, kind, school = self._workspace.audits, self.kind, self.picker.school
        days, is_peer = (self.starts.iso, self.ends.iso, str(self.language.currentData())), self.peer.isChecked()
        return lambda: audits.create(kind, school, *days, digest, is_peer=is_peer)

    def _following(self, source: Source) -> Callable[[], Written]:
        beginnings, kind, is_peer = self._workspace.beginnings, self.kind, self.peer.isChecked()
        days = (self.starts.iso, self.ends.iso, str(self.language.currentData()))
        return lambda: beginnings.begin(beginnings.inspect(source), kind, *days, is_peer=is_peer)

    def _on_created(self, written: Written) -> None:
        self.created.emit(written.id)

    def _on_failed(self, error: Exception) -> None:
        self.make.setEnabled(True)
        text = failure_text(error, _("The audit could not be made."))
        self.problem.show_message(Message(text, "failure", _("Not made")))
        self._page.ensureWidgetVisible(self.problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back; Enter in a field makes the audit, as Ctrl+Enter does from everywhere."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.make_audit()
        else:
            super().keyPressEvent(event)
