"""A corrected version of a signed audit: asks what is corrected and why, because that stands on the new cover."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from auditor_app.i18n import _, failure_text
from auditor_app.services.audits.versions import next_version
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.widgets.dialog import WIDE, Dialog
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.messages import Message, MessageBar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


class VersionDialog(Dialog):
    """Makes the next version and gives its id; the signed one stays as it is."""

    made = Signal(str)

    def __init__(self, session: AuditSession, look: Look, parent: QWidget) -> None:
        audit = session.live.audit
        version = next_version(audit.version)
        sentence = _(
            "The signed report stays as it is, and read-only. Version {version} takes over everything that is in it,"
            " can be changed, and is signed anew. Its cover says that it replaces version {before}, and why."
        )
        title = _("New version {version}").format(version=version)
        super().__init__(
            look, title, sentence.format(version=version, before=audit.version), parent, fitting(WIDE, parent)
        )
        self._session = session
        self._is_busy = False
        self.correction = Field(look, _("&What is corrected, and why"))
        self.problem = MessageBar(look)
        self.problem.hide()
        self.body.addSpacing(8)
        self.body.addWidget(self.correction)
        self.body.addWidget(self.problem)
        self.add_safe(_("Not yet"))
        self.act = self.add_action(_("Make version {version}").format(version=version))
        self.act.setDefault(True)
        self.correction.edit.textChanged.connect(self._on_typed)
        self._on_typed("")

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing can be lost here: the field has the focus."""
        super().showEvent(event)
        self.correction.edit.setFocus()

    def _on_typed(self, _text: str) -> None:
        is_ready = bool(self.correction.text().strip()) and not self._is_busy
        self.act.setEnabled(is_ready)
        self.act.setToolTip("" if is_ready else _("Say what is corrected first."))

    def accept(self) -> None:
        """Make the version; the dialog closes when it is there."""
        session, words = self._session, self.correction.text()
        if not words.strip() or self._is_busy:
            return
        self._is_busy = True
        self._on_typed("")
        # Not the session's own queue: a refusal here leaves nothing of this audit unsaved.
        work = partial(session.versions.make, session.audit_id, words)
        session.background.write(work, self._on_made, self._on_failed)

    def _on_made(self, written: Written) -> None:
        self._is_busy = False
        self._session.take_over(written)
        super().accept()
        self.made.emit(written.id)

    def _on_failed(self, error: Exception) -> None:
        self._is_busy = False
        self._on_typed("")
        self.problem.show_message(Message(failure_text(error), "failure", _("Not made")))
