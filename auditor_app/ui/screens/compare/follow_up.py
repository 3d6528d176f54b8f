"""Following up: the points of the earlier audit, how far each is, a new level where it changed, the next date."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.core.comparison import Point
from auditor_app.core.follow_up import NEEDS_DATE, PointState
from auditor_app.core.interim import is_interim, points_of
from auditor_app.core.model import Finding, FindingKind
from auditor_app.core.wording import fact_hints
from auditor_app.i18n import _, current, ngettext
from auditor_app.ui.frame.words import KINDS
from auditor_app.ui.models.book import book_of
from auditor_app.ui.screens.compare.follow_up_levels import LevelRows
from auditor_app.ui.screens.compare.rows import SQUARES, STATES, keys_of, point_rows
from auditor_app.ui.screens.compare.side import PointList
from auditor_app.ui.screens.parts.forms import DateField, Labelled
from auditor_app.ui.screens.parts.text_field import StoredText
from auditor_app.ui.screens.parts.wording_line import WordingLine
from auditor_app.ui.screens.report.evidence import NotePicks
from auditor_app.ui.screens.report.rows import pick_rows
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import LineEdit
from auditor_app.ui.widgets.messages import EmptyState, announce
from auditor_app.ui.widgets.panes import Hairline, HairlineSplitter, PaneHeader, set_floor
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.segmented import StateControl
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

LIST: Final = 430
_MARGIN: Final = 24
_TWO_ROWS: Final = 104


class FollowUpView(QWidget):
    """A list of points, and everything about the one in hand."""

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._points: dict[str, Point] = {}
        self._keys = keys_of(session.live.audit.kind)
        self.head = PaneHeader(look, _("Points of the earlier audit"), is_small=True)
        self.list = PointList(look, self._keys, "surface")
        self.empty = EmptyState(look)
        self.title = TextLabel(look, "", "title")
        self.meta = TextLabel(look, "", "small", "text.muted")
        self.then = TextLabel(look, "", "body", "text.secondary")
        self.question = TextLabel(look, "", "question")
        self.demand = TextLabel(look, "", "small", "text.secondary")
        self.before = TextLabel(look, "", "body", "text.secondary")
        self.state = StateControl(look, shapes=SQUARES)
        self.reason = LineEdit(look)
        self.reason_field = Labelled(look, _("&Why it was dropped"), self.reason)
        self.text = PlainEditor(look, _("What the team saw of it"), "fact", (2, 8))
        self.text.set_name(_("What the team saw of it"), _("What the team saw of it"))
        self.wording = WordingLine(look, self.text, fact_hints)
        self.wording.show_audit(session.live.audit)
        self.due = DateField(look, _("Next date"), is_optional=True)
        self.due_field = Labelled(look, _("Ne&xt date"), self.due)
        self.levels = LevelRows(session, look)
        self.levels_title = TextLabel(look, _("A new level, where it changed"), "bodyStrong")
        self.levels_about = TextLabel(look, "", "small", "text.muted")
        self.notes_title = TextLabel(look, _("Rests on these notes"), "bodyStrong")
        self.notes_about = TextLabel(look, "", "small", "text.muted")
        self.notes = NotePicks(look)
        self.stored_text = StoredText(session, self.text, partial(self._store, "text"))
        self.stored_reason = StoredText(session, self.reason, partial(self._store, "reason"))
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)

    def _lay_out(self) -> None:
        look = self._look
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._under_head = Hairline(look)
        column.addWidget(self.head)
        column.addWidget(self._under_head)
        column.addWidget(self.list, 1)
        left.setMinimumWidth(260)
        inside = QWidget()
        inside.setMaximumWidth(760)
        form = QVBoxLayout(inside)
        form.setContentsMargins(_MARGIN, 18, _MARGIN, 24)
        form.setSpacing(8)
        for label in (self.title, self.meta, self.then, self.question, self.demand, self.before):
            form.addWidget(label)
        form.addSpacing(6)
        form.addWidget(TextLabel(look, _("How far is it?"), "bodyStrong"))
        form.addWidget(self.state, 0, Qt.AlignmentFlag.AlignLeft)
        form.addWidget(self.reason_field)
        form.addWidget(self.text)
        form.addWidget(self.wording)
        self.due.setMaximumWidth(look.px(220))
        form.addWidget(self.due_field)
        form.addSpacing(10)
        below: tuple[QWidget, ...] = (self.levels_title, self.levels_about, self.levels)
        for widget in below:
            form.addWidget(widget)
        form.addSpacing(10)
        below = (self.notes_title, self.notes_about, self.notes)
        for widget in below:
            form.addWidget(widget)
        form.addStretch(1)
        self.area = Scrolled(inside, floor="surface")
        self.area.setMinimumWidth(260)
        self._splitter = HairlineSplitter(look)
        self._splitter.hold(left, LIST)
        self._splitter.hold(self.area, 760, stretch=1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._splitter)
        outer.addWidget(self.empty)
        self.empty.show_step(_("Nothing to follow up"), _("That report holds no development points or conditions."))
        set_floor(self, "surface")
        words = {state: _(STATES[state]).capitalize() for state in self._keys.values() if state}
        keys = {state: key for key, state in self._keys.items()}
        self.state.offer(words)
        self.state.setAccessibleName(_("How far is it?"))
        for state, text in words.items():
            self.state.segment(state).setToolTip(f"{text} ({keys[state]})")

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(self._on_opened)
        self.list.stated.connect(self.set_state)
        self.state.chosen.connect(self._on_state)
        self.due.picked.connect(self._on_due)
        self.notes.turned.connect(self._on_note)

    # --- what is shown

    def refresh(self) -> None:
        """Show the points as the audit holds them now."""
        snapshot = self._session.snapshot
        points = points_of(snapshot)
        self._points = {point.finding.id: point for point in points}
        self.list.show_rows(point_rows(points, snapshot))
        waiting = sum(not point.now.state and not point.is_done_with for point in points)
        said = ngettext("{n} still open", "{n} still open", waiting) if waiting else str(len(points) or "")
        self.head.show_title(_("Points of the earlier audit"), said)
        self._splitter.setVisible(bool(points))
        self.empty.setVisible(not points)
        if points and self.list.current_key() not in self._points:
            self.list.choose(points[0].finding.id)
        self._show_point()

    @property
    def point(self) -> Point | None:
        """The point in hand."""
        return self._points.get(self.list.current_key())

    def _show_point(self) -> None:
        point = self.point
        if point is None:
            return
        finding, now, is_fixed = point.finding, point.now, self._session.is_read_only
        kind = _("Condition") if finding.kind is FindingKind.CONDITION else _("Development point")
        self.title.show_text(finding.title or "–")
        self.meta.show_text(" · ".join(filter(None, (kind, ", ".join(finding.criteria), self._origin()))))
        self.then.show_text("\n".join(filter(None, (finding.seen, finding.meaning))))
        self.then.setVisible(bool(finding.seen or finding.meaning))
        self.question.show_text(finding.question)
        self.question.setVisible(bool(finding.question))
        self.demand.show_text(demand_words(finding))
        self.demand.setVisible(bool(self.demand.text()))
        self._show_before(point)
        self.state.show_choice(now.state)
        self.state.setEnabled(not is_fixed)
        is_dropped = now.state == PointState.DROPPED
        self.reason_field.setVisible(is_dropped)
        self.reason_field.show_hint(_("A point is dropped with a reason.") if is_dropped and not now.reason else "")
        self.stored_text.show_stored(finding.id, now.text)
        self.stored_reason.show_stored(finding.id, now.reason)
        self.wording.renew()
        self.due.show_date(now.due)
        self.due.setEnabled(not is_fixed)
        is_owed = now.state in NEEDS_DATE and not now.due
        self.due_field.show_hint(_("Agree when it is looked at next.") if is_owed else "")
        self.text.set_read_only(is_read_only=is_fixed)
        self.reason.setReadOnly(is_fixed)
        self._show_levels(point)
        self._show_notes(point)

    def _origin(self) -> str:
        baseline = self._session.snapshot.baseline
        if baseline is None:
            return ""
        return f"{_(KINDS[baseline.kind])} {current().date(baseline.starts, 'MMM y')}"

    def _show_before(self, point: Point) -> None:
        before = point.before
        words = ""
        if before is not None and before.state:
            due = current().date(before.due)
            said = [_(STATES.get(before.state, "")), _("next date {date}").format(date=due) if due else "", before.text]
            words = _("Said before: {words}").format(words=" · ".join(filter(None, said)))
        self.before.show_text(words)
        self.before.setVisible(bool(words))

    def _show_levels(self, point: Point) -> None:
        snapshot = self._session.snapshot
        codes = [code for code in point.finding.criteria if code in snapshot.framework.by_code]
        is_shown = is_interim(snapshot) and bool(codes)
        for widget in (self.levels_title, self.levels_about, self.levels):
            widget.setVisible(is_shown)
        if is_shown:
            self.levels_about.show_text(
                _("All other criteria keep their level and its date. Why a level changed stays with the team.")
            )
            self.levels.show_criteria(codes)

    def _show_notes(self, point: Point) -> None:
        rows = pick_rows(book_of(self._session).notes, replace(point.finding, notes=point.now.notes))
        self.notes.show_rows(rows)
        self.notes.setVisible(bool(rows))
        self.notes.setEnabled(not self._session.is_read_only)
        self.notes.fit()
        codes = ", ".join(point.finding.criteria)
        hint = (
            _("Space or a click chooses.") if rows else _("No note speaks to {codes} yet.").format(codes=codes or "–")
        )
        self.notes_about.show_text(hint)

    # --- what a person does

    def choose(self, finding: str) -> None:
        """Show a point."""
        if self.list.choose(finding):
            self._on_chosen(finding)

    def _on_chosen(self, _key: str) -> None:
        self.flush()
        self._show_point()
        self.area.verticalScrollBar().setValue(0)

    def _on_opened(self, _key: str) -> None:
        if self.list.has_entered:
            self.text.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_state(self, state: str) -> None:
        self.set_state(self.list.current_key(), state)

    def set_state(self, finding: str, state: str) -> None:
        """Say how far a point is."""
        point = self._points.get(finding)
        if point is None or self._session.is_read_only or state == point.now.state:
            return
        self.flush()
        self._follow_up(finding, state=state)
        announce(self.list, f"{point.finding.title}: {_(STATES[state])}")

    def _follow_up(self, finding: str, **fields: object) -> None:
        judge, audit = self._session.judge, self._session.audit_id
        self._session.write(lambda: judge.follow_up(audit, finding, "", **fields))

    def _store(self, field: str, record: str, group: str, text: str) -> Written:
        fields: dict[str, object] = {field: text}
        return self._session.judge.follow_up(self._session.audit_id, record, group, **fields)

    def _on_due(self, iso: str) -> None:
        if self.point is not None:
            self._follow_up(self.point.finding.id, due=iso)

    def _on_note(self, note: str) -> None:
        point = self.point
        if point is not None and not self._session.is_read_only:
            chosen = point.now.notes
            others = [item for item in chosen if item != note]
            self._follow_up(point.finding.id, notes=others if note in chosen else [*chosen, note])

    def flush(self) -> None:
        """Write at once what was typed."""
        self.text.flush()
        self.reason.flush()
        self.levels.flush()

    def next_pane(self) -> None:
        """Go from the list to the words about a point, and back."""
        (self.text.edit if self.list.hasFocus() else self.list).setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the states work wherever no text has the focus."""
        state = self._keys.get(event.text())
        if state is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_state(self.list.current_key(), state)
        else:
            super().keyPressEvent(event)

    def show_room(self, *, is_narrow: bool, is_low: bool) -> None:
        """Put the words below the list where the window is narrow, and leave the list two rows where it is low too."""
        is_tight = is_narrow and is_low
        wanted = Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
            self._splitter.setSizes([160, 400] if is_narrow else [LIST, 760])
        for widget in (self.head, self._under_head):
            widget.setVisible(not is_tight)
        if is_tight:
            self._splitter.setSizes([self._look.px(_TWO_ROWS), 400])
        self.list.scrollTo(self.list.currentIndex())

    def minimumSizeHint(self) -> QSize:
        """Never keep the window from getting narrow."""
        return QSize(200, 120)


def demand_words(finding: Finding) -> str:
    """Say of a condition what shows that it is met and by when; nothing of any other point."""
    if finding.kind is not FindingKind.CONDITION:
        return ""
    proof = _("Shown by: {text}").format(text=finding.proof) if finding.proof else ""
    due = _("by {date}").format(date=current().date(finding.due)) if finding.due else ""
    return " · ".join(filter(None, (proof, due)))
