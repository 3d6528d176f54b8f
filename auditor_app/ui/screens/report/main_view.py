"""The report place: findings and texts, what still holds signing back, the real pages, and the signature."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from auditor_app.core.errors import UserError
from auditor_app.i18n import N_, _, error_text
from auditor_app.ui.import_card import CheckDialog
from auditor_app.ui.screens.parts.folders import chosen_folder
from auditor_app.ui.screens.parts.room import is_low
from auditor_app.ui.screens.parts.two_panes import TwoPanes
from auditor_app.ui.screens.parts.while_seen import WhileSeen
from auditor_app.ui.screens.report.export import ExportSheet
from auditor_app.ui.screens.report.foot import ReportFoot
from auditor_app.ui.screens.report.layout import LayoutSheet
from auditor_app.ui.screens.report.pages import ReportPages
from auditor_app.ui.screens.report.preview import EXPORT_KEYS, LARGE_KEYS, LAYOUT_KEYS, PRINT_KEYS, PreviewPane
from auditor_app.ui.screens.report.writing import Writing
from auditor_app.ui.screens.signing.level import LevelDialog
from auditor_app.ui.screens.signing.sign import SignDialog
from auditor_app.ui.screens.signing.version import VersionDialog
from auditor_app.ui.shortcuts import Key, bind_in_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from auditor_app.core.model import Publication
    from auditor_app.services.outside.imports import Inspection
    from auditor_app.ui.screens.report.blockers import BlockerRow
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

LEFT: Final = 630
_SHOWN: Final = frozenset(
    {"finding", "chapter", "audit", "note", "link", "rating", "consensus", "member", "activity", "publication"}
)


class ReportScreen(QWidget):
    """Two panes where there is room, one at a time where there is not."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        Key("finding_up", "Ctrl+Shift+Up", N_("Move the finding up")),
        Key("finding_down", "Ctrl+Shift+Down", N_("Move the finding down")),
        Key("finding_title", "F2", N_("Change the title of the finding")),
        Key("finding_bin", "Del", N_("Put the finding in the bin")),
        Key("page_back", "Ctrl+PgUp", N_("Previous page")),
        Key("page_forward", "Ctrl+PgDown", N_("Next page")),
        Key("preview_large", LARGE_KEYS, N_("Large preview, and where pages begin")),
        Key("print", PRINT_KEYS, N_("Print the report")),
        Key("layout", LAYOUT_KEYS, N_("How the report looks")),
        Key("export", EXPORT_KEYS, N_("Save the report in another form")),
    )

    def __init__(self, session: AuditSession, look: Look) -> None:
        super().__init__()
        self._session, self._look = session, look
        self._language = _language_of(session)
        self.pages = ReportPages(session, self._language, self)
        self.writing = Writing(session, look)
        self.foot = ReportFoot(session, look)
        self.preview = PreviewPane(session, look, self.pages)
        self._dialog: SignDialog | None = None
        self._has_pages = False
        self._foot_timer = QTimer(self, interval=150, singleShot=True)
        self.panes = TwoPanes(look, (_("Write"), self._writing_part()), (_("Pages"), self.preview), LEFT)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.panes)
        self.setFocusProxy(self.writing)
        self._connect()
        self._bind_keys()

    def _writing_part(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.writing, 1)
        column.addWidget(self.foot)
        self.preview.setMinimumWidth(280)
        return left

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
        WhileSeen(self, self._session, _SHOWN, self._refresh)
        self._foot_timer.timeout.connect(self.foot.refresh)
        self.writing.chosen.connect(self.preview.mark)
        self.pages.built.connect(self._on_built)
        self.preview.large_wanted.connect(self.show_large)
        self.preview.layout_wanted.connect(self.show_layout)
        self.preview.export_wanted.connect(self.show_export)
        self.foot.followed.connect(self.follow)
        self.foot.sign_wanted.connect(self.sign)
        self.foot.wanted.connect(self._on_wanted)
        self.foot.version_wanted.connect(self.new_version)

    def _bind_keys(self) -> None:
        slots: dict[str, Callable[[], object]] = {
            "finding_up": partial(self.writing.move_finding, -1),
            "finding_down": partial(self.writing.move_finding, 1),
            "finding_title": self.writing.edit_title,
            "page_back": partial(self.preview.turn, -1),
            "page_forward": partial(self.preview.turn, 1),
            "preview_large": self.show_large,
            "print": self.preview.print_pages,
            "layout": self.show_layout,
            "export": self.show_export,
        }
        for key in self.KEYS:
            if key.name in slots:
                bind_in_place(self, key.keys, slots[key.name])

    def flush(self) -> None:
        """Write at once what was typed."""
        self.writing.flush()

    @property
    def feet(self) -> tuple[QWidget, ...]:
        """Give what still blocks signing."""
        return (self.foot,)

    def next_pane(self) -> None:
        """Go round: list, fields, foot, pages, which come into sight where they are not."""
        self.panes.go_round((*self.writing.parts(), self.foot.list), (self.preview.view,))

    def show_entity(self, kind: str, entity: str) -> None:
        """Show a finding, or a text ("text", "summary")."""
        self.panes.show_side("left")
        if kind == "finding":
            self.writing.show_finding(entity)
        elif kind == "text":
            self.writing.show_text(entity)

    def take_to(self, field: str) -> None:
        """Take the caret to the date of the finding in hand, or to the notes and criteria it is tied to."""
        self.writing.take_to(field)

    def follow(self, row: BlockerRow) -> None:
        """Go where a gap is mended."""
        if row.place == "report":
            self.panes.show_side("left")
            self.writing.mend(row)
        elif row.place in {"outcome", "facts"}:
            self._session.lead_to("report", "view", row.place)
        else:
            kind = "criterion" if row.place == "criteria" and row.about else ""
            self._session.lead_to(row.place, kind, row.about if kind else "")

    def show_large(self) -> None:
        """Show the pages as large as the window."""
        window = self.window()
        dialog = QDialog(window)
        dialog.setWindowTitle(_("Large preview"))
        pane = PreviewPane(self._session, self._look, self.pages, is_large=True)
        pane.closed.connect(dialog.reject)
        pane.view.sheet.marked = self.preview.view.sheet.marked
        pane.view.show_page(self.preview.view.page)
        pane.refresh()
        column = QVBoxLayout(dialog)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(pane)
        for keys, slot in (
            ("Ctrl+PgUp", partial(pane.turn, -1)), ("Ctrl+PgDown", partial(pane.turn, 1)),
            (PRINT_KEYS, pane.print_pages), (LAYOUT_KEYS, partial(self.show_layout, dialog)),
            (EXPORT_KEYS, partial(self.show_export, dialog)),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), dialog, slot)
        pane.layout_wanted.connect(partial(self.show_layout, dialog))
        pane.export_wanted.connect(partial(self.show_export, dialog))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.resize(window.size())
        dialog.open()

    def show_layout(self, parent: QWidget | None = None) -> LayoutSheet:
        """Open the sheet on how the report looks; everything typed is written first."""
        self.flush()
        sheet = LayoutSheet(self._session, self._look, parent or self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()
        return sheet

    def show_export(self, parent: QWidget | None = None) -> ExportSheet:
        """Open the sheet with the other forms of the report."""
        self.flush()
        sheet = ExportSheet(self._session, self._look, self.pages.language, parent or self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()
        return sheet

    def sign(self) -> SignDialog:
        """Open the dialog that shows what will be signed; everything typed is written first."""
        self.flush()
        session = self._session
        load = partial(session.publishing.prepare, session.audit_id, self.pages.language)
        dialog = SignDialog(session, self._look, load, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _on_changed(self, touched: frozenset[tuple[str, str]]) -> None:
        if self._language != _language_of(self._session):
            self._language = _language_of(self._session)
            self.pages.choose(self._language)
        if any(kind == "publication" for kind, _entity in touched):
            self.preview.refresh()
            self.foot.refresh()

    def _refresh(self) -> None:
        self.writing.refresh()
        self._foot_timer.start()

    def _on_built(self) -> None:
        """Show the finding in hand as soon as there are pages; from then on the preview follows it by itself."""
        if not self._has_pages:
            self._has_pages = True
            self.preview.mark(self.writing.finding_in_hand())

    def new_version(self) -> VersionDialog:
        """Make a corrected version of the signed audit, and open it."""
        dialog = VersionDialog(self._session, self._look, self)
        dialog.made.connect(self._on_version)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _on_version(self, audit_id: str) -> None:
        """Go on where the report is written: that is what is corrected."""
        self._session.audit_wanted.emit(audit_id, "report")

    def _on_wanted(self, name: str, publication: Publication) -> None:
        do = {"cosign": self.cosign, "stamp": self.stamp, "verify": self._verify, "export": self._export}
        do[name](publication)

    def cosign(self, publication: Publication) -> SignDialog:
        """Let the second auditor or the school sign a signed report, with a key of their own."""
        session = self._session
        load = partial(session.signatures.of_publication, publication)
        dialog = SignDialog(session, self._look, load, _("Add a signature"), parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def stamp(self, publication: Publication) -> LevelDialog:
        """Put time stamps on a signed report, or fresh ones over the old."""
        load = partial(self._session.signatures.of_publication, publication)
        dialog = LevelDialog(self._session, self._look, load, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def _verify(self, publication: Publication) -> None:
        inspect = partial(_inspected, self._session, publication)
        dialog = CheckDialog(self._look, self._session.background, inspect, publication.file_name, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _export(self, publication: Publication) -> None:
        folder = chosen_folder(self, _("Folder for the signed report"), self._session)
        if folder is not None:
            work = partial(self._session.publishing.export, publication, folder)
            self._session.read(work, self._on_exported, self._on_failed)

    def _on_exported(self, path: Path) -> None:
        self._session.tell(_("Saved as {path}").format(path=path))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._session.tell(error_text(error))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the foot where the window is low."""
        super().resizeEvent(event)
        self.foot.set_low(is_low=is_low(self))


def _language_of(session: AuditSession) -> str:
    """Give the language that the report is made in: the layout's choice, else the audit's."""
    # Not from a snapshot: this is asked after each change, and a snapshot of many notes takes long.
    chosen = next((layout.language for layout in session.live.alive("layout")), "")
    return chosen or session.live.audit.language


def _inspected(session: AuditSession, publication: Publication) -> Inspection:
    return session.imports.inspect_bytes(session.publishing.pdf_of(publication), publication.file_name)
