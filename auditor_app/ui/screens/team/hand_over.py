"""Handing the laptop to a colleague while the team rates blind: a code before leaving, the own code on coming back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from auditor_app.core.errors import UserError
from auditor_app.core.model import Member
from auditor_app.core.team import has_to_hide
from auditor_app.i18n import _, error_text
from auditor_app.ui.widgets.buttons import LinkButton
from auditor_app.ui.widgets.dialog import Dialog, confirm
from auditor_app.ui.widgets.inputs import Field

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


class CodeDialog(Dialog):
    """Asks for a code, to set it or to come back with it; `tried` tells what was typed."""

    tried = Signal(str)
    forgotten = Signal()

    def __init__(self, look: Look, title: str, text: str, act: str, parent: QWidget, *, may_forget: bool) -> None:
        super().__init__(look, title, text, parent)
        self.code = Field(look, _("&Code, at least 4 characters"))
        self.code.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.forget = LinkButton(look, _("Code forgotten …"))
        self.forget.setVisible(may_forget)
        self.body.addSpacing(6)
        self.body.addWidget(self.code)
        self.body.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_safe(_("Cancel"))
        self.act = self._add(act, "main")
        self.act.setDefault(True)
        self.act.clicked.connect(self._on_act)
        self.code.edit.returnPressed.connect(self._on_act)
        self.forget.clicked.connect(self.forgotten)
        self.setFocusProxy(self.code.edit)

    def _on_act(self) -> None:
        self.tried.emit(self.code.edit.text())

    def refuse(self, sentence: str) -> None:
        """Say why it was not taken; the field is emptied."""
        self.code.edit.clear()
        self.code.show_error(sentence)
        self.code.edit.setFocus(Qt.FocusReason.OtherFocusReason)


class HandOver(QObject):
    """Goes the way from one auditor to the next; `done` tells who works here now, `stayed` that nothing changed."""

    done = Signal(str)
    stayed = Signal()

    def __init__(self, session: AuditSession, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._look, self._window = session, look, parent
        self.dialog: CodeDialog | None = None

    def go(self, member: str) -> None:
        """Hand over to a member: first who leaves sets a code, then who comes gives theirs."""
        leaving = self._session.live.me
        if member == leaving:
            return
        guard = self._session.guard
        if self._is_guarded(leaving) and not guard.has_code(leaving):
            self._ask_to_set(leaving, member)
        else:
            self._enter(member)

    def _is_guarded(self, member: str) -> bool:
        """Whether a member has ratings that nobody else may see yet."""
        return has_to_hide(self._session.snapshot, member, is_guarded=self._session.guard.has_code(member))

    def _member(self, member: str) -> Member:
        return next((item for item in self._session.snapshot.members if item.id == member), Member(id=member))

    def _ask_to_set(self, leaving: str, coming: str) -> None:
        title = _("{name}: guard your ratings").format(name=self._member(leaving).name)
        text = _("Choose a code before {name} takes over. Only with it your ratings show again on this laptop.")
        text = text.format(name=self._member(coming).name)
        dialog = self._open(CodeDialog(self._look, title, text, _("Hand over"), self._window, may_forget=False))
        dialog.tried.connect(partial(self._set, leaving, coming))

    def _set(self, leaving: str, coming: str, code: str) -> None:
        try:
            self._session.guard.set_code(leaving, code)
        except UserError as error:
            self._refuse(error_text(error))
            return
        self._close(QDialog.DialogCode.Accepted)
        self._enter(coming)

    def _enter(self, member: str) -> None:
        if not self._is_guarded(member) or not self._session.guard.has_code(member):
            self._be(member)
            return
        title = _("{name}: your code").format(name=self._member(member).name)
        text = _("What you rated shows only with your own code.")
        may_forget = not any(rating.member == member and rating.is_locked for rating in self._session.snapshot.ratings)
        dialog = self._open(CodeDialog(self._look, title, text, _("Go on"), self._window, may_forget=may_forget))
        dialog.tried.connect(partial(self._check, member))
        dialog.forgotten.connect(partial(self._forget, member))

    def _check(self, member: str, code: str) -> None:
        try:
            self._session.guard.check(member, code)
        except UserError as error:
            self._refuse(error_text(error))
            return
        self._close(QDialog.DialogCode.Accepted)
        self._be(member)

    def _forget(self, member: str) -> None:
        sentence = _("All ratings of {name} are cleared; nobody sees what stood there. {name} rates anew.")
        if self.dialog is None or not confirm(
            self._look, self.dialog, _("Clear the ratings?"), sentence.format(name=self._member(member).name),
            act=_("Clear and rate anew"), keep=_("Keep them"), role="wipe",
        ):  # fmt: skip
            return
        self._close(QDialog.DialogCode.Accepted)
        guard, audit = self._session.guard, self._session.audit_id
        self._session.write(partial(guard.forget, audit, member), self._on_forgotten)

    def _on_forgotten(self, written: Written) -> None:
        self._be(written.id)

    def _be(self, member: str) -> None:
        self._session.be(member)
        self.done.emit(member)

    def _open(self, dialog: CodeDialog) -> CodeDialog:
        self.dialog = dialog
        dialog.rejected.connect(self._on_rejected)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.open()
        dialog.code.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return dialog

    def _on_rejected(self) -> None:
        self.dialog = None
        self.stayed.emit()

    def _refuse(self, sentence: str) -> None:
        if self.dialog is not None:
            self.dialog.refuse(sentence)

    def _close(self, answer: QDialog.DialogCode) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.done(answer)
