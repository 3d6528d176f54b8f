"""Prepare: what this laptop keeps of the audit, until when, and the way to remove the notes for good."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from auditor_app.config import write_atomically
from auditor_app.core.errors import UserError
from auditor_app.i18n import _, current, failure_text, ngettext
from auditor_app.services.publishing.kept_words import until_words
from auditor_app.ui.models.beside import size_words
from auditor_app.ui.saving import ask_where
from auditor_app.ui.screens.prepare.section import Section
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.dialog import confirm
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.publishing.retention import Kept
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look


class KeptSection(Section):
    """What there is, read when the section is seen; it goes from this laptop only when a person says so."""

    kinds = frozenset({"publication"})

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__(
            session,
            look,
            _("What is kept"),
            _(
                "Notes and what is beside them are kept for some time after the report was signed; then they are to be "
                "removed. The report, the ratings and the programme stay."
            ),
        )
        self._kept: Kept | None = None
        self._is_removing = False
        self.until = TextLabel(look, "", "bodyStrong")
        self.facts = TextLabel(look, "", "body", "text.secondary")
        self.save = Button(look, _("&Save this overview …"))
        self.remove = Button(look, _("&Remove the notes for good …"), "wipe")
        self.hint = TextLabel(
            look, _("How long notes are kept stands in the settings, for all audits."), "small", "text.muted"
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save)
        row.addWidget(self.remove)
        row.addStretch(1)
        for part in (self.until, self.facts):
            self.column.addWidget(part)
        self.column.addLayout(row)
        self.column.addWidget(self.hint)
        self.column.addStretch(1)
        self.save.clicked.connect(self._on_save)
        self.remove.clicked.connect(self._on_remove)
        self.setFocusProxy(self.save)
        self.remove.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Count anew: what is kept may have changed while something else was in sight."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read what is kept."""
        if self.isVisible():
            session = self.session
            session.read(partial(session.retention.kept, session.audit_id), self._on_read, latest="prepare.kept")

    def _on_read(self, kept: Kept) -> None:
        self._kept = kept
        self.until.show_text(until_words(kept))
        self.facts.show_text("\n".join(lines_of(kept)))
        self.remove.setVisible(kept.can_be_removed)
        self.remove.setEnabled(not self._is_removing)

    def _on_save(self) -> None:
        if self._kept is None:
            return
        title, audit = _("Save this overview"), self.session.live.audit
        path = ask_where(self.window(), title, f"{_('kept')}.txt", _("Text") + " (*.txt)")
        if path is not None:
            lines = (audit.school.name, until_words(self._kept), *lines_of(self._kept))
            work = partial(_write, path, "\n".join(lines) + "\n")
            self.session.read(work, self._on_saved, self._on_not_saved)

    def _on_saved(self, path: Path) -> None:
        self.session.tell(_("Saved: {file}").format(file=path.name))

    def _on_not_saved(self, error: Exception) -> None:
        self.session.warn(failure_text(error))

    def _on_remove(self) -> None:
        kept = self._kept
        count = 0 if kept is None else kept.notes + sum(copy.notes for copy in kept.given_up)
        if kept is None or not confirm(
            self.look,
            self.window(),
            ngettext("Remove {n} note for good?", "Remove {n} notes for good?", count),
            removal_words(kept),
            act=_("Remove for good"),
            keep=_("Keep them"),
            role="wipe",
        ):
            return
        session = self.session
        self._is_removing = True
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)  # Qt would pass it on to a field that happens to be next
        self.remove.setEnabled(False)
        self.until.show_text(_("The notes are being removed …"))
        session.write(partial(session.retention.remove, session.audit_id), self._on_removed, self._on_not_removed)

    def _on_not_removed(self, _error: Exception) -> None:
        """Show again what is kept; why it was refused is said by the window."""
        self._is_removing = False
        self.refresh()

    def _on_removed(self, _written: object) -> None:
        """Have the audit read anew: what is in memory is not on the disk any more."""
        self.session.renewed.emit("prepare", "kept")


def lines_of(kept: Kept) -> tuple[str, ...]:
    """List what is kept, or what was removed, a line each."""
    if kept.removed is not None and kept.is_empty:
        notes, beside = ngettext("{n} note", "{n} notes", kept.removed.notes), kept.removed.files
        files = ngettext("{n} photo, file or memo", "{n} photos, files and memos", beside) if beside else ""
        gone = _("Removed: {what}").format(what=" · ".join(filter(None, (notes, files))))
        stays = _("What stands in the signed report stays.")
        return tuple(filter(None, (gone, stays, copies_words(kept))))
    lines = [ngettext("{n} note", "{n} notes", kept.notes)]
    if kept.photos:
        lines.append(ngettext("{n} photo", "{n} photos", kept.photos))
    if kept.files:
        lines.append(ngettext("{n} file", "{n} files", kept.files))
    if kept.memos:
        lines.append(ngettext("{n} voice memo", "{n} voice memos", kept.memos))
    together = _("{size} together").format(size=size_words(kept.size)) if kept.size else ""
    signed = (
        _("Report signed on {day}").format(day=current().date(kept.signed[:10], "d MMMM y"))
        if kept.signed
        else _("The report is not signed yet")
    )
    return tuple(filter(None, (" · ".join(filter(None, (*lines, together))), signed, copies_words(kept))))


def removal_words(kept: Kept) -> str:
    """Say what goes, what stays, and where it may still be."""
    goes = _(
        "All notes of this audit go from this laptop, with everything that was written in them before, with the bin, "
        "photos, files and memos. Nothing brings them back, and the report cannot be made anew."
    )
    until = _("They were to be kept until {day}.").format(day=current().date(kept.until, "d MMMM y"))
    stays = _(
        "What stands in the signed report stays, photos too, and so do ratings and programme. Backup copies hold the "
        "notes until newer ones have taken their place; colleagues keep theirs."
    )
    return "\n\n".join(filter(None, (f"{goes} {until}", stays, copies_words(kept))))


def copies_words(kept: Kept) -> str:
    """Say which other versions hold the same notes: what was given up goes along, others are removed by themselves."""
    given_up = ", ".join(copy.version for copy in kept.given_up)
    others = ", ".join(copy.version for copy in kept.copies if not copy.is_given_up)
    along = _("A correction in the bin holds its own copy of the notes, which goes with them: {versions}.")
    stays = _(
        "Another version of this audit holds its own copy of the notes: {versions}. One that was signed is removed by "
        "itself, one that was not goes along once it lies in the bin."
    )
    said = (along.format(versions=given_up) if given_up else "", stays.format(versions=others) if others else "")
    return "\n".join(filter(None, said))


def _write(path: Path, text: str) -> Path:
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise UserError("file.not_written", file=path.name, reason=error.strerror or "") from error
    return path
