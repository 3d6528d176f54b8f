"""The trust list: whose signatures count here, what each entry means, and a way to add and to remove."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.i18n import N_, _, current, failure_text, ngettext
from auditor_app.services.outside.verify_texts import in_fours
from auditor_app.services.publishing.keys import key_file
from auditor_app.ui.frame.sheets import fitting
from auditor_app.ui.saving import first_folder
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.dialog import WIDE, Dialog, confirm
from auditor_app.ui.widgets.messages import Message, MessageBar
from auditor_app.ui.widgets.panes import Hairline
from auditor_app.ui.widgets.scrolled import Scrolled
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from auditor_app.services.outside.imports import Imports, TrustEntry
    from auditor_app.ui.background import Background
    from auditor_app.ui.theme import Look

KINDS: Final = {
    "authority": N_("An authority: everybody it gave a certificate counts, unless it took that back."),
    "person": N_("One person: only signatures made with this very certificate count."),
    "list": N_("A revocation list: what an authority on this list has taken back."),
}
_LEAST: Final = 120


class TrustListDialog(Dialog):
    """One entry per line; what is done is kept at once."""

    changed = Signal()

    def __init__(self, look: Look, imports: Imports, background: Background, parent: QWidget) -> None:
        sentence = _(
            "“Unchanged” never depends on this list. It decides whether a signature counts as that of somebody you"
            " know."
        )
        super().__init__(look, _("Whose signatures you trust"), sentence, parent, fitting(WIDE, parent))
        self._imports, self._background = imports, background
        self.entries: tuple[TrustEntry, ...] = ()
        self.removers: dict[str, Button] = {}
        self.problem = MessageBar(look)
        self.problem.hide()
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 4, 10, 4)
        self._column.setSpacing(10)
        self._scroll = Scrolled(inside, _("Whose signatures you trust"))
        for part in (self.problem, self._scroll):
            self.body.addWidget(part)
        self.add_safe(_("Close"))
        self.add_button = self.add_more(_("Add a certificate or a revocation list …"))
        self.add_button.clicked.connect(self._on_add)
        self._reload()

    def _reload(self) -> None:
        self._background.run(self._imports.trust_entries, self._on_read, self._on_failed, latest="trust-list")

    def _on_read(self, entries: tuple[TrustEntry, ...]) -> None:
        self.entries = entries
        self.removers.clear()
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for entry in entries:
            if self._column.count():
                self._column.addWidget(Hairline(self._look))
            self._column.addWidget(self._row(entry))
        if not entries:
            empty = _("Nobody yet. Reports by others are then “unchanged, not on your list”.")
            self._column.addWidget(TextLabel(self._look, empty, "body", "text.secondary"))
        self._column.addStretch(1)
        # New rows are measured once they are shown, which is a moment later.
        QTimer.singleShot(0, self, self._fit_list)

    def _fit_list(self) -> None:
        parent = self.parentWidget()
        self._scroll.fit(self.inner_width, (parent.window().height() if parent is not None else 700) - 220, _LEAST)
        self._fit()

    def _row(self, entry: TrustEntry) -> QWidget:
        row = QWidget()
        look = self._look
        remove = Button(look, _("Remove"), "quiet", size="small")
        remove.setAccessibleName(_("Remove {name}").format(name=entry.name))
        remove.clicked.connect(partial(self.remove, entry))
        self.removers[entry.key] = remove
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(TextLabel(look, entry.name, "bodyStrong"))
        words.addWidget(TextLabel(look, _(KINDS[entry.kind]), "body", "text.secondary"))
        words.addWidget(TextLabel(look, _facts_of(entry), "small", "text.muted"))
        mark = TextLabel(look, in_fours(entry.fingerprint), "small", "text.secondary", tabular=True)
        mark.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(mark)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addLayout(words, 1)
        line.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def remove(self, entry: TrustEntry, *_checked: object) -> None:
        """Take an entry off the list, after asking."""
        text = _("Reports that rest on it are then “not on your list” again. Nothing else changes.")
        if confirm(
            self._look, self, _("Remove {name}?").format(name=entry.name), text, act=_("Remove"), keep=_("Keep it")
        ):
            self._write(partial(self._imports.distrust, entry.key))

    def _on_add(self) -> None:
        kinds = _("Certificate or revocation list") + " (*.cer *.crt *.der *.pem *.crl)"
        name, _filter = QFileDialog.getOpenFileName(self, _("Add a certificate"), first_folder(), kinds)
        if name:
            self.add(Path(name))

    def add(self, path: Path) -> None:
        """Put a certificate or a revocation list on the list."""
        imports = self._imports
        self._write(lambda: imports.trust(key_file(path, "signing.not_a_certificate")))

    def _write(self, work: Callable[[], object]) -> None:
        self.problem.hide()
        self._background.write(work, self._on_written, self._on_failed)

    def _on_written(self, _result: object) -> None:
        self._reload()
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.problem.show_message(Message(failure_text(error), "failure", _("Not done")))
        self._fit_list()


def _facts_of(entry: TrustEntry) -> str:
    until = current().date(entry.valid_until[:10], "d MMM y")
    added = _("added {date}").format(date=current().date(entry.added[:10], "d MMM y"))
    if entry.kind == "list":
        count = ngettext("{n} certificate taken back", "{n} certificates taken back", entry.revoked)
        return " · ".join((count, _("a newer list is promised by {date}").format(date=until), added))
    return " · ".join((entry.holder, _("valid until {date}").format(date=until), added))
