"""The school's check of the facts: the draft and its term, the points of the school, its response word for word."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.errors import UserError
from auditor_app.core.fact_check import LONGEST_RESPONSE, Answer, due, open_points, working_days_left
from auditor_app.core.model import FactCheck, FactPoint
from auditor_app.i18n import N_, _, current, error_text, ngettext
from auditor_app.ui.delegates.outcome import OutcomeDelegate
from auditor_app.ui.models.outcome_rows import MET, OPEN, OutcomeRow, outcome_model
from auditor_app.ui.screens.conclusion.fact_point import PointEditor
from auditor_app.ui.screens.conclusion.form_sheet import FormSheet
from auditor_app.ui.screens.parts.fit_list import FitList
from auditor_app.ui.screens.parts.folders import chosen_folder
from auditor_app.ui.screens.parts.forms import DateField, Labelled, beside, choice
from auditor_app.ui.screens.parts.text_field import StoredText
from auditor_app.ui.screens.parts.two_panes import TwoPanes
from auditor_app.ui.screens.parts.while_seen import WhileSeen
from auditor_app.ui.shortcuts import Key
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.messages import EmptyState
from auditor_app.ui.widgets.panes import Hairline, PaneHeader, set_floor
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.services.report.form_reading import FilledForm, FormPoint
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

LEFT: Final = 560
TERMS: Final = (5, 10, 15, 20)
_SHOWN: Final = frozenset({"fact_check", "fact_point", "consensus", "publication"})


class FactsView(QWidget):
    """At the left what goes out and what comes back, at the right the point in hand."""

    KEYS: ClassVar[tuple[Key, ...]] = (Key("point_bin", "Del", N_("Put the point of the school in the bin")),)

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self.head = PaneHeader(look, _("Check of the facts"))
        self.new = Button(look, _("Ne&w point"), "quiet", "plus")
        self.sent = DateField(look, is_optional=True)
        self.term = choice(look, "", tuple((_days(days), days) for days in TERMS), 10)
        self.until = TextLabel(look, "", "body", "text.secondary")
        self.export = Button(look, _("&Draft and form for the school …"), icon="download")
        self.fetch = Button(look, _("Read the filled form &in …"), icon="upload")
        self.model = outcome_model()
        self.list = FitList(self.model, _("Points of the school"))
        self.list.setProperty("staysActive", True)
        self.list.draw_with(OutcomeDelegate(look, self.list))
        self.empty = EmptyState(look)
        self.response = PlainEditor(look, _("Response of the school, word for word"), "small", (4, 14))
        self.response.set_name(_("Response of the school, word for word"), "")
        self._stored = StoredText(session, self.response, self._write_response)
        self.count = TextLabel(look, "", "small", "text.muted", tabular=True)
        self.by = Field(look, _("&From whom, by function"))
        self.received = DateField(look, is_optional=True)
        self.close_check = Button(look, _("&Close the check"))
        self.closed = TextLabel(look, "", "body", "text.secondary")
        self.error = TextLabel(look, "", "body", "failure.text")
        self.editor = PointEditor(session, look)
        left, right = (
            (_("Check of the facts"), Scrolled(self._whole(), floor="surface")),
            (_("The point"), Scrolled(self.editor, floor="surface")),
        )
        self.panes = TwoPanes(look, left, right, LEFT)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.panes)
        self.setFocusProxy(self.list)
        self._connect()
        self.refresh()

    def _whole(self) -> QWidget:
        look = self._look
        self.head.tools.addWidget(self.new)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(Hairline(look))
        column.addWidget(self._term_part())
        column.addWidget(Hairline(look))
        column.addWidget(self.list)
        column.addWidget(self.empty)
        column.addWidget(self._response_part())
        column.addStretch(1)
        return left

    def _term_part(self) -> QWidget:
        part = QWidget()
        inside = QVBoxLayout(part)
        inside.setContentsMargins(20, 12, 20, 14)
        inside.setSpacing(8)
        inside.addLayout(
            beside(
                Labelled(self._look, _("S&ent to the school on"), self.sent),
                Labelled(self._look, _("&Term"), self.term),
            )
        )
        inside.addWidget(self.until)
        inside.addWidget(self.export, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.fetch, 0, Qt.AlignmentFlag.AlignLeft)
        return part

    def _response_part(self) -> QWidget:
        part = QWidget()
        set_floor(part, "canvas")
        inside = QVBoxLayout(part)
        inside.setContentsMargins(20, 14, 20, 16)
        inside.setSpacing(8)
        inside.addWidget(TextLabel(self._look, _("Response of the school"), "heading"))
        inside.addWidget(self.response)
        inside.addWidget(self.count)
        inside.addLayout(beside(self.by, Labelled(self._look, _("&Received on"), self.received), stretches=(3, 2)))
        inside.addWidget(self.error)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.close_check)
        foot.addWidget(self.closed, 1)
        inside.addLayout(foot)
        self.error.hide()
        return part

    def _connect(self) -> None:
        WhileSeen(self, self._session, _SHOWN, self.refresh)
        self.new.clicked.connect(self.add)
        self.empty.chosen.connect(self.add)
        self.sent.picked.connect(self._on_term)
        self.term.activated.connect(self._on_term)
        self.export.clicked.connect(self._on_export)
        self.fetch.clicked.connect(self._on_fetch)
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(self._on_opened)
        self.editor.binned.connect(self._on_binned)
        self.response.typed.connect(self._show_count)
        self.by.edited.connect(self._on_by)
        self.received.picked.connect(self._on_received)
        self.close_check.clicked.connect(self._on_close)

    # --- showing

    @property
    def points(self) -> tuple[FactPoint, ...]:
        """Give the points in their order."""
        return tuple(sorted(self._session.live.alive("fact_point"), key=lambda item: (item.position, item.id)))

    @property
    def check(self) -> FactCheck:
        """Give the check as it stands."""
        return self._session.snapshot.fact_check or FactCheck()

    def refresh(self) -> None:
        """Show what the audit holds now."""
        check, points = self.check, self.points
        is_open = not self._session.is_read_only
        waiting = len(open_points(points))
        words = ngettext("{n} without an answer", "{n} without an answer", waiting) if waiting else ""
        self.head.show_title(_("Check of the facts"), words)
        self.new.setVisible(is_open)
        self.fetch.setVisible(is_open)
        self.sent.show_date(check.sent)
        if self.term.findData(check.working_days) < 0:
            self.term.addItem(_days(check.working_days), check.working_days)
        self.term.setCurrentIndex(self.term.findData(check.working_days))
        self.until.show_text(_until(check))
        self._show_points(points, can_add=is_open)
        self._stored.show_stored(self._session.audit_id, check.response)
        self._show_count()
        if not self.by.edit.hasFocus():
            self.by.show_text(check.response_by)
        self.received.show_date(check.received)
        self._show_closed(check)
        for widget in (self.sent, self.term, self.received):
            widget.setEnabled(is_open)
        self.response.set_read_only(is_read_only=not is_open)
        self.by.edit.setReadOnly(not is_open)

    def _show_points(self, points: tuple[FactPoint, ...], *, can_add: bool) -> None:
        self.list.show_rows([_row(number, point) for number, point in enumerate(points, start=1)])
        self.list.setVisible(bool(points))
        self.empty.setVisible(not points)
        sentence = _("What the school says is not so: page or finding, what is wrong, what is so, and what shows it.")
        self.empty.show_step(_("Points of the school"), sentence, _("First one") if can_add else "")
        if points and not self.list.current_key():
            self.list.choose(points[0].id)
        self.editor.show_point(next((item for item in points if item.id == self.list.current_key()), None))

    def _show_closed(self, check: FactCheck) -> None:
        day = current().moment(check.closed, "d MMM y, HH:mm")
        self.closed.show_text(_("Closed on {date}.").format(date=day) if day else "")
        self.close_check.show_text(_("Open &again") if check.closed else _("&Close the check"))
        self.close_check.setVisible(not self._session.is_read_only and bool(check.sent or self.points))

    def _show_count(self) -> None:
        length = len(self.response.text())
        words = _("{n} of at most {most} characters: a page").format(n=length, most=LONGEST_RESPONSE)
        self.count.show_text(words)
        self.count.set_color("attention.text" if length > LONGEST_RESPONSE else "text.muted")

    # --- what a person did

    def add(self) -> None:
        """Add a point of the school, and go to its first field."""
        self.flush()
        session = self._session
        session.write(partial(session.fact_checks.add_point, session.audit_id), self._on_added)

    def _on_added(self, written: Written) -> None:
        self.list.choose(written.id)
        self._on_chosen(written.id)
        self.panes.show_side("right")
        self.editor.begin()

    def show_point(self, point: str) -> None:
        """Show a point, if there is such a one."""
        if self.list.choose(point):
            self._on_chosen(point)

    def _on_chosen(self, key: str) -> None:
        self.editor.flush()
        self.editor.show_point(next((item for item in self.points if item.id == key), None))

    def _on_opened(self, _key: str) -> None:
        self.panes.show_side("right")
        if self.list.has_entered:
            self.editor.begin()

    def _on_binned(self, point: str) -> None:
        session = self._session
        gone = _("The point is in the bin")
        session.write(
            partial(session.fact_checks.remove_point, point), lambda _written: session.tell(gone, can_undo=True)
        )

    def _on_term(self, _value: object = None) -> None:
        session, day, days = self._session, self.sent.iso, int(self.term.currentData() or 10)
        session.write(partial(session.fact_checks.send, session.audit_id, day, days))

    def _write_response(self, _record: str, group: str, text: str) -> Written:
        return self._session.fact_checks.respond(self._session.audit_id, text, group=group)

    def _on_by(self, text: str) -> None:
        session = self._session
        session.write(partial(session.fact_checks.respond, session.audit_id, self.response.text(), by=text.strip()))

    def _on_received(self, day: str) -> None:
        session = self._session
        session.write(partial(session.fact_checks.respond, session.audit_id, self.response.text(), received=day))

    def _on_close(self) -> None:
        self.flush()
        session = self._session
        work = session.fact_checks.open_again if self.check.closed else session.fact_checks.close
        session.write(partial(work, session.audit_id), self._on_closed, self._on_failed, says_itself=True)

    def _on_closed(self, _written: Written) -> None:
        self.error.hide()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.error.show_text(error_text(error))
            self.error.show()

    def _on_export(self) -> None:
        self.flush()
        folder = chosen_folder(self, _("Folder for the draft and the form"), self._session)
        if folder is not None:
            self.export_to(folder)

    def _on_fetch(self) -> None:
        self.flush()
        start = self._session.settings.export_dir
        name, _kind = QFileDialog.getOpenFileName(self, _("The filled form of the school"), start, "PDF (*.pdf)")
        if name:
            self.read_form(Path(name))

    def read_form(self, path: Path) -> None:
        """Look into a filled form; what it says is shown before anything is stored."""
        self.error.hide()
        self._session.read(partial(self._look_into, path), self.show_form, self._on_failed)

    def _look_into(self, path: Path) -> tuple[FilledForm, tuple[FormPoint, ...]]:
        from auditor_app.services.report.form_reading import read_form  # noqa: PLC0415 - the start does without

        form = read_form(path)
        return form, self._session.fact_checks.new_points(self._session.audit_id, form)

    def show_form(self, found: tuple[FilledForm, tuple[FormPoint, ...]]) -> FormSheet:
        """Show what stands on a form, and take it over if the person says so."""
        form, new = found
        sheet = FormSheet(self._look, form, new, self.check.response, self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.accepted.connect(partial(self._take, form))
        sheet.open()
        return sheet

    def _take(self, form: FilledForm) -> None:
        session = self._session
        work = partial(session.fact_checks.take_form, session.audit_id, form)
        session.write(work, self._on_taken, self._on_failed, says_itself=True)

    def _on_taken(self, _written: Written) -> None:
        self._session.tell(_("The form of the school is read in"), can_undo=True)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def export_to(self, folder: Path) -> None:
        """Write draft and form to a folder."""
        session = self._session
        language = session.live.audit.language
        work = partial(session.publishing.export_draft, session.audit_id, language, folder, session.live.me)
        session.read(work, self._on_exported, self._on_failed)

    def _on_exported(self, paths: tuple[Path, ...]) -> None:
        self._session.tell(_("Saved as {path}").format(path=paths[0].parent))
        if not self.check.sent and not self._session.is_read_only:
            self.sent.show_date(date.today().isoformat())  # noqa: DTZ011 - the day here
            self._on_term()

    def flush(self) -> None:
        """Write at once what was typed."""
        self.response.flush()
        self.by.edit.flush()
        self.editor.flush()

    def next_pane(self) -> None:
        """Go round: the term, the points, the point in hand, the response."""
        self.panes.go_round((self.sent, self.list, self.response.edit), (self.editor.first(),))


def _days(days: int) -> str:
    return ngettext("{n} working day", "{n} working days", days)


def _until(check: FactCheck) -> str:
    last = due(check)
    if last is None:
        return _("The draft has not been sent yet. Ten working days are usual.")
    when = current().date(last, "EEEE d MMMM y")
    left = working_days_left(date.today(), last)  # noqa: DTZ011 - the day here
    rest = ngettext("{n} working day left", "{n} working days left", left) if left else _("the term is over")
    if check.received or check.closed:
        return _("The school had until {date}, weekends and Dutch public holidays not counted.").format(date=when)
    sentence = _("The school has until {date}, weekends and Dutch public holidays not counted: {rest}.")
    return sentence.format(date=when, rest=rest)


def _row(number: int, point: FactPoint) -> OutcomeRow:
    names = {Answer.CHANGED: _("changed"), Answer.NOT_CHANGED: _("not changed")}
    is_open = bool(open_points((point,)))
    state = names.get(Answer(point.state), "") if point.state else _("no answer")
    title = point.correct.strip() or point.wrong.strip() or _("Still to be written")
    text = " · ".join(filter(None, (point.place.strip(), point.answer.strip())))
    return OutcomeRow(point.id, title, text, str(number), OPEN if is_open else MET, state)
