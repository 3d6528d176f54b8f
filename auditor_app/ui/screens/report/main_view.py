"""The report place: findings and texts, what still holds signing back, the real pages, and the signature."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QVBoxLayout, QWidget

from auditor_app.core.errors import UserError
from auditor_app.i18n import N_, _, error_text
from auditor_app.ui.import_card import CheckDialog
from auditor_app.ui.screens.parts.room import NARROWEST, is_low, room_of
from auditor_app.ui.screens.report.export import ExportSheet
from auditor_app.ui.screens.report.foot import ReportFoot
from auditor_app.ui.screens.report.layout import LayoutSheet
from auditor_app.ui.screens.report.pages import ReportPages
from auditor_app.ui.screens.report.preview import EXPORT_KEYS, LARGE_KEYS, LAYOUT_KEYS, PRINT_KEYS, PreviewPane
from auditor_app.ui.screens.report.writing import Writing
from auditor_app.ui.screens.signing.level import LevelDialog
from auditor_app.ui.screens.signing.sign import SignDialog
from auditor_app.ui.screens.signing.version import VersionDialog
from auditor_app.ui.shortcuts import Key
from auditor_app.ui.widgets.panes import HairlineSplitter, set_floor
from auditor_app.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from auditor_app.core.model import Publication
    from auditor_app.services.imports import Inspection
    from auditor_app.ui.screens.report.blockers import BlockerRow
    from auditor_app.ui.session import AuditSession
    from auditor_app.ui.theme import Look

LEFT: Final = 630
_LEAST: Final = 400
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
        self._is_narrow = self._is_stale = False
        self._language = _language_of(session)
        self.pages = ReportPages(session, self._language, self)
        self.writing = Writing(session, look)
        self.foot = ReportFoot(session, look)
        self.preview = PreviewPane(session, look, self.pages)
        self._tabs = Segmented(look, is_small=True)
        self._tabs.offer({"write": _("Write"), "pages": _("Pages")})
        self._tabs.show_choice("write")
        self._bar = QWidget()
        self._splitter = HairlineSplitter(look)
        self._dialog: SignDialog | None = None
        self._foot_timer = QTimer(self, interval=150, singleShot=True)
        self._lay_out()
        # The window must not grow when the place is first shown, before it knows how little room there is.
        self.setMinimumSize(NARROWEST)
        self._connect()
        self._bind_keys()
        self._arrange()

    def _lay_out(self) -> None:
        set_floor(self, "surface")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.writing, 1)
        column.addWidget(self.foot)
        self._left = left
        self.preview.setMinimumWidth(280)
        self._splitter.addWidget(left)
        self._splitter.addWidget(self.preview)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([LEFT, 10_000])
        bar = QVBoxLayout(self._bar)
        bar.setContentsMargins(20, 6, 20, 6)
        bar.addWidget(self._tabs, 0, Qt.AlignmentFlag.AlignLeft)
        set_floor(self._bar, "canvas")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar)
        whole.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
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
        self._tabs.chosen.connect(self._on_tab)

    def _bind_keys(self) -> None:
        slots = {
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
                shortcut = QShortcut(QKeySequence(key.keys), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(slots[key.name])

    def flush(self) -> None:
        """Write at once what was typed."""
        self.writing.flush()

    def next_pane(self) -> None:
        """Go round: list, fields, foot, pages."""
        parts = [*self.writing.parts(), self.foot.list, self.preview.view]
        seen = [part for part in parts if part.isVisible()]
        focus = QApplication.focusWidget() or self
        holds = [part is focus or part.isAncestorOf(focus) for part in seen]
        now = holds.index(True) if True in holds else -1
        if seen:
            seen[(now + 1) % len(seen)].setFocus(Qt.FocusReason.TabFocusReason)

    def show_entity(self, kind: str, entity: str) -> None:
        """Show a finding, or a text ("text", "summary")."""
        self._show_tab("write")
        if kind == "finding":
            self.writing.show_finding(entity)
        elif kind == "text":
            self.writing.show_text(entity)

    def follow(self, row: BlockerRow) -> None:
        """Go where a gap is mended."""
        if row.place == "report":
            self._show_tab("write")
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
        if any(kind in _SHOWN for kind, _entity in touched):
            self._is_stale = not self.isVisible()
            self._refresh_seen()
        if any(kind == "publication" for kind, _entity in touched):
            self.preview.refresh()
            self.foot.refresh()

    def _refresh_seen(self) -> None:
        """Keep up with the audit only while somebody looks."""
        if not self._is_stale:
            self.writing.refresh()
            self._foot_timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed meanwhile."""
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self._refresh_seen()

    def _on_built(self) -> None:
        self.preview.mark(self.writing.finding_in_hand())

    def new_version(self) -> VersionDialog:
        """Make a corrected version of the signed audit, and open it."""
        dialog = VersionDialog(self._session, self._look, self)
        dialog.made.connect(self._session.audit_wanted)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

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
        start = self._session.settings.export_dir
        name = QFileDialog.getExistingDirectory(self, _("Folder for the signed report"), start)
        if name:
            work = partial(self._session.publishing.export, publication, Path(name))
            self._session.read(work, self._on_exported, self._on_failed)

    def _on_exported(self, path: Path) -> None:
        self._session.tell(_("Saved as {path}").format(path=path))

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._session.tell(error_text(error))

    def _on_tab(self, _value: str) -> None:
        self._arrange()

    def _show_tab(self, value: str) -> None:
        if self._is_narrow:
            self._tabs.show_choice(value)
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show both panes, or one at a time; fold the foot where the window is low."""
        super().resizeEvent(event)
        self._is_narrow = room_of(self, self._look) == "narrow"
        self.foot.set_low(is_low=is_low(self))
        self._arrange()

    def _arrange(self) -> None:
        self._bar.setVisible(self._is_narrow)
        is_pages = self._tabs.value == "pages"
        self._left.setVisible(not self._is_narrow or not is_pages)
        self.preview.setVisible(not self._is_narrow or is_pages)


def _language_of(session: AuditSession) -> str:
    """Give the language that the report is made in: the layout's choice, else the audit's."""
    # Not from a snapshot: this is asked after each change, and a snapshot of many notes takes long.
    chosen = next((layout.language for layout in session.live.alive("layout")), "")
    return chosen or session.live.audit.language


def _inspected(session: AuditSession, publication: Publication) -> Inspection:
    return session.imports.inspect_bytes(session.publishing.pdf_of(publication), publication.file_name)
