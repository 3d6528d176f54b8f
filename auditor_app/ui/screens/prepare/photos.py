"""Prepare: whether the school allows photos, who said so and when; nothing is taken in before."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.core.errors import UserError
from auditor_app.core.model import Attachment, AttachmentKind
from auditor_app.i18n import _, current, error_text, ngettext
from auditor_app.ui.models.beside import is_beside
from auditor_app.ui.screens.parts.forms import DateField, Labelled, beside
from auditor_app.ui.screens.prepare.section import Section, edits
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.dialog import confirm
from auditor_app.ui.widgets.inputs import Field
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.desk import Written
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


class PhotosSection(Section):
    """The school's permission, which can be withdrawn; then photos that are there can be erased at once."""

    kinds = frozenset({"audit", "attachment"})

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__(
            session,
            look,
            _("Photos"),
            _(
                "Photos show rooms, walls and material, never people. They are off until the school has allowed them; "
                "the school can take that back at any time."
            ),
        )
        self.state = TextLabel(look, "", "bodyStrong")
        self.facts = TextLabel(look, "", "body", "text.secondary")
        self.who = Field(look, _("&Who of the school allowed photos, and of what (a role, no name)"))
        self.day = DateField(look)
        self.record = Button(look, _("&Record the permission"), "main")
        self.withdraw = Button(look, _("The school takes it &back …"))
        self.erase = Button(look, _("Erase all &photos for good …"), "wipe")
        self.faces = TextLabel(look, "", "small", "text.muted")
        self.form = QWidget()
        form = QVBoxLayout(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        form.addLayout(beside(self.who, Labelled(look, _("&On"), self.day), stretches=(5, 2)))
        form.addWidget(self.record, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.withdraw)
        row.addWidget(self.erase)
        row.addStretch(1)
        for part in (self.state, self.facts, self.form):
            self.column.addWidget(part)
        self.column.addLayout(row)
        self.column.addSpacing(8)
        self.column.addWidget(TextLabel(look, _("Faces"), "bodyStrong"))
        self.column.addWidget(self.faces)
        self.column.addStretch(1)
        edits(self.record, self.withdraw, self.erase, self.day)
        self.record.clicked.connect(self._on_record)
        self.who.edit.returnPressed.connect(self._on_record)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.erase.clicked.connect(self._on_erase)
        self.day.show_date(date.today().isoformat())  # noqa: DTZ011 - the day of this place
        self.setFocusProxy(self.who.edit)
        self.refresh()
        session.read(session.photos.looks_for_faces, self._on_faces, apart=session.photos)

    @property
    def photos(self) -> tuple[Attachment, ...]:
        """Give the photos of this audit, also those in the bin."""
        every = self.session.live.entities("attachment").values()
        return tuple(item for item in every if item.kind is AttachmentKind.PHOTO and not item.erased)

    def refresh(self) -> None:
        """Show what was recorded."""
        audit = self.session.live.audit
        is_allowed = bool(audit.photo_permission.strip())
        self.state.show_text(_("The school allows photos") if is_allowed else _("Photos are off"))
        said = ""
        if is_allowed:
            said = _("{who}, on {day}").format(
                who=audit.photo_permission, day=current().date(audit.photo_permitted[:10], "d MMMM y")
            )
        count = sum(is_beside(item, kind=AttachmentKind.PHOTO) for item in self.photos)
        kept = ngettext("{n} photo is kept.", "{n} photos are kept.", count) if count else ""
        if kept and not is_allowed:
            kept = f"{kept} " + _("Without the permission none comes into a report.")
        self.facts.show_text("\n".join(filter(None, (said, kept))))
        self.facts.setVisible(bool(said or kept))
        self.form.setVisible(not is_allowed)
        self.withdraw.setVisible(is_allowed)
        self.erase.setVisible(bool(self.photos) and not self.session.is_read_only)

    def _on_faces(self, looks: bool) -> None:  # noqa: FBT001 - the answer of a read
        self.faces.show_text(
            _("The program proposes faces to blur, on this laptop only. It misses some: you look, and you confirm.")
            if looks
            else _(
                "This program does not look for faces: the extra “faces” is not installed. You look, blur or crop by "
                "hand, and confirm."
            )
        )

    def _on_record(self) -> None:
        if self.session.is_read_only:
            return
        who, day = " ".join(self.who.text().split()), self.day.iso
        if not who:
            self.who.show_error(error_text(UserError("photo.who_allowed")))
            self.who.edit.setFocus()
            return
        self.who.show_error("")
        attachments, audit = self.session.evidence.attachments, self.session.audit_id
        self.session.write(partial(attachments.permit_photos, audit, who, day), self._on_recorded)

    def _on_recorded(self, _written: Written) -> None:
        self.who.show_text("")
        self.withdraw.setFocus(Qt.FocusReason.OtherFocusReason)
        self.session.tell(_("Photos can be added now"), can_undo=True)

    def _on_withdraw(self) -> None:
        if confirm(
            self.look,
            self.window(),
            _("The school takes its permission back?"),
            _(
                "From now on no photo can be added, and none comes into a report. Photos that are there stay on this "
                "laptop until you erase them."
            ),
            act=_("Photos off"),
            keep=_("Leave it"),
        ):
            attachments, audit = self.session.evidence.attachments, self.session.audit_id
            self.session.write(partial(attachments.forbid_photos, audit))
            self.session.tell(_("Photos are off"), can_undo=True)

    def _on_erase(self) -> None:
        photos = self.photos
        if photos and confirm(
            self.look,
            self.window(),
            ngettext("Erase {n} photo for good?", "Erase {n} photos for good?", len(photos)),
            _("They are removed from this laptop and cannot be brought back. Their notes stay."),
            act=_("Erase"),
            keep=_("Keep them"),
            role="wipe",
        ):
            for item in photos:
                self.session.write(partial(self.session.evidence.attachments.erase, item.id))
            self.session.tell(_("Erased for good"))
