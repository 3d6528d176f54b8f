"""Signing: shows exactly what will be signed and by whom, and afterwards what verifying our own output said."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.errors import UserError
from auditor_app.i18n import _, error_text, failure_text
from auditor_app.services.outside.verify_texts import MEANINGS, ROLES
from auditor_app.ui.focus import Pause
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.screens.signing.facts import Facts, PagePicture, Room
from auditor_app.ui.screens.signing.identity import IdentityForm
from auditor_app.ui.screens.signing.key import KeyForm
from auditor_app.ui.screens.signing.result import FolderField, ResultCard, SignedJob
from auditor_app.ui.screens.signing.sight import Sight
from auditor_app.ui.screens.signing.words import facts, withheld_words
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.messages import Message, MessageBar, ProgressStrip, announce
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.services.publishing.countersign import SignerRole
    from auditor_app.services.publishing.publish import SignedReport
    from auditor_app.services.publishing.to_sign import ToSign
    from auditor_app.services.signing.identity import Identity
    from auditor_app.ui.theme import Look

_PAGE: Final = 300
"""How wide the picture of the page is, and how much room it takes."""
_ROOM_FOR_PAGE: Final = (960, 620)
_BESIDE: Final = 150
"""What the window keeps around the scrolled part of the dialog."""


class SignDialog(Dialog):
    """What will be signed, as whom, with what, what it means; then the answers about our own output.

    `load` gives what can be signed; it runs in the background. `folder` is where the signed file goes.
    """

    signed = Signal(object)
    """The `SignedReport`."""

    def __init__(
        self,
        room: Room,
        look: Look,
        load: Callable[[], ToSign],
        title: str = "",
        folder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self._has_page = parent is not None and _has_room(parent)
        width = WIDE + _PAGE + 24 if self._has_page else WIDE
        super().__init__(look, title or _("Sign the report"), "", parent, fitting(width, parent))
        self._room = room
        self._job: SignedJob | None = None
        self._what: ToSign | None = None
        self._has_own = False
        self.report: SignedReport | None = None
        self._make_parts(look, folder or room.settings.export_dir)
        self._put_together()
        self.keep = self.add_safe(_("Not yet"))
        self.act = self.add_action(_("Sign"))
        self.act.keep_width((_("Sign"), _("Signing …"), _("Open the key")))
        self._pause = Pause(self._content, self.act, self.keep)
        self._connect()
        self._show_parts()
        room.read(load, self._on_loaded, self._on_failed)
        room.read(room.publishing.own_key.identity, self._on_identity, self._on_failed)

    def _make_parts(self, look: Look, folder: str) -> None:
        self.progress = ProgressStrip(look)
        self.progress.show_progress(_("Preparing what will be signed"), 0, 0)
        self.roles = Segmented(look)
        self._meaning = TextLabel(look, "", "body")
        self.facts = Facts(look)
        self._travels = TextLabel(look, "", "small" if self._has_page else "body", "text.secondary")
        self._heading = TextLabel(look, _("What you sign with"), "bodyStrong")
        self.form = IdentityForm(self._room, look)
        self.key = KeyForm(self._room, look)
        self._folder_row = FolderField(look, folder)
        self.folder = self._folder_row.field
        self.problem = MessageBar(look)
        self.problem.hide()
        self.card = ResultCard(look)
        self._mark = TextLabel(look, "", "small", "text.muted", tabular=True)
        self.page = PagePicture(look, self._room, _PAGE, _("The page with the signatures, before this one"))

    @property
    def passphrase(self) -> Field:
        """The field of the secret that opens the key."""
        return self.key.secret

    @property
    def identity(self) -> Identity | None:
        """Whose certificate will sign, as far as that is known."""
        return self.key.identity

    @property
    def role(self) -> SignerRole:
        """As whom is signed."""
        chosen = self.roles.value
        offered = self._what.roles if self._what is not None else ("lead",)
        return next((role for role in offered if role == chosen), offered[0])

    def _put_together(self) -> None:
        self._content = QWidget()
        inside = self._lines = QVBoxLayout(self._content)
        inside.setContentsMargins(0, 4, 10, 4)
        inside.setSpacing(10)
        for part in (self.roles, self._meaning, self.facts, self._heading, self.form, self.key, self._folder_row):
            inside.addWidget(part)
        inside.addStretch(1)
        self._scroll = Scrolled(self._content)
        self._sight = Sight(self._scroll)
        result = QWidget()
        result.setMinimumHeight(1)  # else Qt takes the height that the texts had at their narrowest
        self._outcome = QVBoxLayout(result)
        self._outcome.setContentsMargins(0, 0, 0, 4)
        self._outcome.setSpacing(10)
        self._outcome.addWidget(self.card)
        self._outcome.addWidget(self._mark)
        self._shown = Scrolled(result, _("What verifying said"))
        self._shown.hide()
        self._both = QWidget()
        beside = QHBoxLayout(self._both)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(14)
        beside.addWidget(self._scroll, 1)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.page)
        (right if self._has_page else inside).addWidget(self._travels)
        right.addStretch(1)
        if self._has_page:
            self._travels.setFixedWidth(_PAGE)
            beside.addLayout(right)
        self.page.setVisible(self._has_page)
        for below in (self.progress, self._both, self.problem, self._shown):
            self.body.addWidget(below)

    def _connect(self) -> None:
        self.progress.cancelled.connect(self.reject)
        self.roles.chosen.connect(self._on_role)
        self.key.returned.connect(self.accept)
        for field in (self.key.secret, self.form.passphrase):
            self._sight.wait_for_typing(field)
        self.key.changed.connect(self._on_key)
        self.key.said.connect(self._on_said)
        self.key.new_wanted.connect(self._on_new_wanted)
        self.form.made.connect(self._on_identity)
        self.form.refused.connect(self._fit_later)

    # --- what is shown

    def _on_loaded(self, what: ToSign) -> None:
        self._what = what
        self.progress.hide()
        if not what.roles:
            self._show_refusal(_("Everybody has signed"), _("There is no open place for a signature in this report."))
            return
        self.roles.offer({role: _(ROLES[role]) for role in what.roles})
        self.roles.show_choice(what.roles[0])
        is_lead = what.roles == ("lead",)
        self._travels.show_text(_travels(what) if is_lead else "")
        if self._has_page:
            self.page.show_page(what.pdf, what.page)
        self._on_role("")
        self._show_parts()
        self._focus()

    def _show_refusal(self, title: str, sentence: str) -> None:
        self.progress.hide()
        self._what = None
        self.problem.show_message(Message(sentence, "attention", title))
        self._both.hide()
        self.act.hide()
        self.keep.show_text(_("Close"))
        self._fit_later()

    def _on_role(self, _value: str) -> None:
        what = self._what
        if what is not None:
            self._meaning.show_text(_(MEANINGS[self.role]))
            self.facts.show_facts(_facts_of(what))
        self._fit_later()

    def _on_identity(self, identity: Identity | None) -> None:
        self._has_own = identity is not None
        self.key.show_own(identity)
        self._show_parts()
        if self._what is not None:  # else nothing can be typed yet
            self._focus()

    def _on_key(self) -> None:
        self._show_parts()

    def _on_said(self, part: QWidget) -> None:
        self._fit_later()
        self._sight.bring(part)

    def _on_new_wanted(self) -> None:
        """Make another key in the place of one that cannot sign any more."""
        self._has_own = False
        self.form.show_reason(is_renewal=True)
        self.key.secret.edit.clear()
        self.key.show_own(None)
        self._show_parts()
        self._focus()

    def _show_parts(self) -> None:
        is_there = self._what is not None
        needs_key = not self._has_own and self.key.kind == "own"
        self._both.setVisible(is_there)
        self.roles.setVisible(is_there and len(self._what.roles) > 1 if self._what is not None else False)
        self._travels.setVisible(bool(self._travels.text()))
        self.form.setVisible(needs_key)
        self.key.secret.setVisible(not needs_key)
        self._folder_row.setVisible(not needs_key)
        self.act.setEnabled(is_there and not needs_key and self.key.isEnabled())
        is_known = self.identity is not None or self.key.kind == "own"
        self.act.show_text(_("Sign") if is_known else _("Open the key"))
        self._fit_later()

    def _fit_later(self) -> None:
        """Be as high as the content, but never higher than the window."""
        parent = self.parentWidget()
        beside = _BESIDE + (self.problem.sizeHint().height() if self.problem.isVisibleTo(self) else 0)
        room = (parent.window().height() if parent is not None else 700) - beside
        page = self.page.height() + 12 + self._travels.heightForWidth(_PAGE) if self._has_page else 0
        width = self.inner_width - (_PAGE + 14 if self._has_page else 0)
        self._scroll.fit(width, room, min(page, room))
        self._shown.fit(self.inner_width, room)
        self.page.setVisible(self._has_page and room >= self.page.height())
        self._fit()
        if self.isVisible():
            self.centre()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit, and put the caret where the passphrase goes."""
        super().showEvent(event)
        self._fit_later()
        self._focus()

    def _focus(self) -> None:
        """Take the keys; before there is a field for them, nothing that a passphrase typed too early could press."""
        if self._what is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        field = self.key.secret if self._has_own or self.key.kind != "own" else self.form.passphrase
        field.edit.setFocus(Qt.FocusReason.TabFocusReason)
        if not field.text():
            self._sight.bring(self.roles if self.roles.isVisibleTo(self) else self._meaning)

    # --- what is done

    def accept(self) -> None:
        """Open the key if its certificate is not known yet, else sign; the dialog stays until the answer is there."""
        if self.report is not None:
            super().accept()
        elif self._what is not None and self._job is None and self.act.isEnabled() and self._is_ready():
            if self.identity is None:
                self.key.look()
            else:
                self._start(self._what)

    def _is_ready(self) -> bool:
        folder = self.folder.text().strip()
        has_folder = bool(folder) and Path(folder).is_dir()
        self.folder.show_error("" if has_folder else _("This folder is not there. Choose another one."))
        is_filled = self.key.is_filled_in
        self._fit_later()
        if is_filled and not has_folder:
            self.folder.edit.setFocus(Qt.FocusReason.TabFocusReason)
            self._lines.activate()
            self._scroll.ensureWidgetVisible(self._folder_row, 0, 20)
        return has_folder and is_filled

    def _start(self, what: ToSign) -> None:
        folder = Path(self.folder.text().strip())
        key, secret = self.key.key, self.key.secret.text()
        self._job = SignedJob(partial(self._room.signatures.sign, what, self.role, key, secret, folder))
        self._show_busy(is_busy=True)
        self._room.write(self._job, self._on_answered, self._on_failed)

    def _show_busy(self, *, is_busy: bool) -> None:
        if is_busy:
            self._pause.begin()
        else:
            self._pause.end()
        self.act.show_text(_("Signing …") if is_busy else _("Sign"))
        if is_busy:
            self.problem.hide()
            announce(self, _("Signing and checking the result"))

    def _on_answered(self, _written: Written) -> None:
        job, self._job = self._job, None
        self._show_busy(is_busy=False)
        if job is None:
            return
        if job.report is not None:
            self._show_signed(job.report)
        elif job.problem is not None:
            self._show_problem(job.problem)

    def _show_problem(self, error: UserError) -> None:
        if error.code == "publish.export_failed":
            self._show_kept(error_text(error))
        elif not self.key.show_problem(error):
            self.problem.show_message(Message(error_text(error), "failure", _("Not signed")))
        self._fit_later()

    def _show_kept(self, sentence: str) -> None:
        """Say that the report is signed and safe, only not in the folder: a copy can be saved from the place."""
        self.problem.show_message(Message(sentence, "attention", _("Signed, but not written to the folder")))
        self.act.hide()
        self.keep.show_text(_("Close"))

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._show_busy(is_busy=False)
        text = failure_text(error, _("Signing did not succeed. The log says why."))
        if self._what is None:
            self._show_refusal(_("Nothing can be signed here"), text)
        else:
            self.problem.show_message(Message(text, "failure", _("Not signed")))
            self._fit_later()

    def _show_signed(self, report: SignedReport) -> None:
        self.report = report
        self.key.secret.edit.clear()
        answers = self.card.show_report(report, is_own=True)
        self._both.hide()
        self.problem.hide()
        if report.time_problem is not None:
            self.problem.show_message(
                Message(error_text(report.time_problem), "attention", _("Signed, without a stamp"))
            )
        if self._what is not None:
            self._mark.show_text(_("Fingerprint of the data: {mark}").format(mark=_eights(self._what.fingerprint)))
        self._shown.show()
        self.act.hide()
        self.keep.show_text(_("Close"))
        self.keep.setFocus(Qt.FocusReason.TabFocusReason)
        self._fit_later()
        announce(self, f"{_('Signed')}. {answers}")
        self.signed.emit(report)

    def reject(self) -> None:
        """Close, but never in the middle of signing."""
        if self._job is None:
            super().reject()


def _has_room(parent: QWidget) -> bool:
    window = parent.window()
    return window.width() >= _ROOM_FOR_PAGE[0] and window.height() >= _ROOM_FOR_PAGE[1]


def _facts_of(what: ToSign) -> tuple[tuple[str, str], ...]:
    before = ", ".join(one.signer_name for one in what.signed)
    *most, language, version = facts(what.snapshot, what.language)
    return (
        *most,
        (version[0], f"{version[1]} · {language[1]}"),
        (_("Signed so far"), before),
        (_("Fingerprint"), f"{_eights(what.fingerprint[:32])}\n{_eights(what.fingerprint[32:])}"),
        (_("File"), what.file_name),
        (_("SHA-256"), _("{digest} …, before this signature").format(digest=_eights(what.digest[:16]))),
    )


def _travels(what: ToSign) -> str:
    first = _("The report carries its own data: all that the school may see, so that it can be read in again later.")
    return f"{first} {withheld_words(what.snapshot)}"


def _eights(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
