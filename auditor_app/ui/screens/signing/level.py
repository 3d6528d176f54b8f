"""Time stamps for a signed report: raising its level as one action, and stamping it again before the last one ends."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.core.errors import UserError
from auditor_app.i18n import _, current, error_text, failure_text
from auditor_app.services.outside.verify_texts import LEVELS, role_of
from auditor_app.ui.focus import Pause
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.screens.signing.facts import Facts
from auditor_app.ui.screens.signing.result import FolderField, ResultCard, SignedJob
from auditor_app.ui.screens.signing.sight import Sight
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.messages import Message, MessageBar, ProgressStrip, announce
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.services.publishing.publish import SignedReport
    from auditor_app.services.publishing.to_sign import ToSign
    from auditor_app.services.signing.levels import RaisedLevel
    from auditor_app.ui.screens.signing.facts import Room
    from auditor_app.ui.theme import Look

CHOICES: Final[tuple[RaisedLevel, ...]] = ("B-T", "B-LT", "B-LTA")
_AT_THE_ADDRESS: Final = ("timestamp.bad_address", "timestamp.unreachable", "timestamp.refused", "timestamp.portal",
                          "timestamp.insecure")  # fmt: skip
_BESIDE: Final = 150
"""What the window keeps around the scrolled part of the dialog."""


class LevelDialog(Dialog):
    """What level the signatures have, what each level proves, and whose time stamps are asked for."""

    raised = Signal(object)
    """The `SignedReport`."""

    def __init__(
        self,
        room: Room,
        look: Look,
        load: Callable[[], ToSign],
        folder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, _("Time stamps"), "", parent, fitting(WIDE, parent))
        self._room = room
        self._what: ToSign | None = None
        self._job: SignedJob | None = None
        self.report: SignedReport | None = None
        self.progress = ProgressStrip(look)
        self.progress.show_progress(_("Looking at the signatures"), 0, 0)
        self.facts = Facts(look)
        self.levels = Segmented(look)
        self.levels.offer({level: level for level in CHOICES})
        self.levels.show_choice("B-LTA")
        self._meaning = TextLabel(look, "", "body", "text.secondary")
        self.authority = Field(look, _("&Address of the time-stamping authority"))
        self.authority.show_text(room.settings.time_authority)
        learns = _("It learns a fingerprint of the report and never the report itself.")
        self._learns = TextLabel(look, learns, "small", "text.muted")
        self._folder_row = FolderField(look, folder or room.settings.export_dir)
        self.folder = self._folder_row.field
        self.problem = MessageBar(look)
        self.problem.hide()
        self.card = ResultCard(look)
        self._answers = Scrolled(self.card)
        self._answers.hide()
        self._put_together()
        self.keep = self.add_safe(_("Not yet"))
        self.act = self.add_action(_("Stamp"))
        self.act.keep_width((_("Stamp"), _("Asking …")))
        self.act.setEnabled(False)
        self._pause = Pause(self._content, self.act, self.keep)
        self.progress.cancelled.connect(self.reject)
        self.levels.chosen.connect(self._on_level)
        self.authority.edit.returnPressed.connect(self.accept)
        self._on_level("B-LTA")
        room.read(load, self._on_loaded, self._on_failed)

    def _put_together(self) -> None:
        self._content = QWidget()
        inside = QVBoxLayout(self._content)
        inside.setContentsMargins(0, 4, 10, 4)
        inside.setSpacing(10)
        for part in (self.facts, self.levels, self._meaning, self.authority, self._learns, self._folder_row):
            inside.addWidget(part)
        self._scroll = Scrolled(self._content)
        self._sight = Sight(self._scroll)
        self._sight.wait_for_typing(self.authority)
        for below in (self.progress, self._scroll, self.problem, self._answers):
            self.body.addWidget(below)

    @property
    def level(self) -> RaisedLevel:
        """The level that is asked for."""
        return next(level for level in CHOICES if level == self.levels.value)

    def _on_loaded(self, what: ToSign) -> None:
        self._what = what
        self.progress.hide()
        self.facts.show_facts(_levels_now(what))
        self.act.setEnabled(True)
        self._fit_later()

    def _on_level(self, _value: str) -> None:
        self._meaning.show_text(_(LEVELS[self.level]))
        self._fit_later()

    def _fit_later(self) -> None:
        """Be as high as the content, but never higher than the window."""
        parent = self.parentWidget()
        beside = _BESIDE + (self.problem.sizeHint().height() if self.problem.isVisibleTo(self) else 0)
        room = (parent.window().height() if parent is not None else 700) - beside
        self._scroll.fit(self.inner_width, room)
        self._answers.fit(self.inner_width, room)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing can be lost here: the address has the focus."""
        super().showEvent(event)
        self._fit_later()
        self.authority.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def accept(self) -> None:
        """Ask for the time stamps; the dialog stays until the answer is there."""
        if self.report is not None:
            super().accept()
        elif self._what is not None and self._job is None and self._is_ready():
            self._start(self._what)

    def _is_ready(self) -> bool:
        folder = self.folder.text().strip()
        has_folder = bool(folder) and Path(folder).is_dir()
        self.folder.show_error("" if has_folder else _("This folder is not there. Choose another one."))
        has_address = bool(self.authority.text().strip())
        self.authority.show_error("" if has_address else _("Type the address that your authority gave you."))
        if not (has_address and has_folder):
            self._sight.bring(self.folder if has_address else self.authority)
        self._fit_later()
        return has_folder and has_address

    def _start(self, what: ToSign) -> None:
        address, folder = self.authority.text().strip(), Path(self.folder.text().strip())
        self._job = SignedJob(partial(self._room.signatures.raise_level, what, self.level, address, folder))
        self._show_busy(is_busy=True)
        self._room.write(self._job, self._on_answered, self._on_failed)

    def _show_busy(self, *, is_busy: bool) -> None:
        if is_busy:
            self._pause.begin()
        else:
            self._pause.end()
        self.act.show_text(_("Asking …") if is_busy else _("Stamp"))
        if is_busy:
            self.problem.hide()
            announce(self, _("Asking for a time stamp"))

    def _on_answered(self, _written: Written) -> None:
        job, self._job = self._job, None
        self._show_busy(is_busy=False)
        if job is not None and job.report is not None:
            self._show_raised(job.report)
        elif job is not None and job.problem is not None:
            self._show_problem(job.problem)

    def _show_problem(self, error: UserError) -> None:
        if error.code in _AT_THE_ADDRESS:
            self.authority.show_error(error_text(error))
            self.authority.edit.setFocus(Qt.FocusReason.TabFocusReason)
            self._sight.bring(self.authority)
        else:
            self.problem.show_message(Message(error_text(error), "failure", _("Not stamped")))
        self._fit_later()

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self.progress.hide()
        self._show_busy(is_busy=False)
        self.problem.show_message(Message(failure_text(error), "failure", _("Not stamped")))
        if self._what is None:
            self._scroll.hide()
            self.act.hide()
        self._fit_later()

    def _show_raised(self, report: SignedReport) -> None:
        self.report = report
        self._scroll.hide()
        self.problem.hide()
        answers = self.card.show_report(report)
        self._answers.show()
        self.act.hide()
        self.keep.show_text(_("Close"))
        self.keep.setFocus(Qt.FocusReason.TabFocusReason)
        self._fit_later()
        announce(self, f"{_('Stamped')}. {answers}")
        self.raised.emit(report)

    def reject(self) -> None:
        """Close, but never while the answer is on its way."""
        if self._job is None:
            super().reject()


def _levels_now(what: ToSign) -> tuple[tuple[str, str], ...]:
    rows = [(role_of(one.field), f"{one.signer_name} · {_(LEVELS[one.level])}") for one in what.signed]
    until = max((one.stamped_until for one in what.signed), default="")
    if until:
        rows.append((_("Sealed until"), current().date(until[:10], "d MMMM y")))
    return tuple(rows)
