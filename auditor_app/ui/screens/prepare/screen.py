"""Prepare: what is known before the visit, in calm sections with an index at the left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from auditor_app.core.model import AuditKind, Relation
from auditor_app.i18n import N_, _, current
from auditor_app.ui.models.rows import RowsModel
from auditor_app.ui.screens.parts.forms import choice
from auditor_app.ui.screens.parts.index_rows import IndexDelegate, IndexRow
from auditor_app.ui.screens.prepare.basics import BasicsSection, ContextSection
from auditor_app.ui.screens.prepare.goals import GoalsSection
from auditor_app.ui.screens.prepare.kept import KeptSection
from auditor_app.ui.screens.prepare.papers import DocumentsSection, ExpectationsSection
from auditor_app.ui.screens.prepare.photos import PhotosSection
from auditor_app.ui.screens.prepare.plan import PlanSection
from auditor_app.ui.screens.prepare.reports import ReportsSection
from auditor_app.ui.screens.prepare.section import Section
from auditor_app.ui.screens.prepare.surveys import SurveysSection
from auditor_app.ui.screens.prepare.team import TeamSection
from auditor_app.ui.shortcuts import Key, bind_in_place
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

INDEX_WIDTH, NARROW = 204, 820
MakeSection = Callable[["AuditSession", "Look"], Section]

SECTIONS: tuple[tuple[str, str, MakeSection], ...] = (
    ("basics", N_("School and dates"), BasicsSection),
    ("team", N_("Team"), TeamSection),
    ("reports", N_("Earlier audits"), ReportsSection),
    ("documents", N_("Documents"), DocumentsSection),
    ("photos", N_("Photos"), PhotosSection),
    ("surveys", N_("Surveys"), SurveysSection),
    ("plan", N_("The school’s plan"), PlanSection),
    ("goals", N_("Goals of the plan"), GoalsSection),
    ("expectations", N_("Expectations"), ExpectationsSection),
    ("context", N_("The school in its own words"), ContextSection),
    ("kept", N_("What is kept"), KeptSection),
)
"""The sections, in the order of the work."""


class PrepareScreen(QWidget):
    """An index and one section; a section is made at its first visit."""

    KEYS = (
        Key("prepare_index", "F6", N_("To the index, or back to the fields")),
        Key("survey", "Ctrl+Shift+I", N_("Read in survey results")),
        Key("prepare_remove", "Del", N_("Take the marked row out; Undo brings it back")),
        Key("goal_step_before", "Left", N_("Goals: the step before")),
        Key("goal_step_next", "Right", N_("Goals: the next step")),
        Key("goal_systematic", "S", N_("Goals: systematic")),
        Key("goal_partly", "D", N_("Goals: partly")),
        Key("goal_not_seen", "N", N_("Goals: not seen")),
        Key("goal_not_discussed", "B", N_("Goals: not discussed")),
        Key("goal_up", "Ctrl+Shift+Up", N_("Goals: move the marked goal up")),
        Key("goal_down", "Ctrl+Shift+Down", N_("Goals: move the marked goal down")),
    )

    def __init__(self, session: AuditSession, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._look = session, look
        self._made: dict[str, Section] = {}
        self._rows = RowsModel[IndexRow](_key, _title, _sentence, self)
        self.index = QListView()
        self.index.setModel(self._rows)
        self.index.setItemDelegate(IndexDelegate(look, self.index))
        self.index.setProperty("floor", "canvas")
        self.index.setMouseTracking(True)
        self.index.setAccessibleName(_("Sections"))
        self.index.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.index.selectionModel().currentChanged.connect(self._on_current)
        self.chooser = choice(look, _("Sections"), tuple((_(name), key) for key, name, _make in SECTIONS))
        self.chooser.activated.connect(lambda _index: self.show_section(str(self.chooser.currentData())))
        self.stack = QStackedWidget()
        self._lay_out()
        session.changed.connect(self._on_changed)
        bind_in_place(self, "Ctrl+Shift+I", self.read_survey)
        self._show_index()
        self.show_section("basics")
        self.setFocusProxy(self.index)

    def _lay_out(self) -> None:
        look = self._look
        self.side = QWidget()
        self.side.setFixedWidth(INDEX_WIDTH)
        set_floor(self.side, "canvas")
        side = QVBoxLayout(self.side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        title = TextLabel(look, _("Prepare"), "heading")
        title.setContentsMargins(16, 14, 8, 10)
        side.addWidget(title)
        side.addWidget(self.index, 1)
        self.head = QWidget()
        set_floor(self.head, "canvas")
        head = QHBoxLayout(self.head)
        head.setContentsMargins(16, 8, 16, 8)
        head.addWidget(self.chooser)
        head.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.head)
        right.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(Hairline(look, Qt.Orientation.Vertical))
        row.addLayout(right, 1)

    def show_section(self, key: str) -> None:
        """Show a section."""
        make = next((make for name, _title, make in SECTIONS if name == key), None)
        if make is None:
            return
        self.flush()
        if key not in self._made:
            section = make(self.session, self._look)
            self._made[key] = section
            self.stack.addWidget(section)
            if self.session.is_read_only:
                section.lock()
        self.stack.setCurrentWidget(self._made[key])
        self.chooser.setCurrentIndex(self.chooser.findData(key))
        self.index.setCurrentIndex(self._rows.index_of(key))

    def show_entity(self, kind: str, entity: str) -> None:
        """Lead to a member, a document, a report, a criterion's expectation, or one of the sections by name."""
        places = {
            "member": "team",
            "earlier_report": "reports",
            "document": "documents",
            "criterion": "expectations",
            "survey": "surveys",
            "photos": "photos",
            "kept": "kept",
            "plan": "plan",
            "goal": "goals",
        }
        self.show_section(places.get(kind, "basics"))
        section = self.stack.currentWidget()
        if isinstance(section, ExpectationsSection):
            section.show_criterion(entity)
        elif isinstance(section, GoalsSection):
            section.show_goal(entity)
        elif isinstance(section, (TeamSection, ReportsSection, DocumentsSection, SurveysSection)):
            section.list.choose(entity)
        if isinstance(section, (PhotosSection, KeptSection)):
            section.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_to(self, field: str) -> None:
        """Take the caret to a field of the section that is open."""
        section = self.stack.currentWidget()
        if isinstance(section, BasicsSection) and field == "dates":
            section.starts.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif isinstance(section, SurveysSection) and field == "answered":
            section.answered.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def read_survey(self) -> None:
        """Let a person choose a file with survey results."""
        self.show_section("surveys")
        section = self.stack.currentWidget()
        if isinstance(section, SurveysSection) and not self.session.is_read_only:
            section.ask_for_file()

    def next_pane(self) -> None:
        """Go from the index to the fields and back."""
        section = self.stack.currentWidget()
        if self.index.hasFocus() and section is not None:
            section.setFocus()
        else:
            self.index.setFocus()

    def flush(self) -> None:
        """Write what was typed."""
        for section in self._made.values():
            section.flush()

    def _on_current(self) -> None:
        row = self._rows.row_at(self.index.currentIndex())
        if row is not None and self.stack.currentWidget() is not self._made.get(row.key):
            self.show_section(row.key)

    def _on_changed(self, touched: frozenset[tuple[str, str]]) -> None:
        kinds = {kind for kind, _id in touched}
        for section in self._made.values():
            if section.kinds & kinds:
                section.refresh()
            if "publication" in kinds and self.session.is_read_only:
                section.lock()
        self._show_index()

    def _show_index(self) -> None:
        counts = self._counts()
        self._rows.show([IndexRow(key, _(name), *counts.get(key, ("", ""))) for key, name, _make in SECTIONS])

    def _counts(self) -> dict[str, tuple[str, str]]:
        """Give what stands behind a section's name, and its tone when something is missing."""
        live = self.session.live
        members = live.alive("member")
        declared = sum(member.relation is not Relation.UNDECLARED for member in members)
        plan = live.snapshot.plan
        is_missing = plan is None and live.audit.kind is AuditKind.SUMMATIVE
        documents, reports = live.alive("document"), live.alive("earlier_report")
        expected = [item for item in live.alive("hypothesis") if item.text.strip()]
        return {
            "team": (f"{declared}/{len(members)}", "attention" if declared < len(members) else ""),
            "reports": (str(len(reports) or ""), ""),
            "documents": (str(len(documents) or ""), ""),
            "photos": (_("on") if live.audit.photo_permission.strip() else _("off"), ""),
            "surveys": (str(len(live.alive("survey")) or ""), ""),
            "plan": (current().date(plan.adopted, "y") if plan else "0" * is_missing, "attention" * is_missing),
            "goals": (str(len(live.alive("goal")) or ""), ""),
            "expectations": (str(len(expected) or ""), ""),
        }

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Turn the index into a choice where there is no room for it; Qt lays out names of two lines only when told."""
        self.index.scheduleDelayedItemsLayout()
        is_narrow = self.width() < NARROW
        self.side.setVisible(not is_narrow)
        self.head.setVisible(is_narrow)


def _key(row: IndexRow) -> str:
    return row.key


def _title(row: IndexRow) -> str:
    return row.title


def _sentence(row: IndexRow) -> str:
    return ", ".join(filter(None, (row.title, row.count)))
