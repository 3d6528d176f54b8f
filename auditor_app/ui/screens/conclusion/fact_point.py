"""One point of the school: where, what is wrong, what is so, what shows it; and what the lead auditor did with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.errors import UserError
from auditor_app.core.fact_check import Answer
from auditor_app.core.model import FactPoint
from auditor_app.i18n import N_, _, current, error_text
from auditor_app.ui.screens.parts.forms import Labelled, choice
from auditor_app.ui.screens.parts.text_field import StoredText
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.editor import PlainEditor
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.panes import Hairline, set_floor
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

_FIELDS = (
    ("wrong", N_("What is &not so")),
    ("correct", N_("What is &so")),
    ("proof", N_("W&hat shows it")),
    ("answer", N_("Wh&y, or what was changed")),
)


class PointEditor(QWidget):
    """The point in hand; everything is kept at once."""

    binned = Signal(str)

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._point = FactPoint()
        self._title = TextLabel(look, "", "heading")
        self.place = Field(look, _("&Page or number of the finding"))
        self._place = StoredText(session, self.place.edit, partial(self._write, "place"))
        self.editors: dict[str, PlainEditor] = {}
        self._stored: dict[str, StoredText] = {}
        for name, label in _FIELDS:
            editor = PlainEditor(look, _(label).replace("&", ""), "small", (2, 6))
            editor.set_name(_(label).replace("&", ""), "")
            self.editors[name] = editor
            self._stored[name] = StoredText(session, editor, partial(self._write, name))
        self.answer = Segmented(look, is_small=True)
        self.answer.offer({Answer.CHANGED: _capital(_("changed")), Answer.NOT_CHANGED: _capital(_("not changed"))})
        self.criterion = choice(look, "", ())
        self.reopen = Button(look, _("&Open it again"), size="small")
        self._reopened = TextLabel(look, "", "small", "text.secondary")
        self.error = TextLabel(look, "", "small", "failure.text")
        self.remove = Button(look, _("To the &bin"), "quiet", size="small")
        self._lay_out()
        self.answer.chosen.connect(self._on_answer)
        self.reopen.clicked.connect(self._on_reopen)
        self.remove.clicked.connect(self._on_remove)
        bin_key = QShortcut(QKeySequence("Ctrl+Del"), self)
        bin_key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        bin_key.activated.connect(self._on_remove)

    def _lay_out(self) -> None:
        look = self._look
        set_floor(self, "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 20)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.remove)
        column.addLayout(head)
        column.addWidget(
            TextLabel(look, _("Facts only. Ratings are not open to discussion here."), "small", "text.muted")
        )
        column.addWidget(self.place)
        for name, label in _FIELDS[:3]:
            column.addWidget(Labelled(look, _(label), self.editors[name]))
        column.addSpacing(4)
        column.addWidget(Hairline(look))
        column.addWidget(TextLabel(look, _("Handled by the lead auditor"), "bodyStrong"))
        column.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Labelled(look, _(_FIELDS[3][1]), self.editors["answer"]))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.criterion, 1)
        row.addWidget(self.reopen)
        self._reopening = QWidget()
        inside = QVBoxLayout(self._reopening)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(TextLabel(look, _("A new fact can open a criterion again"), "small", "text.muted"))
        inside.addLayout(row)
        column.addWidget(self._reopening)
        column.addWidget(self._reopened)
        column.addWidget(self.error)
        column.addStretch(1)
        self.error.hide()

    def show_point(self, point: FactPoint | None) -> None:
        """Show a point; without one nothing can be written."""
        for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            child.setVisible(point is not None and (child is not self.error or bool(self.error.text())))
        if point is None:
            self._point = FactPoint()
            return
        if point.id != self._point.id:
            self.error.show_text("")
            self.error.hide()
        self._point = point
        is_open = not self._session.is_read_only
        self._title.show_text(_("Point {n}").format(n=point.position))
        self._place.show_stored(point.id, point.place)
        self.place.edit.setReadOnly(not is_open)
        for name, stored in self._stored.items():
            stored.show_stored(point.id, str(getattr(point, name)))
            self.editors[name].set_read_only(is_read_only=not is_open)
        self.answer.show_choice(point.state)
        self.answer.setEnabled(is_open)
        self.remove.setVisible(is_open)
        self._show_reopening(point, is_open=is_open)

    def _show_reopening(self, point: FactPoint, *, is_open: bool) -> None:
        framework = self._session.live.framework
        if self.criterion.count() == 0:
            named = tuple((f"{item.code}  {current().pick(item.title)}", item.code) for item in framework.criteria)
            self.criterion.show_choices(((_("Choose a criterion"), ""), *named))
        self._reopening.setVisible(is_open and not point.reopened)
        self._reopened.setVisible(bool(point.reopened))
        now = next(
            (item.level for item in self._session.live.alive("consensus") if item.criterion == point.reopened), ""
        )
        words = _("{code} was open on level {before} and waits for the team's level, in Team.")
        if now:
            words = _("{code} was opened again: level {before} before, level {now} now.")
        self._reopened.show_text(words.format(code=point.reopened, before=point.level_before or "–", now=now))

    def begin(self) -> None:
        """Go to the first field."""
        self.place.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget:
        """Give the part that takes the focus."""
        return self.place.edit

    def flush(self) -> None:
        """Write what was typed."""
        self.place.edit.flush()
        for editor in self.editors.values():
            editor.flush()

    # --- what a person did

    def _write(self, name: str, record: str, group: str, text: str) -> Written:
        fields: dict[str, object] = {name: text}
        return self._session.fact_checks.edit_point(record, group, **fields)

    def _on_answer(self, state: str) -> None:
        self.flush()
        session = self._session
        session.write(partial(session.fact_checks.edit_point, self._point.id, state=state))

    def _on_reopen(self) -> None:
        code = str(self.criterion.currentData() or "")
        if not code:
            self.criterion.setFocus()
            return
        self.flush()
        session = self._session
        work = partial(session.fact_checks.reopen, self._point.id, code)
        session.write(work, self._on_done, self._on_failed, says_itself=True)

    def _on_done(self, _written: Written) -> None:
        self.error.show_text("")
        self.error.hide()
        self._session.tell(_("The criterion is open again"), can_undo=True)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.error.show_text(error_text(error))
            self.error.show()

    def _on_remove(self) -> None:
        if self._point.id and not self._session.is_read_only:
            self.binned.emit(self._point.id)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
